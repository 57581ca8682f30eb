"""Opening a career on the command line: what is asked when a save does not load, or another window has it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

import click

from pmsim.lang.pack import Pack
from pmsim.store.career import Career, last_unfinished
from pmsim.store.errors import BusyError, NotLoadedError, SaveError
from pmsim.store.saves import Saves

T = TypeVar("T")


class Beginning(NamedTuple):
    """How a new career begins: see `Career.begin`."""

    start: str
    seed: int
    quarters: int = 0
    at: str = ""
    changes: Mapping[str, int] | None = None


def go_on(pack: Pack, saves: Saves) -> Career | None:
    """The last unfinished career of the pack in this folder, None if there is none or if the player would rather begin another."""
    slot = last_unfinished(pack, saves)
    if slot:
        return opened(pack, saves, slot)
    for entry in saves.entries():
        if entry.saved is None:
            click.echo(f"The save {entry.slot} does not load, and stays where it is. {entry.reason}", err=True)
    return None


def opened(pack: Pack, saves: Saves, slot: str) -> Career | None:
    """A saved career; whatever stands in the way is said and asked. None: the player would rather begin another."""
    try:
        return guarded(lambda: Career.open(pack, saves, slot))
    except NotLoadedError as error:
        click.echo(str(error), err=True)
        if error.older is None:
            raise click.ClickException("It stays where it is. Begin another career with --new.") from error
        if not _yes("Play on from that one? The other is kept."):
            raise click.ClickException("Nothing was changed.") from error
        return guarded(lambda: Career.open(pack, saves, slot, older=True))
    except BusyError as error:
        click.echo(str(error), err=True)
        answer = _one_of("Begin another here, read this one, or leave?", ("another", "read", "leave"))
        if answer == "leave":
            raise click.ClickException("Nothing was changed.") from error
        return None if answer == "another" else guarded(lambda: Career.open(pack, saves, slot, read_only=True))


def begun(pack: Pack, saves: Saves, how: Beginning) -> Career:
    """A new career, saved, or a plain end."""
    return guarded(
        lambda: Career.begin(pack, saves, start=how.start, seed=how.seed, quarters=how.quarters, at=how.at, changes=how.changes)
    )


def guarded(opening: Callable[[], T]) -> T:
    """Do it; what cannot be asked about ends with its sentence."""
    try:
        return opening()
    except (NotLoadedError, BusyError):
        raise
    except SaveError as error:
        raise click.ClickException(str(error)) from error


def _yes(question: str) -> bool:
    return _one_of(question, ("yes", "no")) == "yes"


def _one_of(question: str, answers: tuple[str, ...]) -> str:
    """One of the answers, by its first letters; the last of them when nobody answers."""
    while True:
        try:
            typed = click.prompt(f"{question} ({', '.join(answers)})", prompt_suffix=" ", err=True).strip().lower()
        except click.Abort:
            return answers[-1]
        meant = [answer for answer in answers if typed and answer.startswith(typed)]
        if len(meant) == 1:
            return meant[0]
