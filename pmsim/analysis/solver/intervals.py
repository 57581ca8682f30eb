"""Sets of whole numbers as ascending runs, and what can be done with them."""

from collections.abc import Iterable, Iterator

from pmsim.lang.expressions.ranges import IntervalSet

MAX_RUNS = 6
"""Maximum number of runs of a union; more would seldom tell anything."""


def set_of(values: Iterable[int]) -> IntervalSet:
    """Return the runs of ascending numbers."""
    return _merged((value, value) for value in values)


def _merged(runs: Iterable[tuple[int, int]]) -> IntervalSet:
    """Return ascending runs with those in one that touch or overlap."""
    merged: list[tuple[int, int]] = []
    for low, high in runs:
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def clipped(intervals: IntervalSet, low: int, high: int) -> IntervalSet:
    """Return the numbers in `low`..`high`."""
    if intervals and intervals[0][0] >= low and intervals[-1][1] <= high:
        return intervals
    return tuple((max(a, low), min(b, high)) for a, b in intervals if b >= low and a <= high)


def intersection(one: IntervalSet, other: IntervalSet) -> IntervalSet:
    """Return the numbers in both sets."""
    if len(other) == 1:
        return clipped(one, *other[0])
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


def union(*sets: IntervalSet) -> IntervalSet:
    """Return the numbers of all sets: every number between the lowest and the highest if there
    would be more than MAX_RUNS runs."""
    if len(sets[0]) == 1 and sets.count(sets[0]) == len(sets):
        return sets[0]
    runs = _merged(sorted(run for each in sets for run in each))
    return runs if len(runs) <= MAX_RUNS else ((runs[0][0], runs[-1][1]),)


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
