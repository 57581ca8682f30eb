"""Calls of shared scenes: where they begin, what they see, where they come back to."""

from textwrap import dedent

from pmsim.core.events import Entered, NotCalled
from pmsim.core.state import StartOverride
from pmsim.play.session import Session
from tests.small import open_ids, played, small

TALK = """
    shared: true
    scenes:
      opening:
        text: He looks up.
        choices:
          - {id: nod, label: Nod., needs: mood >= 0, effects: {mood: 1}, goto: opening}
          - {id: go, label: Go., moment: a nod}
      closed:
        when: mood > 90
        text: Nobody reads this.
    """
HALL = """
    scenes:
      hall:
        text: The hall.
        choices:
          - {id: ask, label: Ask., call: talk, goto: after}
          - {id: wait, label: Wait.}
      after:
        text: After that.
        choices: [{id: on, label: On.}]
    """


def scene_of(session: Session) -> str:
    return session.program.scenes[session.position.scene].key


def test_a_call_comes_back_and_goes_on() -> None:
    session = played(small(main=HALL, talk=TALK), ["ask"])
    assert scene_of(session) == "talk.opening"
    assert len(session.position.calls) == 1
    session.act("go")
    assert scene_of(session) == "main.after"
    assert session.position.calls == ()


def test_each_call_begins_with_all_choices_and_the_callers_marks_come_back() -> None:
    again = HALL.replace("goto: after", "goto: hall, needs: mood >= 0")
    session = played(small(main=again, talk=TALK), ["ask", "nod"])
    assert open_ids(session) == ["go"]
    session.act("go")
    assert open_ids(session) == ["wait"]
    twice = HALL.replace("goto: after", "goto: hall, again: true")
    session = played(small(main=twice, talk=TALK), ["ask", "nod", "go", "ask"])
    assert open_ids(session) == ["nod", "go"]


def test_in_a_pick_a_call_is_part_of_its_choice() -> None:
    picking = HALL.replace("text: The hall.", "text: The hall.\n        pick: 2").replace(
        ", goto: after", ""
    )
    session = played(small(main=picking, talk=TALK), ["ask"])
    assert session.position.picks == 0
    assert session.position.calls[0].picks == 1
    session.act("go")
    assert (scene_of(session), session.position.picks) == ("main.hall", 1)
    assert open_ids(session) == ["wait"]


def test_a_list_takes_the_first_that_is_open_and_nothing_is_called_if_none_is() -> None:
    both = HALL.replace("call: talk", "call: [talk.closed, talk.opening]")
    assert scene_of(played(small(main=both, talk=TALK), ["ask"])) == "talk.opening"
    none = HALL.replace("call: talk", "call: talk.closed")
    session = played(small(main=none, talk=TALK), ["ask"])
    assert scene_of(session) == "main.after"
    assert NotCalled("main.hall.ask") in session.turn.events


def test_a_side_calls_in_place_of_its_choice() -> None:
    rolls = HALL.replace("call: talk,", "odds: 50, call: talk, success: {call: talk.second},")
    second = f"{dedent(TALK)}  second:\n    text: Another.\n    choices: [{{id: x, label: X.}}]\n"
    pack = small(main=rolls, talk=second)
    scenes = {scene_of(played(pack, ["ask"], seed=seed)) for seed in range(1, 12)}
    assert scenes == {"talk.second", "talk.opening"}


def test_an_end_in_a_call_ends_the_career() -> None:
    ends = TALK.replace("moment: a nod", "end: gone")
    outcomes = "outcomes: {gone: {title: Gone, by: choice}, done: {title: Done}}"
    session = played(small(main=HALL, talk=ends, outcomes=outcomes), ["ask", "go"])
    assert session.position.outcome >= 0
    assert session.position.calls == ()


def test_a_scene_without_choices_calls_too() -> None:
    silent = """
        scenes:
          hall: {text: The hall., call: talk.opening, goto: after}
          after: {text: On., choices: [{id: on, label: On.}]}
        """
    session = played(small(main=silent, talk=TALK), ["go"])
    assert scene_of(session) == "main.after"


def test_a_shared_scene_begun_at_is_a_visit_of_its_own() -> None:
    pack = small(main=HALL, talk=TALK)
    session = Session(pack, "", 1, midway=StartOverride(at="talk.opening"))
    session.act("go")
    entered = [event for event in session.turn.events if isinstance(event, Entered)]
    assert [event.arrival for event in entered][:1] == ["beat"]


def test_the_first_scene_of_a_shared_file_may_have_conditions() -> None:
    shy = TALK.replace(", goto: opening", "").replace(
        "text: He looks up.", "when: mood > 5\n        with: [ann]\n        text: Hm."
    )
    leaves = HALL.replace(
        "{id: wait, label: Wait.}", "{id: wait, label: W., effects: {set: [ann_left]}}"
    )
    pack = small(main=leaves, talk=shy)
    assert scene_of(played(pack, ["ask"])) == "talk.opening"
    assert scene_of(played(pack, ["wait", "ask"])) == "main.after"


def test_a_scenes_own_with_takes_the_place_of_its_files() -> None:
    leaves = HALL.replace(
        "{id: wait, label: Wait.}", "{id: wait, label: W., effects: {set: [ann_left]}}"
    )
    guarded = TALK.replace("shared: true", "shared: true\n    with: [ann]")
    called = scene_of(played(small(main=leaves, talk=guarded), ["wait", "ask"]))
    assert called == "main.after"
    nobody = guarded.replace(", goto: opening", "").replace(
        "text: He looks up.", "with: []\n        text: A note."
    )
    called = scene_of(played(small(main=leaves, talk=nobody), ["wait", "ask"]))
    assert called == "talk.opening"
