"""A state as plain JSON: by ids, never by positions. PURE; what is written here is what a digest and a save hold, and no more.

What a pack defines with a start of its own (stats, people, skills) is written in full, so that a new default never moves an old career;
what begins at nothing (flags, counters, marks) is written only where it is something.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN, Program
from pmsim.core.state import Cause, State

FORMAT = 1
"""The version of what a digest covers, and of a save in which nothing needs a newer reader."""
NEWEST_FORMAT = 2
"""The newest version of a save: 2 may have `kept_by`. A reader knows every version up to its own, and a save is written in the oldest that
holds it. A field that is added to what is written raises this number, so that an older reader refuses what it would lose."""

JsonObject = dict[str, Any]
"""What JSON holds: dicts, lists, texts, whole numbers, None."""


def canonical(plain: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, ASCII."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def sha256(text: str) -> str:
    """The hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(program: Program, state: State) -> str:
    """The state's SHA-256: the same for the same pack, seed and choices on every machine. No prose, no player's name."""
    return sha256(canonical({"format": FORMAT, "pack": program.id, **encode(program, state)}))


def save_format(states: Iterable[JsonObject]) -> int:
    """The version of a save with these states."""
    return 2 if any("kept_by" in (state["visit"] or ()) for state in states) else FORMAT


def encode(program: Program, state: State) -> JsonObject:
    """A state by ids."""
    slots = state.slots
    of_kind: dict[str, JsonObject] = {kind: {} for kind in SECTIONS}
    for slot, value in zip(program.slots, slots, strict=True):
        if slot.kind in of_kind and (value or slot.kind in _ALWAYS_WRITTEN):
            of_kind[slot.kind][_without_prefix(slot.id) if slot.kind in PREFIXED_KINDS else slot.id] = value
    return {
        "seed": state.seed,
        "reseed": [list(pair) for pair in state.reseed],
        "decisions": state.decisions,
        "quarter": slots[QUARTER],
        "quarters": slots[QUARTERS],
        "role": program.roles[slots[ROLE]].id,
        "since": slots[ROLE_SINCE],
        "beat": program.beats[state.beat].id if state.beat < len(program.beats) else None,
        "drawn": _id_at(program.scenarios, state.last_drawn),
        "urgents": [program.scenarios[index].id for index in set_bits(state.urgent_drawn)],
        "outcome": _id_at(program.outcomes, state.outcome),
        "pending": [
            {
                "quarter": entry.quarter,
                "scenario": program.scenarios[entry.scenario].id,
                "scenes": [program.scenes[index].id for index in entry.scenes],
                "cause": _cause(program, entry.cause),
            }
            for entry in state.pending
        ],
        "moments": [
            [program.choices[moment.choice].key, *(program.skills[skill].id for skill in set_bits(moment.skills))]
            for moment in state.moments
        ],
        "visit": _visit(program, state),
        "seen": _group_by_scenario(program.scenes[index].key for index in set_bits(slots[SEEN])),
        "taken": _group_by_scenario(program.choices[index].key for index in set_bits(slots[TAKEN])),
        **{SECTIONS[kind]: values for kind, values in of_kind.items()},
    }


SECTIONS = {
    "stat": "stats",
    "person": "people",
    "skill": "skills",
    "flag": "flags",
    "times": "times",
    "passed": "passed",
    "held": "held",
    "ends": "crossing_until",
    "played": "played",
}
"""Kind of slot -> the section it is written in."""
_ALWAYS_WRITTEN = {"stat", "person", "skill"}
PREFIXED_KINDS = {"times", "passed", "held", "ends", "played"}


def _visit(program: Program, state: State) -> JsonObject | None:
    """The visit being made, or None at the end: nothing reads it any more."""
    if state.scene < 0:
        return None
    scene = program.scenes[state.scene]
    first = program.scenarios[scene.scenario].first_choice
    return {
        "scene": scene.key,
        "taken": [program.choices[first + bit].key for bit in set_bits(state.visit_choices)],
        "kept": [program.choices[moment].key for _, moment in state.chosen_moments],
        **_chosen_by(program, state),
        "picks": state.picks,
        "decisions": state.visit_decisions,
        "last": _cause(program, state.last_choice),
        "cause": _cause(program, state.cause),
    }


def _chosen_by(program: Program, state: State) -> JsonObject:
    """By which `each` the moments were chosen, where anything asks for that."""
    if all(chooser < 0 for chooser, _ in state.chosen_moments):
        return {}
    return {"kept_by": [program.choices[chooser].key if chooser >= 0 else "" for chooser, _ in state.chosen_moments]}


def _cause(program: Program, cause: Cause | None) -> list[str] | None:
    return None if cause is None else [program.choices[index].key for index in cause if index >= 0]


def _id_at(table: tuple[Any, ...], index: int) -> str | None:
    return table[index].id if index >= 0 else None


def _without_prefix(dotted: str) -> str:
    return dotted.partition(".")[2]


def set_bits(number: int) -> Iterable[int]:
    """The places of the bits that are set, from the lowest."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _group_by_scenario(keys: Iterable[str]) -> dict[str, list[str]]:
    """Keys in one list for each scenario, so that its id is written once."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        scenario, _, rest = key.partition(".")
        groups.setdefault(scenario, []).append(rest)
    return groups
