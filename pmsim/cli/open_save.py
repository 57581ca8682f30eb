"""Opening a career on the command line, with the questions for a save that does not load or is open
in another window, and playing it in plain lines."""

import sys

import click

from pmsim.cli.options import PlayRequest
from pmsim.cli.play import MENU_REQUEST, career_list_of, console_columns, random_seed
from pmsim.cli.streams import prompts_to_stderr
from pmsim.core.state import DEFAULT_START
from pmsim.lang import Pack, visible
from pmsim.play.session import Origin
from pmsim.store.career import Career, unfinished_saves
from pmsim.store.errors import BusyError, NotLoadedError, NotSavedError, SaveError
from pmsim.store.folders import saves_folder
from pmsim.store.saves import SaveEntry, SaveFolder
from pmsim.ui import plain
from pmsim.ui.present.history import note_sentences


def resume_last(pack: Pack, saves: SaveFolder) -> Career | None:
    """Open the last unfinished career of the pack in this folder. Return None if there is none, or
    if the player prefers to begin another."""
    for entry in saves.misnamed_entries():
        if entry.saved is None or entry.saved.pack == pack.id:
            click.echo(f"{visible(entry.slot)} is not opened. {entry.reason}", err=True)
    for entry in unfinished_saves(pack, saves):
        if entry.saved is not None:
            return open_save(pack, saves, entry.slot)
        click.echo(_skipped_sentence(entry), err=True)
    for entry in saves.entries():
        if entry.saved is None:
            click.echo(_skipped_sentence(entry), err=True)
    return None


def resume_last_silently(pack: Pack, saves: SaveFolder) -> Career | None:
    """Open the last unfinished career without any message. Raises SaveError where `resume_last`
    would have to print or ask something."""
    first = next(unfinished_saves(pack, saves), None) or next(
        (entry for entry in saves.entries() if entry.saved is None), None
    )
    if first is not None and first.saved is None:
        raise NotLoadedError(first.slot, first.reason, None)
    return None if first is None else Career.open(pack, saves, first.slot)


def _skipped_sentence(entry: SaveEntry) -> str:
    return f"The save {entry.slot} does not load, and stays where it is. {entry.reason}"


def open_save(pack: Pack, saves: SaveFolder, slot: str) -> Career | None:
    """Open a saved career; report any obstacle and ask what to do. Return None if the player
    prefers to begin another career."""
    try:
        return Career.open(pack, saves, slot)
    except NotLoadedError as error:
        click.echo(str(error), err=prompts_to_stderr())
        if error.older_decision is None:
            raise click.ClickException(
                "It stays where it is. Begin another career with --new."
            ) from error
        if _ask_choice("Play on from that one? The other is kept.", ("yes", "no")) == "no":
            raise click.ClickException("Nothing was changed.") from error
        return Career.open(pack, saves, slot, allow_older=True)
    except BusyError as error:
        click.echo(str(error), err=prompts_to_stderr())
        match _ask_choice(
            "Begin another here, read this one, or leave?", ("another", "read", "leave")
        ):
            case "another":
                return None
            case "read":
                return Career.open(pack, saves, slot, read_only=True)
        raise click.ClickException("Nothing was changed.") from error
    except NotSavedError as error:
        click.echo(
            f"Nothing can be kept in {visible(str(saves.folder))}: {error.reason}. Open for reading"
            " only.",
            err=True,
        )
        return Career.open(pack, saves, slot, read_only=True)


def begin_career(pack: Pack, saves: SaveFolder, origin: Origin) -> Career:
    """Begin a career. Raises click.ClickException if nothing can be kept in the folder of saves."""
    try:
        return Career.begin(
            pack,
            saves,
            start=origin.start,
            seed=origin.seed,
            quarters=origin.quarters,
            start_override=origin.override,
        )
    except NotSavedError as error:
        where = visible(str(saves.folder))
        raise click.ClickException(
            f"No career can be kept in {where}: {error.reason}. --saves names another folder."
        ) from error


def _ask_choice(question: str, answers: tuple[str, ...]) -> str:
    """Ask until the first letters of one answer are typed, and return that answer; return the last
    answer if input ends."""
    while True:
        try:
            typed: str = click.prompt(
                f"{question} ({', '.join(answers)})", prompt_suffix=" ", err=prompts_to_stderr()
            )
        except click.Abort:
            return answers[-1]
        beginning = typed.strip().lower()
        matches = [answer for answer in answers if beginning and answer.startswith(beginning)]
        if len(matches) == 1:
            return matches[0]


def play_plain(request: PlayRequest) -> int:
    """Play the requested career in plain lines."""
    pack, origin = request.resolve()
    saves = SaveFolder(saves_folder(request.folder))
    career = None if request.wants_new else resume_last(pack, saves)
    if career is not None:
        return _play_plain(career, False)
    if not origin.start and origin.override == DEFAULT_START and len(pack.starts) > 1:
        chosen_start = plain.choose_start(pack, _console())
        if isinstance(chosen_start, int):
            return 0
        start, quarters = chosen_start
        origin = origin._replace(start=start, quarters=origin.quarters or quarters)
    return _play_plain(begin_career(pack, saves, origin), True)


def show_plain_menu() -> int:
    """Show the menu in plain lines, and play the chosen career. If it cannot be played, say so and
    ask again."""
    pack, _ = MENU_REQUEST.resolve()
    saves = SaveFolder(saves_folder())
    career_list = career_list_of(pack, saves)
    while chosen := plain.choose_career(career_list, _console()):
        pack = chosen.career_list.pack
        try:
            if chosen.slot:
                career = open_save(pack, saves, chosen.slot)
            else:
                seed = random_seed() if chosen.seed is None else chosen.seed
                origin = Origin(chosen.start, seed, chosen.quarters, DEFAULT_START, ())
                career = begin_career(pack, saves, origin)
        except (click.ClickException, SaveError) as error:
            click.echo(f"{error}\n")
            continue
        if career is not None:
            return _play_plain(career, not chosen.slot)
    return 0


def _play_plain(career: Career, is_new: bool) -> int:
    """Play a career in plain lines until the player leaves; return the exit code."""
    with career:
        for sentence in note_sentences(career.session, career.notes):
            click.echo(sentence, err=True)
        return plain.run(career, sys.stdin, sys.stdout, width=console_columns(), is_new=is_new)


def _console() -> plain.Console:
    return plain.Console(sys.stdin, sys.stdout, console_columns())
