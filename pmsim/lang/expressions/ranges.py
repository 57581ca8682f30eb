"""Between which numbers an expression lies, whatever the state: interval arithmetic on the slots' ranges. A condition lies in 0..1."""

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
)
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, ROLE_SINCE, Slot

LIMIT = 2**31
"""No expression may reach beyond it, either way."""


class Range(NamedTuple):
    """`low`..`high`, both included."""

    low: int
    high: int


class DivisorError(Exception):
    """A divisor whose range holds 0."""


Known = dict[int, tuple[Expr, Range]]
"""Ranges of nodes by identity; holding the node keeps its identity its own."""


def range_of(expr: Expr, slots: Sequence[Slot], known: Known | None = None) -> Range:
    """The range of `expr`. `known` is filled, and makes further calls on the same nodes quick. Raises DivisorError."""
    known = {} if known is None else known
    seen = known.get(id(expr))
    if seen is not None:
        return seen[1]
    found = _range(expr, slots, lambda inner: range_of(inner, slots, known))
    known[id(expr)] = (expr, found)
    return found


def _range(expr: Expr, slots: Sequence[Slot], inside: Callable[[Expr], Range]) -> Range:
    match expr:
        case Num() | Get() | IsSet() | Since() | Level() | Lookup() | Bit() | Top():
            return _tip(expr, slots)
        case Arith("-", Get(left), Get(right)) if (left, right) in ((QUARTERS, QUARTER), (QUARTER, ROLE_SINCE)):
            return Range(0, slots[QUARTERS].max - 1)
        case Arith(op, left, right):
            return ARITHMETIC[op](inside(left), inside(right))
        case IfElse(test, then, other):
            asked, yes, no = inside(test), inside(then), inside(other)
            return yes if asked.low == 1 else no if asked.high == 0 else Range(min(yes.low, no.low), max(yes.high, no.high))
        case Least(items) | All(items):
            return Range(min(inside(each).low for each in items), min(inside(each).high for each in items))
        case Most(items) | Some(items):
            return Range(max(inside(each).low for each in items), max(inside(each).high for each in items))
        case Abs(item):
            low, high = inside(item)
            return Range(max(0, low, -high), max(-low, high))
        case Compare() | Among() | Not():
            return _truth(expr, inside)


def _truth(expr: Compare | Among | Not, inside: Callable[[Expr], Range]) -> Range:
    match expr:
        case Compare(op, left, right):
            a, b = inside(left), inside(right)
            return Range(int(SURE[op](a, b)), int(not SURE[OPPOSITE[op]](a, b)))
        case Among(item, values):
            low, high = inside(item)
            return Range(int(low == high and low in values), int(any(low <= value <= high for value in values)))
        case Not(item):
            low, high = inside(item)
            return Range(1 - high, 1 - low)


def _tip(expr: Num | Get | IsSet | Since | Level | Lookup | Bit | Top, slots: Sequence[Slot]) -> Range:
    match expr:
        case Num(value):
            return Range(value, value)
        case Get(slot):
            return Range(slots[slot].min, slots[slot].max)
        case Level(slot, _, less, _):
            return Range(min(slots[slot].min, max(0, slots[slot].min + less)), max(slots[slot].max, slots[slot].max + less))
        case Since():
            return Range(0, COUNTER_MAX)
        case Lookup(slot, values):
            within = values[slots[slot].min : slots[slot].max + 1]
            return Range(min(within), max(within))
        case Top(places):
            return Range(0, len(places) - 1)
        case IsSet() | Bit():
            return Range(0, 1)


def _corners(apply: Callable[[int, int], int]) -> Callable[[Range, Range], Range]:
    """For an operation that is monotone in each argument alone."""

    def whole(a: Range, b: Range) -> Range:
        found = [apply(x, y) for x in a for y in b]
        return Range(min(found), max(found))

    return whole


def _divided(a: Range, b: Range) -> Range:
    if b.low <= 0 <= b.high:
        raise DivisorError
    return _corners(lambda x, y: x // y)(a, b)


def _remainder(a: Range, b: Range) -> Range:
    if b.low <= 0 <= b.high:
        raise DivisorError
    if a.low == a.high and b.low == b.high:
        return Range(a.low % b.low, a.low % b.low)
    if b.low > 0:
        return a if a.low >= 0 and a.high < b.low else Range(0, min(b.high - 1, a.high) if a.low >= 0 else b.high - 1)
    return Range(b.low + 1, 0)


ARITHMETIC: Mapping[str, Callable[[Range, Range], Range]] = {
    "+": lambda a, b: Range(a.low + b.low, a.high + b.high),
    "-": lambda a, b: Range(a.low - b.high, a.high - b.low),
    "*": _corners(lambda x, y: x * y),
    "//": _divided,
    "%": _remainder,
}
SURE: Mapping[str, Callable[[Range, Range], bool]] = {
    "<": lambda a, b: a.high < b.low,
    "<=": lambda a, b: a.high <= b.low,
    ">": lambda a, b: a.low > b.high,
    ">=": lambda a, b: a.low >= b.high,
    "==": lambda a, b: a.low == a.high == b.low == b.high,
    "!=": lambda a, b: a.high < b.low or b.high < a.low,
}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
