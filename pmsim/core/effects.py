"""Effects: how one mapping moves a machine. The order is the language's: changes (and what they feed), acts, flags, role.

A mapping is compiled once. When somebody listens, what moved is read off the slots afterwards, so that telling and not telling
share every line that moves a number.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pmsim.core.events import Changed, Crossed, FlagCleared, FlagSet, Practised, RoleChanged
from pmsim.core.expr import Num, Read, compile_expr
from pmsim.core.program import COUNTER_MAX, QUARTER, ROLE, ROLE_SINCE, Act, Change, Effects, Practice, Program, Skill, Slot

if TYPE_CHECKING:
    from pmsim.core.machine import Machine

Move = Callable[[list[int]], None]
"""The changes of a mapping, on the slots in place."""


class Mapping:
    """One mapping of effects, ready to run."""

    __slots__ = ("_change", "_fed", "_moment_interest", "_rest", "effects", "only_changes", "touched")

    def __init__(self, program: Program, effects: Effects) -> None:
        self.effects = effects
        self._change = compile_changes(program, effects.changes)
        self._moment_interest = None if effects.moment_interest is None else compile_expr(effects.moment_interest)
        self._rest = bool(effects.acts or effects.sets or effects.clears or effects.role >= 0)
        feeds = {feed.source: feed.target for feed in program.feeds}
        own = [change.slot for change in effects.changes]
        self._fed = {feeds[slot]: slot for slot in reversed(own) if slot in feeds}
        self.touched = tuple(dict.fromkeys(own + list(self._fed)))
        """Slots that the changes may move, in the order told."""
        self.only_changes = None if self._rest or effects.moment_interest is not None else self._change

    def run(self, m: "Machine", source: str) -> None:
        """Run the whole mapping. `source` says in events where it stood."""
        if self._change is not None:
            if m.events is None:
                self._change(m.s)
            else:
                before = m.s.copy()
                self._change(m.s)
                self._tell(m, before, source)
        if self._rest:
            self._act(m)

    def run_on_moment(self, m: "Machine", skills: int) -> None:
        """`moment.interest`, on the skills (a bit set) practised in a moment."""
        if self._moment_interest is None:
            return
        amount = self._moment_interest(m.s)
        for number, skill in enumerate(m.program.skills):
            if skills >> number & 1:
                slot = skill.interest
                before = m.s[slot]
                m.s[slot] = clamp(before + amount, m.program.slots[slot].min, m.program.slots[slot].max)
                if m.events is not None and m.s[slot] != before:
                    m.events.append(Changed(slot, before, m.s[slot], "moment"))

    def _tell(self, m: "Machine", before: list[int], source: str) -> None:
        assert m.events is not None
        after = m.s
        for slot in self.touched:
            if after[slot] != before[slot]:
                m.events.append(Changed(slot, before[slot], after[slot], source, self._fed.get(slot, -1)))

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


def clamp(value: int, low: int, high: int) -> int:
    """`value`, kept within `low`..`high`."""
    return low if value < low else high if value > high else value


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
