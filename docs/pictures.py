"""Draws the screens: `python docs/pictures.py` the pictures of the documentation, `--look FOLDER`
every screen, size and theme.

The pictures are SVG, and need no network and no font of their own. With `--look` and Pillow
installed, PNG.
"""

import argparse
import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.style import Style

from pmsim import Session, load_pack
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import policy_named
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.folders import read_pack_title
from pmsim.store.saves import SaveFolder
from pmsim.store.settings import Settings
from pmsim.ui.career_list import CareerList
from pmsim.ui.present.history import current_page, step_pages
from pmsim.ui.present.pack_texts import scenario_title
from pmsim.ui.present.parts import CheckPart, Page
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.screens.story import StoryScreen

HERE = Path(__file__).parent / "pictures"
PACK = load_pack("the_long_game")
CELL = 12.2
"""Width of a character in Textual's pictures."""
SIZE = (100, 30)
SIZES = ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12))
THEMES = ("dark", "light", "contrast", "nocolor")
GROUND, INK = "#0c0c0c", "#cccccc"
"""The colours of a terminal that is told of none."""

DEBRIEF = ("end", "enter", "2")
"""Keys from the page of an end to its debrief."""


class Scene(NamedTuple):
    """A screen to draw: how to come to its career (None: an empty folder of saves), and what is
    pressed there."""

    session: Callable[[], Session | None]
    keys: tuple[str, ...] = ()
    begun: bool = False
    """The pages told on the way to the decision are read first."""
    fallen: int = -1
    """How far the dot of a check has run, in per cent; -1: as far as it goes."""
    menu: bool = False
    """The title is shown, with this career in the folder of saves."""


def played(session: Session, decisions: int = 1000) -> Session:
    """The session after so many more decisions of chance."""
    while session.outcome is None and decisions:
        machine = MutableState(session.program, session.position)
        among = open_choices(machine)
        session.act(
            action_id(machine, among[policy_named(session.program, "random")(machine, among)])
        )
        decisions -= 1
    return session


def first(
    holds: Callable[[Page], bool], *, before: bool = False, quarter: int = 6, start: str = "fumes"
) -> Session:
    """The first career of chance in whose middle a page is met of which `holds` is true; with
    `before`, the decision that leads to it."""
    for seed in range(1, 400):
        session = Session(PACK, start, seed)
        while session.outcome is None and session.state.quarter <= 8:
            if session.state.quarter >= quarter and any(
                holds(page) for page in step_pages(session)
            ):
                if before:
                    session.back()
                return session
            played(session, 1)
    raise LookupError("no career of chance meets such a page")


def is_of(page: Page, scenario: str) -> bool:
    """Whether a page is of this scenario, by its title."""
    ids = [one.id for one in PACK.program.scenarios]
    return page.title == scenario_title(PACK, ids.index(scenario))


def kitchen() -> Session:
    """Before a scene with one closed choice and four open ones."""
    return first(
        lambda page: is_of(page, "sunday_640") and sum(row.is_open for row in page.choices) == 4
    )


def tried() -> Session:
    """Before a choice with a check."""
    return first(
        lambda page: (
            page.kind == "result"
            and any(isinstance(part, CheckPart) and part.tested for part in page.parts)
        ),
        before=True,
    )


def branched() -> Session:
    """In the second of two lives."""
    lived = first(lambda page: page.status.quarter == 8)
    lived.rewind(lived.decision - 20)
    for _ in range(9):
        lived.act([offer.id for offer in lived.offered if not offer.closed][-1])
    return lived


def ended() -> Session:
    """At an end that is one of a kind."""
    for seed in range(1, 400):
        session = played(Session(PACK, "fumes", seed))
        if session.outcome == "ux_researcher":
            return session
    return session


def to_page(session: Session, key: str) -> tuple[str, ...]:
    """The keys that turn from the first page of the last step to one of this scenario."""
    return ("enter",) * [is_of(page, key) for page in step_pages(session)].index(True)


def digest() -> Session:
    """Where a quarter's Digest is told."""
    return first(lambda page: is_of(page, "digest"))


def check_key() -> str:
    """The number of the choice with the check that `tried` comes to."""
    return str(next(row.number for row in current_page(tried()).choices if row.odds >= 0))


def promoted() -> Session:
    """A career whose next choice gives a role."""
    return first(lambda page: any(row.turn.startswith("you would") for row in page.choices))


def turning_key() -> str:
    """The key of the choice that gives a role."""
    page = current_page(promoted())
    return str(next(row.number for row in page.choices if row.turn.startswith("you would")))


def scenes() -> dict[str, Scene]:
    """Every screen that `--look` draws."""
    key = check_key()
    return {
        "title-empty": Scene(lambda: None, menu=True),
        "title": Scene(branched, menu=True),
        "title-ended": Scene(ended, menu=True),
        "curtain": Scene(lambda: None),
        "doors": Scene(lambda: None, ("1",), menu=True),
        "scene": Scene(kitchen),
        "scene-closed": Scene(kitchen, ("down",)),
        "check-running": Scene(tried, (key, key), fallen=55),
        "check": Scene(tried, (key, key)),
        "result": Scene(kitchen, ("1", "1")),
        "turn": Scene(promoted),
        "role": Scene(promoted, (turning_key(), "enter")),
        "digest": Scene(digest, to_page(digest(), "digest"), begun=True),
        "end": Scene(ended),
        "end-turned": Scene(ended, ("enter",)),
        "debrief": Scene(ended, DEBRIEF),
        "debrief-said": Scene(ended, (*DEBRIEF, "n")),
        "debrief-grid": Scene(ended, (*DEBRIEF, "n", "n", "down")),
        "debrief-now": Scene(ended, (*DEBRIEF, "p", "n", "n", "n")),
        "timeline": Scene(branched, ("t",)),
        "you": Scene(branched, ("i",)),
        "you-figures": Scene(branched, ("i", "tab")),
        "word": Scene(branched, ("i", "enter")),
        "glossary": Scene(branched, ("g",)),
        "settings": Scene(branched, ("comma",)),
        "help": Scene(branched, ("question_mark",)),
        "palette": Scene(branched, ("ctrl+p",)),
        "palette-theme": Scene(branched, ("ctrl+p", *"nord")),
        "help-timeline": Scene(branched, ("t", "question_mark")),
        "log": Scene(branched, ("l",)),
        "log-found": Scene(branched, ("l", "slash", *"ines", "enter")),
        "compare": Scene(branched, ("t", "c")),
        "map": Scene(branched, ("t", "m")),
        "careers": Scene(branched, ("4",), menu=True),
        "ends": Scene(ended, ("4",), menu=True),
    }


async def drawn(
    app: Pmsim,
    keys: tuple[str, ...],
    size: tuple[int, int],
    fallen: int,
    paint: Callable[[Pmsim], None],
) -> None:
    """Paint what is on the screen after some keys."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        if fallen >= 0 and isinstance(app.screen, StoryScreen):
            app.screen.dot_percent, app.screen.outcome_shown = fallen, False
            app.screen.show_page()
        await pilot.pause(0.3 if "ctrl+p" in keys else None)
        paint(app)


def svg(app: Pmsim, path: Path) -> None:
    """The screen as SVG."""
    picture = app.export_screenshot(title="pmsim")
    picture = re.sub(r"@font-face\s*{[^}]*}\s*", "", picture).replace(
        "Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace"
    )
    picture = picture.replace(
        "font-family: Fira Code", "font-family: ui-monospace, Menlo, Consolas, DejaVu Sans Mono"
    )
    # some viewers drop the spaces that a piece begins with: it begins further right instead
    picture = re.sub(
        r'<text( class="[^"]*") x="([\d.]+)"( y="[^"]*")'
        r' textLength="([\d.]+)"([^>]*)>((?:&#160;)+)([^<]*)</text>',
        _shifted,
        picture,
    )
    path.write_text(picture, encoding="utf-8", newline="\n")


def _shifted(found: re.Match[str]) -> str:
    spaces = len(found[6]) // len("&#160;")
    if not found[7]:
        return ""
    begin, width = float(found[2]) + spaces * CELL, float(found[4]) - spaces * CELL
    return (
        f'<text{found[1]} x="{begin:g}"{found[3]}'
        f' textLength="{width:g}"{found[5]}>{found[7]}</text>'
    )


def cells(app: Pmsim) -> Iterator[tuple[int, int, str, Style]]:
    """Column, row, character and style of every cell of the screen."""
    for row, strip in enumerate(app.screen._compositor.render_strips()[: app.size.height]):
        column = 0
        for segment in strip:
            for character in segment.text:
                yield column, row, character, segment.style or Style()
                column += 1


def png(app: Pmsim, path: Path) -> None:
    """The screen as PNG, cell by cell, in the font that most terminals on Linux have."""
    from PIL import Image, ImageDraw, ImageFont  # type: ignore[import-not-found]

    wide, high, size = 9, 18, 15
    faces = {
        (bold, italic): ImageFont.truetype(
            f"DejaVuSansMono{'-' * bool(bold + italic)}{'Bold' * bold}{'Oblique' * italic}.ttf",
            size,
        )
        for bold in (0, 1)
        for italic in (0, 1)
    }
    picture = Image.new("RGB", (app.size.width * wide, app.size.height * high), GROUND)
    pen = ImageDraw.Draw(picture)
    for column, row, character, style in cells(app):
        x, y = column * wide, row * high
        colours = [
            (
                "#{:02x}{:02x}{:02x}".format(*colour.get_truecolor())
                if colour is not None and not colour.is_default
                else plain
            )
            for colour, plain in ((style.color, INK), (style.bgcolor, GROUND))
        ]
        ink, ground = reversed(colours) if style.reverse else colours
        pen.rectangle((x, y, x + wide - 1, y + high - 1), fill=ground)
        pen.text(
            (x, y + 1),
            character,
            fill=ink,
            font=faces[int(bool(style.bold)), int(bool(style.italic))],
        )
        for line, at in ((style.underline, high - 2), (style.strike, high // 2 + 1)):
            if line:
                pen.line((x, y + at, x + wide, y + at), fill=ink)
    picture.save(path)


def app(
    session: Session | None,
    theme: str = "dark",
    *,
    saves: Path | None = None,
    menu: bool = False,
    begun: bool = False,
) -> Pmsim:
    """The app on a career, or on the title of a folder of saves (with the career in it, if there
    is one)."""
    careers = SaveFolder(saves or HERE / "nowhere")
    shelf = CareerList(
        PACK, careers, lambda: 7, CareerList(load_pack("first_day"), careers, lambda: 7)
    )
    settings = Settings(theme=theme, motion="still")
    if menu and session is not None:
        with Career.begin(PACK, shelf.saves, start=session.start, seed=session.seed) as career:
            career.session = session
            career.save()
            career.mark_end_read()
    playing = None if menu or session is None else PlayableCareer(session)
    return Pmsim(InitialView(shelf, playing, begun), settings=settings, repeat_seconds=0.0)


async def documentation() -> None:
    """Every picture of the documentation."""
    HERE.mkdir(exist_ok=True)
    closed, asked, lives = kitchen(), tried(), branched()
    for name, own, keys in (
        ("scene", app(closed), ()),
        ("check", app(asked), (check_key(),)),
        ("doors", app(None, "light"), ("1", "down")),
        ("timeline", app(lives, "light"), ("t", *["left"] * 8)),
        ("you", app(branched(), "light"), ("i",)),
        ("debrief", app(ended()), (*DEBRIEF, "n")),
        ("title", app(None), ()),
        ("end", app(ended()), ()),
    ):
        await drawn(own, keys, SIZE, -1, partial(svg, path=HERE / f"{name}.svg"))


async def everything(
    folder: Path, names: list[str], sizes: list[tuple[int, int]], themes: list[str]
) -> None:
    """Every screen asked for, at every size and theme asked for, as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    found = scenes()
    for name in names or found:
        scene = found[name]
        for theme in themes:
            os.environ.pop("NO_COLOR", None)
            if theme == "nocolor":
                os.environ["NO_COLOR"] = "1"
            for size in sizes:
                with tempfile.TemporaryDirectory() as saves:
                    own = app(
                        scene.session(),
                        "dark" if theme == "nocolor" else theme,
                        saves=Path(saves),
                        menu=scene.menu,
                        begun=scene.begun,
                    )
                    if name == "curtain":
                        own = Pmsim(settings=own.settings, pack_title=read_pack_title(PACK.id))
                    path = folder / f"{name}-{size[0]}x{size[1]}-{theme}.png"
                    await drawn(
                        own,
                        scene.keys,
                        size,
                        scene.fallen,
                        partial(png, path=path),
                    )


def main() -> None:
    """Draw what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--look", type=Path, metavar="FOLDER", help="draw every screen there, as PNG"
    )
    asked.add_argument("--screen", action="append", default=[])
    asked.add_argument(
        "--size", action="append", default=[], type=lambda text: tuple(map(int, text.split("x")))
    )
    asked.add_argument("--theme", action="append", default=[], choices=THEMES)
    args = asked.parse_args()
    if args.look is None:
        asyncio.run(documentation())
    else:
        asyncio.run(
            everything(args.look, args.screen, args.size or list(SIZES), args.theme or list(THEMES))
        )


if __name__ == "__main__":
    main()
