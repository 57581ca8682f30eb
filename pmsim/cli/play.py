"""`pmsim play`, and `pmsim` without a command: choosing the career and the front end. Textual is
imported only if there is a terminal for it."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmsim.cli.options import (
    CAREER_OPTION,
    DEFAULT_PACK,
    SAVES_OPTION,
    SEED_RANGE,
    PlayRequest,
    StartOptions,
    begin_options,
)

if TYPE_CHECKING:
    from pmsim.lang import Pack
    from pmsim.store.saves import SaveFolder
    from pmsim.ui.career_list import CareerList
    from pmsim.ui.tui.app import InitialView

SAMPLE_PACK = "first_day"
"""The pack that takes ten minutes."""
NO_TERMINAL = (
    "There is no terminal here to draw on. `pmsim play --plain` asks and answers in lines."
)


def random_seed() -> int:
    """Return a seed for a career whose player named none."""
    return int.from_bytes(os.urandom(4), "big")


def is_terminal() -> bool:
    """Return True if standard input and standard output are both a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def needs_plain_mode() -> bool:
    """Return True if output can only be written in lines: no terminal, a dumb one, or
    PMSIM_PLAIN."""
    dumb = sys.platform != "win32" and os.environ.get("TERM", "dumb") == "dumb"
    return not is_terminal() or dumb or os.environ.get("PMSIM_PLAIN", "") not in ("", "0")


MENU_REQUEST = PlayRequest()


class NeedsConsoleError(Exception):
    """A message or question is needed before a career opens, while the app owns the terminal."""


@click.command()
@click.argument("pack", default=DEFAULT_PACK)
@click.option("--start", default="", help="Begin a new career from this start.")
@click.option("--new", is_flag=True, help="Begin a new career.")
@click.option(
    "--seed",
    type=SEED_RANGE,
    default=None,
    help="The seed of a new career's random numbers.",
)
@click.option("--short", is_flag=True, help="Make the new career a short one.")
@click.option("--plain", is_flag=True, help="Play in numbered lines, for pipes and screen readers.")
@SAVES_OPTION
@begin_options
@CAREER_OPTION
@click.option(
    "--watch",
    is_flag=True,
    help="Read the files again when they are saved, at the same decision. Nothing is kept.",
)
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
    begins: StartOptions,
    career: bool,
    watch: bool,
    reduced_motion: bool,
) -> None:
    """Play PACK: a shipped pack's name, a folder, or the file of one scenario.

    Continues the last unfinished career of that pack. The options --new, --start, --short, --at,
    --set and similar ones begin another."""
    given = seed is not None
    seed = random_seed() if seed is None else seed
    request = PlayRequest(pack, start, new, seed, given, short, folder, begins, career)
    lines = plain or needs_plain_mode()
    if watch:
        from pmsim.cli.watch_mode import play_watched

        ctx.exit(play_watched(request, as_lines=lines, no_motion=reduced_motion))
    if lines:
        from pmsim.cli.open_save import play_plain

        ctx.exit(play_plain(request))
    ctx.exit(_run_tui(request, reduced_motion))


@click.command()
@click.pass_context
def menu(ctx: click.Context) -> None:
    """Show the menu: continue, begin, load, settings."""
    if not is_terminal():
        click.echo(NO_TERMINAL, err=True)
        ctx.exit(2)
    if needs_plain_mode():
        from pmsim.cli.open_save import show_plain_menu

        ctx.exit(show_plain_menu())
    ctx.exit(_run_tui(None, False))


def _run_tui(request: PlayRequest | None, no_motion: bool) -> int:
    """Run the Textual app; `request` None: its menu. Messages and questions before a career opens
    use the terminal without the app."""
    from pmsim.store.folders import read_pack_title, saves_folder
    from pmsim.ui.tui.app import run_tui

    folder = saves_folder(request.folder if request else None)
    pack_title = read_pack_title((request or MENU_REQUEST).pack)
    try:
        return run_tui(
            lambda: _open_silently(request, folder),
            folder,
            no_motion=no_motion,
            pack_title=pack_title,
        )
    except NeedsConsoleError:
        opened = _open_view(request, folder, interactive=True)
        return run_tui(lambda: opened, folder, no_motion=no_motion, pack_title=pack_title)


def _open_silently(request: PlayRequest | None, folder: Path) -> "InitialView":
    """Open a career or the menu without any message, because the app owns the terminal. Raises
    NeedsConsoleError if one is needed."""
    from pmsim.lang import PackError
    from pmsim.store.errors import SaveError

    try:
        return _open_view(request, folder, interactive=False)
    except (PackError, SaveError, click.ClickException, click.exceptions.Exit) as error:
        raise NeedsConsoleError from error


def _open_view(request: PlayRequest | None, folder: Path, *, interactive: bool) -> "InitialView":
    """Return a view of the requested career, or of the menu."""
    from pmsim.cli.open_save import begin_career, resume_last, resume_last_silently
    from pmsim.store.saves import SaveFolder
    from pmsim.ui.present.history import note_sentences
    from pmsim.ui.tui.app import InitialView

    pack, new_career = (request or MENU_REQUEST).resolve(interactive=interactive)
    saves = SaveFolder(folder)
    career_list = career_list_of(pack, saves)
    if request is None:
        return InitialView(career_list)
    resume = resume_last if interactive else resume_last_silently
    resumed = None if request.wants_new else resume(pack, saves)
    if resumed is None and not request.has_start_options and len(pack.starts) > 1:
        return InitialView(career_list)
    career = resumed or begin_career(pack, saves, new_career)
    notes = note_sentences(career.session, career.notes)
    return InitialView(career_list, career, resumed is None, notes)


def career_list_of(pack: "Pack", saves: "SaveFolder") -> "CareerList":
    """Return the careers of a pack. That of the default pack has the short sample pack beside it,
    if that loads."""
    from pmsim.lang import PackError
    from pmsim.store.pack_loading import load_pack
    from pmsim.ui.career_list import CareerList

    sample = None
    if pack.id == DEFAULT_PACK:
        with suppress(PackError):
            sample = CareerList(load_pack(SAMPLE_PACK), saves, random_seed)
    return CareerList(pack, saves, random_seed, sample)


def console_columns() -> int:
    """Return the columns of the terminal that output goes to, 0 if there is none."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else 0
