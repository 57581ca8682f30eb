"""A save made a session again, in the pack as it is now. PURE.

Where each life stands is the truth, and is taken over by ids. The decisions before are played again with the draws that were recorded
with them; where that is no longer possible they stay in the tree, to be read. A scene that is gone leads to a safe place.
"""

from typing import NamedTuple

from pmsim.core.calendar import advance, settle
from pmsim.core.chance import Recorded
from pmsim.core.events import Entered, Event, Told, Took, Turn
from pmsim.core.machine import Machine
from pmsim.core.offers import first_that_holds, open_choices
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, Program
from pmsim.core.state import State
from pmsim.core.step import NotOpenError, start, step
from pmsim.core.visit import begin
from pmsim.lang.pack import Pack
from pmsim.play.codec import digest
from pmsim.play.decode import Decoded, decode
from pmsim.play.names import Names
from pmsim.play.notes import Note
from pmsim.play.record import Saved, Step, lives_of
from pmsim.play.session import Life, Node, Origin, Session
from pmsim.play.shape import DamagedError

GONE = "?"
"""A start that is no longer in the pack: no id looks like this, so that nothing can be begun there."""


class Restored(NamedTuple):
    """A session as it was left, and what there is to say about it. `playable`: False if it was lived in a newer version of the pack."""

    session: Session
    notes: tuple[Note, ...]
    playable: bool


def restore(pack: Pack, saved: Saved) -> Restored:
    """The session of a save. Raises DamagedError if it is another pack's, or says what no pack can make sense of."""
    if saved.pack != pack.id:
        raise DamagedError("pack", saved.pack)
    names = Names(pack.program, pack.renamed)
    notes: list[Note] = []
    same = saved.pack_digest == pack.pack_digest
    if not same:
        notes.append(Note("changed"))
    newer = version_of(saved.version) > version_of(pack.version)
    if newer:
        notes.append(Note("newer", f"{saved.version}; this is {pack.version}"))
    began = origin_now(pack.program, saved.origin, names)
    nodes = _nodes(pack.program, saved._replace(origin=began), names, notes)
    origin = began if began.start != GONE else began._replace(start=pack.program.starts[0].id)
    lives = [Life(number, life.name, life.first, life.tip) for number, life in enumerate(saved.lives)]
    return Restored(Session.grown(pack, origin, nodes, lives, saved.at, end_read=saved.end_read), tuple(dict.fromkeys(notes)), not newer)


def origin_now(program: Program, origin: Origin, names: Names) -> Origin:
    """How the career began, in today's ids: '?' for a door that is gone."""
    door, midway = names.find("start", origin.start), origin.midway
    scene, choice, role = names.find("scene", midway.at), names.find("choice", midway.because), names.find("role", midway.role)
    changes = {name if name in program.slot_index else names.now(name): value for name, value in midway.changes.items()}
    return origin._replace(
        start=program.starts[door].id if door >= 0 else GONE,
        midway=midway._replace(
            at=program.scenes[scene].key if scene >= 0 else midway.at,
            because=program.choices[choice].key if choice >= 0 else midway.because,
            role=program.roles[role].id if role >= 0 else midway.role,
            changes={name: value for name, value in changes.items() if name in program.slot_index},
        ),
    )


def version_of(text: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.10 comes after 1.9."""
    return tuple(int(part) for part in text.split(".") if part.isascii() and part.isdecimal())


def _nodes(program: Program, saved: Saved, names: Names, notes: list[Note]) -> list[Node]:
    """The tree, each node with its turn: played again, taken over, or told only."""
    owners = lives_of(saved.steps, saved.lives)
    nodes: list[Node] = []
    said: set[int] = set()
    for number, row in enumerate(saved.steps):
        parent = nodes[row.parent] if row.parent >= 0 else None
        turn = _played_again(program, saved, row, parent, names)
        kept = saved.states.get(number)
        lost = turn is None and kept is None
        if kept is not None:
            turn = _taken_over(program, decode(program, kept, names), turn, notes)
        if turn is None:
            turn = _told_only(program, row, parent, names)
        if lost and (parent is None or not parent.lost) and owners[number] not in said:
            said.add(owners[number])
            notes.append(Note("unplayable", row.action or saved.origin.start, turn.state.decisions))
        nodes.append(Node(number, row.parent, row.action, turn, owners[number], lost))
    return nodes


def _played_again(program: Program, saved: Saved, row: Step, parent: Node | None, names: Names) -> Turn | None:
    """The turn as it falls now with the draws recorded then, or None if it cannot be taken or leads elsewhere."""
    recorded = _recorded(row, names)
    try:
        if parent is None:
            door, seed, quarters, midway, reseed = saved.origin
            turn = start(program, door, seed, quarters=quarters, midway=midway, reseed=reseed, recorded=recorded)
        elif parent.lost:
            return None
        else:
            turn = step(program, parent.turn.state, names.action(asked(program, parent), row.action), recorded)
    except (NotOpenError, KeyError):
        return None
    scene = names.find("scene", row.scene) if row.scene else -1
    return turn if turn.state.scene == scene else None


def asked(program: Program, node: Node) -> str:
    """The key of the scene that asked there, '' for none."""
    scene = node.turn.state.scene
    return program.scenes[scene].key if scene >= 0 else ""


def _recorded(row: Step, names: Names) -> Recorded:
    rolls: dict[str, tuple[tuple[int, int], ...]] = {}
    for key, odds, roll in row.rolls:
        rolls[names.now(key)] = (*rolls.get(names.now(key), ()), (odds, roll))
    draws = {(quarter, names.now(beat)): names.find("scenario", scenario) for quarter, beat, scenario in row.draws}
    return Recorded(rolls, draws)


def _taken_over(program: Program, found: Decoded, turn: Turn | None, notes: list[Note]) -> Turn:
    """Where a life stands, as it was saved. The turn that led there keeps its events if it leads to just that."""
    notes += [Note("gone", name) for name in found.gone]
    if not found.adrift and turn is not None and digest(program, turn.state) == digest(program, found.state):
        return turn
    return somewhere_safe(program, found, notes)


def somewhere_safe(program: Program, found: Decoded, notes: list[Note]) -> Turn:
    """A state that asks or has ended: as saved, else at the scenario's start, else at the quarter's next beat."""
    state = found.state
    events: list[Event] = []
    m = Machine(program, state, events)
    if state.scene >= 0 and open_choices(m):
        return Turn(state, _arrival(program, state))
    if state.outcome >= 0:
        return Turn(state, ())
    if found.adrift and state.scene < 0 and _was_an_end(found):
        notes.append(Note("end_gone", found.adrift))
        settle(m)
        return Turn(m.freeze(), tuple(events))
    here = found.adrift or program.scenes[state.scene].key
    notes.append(Note("scene_gone", here))
    name = here.partition(".")[0]
    scenario = next((row for row in program.scenarios if row.id == name), None)
    scene = first_that_holds(m, scenario.starts) if scenario is not None else -1
    m.scene = -1
    if scene < 0 or not begin(m, scene, "due", state.cause):
        advance(m)
    return Turn(m.freeze(), tuple(events))


def _was_an_end(found: Decoded) -> bool:
    return "." not in found.adrift


def _arrival(program: Program, state: State) -> tuple[Event, ...]:
    """What there is to read where a life stands, when how it came there cannot be told."""
    scene = program.scenes[state.scene]
    entered = Entered(scene.index, "goto", state.cause)
    return (entered, Told(scene.key, state)) if scene.told else (entered,)


def _told_only(program: Program, row: Step, parent: Node | None, names: Names) -> Turn:
    """A decision that cannot be played again: what was chosen, and when, for reading."""
    if parent is None:
        state = State(tuple(slot.start for slot in program.slots), 0)
        slots = list(state.slots)
        slots[QUARTERS], slots[ROLE], slots[ROLE_SINCE] = program.quarters, program.starts[0].role, 1
        events: tuple[Event, ...] = ()
    else:
        before = parent.turn.state
        slots = list(before.slots)
        state = before._replace(decisions=before.decisions + 1)
        asked = program.scenes[before.scene].key if before.scene >= 0 else ""
        action, _, each = row.action.partition(".")
        choice, moment = names.find("choice", f"{asked}.{action}"), names.find("choice", each) if each else -1
        events = (Took(choice, moment, before),) if choice >= 0 and (moment >= 0 or not each) else ()
    slots[QUARTER] = row.quarter
    return Turn(state._replace(slots=tuple(slots), scene=names.find("scene", row.scene), outcome=-1), events)
