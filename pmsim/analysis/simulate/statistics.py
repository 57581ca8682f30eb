"""The arithmetic of counting: shares with their intervals, quantiles, means. The only room of a simulation that knows fractions."""

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
"""The normal distribution's 97.5 % point: what makes an interval a 95 % one."""
QUANTILES = (5, 25, 50, 75, 95)
"""Per cent."""


class Share(NamedTuple):
    """`times` of `of`, and the 95 % Wilson interval `low`..`high` (0..1) in which the true share lies, as far as so many tell."""

    times: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """0..1; 0 of nothing."""
        return self.times / self.of if self.of else 0.0


def estimate_share(times: int, of: int) -> Share:
    """`times` of `of` with its Wilson score interval (Wilson 1927), which keeps within 0..1 and means something at 0 of n."""
    if of == 0:
        return Share(times, of, 0.0, 1.0)
    at, square = times / of, Z95 * Z95
    middle = (at + square / (2 * of)) / (1 + square / of)
    half = Z95 / (1 + square / of) * sqrt(at * (1 - at) / of + square / (4 * of * of))
    # at the edges the interval ends exactly there, which rounding would miss
    return Share(times, of, max(0.0, middle - half) if times else 0.0, min(1.0, middle + half) if times < of else 1.0)


def quantiles(values: Mapping[int, int], per_cents: Iterable[int] = QUANTILES) -> tuple[int, ...]:
    """The smallest value that at least so many per cent do not exceed, for each of `per_cents` (1..100, rising). `values`: value -> how
    often, at least one."""
    total = sum(values.values())
    rows = iter(sorted(values.items()))
    result: list[int] = []
    value, reached = 0, 0
    for per_cent in per_cents:
        while reached * 100 < per_cent * total:
            value, count = next(rows)
            reached += count
        result.append(value)
    return tuple(result)


def mean(values: Mapping[int, int]) -> float:
    """The mean of a histogram; 0 of nothing."""
    total = sum(values.values())
    return sum(value * count for value, count in values.items()) / total if total else 0.0
