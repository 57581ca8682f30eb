"""Effects: how one mapping changes the state, in the order changes (with feeds), acts, flags, role.

A mapping is compiled once. To record events, `CompiledEffects.run` compares the slots before and
after, so that runs with and without events share the code that changes numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, assert_never

from pmsim.core.compile_expr import CompiledExpr, compile_expr
from pmsim.core.effect_kinds import (
    Act,
    Change,
    ChangeInterest,
    ClearFlag,
    Effect,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.events import Changed, Crossed, FlagCleared, FlagSet, Practised, RoleChanged
from pmsim.core.expr import Arith, Num
from pmsim.core.program import (
    COUNTER_MAX,
    QUARTER,
    ROLE,
    ROLE_SINCE,
    TOLD_MAX,
    Program,
    Skill,
    Slot,
)

if TYPE_CHECKING:
    from pmsim.core.mutable_state import MutableState

ApplyChanges = Callable[[list[int]], None]
"""A function that applies the changes of a mapping to the slots, in place."""


class CompiledChanges(NamedTuple):
    """The changes of a mapping, ready to run. `touched`: the slots that may change, in the order of
    events. `fed`: a fed slot -> the slot that feeds it."""

    run: ApplyChanges | None
    touched: tuple[int, ...]
    fed: Mapping[int, int]


class CompiledEffects:
    """One mapping of effects, ready to run. `apply_only`: its changes, if it has no other
    effects."""

    __slots__ = ("_changes", "_changes_by_skills", "_interest", "_named", "_rest", "apply_only")

    def __init__(self, program: Program, effects: Effects) -> None:
        changes: list[Change] = []
        rest: list[Callable[[MutableState], None]] = []
        self._interest: ChangeInterest | None = None
        for effect in effects:
            match effect:
                case Change():
                    changes.append(effect)
                case ChangeInterest():
                    self._interest = effect
                case Practice():
                    rest.append(partial(practise_skill, effect))
                case SetFlag(slot):
                    rest.append(partial(set_flag, slot))
                case ClearFlag(slot):
                    rest.append(partial(clear_flag, slot))
                case TakeRole(role):
                    rest.append(partial(take_role, role))
                case _:
                    assert_never(effect)
        self._named, self._rest = changes, rest
        self._changes = compile_changes(program, changes)
        self._changes_by_skills: dict[int, CompiledChanges] = {}
        self.apply_only = None if self._interest or rest else self._changes.run

    def run(self, m: "MutableState", source: str) -> None:
        """Run the whole mapping. `source` becomes `Changed.source` of the events."""
        changes = (
            self._changes
            if self._interest is None
            else self._changes_for_skills(m.program, practised_in_moment(m))
        )
        apply = changes.run
        if apply is not None:
            s, events = m.slots, m.events
            if events is None:
                apply(s)
            else:
                before = s.copy()
                apply(s)
                for slot in changes.touched:
                    if s[slot] != before[slot]:
                        events.append(
                            Changed(slot, before[slot], s[slot], source, changes.fed.get(slot, -1))
                        )
        for run in self._rest:
            run(m)

    def _changes_for_skills(self, program: Program, skills: int) -> CompiledChanges:
        """Return the changes with `moment.interest` applied to `skills` (a bit set)."""
        if skills not in self._changes_by_skills:
            assert self._interest is not None
            self._changes_by_skills[skills] = compile_changes(
                program, with_moment_interests(program, self._named, self._interest, skills)
            )
        return self._changes_by_skills[skills]


def practised_in_moment(m: "MutableState") -> int:
    """Return the skills (a bit set) practised in the moment that the last choice stands for, else
    0."""
    chosen = m.last_choice[1] if m.last_choice is not None else -1
    return next((moment.skills for moment in m.moments if moment.choice == chosen), 0)


def with_moment_interests(
    program: Program, named: Sequence[Change], of_moment: ChangeInterest, skills: int
) -> Sequence[Change]:
    """Return the `named` changes, with `moment.interest` as a change of the interest of each of
    `skills` (a bit set).

    If the mapping also changes such an interest by name, both become one change, clamped once: a
    set value comes first (the named one if both set) and an addend is added to it.
    """
    changes = {change.slot: change for change in named}
    for number, skill in enumerate(program.skills):
        if skills >> number & 1:
            existing = changes.get(skill.interest)
            amount = of_moment.amount
            if existing is not None:
                amount = (
                    existing.amount
                    if existing.sets and of_moment.sets
                    else Arith("+", existing.amount, amount)
                )
            changes[skill.interest] = Change(
                skill.interest, amount, of_moment.sets or (existing is not None and existing.sets)
            )
    return list(changes.values())


def clamp(value: int, low: int, high: int) -> int:
    """Return `value`, clamped to `low`..`high`."""
    return low if value < low else high if value > high else value


def compile_changes(program: Program, changes: Sequence[Change]) -> CompiledChanges:
    """Return the changes compiled, with the slots that events report."""
    feeds = {feed.source: feed.target for feed in program.feeds}
    slots = [change.slot for change in changes]
    fed = {feeds[slot]: slot for slot in reversed(slots) if slot in feeds}
    return CompiledChanges(
        compile_apply(program, changes), tuple(dict.fromkeys([*slots, *fed])), fed
    )


def compile_apply(program: Program, changes: Sequence[Change]) -> ApplyChanges | None:
    """Return the changes as one closure, or None for no changes. Constants on small slots use
    tables."""
    if not changes:
        return None
    feeds = {feed.source: feed.target for feed in program.feeds}
    slots = program.slots
    if all(isinstance(change.amount, Num) and slots[change.slot].max < 1000 for change in changes):
        feeding = any(change.slot in feeds for change in changes)
        return (
            _apply_constants_with_feeds(program, changes, feeds)
            if feeding
            else _apply_constants(program, changes)
        )
    return _apply_expressions(
        tuple(
            (
                change.slot,
                compile_expr(change.amount),
                change.sets,
                slots[change.slot].min,
                slots[change.slot].max,
                feeds.get(change.slot, -1),
            )
            for change in changes
        ),
        {target: (slots[target].min, slots[target].max) for target in feeds.values()},
    )


def _apply_constants(program: Program, changes: Sequence[Change]) -> ApplyChanges:
    """Return a closure that looks up each new number in a table by the old one.

    One look-up adds or sets, and clamps.
    """
    steps = [
        (change.slot, _transition_table(program.slots[change.slot], change)) for change in changes
    ]

    def move_all(s: list[int]) -> None:
        for slot, table in steps:
            s[slot] = table[s[slot]]

    return move_all


def _apply_constants_with_feeds(
    program: Program, changes: Sequence[Change], feeds: dict[int, int]
) -> ApplyChanges:
    """Return the same closure as `_apply_constants` for changes of which some feed another slot."""
    steps = [
        (
            change.slot,
            _transition_table(program.slots[change.slot], change),
            feeds.get(change.slot, -1),
        )
        for change in changes
    ]
    bounds = {
        target: (program.slots[target].min, program.slots[target].max) for target in feeds.values()
    }

    def move(s: list[int]) -> None:
        fed: dict[int, int] = {}
        for slot, table, target in steps:
            old = s[slot]
            s[slot] = new = table[old]
            if target >= 0 and new != old:
                fed[target] = fed.get(target, 0) + new - old
        for target, amount in fed.items():
            s[target] = clamp(s[target] + amount, *bounds[target])

    return move


def _transition_table(slot: Slot, change: Change) -> tuple[int, ...]:
    """Return the new number for every old one.

    Numbers from 0 up come first; numbers below 0 stand at the end, where a negative index finds
    them.
    """
    assert isinstance(change.amount, Num)
    olds = (*range(max(slot.max, 0) + 1), *range(min(slot.min, 0), 0))
    return tuple(
        clamp(change.amount.value + (0 if change.sets else old), slot.min, slot.max) for old in olds
    )


def _apply_expressions(
    rows: tuple[tuple[int, CompiledExpr, bool, int, int, int], ...],
    bounds: dict[int, tuple[int, int]],
) -> ApplyChanges:
    def move(s: list[int]) -> None:
        amounts = [row[1](s) for row in rows]
        fed: dict[int, int] = {}
        for (slot, _, sets, low, high, target), amount in zip(rows, amounts, strict=True):
            old = s[slot]
            s[slot] = new = clamp(amount if sets else old + amount, low, high)
            if target >= 0 and new != old:
                fed[target] = fed.get(target, 0) + new - old
        for target, amount in fed.items():
            s[target] = clamp(s[target] + amount, *bounds[target])

    return move


def practise_skill(practice: Practice, m: "MutableState") -> None:
    """Do, tell or teach a skill.

    Raise the counter, then the level (up to its cap), then run the effects of disliked or loved
    work.
    """
    skill = m.program.skills[practice.skill]
    counter = (skill.done, skill.told, skill.taught)[practice.act]
    m.slots[counter] = min(m.slots[counter] + 1, COUNTER_MAX)
    level = m.slots[skill.level]
    m.slots[skill.level] = max(level, min(level + 1, level_cap(m.slots, skill)))
    m.practised |= 1 << practice.skill
    if m.events is not None:
        m.events.append(
            Practised(
                practice.skill, Act(practice.act), level, m.slots[skill.level], m.slots[counter]
            )
        )
    interest = m.slots[skill.interest]
    if interest <= -2 and m.compiled.disliked_effects is not None:
        m.compiled.disliked_effects.run(m, "practice")
    elif interest >= 2 and m.compiled.loved_effects is not None:
        m.compiled.loved_effects.run(m, "practice")


def level_cap(s: list[int], skill: Skill) -> int:
    """Return the level that practice may reach: 5; 7 once told; 9 once told and taught twice."""
    if s[skill.told] == 0:
        return 5
    return 9 if s[skill.taught] >= 2 else 7


def set_flag(slot: int, m: "MutableState") -> None:
    """Set a flag in the present quarter."""
    m.slots[slot] = m.slots[QUARTER]
    if m.events is not None:
        m.events.append(FlagSet(slot))


def clear_flag(slot: int, m: "MutableState") -> None:
    """Clear a flag. An event tells of it only if it was set."""
    if m.events is not None and m.slots[slot]:
        m.events.append(FlagCleared(slot))
    m.slots[slot] = 0


def take_role(role: int, m: "MutableState") -> None:
    """Change the role: run its `enter`, then the crossing if its stage was never entered before."""
    before = m.slots[ROLE]
    if before == role:
        return
    m.slots[ROLE], m.slots[ROLE_SINCE] = role, m.slots[QUARTER]
    if m.events is not None:
        m.events.append(RoleChanged(before, role))
    enter = m.compiled.role_effects[role]
    if enter is not None:
        enter.run(m, f"roles.{m.program.roles[role].id}")
    _enter_stage(m, m.program.roles[role].stage)


def _enter_stage(m: "MutableState", stage_index: int) -> None:
    stage = m.program.stages[stage_index]
    if stage.held < 0 or m.slots[stage.held]:
        return
    m.slots[stage.held] = 1
    crossing = m.program.crossing
    if crossing is None:
        return
    m.slots[stage.ends] = min(m.slots[QUARTER] + crossing.quarters, m.program.slots[stage.ends].max)
    if m.events is not None:
        m.events.append(Crossed(stage_index, m.slots[stage.ends]))
    if m.compiled.crossing_effects is not None:
        m.compiled.crossing_effects.run(m, "crossing")


def slots_written(program: Program, effect: Effect) -> tuple[int, ...]:
    """Return the slots of the pack that an effect names and may change.

    What follows from it (feeds, the `enter` of a role, the effects of practice) is not included.
    """
    match effect:
        case Change(slot) | SetFlag(slot) | ClearFlag(slot):
            return (slot,)
        case ChangeInterest():
            return tuple(skill.interest for skill in program.skills)
        case Practice(_, skill):
            return (program.skills[skill].level,)
        case TakeRole():
            return ()
        case _:
            assert_never(effect)


Tellings = tuple[tuple[int, CompiledExpr | None], ...]
"""Counters of a text: slot, and condition as a closure."""


def compile_tellings(program: Program, key: str) -> Tellings:
    """Return the counters of a text's owner, ready to run."""
    return tuple(
        (slot, None if when is None else compile_expr(when))
        for slot, when in program.tellings.get(key, ())
    )


def count_tellings(m: "MutableState", tellings: Tellings) -> None:
    """Count the blocks that are read of a text told now, whether anybody reads it or not."""
    s = m.slots
    for slot, holds in tellings:
        if s[slot] < TOLD_MAX and (holds is None or holds(s)):
            s[slot] += 1
