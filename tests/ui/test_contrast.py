"""Contrast of what is really on the screen: every letter of every screen, in every theme, as it
was mixed."""

from pathlib import Path

import pytest
from rich.style import Style
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.folders import PackTitle
from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.appearance import ASCII, FULL, PALETTES, THEME_NAMES
from pmsim.ui.tui.screens.story import StoryScreen
from tests.ui.keyboard import settled
from tests.ui.test_themes import TEXT, ratio
from tests.ui.test_tui import STILL, run
from tests.ui.tiny import pack

DRAWN = ("heavy", "half", "light", "zero", "branch", "down", "rule", "to_come")
"""Glyphs of tracks, lines and dots to come: what they say is said in words beside them."""
EXEMPT = {getattr(glyphs, name) for glyphs in (FULL, ASCII) for name in DRAWN} | set("▁▂▃▄▅▆▇█")
"""These, and the ends of Textual's scrollbar."""
SIZES = ((100, 30), (80, 24))
SCREENS: dict[str, tuple[str, ...]] = {
    "title": (),
    "doors": ("doors",),
    "how long": ("doors", "enter"),
    "settings": ("comma",),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "palette, typed": ("ctrl+p", "t", "i"),
    "careers": ("4",),
    "careers, asked": ("4", "x"),
    "ends": ("5",),
    "palette, nothing found": ("ctrl+p", "z", "q", "x"),
    "palette, second row": ("ctrl+p", "down", "down"),
}
PLAYED: dict[str, tuple[str, ...]] = {
    "scene": (),
    "closed": ("end", "up"),
    "message": ("9",),
    "check": ("1",),
    "result": ("2",),
    "timeline": ("2", "enter", "t"),
    "name": ("2", "enter", "t", "n"),
    "you": ("i",),
    "log": ("2", "l"),
    "log, found": ("2", "l", "slash", "y", "o", "u", "enter"),
    "log, asked": ("2", "l", "slash"),
    "map": ("2", "enter", "t", "m"),
    "timeline, help": ("2", "enter", "t", "question_mark"),
    "two lives": ("2", "enter", "u", "1", "enter", "t", "c"),
    "end": ("2", "enter", "2", "enter", "2"),
    "palette over a scene": ("ctrl+p",),
}


def cells(app: Pmsim) -> list[tuple[str, Style]]:
    """Every character on the screen that is text, with its style."""
    return [
        (character, segment.style or Style())
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        for character in segment.text
        if not character.isspace() and character not in EXEMPT
    ]


def faint(app: Pmsim) -> dict[tuple[str, str], float]:
    """Pairs of colours below the bar, with the characters that have them."""
    found: dict[tuple[str, str], float] = {}
    for character, style in cells(app):
        assert style.color is not None, character
        assert style.bgcolor is not None, character
        assert not style.dim, character
        ink, ground = (tuple(colour.get_truecolor()) for colour in (style.color, style.bgcolor))
        if style.reverse:
            ink, ground = ground, ink
        own = ratio(ink, ground)  # type: ignore[arg-type]
        if own < TEXT:
            key = (str(style.color.name), str(style.bgcolor.name))
            found[key] = round(own, 2)
    return found


def looked_at(
    theme: str,
    folder: Path,
    keys: tuple[str, ...],
    career: bool,
    look,
    size: tuple[int, int] = (100, 30),
) -> None:  # type: ignore[no-untyped-def]
    """Press keys in a theme, on the title or in a career, and look."""
    saves = SaveFolder(folder)
    with Career.begin(pack(), saves, start="fumes", seed=7) as lived:
        lived.act("stopped_doing")
    shelf = CareerList(pack(), saves, lambda: 7, CareerList(pack(), saves, lambda: 7))
    own = PlayableCareer(Session(pack(), "fumes", 7)) if career else None
    app = Pmsim(InitialView(shelf, own), settings=STILL._replace(theme=theme), repeat_seconds=0.0)  # type: ignore[arg-type]

    async def play(pilot: Pilot[None]) -> None:
        for key in keys:
            await pilot.press("2" if key == "doors" else key)
            await settled(pilot)
        if "ctrl+p" in keys:
            await pilot.pause(0.2)
        look(app)

    run(app, play, size)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("name", [*SCREENS, *PLAYED])
@pytest.mark.cases(12)
def test_every_letter_can_be_read(name: str, theme: str, tmp_path: Path) -> None:
    keys, career = (SCREENS[name], False) if name in SCREENS else (PLAYED[name], True)

    def look(app: Pmsim) -> None:
        assert len(cells(app)) > (0 if "palette" in name else 50)
        assert faint(app) == {}

    looked_at(theme, tmp_path, keys, career, look)


@pytest.mark.parametrize("theme", PALETTES)
def test_the_loading_page_and_a_running_check_can_be_read(theme: str) -> None:
    waiting = Pmsim(
        settings=STILL._replace(theme=theme), pack_title=PackTitle("The Tiny Game", "You are here.")
    )  # type: ignore[arg-type]

    async def wait(pilot: Pilot[None]) -> None:
        assert faint(waiting) == {}

    run(waiting, wait)
    app = Pmsim(
        InitialView(None, PlayableCareer(Session(pack(), "fumes", 7))),
        settings=STILL._replace(theme=theme),
        repeat_seconds=0.0,
    )  # type: ignore[arg-type]

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        assert isinstance(app.screen, StoryScreen)
        app.screen.dot_percent, app.screen.outcome_shown = 40, False
        app.screen.show_page()
        await pilot.pause()
        assert faint(app) == {}

    run(app, play)


def test_what_is_measured_is_what_is_drawn(tmp_path: Path) -> None:
    found = {}

    def look(app: Pmsim) -> None:
        found.update({character: style for character, style in cells(app) if character in "▌1"})

    looked_at("dark", tmp_path, (), True, look)
    assert {str(style.color.name) for style in found.values() if style.color} == {
        PALETTES["dark"].rubric.lower()
    }
    assert {str(style.bgcolor.name) for style in found.values() if style.bgcolor} == {
        PALETTES["dark"].leaf.lower()
    }


@pytest.mark.parametrize("name", ["palette", "palette, typed", "palette, second row"])
def test_without_colour_the_palette_marks_the_row_under_the_cursor(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    def look(app: Pmsim) -> None:
        marked = [style for _, style in cells(app) if style.underline]
        assert 4 < len(marked) < len(cells(app)) / 2
        assert not any(style.dim or style.reverse for _, style in cells(app))

    looked_at("bare", tmp_path, SCREENS[name], False, look)


def test_every_theme_of_ours_is_looked_at() -> None:
    assert {*PALETTES, "bare"} == set(THEME_NAMES)
