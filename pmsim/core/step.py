"""Start, step, offered: the whole engine as three functions of values. Everything else calls these."""

from collections.abc import Callable

from pmsim.core.calendar import advance, play_scenario
from pmsim.core.chance import RecordedChance
from pmsim.core.compiled import MutableState, OpenChoice, compiled_program
from pmsim.core.events import Event, Offer, QuarterBegan, Turn
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, Program
from pmsim.core.scene import action_id, begin_visit, offers, open_choices, take_choice
from pmsim.core.state import DEFAULT_START, Cause, StartOverride, State


class NotOpenError(Exception):
    """An action that is not open. `at`: the scene's key ('' at the end); `open`: the ids that are."""

    def __init__(self, action: str, at: str, open_ids: tuple[str, ...]) -> None:
        self.action, self.at, self.open = action, at, open_ids
        where = f"at {at}, where {', '.join(open_ids)} are open" if at else "after the career has ended"
        super().__init__(f"{action!r} is not open {where}")


def start(
    program: Program,
    start_id: str = "",
    seed: int = 1,
    *,
    quarters: int = 0,
    override: StartOverride = DEFAULT_START,
    reseed: tuple[tuple[int, int], ...] = (),
    recorded: RecordedChance | None = None,
) -> Turn:
    """A new career, up to its first decision (or its end).

    `start_id`: a start's id, '' the first. `seed`: 0 .. 2**64 - 1. `quarters`: how many, 0 the start's own. `override`: where it begins
    instead of at the door. `recorded`: draws to hold to. Raises KeyError for an unknown door, role, scene, choice or slot.
    """
    events: list[Event] = []
    m = new_career(program, start_id, seed, quarters, events, override, reseed)
    m.recorded = recorded
    if override.at:
        scene = _index_of([scene.key for scene in program.scenes], override.at)
        if not begin_visit(m, scene, "start", _visit_cause(program, override, scene)):
            advance(m)
    elif override.quarter > 1:
        advance(m)
    else:
        _play_start(m, start_id)
    return Turn(m.freeze(), tuple(events))


def new_career(
    program: Program,
    start_id: str,
    seed: int,
    quarters: int,
    events: list[Event] | None,
    override: StartOverride = DEFAULT_START,
    reseed: tuple[tuple[int, int], ...] = (),
) -> MutableState:
    """A machine at the first morning: role and the start's effects are in force, nothing has been played."""
    number = _start_index(program, start_id)
    start_row = program.starts[number]
    m = MutableState(program, State(compiled_program(program).initial_slots, seed & 0xFFFFFFFFFFFFFFFF, reseed), events)
    role = _index_of([role.id for role in program.roles], override.role) if override.role else start_row.role
    m.slots[QUARTERS] = quarters or start_row.quarters or program.quarters
    quarter = min(max(1, override.quarter), m.slots[QUARTERS])
    m.slots[QUARTER], m.slots[ROLE], m.slots[ROLE_SINCE] = quarter, role, quarter
    stage = program.stages[program.roles[role].stage]
    if stage.held >= 0:
        m.slots[stage.held] = 1
    enter, effects = m.compiled.role_effects[role], m.compiled.start_effects[number]
    if enter is not None:
        enter.run(m, "start")
    if effects is not None:
        effects.run(m, "start")
    for name, value in override.changes.items():
        slot = program.slot_index[name]
        row = program.slots[slot]
        m.slots[slot] = min(max(value, row.min), row.max)
    if events is not None:
        events.append(QuarterBegan(quarter))
    return m


def _index_of(ids: list[str], name: str) -> int:
    """The place of an id. Raises KeyError."""
    if name not in ids:
        raise KeyError(name)
    return ids.index(name)


def _visit_cause(program: Program, override: StartOverride, scene: int) -> Cause | None:
    """Why one is there: the choice named, else the first whose `later` names the scene."""
    if override.because:
        return _index_of([choice.key for choice in program.choices], override.because), -1
    for choice in program.choices:
        laters = [choice.later] if choice.check is None else [choice.check.success.later, choice.check.failure.later]
        if any(scene in later.scenes for group in laters for later in group):
            return choice.index, -1
    return None


def _start_index(program: Program, start_id: str) -> int:
    if not start_id:
        return 0
    for number, row in enumerate(program.starts):
        if row.id == start_id:
            return number
    raise KeyError(start_id)


def _play_start(m: MutableState, start_id: str) -> None:
    scenario = m.program.starts[_start_index(m.program, start_id)].scenario
    if scenario < 0 or not play_scenario(m, scenario, "start", "start"):
        advance(m)


def offered(program: Program, state: State) -> tuple[Offer, ...]:
    """The choices as they stand, in order; () at the end."""
    return tuple(offers(MutableState(program, state))) if state.scene >= 0 else ()


def step(program: Program, state: State, action: str, recorded: RecordedChance | None = None) -> Turn:
    """Take the open choice with this id and go on to the next decision, or the end. Raises NotOpenError.

    `recorded`: draws that the replay of an old decision holds to."""
    events: list[Event] = []
    m = MutableState(program, state, events)
    m.recorded = recorded
    take_action(m, action)
    return Turn(m.asked_state or m.freeze(), tuple(events))


def take_action(m: MutableState, action: str) -> None:
    """`step` on a machine."""
    options = open_choices(m) if m.scene >= 0 else []
    for taken in options:
        if action_id(m, taken) == action:
            take_and_advance(m, taken, options)
            return
    at = m.program.scenes[m.scene].key if m.scene >= 0 else ""
    raise NotOpenError(action, at, tuple(action_id(m, taken) for taken in options))


def take_and_advance(m: MutableState, taken: OpenChoice, options: list[OpenChoice]) -> None:
    """Take one of the open choices and go on."""
    if not take_choice(m, taken, options):
        advance(m)


Policy = Callable[[MutableState, list[OpenChoice]], int]
"""A player: which of the open choices to take, as a position."""


def play_career(program: Program, start_id: str, seed: int, policy: Policy, quarters: int = 0) -> State:
    """A whole career without telling: what bulk runs do. The same lines as `step`, bit for bit."""
    return play_to_end(new_career(program, start_id, seed, quarters, None), start_id, policy)


def play_to_end(m: MutableState, start_id: str, policy: Policy) -> State:
    """From the first morning of a machine to the career's end. Who listens hears every event (but `Took.state` is the first morning's)."""
    _play_start(m, start_id)
    run_policy(m, policy)
    return m.freeze()


def run_policy(m: MutableState, policy: Policy) -> None:
    """Let a policy decide until the career is over."""
    while m.scene >= 0:
        options = open_choices(m)
        if not take_choice(m, options[policy(m, options)], options):
            advance(m)
