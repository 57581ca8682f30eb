"""Which statements are made of a career, how strongly, and which choices they quote."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.debrief import Claim, Decision, career_decisions, claims_of, telling_decisions
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from tests.sizes import size
from tests.small import played, small
from tests.strategies.packs import compiled_packs, lived

DAY = """\
repeat: 1
scenes:
  day:
    text: |
      Monday.
    choices:
      - {id: help, label: Help., tags: [kind]}
      - {id: sneer, label: Sneer., tags: [sharp]}
      - {id: carve, label: Carve., effects: {do: craft}}
      - {id: wait, label: Wait.}
"""
CALENDAR = "calendar: {quarters: 9, quarter: [{scenario: main}]}\n"


def pack_with(statement: str) -> Pack:
    """A pack with one choice a quarter, and one statement `s`."""
    return small(
        CALENDAR,
        world=f"debrief: {{statements: {{s: {{say: So it is., {statement}}}}}}}\n",
        main=DAY,
    )


def decisions_of(session: Session) -> tuple[Decision, ...]:
    path = session.path()
    return career_decisions(
        session.program, [node.turn for node in path], [node.action for node in path]
    )


def claims(pack: Pack, choices: Iterable[str]) -> tuple[Claim, ...]:
    session = played(pack, choices)
    decisions = decisions_of(session)
    return claims_of(pack.program, pack.statements, session.position, decisions)


def made(statement: str, choices: str) -> list[tuple[str, int, int]]:
    """Strength and totals of the claims about a career, by the first letters of its choices."""
    ids = {"h": "help", "s": "sneer", "c": "carve", "w": "wait"}
    return [
        (one.strength, one.total, one.total_against)
        for one in claims(pack_with(statement), [ids[letter] for letter in choices])
    ]


@pytest.mark.parametrize(
    ("statement", "choices", "expected"),
    [
        ("cites: [kind]", "hhw", []),
        ("cites: [kind]", "hhh", [("some", 3, 0)]),
        ("cites: [kind], strong: 3", "hhh", [("strong", 3, 0)]),
        ("cites: [kind], against: [sharp], strong: 3", "hhhs", [("strong", 3, 1)]),
        ("cites: [kind], against: [sharp], strong: 3", "hhhss", [("some", 3, 2)]),
        ("cites: [kind], against: [sharp]", "hhhsss", [("too little to tell", 3, 3)]),
        ("cites: [kind], against: [craft, sharp]", "hhhcccss", [("too little to tell", 3, 5)]),
        ("cites: [kind], against: [sharp]", "hhhsssss", [("too little to tell", 3, 5)]),
        ("cites: [kind], against: [sharp]", "hhhssssss", []),
        ("cites: [kind], when: tired > 0", "hhh", []),
        ("cites: [craft]", "ccc", [("some", 3, 0)]),
        ("cites: [kind], against: [craft]", "hhhcc", [("some", 3, 2)]),
        ("passed: [craft]", "hhw", [("some", 3, 0)]),
        ("passed: [craft]", "hhc", []),
        ("cites: [kind], passed: [sharp], against: [sharp]", "hwws", [("some", 3, 1)]),
        ("cites: [kind, craft], against: [kind]", "hch", [("some", 3, 0)]),
    ],
)
def test_what_makes_a_statement(
    statement: str, choices: str, expected: list[tuple[str, int, int]]
) -> None:
    assert made(statement, choices) == expected


def test_three_choices_of_one_quarter_say_nothing() -> None:
    day = (
        DAY.replace("    choices:", "    pick: 3\n    choices:")
        .replace("sneer, label: Sneer., tags: [sharp]", "sneer, label: Sneer., tags: [kind]")
        .replace("Carve., effects: {do: craft}", "Carve., tags: [kind]")
    )
    pack = small(
        CALENDAR, world="debrief: {statements: {s: {say: So., cites: [kind]}}}\n", main=day
    )
    assert claims(pack, ["help", "sneer", "carve"]) == ()
    assert len(claims(pack, ["help", "sneer", "carve", "help"])) == 1


def test_what_was_passed_by_is_named() -> None:
    (claim,) = claims(pack_with("passed: [craft]"), ["help", "help", "wait"])
    program = pack_with("passed: [craft]").program
    assert [
        (one.decision.number, program.choices[(one.passed_by or (-1, -1))[0]].id)
        for one in claim.quoted
    ] == [(1, "carve"), (2, "carve"), (3, "carve")]


def test_a_decision_without_events_is_known_by_its_action() -> None:
    session = played(pack_with("cites: [kind]"), ["help", "carve"])
    turns = [node.turn._replace(events=()) for node in session.path()]
    known = career_decisions(session.program, turns, ["", "help", "carve"])
    assert [session.program.choices[one.choice].id for one in known] == ["help", "carve"]
    assert [sorted(one.labels) for one in known] == [["kind"], []]
    assert career_decisions(session.program, turns, ["", "gone", "gone"]) == ()


def test_at_most_five_statements_are_made_the_strongest_first() -> None:
    many = ", ".join(
        f"s{number}: {{say: So., cites: [{'sharp' if number == 6 else 'kind'}], strong: 5}}"
        for number in range(7)
    )
    pack = small(CALENDAR, world=f"debrief: {{statements: {{{many}}}}}\n", main=DAY)
    found = claims(pack, ["help"] * 3 + ["sneer"] * 5)
    assert [(one.statement.id, one.strength) for one in found] == [
        ("s6", "strong"),
        *((f"s{number}", "some") for number in range(4)),
    ]


def test_a_quarter_is_told_by_what_changed_most() -> None:
    pack = small(
        "calendar: {quarters: 2, quarter: [{scenario: main}, {draw: {}}]}\n",
        main=DAY.replace(
            "{id: wait, label: Wait.}", "{id: wait, label: Wait., effects: {role: senior}}"
        ),
        other=DAY.replace("tags: [sharp]", "later: {in: 1, scene: day}"),
    )
    for choices, expected in (
        (["help", "sneer"], ["sneer"]),
        (["wait", "sneer"], ["wait"]),
    ):
        session = played(pack, choices)
        decisions = decisions_of(session)
        told = telling_decisions(pack.program, decisions, (), 1)
        assert [pack.program.choices[one.choice].id for one in told] == expected


@settings(max_examples=size(25), deadline=None)
@given(compiled_packs(), st.integers(0, 2**32))
def test_every_quoted_choice_was_made(pack: Pack, seed: int) -> None:
    session = lived(pack, seed, 60)
    decisions = decisions_of(session)
    assert len(decisions) == len(session.choices)
    found = claims_of(pack.program, pack.statements, session.position, decisions)
    assert len(found) <= 5
    for claim in found:
        assert claim.total >= len(claim.quoted) == 3
        assert len({one.decision.quarter for one in claim.quoted}) >= 2
        for one in (*claim.quoted, *claim.quoted_against):
            assert one.decision == decisions[one.decision.number - 1]
            taken = pack.program.choices[one.decision.choice].id
            assert session.choices[one.decision.number - 1].partition(".")[0] == taken
            assert one.passed_by is None or one.passed_by in one.decision.open_choices
    assert claims_of(pack.program, pack.statements, session.position, decisions) == found
