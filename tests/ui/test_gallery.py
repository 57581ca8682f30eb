"""The gallery of ends and the map of the story: what was seen has a name, the rest stays covered."""

import io
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from textual.pilot import Pilot

from pmsim.lang.text import Paragraphs, Text, Words
from pmsim.play.session import Session
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.saves import SaveFolder
from pmsim.store.seen import SeenRecord
from pmsim.ui import plain
from pmsim.ui.career_list import CareerList
from pmsim.ui.plain.menu import Console, choose_career
from pmsim.ui.present.gallery import HINT_KINDS, ask_hint, gallery, story_map
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.layout.gallery import gallery_page, map_page
from pmsim.ui.tui.screens.gallery import GalleryScreen, MapScreen
from pmsim.ui.tui.sheet import make_sheet
from tests.store.disks import Quick
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.test_layout import SIZES
from tests.ui.tiny import pack

PACK = pack()
HINTS = ("Quiet.", "Ask for little.", "It begins at Close.")


def hint_texts() -> dict[str, Text]:
    """Three hints at each end, under the keys of a compiled pack."""
    return {
        f"outcomes.{name}/hints.{number}": (Paragraphs((Words(hint),)),)
        for name in PACK.outcomes
        for number, hint in enumerate(HINTS, 1)
    }


def to_the_end(career: PlayableCareer) -> str:
    """Play to an end; return its id."""
    while career.session.outcome is None:
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    return career.session.outcome


def test_only_ends_that_were_seen_have_names(tmp_path: Path) -> None:
    listed = CareerList(PACK, SaveFolder(tmp_path, Quick()), lambda: 7)
    assert gallery(PACK, listed.seen(), listed.ends_seen()).summary.startswith("none seen of")
    with listed.begin("fumes", 0) as career:
        ended = to_the_end(career)
        slot = career.slot
    shown = gallery(PACK, listed.seen(), listed.ends_seen())
    assert [end.id for end in shown.ends if end.title] == [ended]
    assert next(end for end in shown.ends if end.title).places == ("Fumes, Q4",)
    assert shown.summary.startswith("one seen of")
    # the record remembers what a removed career has seen
    listed.saves.remove(slot)
    again = gallery(PACK, listed.seen(), listed.ends_seen())
    assert [end.id for end in again.ends if end.title] == [ended]


def test_the_end_under_the_cursor_is_on_the_page_in_every_window() -> None:
    shown = gallery(PACK, SeenRecord(), {})
    for width, height in SIZES:
        grid = make_sheet(width, height)
        for cursor in range(len(shown.ends)):
            lines = gallery_page(shown, cursor, "h", grid)
            assert sum("▌" in line.content.plain for line in lines) == 1


def test_the_map_marks_what_was_taken_here_and_elsewhere_and_covers_the_rest() -> None:
    career = PlayableCareer(Session(PACK, "fumes", 7))
    before = story_map(career.session, career.seen)
    career.act("who_spoke")
    career.back()
    career.act("stopped_doing")
    after = story_map(career.session, career.seen)
    counts = {
        mark: sum(row.count(mark) for row in after.rows) for mark in ("here", "elsewhere", "closed")
    }
    assert counts["here"] == 1
    assert counts["elsewhere"] == 1
    assert counts["closed"] >= 2
    assert len(after.rows) >= len(before.rows)
    assert after.covered + len(after.rows) == before.covered + len(before.rows)
    for width, height in SIZES:
        grid = make_sheet(width, height)
        for line in map_page(after, grid):
            assert line.content.cell_length <= grid.text_column + max(grid.full_width, 36)


def test_hints_come_one_at_a_time_and_are_remembered() -> None:
    seen = SeenRecord()
    with_hints = replace(PACK, texts=MappingProxyType({**PACK.texts, **hint_texts()}))
    first = gallery(with_hints, seen, {}).ends[0]
    assert (first.hints, first.next_hint) == ((), HINT_KINDS[0])
    for number in range(3):
        assert ask_hint(gallery(with_hints, seen, {}).ends[0], seen)
        assert gallery(with_hints, seen, {}).ends[0].hints == HINTS[: number + 1]
    assert not ask_hint(gallery(with_hints, seen, {}).ends[0], seen)
    assert not ask_hint(gallery(PACK, seen, {}).ends[0], seen)


def test_keys_lead_there_and_back(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path, Quick())
    with Career.begin(PACK, saves, start="fumes", seed=7) as career:
        to_the_end(career)
        career.mark_end_read()
    app = Watched(InitialView(CareerList(PACK, saves, lambda: 7)), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        assert "Where careers end" in app.frame
        number = next(
            line.split()[0].strip("▌")
            for line in app.frame.split("\n")
            if "Where careers end" in line
        )
        post(app, number)
        await settled(pilot)
        assert isinstance(app.screen, GalleryScreen)
        for key in ("down", "up", "right", "left", "h"):
            post(app, key)
            await settled(pilot)
        assert "There is no hint more." in app.frame
        post(app, "escape")
        await settled(pilot)
        assert not isinstance(app.screen, GalleryScreen)

    play(app, script)


def test_the_timeline_leads_to_the_map() -> None:
    app = Watched(InitialView(None, PlayableCareer(Session(PACK, "fumes", 7))), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        for key in ("t", "m"):
            post(app, key)
            await settled(pilot)
        assert isinstance(app.screen, MapScreen)
        assert "taken in another life" in app.frame
        assert "met" in app.frame

    play(app, script)


def test_plain_mode_reads_both(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path, Quick())
    out = io.StringIO()
    with Career.begin(PACK, saves, start="fumes", seed=7) as career:
        to_the_end(career)
        plain.run(career, io.StringIO("map\nends\nquit\n"), out, is_new=False)
    text = out.getvalue()
    assert "Map: " in text
    assert "taken" in text
    assert "Where careers end: one seen of" in text
    assert "Unseen." in text
    menu = io.StringIO()
    listed = CareerList(PACK, saves, lambda: 7)
    choose_career(listed, Console(io.StringIO("3\nquit\n"), menu))
    assert "Where careers end: one seen of" in menu.getvalue()
