"""The end of a life: what it came from, how it is told, and that every way on is in sight and
does something."""

from functools import cache
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmsim import load_pack
from pmsim.core.events import RoleChanged
from pmsim.core.program import QUARTER
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList
from pmsim.ui.headless import play_choices
from pmsim.ui.plain_text import render_ending
from pmsim.ui.present.ending import Ending, ending, origin_nodes
from pmsim.ui.present.history import choice_label_at, current_page
from pmsim.ui.present.text import to_plain
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.layout.story import (
    ENDING_ITEMS,
    FIRST_HALF,
    SECOND_HALF,
    ending_margin,
    ending_page,
)
from pmsim.ui.tui.screens.debrief import DebriefScreen
from pmsim.ui.tui.screens.menu import MenuScreen
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from pmsim.ui.tui.sheet import first_fitting, make_sheet, tightening_sheets
from tests.ui.keyboard import settled
from tests.ui.test_tui import STILL, run, seen
from tests.ui.tiny import pack

LEFT = ("stopped_doing", "none", "stop")


@cache
def long_game() -> Pack:
    """The shipped pack."""
    return load_pack("the_long_game")


@cache
def careers() -> tuple[Session, ...]:
    """Careers of the shipped pack that have ended: every persona at every start."""
    own = long_game()
    policies = ("random", "first", *(persona.id for persona in own.program.personas))
    found = []
    for seed in range(54):
        session = Session(own, list(own.starts)[seed // len(policies) % len(own.starts)], seed + 1)
        play_choices(session, (), policies[seed % len(policies)])
        found.append(session)
    return tuple(found)


def told(session: Session) -> list[str]:
    """What a life came from, as it is shown."""
    return [
        f"Q{turning.quarter} {to_plain(turning.label)}"
        for turning in ending(session, ()).turning_points
    ]


def tiny(*choices: str) -> Session:
    """A life of the tiny world."""
    session = Session(pack(), "fumes", 7)
    session.replay(choices)
    return session


# what it came from


def test_an_end_comes_from_decisions_of_this_life_in_order() -> None:
    for session in careers():
        found = origin_nodes(session)
        path = session.path()
        assert 1 <= len(found) <= 3
        assert [node.number for node in found] == sorted(
            node.number for node in found if node in path[1:]
        )
        assert all(choice_label_at(session, node) for node in found)


def test_an_end_that_was_chosen_comes_from_that_choice() -> None:
    chosen = [
        session
        for session in careers()
        if session.program.outcomes[session.position.outcome].by_choice
    ]
    assert len(chosen) >= 3
    for session in chosen:
        assert origin_nodes(session)[-1] == session.node


def test_an_end_by_role_comes_from_the_choice_that_led_to_the_role() -> None:
    met = 0
    for session in careers():
        if session.outcome in ("tpm", "gpm", "founder_folded", "principal", "director"):
            changed = [
                node
                for node in session.path()[1:]
                if any(isinstance(event, RoleChanged) for event in node.turn.events)
            ]
            met += bool(changed)
            assert not changed or changed[-1] in origin_nodes(session), session.outcome
    assert met >= 5


def test_what_it_came_from_is_told_in_the_players_own_words() -> None:
    session = Session(long_game(), "fumes", 15)
    play_choices(session, (), "enabler")
    assert session.outcome == "tpm"
    assert told(session)[-1].endswith("Become a technical program manager.")
    for session in careers():
        for turning in ending(session, ()).turning_points:
            assert turning.label in [choice_label_at(session, node) for node in session.path()[1:]]


def test_while_a_life_goes_on_it_has_come_from_nothing() -> None:
    session = tiny("stopped_doing")
    assert origin_nodes(session) == ()
    with pytest.raises(ValueError, match="not ended"):
        ending(session, ())


def test_a_tiny_end_comes_from_its_last_choice_and_its_cause() -> None:
    session = tiny(*LEFT)
    assert told(session) == [
        "Q1 “What has the next level stopped doing?”",
        "Q2 Put the badge on the desk.",
    ]


# how it is told


def test_an_end_says_who_one_is_and_was_and_counts() -> None:
    found = ending(tiny(*LEFT), {"left", "tpm", "an_end_that_is_gone"})
    assert found.summary == "Senior Product Manager. Two quarters, three decisions."
    assert found.ends_sentence == "One end of three. You have seen two."
    assert found.former_role == ""
    assert all(
        gauge.trend.startswith("was ") or gauge.trend.endswith(("all along", "as at first"))
        for gauge in found.gauges
    )
    lines = list(render_ending(found))
    assert lines[-1] == found.ends_sentence
    assert lines[-2].startswith("What it came from: Quarter 1, ")


def test_an_end_that_is_a_trade_names_it_and_the_role_before() -> None:
    session = next(
        session
        for session in careers()
        if session.outcome in ("coach", "product_ops", "ux_researcher", "engineer")
    )
    found = ending(session, ())
    held = session.pack.roles[str(session.state.role)].title
    assert found.role not in (held, "")
    assert found.former_role == held


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
def test_both_halves_of_every_end_are_seen_whole_with_every_way_on(size: tuple[int, int]) -> None:
    for session in careers():
        page, found = current_page(session), ending(session, ())
        for half in (FIRST_HALF, SECOND_HALF):
            own = first_fitting(
                tightening_sheets(make_sheet(*size, has_strip=False)),
                lambda own, page=page, found=found, half=half: len(
                    ending_page(page, found, own, 0, half)
                ),  # type: ignore[misc]
            )
            leaves = ending_page(page, found, own, 0, half)
            assert len(leaves) <= own.page_rows, (session.outcome, half)
            shown = "\n".join(leaf.content.plain for leaf in leaves)
            assert ("Here this life ends." in shown) is (half == FIRST_HALF)
            if half == SECOND_HALF:
                assert all(way.label in shown for way in ENDING_ITEMS)
                assert bool(own.margin_width) or found.ends_sentence in shown


@pytest.mark.parametrize(("width", "rows"), [(26, 22), (26, 27), (30, 33)])
def test_the_margin_of_an_end_keeps_to_its_place(width: int, rows: int) -> None:
    blank = 30 - make_sheet(100, 30).page_rows
    sheet = make_sheet(100, 30)._replace(margin_width=width, height=rows + blank)
    for session in careers():
        found: Ending = ending(session, ())
        status = current_page(session).status
        lines = [line.plain for line in ending_margin(status, found, sheet)]
        assert max(map(len, lines)) <= width
        assert " ".join(" ".join(lines).split()).endswith(found.ends_sentence)
        assert len(lines) <= rows or not any(
            gauge.label in line for gauge in found.gauges[1:] for line in lines
        )
        assert current_page(session).status.quarter == session.position.slots[QUARTER]


# what can be done


def test_every_way_on_does_something(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path)
    career = Career.begin(pack(), saves, start="fumes", seed=7)
    for choice in LEFT:
        career.act(choice)
    app = Pmsim(
        InitialView(CareerList(pack(), saves, lambda: 7), career),
        settings=STILL,
        repeat_seconds=0.0,
    )

    async def play(pilot: Pilot[None]) -> None:
        for size in ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            if app.screen.half == FIRST_HALF:  # type: ignore[attr-defined]
                await pilot.press("end")
                await settled(pilot)
                await pilot.press("enter")
                await settled(pilot)
            await pilot.press("end")
            await settled(pilot)
            for way in ENDING_ITEMS:
                assert way.label in seen(app), (size, seen(app))
            assert (
                "One end of three. You have seen one." in " ".join(seen(app).split())
                or size[1] < 18
            )
            await pilot.press("home", "enter")
            await settled(pilot)
            assert isinstance(app.screen, TimelineScreen)
            await pilot.press("escape")
            await settled(pilot)
            assert career.session.outcome == "left"
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert isinstance(app.screen, DebriefScreen)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("3")
        await settled(pilot)
        assert career.session.outcome is None
        assert isinstance(app.screen, StoryScreen)
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("4")
        await settled(pilot)
        assert isinstance(app.screen, MenuScreen)

    run(app, play)
    app.close_career()


def test_an_end_that_has_to_scroll_is_turned_once() -> None:
    session = careers()[0]
    app = Pmsim(InitialView(None, PlayableCareer(session)), settings=STILL, repeat_seconds=0.0)

    async def play(pilot: Pilot[None]) -> None:
        found = ending(session, ())
        assert "Here this life ends." in seen(app)
        assert found.summary in seen(app)
        for key in ("t From above", "u Back one", "m Menu"):
            assert key in seen(app)
        assert not session.end_read
        await pilot.press("enter")
        await settled(pilot)
        assert session.end_read
        assert "Here this life ends." not in seen(app)
        for way in ENDING_ITEMS:
            assert way.label in seen(app)
        assert found.ends_sentence in seen(app)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert all(way.label in seen(app) for way in ENDING_ITEMS)

    run(app, play, (80, 24))
