"""Reading a state back from JSON, and the look-up of ids that come from an older version of a pack.
Values new in the pack get their start, lost ids are left out and reported.

Reading trusts nothing: wrong shapes raise DamagedError.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from pmsim.core.program import (
    QUARTER,
    QUARTERS,
    ROLE,
    ROLE_SINCE,
    SEEN,
    TAKEN,
    Choice,
    Program,
    Scene,
    Slot,
    branches,
    cached_on_program,
)
from pmsim.core.state import CallFrame, Cause, Moment, Pending, State
from pmsim.play.json_checks import (
    NUMBERS,
    SEED,
    TEXTS,
    DamagedError,
    array,
    nullable,
    number,
    optional,
    record,
    reseed,
    table,
    text,
)
from pmsim.play.state_encoding import SECTIONS, JsonObject


class IdLookup:
    """A look-up of the ids in a save. `renamed`: old id path -> new id path, part by part."""

    def __init__(self, program: Program, renamed: Mapping[str, str]) -> None:
        self._renamed = renamed
        self.tables = index_tables(program)

    def current_path(self, path: str) -> str:
        """Return the current path for an old one; every part of it may have been renamed."""
        if path in self._renamed:
            return self._renamed[path]
        path_now = ""
        for part in path.split("."):
            longer = f"{path_now}.{part}" if path_now else part
            path_now = self._renamed.get(longer, longer)
        return path_now

    def current_action(self, scene: str, action: str) -> str:
        """Return the current action for an old one. `scene`: the old or current key of its scene.

        In `keep.<scenario>.<scene>.<choice>` the part after the first dot is the key of a moment;
        it is translated too.
        """
        choice, separator, moment = action.partition(".")
        choice_id = self.current_path(f"{scene}.{choice}").rpartition(".")[2]
        return f"{choice_id}{separator}{self.current_path(moment) if moment else ''}"

    def index_of(self, table: str, path: str) -> int:
        """Return the index of an id in one of the program's tables, or -1 if the pack no longer has
        it."""
        return self.tables[table].get(self.current_id(table, path), -1)

    def current_id(self, table: str, path: str) -> str:
        """Return the current id for an old one of a table, '' if the pack no longer has it."""
        names = (path, self.current_path(path))
        return next((name for name in names if name in self.tables[table]), "")


@cached_on_program
def index_tables(program: Program) -> Mapping[str, Mapping[str, int]]:
    """Return every table of the program by its ids: scenes and choices by key, slots by kind and
    id."""
    slots = {f"{slot.kind}:{slot.id}": index for index, slot in enumerate(program.slots)}
    return {
        "scenario": {row.id: row.index for row in program.scenarios},
        "scene": {row.key: row.index for row in program.scenes},
        "choice": {row.key: row.index for row in program.choices},
        "start": {row.id: index for index, row in enumerate(program.starts)},
        "beat": {row.id: index for index, row in enumerate(program.beats)},
        "outcome": {row.id: index for index, row in enumerate(program.outcomes)},
        "role": {row.id: index for index, row in enumerate(program.roles)},
        "skill": {row.id: index for index, row in enumerate(program.skills)},
        "slot": slots,
    }


@cached_on_program
def consequence_places(program: Program) -> Mapping[tuple[int, tuple[int, ...]], int]:
    """Return the place number of every (scenario, scenes) that some `later` names."""
    parts: tuple[Scene | Choice, ...] = (*program.scenes, *program.choices)
    return {
        (later.scenario, later.scenes): later.place
        for part in parts
        for laters in (part.later, *(branch.later for branch in branches(part.check)))
        for later in laters
    }


UNKNOWN_PLACE = -1
"""The place of a consequence that no `later` of this pack schedules. It still comes, and never
counts as a second pending entry."""


SIDES = ("success", "failure")
"""The sides of a check that a call may come back to."""


class Decoded(NamedTuple):
    """A decoded state.

    `lost_place`: the key of a lost scene where the state stood, or the id of a lost outcome, else
    ''. `lost_ids`: other ids that the pack no longer has (stats, people, flags, role,
    consequences).
    """

    state: State
    lost_place: str
    lost_ids: tuple[str, ...]


def _keys(value: Any, where: str) -> list[str]:
    """Return the keys that `state_encoding` has grouped by scenario."""
    groups = table(TEXTS)(value, where)
    return [f"{scenario}.{rest}" for scenario, rests in groups.items() for rest in rests]


_CAUSE = nullable(TEXTS)
_PENDING = record(dict, quarter=number(1), scenario=text, scenes=optional(TEXTS, ()), cause=_CAUSE)
_MARKS = {
    "scene": text,
    "taken": optional(TEXTS, ()),
    "kept": optional(TEXTS, ()),
    "kept_by": optional(TEXTS, ()),
    "picks": optional(number(), 0),
}
_CALL = record(dict, **_MARKS, choice=nullable(text), side=nullable(text))
_VISIT = record(
    dict,
    **_MARKS,
    took_now=nullable(TEXTS),
    calls=optional(array(_CALL), ()),
    decisions=optional(number(), 0),
    last=_CAUSE,
    cause=_CAUSE,
)
_STATE = record(
    dict,
    seed=SEED,
    reseed=optional(reseed, ()),
    decisions=number(),
    quarter=number(1, 99),
    quarters=number(1, 99),
    since=number(1, 99),
    role=text,
    beat=nullable(text),
    drawn=nullable(text),
    urgents=optional(TEXTS, ()),
    outcome=nullable(text),
    pending=optional(array(_PENDING), ()),
    moments=optional(array(TEXTS), ()),
    visit=nullable(_VISIT),
    seen=optional(_keys, ()),
    taken=optional(_keys, ()),
    **{section.name: optional(NUMBERS, {}) for section in SECTIONS.values()},
)


def decode(program: Program, plain: JsonObject, ids: IdLookup, same_texts: bool = True) -> Decoded:
    """Return the state in a JSON object. Raise DamagedError if it is not a state.

    `same_texts`: it was saved with the texts of this pack. Otherwise a text without a count was
    told once if its scene was seen or its choice taken.
    """
    fields, lost_ids = _STATE(plain, "state"), list[str]()
    slots = _decode_slots(program, fields, ids, lost_ids)
    if not same_texts:
        _count_former_tellings(program, slots, ids)
    role = ids.index_of("role", fields["role"])
    if role < 0:
        lost_ids.append(fields["role"])
    slots[ROLE] = max(role, 0)
    beat = _index(fields["beat"], "beat", ids)
    ended, visit = fields["outcome"] or "", fields["visit"]
    state = State(
        slots=tuple(slots),
        seed=fields["seed"],
        reseed=fields["reseed"],
        decisions=fields["decisions"],
        # a lost beat leaves none for this quarter
        beat=beat if beat >= 0 else len(program.beats),
        last_drawn=_index(fields["drawn"], "scenario", ids),
        urgent_drawn=_bits(fields["urgents"], "scenario", ids),
        pending=_decode_pending(program, fields["pending"], ids, lost_ids),
        moments=tuple(
            Moment(choice, _bits(skills, "skill", ids))
            for key, *skills in filter(None, fields["moments"])
            if (choice := ids.index_of("choice", key)) >= 0
        ),
        outcome=_index(ended or None, "outcome", ids),
    )
    if ended:
        return Decoded(state, ended if state.outcome < 0 else "", tuple(lost_ids))
    if visit is None or max(visit["picks"], visit["decisions"]) > state.decisions:
        raise DamagedError("shape", "visit")
    state = _with_visit(program, state, visit, ids, lost_ids)
    return Decoded(state, visit["scene"] if state.scene < 0 else "", tuple(lost_ids))


def _decode_slots(
    program: Program, fields: JsonObject, ids: IdLookup, lost_ids: list[str]
) -> list[int]:
    slots = [slot.start for slot in program.slots]
    quarters, quarter, since = (fields[name] for name in ("quarters", "quarter", "since"))
    if not since <= quarter <= quarters:
        raise DamagedError("shape", "quarter")
    slots[QUARTERS] = min(quarters, program.slots[QUARTERS].max)
    slots[QUARTER] = min(quarter, slots[QUARTERS])
    slots[ROLE_SINCE] = min(since, slots[QUARTER])
    slots[SEEN] = _bits(fields["seen"], "scene", ids)
    slots[TAKEN] = _bits(fields["taken"], "choice", ids)
    for kind, section in SECTIONS.items():
        prefix = f"{kind}." if section.prefixed else ""
        for name, value in fields[section.name].items():
            index = ids.index_of("slot", f"{kind}:{prefix}{name}")
            if index < 0:
                path, *number = name.split("#")
                now = "#".join([ids.current_path(path), *number])
                index = ids.tables["slot"].get(f"{kind}:{prefix}{now}", -1)
            if index >= 0:
                slots[index] = min(value, slots[QUARTER]) if section.past else value
            elif section.noticed:
                lost_ids.append(name)
    for index, slot in enumerate(program.slots):
        if slot.kind in _COUNTED_IN and not slots[index]:
            table, bits = _COUNTED_IN[slot.kind]
            number = ids.tables[table][slot.id.partition(".")[2]]
            slots[index] = slots[bits] >> number & 1
    return [clamp_to_slot(slot, value) for slot, value in zip(program.slots, slots, strict=True)]


_COUNTED_IN = {"times_seen": ("scene", SEEN), "times_took": ("choice", TAKEN)}
"""Kinds of counters, with the table and the bit set that say whether a save from before the counter
begins it at 1."""


def _count_former_tellings(program: Program, slots: list[int], ids: IdLookup) -> None:
    for key, counters in program.tellings.items():
        done = ((SEEN, ids.tables["scene"].get(key)), (TAKEN, ids.tables["choice"].get(key)))
        if any(bit is not None and slots[marks] >> bit & 1 for marks, bit in done):
            for slot, _ in counters:
                slots[slot] = max(slots[slot], 1)


def clamp_to_slot(slot: Slot, value: int) -> int:
    """Return a number clamped to its slot's range; fixed slots are not clamped."""
    return value if slot.kind == "fixed" else min(max(value, slot.min), slot.max)


def _with_visit(
    program: Program, state: State, visit: JsonObject, ids: IdLookup, lost_ids: list[str]
) -> State:
    """Return the state with its visit. If the scene is lost or has no choices now, return it with
    scene -1: then only the calls under way are kept of the visit, to go on after them."""
    calls: list[CallFrame] = []
    for call in visit["calls"]:
        scene, choice = (_index(call[part], part, ids) for part in ("scene", "choice"))
        taken = program.scenes[scene].choices if scene >= 0 else ()
        if scene < 0 or (call["choice"] and choice not in taken):
            # this call cannot come back any more, and so the calls around it cannot either
            calls.clear()
            lost_ids.append(call["choice"] or call["scene"])
            continue
        side = call["side"] if call["side"] in SIDES else ""
        calls.append(CallFrame(scene, choice, side, *_marks(program, scene, call, ids)))
    index = ids.index_of("scene", visit["scene"])
    if index < 0 or not program.scenes[index].choices:
        if not calls:
            return state
        index = -1
    visit_choices, chosen_moments, picks = _marks(program, max(index, 0), visit, ids)
    now = visit["took_now"]
    if now is None:
        now = [key for part in (visit, *visit["calls"]) for key in part["taken"]]
    last, cause = _cause(visit["last"], ids), _cause(visit["cause"], ids)
    took_now = {f"took_now.{ids.current_id('choice', key)}" for key in now}
    because = (cause or last or (-1,))[0] + 1
    slots = (
        int(slot.id in took_now)
        if slot.kind == "took_now"
        else because
        if slot.kind == "because"
        else value
        for slot, value in zip(program.slots, state.slots, strict=True)
    )
    return state._replace(
        slots=tuple(slots),
        scene=index,
        visit_choices=visit_choices,
        chosen_moments=chosen_moments,
        picks=picks,
        visit_decisions=visit["decisions"],
        last_choice=last,
        cause=cause,
        calls=tuple(calls),
    )


def _marks(
    program: Program, scene: int, fields: JsonObject, ids: IdLookup
) -> tuple[int, tuple[Cause, ...], int]:
    """Return the choices taken (a bit set), the moments chosen and the picks made in a scene."""
    scenario = program.scenarios[program.scenes[scene].scenario]
    taken, moments, choosers = (
        [ids.index_of("choice", key) for key in fields[field]]
        for field in ("taken", "kept", "kept_by")
    )
    bits = {
        choice - scenario.first_choice
        for choice in taken
        if choice >= 0 and program.scenes[program.choices[choice].scene].scenario == scenario.index
    }
    chosen = zip_longest(choosers[: len(moments)], moments, fillvalue=-1)
    pairs = tuple(pair for pair in chosen if pair[1] >= 0)
    return sum(1 << bit for bit in bits), pairs, fields["picks"]


def _decode_pending(
    program: Program, entries: Iterable[JsonObject], ids: IdLookup, lost_ids: list[str]
) -> tuple[Pending, ...]:
    pending: list[Pending] = []
    for entry in entries:
        name, scene_ids = entry["scenario"], entry["scenes"]
        scenario = ids.index_of("scenario", name)
        indexes = (ids.index_of("scene", f"{name}.{scene}") for scene in scene_ids)
        scenes = tuple(index for index in indexes if index >= 0)
        if scenario < 0 or (scene_ids and not scenes):
            lost_ids.append(".".join([name, *scene_ids[:1]]))
            continue
        place = consequence_places(program).get((scenario, scenes), UNKNOWN_PLACE)
        pending.append(
            Pending(entry["quarter"], scenario, scenes, place, _cause(entry["cause"], ids))
        )
    return tuple(pending)


def _cause(keys: Sequence[str] | None, ids: IdLookup) -> Cause | None:
    choice, moment = (ids.index_of("choice", key) for key in (*(keys or ()), "", "")[:2])
    return (choice, moment) if choice >= 0 else None


def _index(name: str | None, id_table: str, ids: IdLookup) -> int:
    return -1 if name is None else ids.index_of(id_table, name)


def _bits(keys: Iterable[str], id_table: str, ids: IdLookup) -> int:
    return sum(1 << index for index in {ids.index_of(id_table, key) for key in keys} if index >= 0)
