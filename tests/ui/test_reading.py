"""What was read before: it is passed over when asked, up to the first new line or the next choice,
and choices of other lives are marked, in words where nothing is drawn."""

import io
from pathlib import Path

from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.saves import SaveFolder
from pmsim.store.settings import Settings
from pmsim.ui import plain
from pmsim.ui.present.history import step_pages
from pmsim.ui.present.reading import is_read, mark_taken, next_unread, note_page, skipped_sentence
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.story import StoryScreen
from tests.store.disks import Quick
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.tiny import pack

PACK = pack()


def career_with_everything_read(seed: int = 7) -> PlayableCareer:
    """A career at its first decision, all of whose next pages were read in another life."""
    career = PlayableCareer(Session(PACK, "fumes", seed))
    for page in step_pages(career.session):
        note_page(page, career.seen)
    career.act("who_spoke")
    for page in step_pages(career.session):
        note_page(page, career.seen)
    career.back()
    return career


def test_a_page_is_read_once_all_its_texts_are() -> None:
    session = Session(PACK, "fumes", 7)
    seen = PlayableCareer(session).seen
    pages = step_pages(session)
    told = [page for page in pages if page.parts]
    assert not is_read(told[0], seen)
    assert next_unread(pages, seen) == pages.index(told[0])
    for page in pages:
        note_page(page, seen)
    assert all(is_read(page, seen) for page in pages)
    assert next_unread(pages, seen) == len(pages) - 1


def test_the_key_goes_to_the_next_choice_and_stops_at_a_new_page() -> None:
    career = career_with_everything_read()
    app = Watched(InitialView(None, career), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "f")
        await settled(pilot)
        assert "Here you choose." in app.frame
        post(app, "1")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, StoryScreen)
        assert screen.unread_pages
        assert "f Skip" in app.frame
        post(app, "f")
        await settled(pilot)
        assert not screen.unread_pages
        assert "in the log: l." in app.frame
        post(app, "2")
        await settled(pilot)
        if screen.unread_pages:
            post(app, "f")
            await settled(pilot)
            assert "This page is new." in app.frame

    play(app, script)


def test_with_the_setting_pages_are_passed_over_by_themselves() -> None:
    career = career_with_everything_read()
    app = Watched(InitialView(None, career), no_motion=True, settings=Settings(skip_read=True))

    async def script(pilot: Pilot[None]) -> None:
        post(app, "1")
        await settled(pilot)
        assert isinstance(app.screen, StoryScreen)
        assert app.screen.page.choices
        assert "that you have read before" in app.frame

    play(app, script)


def test_a_sentence_counts_what_was_passed_over() -> None:
    assert skipped_sentence(1, "l") == "One page that you have read before is in the log: l."
    assert skipped_sentence(2, "l").startswith("Two pages that you have read before are")


def test_choices_of_other_lives_are_marked_and_those_of_this_one_are_not() -> None:
    career = PlayableCareer(Session(PACK, "fumes", 7))
    page = step_pages(career.session)[-1]
    assert mark_taken(page, career.session, career.seen) == page
    career.act("who_spoke")
    career.back()
    marked = mark_taken(page, career.session, career.seen)
    assert [row.action for row in marked.choices if row.taken_elsewhere] == ["who_spoke"]


def test_another_career_marks_a_choice_too(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path, Quick())
    with Career.begin(PACK, saves, start="fumes", seed=1) as first:
        action = next(offer.id for offer in first.session.offered if not offer.closed)
        first.act(action)
    with Career.begin(PACK, saves, start="fumes", seed=1000) as second:
        page = step_pages(second.session)[-1]
        marked = mark_taken(page, second.session, second.seen)
        assert action in [row.action for row in marked.choices if row.taken_elsewhere]


def test_plain_mode_says_both_in_words() -> None:
    career = career_with_everything_read()
    out = io.StringIO()
    plain.run(career, io.StringIO("skip\n1\nskip\nquit\n"), out, is_new=False)
    text = out.getvalue()
    assert "Taken in another life." in text
    assert "Here you choose. Nothing is passed over." in text
    assert "Which hour would you keep?" in text
