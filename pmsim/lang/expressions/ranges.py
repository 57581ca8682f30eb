"""Interval arithmetic: the range of an expression when each variable is limited to a set of
numbers. A condition's range is within 0..1."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, assert_never

from pmsim.core.expr import (
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
    Level,
    Lookup,
    Most,
    Not,
    Num,
    Since,
    Some,
    Top,
    children,
    walk,
)
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, ROLE_SINCE, Slot

MAX_VALUE = 2**31
"""The largest absolute value that an expression may reach."""
ORDERED_SLOTS = ((QUARTERS, QUARTER), (QUARTER, ROLE_SINCE))
"""Pairs of slots of which the first is never below the second."""
IntervalSet = tuple[tuple[int, int], ...]
"""Ascending runs `(low, high)`, both ends included."""


class Variable(NamedTuple):
    """A thing that an expression reads: a slot (`bit` -1) or one bit of a bit-set slot."""

    slot: int
    bit: int = -1


variable = lru_cache(maxsize=1 << 16)(Variable)
"""Returns a variable, the same one each time: it is asked for more often than anything else."""
Box = Mapping[Variable, IntervalSet]
"""The possible values of each variable, at least one."""


def own_variables(expr: Expr) -> Iterable[Variable]:
    """Return what a node reads itself, apart from the nodes inside it."""
    match expr:
        case Get(slot) | IsSet(slot) | Lookup(slot):
            return (variable(slot),)
        case Bit(slot, bit):
            return (variable(slot, bit),)
        case Since(slot, quarter):
            return (variable(slot), variable(quarter))
        case Level(slot, ends, _, quarter):
            return (variable(slot), variable(ends), variable(quarter))
        case Top(slots):
            return map(variable, slots)
        case Num() | Arith() | Compare() | Among() | All() | Some() | Not() | IfElse():
            return ()
        case Least() | Most() | Abs():
            return ()
        case _:
            assert_never(expr)


class SlotDomains(dict[Variable, IntervalSet]):
    """The box of all values that slots can have, except for the variables in `limits`."""

    def __init__(self, slots: Sequence[Slot], limits: Box | None = None) -> None:
        super().__init__(limits or {})
        self.slots = slots

    def __missing__(self, var: Variable) -> IntervalSet:
        slot = self.slots[var.slot]
        domain = self[var] = ((slot.min, slot.max),) if var.bit < 0 else ((0, 1),)
        return domain


class Range(NamedTuple):
    """The numbers `low`..`high`, both included."""

    low: int
    high: int


@lru_cache(maxsize=1 << 12)
def _one_number(value: int) -> Range:
    return Range(value, value)


@lru_cache
def _truth(low: bool, high: bool) -> Range:
    """Return the range of a condition: `low` if it is always true, `high` if it can be."""
    return Range(int(low), int(high))


class DivisorError(Exception):
    """A divisor whose range contains 0."""


class Ranges:
    """The ranges of expressions in a box. Call `forget` when the box has changed.

    The cache goes by the identity of nodes, and holds them, so that their identity stays unique.
    """

    def __init__(self, box: Box) -> None:
        self.box = box
        self._known: dict[int, tuple[Expr, Range]] = {}

    def forget(self) -> None:
        """Drop all cached ranges."""
        self._known.clear()

    def of(self, expr: Expr) -> Range:
        """Return the range of `expr`. Raise DivisorError."""
        if isinstance(expr, Num):
            return _one_number(expr.value)
        if isinstance(expr, Get):
            return hull(self.box[variable(expr.slot)])
        known = self._known.get(id(expr))
        if known is None:
            known = self._known[id(expr)] = (expr, self._of(expr))
        return known[1]

    def _of(self, expr: Expr) -> Range:
        match expr:
            case Compare(op, left, right):
                a, b = self.of(left), self.of(right)
                return _truth(CERTAIN[op](a, b), not CERTAIN[OPPOSITE[op]](a, b))
            case Arith("-", left, right) if left == right:
                return Range(0, 0)
            case Arith("-", Get(left), Get(right)) if (left, right) in ORDERED_SLOTS:
                low, high = ARITHMETIC["-"](self.of(expr.left), self.of(expr.right))
                return Range(max(0, low), max(0, high))
            case Arith(op, left, right):
                return ARITHMETIC[op](self.of(left), self.of(right))
            case Least(items) | All(items):
                lows, highs = self._limits(items)
                return Range(min(lows, default=1), min(highs, default=1))
            case Most(items) | Some(items):
                lows, highs = self._limits(items)
                return Range(max(lows, default=0), max(highs, default=0))
            case Not(item):
                low, high = self.of(item)
                return Range(1 - high, 1 - low)
            case Abs(item):
                low, high = self.of(item)
                return Range(max(0, low, -high), max(-low, high))
            case Among(item, values):
                low, high = self.of(item)
                reaches = any(low <= value <= high for value in values)
                return Range(int(low == high and low in values), int(reaches))
            case IfElse(test, then, other):
                sides = {1: (then,), 0: (other,)}
                low, high = self.of(test)
                lows, highs = self._limits(sides[low] if low == high else (then, other))
                return Range(min(lows), max(highs))
            case Num() | Get():
                return self.of(expr)
            case _:
                return _leaf_range(expr, self.box)

    def _limits(self, exprs: Iterable[Expr]) -> tuple[list[int], list[int]]:
        """Return the lowest values and the highest values of several expressions."""
        ranges = [self.of(each) for each in exprs]
        return [each.low for each in ranges], [each.high for each in ranges]


def _leaf_range(expr: IsSet | Since | Level | Lookup | Bit | Top, box: Box) -> Range:
    match expr:
        case IsSet(slot):
            low, high = hull(box[variable(slot)])
            return _truth(low > 0, high > 0)
        case Bit(slot, bit):
            return hull(box[variable(slot, bit)])
        case Lookup(slot, values):
            results = [
                values[index] for low, high in box[variable(slot)] for index in range(low, high + 1)
            ]
            return Range(min(results), max(results))
        case Since(slot, quarter):
            low, high = hull(box[variable(slot)])
            if not high:
                return Range(COUNTER_MAX, COUNTER_MAX)
            first, last = hull(box[variable(quarter)])
            latest = COUNTER_MAX if not low else min(COUNTER_MAX, last - low)
            return Range(min(latest, max(0, first - high)), max(0, latest))
        case Level(slot, ends, less, quarter):
            low, high = hull(box[variable(slot)])
            ended, ending = hull(box[variable(ends)])
            first, last = hull(box[variable(quarter)])
            lower = Range(max(0, low + less), max(0, high + less))
            if first >= ending:
                return Range(low, high)
            return lower if last < ended else Range(min(low, lower.low), max(high, lower.high))
        case Top(slots):
            return _top_range([hull(box[variable(slot)]) for slot in slots])


def _top_range(ranges: list[Range]) -> Range:
    """Return the range of places that can be the first of the highest. Exclude places that are
    surely below another, and places after one that is surely at least as high."""
    highest = max(low for low, _ in ranges)
    candidates = [place for place, (_, high) in enumerate(ranges) if high >= highest]
    last = next(
        (
            place
            for place in candidates
            if all(ranges[place][0] >= high for _, high in ranges[place + 1 :])
        ),
        candidates[-1],
    )
    return Range(candidates[0], last)


def hull(intervals: IntervalSet) -> Range:
    """Return the lowest and the highest of some numbers."""
    return tuple.__new__(Range, (intervals[0][0], intervals[-1][1]))


def _from_corners(apply: Callable[[int, int], int]) -> Callable[[Range, Range], Range]:
    """Return the interval operation for an operation that is monotone in each argument."""

    def whole(a: Range, b: Range) -> Range:
        corners = [apply(x, y) for x in a for y in b]
        return Range(min(corners), max(corners))

    return whole


def _quotient(a: Range, b: Range) -> Range:
    if b.low <= 0 <= b.high:
        raise DivisorError
    return _from_corners(lambda x, y: x // y)(a, b)


def _remainder(a: Range, b: Range) -> Range:
    if b.low <= 0 <= b.high:
        raise DivisorError
    if a.low == a.high and b.low == b.high:
        return Range(a.low % b.low, a.low % b.low)
    if b.low > 0:
        return (
            a
            if a.low >= 0 and a.high < b.low
            else Range(0, min(b.high - 1, a.high) if a.low >= 0 else b.high - 1)
        )
    return Range(b.low + 1, 0)


ARITHMETIC: Mapping[str, Callable[[Range, Range], Range]] = {
    "+": lambda a, b: Range(a.low + b.low, a.high + b.high),
    "-": lambda a, b: Range(a.low - b.high, a.high - b.low),
    "*": _from_corners(lambda x, y: x * y),
    "//": _quotient,
    "%": _remainder,
}
CERTAIN: Mapping[str, Callable[[Range, Range], bool]] = {
    "<": lambda a, b: a.high < b.low,
    "<=": lambda a, b: a.high <= b.low,
    ">": lambda a, b: a.low > b.high,
    ">=": lambda a, b: a.low >= b.high,
    "==": lambda a, b: a.low == a.high == b.low == b.high,
    "!=": lambda a, b: a.high < b.low or b.high < a.low,
}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


MAX_NODES = 2000
MAX_NODE_DEPTH = 100


def is_oversized(expr: Expr) -> bool:
    """Return True if an expression has more than MAX_NODES nodes or is deeper than
    MAX_NODE_DEPTH."""
    size = sum(1 for _ in islice(walk(expr), MAX_NODES + 1))
    return size > MAX_NODES or (size > MAX_NODE_DEPTH and _depth(expr) > MAX_NODE_DEPTH)


def _depth(expr: Expr) -> int:
    return 1 + max(map(_depth, children(expr)), default=0)
