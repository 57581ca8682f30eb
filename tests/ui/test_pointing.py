"""The mouse: what takes a click answers to the pointer that rests on it, and does what is
written there."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.appearance import PALETTES
from pmsim.ui.tui.screens.overlays import SettingsScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from tests.ui.keyboard import Watched, click, mouse, play, post, settled
from tests.ui.test_contrast import cells, faint
from tests.ui.test_keys import STILL, menu, story
from tests.ui.test_selecting import place
from tests.ui.tiny import pack


def styles(app: Watched, y: int) -> list[tuple[str, bool]]:
    """Ground of every cell in a line of the screen, and whether it is underlined."""
    line = app.screen._compositor.render_strips()[y]
    return [
        (
            part.style.bgcolor.name if part.style and part.style.bgcolor else "",
            bool(part.style and part.style.underline),
        )
        for part in line
        for _ in part.text
    ]


def answers(app: Watched) -> Iterable[tuple[str, int, int]]:
    """The shape of the pointer, and how many cells of a line stand on the band or are
    underlined, line by line."""
    leaf = PALETTES["dark"].leaf.lower()
    for y in range(app.size.height):
        own = styles(app, y)
        yield (
            app.pointer,
            sum(ground.lower() == leaf for ground, _ in own),
            sum(under for _, under in own),
        )


async def rest(app: Watched, pilot: Pilot[None], x: int, y: int) -> None:
    """The pointer on a place."""
    mouse(app, events.MouseMove, x, y)
    await settled(pilot)
    await pilot.pause()


def test_a_row_under_the_pointer_is_marked_on_all_its_lines_and_prose_is_not() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        x, y = place(app, "favours.")
        before = list(answers(app))
        await rest(app, pilot, x, y)
        after = list(answers(app))
        assert [
            at
            for at, (old, new) in enumerate(zip(before, after, strict=True))
            if old[1:] != new[1:]
        ] == [y, y + 1]
        assert app.pointer == "pointer"
        await rest(app, pilot, *place(app, "learn this"))
        assert [own[1:] for own in answers(app)] == [own[1:] for own in before]
        assert app.pointer == "text"
        await rest(app, pilot, x, y)
        await rest(app, pilot, app.size.width - 1, app.size.height - 2)
        assert [own[1:] for own in answers(app)] == [own[1:] for own in before]
        assert app.pointer == "default"

    play(app, script)


def test_a_key_of_the_foot_is_underlined_and_a_row_that_has_gone_is_not_marked() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        x, y = place(app, "t Timeline")
        await rest(app, pilot, x + 3, y)
        assert (app.pointer, 0, len("t Timeline")) == list(answers(app))[y]
        assert app.pointer == "pointer"
        row = place(app, "Nod.")
        await rest(app, pilot, *row)
        post(app, "2")
        await settled(pilot)
        assert "Nod." not in app.frame
        assert list(answers(app))[row[1]][1] == 0

    play(app, script)


@pytest.mark.parametrize("theme", PALETTES)
def test_what_is_pointed_at_can_be_read(theme: str) -> None:
    app = story()
    app.theme = theme

    async def script(pilot: Pilot[None]) -> None:
        for text in ("favours.", "walk.", "“What has", "i You"):
            await rest(app, pilot, *place(app, text))
            assert app.pointer == "pointer"
            assert faint(app) == {}

    play(app, script)


def test_without_colour_what_is_pointed_at_is_underlined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        x, y = place(app, "Nod.")
        assert not any(under for _, under in styles(app, y))
        await rest(app, pilot, x, y)
        assert sum(under for _, under in styles(app, y)) == len("Nod. Rewrite your CV in the bath.")
        assert not any(style.reverse or style.dim for _, style in cells(app))

    play(app, script)


def test_the_angles_of_a_setting_go_back_and_forward(tmp_path: Path) -> None:
    app = menu(tmp_path)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "comma")
        await settled(pilot)
        assert isinstance(app.screen, SettingsScreen)
        for sign, theme in (
            ("›", "light"),
            ("‹", "dark"),
            ("‹", "bare"),
            ("‹", "contrast"),
            ("›", "bare"),
            ("›", "dark"),
        ):
            x, y = place(app, f"{sign}")
            await rest(app, pilot, x, y)
            assert app.pointer == "pointer"
            click(app, x, y)
            await pilot.pause(0.6)
            assert app.settings.theme == theme
        x, y = place(app, "Measure")
        click(app, x, y)
        await settled(pilot)
        assert app.settings.measure != STILL.measure

    play(app, script)


def test_a_click_beside_a_row_is_none_and_one_on_a_dot_puts_the_cursor_there(
    tmp_path: Path,
) -> None:
    app = Watched(
        InitialView(CareerList(pack(), SaveFolder(tmp_path), lambda: 7)),
        settings=STILL,
        repeat_seconds=0.0,
    )

    async def doors(pilot: Pilot[None]) -> None:
        post(app, "2" if "2  A new" in app.frame else "1")
        await settled(pilot)
        stands = type(app.screen)
        x, y = place(app, "Passed Over")
        click(app, x + 45, y)
        await settled(pilot)
        assert type(app.screen) is stands
        click(app, x, y)
        await settled(pilot)
        assert type(app.screen) is not stands

    play(app, doors)
    lived = story("who_spoke", "none", "stopped_doing")

    async def dots(pilot: Pilot[None]) -> None:
        post(lived, "t")
        await settled(pilot)
        page = lived.screen
        assert isinstance(page, TimelineScreen)
        assert page.dot == 2
        x, y = place(lived, "••")
        await rest(lived, pilot, x, y)
        assert lived.pointer == "pointer"
        assert styles(lived, y)[x][1]
        click(lived, x, y)
        await settled(pilot)
        assert page.dot == 0
        assert "decision 1, in the life" in lived.frame

    play(lived, dots)
