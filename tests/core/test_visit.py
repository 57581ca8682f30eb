"""A visit: what is offered, once, again, otherwise, pick, each; checks; ways on."""

import pytest

from pmsim.core.chance import roll
from pmsim.core.events import Entered, Rolled, TextShown
from pmsim.core.policy import policy_named
from pmsim.core.program import TAKEN
from pmsim.core.step import play_career
from pmsim.play.session import ActionError
from tests.small import open_ids, played, small

HUB = """
    scenes:
      hub:
        text: The hub.
        choices:
          - {id: once, label: Once., effects: {mood: 1}, goto: hub}
          - {id: many, label: Many., effects: {mood: 1}, again: true, goto: hub}
          - {id: leave, label: Leave.}
    """


def test_a_choice_can_be_taken_once_per_visit() -> None:
    session = played(small(main=HUB), ["once"])
    assert open_ids(session) == ["many", "leave"]
    session.replay(["many", "many"])
    assert open_ids(session) == ["many", "leave"]


def test_a_new_visit_begins_anew() -> None:
    assert open_ids(played(small(main=HUB), ["once", "leave"])) == ["once", "many", "leave"]


def test_after_five_hundred_decisions_only_ways_out_are_offered() -> None:
    session = played(small(main=HUB), ["many"] * 500)
    assert open_ids(session) == ["leave"]


def test_what_is_closed_is_struck_through_or_absent() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: shown, label: Shown., needs: mood > 15, locked: Not in this mood.}
              - {id: hidden, label: Hidden., needs: mood > 15}
              - {id: scenery, label: Scenery., needs: never, locked: Never.}
              - {id: tiring, label: Tiring., tags: [costly], effects: {mood: 1}}
              - {id: rest, label: Rest., effects: {tired: 30}}
        """
    pack = small(main=lines)
    first = played(pack)
    assert {offer.id: offer.closed for offer in first.offered} == {
        "shown": "needs",
        "scenery": "scenery",
        "tiring": "",
        "rest": "",
    }
    assert {offer.id: offer.closed for offer in played(pack, ["rest"]).offered}["tiring"] == "lock"
    with pytest.raises(ActionError) as refused:
        first.act("shown")
    assert refused.value.open == ("tiring", "rest")
    assert refused.value.at == "main.only"


def test_otherwise_is_open_when_nothing_else_is() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: good, label: Good., needs: mood >= 5, effects: {mood: -5}, goto: only}
              - {id: instead, label: Instead., otherwise: true}
        """
    session = played(small(main=lines))
    assert open_ids(session) == ["good"]
    session.act("good")
    assert open_ids(session) == ["instead"]


def test_pick_stays_until_enough_are_made() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            pick: 2
            choices:
              - {id: a, label: A., effects: {mood: 1}}
              - {id: b, label: B., effects: {mood: 1}}
              - {id: c, label: C., effects: {mood: 1}}
            goto: last
          last:
            text: Last.
            choices: [{id: end, label: End.}]
        """
    session = played(small(main=lines), ["b"])
    assert open_ids(session) == ["a", "c"]
    session.act("a")
    assert open_ids(session) == ["end"]


def test_each_makes_a_choice_per_moment() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: a, label: A., moment: the A, effects: {do: craft}, goto: two}
          two:
            text: Two.
            choices:
              - {id: b, label: B., moment: the B, effects: {do: vision}, goto: keep}
          keep:
            text: Keep?
            choices:
              - each: moments
                id: keep
                label: Keep {moment}.
                effects: {moment.interest: 2}
                goto: trade
              - {id: none, label: None.}
          trade:
            text: Trade?
            choices:
              - each: moments
                id: trade
                label: Trade {moment}.
                effects: {moment.interest: -1}
              - {id: none, label: None.}
        """
    session = played(small(main=lines), ["a", "b"])
    assert open_ids(session) == ["keep.main.only.a", "keep.main.two.b", "none"]
    session.act("keep.main.two.b")
    assert open_ids(session) == ["trade.main.only.a", "none"]
    session.act("trade.main.only.a")
    slots, index = session.position.slots, session.program.slot_index
    assert (slots[index["vision.interest"]], slots[index["craft.interest"]]) == (2, -1)
    assert open_ids(session) == ["a"]
    session.replay(["a", "b"])
    assert open_ids(session) == ["keep.main.only.a", "keep.main.two.b", "none"]


CHECK = """
    scenes:
      only:
        text: Well.
        choices:
          - id: try
            label: Try.
            odds: 50
            effects: {tired: 1}
            text: You try.
            success: {effects: {mood: 1}, text: It works.}
            failure: {effects: {mood: -1}, text: It does not., goto: again}
          - {id: leave, label: Leave.}
      again:
        text: Again?
        choices: [{id: back, label: Back., goto: only}]
    """


def test_a_check_runs_the_attempt_then_its_side() -> None:
    for seed in range(1, 20):
        session = played(small(main=CHECK), ["try"], seed=seed)
        rolled = next(event for event in session.events if isinstance(event, Rolled))
        told = [event.key for event in session.events if isinstance(event, TextShown)]
        assert rolled.passed == (rolled.roll <= 50)
        assert session.state["mood"] == (11 if rolled.passed else 9)
        assert session.state["tired"] == 1
        assert told[:2] == [
            "main.only.try",
            "main.only.try.success" if rolled.passed else "main.only.try.failure",
        ]


def test_odds_are_kept_between_five_and_ninety_five() -> None:
    for odds, shown in (("mood * 30", 95), ("mood - 99", 5)):
        session = played(small(main=CHECK.replace("odds: 50", f"odds: {odds}")))
        assert session.offered[0].odds == shown


def test_passed_counts_the_tags_of_open_choices_not_taken() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: kind, label: Kind., tags: [kind]}
              - {id: sharp, label: Sharp., tags: [sharp, kind]}
              - {id: shut, label: Shut., tags: [costly], needs: mood > 99 - 80, locked: No.}
        """
    outcomes = """
        outcomes:
          x: {title: X, when: passed.costly > 5 and times.sharp > 5, text: X.}
          y: {title: Y, when: times.kind + passed.sharp + passed.kind > 99, text: Y.}
          z: {title: Z, text: Z.}
        """
    pack = small(outcomes=outcomes, main=lines)
    session = played(pack, ["kind"])
    count = {
        slot.id: value
        for slot, value in zip(session.program.slots, session.position.slots, strict=True)
    }
    assert (
        count["times.kind"],
        count["passed.sharp"],
        count["passed.kind"],
        count["passed.costly"],
    ) == (1, 1, 1, 0)


def test_goto_takes_the_first_that_holds() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: go, label: Go., effects: {mood: -9}, goto: [high, mid, low]}
          high: {when: mood > 5, text: High., goto: out}
          mid: {with: [ann], when: mood > 5, text: Mid.}
          low: {text: Low.}
        """
    session = played(small(main=lines), ["go"])
    keys = [
        session.program.scenes[event.scene].key
        for event in session.events
        if isinstance(event, Entered)
    ]
    assert keys[0] == "main.low"


def test_end_ends_the_career_and_asks_no_when() -> None:
    lines = (
        "scenes:\n  only:\n    text: Well.\n    choices:\n      - {id: go, label: Go., end:"
        " early}\n"
    )
    outcomes = (
        "outcomes:\n  early: {title: Early, by: choice, text: Early.}\n  done: {title: Done, text:"
        " Over.}\n"
    )
    session = played(small(outcomes=outcomes, main=lines), ["go"])
    assert session.outcome == "early"
    assert session.offered == ()


MOMENTS = """
    scenes:
      only:
        text: Well.
        choices:
          - {id: a, label: A., moment: the A, effects: {tired: 1}, goto: only}
          - {id: b, label: B., moment: the B, effects: {tired: 1}, goto: only}
          - {id: c, label: C., moment: the C, effects: {tired: 1}, goto: only}
          - id: gamble
            label: Gamble.
            again: true
            moment: the gamble
            odds: tired
            effects: {tired: 95}
            success: {effects: {do: craft}, goto: only}
            failure: {effects: {do: vision}, goto: only}
          - {id: keep, label: Keep., goto: keep}
      keep:
        text: Keep?
        choices:
          - each: moments
            at_most: 2
            id: keep
            label: Keep {moment}.
            effects: {moment.interest: 2}
          - {id: none, label: None.}
    """


def test_each_offers_the_newest_moments_of_this_quarter_only() -> None:
    session = played(small(main=MOMENTS), ["c", "a", "b", "keep"])
    assert open_ids(session) == ["keep.main.only.a", "keep.main.only.b", "none"]
    session.replay(["none", "keep"])
    assert open_ids(session) == ["none"]


def test_a_moment_lived_twice_keeps_every_skill_that_was_practised() -> None:
    pack = small(main=MOMENTS)
    seed = next(seed for seed in range(50) if 5 < roll(seed, "main.only.gamble", 1) <= 95)
    session = played(pack, ["gamble", "gamble", "keep", "keep.main.only.gamble"], seed=seed)
    slots, index = session.position.slots, session.program.slot_index
    assert [slots[index[f"{skill}.interest"]] for skill in ("craft", "vision")] == [2, 2]


def test_a_persona_weighs_both_sides_of_a_check_by_its_odds() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: wait, label: Wait.}
              - id: dare
                label: Dare.
                odds: 90
                success: {effects: {mood: 3}}
                failure: {effects: {mood: -9}}
        """
    once = "calendar: {quarters: 1, quarter: [{scenario: main}]}\n"
    pack = small(once, world="personas: {merry: {likes: {mood: 1}, noise: 0}}\n", main=lines)
    end = play_career(pack.program, "", 1, policy_named(pack.program, "merry"))
    dare = next(choice.index for choice in pack.program.choices if choice.id == "dare")
    assert end.slots[TAKEN] == 1 << dare


def test_a_persona_measures_branches_after_the_choices_own_effects() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - id: dare
                label: Dare.
                odds: 50
                effects: {mood: = 20}
                success: {effects: {mood: 5}}
                failure: {effects: {mood: 5}}
              - {id: wait, label: Wait., tags: [kind]}
        """
    once = "calendar: {quarters: 1, quarter: [{scenario: main}]}\n"
    for kind, taken in ((9, "dare"), (11, "wait")):
        pack = small(
            once, world=f"personas: {{merry: {{likes: {{mood: 1, kind: {kind}}}}}}}\n", main=lines
        )
        end = play_career(pack.program, "", 1, policy_named(pack.program, "merry"))
        assert end.slots[TAKEN] == 1 << next(
            choice.index for choice in pack.program.choices if choice.id == taken
        )
