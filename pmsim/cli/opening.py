"""Opening a career on the command line: what is asked when a save does not load, or another window has it."""

from typing import NamedTuple

import click

from pmsim.cli.streams import asks_aside
from pmsim.core.state import DEFAULT_START, StartOverride
from pmsim.lang.characters import visible
from pmsim.lang.pack import Pack
from pmsim.store.career import Career, unfinished
from pmsim.store.errors import BusyError, NotLoadedError, NotSavedError, SaveError
from pmsim.store.saves import Entry, Saves


class Beginning(NamedTuple):
    """How a new career begins: see `Career.begin`."""

    start: str
    seed: int
    quarters: int = 0
    midway: StartOverride = DEFAULT_START


def go_on(pack: Pack, saves: Saves) -> Career | None:
    """The last unfinished career of the pack in this folder, None if there is none or if the player would rather begin another."""
    for entry in saves.misnamed():
        if entry.saved is None or entry.saved.pack == pack.id:
            click.echo(f"{visible(entry.slot)} is not opened. {entry.reason}", err=True)
    for entry in unfinished(pack, saves):
        if entry.saved is not None:
            return opened(pack, saves, entry.slot)
        click.echo(_passed_over(entry), err=True)
    for entry in saves.entries():
        if entry.saved is None:
            click.echo(_passed_over(entry), err=True)
    return None


def go_on_quietly(pack: Pack, saves: Saves) -> Career | None:
    """As `go_on` where nothing has to be said. Raises SaveError where something would have to be."""
    first = next(unfinished(pack, saves), None) or next((entry for entry in saves.entries() if entry.saved is None), None)
    if first is not None and first.saved is None:
        raise NotLoadedError(first.slot, first.reason, None)
    return None if first is None else Career.open(pack, saves, first.slot)


def _passed_over(entry: Entry) -> str:
    return f"The save {entry.slot} does not load, and stays where it is. {entry.reason}"


def opened(pack: Pack, saves: Saves, slot: str) -> Career | None:
    """A saved career; whatever stands in the way is said and asked. None: the player would rather begin another."""
    try:
        return Career.open(pack, saves, slot)
    except NotLoadedError as error:
        click.echo(str(error), err=asks_aside())
        if error.older is None:
            raise click.ClickException("It stays where it is. Begin another career with --new.") from error
        if _one_of("Play on from that one? The other is kept.", ("yes", "no")) == "no":
            raise click.ClickException("Nothing was changed.") from error
        return _older(pack, saves, slot)
    except BusyError as error:
        click.echo(str(error), err=asks_aside())
        match _one_of("Begin another here, read this one, or leave?", ("another", "read", "leave")):
            case "another":
                return None
            case "read":
                return _reading(pack, saves, slot)
        raise click.ClickException("Nothing was changed.") from error
    except NotSavedError as error:
        click.echo(f"Nothing can be kept in {visible(str(saves.folder))}: {error.reason}. Open for reading only.", err=True)
        return _reading(pack, saves, slot)
    except SaveError as error:
        raise click.ClickException(str(error)) from error


def begun(pack: Pack, saves: Saves, how: Beginning) -> Career:
    """Begin a career, or end plainly."""
    try:
        return Career.begin(pack, saves, start=how.start, seed=how.seed, quarters=how.quarters, midway=how.midway)
    except NotSavedError as error:
        where = visible(str(saves.folder))
        raise click.ClickException(f"No career can be kept in {where}: {error.reason}. --saves names another folder.") from error
    except SaveError as error:
        raise click.ClickException(str(error)) from error


def _older(pack: Pack, saves: Saves, slot: str) -> Career:
    """The career as the save before the newest has it."""
    try:
        return Career.open(pack, saves, slot, older=True)
    except SaveError as error:
        raise click.ClickException(str(error)) from error


def _reading(pack: Pack, saves: Saves, slot: str) -> Career:
    """A saved career for reading only."""
    try:
        return Career.open(pack, saves, slot, read_only=True)
    except SaveError as error:
        raise click.ClickException(str(error)) from error


def _one_of(question: str, answers: tuple[str, ...]) -> str:
    """One of the answers, by its first letters; the last of them when nobody answers."""
    while True:
        try:
            typed = click.prompt(f"{question} ({', '.join(answers)})", prompt_suffix=" ", err=asks_aside()).strip().lower()
        except click.Abort:
            return answers[-1]
        meant = [answer for answer in answers if typed and answer.startswith(typed)]
        if len(meant) == 1:
            return meant[0]
