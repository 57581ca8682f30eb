"""Facts of a career for its debrief, without words: the decisions, the statements with the choices
that speak for and against them, and the grid of skill, experience and interest. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from pmsim.core.compile_expr import evaluate
from pmsim.core.effect_kinds import Practice
from pmsim.core.events import (
    ChoiceTaken,
    Drawn,
    Ended,
    Entered,
    Event,
    Offer,
    Practised,
    QuarterBegan,
    Scheduled,
    Turn,
)
from pmsim.core.program import ROLE, Choice, Program
from pmsim.core.state import State
from pmsim.core.step import offered
from pmsim.lang.compiler.termination import effects_of
from pmsim.lang.pack import Statement


class Decision(NamedTuple):
    """One choice of a career. `number`: from 1; `before`: the state in which it was offered;
    `choice`, `moment`: as in `ChoiceTaken`; `labels`: ids of its tags and of the skills that it
    practised; `open_choices`: every open choice then, with its moment; `events`: those of its
    step; `role_after`: the role that began with it, -1 for none."""

    number: int
    before: State
    choice: int
    moment: int
    labels: frozenset[str]
    open_choices: tuple[tuple[int, int], ...]
    events: tuple[Event, ...]
    role_after: int

    @property
    def quarter(self) -> int:
        """Return the quarter of the decision."""
        return self.before.quarter


def career_decisions(
    program: Program, turns: Sequence[Turn], actions: Sequence[str]
) -> tuple[Decision, ...]:
    """Return the decisions of a career. `turns`: from its start, one for each decision; `actions`:
    the action that led to each turn, '' for the start. Leave out decisions that the program cannot
    offer any more."""
    return tuple(
        decision
        for number, (before, turn) in enumerate(pairwise(turns), 1)
        if (decision := _decision(program, number, before.state, turn, actions[number])) is not None
    )


def _decision(
    program: Program, number: int, before: State, turn: Turn, action: str
) -> Decision | None:
    options = [offer for offer in offered(program, before) if not offer.closed]
    taken: ChoiceTaken | Offer | None = next(
        (event for event in turn.events[:1] if isinstance(event, ChoiceTaken)),
        # a save may know the action alone
        next((offer for offer in options if offer.id == action), None),
    )
    if taken is None or before.scene < 0:
        return None
    choice = program.choices[taken.choice]
    practised = (program.skills[skill].id for skill in _practised_by_choice(turn.events))
    return Decision(
        number,
        before,
        taken.choice,
        taken.moment,
        frozenset((*_tags(program, choice), *practised)),
        tuple((offer.choice, offer.moment) for offer in options),
        turn.events,
        turn.state.slots[ROLE] if turn.state.slots[ROLE] != before.slots[ROLE] else -1,
    )


def _practised_by_choice(events: Sequence[Event]) -> Iterator[int]:
    """Yield the skills that a choice practised: those before the next visit, draw or quarter."""
    for event in events:
        if isinstance(event, QuarterBegan | Drawn) or (
            isinstance(event, Entered) and event.arrival != "goto"
        ):
            return
        if isinstance(event, Practised):
            yield event.skill


def _tags(program: Program, choice: Choice) -> Iterator[str]:
    return (program.tags[tag].id for tag in choice.tags)


def possible_labels(program: Program, index: int) -> frozenset[str]:
    """Return the ids of a choice's tags, and of the skills that it may practise."""
    choice = program.choices[index]
    skills = (
        program.skills[effect.skill].id
        for effects in effects_of(choice)
        for effect in effects or ()
        if isinstance(effect, Practice)
    )
    return frozenset((*_tags(program, choice), *skills))


def telling_decisions(
    program: Program, decisions: Sequence[Decision], earlier: Collection[int], most: int
) -> tuple[Decision, ...]:
    """Return the decisions of a quarter that say most about it, in order: those that changed the
    role or ended the career, then those outside the calendar's own scenarios, made for the first
    time, with consequences. `earlier`: the choices made in earlier quarters."""
    routine = {beat.scenario for beat in program.beats}

    def weight(decision: Decision) -> tuple[bool, bool, bool, int, int]:
        kinds = [type(event) for event in decision.events]
        return (
            decision.role_after >= 0 or Ended in kinds,
            program.scenes[decision.before.scene].scenario not in routine,
            decision.choice not in earlier,
            kinds.count(Scheduled),
            len(decision.labels),
        )

    chosen = sorted(decisions, key=weight, reverse=True)[:most]
    return tuple(sorted(chosen, key=lambda one: one.number))


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
    """Return at most `most` citations, oldest first. Prefer those from quarters, then of choices,
    that are not cited yet, then those that no other claim uses, then those with the most of the
    `wanted` labels."""
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


Experience = Literal["never", "some", "often"]
Interest = Literal["less", "neutral", "more"]
EXPERIENCE_WORDS: tuple[Experience, ...] = get_args(Experience)
INTEREST_WORDS: tuple[Interest, ...] = get_args(Interest)
OFTEN = 4
"""Times from which a skill counts as practised often."""
HIGH_LEVEL = 5
"""The level from which a skill is high: further than doing alone leads."""
INTERESTED = 2
"""The interest from which the player wants more of a skill's work; as much below 0, less."""
Suggestion = Literal[
    "", "hand over or teach", "next project", "build the role here", "arrange not to need"
]
_SUGGESTIONS: dict[tuple[bool, Interest], Suggestion] = {
    (True, "less"): "hand over or teach",
    (False, "more"): "next project",
    (True, "more"): "build the role here",
    (False, "less"): "arrange not to need",
}


class GridRow(NamedTuple):
    """One skill. `skill`: its id; `stage`: that of the skill; `step`: 0..3 for learn, do, tell,
    teach; `interest_shown`: what the choices say; `interest`: the player's own word, if there is
    one."""

    skill: str
    stage: str
    level: int
    step: int
    times: int
    experience: Experience
    interest: Interest
    interest_shown: Interest

    @property
    def is_corrected(self) -> bool:
        """Return True if the player's word differs from what the choices say."""
        return self.interest != self.interest_shown

    @property
    def suggestion(self) -> Suggestion:
        """Return what the row suggests, '' for a neutral interest."""
        return _SUGGESTIONS.get((self.level >= HIGH_LEVEL, self.interest), "")


def skill_grid(
    program: Program, state: State, corrections: Mapping[str, Interest]
) -> tuple[GridRow, ...]:
    """Return a row for each skill. `corrections`: the player's interest by the id of a skill."""
    rows = []
    for skill in program.skills:
        level, done, told, taught, interest = (
            state.slots[slot]
            for slot in (skill.level, skill.done, skill.told, skill.taught, skill.interest)
        )
        times = done + told + taught
        shown: Interest = (
            "more" if interest >= INTERESTED else "less" if interest <= -INTERESTED else "neutral"
        )
        rows.append(
            GridRow(
                skill.id,
                program.stages[skill.stage].id,
                level,
                3 if taught else 2 if told else 1 if done or level >= 2 else 0,
                times,
                "often" if times >= OFTEN else "some" if times else "never",
                corrections.get(skill.id, shown),
                shown,
            )
        )
    return tuple(rows)
