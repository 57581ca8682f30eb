"""Text selected with the mouse: ctrl+c copies it, without the columns before it; without a
selection ctrl+c quits."""

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.appearance import PALETTES
from tests.ui.keyboard import Watched, drag, mouse, play, post, settled
from tests.ui.test_contrast import faint
from tests.ui.test_keys import STILL, story
from tests.ui.tiny import pack


def place(app: Watched, text: str) -> tuple[int, int]:
    """Where a text stands on the screen."""
    y, line = next((y, line) for y, line in enumerate(app.frame.split("\n")) if text in line)
    return line.index(text), y


def test_ctrl_c_copies_what_is_selected_without_the_gutter() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        (x, y), (end, below) = place(app, "learn this"), place(app, "one-to-one")
        drag(app, (x, y), (end + len("one-to-one") - 1, below))
        await settled(pilot)
        post(app, "ctrl+c")
        await settled(pilot)
        assert app.is_running
        assert app.clipboard.startswith("learn this from")
        assert app.clipboard.endswith("\none-to-one") or app.clipboard.endswith(" one-to-one")
        assert not any(line.startswith(" ") for line in app.clipboard.split("\n"))
        assert "Copied." in app.frame

    play(app, script)


def test_numbers_and_the_cursor_are_no_text() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        first, last = place(app, "1  “Who"), place(app, "Nod.")
        drag(app, (0, first[1]), (last[0] + 3, last[1]))
        await settled(pilot)
        post(app, "ctrl+c")
        await settled(pilot)
        who, asks, *others = app.clipboard.split("\n")
        assert who == "“Who spoke, when my name came up?”"
        assert asks.startswith("asks of your Influence")
        assert others == ["", "“What has the next level stopped doing?”", "", "Nod."]

    play(app, script)


def test_a_selection_that_ends_on_a_choice_takes_none_and_a_click_lets_it_go() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        at = place(app, "2  “What")
        drag(app, place(app, "learn this"), at)
        await settled(pilot)
        assert app.career is not None
        assert app.career.session.decision == 1
        assert app.screen.selections
        await pilot.pause(0.6)
        for kind in (events.MouseDown, events.MouseUp):
            mouse(app, kind, *at)
        await settled(pilot)
        assert app.career.session.decision == 2
        assert not app.screen.selections

    play(app, script)


def test_what_is_selected_is_let_go_with_the_page_and_ctrl_c_quits() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        drag(app, place(app, "learn this"), place(app, "2  “What"))
        await settled(pilot)
        post(app, "2")
        await settled(pilot)
        assert not app.screen.selections
        post(app, "ctrl+c")
        await pilot.pause()
        assert not app.is_running
        assert not app.clipboard

    play(app, script)


def test_a_double_click_selects_no_page() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        for _ in range(3):
            for kind in (events.MouseDown, events.MouseUp):
                mouse(app, kind, *place(app, "learn this"))
        await settled(pilot)
        assert app.screen.get_selected_text() is None

    play(app, script)


def test_ctrl_c_copies_from_the_line_where_a_name_is_typed() -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        for key in ("t", "n"):
            post(app, key)
            await settled(pilot)
        post(app, "ctrl+c")
        await settled(pilot)
        assert app.is_running
        assert app.clipboard == "Fumes"

    play(app, script)


@pytest.mark.parametrize("theme", ["dark", "bare"])
def test_what_is_selected_is_marked_in_every_theme(
    theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if theme == "bare":
        monkeypatch.setenv("NO_COLOR", "1")
    app = Watched(
        InitialView(CareerList(pack(), SaveFolder(tmp_path), lambda: 7)),
        settings=STILL,
        repeat_seconds=0.0,
    )

    async def script(pilot: Pilot[None]) -> None:
        x, y = place(app, "A new career")
        drag(app, (x, y), (x + 4, y))
        await settled(pilot)
        strips = app.screen._compositor.render_strips()
        marked = "".join(
            part.text
            for line in strips
            for part in line
            if part.style and part.style.underline and y == strips.index(line)
        )
        assert marked.startswith("A new") if theme == "dark" else "A new" in marked

    play(app, script)


@pytest.mark.parametrize("theme", PALETTES)
def test_what_is_selected_can_be_read(theme: str) -> None:
    app = story()
    app.theme = theme

    async def script(pilot: Pilot[None]) -> None:
        drag(app, (2, 1), (app.size.width - 2, app.size.height - 3))
        await settled(pilot)
        assert len(app.screen.selections) > 1
        assert faint(app) == {}

    play(app, script)
