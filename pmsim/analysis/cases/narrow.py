"""Ruling out: what each thing that some conditions read can no longer hold, if they are to hold together. Only what is proved goes."""

from collections.abc import Iterable

from pmsim.analysis.cases import spans
from pmsim.analysis.cases.atoms import Atoms
from pmsim.analysis.cases.bounds import Box, Var, bounds
from pmsim.analysis.cases.spans import Spans
from pmsim.core.expr import Abs, All, Among, Arith, Bit, Compare, Expr, Get, IfElse, IsSet, Least, Lookup, Most, Not, Since, Some
from pmsim.core.program import COUNTER_MAX
from pmsim.lang.expressions.ranges import OPPOSITE

Goal = tuple[Expr, bool]
"""A condition, and whether it is to hold or to fail."""
ROUNDS = 6
"""So often what one goal has ruled out is told to the others; more would only be a little sharper."""
_FAR = 1 << 40


class Narrowing:
    """A box that shrinks. `open`: goals that it does not settle yet.
    Methods that want something return whether that is still possible."""

    def __init__(self, box: Box, atoms: Atoms) -> None:
        self.box: dict[Var, Spans] = dict(box)
        self.atoms = atoms
        self.open: list[Goal] = []
        self.changed = False

    def want(self, goals: Iterable[Goal]) -> bool:
        """Takes up goals, until nothing more follows from them."""
        waiting = [*self.open, *goals]
        for _ in range(ROUNDS):
            self.open, self.changed = [], False
            if not all(self.take(expr, wanted) for expr, wanted in waiting):
                return False
            if not self.changed or not self.open:
                return True
            waiting = self.open
        return True

    def take(self, expr: Expr, wanted: bool) -> bool:
        """One goal: splits it into smaller ones, uses up what one set can say, keeps the rest open."""
        expr = self.atoms.plainer(expr)
        match expr:
            case Not(item):
                return self.take(item, not wanted)
            case All(items) if wanted:
                return all(self.take(each, True) for each in items)
            case Some(items) if not wanted:
                return all(self.take(each, False) for each in items)
            case All(items) | Some(items):
                return self.any_of(items, wanted)
            case _:
                return self.leaf(expr, wanted)

    def any_of(self, items: tuple[Expr, ...], wanted: bool) -> bool:
        """At least one of several is to be as wanted."""
        left: list[Expr] = []
        for each in items:
            low, high = bounds(each, self.box)
            if (low == 1) if wanted else (high == 0):
                return True
            if (high == 1) if wanted else (low == 0):
                left.append(each)
        if len(left) < 2:
            return bool(left) and self.take(left[0], wanted)
        self.open.append((Some(tuple(left)) if wanted else All(tuple(left)), wanted))
        return True

    def leaf(self, expr: Expr, wanted: bool) -> bool:
        """A comparison, a list, a flag or a bit."""
        var = self.atoms.single(expr)
        if var is not None:
            held = self.atoms.holding(expr, var)
            if held is not None:
                return self.keep(var, spans.both(self.box[var], held) if wanted else spans.without(self.box[var], held))
        low, high = bounds(expr, self.box)
        if low == high:
            return bool(low) == wanted
        if not self.rule_out(expr, wanted):
            return False
        low, high = bounds(expr, self.box)
        if low == high:
            return bool(low) == wanted
        self.open.append((expr, wanted))
        return True

    def keep(self, var: Var, kept: Spans) -> bool:
        """From now on this holds nothing else."""
        if kept != self.box[var]:
            self.changed = True
            if not kept:
                return False
            self.box[var] = kept
        return True

    def rule_out(self, expr: Expr, wanted: bool) -> bool:
        """What a leaf says of each of its sides."""
        match expr:
            case Compare(written, left, right):
                op = written if wanted else OPPOSITE[written]
                (a, b), (c, d) = bounds(left, self.box), bounds(right, self.box)
                match op:
                    case "<":
                        return self.need(left, a, d - 1) and self.need(right, a + 1, d)
                    case "<=":
                        return self.need(left, a, d) and self.need(right, a, d)
                    case ">":
                        return self.need(left, c + 1, b) and self.need(right, c, b - 1)
                    case ">=":
                        return self.need(left, c, b) and self.need(right, c, b)
                    case "==":
                        return self.need(left, max(a, c), min(b, d)) and self.need(right, max(a, c), min(b, d))
                    case _:
                        return (c < d or self.need(left, a + (a == c), b - (b == c))) and (
                            a < b or self.need(right, c + (c == a), d - (d == a))
                        )
            case Among(item, values) if wanted and values:
                return self.need(item, min(values), max(values))
            case _:
                return True

    def need(self, expr: Expr, low: int, high: int) -> bool:
        """A number is to lie in `low`..`high`."""
        least, most = bounds(expr, self.box)
        if most < low or least > high or low > high:
            return False
        if low <= least and most <= high:
            return True
        match expr:
            case Get(slot):
                return self.keep(Var(slot), spans.within(self.box[Var(slot)], low, high))
            case Lookup(slot, values):
                own = self.box[Var(slot)]
                return self.keep(Var(slot), spans.of(index for index in spans.numbers(own) if low <= values[index] <= high))
            case Since(slot, quarter):
                if high >= COUNTER_MAX:
                    return True
                return self.keep(Var(slot), spans.without(self.box[Var(slot)], ((0, 0),))) and self.need(
                    Arith("-", Get(quarter), Get(slot)), low, high
                )
            case Arith():
                return self.need_sum(expr, low, high)
            case Least() | Most() | Abs() | IfElse():
                return self.need_choice(expr, low, high)
            case Compare() | Among() | All() | Some() | Not() | IsSet() | Bit():
                return self.take(expr, low > 0)
            case _:
                return True

    def need_sum(self, expr: Arith, low: int, high: int) -> bool:
        """The same of a sum, difference, product or quotient; a remainder says nothing of its parts."""
        (a, b), (c, d) = bounds(expr.left, self.box), bounds(expr.right, self.box)
        match expr.op:
            case "+":
                return self.need(expr.left, low - d, high - c) and self.need(expr.right, low - b, high - a)
            case "-":
                return self.need(expr.left, low + c, high + d) and self.need(expr.right, a - high, b - low)
            case "*" if c == d != 0:
                return self.need(expr.left, *_quotients(low, high, c))
            case "*" if a == b != 0:
                return self.need(expr.right, *_quotients(low, high, a))
            case "//" if c == d > 0:
                return self.need(expr.left, low * c, high * c + c - 1)
            case "//" if c == d < 0:
                return self.need(expr.left, high * c + c + 1, low * c)
            case _:
                return True

    def need_choice(self, expr: Least | Most | Abs | IfElse, low: int, high: int) -> bool:
        """The same of `min`, `max`, `abs` and `a if c else b`."""
        match expr:
            case Least(items):
                able = [each for each in items if bounds(each, self.box).low <= high]
                return all(self.need(each, low, _FAR) for each in items) and (len(able) > 1 or self.need(able[0], -_FAR, high))
            case Most(items):
                able = [each for each in items if bounds(each, self.box).high >= low]
                return all(self.need(each, -_FAR, high) for each in items) and (len(able) > 1 or self.need(able[0], low, _FAR))
            case Abs(item):
                return self.need(item, -high, high)
            case IfElse(test, then, other):
                asked = bounds(test, self.box)
                yes, no = (min(high, one.high) >= max(low, one.low) for one in (bounds(then, self.box), bounds(other, self.box)))
                if asked.low or not no:
                    return self.take(test, True) and self.need(then, low, high)
                if not asked.high or not yes:
                    return self.take(test, False) and self.need(other, low, high)
                return True


def _quotients(low: int, high: int, by: int) -> tuple[int, int]:
    """Between which numbers those lie that, times `by`, lie in `low`..`high`."""
    if by < 0:
        low, high, by = -high, -low, -by
    return -(-low // by), high // by
