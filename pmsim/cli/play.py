"""`pmsim play`, and the bare `pmsim`: which career, and on which front end. Textual is imported only once there is a terminal for it."""

import os
import secrets
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pmsim.cli.opening import Beginning
    from pmsim.lang.pack import Pack
    from pmsim.store.career import Career
    from pmsim.store.saves import Saves

DEFAULT = "the_long_game"
NO_TERMINAL = "There is no terminal here to draw on. `pmsim play --plain` asks and answers in lines."


def settings_in(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    """`stat=number`, each."""
    found: dict[str, int] = {}
    for value in values:
        name, equals, number = value.partition("=")
        digits = number.strip().removeprefix("-")
        if not equals or not (digits.isascii() and digits.isdecimal() and len(digits) < 11):
            raise click.BadParameter(f"{value!r} is not a stat, = and a whole number, such as exhaustion=70.", ctx, param)
        found[name.strip()] = int(number)
    return found


def is_terminal() -> bool:
    """Whether both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def wants_lines() -> bool:
    """Whether what is there can only be written to in lines."""
    dumb = sys.platform != "win32" and os.environ.get("TERM", "dumb") == "dumb"
    return not is_terminal() or dumb or os.environ.get("PMSIM_PLAIN", "") not in ("", "0")


@click.command()
@click.argument("pack", default=DEFAULT)
@click.option("--start", default="", help="Begin a new career at this door.")
@click.option("--new", is_flag=True, help="Begin a new career.")
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=None, help="The seed of a new career's luck.")
@click.option("--short", is_flag=True, help="A new career is a short one.")
@click.option("--plain", is_flag=True, help="In numbered lines, for pipes and screen readers.")
@click.option("--saves", "folder", type=click.Path(file_okay=False), default=None, help="The folder of saves.")
@click.option("--at", default="", help="Begin at this scene: SCENARIO.SCENE.")
@click.option("--set", "settings", metavar="STAT=N", callback=settings_in, multiple=True, help="Begin with this number; may be repeated.")
@click.option("--career", is_flag=True, help="With a single file: put it into the pool of its pack.")
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
    career: bool,
    reduced_motion: bool,
) -> None:
    """Play PACK: a shipped pack's name, a folder, or the file of one scenario.

    Goes on with the last unfinished career of that pack; --new, --start, --short, --at and --set begin another."""
    from pmsim.cli.loading import pack_named, quarters_of, start_in
    from pmsim.cli.opening import Beginning, go_on
    from pmsim.store.places import saves_folder
    from pmsim.store.saves import Saves

    loaded = pack_named(pack, career=career)
    start_in(loaded, start)
    _known(loaded, at, settings)
    quarters = quarters_of(loaded, short)
    saves = Saves(saves_folder(folder))
    fresh = new or short or bool(start or at or settings) or seed is not None
    playing = None if fresh else go_on(loaded, saves)
    asks = seed is None and not start and not at and not settings and len(loaded.starts) > 1
    beginning = Beginning(start, secrets.randbelow(2**32) if seed is None else seed, quarters, at, settings)
    if plain or wants_lines():
        ctx.exit(_in_lines(loaded, saves, playing, beginning))
    if playing is None and asks and not short:
        from pmsim.ui.tui.app import run_menu

        ctx.exit(run_menu(saves, loaded))
    ctx.exit(_on_screen(loaded, saves, playing, beginning, reduced_motion))


@click.command()
@click.pass_context
def menu(ctx: click.Context) -> None:
    """The menu: go on, begin, load, settings."""
    if not is_terminal():
        click.echo(NO_TERMINAL, err=True)
        ctx.exit(2)
    if wants_lines():
        ctx.invoke(play)
        return
    from pmsim.store.places import saves_folder
    from pmsim.store.saves import Saves
    from pmsim.ui.tui.app import run_menu

    ctx.exit(run_menu(Saves(saves_folder())))


def _known(pack: "Pack", at: str, settings: dict[str, int]) -> None:
    """Exit 2 unless the scene and the stats are the pack's."""
    from pmsim.cli.loading import no_such

    scenes = [scene.key for scene in pack.program.scenes]
    if at and at not in scenes:
        no_such("scene", at, scenes)
    settable = [slot.id for slot in pack.program.slots if slot.kind in ("stat", "person", "skill", "flag")]
    for name in settings:
        if name in pack.stats and pack.stats[name].computed:
            raise click.UsageError(f"{name} is computed from others; set those instead.")
        if name not in settable:
            no_such("stat", name, settable)


def _in_lines(pack: "Pack", saves: "Saves", playing: "Career | None", how: "Beginning") -> int:
    from pmsim.cli.opening import begun
    from pmsim.ui import plain

    width = os.get_terminal_size().columns if sys.stdout.isatty() else 0
    is_new = playing is None
    if playing is None:
        if not how.start and not how.at and not how.changes and len(pack.starts) > 1:
            door = plain.choose_door(pack, sys.stdin, sys.stdout, width=width)
            if door is None:
                return 0
            how = how._replace(start=door[0], quarters=how.quarters or door[1])
        playing = begun(pack, saves, how)
    with playing:
        _tell(playing)
        return plain.run(playing, sys.stdin, sys.stdout, width=width, begun=is_new)


def _on_screen(pack: "Pack", saves: "Saves", playing: "Career | None", how: "Beginning", still: bool) -> int:
    from pmsim.cli.opening import begun
    from pmsim.ui.tui.app import run

    is_new = playing is None
    with playing or begun(pack, saves, how) as career:
        return run(career, begun=is_new, still=still)


def _tell(career: "Career") -> None:
    """What loading had to say."""
    for note in career.notes:
        click.echo(note.sentence, err=True)
