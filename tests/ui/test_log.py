"""The log: where one is, words found in it, quarters, a file of it, and another life from it."""

import io
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.store.exports import write_export
from pmsim.ui import plain
from pmsim.ui.present.reading import log_finder, log_text, logged_pages
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.log import LogScreen
from pmsim.ui.tui.screens.story import StoryScreen
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.tiny import pack

PACK = pack()


def lived(decisions: int = 6) -> PlayableCareer:
    """A career some decisions in, always the first open choice."""
    career = PlayableCareer(Session(PACK, "fumes", 7))
    for _ in range(decisions):
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    return career


def test_words_are_found_in_any_case_and_with_any_quotes() -> None:
    pages = logged_pages(lived().session)
    finder = log_finder(pages)
    assert finder.matches("A PAUSE, which")
    assert finder.matches("“You’re close") == finder.matches("\"you're close")
    assert finder.matches("“You’re close")
    assert finder.matches("  ") == ()
    assert finder.matches("zebra") == ()


def test_quarters_are_left_and_come_to_at_their_first_entry() -> None:
    finder = log_finder(logged_pages(lived().session))
    last = len(finder.quarters) - 1
    starts = [
        at for at in range(last + 1) if at == 0 or finder.quarters[at] != finder.quarters[at - 1]
    ]
    assert len(starts) > 1
    assert [finder.quarter_start(at, 1) for at in starts] == [*starts[1:], starts[-1]]
    assert finder.quarter_start(last, -1) == (starts[-1] if starts[-1] != last else starts[-2])
    assert finder.quarter_start(0, -1) == 0


def test_a_file_is_never_written_over_and_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    session = lived().session
    text = log_text(session, logged_pages(session))
    paths = [write_export("log Fumes", "txt", text, tmp_path) for _ in range(2)]
    assert [path.name for path in paths] == ["log-fumes.txt", "log-fumes-2.txt"]
    assert paths[0].read_text(encoding="utf-8") == text
    with pytest.raises(NotSavedError):
        write_export("log Fumes", "txt", text, tmp_path / "log-fumes.txt")


def test_the_screen_finds_jumps_exports_and_leads_to_another_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    career = lived()
    app = Watched(InitialView(None, career), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "l")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, LogScreen)
        count = len(screen.pages)
        assert f"{count} of {count}" in app.frame
        post(app, "/")
        await settled(pilot)
        assert "Find" in app.frame
        post(app, *"zebra", "enter")
        await settled(pilot)
        assert "Nobody said that." in app.frame
        post(app, "/")
        await settled(pilot)
        post(app, *"pause", "enter")
        await settled(pilot)
        assert "“pause”: " in app.frame
        assert "A pause, which is an answer." in app.frame
        post(app, "e")
        await settled(pilot)
        assert len(list(tmp_path.iterdir())) == 1
        assert "Written:" in app.frame
        post(app, "[")
        await settled(pilot)
        assert screen.entry < count - 1
        decision = screen.pages[screen.entry].status.decision
        post(app, "enter")
        await settled(pilot)
        assert isinstance(app.screen, StoryScreen)
        assert career.session.decision == decision
        assert f"Decision {decision} again." in app.frame

    play(app, script)


def test_an_unwritable_folder_is_a_sentence_and_a_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    app = Watched(InitialView(None, lived()), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "l")
        await settled(pilot)
        post(app, "e")
        await settled(pilot)
        assert "takes no file" in app.frame
        assert "y copies instead" in app.frame

    play(app, script)


def test_plain_mode_reads_finds_and_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    typed = "log 1\nlog 99\nfind pause\nfind zebra\nfind\nexport\nquit\n"
    plain.run(lived(), io.StringIO(typed), out, is_new=False)
    text = out.getvalue()
    assert "Nothing was logged in quarter 99." in text
    assert "Decision 1: A pause, which is an answer." in text
    assert " it.\n\n> Nobody said that." in text
    assert "Nobody said that." in text
    assert "Type find and what to look for" in text
    assert f"Written: {tmp_path / 'log-fumes.txt'}" in text


def test_every_entry_can_be_come_to_and_chosen_at_in_a_low_window() -> None:
    career = lived()
    app = Watched(InitialView(None, career), no_motion=True, repeat_seconds=0.0)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "l")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, LogScreen)
        met = {screen.entry}
        for _ in range(200):
            post(app, "up")
            await settled(pilot)
            met.add(screen.entry)
            first, after = screen.page_view.row_extent(screen.entry)
            top, bottom = screen.page_view.window
            assert first < bottom
            assert after > top
            if screen.entry == 0 and top == 0:
                break
        assert met == set(range(len(screen.pages)))
        post(app, "pagedown", "pagedown")
        await settled(pilot)
        entry = screen.entry
        assert entry > 0
        decision = screen.pages[entry].status.decision
        post(app, "enter")
        await settled(pilot)
        assert career.session.decision == decision

    play(app, script, (40, 12))
