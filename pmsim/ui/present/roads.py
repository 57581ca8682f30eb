"""The turning points of a life, each with the road not taken and where that one leads."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmsim.analysis.turning_points import Crossroads, Watch, turning_points
from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import Expr
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.core.step import NotOpenError
from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.ui.present.debrief_values import OtherRoad, quoted_choice, quoted_label
from pmsim.ui.present.pack_texts import label_of
from pmsim.ui.present.words import display_text

ONE_END = 4
"""So many times a difference in the watched stat makes its range: each weighs like another end."""


class RoadRequest(NamedTuple):
    """A life whose turning points are wanted, for this process or another one. `path`: the state
    before each decision, with the action taken; `watched`: the first stat of the debrief, as its
    expression, and the difference in it that weighs as much as another end."""

    program: Program
    path: tuple[tuple[State, str], ...]
    watched: tuple[Expr, int] | None

    def find(self, report: Callable[[float], None] = lambda _: None) -> tuple[Crossroads, ...]:
        """Play on from every decision, for half a minute at most; return the turning points, none
        if a decision can only be read. `report`: gets the part done, 0 to 1."""
        watch = None
        if self.watched is not None:
            read = compile_expr(self.watched[0])
            watch = Watch(lambda state: int(read(state.slots)), self.watched[1])
        try:
            return turning_points(self.program, self.path, watch, report=report)
        except NotOpenError:
            return ()


def road_request(session: Session) -> RoadRequest:
    """Return the request for the current life."""
    pack, path = session.pack, pairwise(session.path())
    stat = pack.stats[pack.debrief.watch[0]] if pack.debrief.watch else None
    return RoadRequest(
        pack.program,
        tuple((before.turn.state, after.action) for before, after in path),
        stat and (stat.reading, max((stat.max - stat.min) // ONE_END, 1)),
    )


def other_roads(pack: Pack, found: Sequence[Crossroads]) -> tuple[OtherRoad, ...]:
    """Return the turning points in words, oldest first."""
    return tuple(
        OtherRoad(
            quoted_choice(pack, one.number + 1, one.state, one.taken.choice),
            quoted_label(pack, one.state, one.other.choice),
            _road_sentence(pack, one),
        )
        for one in sorted(found, key=lambda one: one.number)
    )


def _road_sentence(pack: Pack, found: Crossroads) -> str:
    """Return the end to which each road leads most often; if it is the same, the mean of the stat
    to watch."""
    of_other, of_own = f"Of {found.other.careers} lives that took it,", "on your road"
    (other, other_times), (own, own_times) = found.other.ends[0], found.taken.ends[0]
    if other == own and found.other.value is not None and found.taken.value is not None:
        return (
            f"{of_other} {label_of(pack, pack.debrief.watch[0])} ended at"
            f" {found.other.value:.0f} on average, {of_own} at {found.taken.value:.0f}."
        )
    other_end, own_end = (
        display_text(pack.outcomes[pack.program.outcomes[end].id].title) for end in (other, own)
    )
    return (
        f"{of_other} {other_times} came to “{other_end}”; of {found.taken.careers} {of_own},"
        f" {own_times} came to “{own_end}”."
    )
