"""The debrief in the game: its pages at every size, and the grid that takes the player's word."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmsim import Session, load_pack
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.store.folders import config_folder
from pmsim.ui.headless import play_choices
from pmsim.ui.present.debrief import NO_CROSSROADS, debrief_of
from pmsim.ui.present.debrief_pages import debrief_pages
from pmsim.ui.present.roads import RoadRequest, road_request
from pmsim.ui.road_worker import RoadWorker, SearchState
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.appearance import COLOUR_TOKENS, make_tokens
from pmsim.ui.tui.layout.debrief import debrief_page
from pmsim.ui.tui.screens.debrief import SEARCHING, DebriefScreen
from pmsim.ui.tui.sheet import make_sheet
from tests.ui.keyboard import settled
from tests.ui.test_tui import SIZES, STILL, run, seen


@pytest.fixture(scope="module")
def ended() -> Session:
    session = Session(load_pack("the_long_game"), start="new_manager", seed=13)
    play_choices(session, (), "leaver")
    return session


@pytest.fixture
def unsearched(ended: Session, monkeypatch: pytest.MonkeyPatch) -> PlayableCareer:
    """The career again, without turning points yet; nothing watches the search by itself."""
    monkeypatch.setattr("pmsim.ui.tui.screens.debrief.POLL_SECONDS", 1000)
    return PlayableCareer(
        Session.grown(ended.pack, ended.origin, ended.nodes, ended.lives, ended.at)
    )


class Refused(PlayableCareer):
    """One whose player's words cannot be kept."""

    def _keep_interests(self, interests: object) -> None:
        raise NotSavedError("room", config_folder())


@pytest.mark.parametrize("size", [*SIZES, (130, 16)])
def test_every_word_of_every_page_fits(size: tuple[int, int], ended: Session) -> None:
    pages = debrief_pages(debrief_of(ended))
    for tokens in (COLOUR_TOKENS, make_tokens(True, True)):
        sheet = make_sheet(*size, tokens=tokens, has_head=False, has_strip=False)
        for number, page in enumerate(pages, 1):
            lines = [line.content.plain for line in debrief_page(page, number, 4, sheet, 0)]
            assert max(map(len, lines)) <= size[0]
            text = " ".join(" ".join(lines).split())
            for word in " ".join(passage.text for passage in page.passages).split():
                assert tokens.transliterate(word) in text


class Search:
    """A search that is as far as a test says, and remembers that it was ended."""

    state: SearchState = 0.0
    is_closed = False

    def __init__(self, request: RoadRequest) -> None:
        assert request.path

    def close(self) -> None:
        self.is_closed = True


def debrief_screen(career: PlayableCareer, search: object = Search) -> DebriefScreen:
    return DebriefScreen(career, search)  # type: ignore[arg-type]


async def searching(pilot: Pilot[None], career: PlayableCareer) -> tuple[DebriefScreen, Search]:
    """Open the debrief of a career; return its screen and its search."""
    screen = debrief_screen(career)
    pilot.app.push_screen(screen)
    await settled(pilot)
    assert isinstance(screen.worker, Search)
    return screen, screen.worker


def play_to_debrief(career: PlayableCareer) -> Pmsim:
    return Pmsim(InitialView(None, career), settings=STILL, repeat_seconds=0.0)


def test_pages_turn_and_the_grid_takes_the_players_word(ended: Session) -> None:
    career = PlayableCareer(ended)
    app = play_to_debrief(career)

    async def play(pilot: Pilot[None]) -> None:
        for size in ((100, 30), (80, 24), (40, 12)):
            await pilot.resize_terminal(*size)
            app.push_screen(debrief_screen(career))
            await settled(pilot)
            assert "What happened" in seen(app)
            await pilot.press("n", "right")
            await settled(pilot)
            assert "Skill, experience, interest" in " ".join(seen(app).split())
            assert "Discovery" in seen(app)
            await pilot.press("enter")
            await settled(pilot)
            assert career.interests() == {"discovery": "neutral"}
            assert "(yours)" in seen(app)
            await pilot.press("u")
            await settled(pilot)
            assert career.interests() == {}
            assert "(yours)" not in seen(app)
            await pilot.press("n")
            await settled(pilot)
            assert "What now" in seen(app)
            await pilot.press("n", "p", "p", "left", "p")
            await settled(pilot)
            assert "What happened" in seen(app)
            await pilot.press("escape")
            await settled(pilot)
            assert not isinstance(app.screen, DebriefScreen)

    run(app, play)


def test_the_roads_come_while_the_page_is_read(unsearched: PlayableCareer) -> None:
    app = play_to_debrief(unsearched)

    async def play(pilot: Pilot[None]) -> None:
        screen, search = await searching(pilot, unsearched)
        for search.state, shown in ((0.5, f"{SEARCHING} 50%."), ((), NO_CROSSROADS)):
            screen.watch_search()
            await pilot.press("end")
            await settled(pilot)
            assert shown in " ".join(seen(app).split())
        assert search.is_closed
        assert screen.worker is None
        await pilot.press("escape")
        await settled(pilot)
        again = debrief_screen(unsearched)
        app.push_screen(again)
        await settled(pilot)
        assert again.worker is None

    run(app, play, (100, 60))


def test_leaving_ends_the_search(unsearched: PlayableCareer) -> None:
    app = play_to_debrief(unsearched)

    async def play(pilot: Pilot[None]) -> None:
        _, search = await searching(pilot, unsearched)
        await pilot.press("escape")
        await settled(pilot)
        assert search.is_closed

    run(app, play)


def test_another_process_finds_what_this_one_does() -> None:
    session = Session(load_pack("first_day"))
    play_choices(session, (), "random")
    request = road_request(session)
    worker = RoadWorker(request)
    try:
        wait_until = time.monotonic() + 100
        while isinstance(worker.state, float) and time.monotonic() < wait_until:
            time.sleep(0.05)
        assert worker.state == request.find()
    finally:
        worker.close()


def test_a_search_that_is_closed_at_once_ends() -> None:
    session = Session(load_pack("first_day"))
    play_choices(session, (), "random")
    worker = RoadWorker(road_request(session))
    worker.close()
    threads = [one for one in threading.enumerate() if one.name.endswith("(_run)")]
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert not isinstance(worker.state, tuple)


def test_a_word_that_cannot_be_kept_is_said(ended: Session) -> None:
    career = Refused(ended)
    app = play_to_debrief(career)

    async def play(pilot: Pilot[None]) -> None:
        app.push_screen(debrief_screen(career))
        await settled(pilot)
        await pilot.press("n", "n", "enter")
        await settled(pilot)
        assert "Your word is not kept: there is no room." in seen(app)
        assert "(yours)" not in seen(app)

    run(app, play)


def test_a_pack_without_skills_and_debrief_has_three_pages() -> None:
    session = Session(load_pack("first_day"))
    bare = replace(session.pack.program, skills=())
    pages = debrief_pages(debrief_of(Session(replace(session.pack, program=bare))))
    assert [page.title for page in pages] == ["What happened", "What it may say", "What now"]


def test_the_page_is_written_under_a_free_name(
    ended: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    career = PlayableCareer(ended)
    app = play_to_debrief(career)

    async def play(pilot: Pilot[None]) -> None:
        app.push_screen(debrief_screen(career))
        await settled(pilot)
        for name in ("debrief-new-manager.html", "debrief-new-manager-2.html"):
            await pilot.press("e")
            await settled(pilot)
            assert f"Written into the current folder: {name}." in " ".join(seen(app).split())
            assert (tmp_path / name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        monkeypatch.setattr("pmsim.store.exports.write_new_file", refuse)
        await pilot.press("e")
        await settled(pilot)
        assert "Nothing is written: the folder does not take it." in " ".join(seen(app).split())

    run(app, play)


def refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")
