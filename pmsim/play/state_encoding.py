"""A state as JSON, by ids and never by positions. Digests and saves hold exactly this.

Values whose start the pack defines (stats, people, skills) are always written, so that a new
default never changes an old career. Values that start at nothing (flags, counters, bits) are
written only if they are set.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN, Program
from pmsim.core.state import CallFrame, Cause, State

FORMAT = 1
"""The version of a digest's content, and of a save that old readers can read."""
NEWEST_FORMAT = 3
"""The newest version of a save: 2 may have `kept_by`, 3 `calls`, `took_now` and the sparse
sections. Readers know every version up to their own, and a save is written in the oldest version
that can hold it. Raise this number with every new field, so that older readers refuse what they
would lose."""

JsonObject = dict[str, Any]
"""A JSON object: dicts, lists, texts, whole numbers, None."""


def canonical(plain: object) -> str:
    """Return the canonical JSON text of a value: sorted keys, no spaces, ASCII."""
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(program: Program, state: State) -> str:
    """Return the SHA-256 of a state: equal for equal pack, seed and choices on every machine.

    It covers no prose and no player's name.
    """
    return sha256(canonical({"format": FORMAT, "pack": program.id, **encode(program, state)}))


def save_format(states: Iterable[JsonObject]) -> int:
    """Return the version of a save with these states."""
    fields = {field for state in states for field in (*state, *(state["visit"] or ()))}
    sparse = (section.name for section in SECTIONS.values() if section.sparse)
    of_third = {"calls", "took_now", *sparse}
    return 3 if fields & of_third else 2 if "kept_by" in fields else FORMAT


def encode(program: Program, state: State) -> JsonObject:
    """Return a state as JSON, by ids."""
    slots = state.slots
    of_kind: dict[str, JsonObject] = {kind: {} for kind in SECTIONS}
    for slot, value in zip(program.slots, slots, strict=True):
        if (section := SECTIONS.get(slot.kind)) and (value or section.always):
            of_kind[slot.kind][slot.id.partition(".")[2] if section.prefixed else slot.id] = value
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
            [
                program.choices[moment.choice].key,
                *(program.skills[skill].id for skill in set_bits(moment.skills)),
            ]
            for moment in state.moments
        ],
        "visit": _visit(program, state),
        "seen": _group_by_scenario(program.scenes[index].key for index in set_bits(slots[SEEN])),
        "taken": _group_by_scenario(program.choices[index].key for index in set_bits(slots[TAKEN])),
        **{
            SECTIONS[kind].name: values
            for kind, values in of_kind.items()
            if values or not SECTIONS[kind].sparse
        },
    }


class SlotSection(NamedTuple):
    """The section of a state with the slots of one kind.

    `always`: a number is written even if it is 0. `prefixed`: the ids of the slots begin with their
    kind, which is not written. `past`: the numbers are quarters of the past. `noticed`: a player
    may notice the loss of a number. `sparse`: without numbers the section is left out.
    """

    name: str
    always: bool = False
    prefixed: bool = True
    past: bool = False
    noticed: bool = False
    sparse: bool = False


SECTIONS: Mapping[str, SlotSection] = {
    "stat": SlotSection("stats", always=True, prefixed=False, noticed=True),
    "person": SlotSection("people", always=True, prefixed=False, noticed=True),
    "skill": SlotSection("skills", always=True, prefixed=False),
    "flag": SlotSection("flags", prefixed=False, past=True, noticed=True),
    "times": SlotSection("times"),
    "passed": SlotSection("passed"),
    "held": SlotSection("held"),
    "ends": SlotSection("crossing_until"),
    "played": SlotSection("played", past=True),
    "times_seen": SlotSection("times_seen", sparse=True),
    "times_took": SlotSection("times_took", sparse=True),
    "told": SlotSection("told", sparse=True),
}
"""The section for each kind of slot that a state holds on its own."""


def _visit(program: Program, state: State) -> JsonObject | None:
    """Return the current visit, or None at the end, where the engine no longer reads it."""
    if state.scene < 0:
        return None
    calls = [
        {
            **_marks(program, frame),
            "choice": program.choices[frame.choice].key if frame.choice >= 0 else None,
            "side": frame.side or None,
        }
        for frame in state.calls
    ]
    return {
        **_marks(program, state),
        **_taken_now(program, state),
        "decisions": state.visit_decisions,
        "last": _cause(program, state.last_choice),
        "cause": _cause(program, state.cause),
        **({"calls": calls} if calls else {}),
    }


def _marks(program: Program, place: State | CallFrame) -> JsonObject:
    """Return a scene and what was done there. `kept_by`, the choosers of the moments, is left out
    if no moment has one."""
    scene, choices = program.scenes[place.scene], program.choices
    first = program.scenarios[scene.scenario].first_choice
    marks = {
        "scene": scene.key,
        "taken": [choices[first + bit].key for bit in set_bits(place.visit_choices)],
        "kept": [choices[moment].key for _, moment in place.chosen_moments],
        "picks": place.picks,
    }
    if any(chooser >= 0 for chooser, _ in place.chosen_moments):
        marks["kept_by"] = [
            choices[chooser].key if chooser >= 0 else "" for chooser, _ in place.chosen_moments
        ]
    return marks


def _taken_now(program: Program, state: State) -> JsonObject:
    """Return the choices taken in the visit among those that a `took_now` names, or nothing."""
    taken = [
        slot.id.partition(".")[2]
        for slot, value in zip(program.slots, state.slots, strict=True)
        if slot.kind == "took_now" and value
    ]
    return {"took_now": taken} if taken else {}


def _cause(program: Program, cause: Cause | None) -> list[str] | None:
    return None if cause is None else [program.choices[index].key for index in cause if index >= 0]


def _id_at(table: tuple[Any, ...], index: int) -> str | None:
    return table[index].id if index >= 0 else None


def set_bits(number: int) -> Iterable[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _group_by_scenario(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return keys grouped by scenario, so that each scenario id is written once."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        scenario, _, rest = key.partition(".")
        groups.setdefault(scenario, []).append(rest)
    return groups
