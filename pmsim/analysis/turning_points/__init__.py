"""Turning points: the decisions of a lived career at which another open choice would have changed
most how such careers go on."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pmsim.analysis.turning_points.lived import fit_weights, fitted_policy, lived_decisions
from pmsim.analysis.turning_points.roads import PlayedCareer, RoadPlayer, Watch, road_player
from pmsim.analysis.turning_points.search import RoadSearch
from pmsim.core.compiled import OpenChoice
from pmsim.core.program import Program
from pmsim.core.state import State

__all__ = ["Crossroads", "PlayedRoad", "Watch", "turning_points"]
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
