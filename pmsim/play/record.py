"""A whole session as plain JSON: how it began, the tree of decisions with the draws they caused, where each life stands. PURE.

`write` here and `read` in `verify` are each other's inverse. What a pack makes of a save is `migrate`'s.
"""

from typing import NamedTuple

from pmsim.core.events import Entered, QuarterBegan, Rolled, Skipped, Turn
from pmsim.core.program import QUARTER, Program
from pmsim.core.state import Midway, State
from pmsim.play.codec import Plain, canonical, encode, format_of, sha256
from pmsim.play.session import Node, Origin, Session


class Step(NamedTuple):
    """One node as saved. `parent` -1 and `action` '' at the root; `scene`: the key of the scene that then asked, '' at an end;
    `rolls`: (key, odds, roll); `draws`: (quarter, beat, scenario), the scenario '' where the draw fell on nothing."""

    parent: int
    action: str
    scene: str
    quarter: int
    rolls: tuple[tuple[str, int, int], ...]
    draws: tuple[tuple[int, str, str], ...]


class SavedLife(NamedTuple):
    """A life as saved."""

    name: str
    first: int
    tip: int


class Saved(NamedTuple):
    """A save that holds together. `states`: a plain state for `at` and for each life's tip, by node; their ids are not yet looked up.
    `end_read`: the end at `at` has been read."""

    pack: str
    version: str
    pack_digest: str
    text_digest: str
    generation: int
    origin: Origin
    at: int
    steps: tuple[Step, ...]
    lives: tuple[SavedLife, ...]
    states: dict[int, Plain]
    end_read: bool

    @property
    def ended(self) -> bool:
        """The life last played is over."""
        return self.states[self.at].get("outcome") is not None

    @property
    def outcomes(self) -> frozenset[str]:
        """The ids of the outcomes that its lives have come to."""
        return frozenset(str(outcome) for life in self.lives if (outcome := self.states[life.tip].get("outcome")) is not None)

    @property
    def decision(self) -> int:
        """The number of the decision being asked; at the end, how many were made."""
        made = int(self.states[self.at]["decisions"])
        return made if self.ended else made + 1


def write(session: Session, generation: int) -> str:
    """The save's whole text, one line of ASCII. `generation`: counts writes; the newest save has the highest."""
    pack, origin = session.pack, session.origin
    kept = sorted({session.at, *(life.tip for life in session.lives)})
    states = {str(number): encode(session.program, session.nodes[number].turn.state) for number in kept}
    plain: Plain = {
        "format": format_of(states.values()),
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.pack_digest, "text": pack.text_digest},
        "generation": generation,
        "origin": {
            "start": origin.start,
            "seed": origin.seed,
            "quarters": origin.quarters,
            **_midway(origin.midway),
            "reseed": [list(pair) for pair in origin.reseed],
        },
        "at": session.at,
        "end_read": int(session.end_read),
        "nodes": [_node(session, node) for node in session.nodes],
        "lives": [{"name": life.name, "first": life.first, "tip": life.tip} for life in session.lives],
        "states": states,
    }
    return canonical({**plain, "checksum": sha256(canonical(plain))}) + "\n"


def _midway(midway: Midway) -> Plain:
    """Where a career began; what only an author's try has is left out elsewhere."""
    tried = {"quarter": midway.quarter, "role": midway.role, "because": midway.because}
    return {"at": midway.at, "changes": dict(midway.changes), **{name: value for name, value in tried.items() if value}}


def _node(session: Session, node: Node) -> Plain:
    state = node.turn.state
    scene = session.program.scenes[state.scene].key if state.scene >= 0 else ""
    before = session.nodes[node.parent].turn.state if node.parent >= 0 else None
    row: Plain = {"scene": scene, "quarter": state.slots[QUARTER]}
    if node.number:
        row["action"] = node.action
    if node.parent != node.number - 1:
        row["parent"] = node.parent
    rolls = [[event.key, event.odds, event.roll] for event in node.turn.events if isinstance(event, Rolled)]
    draws = [list(draw) for draw in draws_of(session.program, before, node.turn)]
    return row | ({"rolls": rolls} if rolls else {}) | ({"draws": draws} if draws else {})


def draws_of(program: Program, before: State | None, turn: Turn) -> list[tuple[int, str, str]]:
    """The calendar's draws in a turn: (quarter, beat, scenario or ''). `before` None: the career's first turn.

    Each beat that was played left one event, in order, so that its place is known by counting."""
    quarter, beat = (before.slots[QUARTER], before.beat) if before is not None else (1, 0)
    places = {row.id: index for index, row in enumerate(program.beats)}
    found: list[tuple[int, str, str]] = []
    for event in turn.events:
        match event:
            case QuarterBegan(number):
                quarter, beat = number, 0
            case Skipped(name) if name in places:
                beat = places[name] + 1
                if program.beats[places[name]].scenario < 0:
                    found.append((quarter, name, ""))
            case Entered(scene, "beat" | "draw" | "urgent" as arrival):
                if arrival != "beat" and beat < len(program.beats):
                    found.append((quarter, program.beats[beat].id, program.scenarios[program.scenes[scene].scenario].id))
                beat += 1
    return found


def lives_of(steps: tuple[Step, ...], lives: tuple[SavedLife, ...]) -> list[int]:
    """The life of each node: the one that begins there, else its parent's."""
    begins = {life.first: number for number, life in enumerate(lives)}
    found: list[int] = []
    for index, step in enumerate(steps):
        found.append(begins[index] if index in begins else found[step.parent])
    return found
