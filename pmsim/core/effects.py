"""Effects: how one mapping moves a machine. The order is the language's: changes (and what they feed), acts, flags, role.

A mapping is compiled once. When somebody listens, what moved is read off the slots afterwards, so that telling and not telling
share every line that moves a number.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pmsim.core.events import Changed, Crossed, FlagCleared, FlagSet, Practised, RoleChanged
from pmsim.core.expr import Arith, Num, Read, compile_expr
from pmsim.core.program import COUNTER_MAX, QUARTER, ROLE, ROLE_SINCE, Act, Change, Effects, Practice, Program, Skill, Slot

if TYPE_CHECKING:
    from pmsim.core.machine import Machine

Move = Callable[[list[int]], None]
"""The changes of a mapping, on the slots in place."""


class Moves(NamedTuple):
    """The changes of a mapping, ready to run. `touched`: slots that they may move, in the order told; `fed`: a slot that is fed -> one
    that feeds it."""

    run: Move | None
    touched: tuple[int, ...]
    fed: Mapping[int, int]


class CompiledEffects:
    """One mapping of effects, ready to run. `only_changes`: its changes, if it has nothing else."""

    __slots__ = ("_moves", "_of_moment", "_plain", "_rest", "effects", "only_changes")

    def __init__(self, program: Program, effects: Effects) -> None:
        self.effects = effects
        self._moves = compile_moves(program, effects.changes)
        self._of_moment: dict[int, Moves] = {}
        self._plain = effects.moment_interest is None
        self._rest = bool(effects.acts or effects.sets or effects.clears or effects.role >= 0)
        self.only_changes = self._moves.run if self._plain and not self._rest else None

    def run(self, m: "Machine", source: str) -> None:
        """Run the whole mapping. `source` says in events where it stood."""
        moves = self._moves if self._plain else self._moves_of_moment(m.program, practised_in_moment(m))
        change = moves.run
        if change is not None:
            s, events = m.s, m.events
            if events is None:
                change(s)
            else:
                before = s.copy()
                change(s)
                for slot in moves.touched:
                    if s[slot] != before[slot]:
                        events.append(Changed(slot, before[slot], s[slot], source, moves.fed.get(slot, -1)))
        if self._rest:
            self._act(m)

    def _moves_of_moment(self, program: Program, skills: int) -> Moves:
        """The changes where `moment.interest` reaches `skills` (a bit set)."""
        if skills not in self._of_moment:
            self._of_moment[skills] = compile_moves(program, with_interests(program, self.effects, skills))
        return self._of_moment[skills]

    def _act(self, m: "Machine") -> None:
        for practice in self.effects.acts:
            act(m, practice)
        for slot in self.effects.sets:
            m.s[slot] = m.s[QUARTER]
            if m.events is not None:
                m.events.append(FlagSet(slot))
        for slot in self.effects.clears:
            if m.events is not None and m.s[slot]:
                m.events.append(FlagCleared(slot))
            m.s[slot] = 0
        if self.effects.role >= 0:
            take_role(m, self.effects.role)


def practised_in_moment(m: "Machine") -> int:
    """The skills (a bit set) practised in the moment for which the choice being taken stands; 0 if it stands for none."""
    chosen = m.last[1] if m.last is not None else -1
    return next((moment.skills for moment in m.moments if moment.choice == chosen), 0)


def with_interests(program: Program, effects: Effects, skills: int) -> tuple[Change, ...]:
    """The changes of `effects`, with `moment.interest` as a change of the interest of each of `skills` (a bit set).

    Where the mapping changes one of these by its own name as well, a number that is set comes first (its own, if there are two) and what
    is added is added to it: still one change, kept in range once."""
    written = effects.moment_interest
    assert written is not None
    of_moment = written if isinstance(written, Change) else Change(-1, written)
    changes = {change.slot: change for change in effects.changes}
    for number, skill in enumerate(program.skills):
        if skills >> number & 1:
            own = changes.get(skill.interest)
            amount = of_moment.amount
            if own is not None:
                amount = own.amount if own.sets and of_moment.sets else Arith("+", own.amount, amount)
            changes[skill.interest] = Change(skill.interest, amount, of_moment.sets or (own is not None and own.sets))
    return tuple(changes.values())


def clamp(value: int, low: int, high: int) -> int:
    """`value`, kept within `low`..`high`."""
    return low if value < low else high if value > high else value


def compile_moves(program: Program, changes: tuple[Change, ...]) -> Moves:
    """The changes, with what events tell of them."""
    feeds = {feed.source: feed.target for feed in program.feeds}
    own = [change.slot for change in changes]
    fed = {feeds[slot]: slot for slot in reversed(own) if slot in feeds}
    return Moves(compile_changes(program, changes), tuple(dict.fromkeys([*own, *fed])), fed)


def compile_changes(program: Program, changes: tuple[Change, ...]) -> Move | None:
    """The changes as one closure, or None if there are none. Small constants take a short way."""
    if not changes:
        return None
    feeds = {feed.source: feed.target for feed in program.feeds}
    slots = program.slots
    if all(isinstance(change.amount, Num) and slots[change.slot].max < 1000 for change in changes):
        feeding = any(change.slot in feeds for change in changes)
        return _feeding(program, changes, feeds) if feeding else _constants(program, changes)
    return _general(
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


def _constants(program: Program, changes: tuple[Change, ...]) -> Move:
    """Each change as a table from the old number to the new: adding, setting and keeping in range are one look-up."""
    steps = [(change.slot, _table(program.slots[change.slot], change)) for change in changes]
    match steps:
        case [(i, ti)]:

            def move_one(s: list[int]) -> None:
                s[i] = ti[s[i]]

            return move_one
        case [(i, ti), (j, tj)]:

            def move_two(s: list[int]) -> None:
                s[i], s[j] = ti[s[i]], tj[s[j]]

            return move_two
        case [(i, ti), (j, tj), (k, tk)]:

            def move_three(s: list[int]) -> None:
                s[i], s[j], s[k] = ti[s[i]], tj[s[j]], tk[s[k]]

            return move_three

    def move_all(s: list[int]) -> None:
        for slot, table in steps:
            s[slot] = table[s[slot]]

    return move_all


def _feeding(program: Program, changes: tuple[Change, ...], feeds: dict[int, int]) -> Move:
    """As `_constants`, where some of them feed."""
    steps = [(change.slot, _table(program.slots[change.slot], change), feeds.get(change.slot, -1)) for change in changes]
    bounds = {target: (program.slots[target].min, program.slots[target].max) for target in feeds.values()}

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


def _table(slot: Slot, change: Change) -> tuple[int, ...]:
    """The new number for every old one, from 0 up; numbers below 0 stand at the end, where a negative index finds them."""
    assert isinstance(change.amount, Num)
    olds = (*range(max(slot.max, 0) + 1), *range(min(slot.min, 0), 0))
    return tuple(clamp(change.amount.value + (0 if change.sets else old), slot.min, slot.max) for old in olds)


def _general(rows: tuple[tuple[int, Read, bool, int, int, int], ...], bounds: dict[int, tuple[int, int]]) -> Move:
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


def act(m: "Machine", practice: Practice) -> None:
    """Do, tell or teach a skill: the count, then the cap, then the level; then what loving or disliking the work costs."""
    skill = m.program.skills[practice.skill]
    counter = (skill.done, skill.told, skill.taught)[practice.act]
    m.s[counter] = min(m.s[counter] + 1, COUNTER_MAX)
    level = m.s[skill.level]
    m.s[skill.level] = max(level, min(level + 1, cap(m.s, skill)))
    m.practised |= 1 << practice.skill
    if m.events is not None:
        m.events.append(Practised(practice.skill, Act(practice.act), level, m.s[skill.level], m.s[counter]))
    interest = m.s[skill.interest]
    if interest <= -2 and m.rules.disliked is not None:
        m.rules.disliked.run(m, "practice")
    elif interest >= 2 and m.rules.loved is not None:
        m.rules.loved.run(m, "practice")


def cap(s: list[int], skill: Skill) -> int:
    """How high practice may raise a skill: 5; 7 once told; 9 once told and taught twice."""
    if s[skill.told] == 0:
        return 5
    return 9 if s[skill.taught] >= 2 else 7


def take_role(m: "Machine", role: int) -> None:
    """Hold another role: its `enter`, then the crossing if its stage was never held."""
    before = m.s[ROLE]
    if before == role:
        return
    m.s[ROLE], m.s[ROLE_SINCE] = role, m.s[QUARTER]
    if m.events is not None:
        m.events.append(RoleChanged(before, role))
    enter = m.rules.enter[role]
    if enter is not None:
        enter.run(m, f"roles.{m.program.roles[role].id}")
    _cross(m, m.program.roles[role].stage)


def _cross(m: "Machine", stage_index: int) -> None:
    stage = m.program.stages[stage_index]
    if stage.held < 0 or m.s[stage.held]:
        return
    m.s[stage.held] = 1
    crossing = m.program.crossing
    if crossing is None:
        return
    m.s[stage.ends] = min(m.s[QUARTER] + crossing.quarters, m.program.slots[stage.ends].max)
    if m.events is not None:
        m.events.append(Crossed(stage_index, m.s[stage.ends]))
    if m.rules.crossing is not None:
        m.rules.crossing.run(m, "crossing")
