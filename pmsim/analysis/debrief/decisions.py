"""The decisions of a career, each with what it practised and what it passed by."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmsim.core.effect_kinds import Effects, Practice
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
from pmsim.core.program import QUARTER, ROLE, Choice, Program
from pmsim.core.state import State
from pmsim.core.step import offered


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
        return self.before.slots[QUARTER]


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
    """Yield the skills that a choice practised, not those of what came after its visit."""
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
    branches = (choice.check.success, choice.check.failure) if choice.check else ()
    effects: Collection[Effects | None] = (choice.effects, *(one.effects for one in branches))
    skills = (
        program.skills[effect.skill].id
        for mapping in effects
        for effect in mapping or ()
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
