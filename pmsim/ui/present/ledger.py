"""What changed, as rows: a name, the change, the word it has come to, the author's reason. Sums up facts; asks nothing of the engine."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pmsim.core.effects import level_cap
from pmsim.core.events import Changed, Crossed, Event, Practised, RoleChanged, Scheduled
from pmsim.core.program import Act, Program, Skill, cached_on_program
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from pmsim.ui.present.reasons import label, slots_read
from pmsim.ui.present.status import components, gauge_ids, read
from pmsim.ui.present.text import plain
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording, band_word
from pmsim.ui.present.words import ACTS, how_many, listed, number_word, ordinal, trust_word

FAR_AS_DOING = "as far as doing takes it; now tell somebody"


class Row(NamedTuple):
    """`name` at the edge, `change` in bold, `rest` after it (", still frayed"), `reason` beneath ('' for none)."""

    name: str
    change: str
    rest: str = ""
    reason: str = ""


class _Moved(NamedTuple):
    """A slot that moved, over all events of a page. `sources`: where it was told to."""

    slot: int
    before: int
    after: int
    sources: tuple[str, ...]
    fed: bool
    practice: int = 0
    """How much of it came with the act on a loved or a disliked skill."""


def rows(pack: Pack, before: State, after: State, events: Sequence[Event]) -> tuple[Row, ...]:
    """The ledger of `events`, which led from `before` to `after`: first what is made of other things, then the rest, skills, role."""
    moved = _moved(events)
    words = Wording(pack, after)
    found: list[Row] = []
    told: set[int] = set()
    for name in gauge_ids(pack):
        made_of = components(pack, pack.stats[name])
        told |= made_of
        own = [entry for entry in moved if entry.slot in made_of]
        if own:
            found += _made_of(words, name, (read(pack, name, before), read(pack, name, after)), own)
    for entry in moved:
        if entry.slot not in told and not entry.fed and _told_of(words, entry):
            row = _row(words, entry)
            if row is not None:
                found.append(row)
    found += _acts(pack, after, events)
    found += _roles(pack, events)
    return tuple(found)


def _made_of(words: Wording, name: str, values: tuple[int, int], own: Sequence[_Moved]) -> Iterable[Row]:
    """A stat that is made of what moved: that it moved as well, or, if there is a reason to tell, that it came to the same."""
    pack, (was, now) = words.pack, values
    if was != now:
        yield Row(label(pack, name), _up(was, now), _band(pack, name, was, now), _reasons(words, own, now > was))
    elif reason := _given(words, own):
        yield Row(label(pack, name), "much as it was", _band(pack, name, was, now), reason)


def _told_of(words: Wording, entry: _Moved) -> bool:
    """Whether a player need see a stat move: it has words, a good side or a reason, or a closed choice may wait for it. What only runs
    down again by itself as a quarter ends is nobody's business."""
    pack = words.pack
    stat = pack.stats.get(pack.program.slots[entry.slot].id)
    if stat is None or stat.bands:
        return True
    if set(entry.sources) == {"quarter"} and entry.slot in _running_down(pack.program):
        return False
    return stat.good_low or entry.slot in _waited_for(pack.program) or bool(_reason(words, entry))


@cached_on_program
def _waited_for(program: Program) -> frozenset[int]:
    """The slots that keep choices closed."""
    needed = [choice.needs for choice in program.choices if choice.needs is not None]
    return frozenset(slot for test in (*needed, *(lock.when for lock in program.locks)) for slot in slots_read(test))


@cached_on_program
def _running_down(program: Program) -> frozenset[int]:
    """The slots whose rule for a quarter's end reads themselves."""
    return frozenset(slot for slot, amount in program.each_quarter if slot in slots_read(amount))


def ahead(pack: Pack, events: Sequence[Event], scenario: int, quarter: int) -> tuple[Row, ...]:
    """What was set going: `scenario` and `quarter` say where and when."""
    found = []
    for event in events:
        if isinstance(event, Scheduled):
            away = event.quarter - quarter
            when = "a quarter or so from now" if away <= 1 else f"{number_word(away)} quarters or so from now"
            if event.scenario == scenario:
                found.append(Row("Ahead", "something comes of this", "", when))
            else:
                title = shown(pack.scenarios[pack.program.scenarios[event.scenario].id].title)
                found.append(Row("Ahead", "a way in opens", "", f"{title}, {when}"))
    return tuple(dict.fromkeys(found))


def _moved(events: Iterable[Event]) -> list[_Moved]:
    found: dict[int, _Moved] = {}
    for event in events:
        if isinstance(event, Changed) and event.source != "start":
            old = found.get(event.slot, _Moved(event.slot, event.before, event.before, (), True))
            found[event.slot] = old._replace(
                after=event.after,
                sources=(*old.sources, event.source),
                fed=old.fed and event.fed_by >= 0,
                practice=old.practice + (event.after - event.before if event.source == "practice" else 0),
            )
    return [entry for entry in found.values() if entry.before != entry.after]


def _up(before: int, after: int) -> str:
    return f"{'up' if after > before else 'down'} {abs(after - before)}"


def _band(pack: Pack, name: str, before: int, after: int) -> str:
    stat = pack.stats[name]
    now = shown(band_word(stat, after))
    if not now:
        return f", now {number_word(after)}"
    return f", {'still' if band_word(stat, before) == band_word(stat, after) else 'now'} {now}"


def _reason(words: Wording, entry: _Moved) -> str:
    name = words.pack.program.slots[entry.slot].id
    given = [plain(words.line(f"{source}/why.{name}")) for source in entry.sources]
    return "; ".join(dict.fromkeys(reason for reason in given if reason))


def _given(words: Wording, moved: Sequence[_Moved]) -> str:
    """The authors' reasons, each with what it moved."""
    pack = words.pack
    given = [(pack.program.slots[entry.slot].id, _reason(words, entry)) for entry in moved]
    return "; ".join(f"{label(pack, name).lower()}: {reason}" for name, reason in given if reason)


def _reasons(words: Wording, moved: Sequence[_Moved], up: bool) -> str:
    """Why a computed stat moved, `up` or down: the authors' reasons, else which of the causes did."""
    pack = words.pack
    told = _given(words, moved)
    if told:
        return told
    causes = {name for members in pack.groups.values() for name in members}
    named = [(pack.program.slots[entry.slot].id, entry.after > entry.before) for entry in moved]
    ways = {name: rose for name, rose in named if name in causes}
    which = _together(up) if set(ways.values()) == {up} and 2 < len(ways) == len(causes) else _for_and_against(pack, ways, up)
    wanted = _wanted(words, moved, up)
    if wanted and which.startswith("though"):
        return f"{wanted}, {which}"
    return "; ".join(part for part in (which, wanted) if part)


def _together(up: bool) -> str:
    return f"all of it weighs a little {'more' if up else 'less'}"


def _for_and_against(pack: Pack, ways: Mapping[str, bool], up: bool) -> str:
    """Which causes moved; those that went the other way say so, or the row would contradict itself."""
    along, against = (listed([label(pack, name).lower() for name, rose in ways.items() if rose == way]) for way in (up, not up))
    with_it = f"{'heavier' if up else 'eased'}: {along}" if along else ""
    in_spite = f"though {against} {'eased' if up else 'weighed more'}" if against else ""
    return ", ".join(part for part in (with_it, in_spite) if part)


def _wanted(words: Wording, moved: Sequence[_Moved], up: bool) -> str:
    """What the practice of a loved or a disliked skill had to do with it; '' if it went the other way."""
    for entry in moved:
        stat = words.pack.stats.get(words.pack.program.slots[entry.slot].id)
        if entry.practice and (entry.practice > 0) == up and stat is not None:
            return "work that you want more of" if (entry.practice < 0) == stat.good_low else "work that you want less of"
    return ""


def _row(words: Wording, entry: _Moved) -> Row | None:
    pack = words.pack
    slot = pack.program.slots[entry.slot]
    reason = _reason(words, entry)
    match slot.kind:
        case "stat" if slot.id in pack.stats:
            rest = _band(pack, slot.id, entry.before, entry.after)
            return Row(label(pack, slot.id), _up(entry.before, entry.after), rest, reason)
        case "person":
            return Row(label(pack, slot.id), _up(entry.before, entry.after), f", now {trust_word(entry.after)}", reason)
        case "skill":
            return _skill_row(pack, slot.id, entry, reason)
        case _:
            return None


def _skill_row(pack: Pack, name: str, entry: _Moved, reason: str) -> Row | None:
    skill, _, form = name.partition(".")
    by = entry.after - entry.before
    if form == "interest":
        return Row(label(pack, skill), f"wanted {'a little ' if abs(by) == 1 else ''}{'more' if by > 0 else 'less'}", "", reason)
    if form == "":
        return Row(label(pack, skill), _up(entry.before, entry.after), f", now {number_word(entry.after)}", reason)
    return None


def _acts(pack: Pack, after: State, events: Iterable[Event]) -> Iterable[Row]:
    for event in events:
        if isinstance(event, Practised):
            skill = pack.program.skills[event.skill]
            yield Row(label(pack, skill.id), ACTS[event.act], f", for the {ordinal(event.times)} time", _ceiling(skill, after, event))


def _ceiling(skill: Skill, after: State, event: Practised) -> str:
    """That doing has taken a skill as far as it can: said the one time it comes there, or begins there."""
    comes_there = event.before < event.after == level_cap(list(after.slots), skill) or (event.before == event.after and event.times == 1)
    return FAR_AS_DOING if event.act is Act.DO and not after.slots[skill.told] and comes_there else ""


def _roles(pack: Pack, events: Iterable[Event]) -> Iterable[Row]:
    for event in events:
        if isinstance(event, RoleChanged):
            yield Row("Role", shown(pack.roles[pack.program.roles[event.after].id].title))
        elif isinstance(event, Crossed) and pack.program.crossing is not None:
            own = [label(pack, skill.id) for skill in pack.program.skills if skill.stage == event.stage and skill.id in pack.skills]
            by = abs(pack.program.crossing.skills)
            if own and by:
                quarters = how_many(pack.program.crossing.quarters, "quarter", "quarters")
                yield Row("New ground", "a beginner again", "", f"{listed(own)} read {number_word(by)} lower for {quarters}")
