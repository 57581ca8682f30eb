"""The machine: one career thawed for the time of a step.

Everything in `core` that moves a career works on a `Machine`; outside of `core` there are only frozen states. `events` None means
that nobody listens, which is the only difference between a step that tells and a career played in bulk.
"""

from pmsim.core.chance import Recorded
from pmsim.core.events import Event
from pmsim.core.program import Program
from pmsim.core.rules import rules_of
from pmsim.core.state import Cause, Moment, Pending, State


class Machine:
    """A thawed state; the fields are `State`'s. `practised` is the bit set of skills practised by the choice being taken; `began` the state
    thawed; `asked` the state as the scene that asks was told in it, if that is where it stands; `recorded` draws that a replay holds to;
    `rolled` how often it has asked them for a check."""

    __slots__ = (
        "asked", "beat", "began", "cause", "decisions", "deeds", "drawn", "events", "kept", "last", "marks", "moments", "outcome",
        "pending", "picks", "practised", "program", "recorded", "reseed", "rolled", "rules", "s", "scene", "seed", "stops", "urgents",
        "visited",
    )  # fmt: skip
    kept: tuple[Cause, ...]
    last: Cause | None
    cause: Cause | None
    pending: tuple[Pending, ...]
    moments: tuple[Moment, ...]
    reseed: tuple[tuple[int, int], ...]

    def __init__(self, program: Program, state: State, events: list[Event] | None = None) -> None:
        self.program = program
        self.rules = rules_of(program)
        self.stops, self.deeds = self.rules.stops, self.rules.deeds
        self.began = state
        self.asked: State | None = None
        self.events = events
        self.practised = 0
        self.recorded: Recorded | None = None
        self.rolled: dict[str, int] = {}
        (slots, self.seed, self.reseed, self.decisions, self.beat, self.scene, self.marks, self.kept, self.picks, self.visited,
         self.last, self.cause, self.drawn, self.urgents, self.pending, self.moments, self.outcome) = state  # fmt: skip
        self.s: list[int] = list(slots)

    def freeze(self) -> State:
        """The state as it is now."""
        return State(
            tuple(self.s), self.seed, self.reseed, self.decisions, self.beat, self.scene, self.marks, self.kept, self.picks,
            self.visited, self.last, self.cause, self.drawn, self.urgents, self.pending, self.moments, self.outcome,
        )  # fmt: skip
