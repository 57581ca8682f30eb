"""Roads: careers played on from one decision with one of its choices, under paired chance, by a
player fitted to the choices that were made; and the distance between the ends of two roads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp, sqrt
from typing import NamedTuple

from pmsim.core import chance
from pmsim.core.compiled import OpenChoice
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.program import QUARTER, Program
from pmsim.core.state import State
from pmsim.core.step import Policy, run_policy, take_and_advance

_TAG_RIDGE, _CHOICE_RIDGE = 1.0, 0.1
"""How strongly the fit draws the weight of a tag, and of a single choice, to 0. One decision says
little about a tag, and much about what the same player says in the same place."""
_FIT_STEPS = 400
_ONE = 1024
"""The clock weight of a choice that the player neither likes nor dislikes."""
_VISIT = 1 << 10
"""More decisions than a visit can have."""


class LivedDecision(NamedTuple):
    """A decision with more than one open choice. `number`: its place in the career, from 0;
    `visit`: that of the first decision of its visit."""

    number: int
    visit: int
    state: State
    options: tuple[OpenChoice, ...]
    taken: OpenChoice


def lived_decisions(
    program: Program, path: Iterable[tuple[State, str]]
) -> tuple[LivedDecision, ...]:
    """Return the decisions of a career in which something else was open. `path`: the state before
    each decision, and the action taken in it; it is followed up to the first that is not open."""
    decisions = []
    visit = 0
    for number, (state, action) in enumerate(path):
        visit = visit if state.visit_decisions else number
        m = MutableState(program, state)
        options = tuple(open_choices(m)) if state.scene >= 0 else ()
        taken = next((option for option in options if action_id(m, option) == action), None)
        if taken is None:
            break
        if len(options) > 1:
            decisions.append(LivedDecision(number, visit, state, options, taken))
    return tuple(decisions)


def fit_weights(program: Program, decisions: Sequence[LivedDecision]) -> tuple[int, ...]:
    """Return the clock weight of every choice of the program for a player who chooses as in the
    decisions: a conditional logit over the tags of a choice and the choice itself, with a ridge."""
    tags = len(program.tags)
    rows = [
        (
            [(*program.choices[index].tags, tags + index) for index, _ in one.options],
            one.options.index(one.taken),
        )
        for one in decisions
    ]
    features = sorted({name for options, _ in rows for option in options for name in option})
    ridge = {name: _TAG_RIDGE if name < tags else _CHOICE_RIDGE for name in features}
    bend = dict(ridge)  # a bound of the curvature, so that no step goes too far
    for option in [option for options, _ in rows for option in options]:
        for name in option:
            bend[name] += len(option) / 2
    weights = dict.fromkeys(features, 0.0)
    for _ in range(_FIT_STEPS if rows else 0):
        slope = {name: -ridge[name] * weight for name, weight in weights.items()}
        for options, taken in rows:
            odds = [exp(sum([weights[name] for name in option])) for option in options]
            total = sum(odds)
            for name in options[taken]:
                slope[name] += 1
            for option, odd in zip(options, odds, strict=True):
                for name in option:
                    slope[name] -= odd / total
        for name in features:
            weights[name] += slope[name] / bend[name]
    return tuple(
        max(1, round(_ONE * exp(sum(weights.get(n, 0) for n in (*one.tags, tags + one.index)))))
        for one in program.choices
    )


def fitted_policy(program: Program, weights: Sequence[int]) -> Policy:
    """Return a policy that takes each open choice with a chance in proportion to its weight. The
    same seed favours the same choices on every road."""
    hashes = [chance.name_hash("player", choice.key) for choice in program.choices]
    clock = chance.player_clock

    def decide(m: MutableState, options: list[OpenChoice]) -> int:
        if len(options) == 1:
            return 0
        seed, k = m.seed, m.slots[QUARTER] * _VISIT + m.visit_decisions
        clocks = [clock(seed, hashes[index], k, weights[index]) for index, _ in options]
        return clocks.index(min(clocks))

    return decide


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
    # whole numbers, so that the sums do not depend on the order: 2 * scale**2 stands for 1
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
