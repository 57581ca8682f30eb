"""Start, step, offered: the whole engine as three functions of values. Everything else calls these."""

from collections.abc import Callable, Mapping

from pmsim.core.calendar import advance, play_named
from pmsim.core.chance import Recorded
from pmsim.core.events import Event, Offer, QuarterBegan, Turn
from pmsim.core.machine import Machine
from pmsim.core.offers import action_id, offers, open_choices
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, Program
from pmsim.core.rules import Open, rules_of
from pmsim.core.state import State
from pmsim.core.visit import begin, take


class NotOpenError(Exception):
    """An action that is not open. `at`: the scene's key ('' at the end); `open`: the ids that are."""

    def __init__(self, action: str, at: str, opened: tuple[str, ...]) -> None:
        self.action, self.at, self.open = action, at, opened
        where = f"at {at}, where {', '.join(opened)} are open" if at else "after the career has ended"
        super().__init__(f"{action!r} is not open {where}")


def start(
    program: Program,
    door: str = "",
    seed: int = 1,
    *,
    quarters: int = 0,
    at: str = "",
    changes: Mapping[str, int] | None = None,
    reseed: tuple[tuple[int, int], ...] = (),
    recorded: Recorded | None = None,
) -> Turn:
    """A new career, up to its first decision (or its end).

    `door`: a start's id, '' the first. `seed`: 0 .. 2**64 - 1. `quarters`: how many, 0 the start's own. `at`: a scene's key to begin at
    instead of the start's scenario. `changes`: slot ids set after the start's effects, kept within their range.
    `recorded`: draws to hold to. Raises KeyError for an unknown door, scene or slot.
    """
    events: list[Event] = []
    m = opened(program, door, seed, quarters, changes or {}, reseed, events)
    m.recorded = recorded
    if at:
        scene = next((scene.index for scene in program.scenes if scene.key == at), None)
        if scene is None:
            raise KeyError(at)
        if not begin(m, scene, "start", None):
            advance(m)
    else:
        _begin(m, door)
    return Turn(m.freeze(), tuple(events))


def opened(
    program: Program,
    door: str,
    seed: int,
    quarters: int,
    changes: Mapping[str, int],
    reseed: tuple[tuple[int, int], ...],
    events: list[Event] | None,
) -> Machine:
    """A machine at the first morning: the start's role and effects are in force, nothing has been played."""
    number = _door(program, door)
    begun = program.starts[number]
    m = Machine(program, State(rules_of(program).blank, seed & 0xFFFFFFFFFFFFFFFF, reseed), events)
    m.s[QUARTER], m.s[ROLE], m.s[ROLE_SINCE] = 1, begun.role, 1
    m.s[QUARTERS] = quarters or begun.quarters or program.quarters
    stage = program.stages[program.roles[begun.role].stage]
    if stage.held >= 0:
        m.s[stage.held] = 1
    enter, effects = m.rules.enter[begun.role], m.rules.start_effects[number]
    if enter is not None:
        enter.run(m, "start")
    if effects is not None:
        effects.run(m, "start")
    for name, value in changes.items():
        slot = program.slot_index[name]
        kept = program.slots[slot]
        m.s[slot] = min(max(value, kept.min), kept.max)
    if events is not None:
        events.append(QuarterBegan(1))
    return m


def _door(program: Program, door: str) -> int:
    if not door:
        return 0
    for number, begun in enumerate(program.starts):
        if begun.id == door:
            return number
    raise KeyError(door)


def _begin(m: Machine, door: str) -> None:
    scenario = m.program.starts[_door(m.program, door)].scenario
    if scenario < 0 or not play_named(m, scenario, "start", "start"):
        advance(m)


def offered(program: Program, state: State) -> tuple[Offer, ...]:
    """The choices as they stand, in order; () at the end."""
    return tuple(offers(Machine(program, state))) if state.scene >= 0 else ()


def step(program: Program, state: State, action: str, recorded: Recorded | None = None) -> Turn:
    """Take the open choice with this id and go on to the next decision, or the end. Raises NotOpenError.

    `recorded`: draws that the replay of an old decision holds to."""
    events: list[Event] = []
    m = Machine(program, state, events)
    m.recorded = recorded
    act(m, action)
    return Turn(m.asked or m.freeze(), tuple(events))


def act(m: Machine, action: str) -> None:
    """`step` on a machine."""
    among = open_choices(m) if m.scene >= 0 else []
    for taken in among:
        if action_id(m, taken) == action:
            choose(m, taken, among)
            return
    at = m.program.scenes[m.scene].key if m.scene >= 0 else ""
    raise NotOpenError(action, at, tuple(action_id(m, taken) for taken in among))


def choose(m: Machine, taken: Open, among: list[Open]) -> None:
    """Take one of the open choices and go on."""
    if not take(m, taken, among):
        advance(m)


Policy = Callable[[Machine, list[Open]], int]
"""A player: which of the open choices to take, as a position."""


def play(program: Program, door: str, seed: int, policy: Policy, quarters: int = 0) -> State:
    """A whole career without telling: what bulk runs do. The same lines as `step`, bit for bit."""
    m = opened(program, door, seed, quarters, {}, (), None)
    _begin(m, door)
    run(m, policy)
    return m.freeze()


def run(m: Machine, policy: Policy) -> None:
    """Let a policy decide until the career is over."""
    while m.scene >= 0:
        among = open_choices(m)
        if not take(m, among[policy(m, among)], among):
            advance(m)
