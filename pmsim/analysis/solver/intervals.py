"""Interval arithmetic: the range of an expression when each variable is limited to a set of
numbers."""

from collections.abc import Iterable, Iterator, Mapping
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
)
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, ROLE_SINCE
from pmsim.lang.expressions.ranges import ARITHMETIC, CERTAIN, OPPOSITE, Range

IntervalSet = tuple[tuple[int, int], ...]
"""Ascending runs `(low, high)`, both ends included."""


def set_of(values: Iterable[int]) -> IntervalSet:
    """Return the runs of ascending numbers."""
    runs: list[tuple[int, int]] = []
    for value in values:
        if runs and runs[-1][1] + 1 >= value:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return tuple(runs)


def clipped(intervals: IntervalSet, low: int, high: int) -> IntervalSet:
    """Return the numbers in `low`..`high`."""
    if intervals and intervals[0][0] >= low and intervals[-1][1] <= high:
        return intervals
    return tuple((max(a, low), min(b, high)) for a, b in intervals if b >= low and a <= high)


def intersection(one: IntervalSet, other: IntervalSet) -> IntervalSet:
    """Return the numbers in both sets."""
    return tuple(run for low, high in other for run in clipped(one, low, high))


def difference(intervals: IntervalSet, other: IntervalSet) -> IntervalSet:
    """Return the numbers that are not in the other set."""
    for low, high in other:
        intervals = tuple(
            run
            for a, b in intervals
            for run in ((a, min(b, low - 1)), (max(a, high + 1), b))
            if run[0] <= run[1]
        )
    return intervals


def size(intervals: IntervalSet) -> int:
    """Return the number of values."""
    return sum(high - low + 1 for low, high in intervals)


def members(intervals: IntervalSet) -> Iterator[int]:
    """Yield every number, ascending."""
    return (value for low, high in intervals for value in range(low, high + 1))


def split(intervals: IntervalSet) -> tuple[IntervalSet, IntervalSet]:
    """Return a set of two or more numbers split in two: between runs if there are several,
    otherwise in the middle."""
    if len(intervals) > 1:
        middle = len(intervals) // 2
        return intervals[:middle], intervals[middle:]
    ((low, high),) = intervals
    middle = (low + high) // 2
    return ((low, middle),), ((middle + 1, high),)


class Variable(NamedTuple):
    """A thing that an expression reads: a slot (`bit` -1) or one bit of a bit-set slot."""

    slot: int
    bit: int = -1


Box = Mapping[Variable, IntervalSet]
"""The possible values of each variable."""
ORDERED_SLOTS = ((QUARTERS, QUARTER), (QUARTER, ROLE_SINCE))
"""Pairs of slots of which the first is never below the second."""


def bounds(expr: Expr, box: Box) -> Range:
    """Return the range of `expr` in the box; a condition has a range in 0..1. The box must have a
    non-empty set for every variable of `expr`."""
    match expr:
        case Num(value):
            return Range(value, value)
        case Get(slot):
            intervals = box[Variable(slot)]
            return Range(intervals[0][0], intervals[-1][1])
        case Compare(op, left, right):
            a, b = bounds(left, box), bounds(right, box)
            return Range(int(CERTAIN[op](a, b)), int(not CERTAIN[OPPOSITE[op]](a, b)))
        case Arith(op, left, right):
            result = ARITHMETIC[op](bounds(left, box), bounds(right, box))
            countdown = (
                op == "-"
                and isinstance(left, Get)
                and isinstance(right, Get)
                and (left.slot, right.slot) in ORDERED_SLOTS
            )
            return Range(max(0, result.low), max(0, result.high)) if countdown else result
        case All() | Some() | Not() | Among() | IfElse():
            return _logic_bounds(expr, box)
        case Least(items):
            ranges = [bounds(each, box) for each in items]
            return Range(min(one.low for one in ranges), min(one.high for one in ranges))
        case Most(items):
            ranges = [bounds(each, box) for each in items]
            return Range(max(one.low for one in ranges), max(one.high for one in ranges))
        case Abs(item):
            low, high = bounds(item, box)
            return Range(max(0, low, -high), max(-low, high))
        case IsSet() | Since() | Level() | Lookup() | Bit() | Top():
            return _slot_bounds(expr, box)
        case _:
            assert_never(expr)


def _logic_bounds(expr: All | Some | Not | Among | IfElse, box: Box) -> Range:
    match expr:
        case All(items):
            ranges = [bounds(each, box) for each in items]
            return Range(min(one.low for one in ranges), min(one.high for one in ranges))
        case Some(items):
            ranges = [bounds(each, box) for each in items]
            return Range(max(one.low for one in ranges), max(one.high for one in ranges))
        case Not(item):
            low, high = bounds(item, box)
            return Range(1 - high, 1 - low)
        case Among(item, values):
            low, high = bounds(item, box)
            return Range(
                int(low == high and low in values),
                int(any(low <= value <= high for value in values)),
            )
        case IfElse(test, then, other):
            test_range, yes, no = bounds(test, box), bounds(then, box), bounds(other, box)
            return (
                yes
                if test_range.low
                else (
                    no
                    if not test_range.high
                    else Range(min(yes.low, no.low), max(yes.high, no.high))
                )
            )


def _slot_bounds(expr: IsSet | Since | Level | Lookup | Bit | Top, box: Box) -> Range:
    match expr:
        case IsSet(slot):
            intervals = box[Variable(slot)]
            return Range(int(intervals[0][0] > 0), int(intervals[-1][1] > 0))
        case Bit(slot, bit):
            return Range(*_hull(box[Variable(slot, bit)]))
        case Lookup(slot, values):
            results = [
                values[index] for low, high in box[Variable(slot)] for index in range(low, high + 1)
            ]
            return Range(min(results), max(results))
        case Since(slot, quarter):
            low, high = _hull(box[Variable(slot)])
            if not high:
                return Range(COUNTER_MAX, COUNTER_MAX)
            first, last = _hull(box[Variable(quarter)])
            latest = COUNTER_MAX if not low else min(COUNTER_MAX, last - low)
            return Range(min(latest, max(0, first - high)), max(0, latest))
        case Level(slot, ends, less, quarter):
            low, high = _hull(box[Variable(slot)])
            (ended, ending), (first, last) = (
                _hull(box[Variable(ends)]),
                _hull(box[Variable(quarter)]),
            )
            lower = Range(max(0, low + less), max(0, high + less))
            if first >= ending:
                return Range(low, high)
            return lower if last < ended else Range(min(low, lower.low), max(high, lower.high))
        case Top(slots):
            return _top_bounds([_hull(box[Variable(slot)]) for slot in slots])


def _top_bounds(ranges: list[tuple[int, int]]) -> Range:
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


def _hull(intervals: IntervalSet) -> tuple[int, int]:
    return intervals[0][0], intervals[-1][1]
