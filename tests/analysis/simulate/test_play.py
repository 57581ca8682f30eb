"""Playing and counting: the same careers as everybody else's, and tallies that another way of
counting agrees with."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.simulate.collector import (
    CareerCollector,
    PreparedPack,
)
from pmsim.analysis.simulate.play import (
    BATCH_SIZE,
    BatchResult,
    Plan,
    play_batch,
    play_batches,
    play_plan,
    portable_pack,
    prepare_pack,
)
from pmsim.analysis.simulate.tally import (
    AT_THE_END,
    CHOSEN,
    LOCK,
    NEEDS,
    OPEN,
    RIVALLED,
    SCENERY,
    TAKEN,
    Tally,
    empty_tally,
    merge_tallies,
)
from pmsim.analysis.simulate.unread import TextWatcher
from pmsim.analysis.word_counts import WordCounter as Words
from pmsim.core.events import (
    ConsequenceLost,
    Entered,
    Event,
    NotCalled,
    QuarterBegan,
    Rolled,
    Scheduled,
    Skipped,
)
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import policy_named
from pmsim.core.program import QUARTER, ROLE
from pmsim.core.state import State
from pmsim.core.step import offered, start, step
from pmsim.lang.pack import Pack
from pmsim.play.session import Session, StateView
from pmsim.play.state_encoding import digest, set_bits
from pmsim.ui import headless
from tests.analysis.turn_words import words_of_turn
from tests.scenarios.test_shipped import pack, read
from tests.sizes import size
from tests.small import small
from tests.strategies.packs import compiled_packs

SEEDS = st.integers(0, 2**64 - 1)
CLOSED = {"": OPEN, "needs": NEEDS, "lock": LOCK, "scenery": SCENERY}


class Told:
    """A career counted from what `start` and `step` say of it, the plain way."""

    def __init__(self, pack: Pack, door: str, seed: int, policy: str) -> None:
        self.pack, self.tally, self.words = pack, empty_tally(), Words(pack)
        self.lived: dict[int, dict[int, int]] = {}
        self.read, self.quarter = 0, 1
        self.visited: set[int] = set()
        program, player = pack.program, policy_named(pack.program, policy)
        turn = start(program, door, seed)
        while True:
            state, shown = turn.state, offered(program, turn.state)
            self.hear(turn.events, state)
            self.read += words_of_turn(self.words, turn, shown)
            if state.outcome >= 0:
                break
            machine = MutableState(program, state)
            among = open_choices(machine)
            taken = among[player(machine, among)]
            self.decide(
                {(offer.choice, CLOSED[offer.closed]) for offer in shown}, taken[0], len(among)
            )
            turn = step(program, state, action_id(machine, taken))
        self.end(state)

    def hear(self, events: tuple[Event, ...], state: State) -> None:
        tally = self.tally
        for event in events:
            match event:
                case Entered():
                    scenario = self.pack.program.scenes[event.scene].scenario
                    self.visited.add(scenario)
                    if event.arrival != "goto":
                        tally.visits[scenario, self.quarter] += 1
                case QuarterBegan():
                    self.quarter = event.quarter
                case Rolled():
                    tally.rolls[event.choice, event.key, event.odds, event.passed] += 1
                case Skipped():
                    tally.skips[event.beat, event.reason] += 1
                case Scheduled():
                    tally.scheduled[event.scenario, event.scenes] += 1
                case NotCalled():
                    tally.not_called[event.key] += 1
                case ConsequenceLost():
                    tally.losses[
                        event.scenario,
                        event.scenes,
                        -1 if event.cause is None else event.cause[0],
                        event.reason,
                    ] += 1
                case _:
                    pass

    def decide(self, shown: set[tuple[int, int]], taken: int, count: int) -> None:
        self.tally.offers.update(shown)
        self.tally.offers[taken, TAKEN] += 1
        if count > 1:
            self.tally.offers[taken, CHOSEN] += 1
            self.tally.offers.update((choice, RIVALLED) for choice, how in shown if how == OPEN)

    def end(self, state: State) -> None:
        tally, slots = self.tally, state.slots
        tally.decisions[state.decisions] += 1
        tally.words[self.read] += 1
        tally.quarters[slots[QUARTER]] += 1
        tally.roles[slots[ROLE]] += 1
        tally.played.update(self.visited)
        tally.seen.update(set_bits(slots[4]))
        tally.took.update(set_bits(slots[5]))
        for stat, value in enumerate(StateView(self.pack.program, state).values()):
            for quarter in (AT_THE_END, slots[QUARTER]):
                tally.numbers[quarter, stat] = Counter([value])


def comparable(tally: Tally, quarters: tuple[int, ...]) -> Tally:
    """A tally without what `Told` does not count: variants, texts, and numbers as they stood between
    decisions."""
    ends: Counter[tuple[int, int]] = Counter()
    numbers = {place: values for place, values in tally.numbers.items() if place[0] in quarters}
    return tally._replace(ends=ends, numbers=numbers, read=Counter(), shown=Counter())


@given(compiled_packs(), SEEDS, st.booleans())
@settings(deadline=None)
def test_tallies_are_what_step_tells(pack: Pack, seed: int, random: bool) -> None:
    policy = "random" if random else pack.program.personas[0].id
    for door in pack.starts:
        counted = Told(pack, door, seed, policy)
        (part,) = play_batches(pack, Plan(seed, 1, (door,), (policy,)))
        tally = part.tallies[policy, door]
        last = max(counted.tally.quarters)
        assert tally.ends.total() == 1
        assert comparable(tally, (AT_THE_END, last)) == comparable(
            counted.tally, (AT_THE_END, last)
        )


@given(compiled_packs(), SEEDS)
@settings(deadline=None)
def test_every_quarter_lived_is_counted_once(pack: Pack, seed: int) -> None:
    prepared = PreparedPack(pack)
    listener = CareerCollector(prepared, TextWatcher(prepared.varying, prepared.program))
    state = listener.play_and_count("", seed, policy_named(pack.program, "random"))
    numbers, stats = listener.finished_tally().numbers, range(len(pack.program.stats))
    assert set(numbers) == {
        (quarter, stat) for quarter in range(state.slots[QUARTER] + 1) for stat in stats
    }
    assert all(values.total() == 1 for values in numbers.values())


def test_numbers_are_read_when_a_quarter_is_over() -> None:
    """With what the quarter's end adds; the last quarter has no such end."""
    own = small(
        stats=("calm: {min: 0, max: 20, start: 3, each_quarter: 2}",),
        main="scenes: {door: {choices: [{id: go, label: Go., effects: {calm: 1}}]}}",
    )
    (part,) = play_batches(own, Plan(1, 5, ("door",), ("first",)))
    place = list(own.program.stats).index("calm")
    numbers = part.tallies["first", "door"].numbers
    assert [numbers[quarter, place] for quarter in (1, 2, 3, 4, AT_THE_END)] == [
        {6: 5},
        {9: 5},
        {12: 5},
        {13: 5},
        {13: 5},
    ]


@pytest.mark.parametrize("policy", ["random", "first", "pleaser"])
def test_a_career_of_a_simulation_is_the_one_that_run_plays(policy: str) -> None:
    own = pack("the_long_game")
    plan = Plan(7, 3, ("fumes", "passed_over"), (policy,), rows=True)
    prepared = PreparedPack(own)
    listener = CareerCollector(prepared, TextWatcher(prepared.varying, prepared.program))
    careers = [career for part in play_batches(own, plan) for career in part.careers]
    assert [(career.seed, career.start) for career in careers] == [
        (7, "fumes"),
        (8, "passed_over"),
        (9, "fumes"),
    ]
    for career in careers:
        session = Session(own, career.start, career.seed)
        headless.play_choices(session, (), policy)
        found = headless.result(session)
        state = listener.play_and_count(
            career.start, career.seed, policy_named(own.program, policy)
        )
        assert digest(own.program, state) == found["digest"]
        assert (career.outcome, career.decisions, career.quarter, career.role) == tuple(
            found[name] for name in ("outcome", "turns", "quarter", "role")
        )
        assert dict(zip(own.program.stats, career.numbers, strict=True)) == found["stats"]


@pytest.mark.parametrize("door", ["fumes", "passed_over"])
def test_words_are_those_of_the_pages(door: str) -> None:
    own = pack("the_long_game")
    careers = [
        career
        for part in play_batches(own, Plan(1, 4, (door,), ("random",), rows=True))
        for career in part.careers
    ]
    assert [career.words for career in careers] == [read(door, seed) for seed in range(1, 5)]


PLAN = Plan(2**64 - 300, 600, ("monday",), ("random", "listener"), rows=True)


def lived(
    pool: ProcessPoolExecutor | ThreadPoolExecutor | None, ahead: int = 16
) -> list[BatchResult]:
    """Several pieces of a small pack, played by a pool."""
    return list(play_batches(pack("first_day"), PLAN, pool, ahead))


@pytest.fixture(scope="module")
def alone() -> list[BatchResult]:
    """The plan, played here."""
    return lived(None)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_other_processes_count_the_same(jobs: int, alone: list[BatchResult]) -> None:
    assert len(alone) == 10
    with ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=prepare_pack,
        initargs=(portable_pack(pack("first_day")),),
    ) as pool:
        assert lived(pool, ahead=3) == alone


def test_a_key_alone_is_no_pack() -> None:
    with pytest.raises(LookupError):
        play_batch(("none", "such", "pack"), PLAN, next(PLAN.batches()))


def test_threads_count_the_same(alone: list[BatchResult]) -> None:
    prepare_pack(pack("first_day"))
    with ThreadPoolExecutor(2) as pool:
        assert lived(pool) == alone


def test_seeds_go_round(alone: list[BatchResult]) -> None:
    seeds = [career.seed for part in alone for career in part.careers if career.policy == "random"]
    assert seeds == [(PLAN.seed + number) % 2**64 for number in range(600)]


@given(st.lists(st.integers(0, 12), max_size=6), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=size(30))
def test_adding_knows_no_order_and_no_grouping(cuts: list[int], random: Random) -> None:
    tallies = [
        part.tallies["random", "monday"]
        for number in cuts
        for part in play_batches(pack("first_day"), Plan(number, 2, ("monday",), ("random",)))
    ]
    whole = merge_tallies(tallies)
    shuffled = list(tallies)
    random.shuffle(shuffled)
    assert merge_tallies(shuffled) == whole
    half = len(tallies) // 2
    assert merge_tallies([merge_tallies(tallies[:half]), merge_tallies(tallies[half:])]) == whole
    assert whole.careers == sum(tally.careers for tally in tallies) == 2 * len(cuts)
    assert whole.choices == sum(tally.choices for tally in tallies)


@given(st.integers(0, 2000), st.integers(1, 9), st.integers(1, 4))
def test_pieces_cover_the_plan_in_order(count: int, starts: int, policies: int) -> None:
    plan = Plan(5, count, tuple(map(str, range(starts))), tuple(map(str, range(policies))))
    begun = [one for piece in plan.batches() for one in plan.seeds_and_starts(piece)]
    assert begun == [(5 + number, str(number % starts)) for number in range(count)]
    assert plan.careers == count * policies


@pytest.mark.parametrize(("start_id", "policy"), [("mondy", "random"), ("monday", "listenr")])
def test_an_unknown_name_is_a_key_error(start_id: str, policy: str) -> None:
    with pytest.raises(KeyError):
        next(play_batches(pack("first_day"), Plan(1, 1, (start_id,), (policy,))))


def test_words_are_counted_in_the_first_careers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsim.analysis.simulate.play.WORD_SAMPLE", 2 * BATCH_SIZE)
    plan = Plan(1, 2 * BATCH_SIZE + 2, ("monday",), ("random",))
    for rows, counted in ((False, 2 * BATCH_SIZE), (True, 2 * BATCH_SIZE + 2)):
        (tally,) = play_plan(pack("first_day"), plan._replace(rows=rows)).values()
        assert tally.words.total() == counted
        assert tally.careers == plan.careers
