"""Playing a plan, piece by piece: here, or wherever an executor takes the pieces. Pieces come back in the plan's order.

The same plan gives the same tallies whoever plays it: how it is cut depends on its size alone, and sums of whole numbers on no order.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.simulate.collector import CareerCollector
from pmsim.analysis.simulate.prepared_pack import PortablePack, PreparedPack, prepare_pack
from pmsim.analysis.simulate.tally import CareerRow, Tally, add_tally, empty_tally
from pmsim.core.policy import policy_named
from pmsim.lang.pack import Pack

BATCH_SIZE = 128
"""Careers in a piece, about: few enough that nobody waits long for the next, many enough to be worth sending to another process."""
_SEEDS = 1 << 64


class Batch(NamedTuple):
    """Some of a plan's seeds, from number `first` (counted from 0), `runs` >= 1 of them."""

    first: int
    runs: int


class Plan(NamedTuple):
    """`runs` >= 0 careers for each of `policies` (ids): seeds `seed`, `seed` + 1, …, modulo 2**64. The `starts` (ids) take turns: the first
    career begins at the first, the next at the next, so that the same seed begins at the same start for every player.

    `quarters`: how many each lasts, 0 the start's own. `rows`: keep each career as well as their sums."""

    seed: int
    runs: int
    starts: tuple[str, ...]
    policies: tuple[str, ...]
    quarters: int = 0
    rows: bool = False

    @property
    def careers(self) -> int:
        """How many careers that is in all."""
        return self.runs * len(self.policies)

    def batches(self) -> Iterator[Batch]:
        """The plan cut by its own size alone, in order."""
        seeds = max(1, BATCH_SIZE // max(1, len(self.policies)))
        for first in range(0, self.runs, seeds):
            yield Batch(first, min(seeds, self.runs - first))

    def seeds_and_starts(self, batch: Batch) -> Iterator[tuple[int, str]]:
        """The seeds of a piece, in order, each with the start it begins at."""
        numbers = range(batch.first, batch.first + batch.runs)
        return (((self.seed + number) % _SEEDS, self.starts[number % len(self.starts)]) for number in numbers)


MAX_WAITING = 16
"""So many pieces wait at most with an executor."""
TalliesByRun = dict[tuple[str, str], Tally]
"""(policy, start) -> what was counted."""


class BatchResult(NamedTuple):
    """One piece, played. `careers`: each of them by seed, then policy, if the plan asks for rows; else ()."""

    runs: int
    tallies: TalliesByRun
    careers: tuple[CareerRow, ...]


def play_batches(
    pack: Pack, plan: Plan, executor: Executor | None = None, max_waiting: int = MAX_WAITING, *, preloaded: bool = False
) -> Iterator[BatchResult]:
    """Play a plan; its pieces as they are done, in order. `executor` None: in this process, one after the other.

    The pack is sent along with every piece, so that any executor will do; `preloaded`: its workers have been given it (`preload_pack`).
    Raises KeyError for a start or policy that the pack does not have."""
    for policy in plan.policies:
        policy_named(pack.program, policy)
    for start in plan.starts:
        if start not in pack.starts:
            raise KeyError(start)
    if executor is None:
        prepared = PreparedPack(pack)
        for batch in plan.batches():
            yield play_prepared_batch(prepared, plan, batch)
        return
    portable = PortablePack.from_pack(pack).without_contents if preloaded else PortablePack.from_pack(pack)
    batches = plan.batches()
    waiting: deque[Future[BatchResult]] = deque(
        executor.submit(play_batch, portable, plan, batch) for batch in islice(batches, max_waiting)
    )
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(executor.submit(play_batch, portable, plan, batch) for batch in islice(batches, 1))
    finally:
        for future in waiting:
            future.cancel()


def empty_tallies(plan: Plan) -> TalliesByRun:
    """A plan of which nothing has been played."""
    return {(policy, start): empty_tally() for policy in plan.policies for start in plan.starts}


def play_plan(pack: Pack, plan: Plan, executor: Executor | None = None) -> TalliesByRun:
    """All of a plan, played and added up. As `parts`."""
    tallies = empty_tallies(plan)
    for result in play_batches(pack, plan, executor):
        for run, tally in result.tallies.items():
            add_tally(tallies[run], tally)
    return tallies


def preload_pack(portable: PortablePack) -> None:
    """Make a pack ready in a worker, before the first piece of it comes."""
    prepare_pack(portable)


def play_batch(portable: PortablePack, plan: Plan, batch: Batch) -> BatchResult:
    """Play one piece of a plan, in whatever process this is."""
    return play_prepared_batch(prepare_pack(portable), plan, batch)


def play_prepared_batch(prepared: PreparedPack, plan: Plan, batch: Batch) -> BatchResult:
    """Play one piece of a plan."""
    players = [(name, policy_named(prepared.program, name)) for name in plan.policies]
    collectors = {(name, start): CareerCollector(prepared) for name in plan.policies for start in plan.starts}
    careers: list[CareerRow] = []
    for seed, start in plan.seeds_and_starts(batch):
        for name, policy in players:
            collector = collectors[name, start]
            state = collector.play_and_count(start, seed, policy, plan.quarters)
            if plan.rows:
                careers.append(collector.career_row(start, name, seed, state))
    return BatchResult(batch.runs, {run: collector.finished_tally() for run, collector in collectors.items()}, tuple(careers))
