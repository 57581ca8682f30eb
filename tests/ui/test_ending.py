"""The end of a life: what it came from, how it is told, and that every way on is in sight and does something."""

from functools import cache
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmsim import load_pack
from pmsim.core.events import RoleChanged
from pmsim.core.program import QUARTER
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.store.career import Career
from pmsim.store.saves import Saves
from pmsim.ui.career import Unkept
from pmsim.ui.headless import play
from pmsim.ui.lines import of_ending
from pmsim.ui.present.careers import current
from pmsim.ui.present.ending import Ending, ending
from pmsim.ui.present.names import said_at
from pmsim.ui.present.origins import origins
from pmsim.ui.present.text import plain
from pmsim.ui.shelf import Shelf
from pmsim.ui.tui.app import Opened, Pmsim
from pmsim.ui.tui.grid import fitting, grid, ladder
from pmsim.ui.tui.layout.ending import FIRST, SECOND, WAYS_ON, end, margin
from pmsim.ui.tui.look import COLOUR
from pmsim.ui.tui.screens.menu import Menu
from pmsim.ui.tui.screens.story import Story
from pmsim.ui.tui.screens.timeline import Timeline
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
    """Careers of the shipped pack that have ended, some of every persona."""
    own = long_game()
    policies = ("random", "first", *(persona.id for persona in own.program.personas))
    found = []
    for seed in range(24):
        session = Session(own, list(own.starts)[seed % len(own.starts)], seed + 1)
        play(session, (), policies[seed % len(policies)])
        found.append(session)
    return tuple(found)


def told(session: Session) -> list[str]:
    """What a life came from, as it is shown."""
    return [f"Q{turning.quarter} {plain(turning.said)}" for turning in ending(session, ()).came_from]


def tiny(*choices: str) -> Session:
    """A life of the tiny world."""
    session = Session(pack(), "fumes", 7)
    session.replay(choices)
    return session


# what it came from


def test_an_end_comes_from_decisions_of_this_life_in_order() -> None:
    for session in careers():
        found = origins(session)
        path = session.path()
        assert 1 <= len(found) <= 3
        assert [node.number for node in found] == sorted(node.number for node in found if node in path[1:])
        assert all(said_at(session, node) for node in found)


def test_an_end_that_was_chosen_comes_from_that_choice() -> None:
    chosen = [session for session in careers() if session.program.outcomes[session.position.outcome].by_choice]
    assert len(chosen) >= 3
    for session in chosen:
        assert origins(session)[-1] == session.node


def test_an_end_by_role_comes_from_the_choice_that_led_to_the_role() -> None:
    met = 0
    for session in careers():
        if session.outcome in ("tpm", "gpm", "founder_folded", "principal", "director"):
            met += 1
            last = [node for node in session.path()[1:] if any(isinstance(event, RoleChanged) for event in node.turn.events)][-1]
            assert last in origins(session), session.outcome
    assert met >= 5


def test_what_it_came_from_is_told_in_the_players_own_words() -> None:
    session = Session(long_game(), "fumes", 15)
    play(session, (), "enabler")
    assert session.outcome == "tpm"
    assert told(session)[-1].endswith("Take it, with the new title on the door.")
    for session in careers():
        for turning in ending(session, ()).came_from:
            assert turning.said in [said_at(session, node) for node in session.path()[1:]]


def test_while_a_life_goes_on_it_has_come_from_nothing() -> None:
    session = tiny("stopped_doing")
    assert origins(session) == ()
    with pytest.raises(ValueError, match="not ended"):
        ending(session, ())


def test_a_tiny_end_comes_from_its_last_choice_and_its_cause() -> None:
    session = tiny(*LEFT)
    assert told(session) == ["Q1 “What has the next level stopped doing?”", "Q2 Put the badge on the desk."]


# how it is told


def test_an_end_says_who_one_is_and_was_and_counts() -> None:
    found = ending(tiny(*LEFT), {"left", "tpm", "an_end_that_is_gone"})
    assert found.lived == "Senior Product Manager. Two quarters, three decisions."
    assert found.one_of == "One end of three. You have seen two."
    assert found.was == ""
    assert all(gauge.trend.startswith("was ") or gauge.trend.endswith(("all along", "as at first")) for gauge in found.gauges)
    lines = list(of_ending(found))
    assert lines[-1] == found.one_of
    assert lines[-2].startswith("What it came from: Quarter 1, ")


def test_an_end_that_is_a_trade_names_it_and_the_role_before() -> None:
    session = next(session for session in careers() if session.outcome in ("coach", "product_ops", "ux_researcher", "engineer"))
    found = ending(session, ())
    held = session.pack.roles[str(session.state.role)].title
    assert found.role not in (held, "")
    assert found.was == held


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
def test_both_halves_of_every_end_are_seen_whole_with_every_way_on(size: tuple[int, int]) -> None:
    for session in careers():
        page, found = current(session), ending(session, ())
        for half in (FIRST, SECOND):
            own = fitting(
                ladder(grid(*size, strip=False)),
                lambda own, page=page, found=found, half=half: len(end(page, found, own, COLOUR, 0, half)),  # type: ignore[misc]
            )
            leaves = end(page, found, own, COLOUR, 0, half)
            assert len(leaves) <= own.rows, (session.outcome, half)
            shown = "\n".join(leaf.content.plain for leaf in leaves)
            assert ("Here this life ends." in shown) is (half == FIRST)
            if half == SECOND:
                assert all(way.label in shown for way in WAYS_ON)
                assert bool(own.panel) or found.one_of in shown


@pytest.mark.parametrize(("width", "rows"), [(26, 22), (26, 27), (30, 33)])
def test_the_margin_of_an_end_keeps_to_its_place(width: int, rows: int) -> None:
    for session in careers():
        found: Ending = ending(session, ())
        lines = [line.plain for line in margin(current(session).status, found, width, rows, COLOUR)]
        assert max(map(len, lines)) <= width
        assert " ".join(" ".join(lines).split()).endswith(found.one_of)
        assert len(lines) <= rows or not any(gauge.label in line for gauge in found.gauges[1:] for line in lines)
        assert current(session).status.quarter == session.position.slots[QUARTER]


# what can be done


def test_every_way_on_does_something(tmp_path: Path) -> None:
    saves = Saves(tmp_path)
    career = Career.begin(pack(), saves, start="fumes", seed=7)
    for choice in LEFT:
        career.act(choice)
    app = Pmsim(Opened(Shelf(pack(), saves, lambda: 7), career), settings=STILL, latch=0.0)

    async def play(pilot: Pilot[None]) -> None:
        for size in ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            if app.screen.half == FIRST:  # type: ignore[attr-defined]
                await pilot.press("end")
                await settled(pilot)
                await pilot.press("enter")
                await settled(pilot)
            await pilot.press("end")
            await settled(pilot)
            for way in WAYS_ON:
                assert way.label in seen(app), (size, seen(app))
            assert "One end of three. You have seen one." in " ".join(seen(app).split()) or size[1] < 18
            await pilot.press("home", "enter")
            await settled(pilot)
            assert isinstance(app.screen, Timeline)
            await pilot.press("escape")
            await settled(pilot)
            assert career.session.outcome == "left"
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert career.session.outcome is None
        assert isinstance(app.screen, Story)
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("3")
        await settled(pilot)
        assert isinstance(app.screen, Menu)

    run(app, play)
    app.put_away()


def test_an_end_that_has_to_scroll_is_turned_once() -> None:
    session = careers()[0]
    app = Pmsim(Opened(None, Unkept(session)), settings=STILL, latch=0.0)

    async def play(pilot: Pilot[None]) -> None:
        found = ending(session, ())
        assert "Here this life ends." in seen(app)
        assert found.lived in seen(app)
        for key in ("t From above", "u Back one", "m Menu"):
            assert key in seen(app)
        assert not session.end_read
        await pilot.press("enter")
        await settled(pilot)
        assert session.end_read
        assert "Here this life ends." not in seen(app)
        for way in WAYS_ON:
            assert way.label in seen(app)
        assert found.one_of in seen(app)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert all(way.label in seen(app) for way in WAYS_ON)

    run(app, play, (80, 24))
