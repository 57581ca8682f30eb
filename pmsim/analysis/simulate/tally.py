"""Tallies: what is counted over careers. Whole numbers only, so that adding them in any grouping gives the same sums.

Places are indices into the tables of a `Program`; `report` finds their ids.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

Histogram = Counter[int]
"""Value -> how often."""
OPEN, NEEDS, LOCK, SCENERY, TAKEN, RIVALLED, CHOSEN = range(7)
"""What is counted of a choice, in decisions: it was open, closed by its `needs`, closed by a lock, scenery; it was taken; it was open
beside another; it was taken though another was open."""
AT_THE_END = 0
"""The quarter under which `Tally.numbers` keeps how every career ended, in whichever quarter that was."""


class Tally(NamedTuple):
    """Sums over careers. Mutable inside, for whoever is still counting; never changed once it is handed on.

    Of careers: `decisions`, `words`, `quarters` (the last one lived), `roles` (held at the end) are histograms; `ends` counts (outcome,
    place of the variant that held, -1 for none); `played`, `seen`, `took`: in how many careers a scenario or a scene was entered, a choice
    taken.
    `numbers`: (quarter, position of the stat in `Program.stats`) -> values when that quarter was over (its `each_quarter` included), for
    careers that ended in it as they ended; quarter 0: at the career's end. Of what happened: `visits` (scenario, quarter); `offers`
    (choice, one of OPEN..CHOSEN); `rolls` (choice, -1 for a scene's own; the check's key; odds 5..95; passed); `skips` (beat's id, reason);
    `losses` (scenario, scenes, choice that caused it or -1, reason), `scheduled` (scenario, scenes)."""

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
    losses: Counter[tuple[int, tuple[int, ...], int, str]]
    scheduled: Counter[tuple[int, tuple[int, ...]]]

    @property
    def careers(self) -> int:
        """How many careers were counted."""
        return self.ends.total()

    @property
    def choices(self) -> int:
        """How many decisions they made in all."""
        return sum(value * count for value, count in self.decisions.items())


def empty_tally() -> Tally:
    """A tally of no careers, to count into."""
    of_careers: list[Histogram] = [Counter() for _ in range(7)]
    decisions, words, quarters, roles, played, seen, took = of_careers
    return Tally(
        decisions=decisions, words=words, quarters=quarters, roles=roles, ends=Counter(), played=played, seen=seen, took=took, numbers={},
        visits=Counter(), offers=Counter(), rolls=Counter(), skips=Counter(), losses=Counter(), scheduled=Counter(),
    )  # fmt: skip


class CareerRow(NamedTuple):
    """One career, as a row. `variant` '' for none; `numbers` in the order of `Program.stats`."""

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
    """The sum of tallies, a new one."""
    total = empty_tally()
    for tally in tallies:
        add_tally(total, tally)
    return total


def add_tally(total: Tally, more: Tally) -> None:
    """Count `more` into a total that is still being counted."""
    for sums, those in zip(_counters(total), _counters(more), strict=True):
        sums.update(those)
    for place, values in more.numbers.items():
        total.numbers.setdefault(place, Counter()).update(values)


def _counters(tally: Tally) -> list[Counter[Any]]:
    """All but `numbers`."""
    return [sums for sums in tally if isinstance(sums, Counter)]
