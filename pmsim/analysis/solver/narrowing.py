"""Narrowing: the removal of values that variables cannot have if several conditions are to hold
together. It removes only values that are proved impossible."""

from collections.abc import Iterable, Iterator

from pmsim.analysis.solver import intervals
from pmsim.analysis.solver.expression_facts import ExpressionFacts
from pmsim.core.expr import (
    MIRRORED,
    Abs,
    All,
    Among,
    Arith,
    Bit,
    Compare,
    Expr,
    Get,
    IfElse,
    IsSet,
    Least,
    Lookup,
    Most,
    Not,
    Since,
    Some,
)
from pmsim.core.program import COUNTER_MAX
from pmsim.lang.expressions.ranges import OPPOSITE, Box, IntervalSet, Ranges, Variable, variable

Goal = tuple[Expr, bool]
"""A condition, and True if it should hold or False if it should fail."""
MAX_ROUNDS = 6
"""Maximum number of passes over the goals; more would narrow only slightly further."""
_INFINITY = 1 << 40


def single_goals(goals: Iterable[Goal]) -> Iterator[Goal]:
    """Yield the goals of which none joins others or reverses one."""
    for expr, wanted in goals:
        match expr:
            case Not(item):
                yield from single_goals([(item, not wanted)])
            case All(items) | Some(items) if isinstance(expr, All) == wanted:
                yield from single_goals((item, wanted) for item in items)
            case _:
                yield expr, wanted


class Narrowing:
    """A box that shrinks. `undecided`: goals that the box does not settle yet. Methods with a
    requirement return False if it has become impossible."""

    def __init__(self, box: Box, facts: ExpressionFacts) -> None:
        self.box: dict[Variable, IntervalSet] = dict(box)
        self.facts = facts
        self._ranges = Ranges(self.box)
        self.range_of = self._ranges.of
        self.undecided: list[Goal] = []
        self.changed = False

    def add_goals(self, goals: Iterable[Goal]) -> bool:
        """Apply the goals repeatedly until nothing changes."""
        waiting = [*self.undecided, *goals]
        for _ in range(MAX_ROUNDS):
            self.undecided, self.changed = [], False
            if not all(self.require(expr, wanted) for expr, wanted in waiting):
                return False
            if not self.changed or not self.undecided:
                return True
            waiting = self.undecided
        return True

    def require(self, expr: Expr, wanted: bool) -> bool:
        """Apply one goal. Split it into smaller goals, restrict the box where one set suffices, and
        store the rest as undecided."""
        expr = self.facts.simplified(expr)
        match expr:
            case Not(item):
                return self.require(item, not wanted)
            case All(items) | Some(items) if isinstance(expr, All) == wanted:
                return all(self.require(each, wanted) for each in items)
            case All(items) | Some(items):
                return self.require_any(items, wanted)
            case _:
                return self.require_leaf(expr, wanted)

    def require_any(self, items: tuple[Expr, ...], wanted: bool) -> bool:
        """Require that at least one of the items is as wanted."""
        undecided: list[Expr] = []
        for each in items:
            low, high = self.range_of(each)
            if (low == 1) if wanted else (high == 0):
                return True
            if (high == 1) if wanted else (low == 0):
                undecided.append(each)
        if len(undecided) < 2:
            return bool(undecided) and self.require(undecided[0], wanted)
        self.undecided.append((Some(tuple(undecided)) if wanted else All(tuple(undecided)), wanted))
        return True

    def require_leaf(self, expr: Expr, wanted: bool) -> bool:
        """Apply a goal that is a comparison, a membership test, a flag or a bit."""
        if solved := self.facts.solutions(expr):
            var, solutions = solved
            keep = intervals.intersection if wanted else intervals.difference
            return self.restrict(var, keep(self.box[var], solutions))
        low, high = self.range_of(expr)
        if low == high:
            return bool(low) == wanted
        if not self.narrow_operands(expr, wanted):
            return False
        low, high = self.range_of(expr)
        if low == high:
            return bool(low) == wanted
        self.undecided.append((expr, wanted))
        return True

    def restrict(self, var: Variable, allowed: IntervalSet) -> bool:
        """Restrict the variable to the allowed values."""
        if allowed != self.box[var]:
            self.changed = True
            if not allowed:
                return False
            self.box[var] = allowed
            self._ranges.forget()
        return True

    def narrow_operands(self, expr: Expr, wanted: bool) -> bool:
        """Apply a leaf to each of its sides."""
        match expr:
            case Compare(written, left, right):
                op = written if wanted else OPPOSITE[written]
                if op in (">", ">="):
                    op, left, right = MIRRORED[op], right, left
                (a, b), (c, d) = self.range_of(left), self.range_of(right)
                if op == "!=":
                    return (c < d or self.require_range(left, a + (a == c), b - (b == c))) and (
                        a < b or self.require_range(right, c + (c == a), d - (d == a))
                    )
                step = int(op == "<")
                low, high = (max(a, c), min(b, d)) if op == "==" else (a + step, d - step)
                return self.require_range(left, low - step, high) and self.require_range(
                    right, low, high + step
                )
            case Among(item, values) if wanted and values:
                return self.require_range(item, min(values), max(values))
            case _:
                return True

    def require_range(self, expr: Expr, low: int, high: int) -> bool:
        """Require that a number is in `low`..`high`."""
        least, most = self.range_of(expr)
        if most < low or least > high or low > high:
            return False
        if low <= least and most <= high:
            return True
        match expr:
            case Get(slot):
                return self.restrict(
                    variable(slot), intervals.clipped(self.box[variable(slot)], low, high)
                )
            case Lookup(slot, values):
                domain = self.box[variable(slot)]
                return self.restrict(
                    variable(slot),
                    intervals.set_of(
                        index for index in intervals.members(domain) if low <= values[index] <= high
                    ),
                )
            case Since(slot, quarter):
                if high >= COUNTER_MAX:
                    return True
                return self.restrict(
                    variable(slot), intervals.difference(self.box[variable(slot)], ((0, 0),))
                ) and self.require_range(Arith("-", Get(quarter), Get(slot)), low, high)
            case Arith():
                return self.narrow_arithmetic(expr, low, high)
            case Least() | Most() | Abs() | IfElse():
                return self.narrow_selection(expr, low, high)
            case Compare() | Among() | All() | Some() | Not() | IsSet() | Bit():
                return self.require(expr, low > 0)
            case _:
                return True

    def narrow_arithmetic(self, expr: Arith, low: int, high: int) -> bool:
        """Apply the required range to the operands of a sum, difference, product or quotient. A
        remainder does not limit its operands."""
        (a, b), (c, d) = self.range_of(expr.left), self.range_of(expr.right)
        match expr.op:
            case "+":
                return self.require_range(expr.left, low - d, high - c) and self.require_range(
                    expr.right, low - b, high - a
                )
            case "-":
                return self.require_range(expr.left, low + c, high + d) and self.require_range(
                    expr.right, a - high, b - low
                )
            case "*" if c == d != 0:
                return self.require_range(expr.left, *_factor_range(low, high, c))
            case "*" if a == b != 0:
                return self.require_range(expr.right, *_factor_range(low, high, a))
            case "//" if c == d > 0:
                return self.require_range(expr.left, low * c, high * c + c - 1)
            case "//" if c == d < 0:
                return self.require_range(expr.left, high * c + c + 1, low * c)
            case _:
                return True

    def narrow_selection(self, expr: Least | Most | Abs | IfElse, low: int, high: int) -> bool:
        """Apply the required range to the operands of `min`, `max`, `abs` or `a if c else b`."""
        match expr:
            case Least(items) | Most(items):
                of_all, of_one = (low, _INFINITY), (-_INFINITY, high)
                if isinstance(expr, Most):
                    of_all, of_one = of_one, of_all
                ranges = [(each, self.range_of(each)) for each in items]
                able = [each for each, (a, b) in ranges if a <= of_one[1] and b >= of_one[0]]
                return all(self.require_range(each, *of_all) for each in items) and (
                    len(able) > 1 or self.require_range(able[0], *of_one)
                )
            case Abs(item):
                return self.require_range(item, -high, high)
            case IfElse(test, then, other):
                test_range = self.range_of(test)
                yes, no = (
                    min(high, one.high) >= max(low, one.low)
                    for one in (self.range_of(then), self.range_of(other))
                )
                if test_range.low or not no:
                    return self.require(test, True) and self.require_range(then, low, high)
                if not test_range.high or not yes:
                    return self.require(test, False) and self.require_range(other, low, high)
                return True


def _factor_range(low: int, high: int, by: int) -> tuple[int, int]:
    """Return the range of numbers that, times `by`, are in `low`..`high`."""
    if by < 0:
        low, high, by = -high, -low, -by
    return -(-low // by), high // by
