"""The text of a save: writing, and reading with full checks. No disk.

Reading trusts nothing: the save must be whole, unchanged and consistent, else DamagedError says
why.
"""

import json
from typing import Any, NamedTuple

from pmsim.core.events import Drawn, Rolled
from pmsim.core.state import DEFAULT_START, StartOverride
from pmsim.play.json_checks import (
    NUMBERS,
    SEED,
    DamagedError,
    array,
    node_number,
    nullable,
    number,
    optional,
    read_object,
    record,
    reseed,
    row,
    table,
    text,
)
from pmsim.play.session import DecisionNode, Origin, Session
from pmsim.play.state_encoding import (
    NEWEST_FORMAT,
    JsonObject,
    canonical,
    encode,
    save_format,
    sha256,
)


class SavedNode(NamedTuple):
    """One node of a save.

    `parent` is -1 and `action` '' at the root. `scene`: the key of the scene that asks after the
    action, '' at the end. `rolls`: (key, odds, roll). `draws`: (quarter, beat, scenario), with ''
    for an empty draw.
    """

    parent: int
    action: str
    scene: str
    quarter: int
    rolls: tuple[tuple[str, int, int], ...]
    draws: tuple[tuple[int, str, str], ...]


class SavedLife(NamedTuple):
    """A life in a save."""

    name: str
    first: int
    tip: int


class SavedSession(NamedTuple):
    """A consistent save, whose ids are not yet looked up.

    `states`: the JSON state of `at` and of each life's tip, by node. `end_read`: the player has
    read the outcome's page at `at`.
    """

    pack: str
    version: str
    pack_digest: str
    text_digest: str
    generation: int
    origin: Origin
    at: int
    nodes: tuple[SavedNode, ...]
    lives: tuple[SavedLife, ...]
    states: dict[int, JsonObject]
    end_read: bool

    @property
    def ended(self) -> bool:
        """Return True if the career has ended at the current node."""
        return self.states[self.at].get("outcome") is not None

    @property
    def outcomes(self) -> frozenset[str]:
        """Return the ids of the outcomes of all its lives."""
        return frozenset(
            str(outcome)
            for life in self.lives
            if (outcome := self.states[life.tip].get("outcome")) is not None
        )

    @property
    def decision(self) -> int:
        """Return the number of the current decision; at the end, the number of decisions made."""
        made = int(self.states[self.at]["decisions"])
        return made if self.ended else made + 1


def write_save(session: Session, generation: int) -> str:
    """Return the text of a save, one line of ASCII. `generation` counts writes; the newest save has
    the highest."""
    pack, origin = session.pack, session.origin
    tips = sorted({session.at, *(life.tip for life in session.lives)})
    states = {str(number): encode(session.program, session.nodes[number].state) for number in tips}
    plain: JsonObject = {
        "format": save_format(states.values()),
        "pack": {
            "id": pack.id,
            "version": pack.version,
            "digest": pack.pack_digest,
            "text": pack.text_digest,
        },
        "generation": generation,
        "origin": {
            "start": origin.start,
            "seed": origin.seed,
            "quarters": origin.quarters,
            **_write_override(origin.override),
            "reseed": [list(pair) for pair in origin.reseed],
        },
        "at": session.at,
        "end_read": int(session.end_read),
        "nodes": [_write_node(session, node) for node in session.nodes],
        "lives": [
            {"name": life.name, "first": life.first, "tip": life.tip} for life in session.lives
        ],
        "states": states,
    }
    return canonical({**plain, "checksum": sha256(canonical(plain))}) + "\n"


def _write_override(override: StartOverride) -> JsonObject:
    """Return the fields of a start's override. Fields that only an author's trial has are left out
    if empty."""
    fields = override._asdict() | {"changes": dict(override.changes)}
    return {name: value for name, value in fields.items() if value or name in ("at", "changes")}


def _write_node(session: Session, node: DecisionNode) -> JsonObject:
    state = node.state
    scene = session.program.scenes[state.scene].key if state.scene >= 0 else ""
    row: JsonObject = {"scene": scene, "quarter": state.quarter}
    if node.number:
        row["action"] = node.action
    if node.parent != node.number - 1:
        row["parent"] = node.parent
    for event in node.turn.events:
        match event:
            case Rolled(key=key, odds=odds, roll=roll):
                row.setdefault("rolls", []).append([key, odds, roll])
            case Drawn(quarter=quarter, beat=beat, scenario=drawn):
                scenario = session.program.scenarios[drawn].id if drawn >= 0 else ""
                row.setdefault("draws", []).append([quarter, beat, scenario])
    return row


def life_of_each_node(nodes: tuple[SavedNode, ...], lives: tuple[SavedLife, ...]) -> list[int]:
    """Return the life of each node: the life that begins there, else the life of its parent."""
    begins = {life.first: number for number, life in enumerate(lives)}
    owners: list[int] = []
    for index, node in enumerate(nodes):
        owners.append(begins[index] if index in begins else owners[node.parent])
    return owners


MAX_BYTES = 8 * 1024 * 1024
"""The largest save in bytes: a hundred times a long career with many lives."""


def _origin(
    start: str, seed: int, quarters: int, reseed: tuple[tuple[int, int], ...], **override: Any
) -> Origin:
    return Origin(start, seed, quarters, StartOverride(**override), reseed)


_NODE = record(
    SavedNode,
    parent=number(-1),
    action=optional(text, ""),
    scene=text,
    quarter=number(1, 99),
    rolls=optional(array(row(text, number(0, 100), number(1, 100))), ()),
    draws=optional(array(row(number(1, 99), text, text)), ()),
)
_SAVE = record(
    dict,
    pack=record(dict, id=text, version=text, digest=text, text=text),
    generation=number(),
    origin=record(
        _origin,
        start=text,
        seed=SEED,
        quarters=number(0, 99),
        reseed=reseed,
        at=text,
        quarter=optional(number(0, 99), 0),
        role=optional(text, ""),
        because=optional(text, ""),
        changes=NUMBERS,
    ),
    at=number(),
    nodes=array(read_object),
    lives=array(record(SavedLife, name=text, first=number(), tip=number())),
    states=table(read_object, node_number),
    end_read=optional(number(0, 1), 0),
)
_SUMMARY = record(
    dict,
    decisions=number(),
    quarter=number(1, 99),
    role=text,
    outcome=nullable(text),
    stats=NUMBERS,
    people=NUMBERS,
    flags=NUMBERS,
)
"""What a list of saves shows of a state."""


def read_save(content: str) -> SavedSession:
    """Return the save in a text. Raise DamagedError with the reason."""
    plain = _parse(content)
    version = number(1)(plain.get("format"), "format")
    if version > NEWEST_FORMAT:
        raise DamagedError("format", str(version))
    checksum = plain.pop("checksum", None)
    if checksum != sha256(canonical(plain)):
        raise DamagedError("checksum")
    fields = _SAVE(plain, "save")
    pack, rows = fields.pop("pack"), fields.pop("nodes")
    saved = SavedSession(
        pack["id"],
        pack["version"],
        pack["digest"],
        pack["text"],
        nodes=tuple(_NODE({"parent": at - 1, **node}, "nodes") for at, node in enumerate(rows)),
        end_read=bool(fields.pop("end_read")),
        **fields,
    )
    _check_tree(saved)
    return saved


def _parse(content: str) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise DamagedError("size")
    try:
        return read_object(
            json.loads(content, parse_constant=_refuse_number, parse_float=_refuse_number), "save"
        )
    except (ValueError, RecursionError) as error:
        raise DamagedError("json", type(error).__name__) from error


def _refuse_number(word: str) -> object:
    raise ValueError(word)


def _check_tree(saved: SavedSession) -> None:
    """Raise DamagedError unless every number is a node of the tree and every life owns its first
    node and tip."""
    count = len(saved.nodes)
    if any(
        (node.parent < 0) != (index == 0) or node.parent >= index
        for index, node in enumerate(saved.nodes)
    ):
        raise DamagedError("tree", "parents")
    if (
        not count
        or not saved.lives
        or saved.lives[0].first
        or len({life.first for life in saved.lives}) != len(saved.lives)
    ):
        raise DamagedError("tree", "lives")
    if saved.at >= count or any(life.first >= count or life.tip >= count for life in saved.lives):
        raise DamagedError("tree", "out of range")
    owners = life_of_each_node(saved.nodes, saved.lives)
    if any(
        {owners[life.tip], owners[life.first]} != {number}
        for number, life in enumerate(saved.lives)
    ):
        raise DamagedError("tree", "tips")
    if not {saved.at, *(life.tip for life in saved.lives)} <= saved.states.keys():
        raise DamagedError("states")
    depths = [0] * count
    for index, node in enumerate(saved.nodes[1:], 1):
        depths[index] = depths[node.parent] + 1
    for index, state in saved.states.items():
        if index >= count or state.get("decisions") != depths[index]:
            raise DamagedError("states", f"node {index}")
        _SUMMARY(state, "states")


def path_to(saved: SavedSession, node: int) -> list[int]:
    """Return the nodes from the root to a node."""
    numbers: list[int] = []
    while node >= 0:
        numbers.append(node)
        node = saved.nodes[node].parent
    return numbers[::-1]


def as_playthrough(saved: SavedSession, node: int) -> str:
    """Return the playthrough file for the path to a node.

    Raise ValueError for a career with a start override: a playthrough cannot express it.
    """
    origin = saved.origin
    if origin.override != DEFAULT_START:
        raise ValueError(
            "This career began in the middle (--at, --set and such); a playthrough begins at a"
            " door."
        )
    _, _, scenario = saved.pack.partition(".")
    lines = [f"play: {saved.pack}", f"start: {origin.start}", f"seed: {origin.seed}"]
    if scenario:
        lines.insert(0, f"# One scenario, played alone. Keep this file beside {scenario}.yaml.")
    if origin.quarters:
        lines.append(f"quarters: {origin.quarters}")
    choices = [f"  - {saved.nodes[number].action}" for number in path_to(saved, node)[1:]]
    lines += ["choices:", *choices] if choices else ["choices: []"]
    if origin.reseed:
        pairs = ", ".join(f"{decision}: {seed}" for decision, seed in origin.reseed)
        lines.append(f"reseed: {{{pairs}}}")
    outcome = saved.states.get(node, {}).get("outcome")
    if isinstance(outcome, str):
        lines.append(f"expect: {{outcome: {outcome}}}")
    return "\n".join(lines) + "\n"
