"""Start, step, offered: the whole engine as three functions of values. Everything else calls these."""

from collections.abc import Callable

from pmsim.core.calendar import advance, play_named
from pmsim.core.chance import Recorded
from pmsim.core.events import Event, Offer, QuarterBegan, Turn
from pmsim.core.machine import Machine
from pmsim.core.offers import action_id, offers, open_choices
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, Program
from pmsim.core.rules import Open, rules_of
from pmsim.core.state import AT_THE_DOOR, Cause, Midway, State
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
    midway: Midway = AT_THE_DOOR,
    reseed: tuple[tuple[int, int], ...] = (),
    recorded: Recorded | None = None,
) -> Turn:
    """A new career, up to its first decision (or its end).

    `door`: a start's id, '' the first. `seed`: 0 .. 2**64 - 1. `quarters`: how many, 0 the start's own. `midway`: where it begins
    instead of at the door. `recorded`: draws to hold to. Raises KeyError for an unknown door, role, scene, choice or slot.
    """
    events: list[Event] = []
    m = opened(program, door, seed, quarters, events, midway, reseed)
    m.recorded = recorded
    if midway.at:
        scene = _numbered([scene.key for scene in program.scenes], midway.at)
        if not begin(m, scene, "start", _cause(program, midway, scene)):
            advance(m)
    elif midway.quarter > 1:
        advance(m)
    else:
        _begin(m, door)
    return Turn(m.freeze(), tuple(events))


def opened(
    program: Program,
    door: str,
    seed: int,
    quarters: int,
    events: list[Event] | None,
    midway: Midway = AT_THE_DOOR,
    reseed: tuple[tuple[int, int], ...] = (),
) -> Machine:
    """A machine at the first morning: role and the start's effects are in force, nothing has been played."""
    number = _door(program, door)
    begun = program.starts[number]
    m = Machine(program, State(rules_of(program).blank, seed & 0xFFFFFFFFFFFFFFFF, reseed), events)
    role = _numbered([role.id for role in program.roles], midway.role) if midway.role else begun.role
    m.s[QUARTERS] = quarters or begun.quarters or program.quarters
    quarter = min(max(1, midway.quarter), m.s[QUARTERS])
    m.s[QUARTER], m.s[ROLE], m.s[ROLE_SINCE] = quarter, role, quarter
    stage = program.stages[program.roles[role].stage]
    if stage.held >= 0:
        m.s[stage.held] = 1
    enter, effects = m.rules.enter[role], m.rules.start_effects[number]
    if enter is not None:
        enter.run(m, "start")
    if effects is not None:
        effects.run(m, "start")
    for name, value in midway.changes.items():
        slot = program.slot_index[name]
        kept = program.slots[slot]
        m.s[slot] = min(max(value, kept.min), kept.max)
    if events is not None:
        events.append(QuarterBegan(quarter))
    return m


def _numbered(ids: list[str], name: str) -> int:
    """The place of an id. Raises KeyError."""
    if name not in ids:
        raise KeyError(name)
    return ids.index(name)


def _cause(program: Program, midway: Midway, scene: int) -> Cause | None:
    """Why one is there: the choice named, else the first whose `later` names the scene."""
    if midway.because:
        return _numbered([choice.key for choice in program.choices], midway.because), -1
    for choice in program.choices:
        laters = [choice.later] if choice.check is None else [choice.check.success.later, choice.check.failure.later]
        if any(scene in later.scenes for own in laters for later in own):
            return choice.index, -1
    return None


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
    return live(opened(program, door, seed, quarters, None), door, policy)


def live(m: Machine, door: str, policy: Policy) -> State:
    """From the first morning of a machine to the career's end. Who listens hears every event (but `Took.state` is the first morning's)."""
    _begin(m, door)
    run(m, policy)
    return m.freeze()


def run(m: Machine, policy: Policy) -> None:
    """Let a policy decide until the career is over."""
    while m.scene >= 0:
        among = open_choices(m)
        if not take(m, among[policy(m, among)], among):
            advance(m)
