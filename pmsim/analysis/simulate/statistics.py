"""Statistics of counts: shares with their intervals, quantiles, means. The only module of the
simulation that computes with fractions."""

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution, for 95 % intervals."""
QUANTILES = (5, 25, 50, 75, 95)
"""The reported quantiles, in per cent."""


class Share(NamedTuple):
    """A share, `times` of `of`, with its 95 % Wilson interval `low`..`high` (0..1)."""

    times: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Return the share, 0..1; 0 if `of` is 0."""
        return self.times / self.of if self.of else 0.0


def estimate_share(times: int, of: int) -> Share:
    """Return the share with its Wilson score interval (Wilson 1927), which stays within 0..1 and is
    meaningful at 0 of n."""
    if of == 0:
        return Share(times, of, 0.0, 1.0)
    at, square = times / of, Z95 * Z95
    middle = (at + square / (2 * of)) / (1 + square / of)
    half = Z95 / (1 + square / of) * sqrt(at * (1 - at) / of + square / (4 * of * of))
    # the exact ends are 0 and 1 there; rounding errors would miss them
    return Share(
        times,
        of,
        max(0.0, middle - half) if times else 0.0,
        min(1.0, middle + half) if times < of else 1.0,
    )


def quantiles(values: Mapping[int, int], per_cents: Iterable[int] = QUANTILES) -> tuple[int, ...]:
    """Return, for each of `per_cents` (1..100, ascending), the smallest value that at least that
    share of the data does not exceed. `values`: value -> count, not empty."""
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
    """Return the mean of a histogram; 0 if it is empty."""
    total = sum(values.values())
    return sum(value * count for value, count in values.items()) / total if total else 0.0
