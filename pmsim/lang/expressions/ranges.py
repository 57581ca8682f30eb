"""Ranges of expressions over all states, by interval arithmetic on the ranges of slots. A
condition's range is within 0..1."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

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
)
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, ROLE_SINCE, Slot

MAX_VALUE = 2**31
"""The largest absolute value that an expression may reach."""


class Range(NamedTuple):
    """The numbers `low`..`high`, both included."""

    low: int
    high: int


class DivisorError(Exception):
    """A divisor whose range contains 0."""


KnownRanges = dict[int, tuple[Expr, Range]]
"""A cache of ranges by node identity. It holds the nodes, so that their identity stays unique."""


def range_of(expr: Expr, slots: Sequence[Slot], known: KnownRanges | None = None) -> Range:
    """Return the range of `expr`. `known`: a cache to fill and use. Raise DivisorError."""
    known = {} if known is None else known
    seen = known.get(id(expr))
    if seen is not None:
        return seen[1]
    result = _range(expr, slots, lambda inner: range_of(inner, slots, known))
    known[id(expr)] = (expr, result)
    return result


def _range(expr: Expr, slots: Sequence[Slot], inside: Callable[[Expr], Range]) -> Range:
    match expr:
        case Num() | Get() | IsSet() | Since() | Level() | Lookup() | Bit() | Top():
            return _leaf_range(expr, slots)
        case Arith("-", Get(left), Get(right)) if (left, right) in (
            (QUARTERS, QUARTER),
            (QUARTER, ROLE_SINCE),
        ):
            return Range(0, slots[QUARTERS].max - 1)
        case Arith(op, left, right):
            return ARITHMETIC[op](inside(left), inside(right))
        case IfElse(test, then, other):
            test_range, yes, no = inside(test), inside(then), inside(other)
            return (
                yes
                if test_range.low == 1
                else (
                    no
                    if test_range.high == 0
                    else Range(min(yes.low, no.low), max(yes.high, no.high))
                )
            )
        case Least(items) | All(items):
            return Range(
                min(inside(each).low for each in items), min(inside(each).high for each in items)
            )
        case Most(items) | Some(items):
            return Range(
                max(inside(each).low for each in items), max(inside(each).high for each in items)
            )
        case Abs(item):
            low, high = inside(item)
            return Range(max(0, low, -high), max(-low, high))
        case Compare() | Among() | Not():
            return _truth_range(expr, inside)


def _truth_range(expr: Compare | Among | Not, inside: Callable[[Expr], Range]) -> Range:
    match expr:
        case Compare(op, left, right):
            a, b = inside(left), inside(right)
            return Range(int(CERTAIN[op](a, b)), int(not CERTAIN[OPPOSITE[op]](a, b)))
        case Among(item, values):
            low, high = inside(item)
            return Range(
                int(low == high and low in values),
                int(any(low <= value <= high for value in values)),
            )
        case Not(item):
            low, high = inside(item)
            return Range(1 - high, 1 - low)


def _leaf_range(
    expr: Num | Get | IsSet | Since | Level | Lookup | Bit | Top, slots: Sequence[Slot]
) -> Range:
    match expr:
        case Num(value):
            return Range(value, value)
        case Get(slot):
            return Range(slots[slot].min, slots[slot].max)
        case Level(slot, _, less, _):
            return Range(
                min(slots[slot].min, max(0, slots[slot].min + less)),
                max(slots[slot].max, slots[slot].max + less),
            )
        case Since():
            return Range(0, COUNTER_MAX)
        case Lookup(slot, values):
            within = values[slots[slot].min : slots[slot].max + 1]
            return Range(min(within), max(within))
        case Top(places):
            return Range(0, len(places) - 1)
        case IsSet() | Bit():
            return Range(0, 1)


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
    """Return True if an expression has more than MAX_NODES nodes or is deeper than MAX_NODE_DEPTH.
    Shared parts are measured once."""
    size, depth = _measure(expr, {})
    return size > MAX_NODES or depth > MAX_NODE_DEPTH


def _measure(node: Expr, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Return the number of nodes and the depth. `known`: a cache by node identity."""
    size_and_depth = known.get(id(node))
    if size_and_depth is None:
        inner = [_measure(part, known) for part in children(node)]
        size_and_depth = known[id(node)] = (
            1 + sum(size for size, _ in inner),
            1 + max((depth for _, depth in inner), default=0),
        )
    return size_and_depth
