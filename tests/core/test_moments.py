"""Moments: what an `each` offers, and how `moment.interest` moves with the other numbers of its
effects."""

import pytest

from pmsim.core.events import Changed
from pmsim.core.policy import policy_named
from pmsim.core.step import play_career
from pmsim.lang import compile_pack
from pmsim.play.session import Session
from pmsim.play.state_decoding import IdLookup, decode
from pmsim.play.state_encoding import encode
from tests.small import open_ids, played, small

DESK = """
    scenes:
      desk:
        text: A desk.
        choices:
          - {id: write, label: Write., moment: the page, effects: {do: craft, tired: 10}, goto: bed}
      bed:
        text: A bed.
        choices:
          - each: moments
            id: keep
            label: Think of {moment}.
            KEEP
          - {id: sleep, label: Sleep.}
      morning:
        text: A morning.
        choices:
          - {id: rise, label: Rise.}
    """


def kept(
    *fields: str, choices: tuple[str, ...] = ("write", "keep.main.desk.write"), **how: object
) -> Session:
    """A session in which a moment of practice was kept, by an `each` with these fields."""
    return played(small(main=DESK.replace("KEEP", ("\n" + " " * 12).join(fields)), **how), choices)  # type: ignore[arg-type]


def interest(session: Session, skill: str = "craft") -> int:
    return session.position.slots[session.program.slot_index[f"{skill}.interest"]]


def test_a_sum_for_the_interest_reads_the_state_before_its_mapping() -> None:
    session = kept("effects: {mood: 3, moment.interest: mood - 8}", "goto: morning")
    assert (session.state["mood"], interest(session)) == (13, 2)


def test_the_interest_moves_before_the_acts_of_its_mapping() -> None:
    for amount, tired in ((2, -1), (-2, 2), (1, 0)):
        assert (
            kept(
                f"effects: {{tired: = 10, moment.interest: {amount}, do: craft}}", "goto: morning"
            ).state["tired"]
            == 10 + tired
        )


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ("craft.interest: 5, moment.interest: -2", 3),
        ("craft.interest: 5, moment.interest: 5", 5),
        ("craft.interest: 9, moment.interest: -9", 0),
        ("craft.interest: = 4, moment.interest: -3", 1),
        ("craft.interest: -3, moment.interest: = 4", 1),
        ("craft.interest: = 4, moment.interest: = -3", 4),
        ("moment.interest: = -3", -3),
        ("moment.interest: = 1 - 9", -5),
        ("vision.interest: 2, moment.interest: 1", 1),
    ],
)
def test_the_interest_of_a_moment_and_one_by_name_are_one_change(
    effects: str, expected: int
) -> None:
    session = kept(f"effects: {{{effects}}}", "goto: morning")
    assert interest(session) == expected
    assert len(
        [
            event
            for event in session.events
            if isinstance(event, Changed) and "interest" in moved(session, event)
        ]
    ) == ((expected != 0) + ("vision" in effects))


def moved(session: Session, event: Changed) -> str:
    return session.program.slots[event.slot].id


def test_the_interest_moves_in_a_branch() -> None:
    both = "success: {effects: {moment.interest: 2}}", "failure: {effects: {moment.interest: 2}}"
    assert interest(kept("odds: 95", *both, "goto: morning")) == 2


def test_the_interest_is_told_where_it_was_moved() -> None:
    session = kept("effects: {moment.interest: 1}", "goto: morning")
    assert [event.source for event in session.events if isinstance(event, Changed)] == [
        "main.bed.keep"
    ]


def test_an_each_offers_a_moment_once() -> None:
    session = kept("effects: {mood: 1}", "goto: bed")
    assert open_ids(session) == ["sleep"]


def test_an_each_with_again_offers_its_moments_again() -> None:
    session = kept("effects: {mood: 1}", "again: true", "goto: bed")
    assert open_ids(session) == ["keep.main.desk.write", "sleep"]
    assert played(session.pack, [*session.choices, "keep.main.desk.write"]).state["mood"] == 12


TWO = """
    scenes:
      desk:
        text: A desk.
        choices:
          - {id: write, label: Write., moment: the page, goto: bed}
      bed:
        text: A bed.
        choices:
          - {each: moments, id: keep, label: Keep it., again: true, goto: bed}
          - {each: moments, id: sell, label: Sell it., AGAIN goto: bed}
          - {id: sleep, label: Sleep.}
    """


@pytest.mark.parametrize("again", ["", "again: true,"])
def test_a_moment_that_was_chosen_is_not_offered_by_another_each(again: str) -> None:
    pack = small(main=TWO.replace("AGAIN", again))
    keep, sell = "keep.main.desk.write", "sell.main.desk.write"
    assert open_ids(played(pack, ["write"])) == [keep, sell, "sleep"]
    assert open_ids(played(pack, ["write", keep])) == [keep, "sleep"]
    assert open_ids(played(pack, ["write", sell])) == ([sell, "sleep"] if again else ["sleep"])


def test_who_chose_a_moment_is_saved_only_where_something_asks_for_it() -> None:
    for fields, written in ((("again: true",), True), ((), False)):
        session = kept(*fields, "effects: {mood: 1}", "goto: bed")
        plain = encode(session.program, session.position)
        assert ("kept_by" in plain["visit"]) is written
        assert plain["visit"]["kept"] == ["main.desk.write"]
        assert (
            decode(session.program, plain, IdLookup(session.program, {})).state == session.position
        )


@pytest.mark.parametrize(
    "fields",
    [("effects: {%s}",), ("odds: 50", "success: {effects: {%s}}", "failure: {effects: {%s}}")],
)
@pytest.mark.parametrize("amount", [-2, 2])
@pytest.mark.parametrize(("persona", "likes"), [("calm", 2), ("busy", -2)])
def test_a_persona_measures_the_interest(
    fields: tuple[str, ...], amount: int, persona: str, likes: int
) -> None:
    once = "calendar: {quarters: 1, quarter: [{scenario: main}]}\n"
    personas = "personas: {calm: {likes: {tired: -1}}, busy: {likes: {tired: 1}}}\n"
    own = (each.replace("%s", f"moment.interest: {amount}, do: craft") for each in fields)
    pack = small(once, world=personas, main=DESK.replace("KEEP", ("\n" + " " * 12).join(own)))
    end = play_career(pack.program, "", 1, policy_named(pack.program, persona))
    assert end.slots[pack.program.slot_index["craft.done"]] == (2 if amount == likes else 1)


SHELF = """
    scenes:
      shelf:
        text: Take one.
        pick: PICK
        choices:
          - {id: red, label: Red., effects: {mood: 1}}
          - {id: blue, label: Blue., moment: the blue one, effects: {mood: 2}}
          - {id: grey, label: Grey., effects: {mood: 3}}
        goto: door
      door:
        text: The door.
        choices:
          - {id: back, label: Back., again: true, goto: shelf}
          - {id: leave, label: Leave.}
    """


def test_pick_counts_in_the_whole_visit() -> None:
    pack = small(main=SHELF.replace("PICK", "1"))
    assert open_ids(played(pack, ["red", "back"])) == ["back", "leave"]
    assert open_ids(played(pack, ["red", "back", "back", "leave"])) == ["red", "blue", "grey"]
    pack = small(main=SHELF.replace("PICK", "2"))
    assert open_ids(played(pack, ["red", "grey", "back"])) == ["back", "leave"]


def test_pick_counts_moments_too() -> None:
    lines = SHELF.replace("PICK", "2").replace(
        "          - {id: grey, label: Grey., effects: {mood: 3}}",
        "          - {each: moments, id: keep, label: Keep it.}",
    )
    session = played(small(main=lines), ["blue"])
    assert open_ids(session) == ["red", "keep.main.shelf.blue"]
    session.replay(["keep.main.shelf.blue", "back"])
    assert open_ids(session) == ["back", "leave"]


def test_the_interest_of_moments_can_be_set_only_where_there_are_moments() -> None:
    files = {
        "pack.yaml": b"language: 1\npack: p\ntitle: P\n",
        "s.yaml": b"language: 1\ntitle: S\nscenes:\n  a: {effects: {moment.interest: = 2}}\n",
    }
    assert [one.code for one in compile_pack(files).diagnostics if one.place.file == "s.yaml"] == [
        "PM507"
    ]
