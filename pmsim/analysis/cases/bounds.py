"""What an expression may be worth while each thing it reads keeps to a set of numbers: interval arithmetic in a box."""

from collections.abc import Mapping
from typing import NamedTuple, assert_never

from pmsim.analysis.cases.spans import Spans
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
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, ROLE_SINCE
from pmsim.lang.expressions.ranges import ARITHMETIC, OPPOSITE, SURE, Range


class Var(NamedTuple):
    """One thing that an expression reads: a slot (`bit` -1), or one bit of a bit-set slot."""

    slot: int
    bit: int = -1


Box = Mapping[Var, Spans]
"""What each of them may hold."""
COUNTDOWNS = ((QUARTERS, QUARTER), (QUARTER, ROLE_SINCE))
"""Slots of which the first is never below the second."""


def bounds(expr: Expr, box: Box) -> Range:
    """Between which numbers `expr` lies in the box; a condition lies in 0..1. Everything that it reads has a set in the box, not empty."""
    match expr:
        case Num(value):
            return Range(value, value)
        case Get(slot):
            spans = box[Var(slot)]
            return Range(spans[0][0], spans[-1][1])
        case Compare(op, left, right):
            a, b = bounds(left, box), bounds(right, box)
            return Range(int(SURE[op](a, b)), int(not SURE[OPPOSITE[op]](a, b)))
        case Arith(op, left, right):
            found = ARITHMETIC[op](bounds(left, box), bounds(right, box))
            countdown = op == "-" and isinstance(left, Get) and isinstance(right, Get) and (left.slot, right.slot) in COUNTDOWNS
            return Range(max(0, found.low), max(0, found.high)) if countdown else found
        case All() | Some() | Not() | Among() | IfElse():
            return _logic(expr, box)
        case Least(items):
            inside = [bounds(each, box) for each in items]
            return Range(min(one.low for one in inside), min(one.high for one in inside))
        case Most(items):
            inside = [bounds(each, box) for each in items]
            return Range(max(one.low for one in inside), max(one.high for one in inside))
        case Abs(item):
            low, high = bounds(item, box)
            return Range(max(0, low, -high), max(-low, high))
        case IsSet() | Since() | Level() | Lookup() | Bit() | Top():
            return _slot(expr, box)
        case _:
            assert_never(expr)


def _logic(expr: All | Some | Not | Among | IfElse, box: Box) -> Range:
    match expr:
        case All(items):
            inside = [bounds(each, box) for each in items]
            return Range(min(one.low for one in inside), min(one.high for one in inside))
        case Some(items):
            inside = [bounds(each, box) for each in items]
            return Range(max(one.low for one in inside), max(one.high for one in inside))
        case Not(item):
            low, high = bounds(item, box)
            return Range(1 - high, 1 - low)
        case Among(item, values):
            low, high = bounds(item, box)
            return Range(int(low == high and low in values), int(any(low <= value <= high for value in values)))
        case IfElse(test, then, other):
            asked, yes, no = bounds(test, box), bounds(then, box), bounds(other, box)
            return yes if asked.low else no if not asked.high else Range(min(yes.low, no.low), max(yes.high, no.high))


def _slot(expr: IsSet | Since | Level | Lookup | Bit | Top, box: Box) -> Range:
    match expr:
        case IsSet(slot):
            spans = box[Var(slot)]
            return Range(int(spans[0][0] > 0), int(spans[-1][1] > 0))
        case Bit(slot, bit):
            return Range(*_hull(box[Var(slot, bit)]))
        case Lookup(slot, values):
            read = [values[index] for low, high in box[Var(slot)] for index in range(low, high + 1)]
            return Range(min(read), max(read))
        case Since(slot, quarter):
            low, high = _hull(box[Var(slot)])
            if not high:
                return Range(COUNTER_MAX, COUNTER_MAX)
            first, last = _hull(box[Var(quarter)])
            latest = COUNTER_MAX if not low else min(COUNTER_MAX, last - low)
            return Range(min(latest, max(0, first - high)), max(0, latest))
        case Level(slot, ends, less, quarter):
            low, high = _hull(box[Var(slot)])
            (ended, ending), (first, last) = _hull(box[Var(ends)]), _hull(box[Var(quarter)])
            lower = Range(max(0, low + less), max(0, high + less))
            if first >= ending:
                return Range(low, high)
            return lower if last < ended else Range(min(low, lower.low), max(high, lower.high))
        case Top(slots):
            return _first_highest([_hull(box[Var(slot)]) for slot in slots])


def _first_highest(held: list[tuple[int, int]]) -> Range:
    """Which places may be the first of the highest: none that is surely below another, none behind one that is surely no lower."""
    highest = max(low for low, _ in held)
    able = [place for place, (_, high) in enumerate(held) if high >= highest]
    last = next((place for place in able if all(held[place][0] >= high for _, high in held[place + 1 :])), able[-1])
    return Range(able[0], last)


def _hull(spans: Spans) -> tuple[int, int]:
    return spans[0][0], spans[-1][1]
