"""Keys: held, in bursts, before a page can be seen. Nothing acts on a page that had not been
painted when the key went down."""

from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.saves import SaveFolder
from pmsim.store.settings import Settings
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.go_to import GoToScreen
from pmsim.ui.tui.screens.log import LogScreen
from pmsim.ui.tui.screens.menu import LengthScreen, MenuScreen, StartsScreen
from pmsim.ui.tui.screens.overlays import HelpScreen, SettingsScreen
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from pmsim.ui.tui.screens.you import YouScreen
from pmsim.ui.tui.widgets import KeypressFilter
from tests.ui.keyboard import Watched, listed, play, post, settled
from tests.ui.tiny import pack

STILL = Settings(motion="still")


def story(*choices: str, repeat_seconds: float = 0.0, notes: tuple[str, ...] = ()) -> Watched:
    """An app that plays a session, after some choices."""
    session = Session(pack(), "fumes", 7)
    session.replay(list(choices))
    return Watched(
        InitialView(None, PlayableCareer(session), notes=notes),
        settings=STILL,
        repeat_seconds=repeat_seconds,
    )


def menu(folder: Path, repeat_seconds: float = 0.0) -> Watched:
    """An app on the menu of a folder of saves."""
    return Watched(
        InitialView(CareerList(pack(), SaveFolder(folder), lambda: 7)),
        settings=STILL,
        repeat_seconds=repeat_seconds,
    )


# the latch


def test_a_press_acts_only_on_a_page_that_was_painted_before_it() -> None:
    latch = KeypressFilter(0.15)
    page = latch.begin_page()
    assert not latch.press("1", 10.0)
    latch.page_painted(page, 11.0)
    assert not latch.press("2", 10.9)
    assert latch.press("3", 11.1)
    late, page = page, latch.begin_page()
    latch.page_painted(late, 12.0)
    assert not latch.press("4", 12.1)


def test_a_held_key_acts_once_and_again_once_it_has_been_let_go() -> None:
    latch = KeypressFilter(0.15)
    latch.page_painted(latch.begin_page(), 0.0)
    assert latch.press("enter", 1.0)
    latch.page_painted(latch.begin_page(), 1.05)
    assert not any(latch.press("enter", 1.1 + step / 30) for step in range(40))
    assert latch.press("j", 2.45)
    assert latch.press("enter", 2.5)


def test_a_key_that_turns_no_page_repeats() -> None:
    latch = KeypressFilter(0.15)
    latch.page_painted(latch.begin_page(), 0.0)
    assert all(latch.press("j", 1 + step / 60) for step in range(100))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["enter", "j", "t"]), st.integers(1, 400)), st.just(("", 0))
    ),
    min_size=1,
    max_size=60,
)


@given(STEPS)
def test_between_two_acts_on_two_pages_the_later_was_painted_and_the_key_let_go(
    steps: list[tuple[str, int]],
) -> None:
    latch, now = KeypressFilter(0.15), 0.0
    latch.page_painted(latch.begin_page(), now)
    painted, turned, last = now, False, ("", -inf)
    for key, milliseconds in steps:
        if not key:
            latch.page_painted(latch.page_number, now)
            painted = min(painted, now)
            continue
        now += milliseconds / 1000
        acts = latch.press(key, now)
        assert acts <= (now >= painted)
        assert not acts or not turned or key != last[0] or now - last[1] >= 0.15
        if acts:
            latch.begin_page()
            painted, turned = inf, True
        last = (key, now)


# the screens


def test_keys_in_a_burst_open_one_screen(tmp_path: Path) -> None:
    app = menu(tmp_path)

    async def script(pilot: Pilot[None]) -> None:
        for kind in (StartsScreen, LengthScreen, StoryScreen):
            post(app, *["enter"] * 12)
            await settled(pilot)
            assert isinstance(app.screen, kind)
        assert [type(screen) for screen in app.screen_stack] == [StoryScreen]
        post(app, "m", "m", "enter", "1", "escape", "q")
        await settled(pilot)
        assert [type(screen) for screen in app.screen_stack] == [MenuScreen]

    play(app, script)
    app.close_career()


def test_a_burst_takes_one_choice() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        assert app.career is not None
        post(app, *"2222", "enter", *"1212")
        await settled(pilot)
        assert app.career.session.choices == ("stopped_doing",)
        post(app, *"uuuu")
        await settled(pilot)
        assert app.career.session.position.decisions == 0

    play(app, script)


def test_a_note_on_the_first_page_is_not_taken_away_before_it_is_there() -> None:
    app = story(notes=("Something was mended.",))

    async def script(pilot: Pilot[None]) -> None:
        assert "Something was mended." in app.frame
        post(app, "j")
        await settled(pilot)
        assert "Something was mended." not in app.frame

    play(app, script)


def test_the_palette_typed_in_one_burst() -> None:
    bursts = (
        ["ctrl+p", "z", "z", "enter", "enter", "t"],
        ["ctrl+p", "n", "t", "n", "n", "pagedown"],
        ["ctrl+p", "enter", "enter", "enter", "escape", "t"],
        [*"log", "enter", "enter", "enter"],
        ["escape", "escape", "escape", "escape"],
    )
    for first in range(len(bursts)):
        app = story("stopped_doing", "none")

        async def script(pilot: Pilot[None], app: Watched = app, first: int = first) -> None:
            for burst in bursts[first:] + bursts[:first]:
                post(app, *burst)
                await settled(pilot)
            post(app, "ctrl+p")
            await settled(pilot)
            await pilot.pause(0.3)
            post(app, "enter", "enter", "enter", "enter")
            await settled(pilot)
            assert app.screen_stack[0].is_mounted
            assert isinstance(app.screen_stack[0], StoryScreen)
            assert not any(isinstance(screen, GoToScreen) for screen in app.screen_stack)

        play(app, script)


def test_the_palette_runs_one_command() -> None:
    app = story("stopped_doing", "none")

    async def script(pilot: Pilot[None]) -> None:
        assert app.career is not None
        made = app.career.session.position.decisions
        post(app, "ctrl+p")
        await settled(pilot)
        await listed(pilot)
        post(app, *"back one")
        await listed(pilot, "back one")
        assert "Back one decision" in app.frame
        post(app, *["enter"] * 5)
        await settled(pilot)
        await pilot.pause(0.1)
        assert app.career.session.position.decisions == made - 1

    play(app, script)


def test_enter_in_the_palette_runs_nothing_but_what_was_searched() -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        assert app.career is not None
        made = app.career.session.position.decisions
        post(app, "ctrl+p")
        await settled(pilot)
        await listed(pilot)
        post(app, *"timeline")
        await listed(pilot, "timeline")
        post(app, "enter")
        await pilot.pause(0.5)
        if isinstance(app.screen, GoToScreen):
            post(app, "enter")
            await pilot.pause(0.3)
        await settled(pilot)
        assert isinstance(app.screen, TimelineScreen)
        assert app.career.session.position.decisions == made

    play(app, script)


def test_a_name_is_taken_once() -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        post(app, "t")
        await settled(pilot)
        post(app, "n")
        await settled(pilot)
        post(app, *"Ha", "enter", "enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, TimelineScreen)
        assert app.career is not None
        assert app.career.session.lives[0].name == "Ha"

    play(app, script)


@pytest.mark.cases(1)
def test_what_is_not_shown_cannot_be_chosen() -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        assert app.career is not None
        for opening in ([], ["t"], ["t", "n"], ["ctrl+p"], ["comma"], ["?"]):
            for key in opening:
                post(app, key)
                await settled(pilot)
            stood = [type(screen) for screen in app.screen_stack]
            for size in ((39, 30), (100, 11)):
                await pilot.resize_terminal(*size)
                await settled(pilot)
                assert app.frame.startswith("Too small to read."), app.frame
                for key in ("1", "enter", "u", "2", "space", "t", "ctrl+p", "escape", "x", "Y"):
                    post(app, key)
                    await settled(pilot)
                assert [type(screen) for screen in app.screen_stack] == stood
                assert app.career.session.position.decisions == 1
                assert app.settings == STILL
            await pilot.resize_terminal(100, 30)
            await settled(pilot)
            assert "Too small" not in app.frame
            for _ in opening:
                post(app, "escape")
                await settled(pilot)

    play(app, script)


@pytest.mark.parametrize("opening", [[], ["t", "n"], ["ctrl+p"]])
@pytest.mark.parametrize("key", ["q", "Q", "ctrl+q", "ctrl+c"])
@pytest.mark.cases(1)
def test_a_window_that_is_too_small_can_be_left(key: str, opening: list[str]) -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        for opener in opening:
            post(app, opener)
            await settled(pilot)
        await pilot.resize_terminal(39, 11)
        post(app, key)
        await pilot.pause()
        assert not app.is_running

    play(app, script)


def test_with_caps_lock_a_letter_does_what_it_does_without() -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        assert app.career is not None
        for key, kind in (("I", YouScreen), ("T", TimelineScreen), ("L", LogScreen)):
            post(app, key)
            await settled(pilot)
            assert isinstance(app.screen, kind)
            post(app, "escape")
            await settled(pilot)
        post(app, "U")
        await settled(pilot)
        assert app.career.session.position.decisions == 0
        cursor = app.screen.page_view.cursor  # type: ignore[attr-defined]
        post(app, "J")
        await settled(pilot)
        assert app.screen.page_view.cursor == cursor + 1  # type: ignore[attr-defined]
        post(app, "K", "Y")
        await settled(pilot)
        assert app.screen.page_view.cursor == cursor  # type: ignore[attr-defined]
        assert "Copied: " in app.frame
        post(app, "T")
        await settled(pilot)
        post(app, "N")
        await settled(pilot)
        post(app, *"QuiT")
        await settled(pilot)
        assert "Name  QuiT" in app.frame
        post(app, "enter")
        await settled(pilot)
        post(app, "ctrl+p")
        await settled(pilot)
        post(app, *"QT")
        await settled(pilot)
        assert app.screen.query_one(Input).value == "QT"
        post(app, "escape")
        await settled(pilot)
        post(app, "Q")
        await pilot.pause()
        assert not app.is_running

    play(app, script)


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        *(
            (key * 2, [StoryScreen])
            for key in (["?"], ["f1"], ["i"], ["t"], ["l"], [","], ["ctrl+p"])
        ),
        (["?", "?", "?"], [StoryScreen, HelpScreen]),
        (["?", "f1"], [StoryScreen]),
        (["i", "t"], [StoryScreen, TimelineScreen]),
        (["t", "l"], [StoryScreen, LogScreen]),
        (["l", "i"], [StoryScreen, YouScreen]),
        (["i", "?", "i"], [StoryScreen, YouScreen]),
        (["i", "?", "?"], [StoryScreen, YouScreen]),
        (["i", "?", "l"], [StoryScreen, LogScreen]),
        (["t", ",", "?", ","], [StoryScreen, TimelineScreen, SettingsScreen]),
        (["t", "?", ","], [StoryScreen, TimelineScreen, HelpScreen, SettingsScreen]),
        (["?", "ctrl+p", "ctrl+p"], [StoryScreen, HelpScreen]),
    ],
)
@pytest.mark.cases(5)
def test_the_key_that_opened_a_page_closes_it_and_they_work_across(
    keys: list[str], stands: list[type]
) -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        for key in keys:
            post(app, key)
            await settled(pilot)
        assert [type(screen) for screen in app.screen_stack] == stands
        for _ in stands[1:]:
            post(app, "escape")
            await settled(pilot)
        assert [type(screen) for screen in app.screen_stack] == [StoryScreen]

    play(app, script)


def test_without_a_career_its_pages_are_not_offered(tmp_path: Path) -> None:
    app = menu(tmp_path)

    async def script(pilot: Pilot[None]) -> None:
        for key in "itl":
            post(app, key)
            await settled(pilot)
            assert [type(screen) for screen in app.screen_stack] == [MenuScreen]
        offered = {command.title for command in app.get_system_commands(app.screen)}
        assert offered == {"Settings", "Help: every key", "Quit; all is saved"}

    play(app, script)


def test_every_figure_is_behind_tab() -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        post(app, "i")
        await settled(pilot)
        assert "tab Figures" in app.frame
        post(app, "tab")
        await settled(pilot)
        assert "tab Fewer" in app.frame
        post(app, "tab")
        await settled(pilot)
        assert "tab Figures" in app.frame

    play(app, script)


def test_a_burst_brings_a_choice_to_sight_and_does_not_take_it() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        assert app.career is not None
        assert "What has" not in app.frame
        post(app, *["2"] * 8)
        await settled(pilot)
        assert app.career.session.position.decisions == 0
        assert "What has" in app.frame
        post(app, "2")
        await settled(pilot)
        assert app.career.session.position.decisions == 1

    play(app, script, (40, 12))
