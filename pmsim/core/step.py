"""The engine as three functions of values: `start`, `step`, `offered`. All callers use these."""

from collections.abc import Callable

from pmsim.core.calendar import advance, play_scenario
from pmsim.core.chance import RecordedChance
from pmsim.core.compiled import OpenChoice, compiled_program
from pmsim.core.events import Event, Offer, QuarterBegan, Turn
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, offers, open_choices
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, Program
from pmsim.core.scene import begin_visit, take_choice
from pmsim.core.state import DEFAULT_START, Cause, StartOverride, State


class NotOpenError(Exception):
    """An action that is not open. `at`: the scene's key ('' at the end). `open`: the open
    actions."""

    def __init__(self, action: str, at: str, open_ids: tuple[str, ...]) -> None:
        self.action, self.at, self.open = action, at, open_ids
        where = (
            f"at {at}, where {', '.join(open_ids)} are open" if at else "after the career has ended"
        )
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
    with_states: bool = False,
) -> Turn:
    """Start a career and return the turn up to its first decision (or its end).

    `start_id`: the id of a start, '' for the first. `seed`: 0 .. 2**64 - 1. `quarters`: the number
    of quarters, 0 for the start's own. `override`: values that replace parts of the start.
    `recorded`: rolls and draws to replay. `with_states`: events hold states (see `events`). Raise
    KeyError for an unknown start, role, scene, choice
    or slot.
    """
    events: list[Event] = []
    m = new_career(program, start_id, seed, quarters, events, override, reseed)
    m.recorded, m.with_states = recorded, with_states
    begin_career(m, start_id, override)
    return Turn(m.freeze(), tuple(events))


def begin_career(m: MutableState, start_id: str, override: StartOverride = DEFAULT_START) -> None:
    """Play a new career up to its first decision, or its end."""
    if override.at:
        scene = _index_of([scene.key for scene in m.program.scenes], override.at)
        if not begin_visit(m, scene, "start", _visit_cause(m.program, override, scene)):
            advance(m)
    elif override.quarter > 1:
        advance(m)
    else:
        scenario = m.program.starts[_start_index(m.program, start_id)].scenario
        if scenario < 0 or not play_scenario(m, scenario, "start", "start"):
            advance(m)


def new_career(
    program: Program,
    start_id: str,
    seed: int,
    quarters: int,
    events: list[Event] | None,
    override: StartOverride = DEFAULT_START,
    reseed: tuple[tuple[int, int], ...] = (),
) -> MutableState:
    """Return a state before the first beat: role and start effects have run, no scene is
    entered."""
    number = _start_index(program, start_id)
    start_row = program.starts[number]
    m = MutableState(
        program,
        State(compiled_program(program).initial_slots, seed & 0xFFFFFFFFFFFFFFFF, reseed),
        events,
    )
    role = (
        _index_of([role.id for role in program.roles], override.role)
        if override.role
        else start_row.role
    )
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
    """Return the position of an id. Raise KeyError."""
    if name not in ids:
        raise KeyError(name)
    return ids.index(name)


def _visit_cause(program: Program, override: StartOverride, scene: int) -> Cause | None:
    """Return the cause of a visit at `scene`: the choice that `override` names, else the first
    choice whose `later` names the scene."""
    if override.because:
        return _index_of([choice.key for choice in program.choices], override.because), -1
    for choice in program.choices:
        laters = (
            [choice.later]
            if choice.check is None
            else [choice.check.success.later, choice.check.failure.later]
        )
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


def offered(program: Program, state: State) -> tuple[Offer, ...]:
    """Return the offers of the present scene, in order; () at the end."""
    return tuple(offers(MutableState(program, state))) if state.scene >= 0 else ()


def step(
    program: Program,
    state: State,
    action: str,
    recorded: RecordedChance | None = None,
    *,
    with_states: bool = False,
) -> Turn:
    """Take the open choice with this id and play on to the next decision or the end.

    `recorded`: rolls and draws to replay. `with_states`: events hold states (see `events`). Raise
    NotOpenError.
    """
    events: list[Event] = []
    m = MutableState(program, state, events)
    m.recorded, m.with_states = recorded, with_states
    take_action(m, action)
    return Turn(m.asked_state or m.freeze(), tuple(events))


def take_action(m: MutableState, action: str) -> None:
    """Do the same as `step` on a mutable state."""
    options = open_choices(m) if m.scene >= 0 else []
    for taken in options:
        if action_id(m, taken) == action:
            take_and_advance(m, taken, options)
            return
    at = m.program.scenes[m.scene].key if m.scene >= 0 else ""
    raise NotOpenError(action, at, tuple(action_id(m, taken) for taken in options))


def take_and_advance(m: MutableState, taken: OpenChoice, options: list[OpenChoice]) -> None:
    """Take one of the open choices and play on to the next decision or the end."""
    if not take_choice(m, taken, options):
        advance(m)


Policy = Callable[[MutableState, list[OpenChoice]], int]
"""A player: a function that returns the position of one of the open choices."""


def play_career(
    program: Program, start_id: str, seed: int, policy: Policy, quarters: int = 0
) -> State:
    """Play a whole career without recording events and return its last state.

    The code is the same as for `step`, so the results are identical.
    """
    return play_to_end(new_career(program, start_id, seed, quarters, None), start_id, policy)


def play_to_end(
    m: MutableState, start_id: str, policy: Policy, override: StartOverride = DEFAULT_START
) -> State:
    """Play from a new career to its end and return the last state.

    Events go to `m.events` if it is not None; `ChoiceTaken.state` is then always the initial state.
    """
    begin_career(m, start_id, override)
    run_policy(m, policy)
    return m.freeze()


def run_policy(m: MutableState, policy: Policy) -> None:
    """Let a policy decide until the career is over."""
    while m.scene >= 0:
        options = open_choices(m)
        if not take_choice(m, options[policy(m, options)], options):
            advance(m)
