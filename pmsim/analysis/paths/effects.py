"""Effects along paths: what is known after them, given what was known before."""

from collections.abc import Iterable
from functools import reduce
from typing import assert_never

from pmsim.analysis.paths.knowledge import SET, UNSET, Judge, Knowledge
from pmsim.analysis.solver import intervals
from pmsim.core.effect_kinds import (
    Change,
    ChangeInterest,
    ClearFlag,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.effects import clamp
from pmsim.core.program import QUARTER, ROLE, ROLE_SINCE, Program, Slot
from pmsim.lang.expressions.ranges import IntervalSet, Ranges, Variable, hull, variable

MAX_DEPTH = 6
"""Maximum number of mappings of effects inside each other (a role's, its crossing's)."""
_QUARTER = variable(QUARTER)


def shifted(slot: Slot, values: IntervalSet, low: int, high: int) -> IntervalSet:
    """Return the values after an amount in `low`..`high` is added, within the slot's limits."""
    return intervals.union(
        tuple(
            (clamp(first + low, slot.min, slot.max), clamp(last + high, slot.min, slot.max))
            for first, last in values
        )
    )


class Carrier:
    """A carrier of knowledge through effects. Only `tracked` variables are carried."""

    def __init__(self, judge: Judge, program: Program, tracked: frozenset[Variable]) -> None:
        self.judge, self.program, self.tracked = judge, program, tracked
        self.feeds = {feed.source: feed.target for feed in program.feeds}
        self.slots = frozenset(var.slot for var in tracked)
        self._depth = 0

    def write(self, known: Knowledge, var: Variable, values: IntervalSet) -> None:
        """Give a variable new values, and forget the comparisons that read it."""
        for key, (expr, _) in list(known.goals.items()):
            if var in self.judge.solver.variables(expr):
                del known.goals[key]
        if var in self.tracked:
            known.put(var, intervals.intersection(values, known.world[var]) or values)

    def after(self, known: Knowledge, effects: Effects | None) -> Knowledge:
        """Return what is known after effects."""
        if not effects:
            return known
        if self._depth == MAX_DEPTH:
            return Knowledge(known.world)
        self._depth += 1
        result = known.copy()
        self._change(known, result, [effect for effect in effects if isinstance(effect, Change)])
        for effect in effects:
            match effect:
                case Change():
                    pass
                case ChangeInterest():
                    for skill in self.program.skills:
                        var = variable(skill.interest)
                        self.write(result, var, result.world[var])
                case Practice():
                    result = self._practise(result, effect)
                case SetFlag(slot):
                    self.write(result, variable(slot), result[_QUARTER])
                case ClearFlag(slot):
                    self.write(result, variable(slot), UNSET)
                case TakeRole(role):
                    result = self._take_role(result, role)
                case _:
                    assert_never(effect)
        self._depth -= 1
        return result

    def add(self, known: Knowledge, slot: int, low: int, high: int) -> None:
        """Add an amount in `low`..`high` to a slot."""
        var = variable(slot)
        if var not in self.tracked and not known.goals:
            return
        self.write(known, var, shifted(self.program.slots[slot], known[var], low, high))

    def _change(self, before: Knowledge, known: Knowledge, changes: Iterable[Change]) -> None:
        """Apply changes to what is known: all amounts are read before, and fed slots move last."""
        fed: dict[int, tuple[int, int]] = {}
        for change in changes:
            slot, amount, sets = change.slot, change.amount, change.sets
            target = self.feeds.get(slot, -1)
            if slot not in self.slots and target not in self.slots:
                continue
            var, row = variable(slot), self.program.slots[slot]
            low, high = Ranges(before).of(amount)
            old = known[var]
            new = (
                ((clamp(low, row.min, row.max), clamp(high, row.min, row.max)),)
                if sets
                else shifted(row, old, low, high)
            )
            self.write(known, var, new)
            if target < 0:
                continue
            if sets:
                low, high = new[0][0] - old[-1][1], new[-1][1] - old[0][0]
            elif old[0][0] + low < row.min or old[-1][1] + high > row.max:
                low, high = min(low, 0), max(high, 0)
            first, last = fed.get(target, (0, 0))
            fed[target] = (first + low, last + high)
        for target, (low, high) in fed.items():
            self.add(known, target, low, high)

    def _practise(self, known: Knowledge, practice: Practice) -> Knowledge:
        """Count the act, raise the level up to its cap, and run the effects of disliked or loved
        work where the interest allows that."""
        skill = self.program.skills[practice.skill]
        self.add(known, (skill.done, skill.told, skill.taught)[practice.act], 1, 1)
        told, taught = known[variable(skill.told)], known[variable(skill.taught)]
        lowest, highest = (
            5 if not told[end][end] else 9 if taught[end][end] >= 2 else 7 for end in (0, -1)
        )
        low, high = hull(known[variable(skill.level)])
        self.write(
            known,
            variable(skill.level),
            ((max(low, min(low + 1, lowest)), max(high, min(high + 1, highest))),),
        )
        least, most = hull(known[variable(skill.interest)])
        ways: list[Knowledge] = []
        if least <= -2:
            ways.append(self.after(known, self.program.on_disliked))
        if most >= 2:
            ways.append(self.after(known, self.program.on_loved))
        if most > -2 and least < 2:
            ways.append(known)
        return reduce(self.judge.join, ways)

    def _take_role(self, known: Knowledge, role: int) -> Knowledge:
        """Change the role, run its `enter`, and the crossing if its stage may be new."""
        now = known[variable(ROLE)]
        if now == ((role, role),):
            return known
        new = known.copy()
        self.write(new, variable(ROLE), ((role, role),))
        self.write(new, variable(ROLE_SINCE), new[_QUARTER])
        row = self.program.roles[role]
        new = self.after(new, row.enter)
        ways = [known] if intervals.clipped(now, role, role) else []
        stage, crossing = self.program.stages[row.stage], self.program.crossing
        held = new[variable(stage.held)] if stage.held >= 0 else SET
        if held[-1][1]:
            ways.append(new)
        if not held[0][0]:
            entered = new.copy()
            self.write(entered, variable(stage.held), SET)
            if crossing is not None:
                self.write(
                    entered,
                    variable(stage.ends),
                    shifted(
                        self.program.slots[stage.ends],
                        entered[_QUARTER],
                        crossing.quarters,
                        crossing.quarters,
                    ),
                )
                entered = self.after(entered, crossing.effects)
            ways.append(entered)
        return reduce(self.judge.join, ways)
