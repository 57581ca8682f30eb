"""A session brought into another version of its pack: restored from a save, or replayed in a pack
that its author has just edited.

In a save, the state at the tip of each life is authoritative; its ids are looked up. Earlier
decisions are replayed with their recorded rolls and draws. Decisions that cannot be replayed stay
in the tree for reading. A lost scene is replaced by a safe place. A replay for an author rolls and
draws anew, choice by choice, by ids.
"""

from typing import Literal, NamedTuple

from pmsim.core.calendar import advance, decide_outcome
from pmsim.core.chance import RecordedChance
from pmsim.core.events import ChoiceTaken, Entered, Event, TextShown, Turn
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import first_open_scene, open_choices
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, Program
from pmsim.core.scene import LEFT, begin_visit, follow_scenes
from pmsim.core.state import State
from pmsim.core.step import NotOpenError, step
from pmsim.lang import Pack
from pmsim.play.json_checks import DamagedError
from pmsim.play.savefile import SavedNode, SavedSession, life_of_each_node
from pmsim.play.session import ActionError, DecisionNode, Life, Origin, Session
from pmsim.play.state_decoding import Decoded, IdLookup, decode
from pmsim.play.state_encoding import digest

NoteKind = Literal[
    "changed",
    "unplayable",
    "scene_gone",
    "end_gone",
    "gone",
    "newer",
    "older_copy",
    "set_aside",
    "large",
]

NOTE_SENTENCES: dict[NoteKind, str] = {
    "changed": "The story has changed since this career was saved. It goes on from where it stood.",
    "unplayable": (
        "Decision {number} and what followed it can be read, and not played again: {name} is no"
        " longer as it was."
    ),
    "scene_gone": (
        "The scene {name} is no longer in the story. Your career goes on at the nearest safe place."
    ),
    "end_gone": "The end {name} is no longer in the story. How it all ended was asked again.",
    "gone": "No longer in the story, and left behind: {name}.",
    "newer": "This career was lived in version {name}. It can be read here, not played on.",
    "older_copy": "The newest save did not load. This is the one before it, at Decision {number}.",
    "set_aside": "The save that did not load is kept as {name}.",
    "large": (
        "This career fills {number} % of the largest save. Once that is full it can be read, and"
        " not played on."
    ),
}


class Note(NamedTuple):
    """One message after loading. `name`: an id, a version or a file; `number`: a decision."""

    kind: NoteKind
    name: str = ""
    number: int = 0

    @property
    def sentence(self) -> str:
        """Return the sentence to show."""
        return NOTE_SENTENCES[self.kind].format(name=self.name, number=self.number)


LOST_START = "?"
"""The id of a start that the pack no longer has. No real id looks like this, so starting there
fails."""


class Restored(NamedTuple):
    """A restored session with its notes. `playable` is False for a save from a newer version of the
    pack."""

    session: Session
    notes: tuple[Note, ...]
    playable: bool


def restore(pack: Pack, saved: SavedSession) -> Restored:
    """Return the session of a save. Raise DamagedError for a save of another pack or an unreadable
    state."""
    if saved.pack != pack.id:
        raise DamagedError("pack", saved.pack)
    ids = IdLookup(pack.program, pack.renamed)
    notes: list[Note] = []
    if saved.pack_digest != pack.pack_digest:
        notes.append(Note("changed"))
    newer = version_of(saved.version) > version_of(pack.version)
    if newer:
        notes.append(Note("newer", f"{saved.version}; this is {pack.version}"))
    origin = current_origin(pack.program, saved.origin, ids)
    same_texts = saved.text_digest == pack.text_digest
    nodes = _restore_nodes(pack.program, saved._replace(origin=origin), ids, notes, same_texts)
    if origin.start == LOST_START:
        origin = origin._replace(start=pack.program.starts[0].id)
    lives = [Life(number, *life) for number, life in enumerate(saved.lives)]
    return Restored(
        Session.grown(pack, origin, nodes, lives, saved.at, end_read=saved.end_read),
        tuple(dict.fromkeys(notes)),
        not newer,
    )


def current_origin(program: Program, origin: Origin, ids: IdLookup) -> Origin:
    """Return the origin in current ids; the start is `LOST_START` if the pack no longer has it."""
    midway = origin.override
    changes = {
        name if name in program.slot_index else ids.current_path(name): value
        for name, value in midway.changes.items()
    }
    return origin._replace(
        start=ids.current_id("start", origin.start) or LOST_START,
        override=midway._replace(
            at=ids.current_id("scene", midway.at) or midway.at,
            because=ids.current_id("choice", midway.because) or midway.because,
            role=ids.current_id("role", midway.role) or midway.role,
            changes={name: value for name, value in changes.items() if name in program.slot_index},
        ),
    )


def version_of(text: str) -> tuple[int, ...]:
    """Return a version as numbers, so that 1.10 follows 1.9."""
    return tuple(int(part) for part in text.split(".") if part.isascii() and part.isdecimal())


def _restore_nodes(
    program: Program, saved: SavedSession, ids: IdLookup, notes: list[Note], same_texts: bool
) -> list[DecisionNode]:
    """Return all nodes of the tree. Each turn is replayed, taken from the save, or readable
    only."""
    owners = life_of_each_node(saved.nodes, saved.lives)
    nodes: list[DecisionNode] = []
    reported_lives: set[int] = set()
    for number, saved_node in enumerate(saved.nodes):
        parent = nodes[saved_node.parent] if saved_node.parent >= 0 else None
        turn = _replay_node(program, saved, saved_node, parent, ids)
        state, life = saved.states.get(number), owners[number]
        lost = turn is None and state is None
        if state is not None:
            decoded = decode(program, state, ids, same_texts)
            turn = _restore_saved(program, decoded, turn, notes)
        if turn is None:
            turn = _readable_turn(program, saved_node, parent, ids)
        if lost and not (parent and parent.unplayable) and life not in reported_lives:
            reported_lives.add(life)
            action = saved_node.action or saved.origin.start
            notes.append(Note("unplayable", action, turn.state.decisions))
        nodes.append(DecisionNode(number, saved_node.parent, saved_node.action, turn, life, lost))
    return nodes


def _replay_node(
    program: Program,
    saved: SavedSession,
    saved_node: SavedNode,
    parent: DecisionNode | None,
    ids: IdLookup,
) -> Turn | None:
    """Return the turn of a node replayed with its recorded rolls and draws.

    Return None if its choice is not open now or leads to another scene.
    """
    recorded = _recorded_chance(saved_node, ids)
    try:
        if parent is None:
            turn = saved.origin.first_turn(program, recorded)
        elif parent.unplayable:
            return None
        else:
            action = ids.current_action(scene_key_at(program, parent), saved_node.action)
            turn = step(program, parent.state, action, recorded, with_states=True)
    except (NotOpenError, KeyError):
        return None
    scene = ids.index_of("scene", saved_node.scene) if saved_node.scene else -1
    return turn if turn.state.scene == scene else None


def scene_key_at(program: Program, node: DecisionNode) -> str:
    """Return the key of the scene that asks at a node, '' for none."""
    scene = node.state.scene
    return program.scenes[scene].key if scene >= 0 else ""


def _recorded_chance(saved_node: SavedNode, ids: IdLookup) -> RecordedChance:
    rolls: dict[str, tuple[tuple[int, int], ...]] = {}
    for old_key, odds, roll in saved_node.rolls:
        key = ids.current_path(old_key)
        rolls[key] = (*rolls.get(key, ()), (odds, roll))
    draws = {
        (quarter, ids.current_path(beat)): ids.index_of("scenario", scenario)
        for quarter, beat, scenario in saved_node.draws
    }
    return RecordedChance(rolls, draws)


def _restore_saved(
    program: Program, decoded: Decoded, turn: Turn | None, notes: list[Note]
) -> Turn:
    """Return a turn with the saved state. If the replayed turn leads to the same state, return that
    turn with its events."""
    notes += [Note("gone", name) for name in decoded.lost_ids]
    if (
        not decoded.lost_place
        and turn is not None
        and digest(program, turn.state) == digest(program, decoded.state)
    ):
        return turn
    return find_safe_state(program, decoded, notes)


def find_safe_state(program: Program, decoded: Decoded, notes: list[Note]) -> Turn:
    """Return a turn at a state that asks or has ended.

    The saved state is tried first, then what follows behind a call, then the start of its scenario,
    then the next beat of the quarter. A lost outcome is decided again.
    """
    state = decoded.state
    events: list[Event] = []
    m = MutableState(program, state, events)
    m.with_states = True
    if state.scene >= 0 and open_choices(m):
        return Turn(state, _arrival_events(program, state))
    if state.outcome >= 0:
        return Turn(state, ())
    # the key of a scene has a dot, the id of an outcome has none
    if decoded.lost_place and state.scene < 0 and "." not in decoded.lost_place:
        notes.append(Note("end_gone", decoded.lost_place))
        decide_outcome(m)
        return Turn(m.freeze(), tuple(events))
    here = decoded.lost_place or program.scenes[state.scene].key
    notes.append(Note("scene_gone", here))
    if m.calls:
        if not follow_scenes(m, LEFT):
            advance(m)
        now = m.freeze()
        read = any(isinstance(event, Entered) for event in events) or now.scene < 0
        return Turn(now, tuple(events) if read else _arrival_events(program, now))
    name = here.partition(".")[0]
    scenario = next((row for row in program.scenarios if row.id == name), None)
    scene = first_open_scene(m, scenario.starts) if scenario is not None else -1
    m.scene = -1
    if scene < 0 or not begin_visit(m, scene, "due", state.cause):
        advance(m)
    return Turn(m.freeze(), tuple(events))


def _arrival_events(program: Program, state: State) -> tuple[Event, ...]:
    """Return the events to read at a saved state whose real events are unknown."""
    scene = program.scenes[state.scene]
    entered = Entered(scene.index, "goto", state.cause, state)
    return (entered, TextShown(scene.key, state)) if scene.told else (entered,)


def _readable_turn(
    program: Program, saved_node: SavedNode, parent: DecisionNode | None, ids: IdLookup
) -> Turn:
    """Return a turn for a decision that cannot be replayed: the choice and the quarter, for
    reading."""
    events: tuple[Event, ...] = ()
    if parent is None:
        state = State(tuple(slot.start for slot in program.slots), 0)
        others = {QUARTERS: program.quarters, ROLE: program.starts[0].role, ROLE_SINCE: 1}
    else:
        state, others = parent.state._replace(decisions=parent.state.decisions + 1), {}
        action, _, each = saved_node.action.partition(".")
        choice = ids.index_of("choice", f"{scene_key_at(program, parent)}.{action}")
        moment = ids.index_of("choice", each)
        if choice >= 0 and (moment >= 0 or not each):
            events = (ChoiceTaken(choice, moment, parent.state),)
    others[QUARTER] = saved_node.quarter
    slots = tuple(others.get(slot, value) for slot, value in enumerate(state.slots))
    scene = ids.index_of("scene", saved_node.scene)
    return Turn(state._replace(slots=slots, scene=scene, outcome=-1), events)


class Replayed(NamedTuple):
    """The result of a replay.

    `session`: every life up to its last choice that is still open. It stands where the old session
    stood, else at the last decision that could be replayed. `decision`: the number of the old
    session's decision. `lost_action`: the first choice on the path to it that is not open now, ''
    if all are. If the start itself is lost, `lost_action` names the lost id.
    """

    session: Session
    decision: int
    lost_action: str


def replay(session: Session, pack: Pack) -> Replayed:
    """Return the session replayed in `pack`, with the same start, seed and choices."""
    ids = IdLookup(pack.program, pack.renamed)
    replayed, lost_start = _start_again(session, pack, ids)
    if lost_start:
        return Replayed(replayed, session.decision, lost_start)
    new_numbers = {0: 0}
    lost_actions: dict[int, str] = {}
    for node in session.nodes[1:]:
        replayed.at = new_numbers[node.parent]
        if node.parent in lost_actions:
            lost_actions[node.number] = lost_actions[node.parent]
        else:
            scene = scene_key_at(session.program, session.nodes[node.parent])
            try:
                replayed.act(ids.current_action(scene, node.action))
            except ActionError:
                lost_actions[node.number] = node.action
        new_numbers[node.number] = replayed.at
    replayed.at = new_numbers[session.at]
    for life in session.lives:
        life_number = replayed.nodes[new_numbers[life.tip]].life
        if life.name != f"Life {life.number + 1}":
            replayed.name(life_number, life.name)
    return Replayed(replayed, session.decision, lost_actions.get(session.at, ""))


def _start_again(session: Session, pack: Pack, ids: IdLookup) -> tuple[Session, str]:
    """Return a session with the same beginning and ''; else one at the pack's first start and the
    lost id."""
    start, seed, quarters, midway, reseed = current_origin(pack.program, session.origin, ids)
    quarters = min(quarters, pack.program.slots[QUARTER].max)
    try:
        again = Session(pack, start, seed, quarters=quarters, midway=midway, reseed=reseed)
    except KeyError as error:
        lost = session.origin.start if start == LOST_START else str(error.args[0])
        return Session(pack, "", seed), lost
    return again, ""
