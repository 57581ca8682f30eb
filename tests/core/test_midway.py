"""Careers that begin in the middle: in another quarter, role, scene, with a cause, with flags."""

import pytest

from pmsim.core.program import ROLE_SINCE
from pmsim.core.state import StartOverride
from pmsim.play.session import Session
from tests.small import small

BACK = """\
scenes:
  door:
    text: A door.
    choices:
      - id: knock
        label: Knock.
        effects: {set: [knocked]}
        later: {in: 1, scene: answer}
      - id: pass
        label: Pass.
      - id: ring
        label: Ring.
        later: {in: 2, scene: answer}
  answer:
    text: |
      Somebody opens, because of {because}.
    choices:
      - id: enter
        label: Enter.
        needs: knocked
      - id: leave
        label: Leave.
"""


def begun(**midway: object) -> Session:
    return Session(small(main=BACK), midway=StartOverride(**midway))  # type: ignore[arg-type]


def cause(session: Session) -> str:
    """The key of the choice that brought the visit about, '' for none."""
    found = session.position.cause
    return "" if found is None else session.program.choices[found[0]].key


def test_another_quarter_begins_with_its_beats() -> None:
    session = begun(quarter=3)
    assert (session.state.quarter, session.position.slots[ROLE_SINCE]) == (3, 3)
    session.replay(["pass", "pass"])
    assert session.outcome == "done"


def test_no_quarter_lies_behind_the_last() -> None:
    assert begun(quarter=50).state.quarter == 4


def test_another_role_is_held_as_if_the_door_had_given_it() -> None:
    senior = begun(role="senior")
    assert senior.state.role == "senior"
    assert senior.state["mood"] == 10
    assert begun().state.role == "junior"
    held = {
        stage.id: senior.position.slots[stage.held]
        for stage in senior.program.stages
        if stage.held >= 0
    }
    assert held == {"early": 0, "late": 1}


def test_a_scene_has_the_cause_that_is_named() -> None:
    assert cause(begun(at="main.answer", because="main.door.ring")) == "main.door.ring"


def test_without_one_it_is_the_first_that_brings_the_scene_about() -> None:
    assert cause(begun(at="main.answer")) == "main.door.knock"
    assert cause(begun(at="main.door")) == ""


def test_a_flag_is_set_in_the_quarter_one_begins_in() -> None:
    session = begun(at="main.answer", quarter=2, changes={"knocked": 2})
    assert [offer.id for offer in session.offered if not offer.closed] == ["enter", "leave"]
    assert session.state.flags == ("knocked",)


@pytest.mark.parametrize(
    "midway",
    [{"role": "queen"}, {"at": "main.window"}, {"at": "main.door", "because": "main.door.sing"}],
)
def test_what_is_not_there_is_an_error(midway: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        begun(**midway)
