"""Luck fixed for a test: it falls as fixed, whatever the seed; what nobody asked for, and what
is not there, is said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.core.events import Rolled
from pmsim.lang.pack import Pack
from pmsim.testing.test_session import (
    CareerSetupError,
    FixedLuck,
    FixedLuckError,
    FixedLuckSession,
    play_career,
)
from tests.sizes import size
from tests.small import small
from tests.strategies.packs import compiled_packs

CALENDAR = "calendar: {quarters: 4, quarter: [{draw: {}}, {id: second, draw: {}}]}\n"
ASKS = """\
scenes:
  door:
    text: A door.
    choices:
      - id: knock
        label: Knock.
        odds: 40
        success: {effects: {mood: 3}}
        failure: {effects: {mood: -3}}
      - id: wait
        label: Wait.
"""


@pytest.fixture(scope="module")
def two() -> Pack:
    """A pack of two scenarios: one that asks, one whose start holds only if the mood is high."""
    shut = "start: [hall]\nscenes:\n  hall:\n    when: mood >= 20\n    text: A hall.\n"
    return small(CALENDAR, one=f"repeat: 1\n{ASKS}", other=shut)


@pytest.mark.parametrize("seed", range(8))
def test_a_check_falls_as_fixed(two: Pack, seed: int) -> None:
    passing, failing = FixedLuck(two.program), FixedLuck(two.program)
    passing.passes("one.door.knock")
    failing.fails("one.door.knock")
    assert play_career(two, passing, seed=seed, choices=["knock"]).state["mood"] == 13
    assert play_career(two, failing, seed=seed, choices=["knock"]).state["mood"] == 7
    assert passing.unused() == failing.unused() == ()


@pytest.mark.parametrize(("number", "passed"), [(40, True), (41, False), (1, True), (100, False)])
def test_a_roll_is_held_against_the_odds_there_are(two: Pack, number: int, passed: bool) -> None:
    draws = FixedLuck(two.program)
    draws.roll("one.door.knock", number)
    career = play_career(two, draws, choices=["knock"])
    (rolled,) = (event for event in career.events if isinstance(event, Rolled))
    assert (rolled.odds, rolled.roll, rolled.passed) == (40, number, passed)


def test_a_scene_has_a_check_of_its_own() -> None:
    own = (
        "scenes:\n  luck:\n    odds: 50\n    success: {effects: {mood: 5}}\n    failure: {effects:"
        " {mood: -5}}\n"
    )
    pack = small(main=own)
    draws = FixedLuck(pack.program)
    draws.fails("main.luck")
    assert play_career(pack, draws).state["mood"] < 10


def test_a_beat_draws_what_is_fixed_in_its_quarter_or_the_next_time(two: Pack) -> None:
    draws = FixedLuck(two.program)
    draws.draw("draw", None, quarter=1)
    draws.draw("second", None)
    draws.draw("second", "one")
    career = play_career(two, draws)
    assert (career.state.quarter, draws.unused()) == (
        2,
        (
            (
                "second was to draw one, and never drew. Drawn were: draw in quarter 1, "
                "second in quarter 1, draw in quarter 2."
            ),
        ),
    )
    career.act("wait")
    assert draws.unused() == ()


def test_another_life_meets_the_same_draws(two: Pack) -> None:
    draws = FixedLuck(two.program)
    draws.draw("second", None)
    career = play_career(two, draws, choices=["wait"])
    assert career.state.quarter == 2
    career.rewind(1)
    career.act("knock")
    assert career.state.quarter == 2


def test_a_draw_that_cannot_begin_is_said(two: Pack) -> None:
    draws = FixedLuck(two.program)
    draws.draw("draw", "other")
    with pytest.raises(FixedLuckError, match="draw was to draw other, which cannot begin there"):
        play_career(two, draws)


@pytest.mark.parametrize(
    ("fix", "says"),
    [
        (
            lambda draws: draws.passes("one.door.nock"),
            r"no check called one.door.nock. Did you mean one.door.knock\? There is: one.door.k",
        ),
        (lambda draws: draws.fails("knock"), r"Did you mean one.door.knock\?"),
        (lambda draws: draws.roll("one.door.knock", 0), "a number from 1 to 100, and not 0"),
        (lambda draws: draws.roll("one.door.knock", 101), "a number from 1 to 100, and not 101"),
        (
            lambda draws: draws.draw("third", "one"),
            r"no beat called third that draws. There are: draw, second.",
        ),
        (lambda draws: draws.draw("second", "on"), r"no scenario called on. Did you mean one\?"),
    ],
)
def test_what_is_not_there_cannot_be_fixed(two: Pack, fix: object, says: str) -> None:
    assert callable(fix)
    with pytest.raises(FixedLuckError, match=says):
        fix(FixedLuck(two.program))


def test_what_nobody_asked_for_is_said_with_what_was() -> None:
    more = ASKS.replace("id: knock", "id: knock_twice").replace("Knock.", "Knock twice.")
    pack = small(
        main=ASKS.replace(
            "choices:",
            "choices:\n" + more.split("choices:\n")[1].split("      - id: wait")[0].rstrip("\n"),
        )
    )
    draws = FixedLuck(pack.program)
    draws.passes("main.door.knock")
    draws.passes("main.door.knock_twice")
    play_career(pack, draws, choices=["knock_twice"])
    said = (
        "The roll of main.door.knock was fixed, and nobody rolled it. Rolled were:"
        " main.door.knock_twice. "
    )
    assert draws.unused() == (said + "The nearest is main.door.knock_twice.",)
    unrolled = FixedLuck(pack.program)
    unrolled.passes("main.door.knock")
    assert unrolled.unused()[0].endswith("No check was rolled at all.")


@settings(max_examples=size(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(compiled_packs(), st.integers(0, 2**32))
def test_luck_that_nobody_fixed_is_as_it_was(pack: Pack, seed: int) -> None:
    from pmsim.play.session import Session

    fixed, plain = (
        FixedLuckSession(pack, FixedLuck(pack.program), "", seed),
        Session(pack, "", seed),
    )
    for _ in range(12):
        assert fixed.turn == plain.turn
        opened = [offer.id for offer in plain.offered if not offer.closed]
        if opened:
            fixed.act(opened[seed % len(opened)])
            plain.act(opened[seed % len(opened)])


def test_a_scene_may_be_named_by_its_last_part(two: Pack) -> None:
    assert play_career(two, FixedLuck(two.program), at="door", choices=["wait"]).choices == (
        "wait",
    )


def test_a_career_begins_where_it_is_told(two: Pack) -> None:
    career = play_career(
        two,
        FixedLuck(two.program),
        at="one.door",
        quarter=3,
        stats={"mood": 4},
        role="senior",
        choices=["wait"],
    )
    assert (career.state["mood"], career.state.role, career.choices) == (4, "senior", ("wait",))
    assert "A door." in career.text


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"start": "dor"}, "no start called dor. The nearest: door."),
        ({"at": "doors"}, "no scene called doors."),
        ({"then": "nobody"}, "no player called nobody."),
        ({"role": "junor"}, "The nearest: junior."),
        ({"stats": {"heavy": 3}}, "no stat that can be set called heavy."),
        ({"flags": ["told"]}, "no flag called told."),
        (
            {"choices": ["wait", "jump"]},
            "Decision 2, at one.door: jump is not open. Open are: knock, wait.",
        ),
    ],
)
def test_what_is_not_there_cannot_be_played(two: Pack, how: dict[str, object], says: str) -> None:
    with pytest.raises(CareerSetupError) as refused:
        play_career(two, FixedLuck(two.program), **how)  # type: ignore[arg-type]
    assert says in str(refused.value)
