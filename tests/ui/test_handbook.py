"""The handbook: it opens with what was lived and stays open, and two advisers speak to one choice
and are told apart by what came of it."""

import io
import random
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from pmsim.analysis import advisers
from pmsim.analysis.advisers import Counsel, counsel, side_taken
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import persona_policy, persona_scores
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.seen import SeenRecord
from pmsim.ui import plain
from pmsim.ui.present.handbook import handbook_page, handbook_summary, news, open_pages
from pmsim.ui.present.history import current_page
from pmsim.ui.present.meanings import Word
from pmsim.ui.present.text import quoted
from pmsim.ui.present.words import display_text
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.you import HandbookScreen, WordScreen
from tests.store.disks import Quick
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.test_keys import STILL
from tests.ui.test_meanings import lived, long_game


def whole_life(seed: int, seen: SeenRecord, door: str = "fumes") -> PlayableCareer:
    """A career of chance, played to its end with a record."""
    chance = random.Random(seed)
    career = PlayableCareer(Session(long_game(), door, seed), seen)
    while career.session.outcome is None:
        rows = current_page(career.session).choices
        career.act(chance.choice([row.action for row in rows if row.is_open]))
    return career


def test_a_page_opens_with_what_was_lived_and_stays_open_in_later_careers(tmp_path: Path) -> None:
    seen = SeenRecord(tmp_path / "a.seen", Quick())
    assert open_pages(long_game(), seen) == ()
    first = whole_life(3, seen)
    opened = open_pages(long_game(), seen)
    assert 5 < len(opened) < len(long_game().handbook) + len(long_game().quarrels)
    assert {word.kind for word in opened} == {"advisers", "handbook"}
    first.seen.save()
    again = SeenRecord(tmp_path / "a.seen", Quick())
    assert open_pages(long_game(), again) == opened
    later = PlayableCareer(Session(long_game(), "new_badge", 9), again)
    assert set(opened) <= set(open_pages(long_game(), later.seen))


def test_every_page_is_opened_by_some_career() -> None:
    unopened = {page.id for page in long_game().handbook}
    for seed in range(400):
        doors = tuple(long_game().starts)
        seen = whole_life(seed, SeenRecord(), doors[seed % len(doors)]).seen
        unopened -= {word.id for word in open_pages(long_game(), seen)}
        if not unopened:
            return
    assert not unopened


def test_what_opens_is_told_once() -> None:
    seen = SeenRecord()
    told: list[str] = []
    career = PlayableCareer(lived(3, 0), seen)
    chance = random.Random(3)
    for _ in range(40):
        rows = current_page(career.session).choices
        career.act(chance.choice([row.action for row in rows if row.is_open]))
        told += career.opened
    assert len(told) == len(set(told)) > 3
    assert news((), "b") == ""
    assert news(tuple(told[:1]), "b") == f"New in the handbook (b): {told[0]}."


def test_an_adviser_chooses_as_a_persona_and_is_silent_between_two_equals() -> None:
    session = lived(4, 12)
    personas = [side.persona for pair in long_game().quarrels for side in pair.sides]
    spoken = silent = 0
    for node in session.nodes:
        m = MutableState(session.program, node.turn.state)
        options = list(open_choices(m))
        for persona, own in zip(
            personas, counsel(session.program, personas, node.turn.state), strict=True
        ):
            scores = persona_scores(persona)(m, options)
            if own.action:
                spoken += 1
                chosen = options[persona_policy(persona)(m, options)]
                assert own.action == action_id(m, chosen)
            else:
                silent += 1
                assert len(options) < 2 or sorted(scores)[-1] == sorted(scores)[-2]
    assert spoken > 10
    assert silent > 0


def test_the_record_of_two_advisers_grows_with_what_was_chosen() -> None:
    seen = SeenRecord()
    whole_life(5, seen)
    before = {
        (pair.id, side): seen.times_sided(pair, side)
        for pair in long_game().quarrels
        for side in (0, 1)
    }
    assert min(before.values()) > 0
    ended = [
        seen.ends_led_to(long_game(), pair, side)
        for pair in long_game().quarrels
        for side in (0, 1)
    ]
    assert 0 < sum(map(len, ended)) <= len(long_game().quarrels)
    session = whole_life(6, seen).session
    assert all(
        seen.times_sided(pair, side) > before[pair.id, side]
        for pair in long_game().quarrels
        for side in (0, 1)
    )
    page = handbook_page(session, seen, open_pages(long_game(), seen)[0])
    assert [heading for heading, _ in page.groups][1:] == ["Aunt Corrie", "Mr Pask"]
    assert all("Where they disagreed, you chose so" in lines[1] for _, lines in page.groups[1:])


def test_two_advisers_name_a_choice_of_this_page_and_what_they_like_about_it() -> None:
    named = 0
    for decisions in range(2, 30):
        session = lived(4, decisions)
        page = handbook_page(session, SeenRecord(), Word("advisers", "jump_or_wait", ""))
        labels = {quoted(row.label): row.action for row in current_page(session).choices}
        for _, lines in page.groups[1:]:
            for line in lines[1:]:
                head, *liked = line.removeprefix("Here: ").removesuffix(".").split("; ")
                assert labels[head]
                assert set(liked) <= set(map(display_text, long_game().tags.values()))
                named += bool(liked)
    assert named > 10


@pytest.mark.parametrize(
    ("actions", "taken", "side"),
    [(("a", "b"), "a", 0), (("a", "b"), "b", 1), (("a", "b"), "c", -1), (("a", "a"), "a", -1)],
)
def test_a_choice_sides_with_one_of_two_who_disagree(
    monkeypatch: pytest.MonkeyPatch, actions: tuple[str, str], taken: str, side: int
) -> None:
    monkeypatch.setattr(advisers, "counsel", lambda *_: tuple(Counsel(one) for one in actions))
    session = lived(4, 1)
    assert side_taken(session.program, (), session.position, taken) == side


def test_plain_mode_reads_it() -> None:
    seen = SeenRecord()
    whole_life(5, seen)
    sink = io.StringIO()
    career = PlayableCareer(lived(4, 10), seen)
    plain.run(career, io.StringIO("handbook\nhandbook pask\nquit\n"), sink, is_new=False)
    said = sink.getvalue()
    assert f"Handbook: {handbook_summary(long_game(), seen)}" in said
    assert "Mr Pask: I tune organs." in said


def test_b_lists_it_and_enter_reads_a_page() -> None:
    seen = SeenRecord()
    whole_life(5, seen)
    app = Watched(
        InitialView(None, PlayableCareer(lived(4, 10), seen)), settings=STILL, repeat_seconds=0.0
    )

    async def script(pilot: Pilot[None]) -> None:
        post(app, "b")
        await settled(pilot)
        assert isinstance(app.screen, HandbookScreen)
        assert app.screen.query_one(OptionList).option_count == len(open_pages(long_game(), seen))
        post(app, "enter")
        await settled(pilot)
        assert isinstance(app.screen, WordScreen)
        assert "I tune organs." in app.frame
        for _ in range(2):
            post(app, "escape")
            await settled(pilot)
        assert isinstance(app.screen, StoryScreen)

    play(app, script)
