"""The execution of a plan, batch by batch, in this process or by an executor, and the states of
random careers in which a scenario that is simulated alone begins. Results come in the plan's order.

The same plan gives the same tallies on any executor: the batches depend only on the plan's size,
and sums of whole numbers do not depend on the order."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Literal, NamedTuple

from pmsim.analysis.simulate.collector import (
    CareerCollector,
    PreparedPack,
)
from pmsim.analysis.simulate.tally import CareerRow, Tally, add_tally, empty_tally, mean
from pmsim.analysis.simulate.unread import TextWatcher
from pmsim.core.calendar import can_be_drawn
from pmsim.core.compile_expr import evaluate
from pmsim.core.events import Drawn, Event, QuarterBegan
from pmsim.core.expr import All
from pmsim.core.mutable_state import MutableState
from pmsim.core.policy import policy_named
from pmsim.core.program import QUARTER, QUARTERS, Program
from pmsim.core.state import DEFAULT_START, StartOverride, State
from pmsim.core.step import new_career, play_to_end
from pmsim.lang import Pack

TRIES = 20
"""The most random careers that are played to find one state."""
WATCHED = 200
"""The most careers that are watched for what was never true."""


class _FoundState(Exception):  # noqa: N818 - it ends a career, and is no error
    """The career has come to a state in which the scenario may begin."""


class PoolWatcher(list[Event]):
    """A listener to random careers of the pack `whole` that looks at each quarter's beginning and
    each draw. `held`: the parts of the scenario's `when`, joined by `and`, that were true once."""

    def __init__(self, whole: Program, scenario: int) -> None:
        super().__init__()
        self.whole, self.scenario = whole, whole.scenarios[scenario]
        when = self.scenario.when
        self.parts = when.items if isinstance(when, All) else () if when is None else (when,)
        self.held: set[int] = set()
        self.machine: MutableState

    def append(self, event: Event, /) -> None:
        """Stop the career if the scenario may begin now."""
        if isinstance(event, QuarterBegan | Drawn):
            m = self.machine
            self.held |= {n for n, part in enumerate(self.parts) if evaluate(part, m.slots)}
            weight = m.compiled.weights[self.scenario.index]
            if can_be_drawn(m, self.scenario) and weight(m.slots) > 0:
                raise _FoundState

    def find_state(self, number: int, seed: int, quarters: int) -> State | None:
        """Return the first state of career `number` in which the scenario may begin, None if there
        is none. In it nothing is scheduled, and the career lasts at most `quarters` quarters, the
        current one included."""
        start = self.whole.starts[number % len(self.whole.starts)].id
        m = self.machine = new_career(self.whole, start, seed + number, 0, None)
        m.events = self
        try:
            self.append(QuarterBegan(1))
            play_to_end(m, start, policy_named(self.whole, "random"))
        except _FoundState:
            last = min(m.slots[QUARTER] - 1 + quarters, self.whole.slots[QUARTER].max)
            m.slots[QUARTERS] = last
            return m.freeze()._replace(decisions=0, beat=0, pending=())
        return None


BATCH_SIZE = 128
"""Approximate number of careers in a batch: small enough for a short wait, large enough to be worth
sending to another process."""
WORD_SAMPLE = 1000
"""Maximum number of careers whose words are counted, unless their rows are stored."""
_SEEDS = 1 << 64


class Batch(NamedTuple):
    """A range of a plan's seeds: `runs` >= 1 of them, from number `first` (counted from 0)."""

    first: int
    runs: int


class Plan(NamedTuple):
    """A plan of `runs` >= 0 careers for each of `policies` (ids), with seeds `seed`, `seed` + 1, …,
    modulo 2**64. The careers use the `starts` (ids) in turn, so the same seed has the same start
    under every policy.

    `quarters`: the length of each career, 0 for the start's own. `rows`: store each career as well
    as the sums. `override`: where the careers begin. `from_pool`: a scenario alone begins in states
    of its pack's careers; a career that comes to none is not counted."""

    seed: int
    runs: int
    starts: tuple[str, ...]
    policies: tuple[str, ...]
    quarters: int = 0
    rows: bool = False
    override: StartOverride = DEFAULT_START
    from_pool: bool = False

    @property
    def begins(self) -> Literal["start", "options", "pool"]:
        """Return where the careers begin."""
        if self.from_pool:
            return "pool"
        return "start" if self.override == DEFAULT_START else "options"

    @property
    def careers(self) -> int:
        """Return the number of careers of the plan."""
        return self.runs * len(self.policies)

    def batches(self) -> Iterator[Batch]:
        """Yield the batches of the plan, in order."""
        seeds = max(1, BATCH_SIZE // max(1, len(self.policies)))
        for first in range(0, self.runs, seeds):
            yield Batch(first, min(seeds, self.runs - first))

    def seeds_and_starts(self, batch: Batch) -> Iterator[tuple[int, str]]:
        """Yield the seeds of a batch in order, each with its start."""
        numbers = range(batch.first, batch.first + batch.runs)
        return (
            ((self.seed + number) % _SEEDS, self.starts[number % len(self.starts)])
            for number in numbers
        )


MAX_WAITING = 16
"""Maximum number of batches that wait in an executor."""
TalliesByRun = dict[tuple[str, str], Tally]
"""Tallies by (policy, start)."""


def pool_watcher(pack: Pack) -> PoolWatcher:
    """Return the watcher for a scenario played alone."""
    assert pack.whole is not None
    return PoolWatcher(pack.whole, pack.program.beats[0].scenario)


class BatchResult(NamedTuple):
    """The result of one batch. `careers`: each career, sorted by seed and then policy, if the plan
    asks for rows; otherwise ()."""

    runs: int
    tallies: TalliesByRun
    careers: tuple[CareerRow, ...]


PackKey = tuple[str, str, str]
"""The id of a pack and its digests. Packs with equal keys are equal."""
_PREPARED: dict[PackKey, PreparedPack] = {}
"""The packs that this process has prepared for batches."""


def pack_key(pack: Pack) -> PackKey:
    """Return the key of a pack."""
    return pack.id, pack.pack_digest, pack.text_digest


def portable_pack(pack: Pack) -> Pack:
    """Return a picklable copy of a pack, with everything needed to play it."""
    program = replace(pack.program)  # without what was compiled of it, which is not picklable
    whole = pack.whole and replace(pack.whole)
    digests = partial(_fixed_digests, pack.pack_digest, pack.text_digest)
    return replace(pack, program=program, whole=whole, warnings=(), digests=digests)


def _fixed_digests(of_pack: str, of_text: str) -> tuple[str, str]:
    return of_pack, of_text


def prepare_pack(pack: Pack) -> None:
    """Prepare a pack for the batches that this process plays by the pack's key."""
    _PREPARED[pack_key(pack)] = PreparedPack(pack)


def play_batches(
    pack: Pack, plan: Plan, executor: Executor | None = None, max_waiting: int = MAX_WAITING
) -> Iterator[BatchResult]:
    """Play a plan and yield the result of each batch, in order. `executor`: one whose workers have
    prepared the pack (`prepare_pack`); None: play in this process. Raise KeyError for an unknown
    start or policy."""
    for policy in plan.policies:
        policy_named(pack.program, policy)
    for start in plan.starts:
        if start not in pack.starts:
            raise KeyError(start)
    batches = plan.batches()
    if executor is None:
        prepared = PreparedPack(pack)
        yield from (play_prepared_batch(prepared, plan, batch) for batch in batches)
        return

    def submit(batch: Batch) -> Future[BatchResult]:
        return executor.submit(play_batch, pack_key(pack), plan, batch)

    waiting: deque[Future[BatchResult]] = deque(map(submit, islice(batches, max_waiting)))
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(map(submit, islice(batches, 1)))
    finally:
        for future in waiting:
            future.cancel()


def empty_tallies(plan: Plan) -> TalliesByRun:
    """Return the tallies of a plan before any career."""
    return {(policy, start): empty_tally() for policy in plan.policies for start in plan.starts}


def play_plan(pack: Pack, plan: Plan) -> TalliesByRun:
    """Return the tallies of the whole plan. Errors are those of `play_batches`."""
    tallies = empty_tallies(plan)
    for result in play_batches(pack, plan):
        for run, tally in result.tallies.items():
            add_tally(tallies[run], tally)
    return tallies


class ReadWords(NamedTuple):
    """Numbers of words read in careers from one start: the fewest, the mean (rounded), the most,
    and the number of careers."""

    start: str
    least: int
    mean: int
    most: int
    careers: int


def measure_reading(
    pack: Pack, start: str, seed: int, careers: int, player: str = "random"
) -> ReadWords:
    """Return the words that a player reads in careers from a start (id), at least one. Raise
    KeyError for an unknown start or player."""
    plan = Plan(seed, careers, (start,), (player,), rows=True)  # with rows, all words are counted
    words = play_plan(pack, plan)[player, start].words
    return ReadWords(start, min(words), round(mean(words)), max(words), careers)


def play_batch(key: PackKey, plan: Plan, batch: Batch) -> BatchResult:
    """Play one batch of a plan with a pack that this process has prepared. Raise KeyError for
    another."""
    return play_prepared_batch(_PREPARED[key], plan, batch)


def play_prepared_batch(prepared: PreparedPack, plan: Plan, batch: Batch) -> BatchResult:
    """Play one batch of a plan with a prepared pack."""
    players = [(name, policy_named(prepared.program, name)) for name in plan.policies]
    careers_so_far = (batch.first + batch.runs) * len(players)
    counts_words = plan.rows or careers_so_far <= WORD_SAMPLE
    texts = TextWatcher(prepared.varying, prepared.program)
    collectors = {
        (name, start): CareerCollector(prepared, texts, counts_words)
        for name in plan.policies
        for start in plan.starts
    }
    careers: list[CareerRow] = []
    watcher = pool_watcher(prepared.pack) if plan.from_pool else None
    for number, (seed, start) in enumerate(plan.seeds_and_starts(batch), batch.first):
        begun = None
        if watcher is not None:
            needed = prepared.program.quarters
            attempts = range(number, number + TRIES * plan.runs, plan.runs)
            states = (watcher.find_state(one, plan.seed, needed) for one in attempts)
            begun = next(filter(None, states), None)
            if begun is None:
                continue
        for name, policy in players:
            collector = collectors[name, start]
            state = collector.play_and_count(
                start, seed, policy, plan.quarters, plan.override, begun
            )
            if plan.rows:
                careers.append(collector.career_row(start, name, seed, state))
    tallies = {run: collector.finished_tally() for run, collector in collectors.items()}
    first, numbers = next(iter(tallies.values())), prepared.run_numbers
    first.read.update(numbers[run] for run in texts.read)
    first.shown.update(texts.shown)
    return BatchResult(batch.runs, tallies, tuple(careers))
