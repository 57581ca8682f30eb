"""Sets of whole numbers as runs: what a slot may still hold. Sorted, apart from one another, never touching; () is the empty set."""

from collections.abc import Iterable, Iterator

Spans = tuple[tuple[int, int], ...]
"""Runs `(low, high)`, both included."""


def of(values: Iterable[int]) -> Spans:
    """The runs of numbers given in ascending order."""
    found: list[tuple[int, int]] = []
    for value in values:
        if found and found[-1][1] + 1 >= value:
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, value))
    return tuple(found)


def within(spans: Spans, low: int, high: int) -> Spans:
    """Those of `low`..`high`."""
    if spans and spans[0][0] >= low and spans[-1][1] <= high:
        return spans
    return tuple((max(a, low), min(b, high)) for a, b in spans if b >= low and a <= high)


def both(one: Spans, other: Spans) -> Spans:
    """Those in both sets."""
    return tuple(run for low, high in other for run in within(one, low, high))


def without(spans: Spans, other: Spans) -> Spans:
    """Those that are not in the other set."""
    for low, high in other:
        spans = tuple(run for a, b in spans for run in ((a, min(b, low - 1)), (max(a, high + 1), b)) if run[0] <= run[1])
    return spans


def count(spans: Spans) -> int:
    """How many numbers they are."""
    return sum(high - low + 1 for low, high in spans)


def numbers(spans: Spans) -> Iterator[int]:
    """Every number, ascending."""
    return (value for low, high in spans for value in range(low, high + 1))


def halves(spans: Spans) -> tuple[Spans, Spans]:
    """The set, of two numbers or more, in two: between two runs if there are several, else through the middle."""
    if len(spans) > 1:
        middle = len(spans) // 2
        return spans[:middle], spans[middle:]
    ((low, high),) = spans
    middle = (low + high) // 2
    return ((low, middle),), ((middle + 1, high),)
