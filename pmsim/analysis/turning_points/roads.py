"""Roads: careers played on from one decision with one of its choices, under paired chance; and how
far apart two roads lead."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from pmsim.core import chance
from pmsim.core.compiled import OpenChoice
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import open_choices
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.core.step import Policy, run_policy, take_and_advance

BATCH = 64
"""The most careers of one task: a fraction of a second."""


class Watch(NamedTuple):
    """A number to watch at the end of careers. `scale`: a difference that weighs as much as another
    end."""

    read: Callable[[State], int]
    scale: int


class RoadTask(NamedTuple):
    """Careers to play: `careers` of them, from number `first`, from the decision `number` of the
    career in `state`, beginning with `choice`."""

    number: int
    state: State
    choice: OpenChoice
    first: int
    careers: int
    seed: int


class PlayedCareer(NamedTuple):
    """The end of one career. `value`: of the number watched, 0 without one."""

    outcome: int
    value: int
    decisions: int


RoadPlayer = Callable[[Iterable[RoadTask]], Iterable[list[PlayedCareer]]]
"""An engine: a function that plays tasks and yields the careers of each, in order."""


def road_player(program: Program, policy: Policy, watch: Watch | None) -> RoadPlayer:
    """Return a player of roads in this process."""

    def play(tasks: Iterable[RoadTask]) -> Iterator[list[PlayedCareer]]:
        for task in tasks:
            yield [play_on(task, number) for number in range(task.first, task.first + task.careers)]

    def play_on(task: RoadTask, number: int) -> PlayedCareer:
        name = f"{task.number}/{number}"
        seed = chance.mix(task.seed ^ chance.mix(chance.name_hash("turning point", name)))
        m = MutableState(program, task.state._replace(seed=seed, reseed=()))
        take_and_advance(m, task.choice, open_choices(m))
        run_policy(m, policy)
        value = watch.read(m.freeze()) if watch is not None else 0
        return PlayedCareer(m.outcome, value, m.decisions - task.state.decisions)

    return play


class Difference(NamedTuple):
    """The squared distance between the ends of two roads, with its standard error.

    The distance is 0 if both come to the same ends equally often and to the same mean of the number
    watched; 1 if each comes to one end, and not to the same. A difference of `Watch.scale` in the
    means counts as 1 too."""

    square: float
    square_error: float

    @property
    def distance(self) -> float:
        """Return the distance."""
        return sqrt(max(0.0, self.square))

    @property
    def error(self) -> float:
        """Return the standard error of the distance."""
        return self.square_error / 2 / self.distance if self.square > 0 else self.square_error


def difference(
    taken: Sequence[PlayedCareer], other: Sequence[PlayedCareer], scale: int
) -> Difference:
    """Return the difference between two roads of three careers or more, paired by their numbers.

    The square is estimated without bias (the mean over pairs of careers of the product of their
    differences), its error by leaving out one career at a time."""
    count = min(len(taken), len(other))
    pairs = Counter(
        (one.outcome, two.outcome, one.value - two.value)
        for one, two in zip(taken, other, strict=False)
    )
    # whole numbers, so that the sums do not depend on the order: 2 * scale**2 is one
    one = scale * scale
    ends: Counter[int] = Counter()
    for (first, second, _), times in pairs.items():
        ends[first] += times
        ends[second] -= times
    values = sum(value * times for (_, _, value), times in pairs.items())
    lengths = {pair: (pair[0] != pair[1]) * 2 * one + 2 * pair[2] * pair[2] for pair in pairs}
    total = one * sum(times * times for times in ends.values()) + 2 * values * values
    own = sum(lengths[pair] * times for pair, times in pairs.items())
    square = (total - own) / (count * (count - 1)) / (2 * one)
    parts = {
        pair: one * (ends[pair[0]] - ends[pair[1]]) + 2 * values * pair[2] - lengths[pair]
        for pair in pairs
    }
    mean = sum(parts[pair] * times for pair, times in pairs.items()) / count
    spread = sum((parts[pair] - mean) ** 2 * times for pair, times in pairs.items())
    return Difference(square, 2 * sqrt(spread) / (count - 1) / count / (2 * one))
