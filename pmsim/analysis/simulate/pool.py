"""States of random careers in which a scenario may begin: where a scenario that is simulated alone
begins."""

from pmsim.core.calendar import can_be_drawn
from pmsim.core.compile_expr import evaluate
from pmsim.core.events import Drawn, Event, QuarterBegan
from pmsim.core.expr import All
from pmsim.core.mutable_state import MutableState
from pmsim.core.policy import policy_named
from pmsim.core.program import QUARTER, QUARTERS, Program
from pmsim.core.state import State
from pmsim.core.step import new_career, play_to_end

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
        """Return the first state of career `number` in which the scenario may begin, with so many
        quarters to come and nothing that is scheduled, or None."""
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
