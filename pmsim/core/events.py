"""Events: what happened in a step, as facts. No words: the front ends find them.

`Entered`, `Drawn` and `Rolled` hold the state of their moment if the caller of `step` asked for
states, else None: freezing it every time would cost a third of `step`.
"""

from typing import Literal, NamedTuple

from pmsim.core.effect_kinds import Act
from pmsim.core.state import Cause, State

Arrival = Literal["start", "beat", "draw", "urgent", "due", "goto"]
LostReason = Literal["past_end", "pending", "while", "holds", "away"]
SkipReason = Literal["when", "away", "start", "nothing"]


class QuarterBegan(NamedTuple):
    """A quarter began. The first quarter of a career has this event too."""

    quarter: int


class Entered(NamedTuple):
    """A scene was entered. Every `arrival` but `goto` begins a visit with `cause` as its cause."""

    scene: int
    arrival: Arrival
    cause: Cause | None
    state: State | None


class Drawn(NamedTuple):
    """A beat that draws came up. `scenario` is -1 if it drew nothing, or if its `when` was
    false."""

    quarter: int
    beat: str
    scenario: int
    state: State | None


class TextShown(NamedTuple):
    """A text to read, with the values of `state`. `key` names it:
    `scenario.scene[.choice[.success|.failure]]`."""

    key: str
    state: State


class ChoiceTaken(NamedTuple):
    """A choice was taken. `moment` is the choice of the moment for an `each` choice, else -1."""

    choice: int
    moment: int
    state: State
    """The state in which the choice was offered; its label needs it."""


class Rolled(NamedTuple):
    """A check was rolled. It passes if `roll` (1..100) <= `odds`. `choice` is -1 for a scene's
    check."""

    key: str
    choice: int
    odds: int
    roll: int
    passed: bool
    state: State | None
    """The state before the branch runs."""


class Changed(NamedTuple):
    """A slot changed. `source`: the key of a text (which may give a reason), or `quarter`,
    `crossing`, `practice`, `start`, `roles.<id>`. `fed_by`: the slot whose movement fed this one,
    else -1."""

    slot: int
    before: int
    after: int
    source: str
    fed_by: int = -1


class Practised(NamedTuple):
    """A skill was done, told or taught. `before` and `after` are true levels, without a crossing's
    cost."""

    skill: int
    act: Act
    before: int
    after: int
    times: int
    """The counter of this act, this time included."""


class FlagSet(NamedTuple):
    """A flag was set, or set again."""

    slot: int


class FlagCleared(NamedTuple):
    """A flag was cleared."""

    slot: int


class RoleChanged(NamedTuple):
    """The role changed."""

    before: int
    after: int


class Crossed(NamedTuple):
    """A stage was entered for the first time. Its skills read differently until the quarter
    `until`."""

    stage: int
    until: int


class Scheduled(NamedTuple):
    """A consequence was scheduled for the start of `quarter`."""

    quarter: int
    scenario: int
    scenes: tuple[int, ...]
    cause: Cause | None


class NotCalled(NamedTuple):
    """A call found no open scene. `key`: that of the choice or scene that called."""

    key: str


class ConsequenceLost(NamedTuple):
    """A consequence will not come.

    Reasons: it falls after the last quarter, the same one is already pending, its `while` is false,
    none of its scenes is open when it is due, or one would be if nobody were away.
    """

    scenario: int
    scenes: tuple[int, ...]
    cause: Cause | None
    reason: LostReason


class Skipped(NamedTuple):
    """A beat, or the scenario of a start (`beat` is then `start`), had nothing to play."""

    beat: str
    reason: SkipReason


class Ended(NamedTuple):
    """The career ended."""

    outcome: int


Event = (
    QuarterBegan
    | Entered
    | Drawn
    | TextShown
    | ChoiceTaken
    | Rolled
    | Changed
    | Practised
    | FlagSet
    | FlagCleared
    | RoleChanged
    | Crossed
    | Scheduled
    | NotCalled
    | ConsequenceLost
    | Skipped
    | Ended
)


class Offer(NamedTuple):
    """A choice as it stands now; absent choices have no offer.

    `id` is the action that takes the choice (for `each`: `keep.<scenario>.<scene>.<choice>` of the
    moment). `closed`: '' for an open choice, or 'needs', 'lock' (see `lock`), 'scenery'.
    """

    choice: int
    id: str
    moment: int
    closed: Literal["", "needs", "lock", "scenery"]
    lock: int
    odds: int
    """The percentage shown and rolled against, 5..95; -1 without a check."""


class Turn(NamedTuple):
    """The result of `start` and of `step`."""

    state: State
    events: tuple[Event, ...]
