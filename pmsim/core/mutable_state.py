"""The state while one step works on it."""

from pmsim.core.chance import RecordedChance
from pmsim.core.compiled import compiled_program
from pmsim.core.events import Event
from pmsim.core.program import Program
from pmsim.core.state import CallFrame, Cause, Moment, Pending, State


class MutableState:
    """A state while one step works on it. The fields are those of `State`, and these:

    `practised`: bit set of the skills practised by the present choice. `initial_state`: the state
    at the beginning of the step. `asked_state`: the frozen state of the scene that asks, if it is
    already known. `events`: the list for events, None to record none. `recorded`: rolls and draws
    for a replay. `roll_counts`: the number of rolls of each check in a replay. `with_states`:
    events that can hold a state do.
    """

    __slots__ = (
        "asked_state",
        "beat",
        "calls",
        "cause",
        "choices",
        "chosen_moments",
        "compiled",
        "decisions",
        "events",
        "initial_state",
        "last_choice",
        "last_drawn",
        "moments",
        "outcome",
        "pending",
        "picks",
        "practised",
        "program",
        "recorded",
        "reseed",
        "roll_counts",
        "scene",
        "scenes",
        "seed",
        "slots",
        "urgent_drawn",
        "visit_choices",
        "visit_decisions",
        "with_states",
    )
    calls: tuple[CallFrame, ...]
    chosen_moments: tuple[Cause, ...]
    last_choice: Cause | None
    cause: Cause | None
    pending: tuple[Pending, ...]
    moments: tuple[Moment, ...]
    reseed: tuple[tuple[int, int], ...]

    def __init__(self, program: Program, state: State, events: list[Event] | None = None) -> None:
        self.program = program
        self.compiled = compiled_program(program)
        self.scenes, self.choices = self.compiled.scenes, self.compiled.choices
        self.initial_state = state
        self.asked_state: State | None = None
        self.events = events
        self.practised = 0
        self.with_states = False
        self.recorded: RecordedChance | None = None
        self.roll_counts: dict[str, int] = {}
        (
            slots,
            self.seed,
            self.reseed,
            self.decisions,
            self.beat,
            self.scene,
            self.visit_choices,
            self.chosen_moments,
            self.picks,
            self.visit_decisions,
            self.last_choice,
            self.cause,
            self.last_drawn,
            self.urgent_drawn,
            self.pending,
            self.moments,
            self.outcome,
            self.calls,
        ) = state
        self.slots: list[int] = list(slots)

    def event_state(self) -> State | None:
        """Return the present state for an event, or None if nobody asked for states."""
        return self.freeze() if self.with_states else None

    def freeze(self) -> State:
        """Return the present state, frozen."""
        return State(
            tuple(self.slots),
            self.seed,
            self.reseed,
            self.decisions,
            self.beat,
            self.scene,
            self.visit_choices,
            self.chosen_moments,
            self.picks,
            self.visit_decisions,
            self.last_choice,
            self.cause,
            self.last_drawn,
            self.urgent_drawn,
            self.pending,
            self.moments,
            self.outcome,
            self.calls,
        )
