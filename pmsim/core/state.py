"""The state of one career: frozen, hashable, whole numbers only.

It holds everything that the rest of the career depends on, and no more.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pmsim.core.program import QUARTER, QUARTERS, ROLE

Cause = tuple[int, int]
"""(choice, moment): the choice that caused a visit. `moment` is the choice of the moment that an
`each` choice stands for, else -1."""


class Pending(NamedTuple):
    """A scheduled consequence, due at the start of `quarter`. Consequences of one quarter come in
    the order of the tuple."""

    quarter: int
    scenario: int
    scenes: tuple[int, ...]
    place: int
    cause: Cause | None


class Moment(NamedTuple):
    """A choice recorded this quarter, with a bit set of the skills practised in it."""

    choice: int
    skills: int


class CallFrame(NamedTuple):
    """A call under way: where it goes on, and the marks of the calling scene.

    `scene`, `choice`, `side`: the scene, choice (-1: the scene itself) and side of a check that
    called ('success', 'failure', '' without a check). The rest: as in `State`.
    """

    scene: int
    choice: int
    side: str
    visit_choices: int
    chosen_moments: tuple[Cause, ...]
    picks: int


class State(NamedTuple):
    """Everything that the engine needs to continue a career.

    `slots`: see `Program.slots`. `scene`: the scene that asks for a decision, -1 at the end.
    `beat`: the next beat of the quarter. `decisions`: the number of decisions made; the current one
    is `decisions + 1`. `last_drawn`: the scenario drawn last, -1 for none. `urgent_drawn`: bit set
    of the urgent scenarios drawn this quarter. `outcome`: -1 until the end.

    Fields of the visit: `visit_choices` (bit set of the scenario's choices taken in the visit,
    counted from its first choice), `chosen_moments` (moments chosen by `each`, as (chooser,
    moment): see `CompiledChoice.chooser`), `picks` (choices made in the scene, if it has a `pick`),
    `visit_decisions` (decisions made in the visit), `last_choice` (the visit's last choice),
    `cause` (the choice that caused the visit), `calls` (the calls under way, the outermost first;
    the first three fields are then those of the innermost).
    """

    slots: tuple[int, ...]
    seed: int
    reseed: tuple[tuple[int, int], ...] = ()
    decisions: int = 0
    beat: int = 0
    scene: int = -1
    visit_choices: int = 0
    chosen_moments: tuple[Cause, ...] = ()
    picks: int = 0
    visit_decisions: int = 0
    last_choice: Cause | None = None
    cause: Cause | None = None
    last_drawn: int = -1
    urgent_drawn: int = 0
    pending: tuple[Pending, ...] = ()
    moments: tuple[Moment, ...] = ()
    outcome: int = -1
    calls: tuple[CallFrame, ...] = ()

    @property
    def quarter(self) -> int:
        """The quarter, from 1."""
        return self.slots[QUARTER]

    @property
    def quarters(self) -> int:
        """The quarters of the whole career."""
        return self.slots[QUARTERS]

    @property
    def role(self) -> int:
        """The index of the role."""
        return self.slots[ROLE]


class StartOverride(NamedTuple):
    """Values that replace parts of a start. A field that is left out keeps the start's value.

    `at`: the key of a scene to enter instead of the start's scenario. `quarter`: the first quarter
    (from 1); with a later one than 1 and no `at`, the career begins with the beats of that quarter.
    `role`: the id of the first role. `because`: the key of the choice that caused the visit at
    `at`; by default the first choice that schedules that scene. `changes`: slot ids with the values
    to set after the start's effects, each clamped to the slot's range.
    """

    at: str = ""
    quarter: int = 0
    role: str = ""
    because: str = ""
    changes: Mapping[str, int] = {}


DEFAULT_START = StartOverride()
"""An override that changes nothing."""
