"""Counts over careers, and their statistics: shares with intervals, quantiles, means. Counts are
whole numbers only, so that adding in any order gives the same sums.

Keys are indices into the tables of a `Program`; the reports look up the ids."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Any, NamedTuple

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


Histogram = Counter[int]
"""Counts by value."""
OPEN, NEEDS, LOCK, SCENERY, TAKEN, RIVALLED, CHOSEN = range(7)
"""Kinds of counts of a choice, in decisions: open, closed by its `needs`, closed by a lock,
scenery, taken, open beside another, taken beside another open choice."""
AT_THE_END = 0
"""The quarter number in `Tally.numbers` for the end of every career."""


class Tally(NamedTuple):
    """Sums over careers. Counters change only while a collector or a merge still fills them.

    Per career: `decisions`, `words`, `quarters` (the last one played) and `roles` (at the end) are
    histograms. `ends` counts (outcome, index of the variant, -1 for none). `played`, `seen` and
    `took` count the careers that entered a scenario, entered a scene or took a choice. `numbers`:
    (quarter, position in `Program.stats`) -> values after that quarter, including `each_quarter`.
    Careers that ended in the quarter count with their last values; quarter 0 is the end of the
    career.

    Per event: `visits` (scenario, quarter); `offers` (choice, one of OPEN..CHOSEN); `rolls` (choice
    or -1 for a scene's check, key of the check, odds 5..95, passed); `skips` (id of the beat,
    reason); `not_called` (key of the choice or scene whose call found nothing); `losses` (scenario,
    scenes, causing choice or -1, reason); `scheduled` (scenario, scenes).

    Of texts that do not always read the same, for a whole batch, in its first tally: `read` (number
    of a run) counts the batches that read it; `shown` (key of a text) while some of it was unread
    in the batch."""

    decisions: Histogram
    words: Histogram
    quarters: Histogram
    roles: Histogram
    ends: Counter[tuple[int, int]]
    played: Histogram
    seen: Histogram
    took: Histogram
    numbers: dict[tuple[int, int], Histogram]
    visits: Counter[tuple[int, int]]
    offers: Counter[tuple[int, int]]
    rolls: Counter[tuple[int, str, int, bool]]
    skips: Counter[tuple[str, str]]
    not_called: Counter[str]
    losses: Counter[tuple[int, tuple[int, ...], int, str]]
    scheduled: Counter[tuple[int, tuple[int, ...]]]
    read: Histogram
    shown: Counter[str]

    @property
    def careers(self) -> int:
        """Return the number of careers."""
        return self.ends.total()

    @property
    def ends_by_outcome(self) -> Counter[int]:
        """Return the number of careers by outcome."""
        counts: Counter[int] = Counter()
        for (outcome, _), count in self.ends.items():
            counts[outcome] += count
        return counts

    @property
    def rolls_by_check(self) -> "dict[str, RollCounts]":
        """Return the counts of each rolled check by its key, sorted by choice and key."""
        counts: dict[str, RollCounts] = {}
        for (choice, key, odds, passed), count in sorted(self.rolls.items()):
            row = counts.setdefault(key, RollCounts(choice))
            row.rolled += count
            row.passed += count if passed else 0
            row.limit += count if odds in (5, 95) else 0
            row.odds += odds * count
        return counts

    @property
    def sent(self) -> Counter[tuple[int, tuple[int, ...]]]:
        """Return how often any choice sent each consequence, lost ones included."""
        counts = Counter(self.scheduled)
        for (scenario, scenes, _, reason), count in self.losses.items():
            if reason in ("past_end", "pending"):
                counts[scenario, scenes] += count
        return counts

    def times_shown(self, choice: int) -> int:
        """Return the number of decisions that showed a choice, open or closed."""
        return sum(self.offers[choice, what] for what in (OPEN, NEEDS, LOCK))

    def quarters_of(self, scenario: int) -> Histogram:
        """Return the quarters of a scenario's visits."""
        return Counter(
            {quarter: count for (place, quarter), count in self.visits.items() if place == scenario}
        )

    @property
    def choices(self) -> int:
        """Return the number of decisions in all careers."""
        return sum(value * count for value, count in self.decisions.items())


class RollCounts:
    """Counts of one check's rolls. `limit`: rolls at 5 or 95 per cent, the limits of odds."""

    def __init__(self, choice: int) -> None:
        self.choice = choice
        self.rolled = self.passed = self.limit = self.odds = 0


def empty_tally() -> Tally:
    """Return a new tally of no careers."""
    counters = {name: Counter[Any]() for name in Tally._fields if name != "numbers"}
    return Tally(numbers={}, **counters)


class CareerRow(NamedTuple):
    """One career as a row. `variant` is '' for none; `numbers` are in the order of
    `Program.stats`."""

    seed: int
    start: str
    policy: str
    outcome: str
    variant: str
    decisions: int
    quarter: int
    role: str
    words: int
    numbers: tuple[int, ...]


def merge_tallies(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of the tallies as a new tally."""
    total = empty_tally()
    for tally in tallies:
        add_tally(total, tally)
    return total


def add_tally(total: Tally, more: Tally) -> None:
    """Add `more` to `total`, in place."""
    for sums, counts in zip(total, more, strict=True):
        if isinstance(sums, Counter) and isinstance(counts, Counter):
            sums.update(counts)
    for place, values in more.numbers.items():
        total.numbers.setdefault(place, Counter()).update(values)
