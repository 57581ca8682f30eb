"""`pmsim play`, and the bare `pmsim`: which career, and on which front end. Textual is imported only once there is a terminal for it."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmsim.cli.asked import DEFAULT, Asked
from pmsim.cli.midway import Tried, settings_in

if TYPE_CHECKING:
    from pmsim.lang.pack import Pack
    from pmsim.store.career import Career
    from pmsim.store.saves import Saves
    from pmsim.ui.shelf import Shelf
    from pmsim.ui.tui.app import Opened

SAMPLE = "first_day"
"""The pack of ten minutes."""
NO_TERMINAL = "There is no terminal here to draw on. `pmsim play --plain` asks and answers in lines."


def any_seed() -> int:
    """A seed for a career whose player named none."""
    return int.from_bytes(os.urandom(4), "big")


def is_terminal() -> bool:
    """Whether both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def wants_lines() -> bool:
    """Whether what is there can only be written to in lines."""
    dumb = sys.platform != "win32" and os.environ.get("TERM", "dumb") == "dumb"
    return not is_terminal() or dumb or os.environ.get("PMSIM_PLAIN", "") not in ("", "0")


MENU = Asked()


class InTheWayError(Exception):
    """Something must be said or asked before a career opens, and the terminal is the app's."""


@click.command()
@click.argument("pack", default=DEFAULT)
@click.option("--start", default="", help="Begin a new career at this door.")
@click.option("--new", is_flag=True, help="Begin a new career.")
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=None, help="The seed of a new career's luck.")
@click.option("--short", is_flag=True, help="A new career is a short one.")
@click.option("--plain", is_flag=True, help="In numbered lines, for pipes and screen readers.")
@click.option("--saves", "folder", type=click.Path(file_okay=False), default=None, help="The folder of saves.")
@click.option("--at", default="", help="Begin at this scene: SCENARIO.SCENE, or SCENE alone where only one is called that.")
@click.option("--set", "settings", metavar="STAT=N", callback=settings_in, multiple=True, help="Begin with this number; may be repeated.")
@click.option("--flag", "flags", multiple=True, help="Begin with this flag set; may be repeated.")
@click.option("--role", default="", help="Begin in this role.")
@click.option("--quarter", type=click.IntRange(1, 99), default=None, help="Begin in this quarter.")
@click.option("--because", default="", help="With --at: the choice that brings the scene about, SCENARIO.SCENE.CHOICE.")
@click.option("--career", is_flag=True, help="With a single file: put it into the pool of its pack.")
@click.option("--watch", is_flag=True, help="Read the files again when they are saved, at the same decision. Nothing is kept.")
@click.option("--reduced-motion", is_flag=True, help="Nothing on the screen moves by itself.")
@click.pass_context
def play(
    ctx: click.Context,
    pack: str,
    start: str,
    new: bool,
    seed: int | None,
    short: bool,
    plain: bool,
    folder: str | None,
    at: str,
    settings: dict[str, int],
    flags: tuple[str, ...],
    role: str,
    quarter: int | None,
    because: str,
    career: bool,
    watch: bool,
    reduced_motion: bool,
) -> None:
    """Play PACK: a shipped pack's name, a folder, or the file of one scenario.

    Goes on with the last unfinished career of that pack; --new, --start, --short, --at, --set and their like begin another."""
    tried = Tried(at, settings, flags, role, quarter or 0, because)
    asked = Asked(pack, start, new, any_seed() if seed is None else seed, seed is not None, short, folder, tried, career)
    lines = plain or wants_lines()
    if watch:
        from pmsim.cli.watching import play_watched

        ctx.exit(play_watched(asked, lines=lines, still=reduced_motion))
    if lines:
        ctx.exit(_in_lines(asked))
    ctx.exit(_on_screen(asked, reduced_motion))


@click.command()
@click.pass_context
def menu(ctx: click.Context) -> None:
    """The menu: go on, begin, load, settings."""
    if not is_terminal():
        click.echo(NO_TERMINAL, err=True)
        ctx.exit(2)
    ctx.exit(_menu_in_lines() if wants_lines() else _on_screen(None, False))


def _on_screen(asked: Asked | None, still: bool) -> int:
    """The Textual app; None: its menu. What stands in the way of opening is said, and asked, in the terminal as it was."""
    from pmsim.store.face import face
    from pmsim.store.places import saves_folder
    from pmsim.ui.tui.app import run

    folder = saves_folder(asked.folder if asked else None)
    ahead = face((asked or MENU).pack)
    try:
        return run(lambda: _quietly(asked, folder), folder, still=still, face=ahead)
    except InTheWayError:
        opened = _opened(asked, folder, loud=True)
        return run(lambda: opened, folder, still=still, face=ahead)


def _quietly(asked: Asked | None, folder: Path) -> "Opened":
    """Open without a word: the terminal is the app's. Raises InTheWayError where something would have to be said."""
    from pmsim.lang.diagnostics import PackError
    from pmsim.store.errors import SaveError

    try:
        return _opened(asked, folder, loud=False)
    except (PackError, SaveError, click.ClickException, click.exceptions.Exit) as error:
        raise InTheWayError from error


def _opened(asked: Asked | None, folder: Path, *, loud: bool) -> "Opened":
    """The career asked for, or the menu."""
    from pmsim.cli.opening import begun, go_on, go_on_quietly
    from pmsim.store.saves import Saves
    from pmsim.ui.present.notes import sentences
    from pmsim.ui.tui.app import Opened

    pack, how = (asked or MENU).in_pack(loud=loud)
    saves = Saves(folder)
    shelf = _shelf(pack, saves)
    if asked is None:
        return Opened(shelf)
    playing = None if asked.fresh else (go_on if loud else go_on_quietly)(pack, saves)
    if playing is None and not asked.settled and len(pack.starts) > 1:
        return Opened(shelf)
    career = playing or begun(pack, saves, how)
    return Opened(shelf, career, playing is None, sentences(career.session, career.notes))


def _shelf(pack: "Pack", saves: "Saves") -> "Shelf":
    """The careers of a pack; beside those of the pack that comes with pmsim the short one that shows what this is, if it loads."""
    from pmsim.lang.diagnostics import PackError
    from pmsim.store.packs import load_pack
    from pmsim.ui.shelf import Shelf

    sample = None
    if pack.id == DEFAULT:
        with suppress(PackError):
            sample = Shelf(load_pack(SAMPLE), saves, any_seed)
    return Shelf(pack, saves, any_seed, sample)


def _in_lines(asked: Asked) -> int:
    """Play what is asked for in plain lines."""
    from pmsim.cli.opening import begun, go_on
    from pmsim.core.state import DEFAULT_START
    from pmsim.store.places import saves_folder
    from pmsim.store.saves import Saves
    from pmsim.ui import plain

    pack, how = asked.in_pack()
    saves = Saves(saves_folder(asked.folder))
    playing = None if asked.fresh else go_on(pack, saves)
    is_new = playing is None
    if playing is None:
        if not how.start and how.midway == DEFAULT_START and len(pack.starts) > 1:
            door = plain.choose_door(pack, plain.Voice(sys.stdin, sys.stdout, columns()))
            if isinstance(door, int):
                return 0
            how = how._replace(start=door[0], quarters=how.quarters or door[1])
        playing = begun(pack, saves, how)
    return _told(playing, is_new)


def _menu_in_lines() -> int:
    """The menu in plain lines, and the career that is chosen there. What cannot be played is said, and the menu asked again."""
    from pmsim.cli.opening import Beginning, begun, opened
    from pmsim.store.places import saves_folder
    from pmsim.store.saves import Saves
    from pmsim.ui import plain

    pack, _ = MENU.in_pack()
    saves = Saves(saves_folder())
    shelf = _shelf(pack, saves)
    while chosen := plain.choose(shelf, plain.Voice(sys.stdin, sys.stdout, columns())):
        pack = chosen.shelf.pack
        try:
            if chosen.slot:
                career = opened(pack, saves, chosen.slot)
            else:
                career = begun(pack, saves, Beginning(chosen.start, any_seed(), chosen.quarters))
        except click.ClickException as error:
            click.echo(f"{error.format_message()}\n")
            continue
        if career is not None:
            return _told(career, not chosen.slot)
    return 0


def _told(career: "Career", is_new: bool) -> int:
    """Play a career in plain lines until it is left; the exit status."""
    from pmsim.ui import plain

    with career:
        _tell(career)
        return plain.run(career, sys.stdin, sys.stdout, width=columns(), begun=is_new)


def columns() -> int:
    """Columns of the terminal that lines are printed on, 0 where there is none."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else 0


def _tell(career: "Career") -> None:
    """What loading had to say."""
    from pmsim.ui.present.notes import sentences

    for sentence in sentences(career.session, career.notes):
        click.echo(sentence, err=True)
