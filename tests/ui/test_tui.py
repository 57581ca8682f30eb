"""The Textual front end, with a real app: keys, the latch, sizes, what happens when nothing can
be saved. Pilot is slow: few and whole."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.errors import NotSavedError, SaveProblem
from pmsim.store.saves import SaveFolder
from pmsim.store.settings import Settings
from pmsim.ui.career import EditedPack, WatchedStory
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from tests.ui.keyboard import listed, settled
from tests.ui.tiny import pack

SIZES = ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12))
STILL = Settings(motion="still")
Play = Callable[[Pilot[None]], Coroutine[Any, Any, None]]


def run(app: Pmsim, play: Play, size: tuple[int, int] = (100, 30)) -> None:
    """Play with an app."""

    async def whole() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await play(pilot)

    asyncio.run(whole())


def seen(app: Pmsim) -> str:
    """What is on the screen, as text."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips[:height] if width)


def page_text(app: Pmsim) -> list[str]:
    """All lines of the page, without the cursor."""
    assert isinstance(app.screen, StoryScreen)
    return [line.content.plain.rstrip() for line in app.screen.draw(-1)]


def story(
    session: Session | None = None, *, begun: bool = False, repeat_seconds: float = 0.0, **how: Any
) -> Pmsim:
    """An app that plays a session."""
    return Pmsim(
        InitialView(None, PlayableCareer(session or Session(pack(), "fumes", 7)), begun),
        settings=STILL,
        repeat_seconds=repeat_seconds,
        **how,
    )


def test_playing_with_keys() -> None:
    app = story(begun=True)

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        assert "Begin the quarter." in seen(app)
        await pilot.press("enter")
        assert " ▌ 1  “Who spoke" in seen(app)
        await pilot.press("j", "down", "k")
        assert " ▌ 2  “What has" in seen(app)
        await pilot.press("enter")
        assert session.choices == ("stopped_doing",)
        told = seen(app)
        for words in (
            "You asked: “What has the next level",
            "up 1, now frayed",
            "fairness: the room went without you",
            "Go on.",
            "Decision 1",
        ):
            assert words in told
        await pilot.press("space")
        assert "Keep the question about stopping." in seen(app)
        assert "Decision 2" in seen(app)
        await pilot.press("7")
        assert "There are two. Press 1 or 2." in seen(app)
        await pilot.press("u")
        assert session.position.decisions == 0
        assert "Decision 1 again. The other life is kept: t shows both." in seen(app)
        await pilot.press("u")
        assert "This is the beginning. There is nothing before it." in seen(app)
        await pilot.press("end")
        assert " ▌ ×  Go for the walk." in seen(app)
        await pilot.press("up")
        assert "It opens with Capital two higher." in seen(app)
        await pilot.press("enter")
        assert "Closed, for now. The reason is above." in seen(app)
        assert session.position.decisions == 0
        await pilot.press("3", "t")
        assert "  here" in seen(app)
        await pilot.press("up", "enter")
        assert session.position.decisions == 0
        assert [life.name for life in session.lives] == ["Fumes", "Life 2"]

    run(app, play)


def test_every_screen_names_the_decision_and_how_to_leave_at_every_size() -> None:
    app = story(begun=True)

    async def play(pilot: Pilot[None]) -> None:
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            for key in ("", "t", "i", "l"):
                if key:
                    await pilot.press(key)
                told = seen(app)
                assert "Decision 1" in told, (size, key, told)
                assert "q Quit" in told, (size, key, told)
                assert "? Help" in told, (size, key, told)
                if key:
                    await pilot.press("escape")
        await pilot.resize_terminal(39, 12)
        await pilot.pause()
        assert "Too small to read." in seen(app)
        assert "q Quit" in seen(app)
        await pilot.press("q")

    run(app, play)
    assert app.return_code == 0


def test_a_long_page_in_a_small_window_is_paged_before_anything_unseen_is_chosen() -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        assert "space More" in seen(app)
        assert "What has the next" not in seen(app)
        await pilot.press("2")
        assert session.position.decisions == 0
        assert "What has the next" in seen(app)
        await pilot.press("space", "space")
        assert "space More" not in seen(app)
        await pilot.press("2")
        assert session.position.decisions == 1

    run(app, play, (40, 12))


def test_the_first_open_choice_stands_above_the_keys_while_it_is_below_the_fold() -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        session, text = app.career.session, page_text(app)
        first = next(line for line in text if line.startswith(" 1 "))
        at_first = seen(app).split("\n")
        assert at_first[1:9] == text[:8]
        assert at_first[9:11] == [first, text[text.index(first) + 1]]
        await pilot.press("space")
        assert any(line.startswith("▌1 ") for line in seen(app).split("\n"))
        assert seen(app).count("Who spoke") == 1
        await pilot.press("pageup", "pageup")
        assert seen(app).split("\n") == at_first
        await pilot.press("enter")
        assert session.position.decisions == 0
        assert seen(app).count("Who spoke") == 1
        await pilot.press("pageup", "pageup", "1")
        assert session.choices == ("who_spoke",)

    run(app, play, (40, 12))


def test_a_click_takes_the_choice_above_the_keys() -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        await pilot.click(offset=(8, 9))
        assert app.career.session.choices == ("who_spoke",)
        assert seen(app).split("\n")[1].strip() == "The Forty-Second Emoji"

    run(app, play, (40, 12))


def test_a_bouncing_key_does_not_choose_twice() -> None:
    app = story(Session(pack(), "fumes", 7), repeat_seconds=60.0)

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        await pilot.press("enter", "enter", "enter", "enter")
        assert session.position.decisions == 1
        assert isinstance(app.screen, StoryScreen)
        assert app.screen.page.kind == "result"
        app.keypress_filter.repeat_seconds = 0.0
        await pilot.press("enter")
        assert app.screen.page.kind == "scene"
        await pilot.press("2")
        assert session.position.decisions == 2

    run(app, play)


def test_the_mouse_chooses_and_a_double_click_chooses_once() -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        row = next(
            at for at, line in enumerate(seen(app).split("\n")) if "What has the next level" in line
        )
        await pilot.click(offset=(12, row), times=2)
        await pilot.pause()
        assert session.choices == ("stopped_doing",)
        foot = (
            seen(app)
            .split("\n")
            .index(next(line for line in seen(app).split("\n") if "q Quit" in line))
        )
        await pilot.click(offset=(seen(app).split("\n")[foot].index("Help"), foot))
        await pilot.pause()
        assert "every key" in seen(app)

    run(app, play)


class Full(PlayableCareer):
    """A career on a disk that is full for a while."""

    tries = 1
    trouble: SaveProblem = "room"

    def act(self, action: str):  # type: ignore[no-untyped-def]
        """Refused so many times."""
        if self.tries:
            self.tries -= 1
            raise NotSavedError(self.trouble, Path("x"))
        return super().act(action)


def test_what_is_not_saved_is_said_and_not_done() -> None:
    app = Pmsim(
        InitialView(None, Full(Session(pack(), "fumes", 7))), settings=STILL, repeat_seconds=0.0
    )

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        await pilot.press("2")
        assert session.position.decisions == 0
        assert "The last choice is not on disk: there is no room." in seen(app)
        await pilot.press("1", "u", "t")
        assert session.position.decisions == 0
        await pilot.press("r")
        assert session.choices == ("stopped_doing",)
        assert "You asked: “What has" in seen(app)

    run(app, play)


def test_what_can_never_be_saved_is_said_and_other_pages_open() -> None:
    career = Full(Session(pack(), "fumes", 7))
    career.tries, career.trouble = 9, "read_only"
    app = Pmsim(InitialView(None, career), settings=STILL, repeat_seconds=0.0)

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("2")
        assert "this career is open for reading only." in seen(app)
        assert "Save again" not in seen(app)
        await pilot.press("t")
        assert isinstance(app.screen, TimelineScreen)

    run(app, play)
    assert career.session.choices == ()


def test_from_the_menu_through_a_door_and_back(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path)
    app = Pmsim(
        InitialView(CareerList(pack(), saves, lambda: 7)), settings=STILL, repeat_seconds=0.0
    )

    async def play(pilot: Pilot[None]) -> None:
        assert "· · · ·" in seen(app)
        await pilot.press("1")
        assert "burnout, layoffs and low mood" in seen(app)
        await pilot.press("down")
        assert "A note from last June" in seen(app)
        await pilot.press("2", "2")
        assert app.career.session.start == "passed_over"
        assert app.career.session.position.slots[1] == 2
        await pilot.press("enter", "2", "m")
        assert "Passed Over, Q1, Decision 2" in seen(app)
        await pilot.press("enter")
        assert "Close" in seen(app)
        await pilot.press("comma", "right", "escape")
        assert app.settings.theme == "light"

    run(app, play)
    app.close_career()
    with Career.open(pack(), saves, saves.slots()[0]) as kept:
        assert kept.session.choices == ("stopped_doing",)


def test_the_palette_names_every_action(monkeypatch: pytest.MonkeyPatch) -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        named = [command.title for command in app.get_system_commands(app.screen)]
        assert len(named) == len(set(named))
        for words in (
            "Timeline of your lives",
            "Quit; all is saved",
            "Settings",
            "Help: every key",
            "Log of this life",
        ):
            assert words in named
        await pilot.press("ctrl+p")
        await pilot.press(*"log of")
        await listed(pilot, "log of")
        await pilot.press("enter")
        await pilot.pause()
        assert "Log  Q1" in seen(app)

    run(app, play)


def test_without_colour_everything_is_the_terminals_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        assert app.theme == "bare"
        colours = {
            (segment.style.color, segment.style.bgcolor)
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None
        }
        assert all(colour is None or colour.is_default for pair in colours for colour in pair)
        assert " › 1  “Who spoke" in seen(app)

    run(app, play)


@pytest.mark.parametrize(("value", "theme"), [("1", "bare"), ("", "light")])
def test_another_theme_where_there_is_no_colour(
    value: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", value)
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("comma", "enter")
        assert app.settings.theme == "light"
        assert app.theme == theme
        assert ("NO_COLOR is set" in seen(app)) == bool(value)

    run(app, play)


def test_more_is_said_whenever_there_is_more_and_the_cursor_comes_along() -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        while "space More" in seen(app):
            shown = seen(app)
            await pilot.press("space")
            assert seen(app) != shown
            assert ("▌" in seen(app)) or "Who spoke" not in seen(app)
        assert "×" in seen(app)
        await pilot.press("pageup", "pageup", "pageup")
        assert "space More" in seen(app)
        await pilot.press("enter")
        assert session.position.decisions == 0
        assert "▌1 “Who spoke" in seen(app)
        await pilot.press("down")
        await pilot.resize_terminal(100, 30)
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "▌2 “What has" in seen(app)

    run(app, play, (40, 12))


def test_the_menu_counts_the_careers_that_are_over(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path)
    with Career.begin(pack(), saves, start="fumes", seed=7) as career:
        for choice in ("stopped_doing", "none", "stop"):
            career.act(choice)
        career.mark_end_read()
    app = Pmsim(
        InitialView(CareerList(pack(), saves, lambda: 7)), settings=STILL, repeat_seconds=0.0
    )

    async def play(pilot: Pilot[None]) -> None:
        assert re.search(r"Careers +one lived", seen(app))
        await pilot.press("2")
        assert "ended in Q2: A Door" in seen(app)

    run(app, play)
    app.close_career()


def test_the_list_of_careers_names_a_copy_under_a_name_that_none_can_have(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path)
    with Career.begin(pack(), saves, start="fumes", seed=7) as career:
        career.act("stopped_doing")
    (tmp_path / f"{career.slot} (1).json").write_bytes(
        (tmp_path / f"{career.slot}.json").read_bytes()
    )
    app = Pmsim(
        InitialView(CareerList(pack(), saves, lambda: 7)), settings=STILL, repeat_seconds=0.0
    )

    async def play(pilot: Pilot[None]) -> None:
        assert re.search(r"Careers +one unfinished, one not to be read", seen(app))
        await pilot.press("3")
        assert f"{career.slot} (1).json" in seen(app)
        assert seen(app).count("Rename it to tiny-2.json") == 1
        await pilot.press("2")
        assert seen(app).count("Rename it to tiny-2.json") == 2

    run(app, play)
    app.close_career()


def test_a_life_is_named_at_the_foot(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path)
    career = Career.begin(pack(), saves, start="fumes", seed=7)
    career.act("stopped_doing")
    app = Pmsim(InitialView(None, career), settings=STILL, repeat_seconds=0.0)

    async def play(pilot: Pilot[None]) -> None:
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            await pilot.press("t", "n", *"quit?")
            assert "Name  quit?" in seen(app)
            await pilot.press("escape", "escape")
        assert career.session.lives[0].name == "Fumes"
        await pilot.press("t", "n", *"Joke", "enter")
        assert "Joke" in seen(app)

    run(app, play)
    app.close_career()
    with Career.open(pack(), saves, saves.slots()[0]) as kept:
        assert kept.session.lives[0].name == "Joke"


def test_a_new_page_begins_at_its_top() -> None:
    app = story(begun=True)

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        for _ in range(60):
            if session.outcome is not None:
                break
            before = app.screen.page  # type: ignore[attr-defined]
            await pilot.press("space" if "space More" in seen(app) else "enter")
            if app.screen.page is not before:  # type: ignore[attr-defined]
                assert app.screen.page.title[:20] in seen(app)  # type: ignore[attr-defined]

    run(app, play, (60, 18))


def test_a_row_that_grows_under_the_cursor_is_seen_whole_at_any_size() -> None:
    app = story()

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("end", "up")
        for size in (*SIZES, (80, 24), (40, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "two higher." in seen(app), size
            assert ("space More" in seen(app)) == app.screen.page_view.has_more, size  # type: ignore[attr-defined]

    run(app, play, (40, 12))


class Edits:
    """Edits that a test makes: what a watched folder would say. Waits until there is one."""

    def __init__(self) -> None:
        self.made: SimpleQueue[EditedPack | None] = SimpleQueue()

    def __call__(self, stop: Event) -> Iterator[EditedPack]:
        while (edited := self.made.get()) is not None:
            yield edited


def test_a_story_that_is_being_written_is_read_again_where_one_stands() -> None:
    edits = Edits()
    opened = InitialView(
        None,
        PlayableCareer(Session(pack(), "fumes", 7)),
        False,
        (),
        WatchedStory("mine.yaml", edits),
    )
    app = Pmsim(view_loader=lambda: opened, settings=STILL, repeat_seconds=0.0)

    async def until(pilot: Pilot[None], words: str) -> None:
        for _ in range(200):
            await pilot.pause(0.02)
            if words in seen(app):
                return
        raise AssertionError(f"{words!r} is not on the screen:\n{seen(app)}")

    async def play(pilot: Pilot[None]) -> None:
        await until(pilot, "“Who spoke")
        await pilot.press("2")
        await until(pilot, "Go on.")
        await pilot.pause(0.2)  # a key acts only on a page that was painted before it was pressed
        await pilot.press("enter")
        await until(pilot, "Keep the question about stopping.")
        edits.made.put(
            EditedPack(
                None,
                lambda _: ["mine.yaml is not read again any more: The disk is gone."],
                watched=False,
            )
        )
        await until(pilot, "mine.yaml is not watched any more")
        await until(pilot, "The disk is gone.")
        edits.made.put(
            EditedPack(
                None,
                lambda width: [
                    f"mine.yaml:3:1 PM106 This line cannot be read, and {width} columns show it."
                ],
            )
        )
        await until(pilot, "mine.yaml cannot be read yet")
        await until(pilot, "PM106")
        await pilot.press("escape")
        await until(pilot, "Keep the question about stopping.")
        edits.made.put(EditedPack(None, lambda _: ["mine.yaml:4:1 PM106 Nor this one."]))
        await until(pilot, "Nor this one.")
        edits.made.put(EditedPack(replace(pack(), title="Another")))
        await until(pilot, "Read again, as the file has it now.")
        assert "Keep the question about stopping." in seen(app)
        assert app.career is not None
        assert app.career.session.pack.title == "Another"
        assert len(app.screen_stack) == 1
        edits.made.put(None)

    run(app, play)


def test_a_check_is_told_in_three_beats() -> None:
    now = [0.0]
    app = story(clock=lambda: now[0])
    app.settings = STILL._replace(motion="a little")

    async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
        for _ in range(200):
            if holds():
                return
            await pilot.pause(0.02)
        raise AssertionError(seen(app))

    def beside() -> list[str]:
        return [line[72:] for line in seen(app).split("\n")]

    async def play(pilot: Pilot[None]) -> None:
        session = app.career.session
        before = beside()
        outcome = ("It fails.", "After planning,” she says, kindly", "What changed", "Go on.")
        await pilot.press("1")
        assert "You asked: “Who spoke" in seen(app)
        assert not [words for words in outcome if words in seen(app)]
        assert beside()[:-1] == before[:-1]
        line = next(at for at, text in enumerate(seen(app).split("\n")) if "●" in text[:70])
        now[0] = 0.6
        await until(pilot, lambda: outcome[0] in seen(app))
        assert not [words for words in outcome[1:] if words in seen(app)]
        assert beside()[:-1] == before[:-1]
        now[0] = 0.81
        await until(pilot, lambda: "Go on." in seen(app))
        assert not [words for words in outcome if words not in seen(app)]
        assert beside()[:-1] != before[:-1]
        # nothing has moved
        assert "●" in seen(app).split("\n")[line]
        await pilot.press("u", "1")
        assert "Go on." not in seen(app)
        await pilot.press("enter")
        assert "Go on." in seen(app)
        assert session.position.decisions == 1
        await pilot.press("enter")
        assert "Go on." not in seen(app)

    run(app, play)
