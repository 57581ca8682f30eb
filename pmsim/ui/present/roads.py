"""The turning points of a life, each with the road not taken and where that one leads."""

from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from pmsim.analysis.turning_points import STEPS, Crossroads, PlayedRoad, turning_points
from pmsim.analysis.turning_points.roads import Watch
from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import Expr
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.ui.present.debrief_pages import OtherRoad, RoadFigures, quoted_choice, quoted_label
from pmsim.ui.present.pack_texts import is_hidden, label_of, outcome_title
from pmsim.ui.present.words import capitalise, number_word

LIVES = 20
"""Shares are told as so many of twenty lives."""
ONE_END = 4
"""The watched stat's range, divided by this, is a difference that weighs as much as another end."""


class RoadRequest(NamedTuple):
    """A life whose turning points are wanted, for this process or another one. `path`: the state
    before each decision, with the action taken; `watched`: the first stat of the debrief, as its
    expression, and the difference in it that weighs as much as another end; `seed`, `steps`: as in
    `turning_points`."""

    program: Program
    path: tuple[tuple[State, str], ...]
    watched: tuple[Expr, int] | None
    seed: int = 1
    steps: int = STEPS

    def find(self, report: Callable[[float], None] = lambda _: None) -> tuple[Crossroads, ...]:
        """Play on from every decision, for half a minute at most; return the turning points.
        `report`: gets the part done, 0 to 1."""
        watch = None
        if self.watched is not None:
            read = compile_expr(self.watched[0])
            watch = Watch(lambda state: int(read(state.slots)), self.watched[1])
        return turning_points(
            self.program, self.path, watch, self.seed, steps=self.steps, report=report
        )


def road_request(session: Session, seed: int = 1) -> RoadRequest:
    """Return the request for the current life, as far as its decisions can be played."""
    pack, path = session.pack, session.path()
    playable = takewhile(lambda node: not node.unplayable, path)
    steps = ((before.state, after.action) for before, after in pairwise(playable))
    stat = pack.stats[pack.debrief.watch[0]] if pack.debrief.watch else None
    return RoadRequest(
        pack.program,
        tuple(steps),
        stat and (stat.reading, max((stat.max - stat.min) // ONE_END, 1)),
        seed,
    )


def other_roads(pack: Pack, found: Sequence[Crossroads]) -> tuple[OtherRoad, ...]:
    """Return the turning points in words, oldest first."""
    return tuple(
        OtherRoad(
            quoted_choice(pack, one.number + 1, one.state, one.taken.choice),
            quoted_label(pack, one.state, one.other.choice),
            _road_sentence(pack, one),
            round(one.distance, 3),
            round(one.error, 3),
            _figures(pack, one.taken),
            _figures(pack, one.other),
        )
        for one in sorted(found, key=lambda one: one.number)
    )


def _figures(pack: Pack, road: PlayedRoad) -> RoadFigures:
    ids = pack.program.outcomes
    shares = tuple((ids[end].id, round(count / road.careers, 3)) for end, count in road.ends)
    return RoadFigures(road.careers, shares, None if road.value is None else round(road.value, 1))


def _road_sentence(pack: Pack, found: Crossroads) -> str:
    """Return what both roads came to: the end whose share differs most, and the stat watched, as
    far as they differ in whole numbers."""
    taken, other = (
        {end: count * LIVES / road.careers for end, count in road.ends}
        for road in (found.taken, found.other)
    )
    end = max(
        sorted(taken.keys() | other.keys()),
        key=lambda one: abs(taken.get(one, 0) - other.get(one, 0)),
    )
    yours, others = (round(road.get(end, 0)) for road in (taken, other))
    sentences = []
    if yours != others:
        here, there = (number_word(lives) if lives else "none" for lives in (yours, others))
        sentences.append(
            f"Of twenty lives that took it, {there} came to “{outcome_title(pack, end)}”; of twenty"
            f" on your road, {here}."
        )
    if found.taken.value is not None and found.other.value is not None:
        mine, theirs = round(found.taken.value), round(found.other.value)
        name = pack.debrief.watch[0]
        if mine != theirs and not is_hidden(pack, name):
            label = capitalise(label_of(pack, name))
            sentences.append(f"{label} ended at {theirs} on average, on your road at {mine}.")
    return " ".join(sentences) or "It differs in small things only."
