"""The calendar: beats, draws, what is due, the quarter's end, and how it ends."""

import pytest

from pmsim.core.events import ConsequenceLost, Entered, QuarterBegan, Scheduled, Skipped
from pmsim.core.program import QUARTER
from pmsim.core.state import StartOverride
from pmsim.play.session import Session
from tests.small import played, small

GO = "scenes:\n  only:\n    text: Well.\n    choices:\n      - {id: go, label: Go.}\n"


def entered(session: Session) -> list[str]:
    """Keys of the scenes entered on the whole way here."""
    return [
        session.program.scenes[event.scene].key
        for node in session.path()
        for event in node.turn.events
        if isinstance(event, Entered)
    ]


def lost(session: Session) -> list[str]:
    """Why consequences were lost on the way here."""
    return [
        event.reason
        for node in session.path()
        for event in node.turn.events
        if isinstance(event, ConsequenceLost)
    ]


def test_time_runs_out_after_the_last_beat() -> None:
    session = played(small(main=GO), ["go"] * 4)
    assert session.outcome == "done"
    quarters = [
        e.quarter
        for node in session.path()
        for e in node.turn.events
        if isinstance(e, QuarterBegan)
    ]
    assert quarters == [1, 2, 3, 4]


def test_outcomes_are_asked_in_order() -> None:
    outcomes = (
        "outcomes:\n  merry: {title: M, when: mood > 10, text: M.}\n  done: {title: D, text: D.}\n"
    )
    lines = GO.replace("label: Go.", "label: Go., effects: {mood: 1}")
    assert played(small(outcomes=outcomes, main=lines), ["go"] * 4).outcome == "merry"


def test_each_quarter_is_added_at_the_end_of_every_quarter_but_the_last() -> None:
    stats = (
        "x: {min: 0, max: 50, start: 0, each_quarter: x + 1}",
        "twin: {min: 0, max: 50, start: 0, each_quarter: x}",
    )
    session = played(small(stats=stats, main=GO), ["go"] * 4)
    assert session.state["x"] == 7
    assert session.state["twin"] == 4


def test_urgent_does_nothing_where_the_scenario_is_not_drawn() -> None:
    fire = "urgent: true\n" + GO
    assert entered(played(small(DRAW, a=GO, fire=fire)))[0] == "fire.only"
    assert entered(played(small(DRAW, a=GO, fire="draw: false\n" + fire), ["go"])) == ["a.only"]
    named = "calendar: {quarters: 1, quarter: [{draw: {}}, {scenario: fire}]}\n"
    assert entered(played(small(named, a=GO, fire=fire), ["go"])) == ["a.only", "fire.only"]


LATER = """
    scenes:
      only:
        text: Well.
        choices:
          - {id: soon, label: Soon., moment: the thing, effects: {mood: 1}, later: {in: 1, scene: back}}
          - {id: late, label: Late., later: {in: 3, scene: back}}
          - {id: wait, label: Wait.}
      back:
        text: Because of {because}.
        choices: [{id: ok, label: All right.}]
    """


def test_a_consequence_comes_before_the_beats_and_knows_its_cause() -> None:
    session = played(small(main=LATER), ["soon"])
    assert entered(session)[-1] == "main.back"
    cause = session.position.cause
    assert cause is not None
    assert session.program.choices[cause[0]].key == "main.only.soon"


def test_what_falls_after_the_end_is_lost_and_says_so() -> None:
    session = played(small(main=LATER), ["wait", "late"])
    assert lost(session) == ["past_end"]


def test_the_same_place_pending_twice_keeps_the_earlier() -> None:
    session = played(small(main=LATER), ["late", "soon"])
    assert lost(session) == []
    assert entered(session)[-1] == "main.back"
    assert session.position.pending == ()
    longer = "calendar: {quarters: 6, quarter: [{scenario: main}]}\n"
    other = played(small(longer, main=LATER.replace("in: 1", "in: 2")), ["soon", "late"])
    assert lost(other) == ["pending"]


def test_while_and_when_are_asked_when_it_falls_due() -> None:
    gone = LATER.replace("scenes:", "while: mood < 11\n    scenes:", 1)
    assert lost(played(small(main=gone), ["soon"])) == ["while"]
    not_held = LATER.replace("      back:\n", "      back:\n        when: mood < 11\n")
    assert lost(played(small(main=not_held), ["soon"])) == ["holds"]


def test_a_scheduled_consequence_is_told() -> None:
    session = played(small(main=LATER), ["soon"])
    assert [event.quarter for event in session.events if isinstance(event, Scheduled)] == [2]


DRAW = "calendar: {quarters: 4, quarter: [{draw: {}}]}\n"


def test_a_scenario_is_drawn_once_unless_it_repeats() -> None:
    session = played(small(DRAW, a=GO, b=GO), ["go", "go"])
    assert sorted(entered(session)) == ["a.only", "b.only"]
    assert session.outcome == "done"
    skipped = [event.reason for event in session.events if isinstance(event, Skipped)]
    assert skipped == ["nothing", "nothing"]


def test_a_scenario_may_come_again_after_its_quarters() -> None:
    session = played(small(DRAW, a="repeat: 2\n" + GO), ["go"] * 2)
    assert session.outcome == "done"
    assert entered(session) == ["a.only", "a.only"]


@pytest.mark.parametrize(("repeat", "quarters"), [(1, [1, 2, 3, 4]), (2, [1, 3]), (3, [1, 4])])
def test_a_scenario_may_be_drawn_again_in_just_that_quarter(
    repeat: int, quarters: list[int]
) -> None:
    session = played(small(DRAW, a=f"repeat: {repeat}\n" + GO), ["go"] * len(quarters))
    assert [node.turn.state.slots[QUARTER] for node in session.path()[:-1]] == quarters


def test_no_topic_twice_running_unless_nothing_else_is_left() -> None:
    a, b, c = ("topics: [x]\n" + GO, "topics: [x]\n" + GO, "topics: [y]\n" + GO)
    for seed in range(30):
        order = entered(played(small(DRAW, a=a, b=b, c=c), ["go"] * 3, seed=seed))
        assert order[0] == "c.only" or order[1] == "c.only"


def test_urgent_takes_the_next_draws_place() -> None:
    urgent = "urgent: true\nwhen: quarter == 2\nrepeat: 9\n" + GO
    session = played(small(DRAW, a=GO, b=GO, u=urgent), ["go"] * 3)
    assert entered(session)[1] == "u.only"


def test_weight_zero_is_never_drawn_and_a_heavy_one_mostly() -> None:
    assert entered(played(small(DRAW, a="weight: 0\n" + GO, b=GO), ["go"])) == ["b.only"]
    heavy = sum(entered(Session(small_heavy, seed=seed))[0] == "a.only" for seed in range(300))
    assert 225 < heavy < 290


small_heavy = small(DRAW, a="weight: 60\n" + GO, b=GO)


def test_who_is_away_is_not_drawn() -> None:
    leave = "draw: false\n" + GO.replace("label: Go.", "label: Go., effects: {set: [ann_left]}")
    calendar = (
        "calendar: {quarters: 2, quarter: [{scenario: leave, when: quarter == 1}, {draw: {}}]}\n"
    )
    session = played(small(calendar, a="with: [ann]\n" + GO, b=GO, leave=leave), ["go"])
    assert entered(session) == ["leave.only", "b.only"]


def test_a_new_seed_holds_from_the_decision_it_names() -> None:
    pack = small(DRAW, a=GO, b=GO, c=GO, d=GO)
    for seed in range(20):
        plain = entered(played(pack, ["go"] * 4, seed=5))
        changed = entered(played(pack, ["go"] * 4, seed=5, reseed=((3, seed),)))
        assert plain[:3] == changed[:3]


def test_a_start_may_begin_elsewhere_with_other_numbers() -> None:
    session = Session(small(main=LATER), midway=StartOverride("main.only", changes={"mood": 99}))
    assert session.state["mood"] == 20


def test_of_two_that_fall_due_together_the_first_stays() -> None:
    longer = "calendar: {quarters: 6, quarter: [{scenario: main}]}\n"
    session = played(small(longer, main=LATER), ["late", "wait", "soon"])
    assert lost(session) == ["pending"]
    cause = session.position.cause
    assert cause is not None
    assert session.program.choices[cause[0]].key == "main.only.late"


def test_of_urgent_ones_that_weigh_the_same_the_first_by_id_comes_first() -> None:
    urgent = "urgent: true\n" + GO
    assert entered(played(small(DRAW, a=GO, y=urgent, z=urgent), ["go", "go"])) == [
        "y.only",
        "z.only",
        "a.only",
    ]


def test_a_decision_is_asked_under_its_own_seed() -> None:
    session = played(small(main=LATER), ["wait"], seed=5, reseed=((2, 801),))
    assert [node.turn.state.seed for node in session.path()] == [5, 801]
