"""Who the player is now: quarter, role, decision, the three stats in words, the chief cause, who is in the room, the skills."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pmsim.core.expr import evaluate
from pmsim.core.program import QUARTER, QUARTERS, ROLE, Skill
from pmsim.core.state import State
from pmsim.lang.pack import Pack, StatWords
from pmsim.ui.present.reasons import label, slots_read
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import band_word
from pmsim.ui.present.words import STEPS, interest_word, often, quarter_words, trend, trust_word

_FIRST = ("burnout", "scope", "standing")
"""Stats shown beside the story if a pack has them; else its first with bands."""
_GAUGES = 3
LEVELS = 9
"""The highest level of a skill."""
IN_ROOM = 2
"""People shown at most."""


class Gauge(NamedTuple):
    """A stat as shown. `word`: its band's word, '' without bands; `trend`: as `words.trend`, since the quarter began; `moved`: it just
    moved."""

    id: str
    label: str
    word: str
    trend: str
    value: int
    min: int
    max: int
    moved: bool = False

    @property
    def words(self) -> str:
        """ "frayed, rising"; a band that is called as the trend is, is named once."""
        return self.trend if self.word == self.trend else f"{self.word or self.value}, {self.trend}"


class Trust(NamedTuple):
    """A person and the trust between you, -3..5. `also`: what else stands between you ("as sponsor: adviser"), '' for nothing."""

    id: str
    name: str
    is_: str
    word: str
    value: int
    also: str = ""


class Figures(NamedTuple):
    """Every stat, in three groups: those that have words; what the stat beside the story, called `whole`, is made of; the rest."""

    stands: tuple[Gauge, ...]
    whole: str
    made_of: tuple[Gauge, ...]
    rest: tuple[Gauge, ...]


class SkillLine(NamedTuple):
    """A skill as shown. `step` 1..4: learn, do, tell, teach; `level` 0..9 as it reads now."""

    id: str
    label: str
    stage: str
    step: int
    level: int
    done: int
    told: int
    taught: int
    interest: str

    @property
    def words(self) -> str:
        """The step, and how often it was taken: "teach; taught four times"."""
        counts = {2: (self.done, 0, 0), 3: (0, self.told, 0), 4: (0, 0, self.taught)}
        return f"{STEPS[self.step - 1]}; {often(counts.get(self.step, (0, 0, 0)))}"


@dataclass(frozen=True, slots=True)
class Status:
    """One glance at a life. `quarter` from 1 of `quarters`; `decision` the one being asked, from 1 (the last one, at the end)."""

    quarter: int
    quarters: int
    role: str
    short: str
    decision: int
    gauges: tuple[Gauge, ...]
    cause: str
    people: tuple[Trust, ...]
    ended: bool = False

    @property
    def when(self) -> str:
        """ "Year two, third quarter"."""
        return quarter_words(self.quarter)


def gauge_ids(pack: Pack) -> tuple[str, ...]:
    """The stats shown beside the story, three at most."""
    first = [name for name in _FIRST if name in pack.stats]
    others = [stat.id for stat in pack.stats.values() if stat.bands and stat.id not in first]
    if not first and not others:
        others = [stat.id for stat in pack.stats.values() if not stat.computed]
    return tuple([*first, *others][:_GAUGES]) if first != list(_FIRST) else _FIRST


def read(pack: Pack, name: str, state: State) -> int:
    """A stat, person or skill as conditions read it."""
    return int(evaluate(pack.program.stats[name], state.slots))


def components(pack: Pack, stat: StatWords) -> frozenset[int]:
    """The slots that a computed stat is made of: those it reads, and those that feed them."""
    if not stat.computed:
        return frozenset()
    own = slots_read(stat.reading)
    return own | {feed.source for feed in pack.program.feeds if feed.target in own}


def chief_cause(pack: Pack, state: State) -> str:
    """The label of what weighs most in the first computed gauge, in lower case; '' if nothing does."""
    gauge = next((pack.stats[name] for name in gauge_ids(pack) if pack.stats[name].computed), None)
    if gauge is None:
        return ""
    made_of = {pack.program.slots[slot].id for slot in components(pack, gauge)}
    for members in pack.groups.values():
        if set(members) <= made_of:
            top = max(members, key=lambda name: state.slots[pack.program.slot_index[name]])
            return label(pack, top).lower() if state.slots[pack.program.slot_index[top]] > 0 else ""
    return ""


def gauge(pack: Pack, name: str, state: State, since: State | None, before: State | None = None) -> Gauge:
    """A stat in `state`, and whether it moved since `before`. Its trend is measured from `since`, or from `before` if it turned round."""
    stat = pack.stats[name]
    value = read(pack, name, state)
    start, last = (value if earlier is None else read(pack, name, earlier) for earlier in (since, before))
    if (value - last) * (value - start) < 0:
        start = last
    word = shown(band_word(stat, value))
    way = trend(start, value, stat.min, stat.max, good_low=stat.good_low, word=word)
    return Gauge(name, shown(stat.label), word, way, value, stat.min, stat.max, last != value)


def trust(pack: Pack, name: str, state: State) -> Trust:
    """A person."""
    person = pack.people[name]
    value = read(pack, name, state)
    return Trust(name, shown(person.name), shown(person.is_), trust_word(value), value)


def status(
    pack: Pack, state: State, decision: int, since: State | None = None, before: State | None = None, people: Iterable[str] = ()
) -> Status:
    """One glance at `state`. `since`: when the quarter began; `before`: when the page began whose ledger tells what has just moved."""
    role = pack.roles[pack.program.roles[state.slots[ROLE]].id]
    return Status(
        quarter=state.slots[QUARTER],
        quarters=state.slots[QUARTERS],
        role=shown(role.title),
        short=shown(role.short),
        decision=decision,
        gauges=tuple(gauge(pack, name, state, since, before) for name in gauge_ids(pack)),
        cause=chief_cause(pack, state),
        people=tuple(trust(pack, name, state) for name in list(dict.fromkeys(people))[:IN_ROOM]),
        ended=state.outcome >= 0,
    )


def all_gauges(pack: Pack, state: State, since: State | None) -> tuple[Gauge, ...]:
    """Every stat that means something by itself: all but computed ones without bands."""
    return tuple(gauge(pack, stat.id, state, since) for stat in pack.stats.values() if stat.bands or not stat.computed)


def figures(pack: Pack, state: State, since: State | None) -> Figures:
    """Every stat that means something by itself, in groups; what stands with one person is told of that person instead."""
    own = [found for found in all_gauges(pack, state, since) if not _of_person(pack, found.label)]
    whole = next((pack.stats[name] for name in gauge_ids(pack) if pack.stats[name].computed), None)
    parts = {pack.program.slots[slot].id for slot in components(pack, whole)} if whole is not None else set()
    return Figures(
        tuple(found for found in own if found.word),
        shown(whole.label) if whole is not None else "",
        tuple(found for found in own if not found.word and found.id in parts),
        tuple(found for found in own if not found.word and found.id not in parts),
    )


def _of_person(pack: Pack, words: str) -> str:
    """The person a label begins with ("Ines as sponsor"), '' for none."""
    first, _, rest = words.partition(" ")
    return next((person.id for person in pack.people.values() if rest and first == shown(person.name)), "")


def all_people(pack: Pack, state: State) -> tuple[Trust, ...]:
    """The whole cast."""
    also: dict[str, list[str]] = {}
    for found in all_gauges(pack, state, None):
        person = _of_person(pack, found.label)
        if person and found.word and found.value > found.min:
            also.setdefault(person, []).append(f"{found.label.partition(' ')[2]}: {found.word}")
    return tuple(trust(pack, name, state)._replace(also="; ".join(also.get(name, ()))) for name in pack.people)


def skills(pack: Pack, state: State) -> tuple[SkillLine, ...]:
    """Every skill, in the pack's order."""
    return tuple(_skill(pack, skill, state) for skill in pack.program.skills if skill.id in pack.skills)


def _skill(pack: Pack, skill: Skill, state: State) -> SkillLine:
    words = pack.skills[skill.id]
    done, told, taught = (state.slots[slot] for slot in (skill.done, skill.told, skill.taught))
    level = read(pack, skill.id, state)
    step = 4 if taught else 3 if told else 2 if done or level >= 2 else 1
    interest = interest_word(state.slots[skill.interest])
    return SkillLine(skill.id, shown(words.label), words.stage, step, level, done, told, taught, interest)
