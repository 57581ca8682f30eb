"""Plain JSON as a state again: what is new takes its start, what is gone is left out and named. PURE; believes nothing it reads."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, NamedTuple

from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN, Program, Slot
from pmsim.core.state import Cause, Moment, Pending, State
from pmsim.play import shape
from pmsim.play.codec import PREFIXED, SECTIONS, Plain
from pmsim.play.names import Names, places

NO_PLACE = -1
"""The place of a consequence that no `later` of this pack would bring: it comes, and stands in no other's way."""


class Decoded(NamedTuple):
    """A state read back. `adrift`: the key of the scene it stood at, if that is gone; the outcome's id, if that is; else ''.
    `gone`: ids of this pack's past that it was told about and cannot keep (stats, people, skills, flags, role, consequences)."""

    state: State
    adrift: str
    gone: tuple[str, ...]


def decode(program: Program, plain: Plain, names: Names) -> Decoded:
    """A state by ids, read back: what is new takes its start, what is gone is left out. Raises DamagedError on what is no state."""
    gone: list[str] = []
    slots = _slots(program, plain, names, gone)
    role = names.find("role", shape.text(plain.get("role"), "role"))
    if role < 0:
        gone.append(plain["role"])
    slots[ROLE] = max(role, 0)
    ended = shape.text(plain.get("outcome") or "", "outcome")
    outcome, visit = names.find("outcome", ended) if ended else -1, plain.get("visit")
    state = State(
        slots=tuple(slots),
        seed=shape.seed(plain.get("seed"), "seed"),
        reseed=shape.pairs(plain.get("reseed", []), "reseed"),
        decisions=shape.number(plain.get("decisions"), "decisions"),
        beat=_beat(program, plain.get("beat"), names),
        drawn=_one(plain.get("drawn"), "scenario", names),
        urgents=_bits(shape.texts(plain.get("urgents", []), "urgents"), "scenario", names),
        pending=_pending(program, shape.items(plain.get("pending", []), "pending"), names, gone),
        moments=_moments(shape.items(plain.get("moments", []), "moments"), names),
        outcome=outcome,
    )
    if ended:
        return Decoded(state, ended if outcome < 0 else "", tuple(gone))
    scene = shape.text(shape.mapping(visit, "visit").get("scene"), "visit.scene")
    state = _visiting(program, state, shape.mapping(visit, "visit"), names)
    return Decoded(state, scene if state.scene < 0 else "", tuple(gone))


def _slots(program: Program, plain: Plain, names: Names, gone: list[str]) -> list[int]:
    slots = [slot.start for slot in program.slots]
    quarters = shape.number(plain.get("quarters"), "quarters", 1, 99)
    quarter = shape.number(plain.get("quarter"), "quarter", 1, quarters)
    slots[QUARTERS] = min(quarters, program.slots[QUARTERS].max)
    slots[QUARTER] = min(quarter, slots[QUARTERS])
    slots[ROLE_SINCE] = min(shape.number(plain.get("since"), "since", 1, quarter), slots[QUARTER])
    slots[SEEN] = _bits(_flat(plain.get("seen", {}), "seen"), "scene", names)
    slots[TAKEN] = _bits(_flat(plain.get("taken", {}), "taken"), "choice", names)
    for kind, section in SECTIONS.items():
        prefix = f"{kind}." if kind in PREFIXED else ""
        for name, value in shape.numbers(plain.get(section, {}), section).items():
            index = names.find("slot", f"{kind}:{prefix}{name}")
            if index < 0:
                index = names.tables["slot"].get(f"{kind}:{prefix}{names.now(name)}", -1)
            if index >= 0:
                slots[index] = min(value, slots[QUARTER]) if kind in _QUARTERS else value
            elif kind in _TOLD_OF:
                gone.append(name)
    return [kept(slot, value) for slot, value in zip(program.slots, slots, strict=True)]


def kept(slot: Slot, value: int) -> int:
    """A number within its slot's range; bit sets have none."""
    return value if slot.kind == "fixed" else min(max(value, slot.min), slot.max)


_QUARTERS = {"flag", "played"}
"""Kinds whose number is a quarter that has been."""
_TOLD_OF = {"stat", "person", "flag"}
"""Kinds whose loss a player may notice."""


def _visiting(program: Program, state: State, visit: Plain, names: Names) -> State:
    """The state with its visit, or with scene -1 if the scene is gone or asks no more."""
    index = names.find("scene", visit["scene"])
    if index < 0 or not program.scenes[index].choices:
        return state
    scenario = program.scenarios[program.scenes[index].scenario]
    marks = 0
    for key in shape.texts(visit.get("taken", []), "visit.taken"):
        choice = names.find("choice", key)
        if choice >= 0 and program.scenes[program.choices[choice].scene].scenario == scenario.index:
            marks |= 1 << (choice - scenario.first_choice)
    kept = [names.find("choice", key) for key in shape.texts(visit.get("kept", []), "visit.kept")]
    choosers = [names.find("choice", key) for key in shape.texts(visit.get("kept_by", []), "visit.kept_by")]
    return state._replace(
        scene=index,
        marks=marks,
        kept=tuple(pair for pair in zip_longest(choosers[: len(kept)], kept, fillvalue=-1) if pair[1] >= 0),
        picks=shape.number(visit.get("picks", 0), "visit.picks", 0, state.decisions),
        visited=shape.number(visit.get("decisions", 0), "visit.decisions", 0, state.decisions),
        last=_cause_back(visit.get("last"), names),
        cause=_cause_back(visit.get("cause"), names),
    )


def _pending(program: Program, rows: list[Any], names: Names, gone: list[str]) -> tuple[Pending, ...]:
    found: list[Pending] = []
    for row in rows:
        entry = shape.mapping(row, "pending")
        name = shape.text(entry.get("scenario"), "pending.scenario")
        scenario = names.find("scenario", name)
        written = shape.texts(entry.get("scenes", []), "pending.scenes")
        scenes = tuple(index for scene in written if (index := names.find("scene", f"{name}.{scene}")) >= 0)
        if scenario < 0 or (written and not scenes):
            gone.append(".".join([name, *written[:1]]))
            continue
        place = places(program).get((scenario, scenes), NO_PLACE)
        quarter = shape.number(entry.get("quarter"), "pending.quarter", 1)
        found.append(Pending(quarter, scenario, scenes, place, _cause_back(entry.get("cause"), names)))
    return tuple(found)


def _moments(rows: list[Any], names: Names) -> tuple[Moment, ...]:
    found: list[Moment] = []
    for row in rows:
        keys = shape.texts(row, "moments")
        choice = names.find("choice", keys[0]) if keys else -1
        if choice >= 0:
            found.append(Moment(choice, _bits(keys[1:], "skill", names)))
    return tuple(found)


def _cause_back(value: object, names: Names) -> Cause | None:
    if value is None:
        return None
    keys = shape.texts(value, "cause")
    found = [names.find("choice", key) for key in keys[:2]]
    return (found[0], found[1] if len(found) > 1 else -1) if found and found[0] >= 0 else None


def _beat(program: Program, name: object, names: Names) -> int:
    """The next beat; one that is gone leaves none for this quarter."""
    index = -1 if name is None else names.find("beat", shape.text(name, "beat"))
    return index if index >= 0 else len(program.beats)


def _one(name: object, table: str, names: Names) -> int:
    return -1 if name is None else names.find(table, shape.text(name, table))


def _bits(keys: Iterable[str], table: str, names: Names) -> int:
    found = 0
    for key in keys:
        index = names.find(table, key)
        if index >= 0:
            found |= 1 << index
    return found


def _flat(value: object, where: str) -> list[str]:
    groups = shape.mapping(value, where)
    return [f"{shape.text(scenario, where)}.{rest}" for scenario, rests in groups.items() for rest in shape.texts(rests, where)]


def settled(state: State) -> State:
    """An ended state without the leavings of its last visit, which nothing reads any more: what comes back from `decode`."""
    if state.scene >= 0:
        return state
    return state._replace(marks=0, kept=(), picks=0, visited=0, last=None, cause=None)
