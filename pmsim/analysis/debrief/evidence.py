"""Statements of the debrief, with the choices that speak for them and against them."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from pmsim.analysis.debrief.decisions import Decision, possible_labels
from pmsim.core.compile_expr import evaluate
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.lang.pack import Statement

MAX_CLAIMS = 5
MIN_CITATIONS, MIN_QUARTERS = 3, 2
"""A statement is made only with so many choices, from so many quarters."""
QUOTED, QUOTED_AGAINST = 3, 2
"""Choices that a claim quotes for itself and against itself, at most."""
Strength = Literal["strong", "some", "too little to tell"]
_ORDER: tuple[Strength, ...] = ("strong", "some", "too little to tell")


class Citation(NamedTuple):
    """A decision that is quoted. `passed_by`: the open choice (with its moment) that the player did
    not take, if that is the reason; else None."""

    decision: Decision
    passed_by: tuple[int, int] | None


class Claim(NamedTuple):
    """A statement that a career supports. `total`, `total_against`: the number of choices for it
    and against it, of which `quoted` and `quoted_against` are a part, oldest first."""

    statement: Statement
    strength: Strength
    total: int
    total_against: int
    quoted: tuple[Citation, ...]
    quoted_against: tuple[Citation, ...]


def claims_of(
    program: Program, statements: Sequence[Statement], state: State, decisions: Sequence[Decision]
) -> tuple[Claim, ...]:
    """Return at most `MAX_CLAIMS` statements that are true in `state` and have enough evidence, the
    strongest first."""
    claims = [
        claim
        for one in statements
        if one.when is None or evaluate(one.when, state.slots)
        if (claim := _claim(program, one, decisions)) is not None
    ]
    claims.sort(
        key=lambda claim: (
            _ORDER.index(claim.strength),
            (claim.total_against - claim.total) / claim.statement.strong,
        )
    )
    used: set[int] = set()
    return tuple(_with_quotes(claim, used) for claim in claims[:MAX_CLAIMS])


def _claim(program: Program, statement: Statement, decisions: Sequence[Decision]) -> Claim | None:
    evidence = [
        citation
        for one in decisions
        if (citation := _citation(program, statement, one)) is not None
    ]
    quarters = {citation.decision.quarter for citation in evidence}
    if len(evidence) < MIN_CITATIONS or len(quarters) < MIN_QUARTERS:
        return None
    cited = {citation.decision.number for citation in evidence}
    opposed = set(statement.against)
    against = [
        Citation(one, None) for one in decisions if one.labels & opposed and one.number not in cited
    ]
    if len(against) >= 2 * len(evidence):
        return None
    strength: Strength = "some"
    if len(against) >= len(evidence):
        strength = "too little to tell"
    elif len(evidence) >= statement.strong and 2 * len(against) <= len(evidence):
        strength = "strong"
    return Claim(statement, strength, len(evidence), len(against), tuple(evidence), tuple(against))


def _citation(program: Program, statement: Statement, decision: Decision) -> Citation | None:
    if decision.labels & set(statement.cites):
        return Citation(decision, None)
    wanted = set(statement.passed)
    if not wanted or decision.labels & wanted:
        return None
    passed_by = next(
        (
            option
            for option in decision.open_choices
            if option != (decision.choice, decision.moment)
            and possible_labels(program, option[0]) & wanted
        ),
        None,
    )
    return None if passed_by is None else Citation(decision, passed_by)


def _with_quotes(claim: Claim, used: set[int]) -> Claim:
    """Return the claim with a part of its evidence to quote. `used`: the numbers of the decisions
    that other claims quote; they are taken last."""
    statement = claim.statement
    quoted = _quotes(claim.quoted, QUOTED, used, frozenset(statement.cites))
    used |= {one.decision.number for one in quoted}
    against = _quotes(claim.quoted_against, QUOTED_AGAINST, used, frozenset(statement.against))
    return claim._replace(quoted=quoted, quoted_against=against)


def _quotes(
    evidence: Sequence[Citation], most: int, used: set[int], wanted: frozenset[str]
) -> tuple[Citation, ...]:
    """Return at most `most` citations, oldest first: from as many quarters and scenes as there
    are, and of those the ones that other claims leave, with the most of what is wanted."""
    chosen: list[Citation] = []
    rest = list(evidence)
    while rest and len(chosen) < most:
        quarters = {one.decision.quarter for one in chosen}
        taken = {one.decision.choice for one in chosen}
        best = min(
            rest,
            key=lambda one: (
                one.decision.quarter in quarters,
                one.decision.choice in taken,
                one.decision.number in used,
                -len(one.decision.labels & wanted),
                len(one.decision.labels),
            ),
        )
        rest.remove(best)
        chosen.append(best)
    return tuple(sorted(chosen, key=lambda one: one.decision.number))
