"""Effects, exactly: the order, the clamps, feeds, practice, caps, roles and crossings."""

from pmsim.core.events import Changed, Crossed, Practised, RoleChanged
from pmsim.play.session import Session
from tests.small import played, small


def after(effects: str, *, times: int = 1, world: str = "", start: str = "") -> Session:
    """A session in which a choice with these effects was taken, once a quarter."""
    lines = (
        "scenes:\n  only:\n    text: Well.\n    choices:\n      - id: act\n        label: Act.\n  "
        f"      effects: {effects}\n"
    )
    return played(small(main=lines, world=world), ["act"] * times)


def test_adding_is_kept_in_range() -> None:
    assert after("{mood: 15}").state["mood"] == 20
    assert after("{mood: -15}").state["mood"] == 0


def test_setting_is_kept_in_range() -> None:
    assert after("{mood: = 7}").state["mood"] == 7
    assert after("{mood: = 70}").state["mood"] == 20


def test_every_expression_reads_the_state_before_the_mapping() -> None:
    state = after("{mood: = 3, tired: mood}").state
    assert (state["mood"], state["tired"]) == (3, 10)


def test_a_feed_is_what_really_moved() -> None:
    session = after("{load: 7}", times=2)
    assert session.state["load"] == 10
    assert session.state["tired"] == 10
    assert any(isinstance(event, Changed) and event.fed_by >= 0 for event in session.events)


def test_a_feed_moves_down_too() -> None:
    assert after("{load: = 0, tired: 4}").state["tired"] == 4
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: up, label: Up., effects: {load: 6}, goto: next}
          next:
            text: And.
            choices:
              - {id: down, label: Down., effects: {load: -4}}
        """
    assert played(small(main=lines), ["up", "down"]).state["tired"] == 2


def test_a_computed_stat_is_read() -> None:
    assert after("{tired: 21}").state["heavy"] == 10


def test_doing_stops_at_five() -> None:
    calendar = "calendar: {quarters: 9, quarter: [{scenario: main}]}\n"
    lines = (
        "scenes:\n  only:\n    text: Well.\n    choices:\n      - {id: act, label: Act., effects:"
        " {do: craft}}\n"
    )
    session = played(small(calendar, main=lines), ["act"] * 8)
    assert session.state["craft"] == 5
    assert session.program.slot_index["craft.done"] >= 0
    assert session.position.slots[session.program.slot_index["craft.done"]] == 8


def test_telling_opens_seven_and_teaching_twice_nine() -> None:
    calendar = "calendar: {quarters: 20, quarter: [{scenario: main}]}\n"
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: do, label: Do., effects: {do: craft}}
              - {id: tell, label: Tell., effects: {tell: craft}}
              - {id: teach, label: Teach., effects: {teach: craft}}
        """
    pack = small(calendar, main=lines)
    assert played(pack, ["do"] * 6 + ["tell"] + ["do"] * 4).state["craft"] == 7
    assert played(pack, ["tell", "teach", "teach"] + ["do"] * 9).state["craft"] == 9
    assert played(pack, ["teach", "teach"] + ["do"] * 6).state["craft"] == 5
    assert played(pack, ["tell", "teach"] + ["do"] * 9).state["craft"] == 7


def test_a_level_above_the_cap_stays() -> None:
    session = after("{craft: 8, do: craft}")
    assert session.state["craft"] == 8
    practised = [event for event in session.events if isinstance(event, Practised)]
    assert [(event.before, event.after, event.times) for event in practised] == [(8, 8, 1)]


def test_disliked_work_tires_and_loved_work_rests() -> None:
    assert after("{craft.interest: -2, tired: 10, do: craft}").state["tired"] == 12
    assert after("{craft.interest: 2, tired: 10, do: craft}").state["tired"] == 9


def test_acts_come_after_changes_in_their_own_mapping() -> None:
    assert after("{craft.interest: -2, tired: = 100, do: craft}").state["tired"] == 100


def test_a_role_runs_enter_then_the_crossing() -> None:
    session = after("{mood: 5, vision: 4, role: senior}")
    assert session.state.role == "senior"
    assert session.state["mood"] == 12
    assert session.state["vision"] == 2
    kinds = [type(event) for event in session.events]
    assert kinds.index(RoleChanged) < kinds.index(Crossed)


def test_a_crossing_ends_after_its_quarters() -> None:
    lines = """
        scenes:
          only:
            text: Well.
            choices:
              - {id: act, label: Act., effects: {vision: 4, role: senior}}
              - {id: wait, label: Wait., effects: {mood: 1}}
        """
    pack = small(main=lines)
    assert [played(pack, ["act", "wait", "wait"][: n + 1]).state["vision"] for n in range(3)] == [
        2,
        4,
        4,
    ]


def test_a_role_that_is_held_changes_nothing() -> None:
    session = after("{mood: 5, role: junior}")
    assert session.state["mood"] == 15
    assert not any(isinstance(event, RoleChanged) for event in session.events)


def test_a_start_runs_the_roles_enter_first() -> None:
    lines = "scenes:\n  only:\n    text: Well.\n    choices:\n      - {id: act, label: Act.}\n"
    assert Session(small(main=lines)).state["mood"] == 10
