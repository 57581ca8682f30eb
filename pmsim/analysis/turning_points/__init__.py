"""Turning points: the decisions of a lived career at which another open choice would have changed
most how such careers go on. The search plays few careers for every decision, and more for the
promising ones."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from math import hypot
from typing import NamedTuple

from pmsim.analysis.turning_points.roads import (
    BATCH,
    Difference,
    LivedDecision,
    PlayedCareer,
    RoadPlayer,
    RoadTask,
    Watch,
    difference,
    fit_weights,
    fitted_policy,
    lived_decisions,
    road_player,
)
from pmsim.core.compiled import OpenChoice
from pmsim.core.program import QUARTER, QUARTERS, Program
from pmsim.core.state import State

STEPS = 400_000
"""About how many decisions the played careers make in all: half a minute at the most, on one
core."""


class PlayedRoad(NamedTuple):
    """Careers played on along a road. `ends`: the index of each outcome with its number of
    careers, the most frequent first. `value`: the mean of the number watched, None without one."""

    choice: OpenChoice
    careers: int
    ends: tuple[tuple[int, int], ...]
    value: float | None


class Crossroads(NamedTuple):
    """A decision and the road not taken. `number`: its place in the career, from 0; `state`: the
    state before it. `distance`: see `roads.Difference`; `error`: its standard error."""

    number: int
    state: State
    taken: PlayedRoad
    other: PlayedRoad
    distance: float
    error: float


def turning_points(
    program: Program,
    path: Iterable[tuple[State, str]],
    watch: Watch | None = None,
    seed: int = 1,
    *,
    steps: int = STEPS,
    engine: Callable[[Program, Sequence[int], Watch | None], RoadPlayer] | None = None,
    report: Callable[[float], None] = lambda _: None,
) -> tuple[Crossroads, ...]:
    """Return at most three turning points of a career, the greatest first; fewer where it is not
    clear which are the first three.

    `path`: the state before each decision, with the action taken, as far as these are open.
    `seed`: of the played careers. `engine`: makes a player of roads from the weight of each choice;
    by default one in this process. `report`: gets the part done, 0 to 1, several times a second; an
    exception that it raises ends the search."""
    decisions = lived_decisions(program, path)
    weights = fit_weights(program, decisions)
    play = (
        engine(program, weights, watch)
        if engine is not None
        else road_player(program, fitted_policy(program, weights), watch)
    )
    scale = watch.scale if watch is not None else 1
    found = RoadSearch(decisions, play, scale, seed, steps, report).run()
    return tuple(
        Crossroads(
            point.lived.number,
            point.lived.state,
            _summary(point.lived.taken, point.roads[0], watch),
            _summary(point.choice, point.roads[1], watch),
            point.apart.distance,
            point.apart.error,
        )
        for point in found
    )


def _summary(
    choice: OpenChoice, careers: Sequence[PlayedCareer], watch: Watch | None
) -> PlayedRoad:
    ends = Counter(career.outcome for career in careers)
    mean = sum(career.value for career in careers) / len(careers)
    ordered = sorted(ends.items(), key=lambda item: (-item[1], item[0]))
    return PlayedRoad(choice, len(careers), tuple(ordered), mean if watch is not None else None)


MOST_POINTS = 3
FLOOR = 0.05
"""The distance that a turning point must exceed."""
CLEAR = 3.0
"""The number of standard errors from which on a gap counts."""
_SCREENING = ((24, 4, 24), (18, 8, 12))
"""For each round over pairs of roads: its hundredths of all decisions, then the pairs that go on:
one in so many, and at least so many."""
_FINALISTS = 6
_PART = 7
"""Hundredths of all decisions in one part of the last round."""
_LEAST, _MOST = 4, 20_000
"""The fewest careers of a road in a round, and the most in all."""

Pair = tuple[int, OpenChoice]
"""A place in the list of decisions, and a choice that was not taken there."""


class Found(NamedTuple):
    """A decision, the road not taken there, and how far apart the roads lead."""

    lived: LivedDecision
    choice: OpenChoice
    apart: Difference
    roads: tuple[tuple[PlayedCareer, ...], tuple[PlayedCareer, ...]]


class RoadSearch:
    """A search over the decisions of one career. `steps`: about how many decisions the played
    careers may make in all; `report` gets the part done, 0 to 1, and may raise to cancel."""

    def __init__(
        self,
        decisions: Sequence[LivedDecision],
        play: RoadPlayer,
        scale: int,
        seed: int,
        steps: int,
        report: Callable[[float], None],
    ) -> None:
        self.decisions, self.play, self.scale, self.seed = decisions, play, scale, seed
        self.steps, self.report, self.made = steps, report, 0
        self.careers: dict[Pair, list[PlayedCareer]] = {
            (place, choice): [] for place, lived in enumerate(decisions) for choice in lived.options
        }

    def run(self) -> tuple[Found, ...]:
        """Play, and return the turning points, the greatest first."""
        pairs = [road for road in self.careers if road[1] != self.decisions[road[0]].taken]
        for share, one_in, least in _SCREENING:
            self._extend(pairs, share)
            hope = {pair: sum(self._apart(pair)) for pair in pairs}
            pairs.sort(key=hope.__getitem__, reverse=True)
            del pairs[max(least, len(pairs) // one_in) :]
        self._extend(pairs, _SCREENING[-1][0])
        best: dict[int, Pair] = {}
        for pair in sorted(pairs, key=self._apart, reverse=True):
            best.setdefault(self.decisions[pair[0]].visit, pair)
        finalists = list(islice(best.values(), _FINALISTS))
        open_ = finalists
        while open_ and self.made < self.steps and self._extend(open_, _PART):
            open_ = self._unsettled(finalists)
        self.report(1.0)
        return self._named(finalists)

    def _apart(self, pair: Pair) -> Difference:
        taken = self.decisions[pair[0]].taken
        return difference(self.careers[pair[0], taken], self.careers[pair], self.scale)

    def _extend(self, pairs: Sequence[Pair], share: int) -> bool:
        """Play more careers of the roads in `pairs` and of those taken beside them. Return False
        if they have enough."""
        roads = list(
            dict.fromkeys(
                road
                for place, choice in pairs
                for road in ((place, self.decisions[place].taken), (place, choice))
            )
        )
        cost = sum(map(self._length, roads))
        count = max(_LEAST, int(self.steps * share / 100 / cost)) if roads else 0
        played = [
            (road, RoadTask(lived.number, lived.state, road[1], first, more, self.seed))
            for road in roads
            for lived in (self.decisions[road[0]],)
            for last in (min(len(self.careers[road]) + count, _MOST),)
            for first in range(len(self.careers[road]), last, BATCH)
            for more in (min(BATCH, last - first),)
        ]
        results = self.play(task for _, task in played)
        for (road, _), careers in zip(played, results, strict=True):
            self.careers[road] += careers
            # starting a career counts as one more decision
            self.made += sum(1 + career.decisions for career in careers)
            self.report(min(1.0, self.made / self.steps))
        return bool(played)

    def _length(self, road: Pair) -> float:
        """Return about how many decisions a career on a road makes."""
        careers, slots = self.careers[road], self.decisions[road[0]].state.slots
        if careers:
            return 1 + sum(career.decisions for career in careers) / len(careers)
        last = self.decisions[-1]
        in_a_quarter = (last.number + 1) / last.state.slots[QUARTER]
        return 2 + in_a_quarter * (slots[QUARTERS] - slots[QUARTER] + 0.5)

    def _unsettled(self, finalists: Sequence[Pair]) -> list[Pair]:
        """Return the finalists of which it is not clear whether they are among the first three."""
        apart = {pair: self._apart(pair) for pair in finalists}
        ranks = sorted(apart.values(), reverse=True)
        fourth = ranks[MOST_POINTS].distance if len(ranks) > MOST_POINTS else FLOOR
        edge = (ranks[:MOST_POINTS][-1].distance + fourth) / 2
        return [
            pair for pair, row in apart.items() if abs(row.distance - edge) <= CLEAR * row.error
        ]

    def _named(self, finalists: Sequence[Pair]) -> tuple[Found, ...]:
        """Return the finalists that are clearly among the first three, and whose distance clearly
        exceeds `FLOOR`, the greatest first."""
        apart = {pair: self._apart(pair) for pair in finalists}

        def clearly_exceeds(row: Difference, distance: float, error: float) -> bool:
            return row.distance - distance > CLEAR * hypot(row.error, error)

        return tuple(
            Found(lived, pair[1], row, (tuple(taken), tuple(self.careers[pair])))
            for pair, row in sorted(apart.items(), key=lambda item: item[1], reverse=True)
            for lived in (self.decisions[pair[0]],)
            for taken in (self.careers[pair[0], lived.taken],)
            if clearly_exceeds(row, FLOOR, 0)
            and sum(
                not clearly_exceeds(row, other.distance, other.error)
                for rival, other in apart.items()
                if rival != pair
            )
            < MOST_POINTS
        )
