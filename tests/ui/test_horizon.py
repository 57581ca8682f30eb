"""A horizon, and great turns: what is ahead is what the state holds, what a choice costs and turns is
what it then does, and nothing of either gives away what comes of it."""

import io
import random
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from pmsim.core.compile_expr import evaluate
from pmsim.core.events import Changed, Ended, RoleChanged
from pmsim.core.program import QUARTER, ROLE
from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.pack_loading import load_pack
from pmsim.ui import plain
from pmsim.ui.present.choice_hints import ENDS_CAREER
from pmsim.ui.present.history import current_page, step_pages
from pmsim.ui.present.horizon import ladder, on_their_way, way_sentence
from pmsim.ui.present.pack_texts import role_title
from pmsim.ui.present.parts import NotePart, Page, ProsePart
from pmsim.ui.present.text import Paragraph, StyledSpan, to_plain
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.layout.story import story_page
from pmsim.ui.tui.layout.voices import voice_lines
from pmsim.ui.tui.sheet import make_sheet
from tests.sizes import size
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.test_keys import STILL
from tests.ui.tiny import pack


@cache
def long_game() -> Pack:
    return load_pack("the_long_game")


def choose(session: Session, chance: random.Random) -> None:
    """Take a choice of chance."""
    page = current_page(session)
    session.act(chance.choice([row.action for row in page.choices if row.is_open]))


@given(st.integers(0, 2**16), st.sampled_from(["fumes", "passed_over", "new_badge", "new_manager"]))
@settings(max_examples=size(3), deadline=None)
def test_a_cost_and_a_turn_are_what_the_choice_does(seed: int, door: str) -> None:
    chance, session = random.Random(seed), Session(long_game(), door, seed)
    program = session.program
    capital = program.slot_index["capital"]
    told = 0
    while session.outcome is None:
        row = chance.choice([row for row in current_page(session).choices if row.is_open])
        before = session.position
        session.act(row.action)
        events = session.node.turn.events
        own = [
            event.after - event.before
            for event in events
            if isinstance(event, Changed)
            and event.slot == capital
            and event.source.count(".") == 2
            and not event.source.endswith((".success", ".failure"))
        ]
        if "a favour" in row.cost and before.slots[capital]:
            assert sum(own) < 0, row
            told += 1
        if ENDS_CAREER in row.turn and "may be" not in row.turn:
            assert any(isinstance(event, Ended) for event in events), row
        if row.turn.startswith("you would be "):
            roles = [event.after for event in events if isinstance(event, RoleChanged)]
            named = [role_title(session.pack, role) for role in roles]
            assert any(f"you would be {title}" in row.turn for title in named), row
    assume(told)  # a career in which no choice cost a favour shows nothing


@given(st.integers(0, 2**16))
@settings(max_examples=size(3), deadline=None)
def test_what_is_on_its_way_is_what_is_pending(seed: int) -> None:
    chance, session = random.Random(seed), Session(long_game(), "passed_over", seed)
    while session.outcome is None:
        state = session.position
        rows = on_their_way(session.pack, state)
        expected = {
            due.cause
            for due in state.pending
            if due.cause is not None and due.quarter <= state.slots[1]
        }
        assert len(rows) >= len({to_plain(row.what) for row in rows if "or so" in row.when})
        assert bool(expected) <= bool(rows)
        assert all(row.when.startswith(("this ", "next ", "in ")) for row in rows)
        sentence = way_sentence(rows)
        for due in state.pending:
            for scene in due.scenes:
                text = session.pack.texts.get(f"{session.program.scenes[scene].key}/text", ())
                assert str(text) not in sentence
        choose(session, chance)


@given(st.integers(0, 2**16), st.sampled_from(["fumes", "passed_over", "new_badge", "new_manager"]))
@settings(max_examples=size(3), deadline=None)
def test_nothing_is_missing_exactly_where_the_role_is_open(seed: int, door: str) -> None:
    chance, session = random.Random(seed), Session(long_game(), door, seed)
    while session.outcome is None:
        state = session.position
        for rung in ladder(session.pack, state):
            when = session.pack.roles[rung.id].when
            if rung.sentence and when is not None:
                assert bool(evaluate(when, state.slots)) == (not rung.missing), rung
        choose(session, chance)


def test_the_last_line_of_a_quarter_says_what_is_on_its_way() -> None:
    chance, session = random.Random(4), Session(long_game(), "fumes", 4)
    closings = []
    while session.outcome is None:
        quarter = session.position.slots[QUARTER]
        choose(session, chance)
        if session.position.slots[QUARTER] > quarter:
            closings.append(
                [
                    part.text
                    for page in step_pages(session)
                    for part in page.parts
                    if isinstance(part, NotePart) and part.text.startswith("On their way: ")
                ]
            )
    assert len([lines for lines in closings if len(lines) == 1]) >= 10


def turning() -> tuple[Session, int]:
    """A career before a choice that gives a role, and the number of the choice."""
    for seed in range(60):
        chance, session = random.Random(seed), Session(long_game(), "passed_over", seed)
        while session.outcome is None:
            for row in current_page(session).choices:
                if row.is_open and row.turn.startswith("you would be "):
                    return session, row.number
            choose(session, chance)
    raise AssertionError("no career of chance comes to a new role")


def test_a_change_of_role_is_said_before_and_has_its_page() -> None:
    session, number = turning()
    row = next(row for row in current_page(session).choices if row.number == number)
    before = session.position.slots[ROLE]
    session.act(row.action)
    pages = [page for page in step_pages(session) if page.form == "role"]
    assert len(pages) == 1
    assert f"you would be {pages[0].title}" in row.turn
    assert pages[0].subtitle == f"until now {role_title(session.pack, before)}"
    assert len(pages[0].parts) == 1
    lines = story_page(pages[0], make_sheet(100, 30), 0)
    spaced = " ".join(pages[0].title.upper()).split()
    assert "".join(spaced) in lines[0].content.plain.replace(" ", "") + "".join(
        line.content.plain.replace(" ", "") for line in lines[1:3]
    )


def test_the_role_is_the_first_line_of_the_account() -> None:
    session, number = turning()
    row = next(row for row in current_page(session).choices if row.number == number)
    session.act(row.action)
    account = next(
        part.rows for page in step_pages(session) for part in page.parts if hasattr(part, "rows")
    )
    assert account[0].name == "Role"


def chapters() -> list[Page]:
    """The pages that open the quarters of a career of chance."""
    chance, session = random.Random(2), Session(long_game(), "fumes", 2)
    found: list[Page] = []
    while session.outcome is None:
        choose(session, chance)
        found += [page for page in step_pages(session) if page.form == "chapter"]
    return found


@pytest.mark.parametrize("window", [(120, 40), (100, 30), (80, 24), (60, 18), (40, 12)])
def test_the_digest_opens_a_quarter_like_a_chapter(window: tuple[int, int]) -> None:
    found = chapters()
    assert len(found) >= 10
    for page in found:
        grid = make_sheet(*window)
        lines = [line.content.plain for line in story_page(page, grid, 0)]
        assert lines[0].strip().startswith(page.status.when)
        assert all(len(line.rstrip()) <= grid.text_column + grid.measure + 1 for line in lines)
        words = " ".join("".join(lines).split()).casefold().replace(" ", "")
        for part in page.parts:
            if isinstance(part, ProsePart):
                for paragraph in part.paragraphs:
                    for word in to_plain(paragraph.line).casefold().rstrip(".").split():
                        assert word.rstrip(".") in words, (word, page.title)


def test_three_voices_are_told_apart_by_form_alone() -> None:
    def voice(source: str, text: str) -> Paragraph:
        return Paragraph((StyledSpan(f"{source}.", strong=True), StyledSpan(f" {text}")))

    told = (
        voice("All-hands, slide 3", "The board met by a lake."),
        voice("#anon", "Packets are Due."),
        voice("The Waiting Room", "A buyer has been seen."),
        Paragraph((StyledSpan("Due at its end: the pay."),)),
    )
    lines = voice_lines(told, make_sheet(100, 30))
    shown = [line.content.plain.strip() for line in lines if line.content.plain.strip()]
    assert [text.split("   ")[0] for text in shown] == [
        "THE BOARD MET BY A LAKE.",
        "packets are due.",
        "A buyer has been seen.",
        "Due at its end: the pay.",
    ]
    assert [text.rsplit("   ", 1)[-1].strip() for text in shown[:3]] == [
        "All-hands, slide 3",
        "#anon",
        "The Waiting Room",
    ]
    channel = next(line.content for line in lines if "packets" in line.content.plain)
    assert channel.plain.startswith(" " * 10)
    assert any("italic" in str(span.style) for span in channel.spans)


def test_costs_can_be_turned_off_and_turns_cannot() -> None:
    session, _ = turning()
    page = current_page(session)
    grid = make_sheet(100, 30)

    def text(costs: bool) -> str:
        lines = story_page(page, grid, 0, costs=costs)
        return " ".join(" ".join(line.content.plain.split()) for line in lines)

    turns = [row.turn for row in page.choices if row.turn]
    costs = [row.cost for row in page.choices if row.cost]
    assert turns
    assert all(turn in text(False) for turn in turns)
    assert costs == [] or any(cost in text(True) for cost in costs)
    assert not any(cost in text(False) for cost in costs)


def test_dots_say_how_much_hangs_on_a_choice_and_only_if_asked_for() -> None:
    session, number = turning()
    page = current_page(session)
    row = next(row for row in page.choices if row.number == number)
    assert row.size == 3
    assert {1, 2, 3} >= {choice.size for choice in page.choices}

    def dots(sizes: bool) -> int:
        lines = story_page(page, make_sheet(100, 30), 0, sizes=sizes)
        return sum(line.content.plain.replace("▌", " ").strip().startswith("·") for line in lines)

    assert dots(False) == 0
    assert dots(True) == sum(choice.is_open for choice in page.choices)


def test_the_setting_is_on_the_page_of_settings() -> None:
    app = Watched(
        InitialView(None, PlayableCareer(turning()[0])), settings=STILL, repeat_seconds=0.0
    )

    async def script(pilot: Pilot[None]) -> None:
        post(app, "comma")
        await settled(pilot)
        assert "What a choice costs" in app.frame

    play(app, script)


def test_plain_mode_says_costs_and_turns() -> None:
    session, _ = turning()
    sink = io.StringIO()
    plain.run(PlayableCareer(session), io.StringIO("quit\n"), sink, is_new=False)
    said = sink.getvalue()
    for row in current_page(session).choices:
        assert row.turn[1:] in said
        assert row.cost[1:] in said


def test_a_pack_without_any_of_it_has_a_horizon_too() -> None:
    session = Session(pack(), "fumes", 7)
    session.act("stopped_doing")
    assert isinstance(way_sentence(on_their_way(session.pack, session.position)), str)
    assert all(not rung.sentence for rung in ladder(session.pack, session.position))
    assert all(not row.cost for row in current_page(session).choices)
