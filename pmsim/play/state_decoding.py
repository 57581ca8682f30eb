"""Reading a state back from JSON. Values new in the pack get their start, lost ids are left out and
reported.

Reading trusts nothing: wrong shapes raise DamagedError.
"""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, NamedTuple

from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN, Program, Slot
from pmsim.core.state import Cause, Moment, Pending, State
from pmsim.play import json_checks
from pmsim.play.id_lookup import IdLookup, consequence_places
from pmsim.play.state_encoding import PREFIXED_KINDS, SECTIONS, JsonObject

UNKNOWN_PLACE = -1
"""The place of a consequence that no `later` of this pack schedules. It still comes, and never
counts as a second pending entry."""


class Decoded(NamedTuple):
    """A decoded state.

    `lost_place`: the key of a lost scene where the state stood, or the id of a lost outcome, else
    ''. `lost_ids`: other ids that the pack no longer has (stats, people, flags, role,
    consequences).
    """

    state: State
    lost_place: str
    lost_ids: tuple[str, ...]


def decode(program: Program, plain: JsonObject, ids: IdLookup) -> Decoded:
    """Return the state in a JSON object. Raise DamagedError if it is not a state."""
    lost_ids: list[str] = []
    slots = _decode_slots(program, plain, ids, lost_ids)
    role = ids.index_of("role", json_checks.read_text(plain.get("role"), "role"))
    if role < 0:
        lost_ids.append(plain["role"])
    slots[ROLE] = max(role, 0)
    ended = json_checks.read_text(plain.get("outcome") or "", "outcome")
    outcome, visit = ids.index_of("outcome", ended) if ended else -1, plain.get("visit")
    state = State(
        slots=tuple(slots),
        seed=json_checks.read_seed(plain.get("seed"), "seed"),
        reseed=json_checks.read_reseed(plain.get("reseed", []), "reseed"),
        decisions=json_checks.read_number(plain.get("decisions"), "decisions"),
        beat=_decode_beat(program, plain.get("beat"), ids),
        last_drawn=_decode_index(plain.get("drawn"), "scenario", ids),
        urgent_drawn=_decode_bits(
            json_checks.read_texts(plain.get("urgents", []), "urgents"), "scenario", ids
        ),
        pending=_decode_pending(
            program, json_checks.read_array(plain.get("pending", []), "pending"), ids, lost_ids
        ),
        moments=_decode_moments(json_checks.read_array(plain.get("moments", []), "moments"), ids),
        outcome=outcome,
    )
    if ended:
        return Decoded(state, ended if outcome < 0 else "", tuple(lost_ids))
    scene = json_checks.read_text(
        json_checks.read_object(visit, "visit").get("scene"), "visit.scene"
    )
    state = _with_visit(program, state, json_checks.read_object(visit, "visit"), ids)
    return Decoded(state, scene if state.scene < 0 else "", tuple(lost_ids))


def _decode_slots(
    program: Program, plain: JsonObject, ids: IdLookup, lost_ids: list[str]
) -> list[int]:
    slots = [slot.start for slot in program.slots]
    quarters = json_checks.read_number(plain.get("quarters"), "quarters", 1, 99)
    quarter = json_checks.read_number(plain.get("quarter"), "quarter", 1, quarters)
    slots[QUARTERS] = min(quarters, program.slots[QUARTERS].max)
    slots[QUARTER] = min(quarter, slots[QUARTERS])
    slots[ROLE_SINCE] = min(
        json_checks.read_number(plain.get("since"), "since", 1, quarter), slots[QUARTER]
    )
    slots[SEEN] = _decode_bits(_decode_keys(plain.get("seen", {}), "seen"), "scene", ids)
    slots[TAKEN] = _decode_bits(_decode_keys(plain.get("taken", {}), "taken"), "choice", ids)
    for kind, section in SECTIONS.items():
        prefix = f"{kind}." if kind in PREFIXED_KINDS else ""
        for name, value in json_checks.read_numbers(plain.get(section, {}), section).items():
            index = ids.index_of("slot", f"{kind}:{prefix}{name}")
            if index < 0:
                index = ids.tables["slot"].get(f"{kind}:{prefix}{ids.current_path(name)}", -1)
            if index >= 0:
                slots[index] = min(value, slots[QUARTER]) if kind in _QUARTER_KINDS else value
            elif kind in _REPORTED_KINDS:
                lost_ids.append(name)
    return [clamp_to_slot(slot, value) for slot, value in zip(program.slots, slots, strict=True)]


def clamp_to_slot(slot: Slot, value: int) -> int:
    """Return a number clamped to its slot's range; fixed slots are not clamped."""
    return value if slot.kind == "fixed" else min(max(value, slot.min), slot.max)


_QUARTER_KINDS = {"flag", "played"}
"""Kinds of slots whose number is a quarter of the past."""
_REPORTED_KINDS = {"stat", "person", "flag"}
"""Kinds of slots whose loss a player may notice."""


def _with_visit(program: Program, state: State, visit: JsonObject, ids: IdLookup) -> State:
    """Return the state with its visit, or with scene -1 if the scene is lost or has no choices
    now."""
    index = ids.index_of("scene", visit["scene"])
    if index < 0 or not program.scenes[index].choices:
        return state
    scenario = program.scenarios[program.scenes[index].scenario]
    marks = 0
    for key in json_checks.read_texts(visit.get("taken", []), "visit.taken"):
        choice = ids.index_of("choice", key)
        if choice >= 0 and program.scenes[program.choices[choice].scene].scenario == scenario.index:
            marks |= 1 << (choice - scenario.first_choice)
    moments = [
        ids.index_of("choice", key)
        for key in json_checks.read_texts(visit.get("kept", []), "visit.kept")
    ]
    choosers = [
        ids.index_of("choice", key)
        for key in json_checks.read_texts(visit.get("kept_by", []), "visit.kept_by")
    ]
    return state._replace(
        scene=index,
        visit_choices=marks,
        chosen_moments=tuple(
            pair
            for pair in zip_longest(choosers[: len(moments)], moments, fillvalue=-1)
            if pair[1] >= 0
        ),
        picks=json_checks.read_number(visit.get("picks", 0), "visit.picks", 0, state.decisions),
        visit_decisions=json_checks.read_number(
            visit.get("decisions", 0), "visit.decisions", 0, state.decisions
        ),
        last_choice=_decode_cause(visit.get("last"), ids),
        cause=_decode_cause(visit.get("cause"), ids),
    )


def _decode_pending(
    program: Program, rows: list[Any], ids: IdLookup, lost_ids: list[str]
) -> tuple[Pending, ...]:
    pending: list[Pending] = []
    for row in rows:
        entry = json_checks.read_object(row, "pending")
        name = json_checks.read_text(entry.get("scenario"), "pending.scenario")
        scenario = ids.index_of("scenario", name)
        scene_ids = json_checks.read_texts(entry.get("scenes", []), "pending.scenes")
        scenes = tuple(
            index for scene in scene_ids if (index := ids.index_of("scene", f"{name}.{scene}")) >= 0
        )
        if scenario < 0 or (scene_ids and not scenes):
            lost_ids.append(".".join([name, *scene_ids[:1]]))
            continue
        place = consequence_places(program).get((scenario, scenes), UNKNOWN_PLACE)
        quarter = json_checks.read_number(entry.get("quarter"), "pending.quarter", 1)
        pending.append(
            Pending(quarter, scenario, scenes, place, _decode_cause(entry.get("cause"), ids))
        )
    return tuple(pending)


def _decode_moments(rows: list[Any], ids: IdLookup) -> tuple[Moment, ...]:
    moments: list[Moment] = []
    for row in rows:
        keys = json_checks.read_texts(row, "moments")
        choice = ids.index_of("choice", keys[0]) if keys else -1
        if choice >= 0:
            moments.append(Moment(choice, _decode_bits(keys[1:], "skill", ids)))
    return tuple(moments)


def _decode_cause(value: object, ids: IdLookup) -> Cause | None:
    if value is None:
        return None
    keys = json_checks.read_texts(value, "cause")
    indices = [ids.index_of("choice", key) for key in keys[:2]]
    return (
        (indices[0], indices[1] if len(indices) > 1 else -1)
        if indices and indices[0] >= 0
        else None
    )


def _decode_beat(program: Program, name: object, ids: IdLookup) -> int:
    """Return the next beat. A lost beat leaves none for this quarter."""
    index = -1 if name is None else ids.index_of("beat", json_checks.read_text(name, "beat"))
    return index if index >= 0 else len(program.beats)


def _decode_index(name: object, table: str, ids: IdLookup) -> int:
    return -1 if name is None else ids.index_of(table, json_checks.read_text(name, table))


def _decode_bits(keys: Iterable[str], table: str, ids: IdLookup) -> int:
    bits = 0
    for key in keys:
        index = ids.index_of(table, key)
        if index >= 0:
            bits |= 1 << index
    return bits


def _decode_keys(value: object, where: str) -> list[str]:
    groups = json_checks.read_object(value, where)
    return [
        f"{json_checks.read_text(scenario, where)}.{rest}"
        for scenario, rests in groups.items()
        for rest in json_checks.read_texts(rests, where)
    ]


def without_visit(state: State) -> State:
    """Return an ended state without its last visit, as `decode` returns it."""
    if state.scene >= 0:
        return state
    return state._replace(
        visit_choices=0, chosen_moments=(), picks=0, visit_decisions=0, last_choice=None, cause=None
    )
