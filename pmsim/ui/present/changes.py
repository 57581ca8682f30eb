"""Changes as rows: a name, the change, the new band's word, the author's reason. Nothing here may
ask the engine."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pmsim.core.effect_kinds import Act
from pmsim.core.effects import level_cap
from pmsim.core.events import Changed, Crossed, Event, Practised, RoleChanged, Scheduled
from pmsim.core.program import Program, Skill, cached_on_program
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.ui.present.pack_texts import (
    PackTexts,
    band_word,
    is_hidden,
    label_of,
    role_title,
    scenario_title,
    slots_read,
    values_read,
)
from pmsim.ui.present.status import component_slots, gauge_ids, read_value
from pmsim.ui.present.words import (
    ACTS,
    count_units,
    join_words,
    number_word,
    ordinal,
    trust_word,
    unit_word,
)

PRACTICE_LIMIT = "as far as doing takes it; now tell somebody"


class ChangeRow(NamedTuple):
    """One changed thing. `name` at the edge, `change` in bold, `suffix` after it (", still
    frayed"), `reason` beneath ('' for none)."""

    name: str
    change: str
    suffix: str = ""
    reason: str = ""


class _SlotChange(NamedTuple):
    """The change of a slot over all events of a page. `id`: the slot's; `sources`: the sources of
    the changes; `only_fed`: every change came from a feed."""

    slot: int
    id: str
    before: int
    after: int
    sources: tuple[str, ...]
    only_fed: bool
    practice: int = 0
    """The part that came with practising a loved or a disliked skill."""


def change_rows(
    pack: Pack, before: State, after: State, events: Sequence[Event]
) -> tuple[ChangeRow, ...]:
    """Return the rows of `events`, which led from `before` to `after`: first the role, then the
    computed gauges, other slots, practice."""
    moved = _slot_changes(pack, events)
    words = PackTexts(pack, after)
    result: list[ChangeRow | None] = [*_role_rows(pack, events)]
    shown_slots: set[int] = set()
    for name in gauge_ids(pack):
        made_of = component_slots(pack, pack.stats[name])
        shown_slots |= made_of
        changes = [entry for entry in moved if entry.slot in made_of]
        if changes:
            result.append(_computed_row(words, name, read_value(pack, name, before), changes))
    result += [
        _change_row(words, entry)
        for entry in moved
        if entry.slot not in shown_slots and not entry.only_fed and _is_shown(words, entry)
    ]
    result += _practice_rows(pack, after, events)
    return tuple(filter(None, result))


def _computed_row(
    words: PackTexts, name: str, was: int, changes: Sequence[_SlotChange]
) -> ChangeRow | None:
    """Return the row of a computed stat whose components changed. If it is as before in the end,
    return a row only if an author gave a reason."""
    pack, now = words.pack, read_value(words.pack, name, words.state)
    reason = _author_reasons(words, changes)
    if was == now and not reason:
        return None
    return ChangeRow(
        label_of(pack, name),
        "much as it was" if was == now else _signed_change(was, now),
        _band_note(pack, name, was, now),
        reason or _computed_reason(words, changes, now > was),
    )


def _is_shown(words: PackTexts, entry: _SlotChange) -> bool:
    """Return True if the player needs to see a change. Of the stats, those with bands are shown,
    and those whose low values are good, that may close a choice, or for whose change the author
    gave a reason.

    A hidden stat is never shown, nor is one without bands that only decayed at a quarter's end.
    What is no stat is always shown."""
    pack = words.pack
    stat = pack.stats.get(entry.id)
    if stat is None or stat.is_hidden or stat.bands:
        return stat is None or not stat.is_hidden
    if set(entry.sources) == {"quarter"} and entry.slot in _self_decaying_slots(pack.program):
        return False
    return stat.good_low or entry.slot in _gating_slots(pack.program) or bool(_reason(words, entry))


@cached_on_program
def _gating_slots(program: Program) -> frozenset[int]:
    """Return the slots that close choices."""
    needed = [choice.needs for choice in program.choices if choice.needs is not None]
    return frozenset(
        slot
        for test in (*needed, *(lock.when for lock in program.locks))
        for slot in slots_read(test)
    )


@cached_on_program
def _self_decaying_slots(program: Program) -> frozenset[int]:
    """Return the slots whose rule at a quarter's end reads the slot itself."""
    return frozenset(slot for slot, amount in program.each_quarter if slot in slots_read(amount))


def scheduled_rows(
    pack: Pack, events: Sequence[Event], scenario: int, quarter: int
) -> tuple[ChangeRow, ...]:
    """Return the rows of scheduled consequences. `scenario`, `quarter`: of the page."""
    unit, result = unit_word(pack.frame), []
    article = "an" if unit[:1].lower() in "aeiou" else "a"
    for event in events:
        if isinstance(event, Scheduled):
            away = event.quarter - quarter
            time = f"{article} {unit}" if away <= 1 else count_units(away, pack.frame)
            change, when = "something comes of this", f"{time} or so from now"
            if event.scenario != scenario:
                change = "a way in opens"
                when = f"{scenario_title(pack, event.scenario)}, {when}"
            result.append(ChangeRow("Ahead", change, "", when))
    return tuple(dict.fromkeys(result))


def _slot_changes(pack: Pack, events: Iterable[Event]) -> list[_SlotChange]:
    changes: dict[int, _SlotChange] = {}
    for event in events:
        if isinstance(event, Changed) and event.source != "start":
            name = pack.program.slots[event.slot].id
            first = _SlotChange(event.slot, name, event.before, event.before, (), True)
            previous = changes.get(event.slot, first)
            practice = event.after - event.before if event.source == "practice" else 0
            changes[event.slot] = previous._replace(
                after=event.after,
                sources=(*previous.sources, event.source),
                only_fed=previous.only_fed and event.fed_by >= 0,
                practice=previous.practice + practice,
            )
    return [entry for entry in changes.values() if entry.before != entry.after]


def _signed_change(before: int, after: int) -> str:
    return f"{'up' if after > before else 'down'} {abs(after - before)}"


def _band_note(pack: Pack, name: str, before: int, after: int) -> str:
    stat = pack.stats[name]
    now = band_word(stat, after)
    if not now:
        return f", now {number_word(after)}"
    return f", {'still' if band_word(stat, before) == now else 'now'} {now}"


def _reason(words: PackTexts, entry: _SlotChange) -> str:
    reasons = [words.plain(f"{source}/why.{entry.id}") for source in entry.sources]
    return "; ".join(dict.fromkeys(filter(None, reasons)))


def _author_reasons(words: PackTexts, moved: Sequence[_SlotChange]) -> str:
    """Return the authors' reasons, each with the label of the stat that it changed."""
    pack = words.pack
    return "; ".join(
        f"{label_of(pack, entry.id).lower()}: {reason}"
        for entry in moved
        if not is_hidden(pack, entry.id) and (reason := _reason(words, entry))
    )


def _computed_reason(words: PackTexts, moved: Sequence[_SlotChange], up: bool) -> str:
    """Return why a computed stat went `up` or down where no author says it: the causes that
    changed."""
    pack = words.pack
    causes = {
        name for members in pack.groups.values() for name in members if not is_hidden(pack, name)
    }
    rose_by_cause = {entry.id: entry.after > entry.before for entry in moved if entry.id in causes}
    which = _causes_sentence(pack, rose_by_cause, up)
    if set(rose_by_cause.values()) == {up} and 2 < len(rose_by_cause) == len(causes):
        which = f"all of it weighs a little {'more' if up else 'less'}"
    wanted = _interest_reason(words, moved, up)
    if wanted and which.startswith("though"):
        return f"{wanted}, {which}"
    return "; ".join(filter(None, (which, wanted)))


def _causes_sentence(pack: Pack, rose_by_cause: Mapping[str, bool], up: bool) -> str:
    """Return the causes that changed. Mention those that went the other way, or the row would
    contradict itself."""
    along, against = (
        join_words(
            [label_of(pack, name).lower() for name, rose in rose_by_cause.items() if rose == way]
        )
        for way in (up, not up)
    )
    with_it = f"{'heavier' if up else 'eased'}: {along}" if along else ""
    in_spite = f"though {against} {'eased' if up else 'weighed more'}" if against else ""
    return ", ".join(filter(None, (with_it, in_spite)))


def _interest_reason(words: PackTexts, moved: Sequence[_SlotChange], up: bool) -> str:
    """Return "work that you want more of", or "less of", if practising a loved or a disliked skill
    moved a stat in the direction `up` says; '' otherwise."""
    for entry in moved:
        stat = words.pack.stats.get(entry.id)
        if entry.practice and (entry.practice > 0) == up and stat and not stat.is_neutral:
            is_loved = (entry.practice < 0) == stat.good_low
            return f"work that you want {'more' if is_loved else 'less'} of"
    return ""


def _change_row(words: PackTexts, entry: _SlotChange) -> ChangeRow | None:
    pack = words.pack
    reason = _reason(words, entry)
    change = _signed_change(entry.before, entry.after)
    skill, _, form = entry.id.partition(".")
    match pack.program.slots[entry.slot].kind:
        case "stat" if entry.id in pack.stats:
            suffix = _band_note(pack, entry.id, entry.before, entry.after)
            reason = reason or _event_name(words, entry)
        case "person":
            suffix = f", now {trust_word(entry.after, pack.frame)}"
        case "skill" if form == "":
            suffix = f", now {number_word(entry.after)}"
        case "skill" if form == "interest":
            by = entry.after - entry.before
            more = "more" if by > 0 else "less"
            change, suffix = f"wanted {'a little ' if abs(by) == 1 else ''}{more}", ""
        case _:
            return None
    return ChangeRow(label_of(pack, skill), change, suffix, reason)


def _event_name(words: PackTexts, entry: _SlotChange) -> str:
    """Return what moved a stat that no author's reason explains: at a quarter's end the values that
    its rule reads, on entering a role the role; '' for what the page itself tells."""
    pack = words.pack
    if set(entry.sources) == {"quarter"}:
        rules = [amount for slot, amount in pack.program.each_quarter if slot == entry.slot]
        names = dict.fromkeys(name for rule in rules for name in values_read(pack, rule))
        read = [name for name in names if name != entry.id and not is_hidden(pack, name)]
        return f"it follows {join_words([label_of(pack, name) for name in read])}" if read else ""
    if all(source.startswith("roles.") for source in entry.sources):
        return "it comes with the role"
    return "the new ground" if set(entry.sources) == {"crossing"} else ""


def _practice_rows(pack: Pack, after: State, events: Iterable[Event]) -> Iterable[ChangeRow]:
    for event in events:
        if isinstance(event, Practised):
            skill = pack.program.skills[event.skill]
            yield ChangeRow(
                label_of(pack, skill.id),
                ACTS[event.act],
                f", for the {ordinal(event.times)} time",
                _practice_limit(skill, after, event),
            )


def _practice_limit(skill: Skill, after: State, event: Practised) -> str:
    """Return the note that doing improves a skill no further: when it reaches that level, or at the
    first time if it begins there; else ''."""
    if event.act is not Act.DO or after.slots[skill.told]:
        return ""
    begins_there = event.before == event.after and event.times == 1
    comes_there = event.before < event.after == level_cap(list(after.slots), skill)
    return PRACTICE_LIMIT if begins_there or comes_there else ""


def _role_rows(pack: Pack, events: Iterable[Event]) -> Iterable[ChangeRow]:
    for event in events:
        if isinstance(event, RoleChanged):
            yield ChangeRow("Role", role_title(pack, event.after))
        elif isinstance(event, Crossed) and pack.program.crossing is not None:
            labels = [
                label_of(pack, skill.id)
                for skill in pack.program.skills
                if skill.stage == event.stage and skill.id in pack.skills
            ]
            by = abs(pack.program.crossing.skills)
            if labels and by:
                quarters = count_units(pack.program.crossing.quarters, pack.frame)
                lower = f"{join_words(labels)} read {number_word(by)} lower for {quarters}"
                yield ChangeRow("New ground", "a beginner again", "", lower)
