"""Blank rows and columns on the screen itself: what the grid says is where the lines are drawn."""

import re

import pytest
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.page import PageScroller
from pmsim.ui.tui.screens.base import PageScreen
from tests.ui.keyboard import listed
from tests.ui.test_tui import SIZES, run, seen, story
from tests.ui.tiny import pack

SCREENS = {
    "story": "",
    "you": "i",
    "timeline": "t",
    "log": "l",
    "help": "question_mark",
    "settings": "comma",
}
MORE = ((200, 60), (130, 16), (80, 20), (100, 24))


def lines(app: Pmsim) -> list[str]:
    """What is on the screen, line by line; as many as the window has."""
    found = seen(app).split("\n")
    return found + [""] * (app.size.height - len(found))


def as_high_as_the_grid_says(app: Pmsim, told: list[str], name: str) -> None:
    page = app.screen
    assert isinstance(page, PageScreen)
    assert page.query_one(PageScroller).size.height == page.sheet.page_rows


def a_blank_row_above_the_foot_and_above_the_strip(app: Pmsim, told: list[str], name: str) -> None:
    foot = next(at for at, line in enumerate(told) if "q Quit" in line)
    if app.size.height >= 24:
        assert told[foot - 1] == ""
    if app.size.height < 36:
        assert foot == app.size.height - 1
    strip = next(
        (at for at, line in enumerate(told) if re.match(r" +Burnout +frayed.*Scope", line)), 0
    )
    if strip:
        assert told[strip - 1] == ""


def one_decision(app: Pmsim, told: list[str], name: str) -> None:
    if name in ("story", "you", "timeline"):
        assert len(re.findall(r"Decision \d", seen(app))) == 1


def no_row_for_a_head_line_that_says_nothing(app: Pmsim, told: list[str], name: str) -> None:
    if name in ("help", "settings") and app.size.height < 24:
        assert told[0].strip().startswith(name.capitalize())


def a_column_at_the_right_edge_and_beside_the_scrollbar(
    app: Pmsim, told: list[str], name: str
) -> None:
    assert max(len(line.rstrip("▁▂▃▄▅▆▇█ ")) for line in told) < app.size.width
    page = app.screen
    assert isinstance(page, PageScreen)
    folio = page.query_one(PageScroller)
    if folio.scrollbar_size_vertical:
        assert (
            folio.region.right - page.query_one("#whole").region.x - 1
            > page.sheet.text_column + page.sheet.measure
        )
    if folio.show_vertical_scrollbar and folio.scrollbar_size_vertical:
        bar = folio.region.right - 1
        assert {
            line[bar - 1 : bar].strip() for line in told[folio.region.y : folio.region.bottom]
        } == {""}


def curly_quotes(app: Pmsim, told: list[str], name: str) -> None:
    assert not re.search("['\"]", seen(app))


RULES = (
    curly_quotes,
    as_high_as_the_grid_says,
    a_blank_row_above_the_foot_and_above_the_strip,
    one_decision,
    no_row_for_a_head_line_that_says_nothing,
    a_column_at_the_right_edge_and_beside_the_scrollbar,
)


@pytest.mark.parametrize("size", [*SIZES, *MORE])
@pytest.mark.cases(2)
def test_every_screen_keeps_the_rules_of_its_place(size: tuple[int, int]) -> None:
    app = story(begun=True)

    async def play(pilot: Pilot[None]) -> None:
        for name, key in SCREENS.items():
            if key:
                await pilot.press(key)
            await pilot.pause()
            for rule in RULES:
                try:
                    rule(app, lines(app), name)
                except AssertionError as error:
                    raise AssertionError(
                        f"{rule.__name__}, {name}, {size}:\n{seen(app)}"
                    ) from error
            if key:
                await pilot.press("escape")

    run(app, play, size)


@pytest.mark.parametrize(
    ("size", "first", "foot"), [((100, 44), 4, 42), ((160, 60), 9, 47), ((200, 100), 22, 60)]
)
def test_a_high_window_is_not_filled(size: tuple[int, int], first: int, foot: int) -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        told = lines(app)
        assert next(at for at, line in enumerate(told) if "Emoji" in line) == first
        assert next(at for at, line in enumerate(told) if "q Quit" in line) == foot

    run(app, play, size)


@pytest.mark.parametrize("size", SIZES)
def test_a_message_moves_nothing(size: tuple[int, int]) -> None:
    app = Pmsim(
        InitialView(None, PlayableCareer(Session(pack(), "fumes", 7))),
        settings=story().settings,
        repeat_seconds=0.0,
    )

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "down")
        before = lines(app)
        await pilot.press("9")
        await pilot.pause()
        after = lines(app)
        assert "There are three. Press 1, 2 or 3." in seen(app)
        changed = [
            at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new
        ]
        assert max(changed) - min(changed) <= 1, (before, after)
        await pilot.press("u")
        await pilot.press("down")
        await pilot.pause()
        assert "There are three." not in seen(app)

    run(app, play, size)


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 18), (40, 12)])
def test_the_palette_stands_at_the_edge_of_the_page_below(size: tuple[int, int]) -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        page = app.screen
        assert isinstance(page, PageScreen)
        await pilot.press("ctrl+p")
        await listed(pilot)
        begins = [
            len(line) - len(line.lstrip())
            for line in lines(app)
            if re.search("^ *Go to|^ *Here |^ *enter goes there", line)
        ]
        assert begins == [page.sheet.text_column] * (3 if app.size.width >= 80 else 2)
        # one row for each entry, with its key at the right end
        wide = {
            len(line) for line in lines(app) if re.search(r"(figures, skills|Log of).* [il]$", line)
        }
        assert len(wide) == 1 or (not wide and app.size.height < 18)

    run(app, play, size)
