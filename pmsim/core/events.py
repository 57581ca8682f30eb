"""What happened in a step, as facts. The front ends find the words."""

from typing import Literal, NamedTuple

from pmsim.core.program import Act
from pmsim.core.state import Cause, State

Arrival = Literal["start", "beat", "draw", "urgent", "due", "goto"]
LostReason = Literal["past_end", "pending", "while", "holds"]
SkipReason = Literal["when", "away", "start", "nothing"]


class QuarterBegan(NamedTuple):
    """A quarter began (also the first)."""

    quarter: int


class Entered(NamedTuple):
    """A scene was entered. `arrival` says how; everything but `goto` begins a visit, whose cause is `cause`."""

    scene: int
    arrival: Arrival
    cause: Cause | None


class TextShown(NamedTuple):
    """A text to read, as it reads in `state`. `key` names it: `scenario.scene[.choice[.success|.failure]]`."""

    key: str
    state: State


class ChoiceTaken(NamedTuple):
    """A choice was taken; `moment` is the moment's choice for one made by `each`, else -1."""

    choice: int
    moment: int
    state: State
    """The state in which it was offered, for its label."""


class Rolled(NamedTuple):
    """A check: passes if `roll` (1..100) <= `odds`. `choice` -1: the scene's own."""

    key: str
    choice: int
    odds: int
    roll: int
    passed: bool


class Changed(NamedTuple):
    """A slot moved. `source`: a text's key (a reason may stand beside it), or `quarter`, `crossing`, `practice`, `start`, `roles.<id>`.
    `fed_by`: the slot whose movement fed it, -1."""

    slot: int
    before: int
    after: int
    source: str
    fed_by: int = -1


class Practised(NamedTuple):
    """A skill was done, told or taught; levels are true levels."""

    skill: int
    act: Act
    before: int
    after: int
    times: int
    """How many times now, this act."""


class FlagSet(NamedTuple):
    """A flag was set (or renewed)."""

    slot: int


class FlagCleared(NamedTuple):
    """A flag was cleared."""

    slot: int


class RoleChanged(NamedTuple):
    """Another role is held."""

    before: int
    after: int


class Crossed(NamedTuple):
    """A stage was entered for the first time; its skills read lower before quarter `until`."""

    stage: int
    until: int


class Scheduled(NamedTuple):
    """A consequence will come at the start of `quarter`."""

    quarter: int
    scenario: int
    scenes: tuple[int, ...]
    cause: Cause | None


class ConsequenceLost(NamedTuple):
    """A consequence that will not come: after the last quarter, the same place pending already, or nothing of it held when due."""

    scenario: int
    scenes: tuple[int, ...]
    cause: Cause | None
    reason: LostReason


class Skipped(NamedTuple):
    """A beat with nothing to play."""

    beat: str
    reason: SkipReason


class Ended(NamedTuple):
    """The career is over."""

    outcome: int


Event = (
    QuarterBegan
    | Entered
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
    | ConsequenceLost
    | Skipped
    | Ended
)


class Offer(NamedTuple):
    """A choice as it stands now. `id` is what an action says (for `each`: `keep.<scenario>.<scene>.<choice>` of the moment).
    `closed`: '' open; 'needs', 'lock' (see `lock`), 'scenery'. Choices that are absent are not offered at all."""

    choice: int
    id: str
    moment: int
    closed: Literal["", "needs", "lock", "scenery"]
    lock: int
    odds: int
    """The percentage shown and rolled, 5..95; -1 without a check."""


class Turn(NamedTuple):
    """What `start` and `step` return."""

    state: State
    events: tuple[Event, ...]
