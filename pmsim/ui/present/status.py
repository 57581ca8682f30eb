"""The player's status: quarter, role, decision, up to three stats in words, the chief cause, the
people present, the skills."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.program import Skill
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.lang.pack import FRAME, FrameWords, StatWords
from pmsim.ui.present.pack_texts import band_word, is_hidden, label_of, slots_read
from pmsim.ui.present.words import (
    display_text,
    interest_word,
    practice_words,
    quarter_mark,
    quarter_words,
    trend,
    trust_word,
)

_PREFERRED_GAUGES = ("burnout", "scope", "standing")
"""Stats shown beside the story if a pack has them; else its first with bands."""
_MAX_GAUGES = 3
MAX_SKILL_LEVEL = 9
"""The highest level of a skill."""
MAX_PEOPLE = 2
"""People shown at most."""


class Gauge(NamedTuple):
    """A stat as shown. `word`: its band's word, '' without bands; `trend`: as `words.trend`, since
    the quarter began; `has_moved`: it has just changed."""

    id: str
    label: str
    word: str
    trend: str
    value: int
    min: int
    max: int
    has_moved: bool = False

    @property
    def shown(self) -> str:
        """Its word, or its number without one."""
        return self.word or str(self.value)

    @property
    def words(self) -> str:
        """Word and trend: "frayed, rising". If both are the same, only one."""
        return self.trend if self.word == self.trend else f"{self.shown}, {self.trend}"


class PersonLine(NamedTuple):
    """A person and the trust between you, -3..5. `extra`: any other relation ("as sponsor:
    adviser"), '' for none."""

    id: str
    name: str
    description: str
    word: str
    value: int
    extra: str = ""


class FigureGroups(NamedTuple):
    """Every stat, in three groups: those with words; the components of the computed gauge, whose
    label is `composite`; the others."""

    with_words: tuple[Gauge, ...]
    composite: str
    components: tuple[Gauge, ...]
    others: tuple[Gauge, ...]


class SkillLine(NamedTuple):
    """A skill as shown. `step` 1..4, `step_word`: learn, do, tell, teach; `level`: 0..9, as
    conditions read it."""

    id: str
    label: str
    stage: str
    step: int
    level: int
    done: int
    told: int
    taught: int
    interest: str
    step_word: str

    @property
    def words(self) -> str:
        """Step and count: "teach; taught four times"."""
        counts = (self.done, self.told, self.taught)
        shown = [count * (at == self.step) for at, count in enumerate(counts, 2)]
        return f"{self.step_word}; {practice_words(shown)}"


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a career. `quarter`: from 1 to `quarters`; `decision`: the one being asked,
    from 1 (at the end the last one)."""

    quarter: int
    quarters: int
    role: str
    short: str
    decision: int
    gauges: tuple[Gauge, ...]
    cause: str
    people: tuple[PersonLine, ...]
    ended: bool = False
    frame: FrameWords = FRAME

    @property
    def when(self) -> str:
        """Quarter in words: "Year two, third quarter"."""
        return quarter_words(self.quarter, self.frame)

    @property
    def mark(self) -> str:
        """Quarter as a short mark: "Q7"."""
        return quarter_mark(self.quarter, self.frame)


def gauge_ids(pack: Pack) -> tuple[str, ...]:
    """Return the stats shown beside the story, three at most."""
    stats = [stat for stat in pack.stats.values() if not stat.is_hidden]
    first = [name for name in _PREFERRED_GAUGES if any(stat.id == name for stat in stats)]
    others = [stat.id for stat in stats if stat.bands and stat.id not in first]
    if not first and not others:
        others = [stat.id for stat in stats if not stat.computed]
    return tuple([*first, *others][:_MAX_GAUGES])


def read_value(pack: Pack, name: str, state: State) -> int:
    """Return a stat, person or skill as conditions read it."""
    return int(evaluate(pack.program.stats[name], state.slots))


def component_slots(pack: Pack, stat: StatWords) -> frozenset[int]:
    """Return the slots that a computed stat reads, and those that feed them."""
    if not stat.computed:
        return frozenset()
    slots = slots_read(stat.reading)
    return slots | {feed.source for feed in pack.program.feeds if feed.target in slots}


def _computed_gauge(pack: Pack) -> tuple[str, set[str]]:
    """Return the label of the first computed gauge, and the ids of the slots that it reads; '' and
    none if there is no such gauge."""
    for stat in (pack.stats[name] for name in gauge_ids(pack)):
        if stat.computed:
            slots = component_slots(pack, stat)
            return display_text(stat.label), {pack.program.slots[slot].id for slot in slots}
    return "", set()


def chief_cause(pack: Pack, state: State) -> str:
    """Return the label of the highest cause in the first computed gauge, in lower case; '' if all
    are zero."""
    return next(iter(_causes(pack, state)), "")


def weightiest_causes(pack: Pack, state: State) -> str:
    """Return the two highest causes: "thanks owed, then workload"; '' if all are zero."""
    return ", then ".join(_causes(pack, state)[:2])


def _causes(pack: Pack, state: State) -> list[str]:
    """Return the labels of the causes in the first computed gauge, in lower case, the highest
    first, without those that are zero."""
    _, made_of = _computed_gauge(pack)
    for members in pack.groups.values():
        shown = [name for name in members if not is_hidden(pack, name)]
        if shown and set(members) <= made_of:
            values = {name: state.slots[pack.program.slot_index[name]] for name in shown}
            rising = sorted(shown, key=lambda name: -values[name])
            return [label_of(pack, name).lower() for name in rising if values[name] > 0]
    return []


def gauge_of(
    pack: Pack, name: str, state: State, quarter_start: State | None, before: State | None = None
) -> Gauge:
    """Return a stat in `state`, and whether it has changed since `before`. Its trend counts from
    `quarter_start`, or from `before` if it turned round since."""
    stat = pack.stats[name]
    value = read_value(pack, name, state)
    start, last = (
        value if earlier is None else read_value(pack, name, earlier)
        for earlier in (quarter_start, before)
    )
    if (value - last) * (value - start) < 0:
        start = last
    word = band_word(stat, value)
    trend_word = trend(
        start,
        value,
        stat.min,
        stat.max,
        good_low=stat.good_low,
        is_neutral=stat.is_neutral,
        word=word,
    )
    return Gauge(
        name, display_text(stat.label), word, trend_word, value, stat.min, stat.max, last != value
    )


def person_line(pack: Pack, name: str, state: State) -> PersonLine:
    """Return a person as shown."""
    person = pack.people[name]
    value = read_value(pack, name, state)
    word = trust_word(value, pack.frame)
    return PersonLine(name, display_text(person.name), display_text(person.is_), word, value)


def status(
    pack: Pack,
    state: State,
    decision: int,
    quarter_start: State | None = None,
    before: State | None = None,
    people: Iterable[str] = (),
) -> Status:
    """Return the status in `state`. `quarter_start`: the state when the quarter began; `before`:
    the state when the page began, to mark changed stats."""
    role = pack.roles[pack.program.roles[state.role].id]
    return Status(
        quarter=state.quarter,
        quarters=state.quarters,
        role=display_text(role.title),
        short=display_text(role.short),
        decision=decision,
        gauges=tuple(
            gauge_of(pack, name, state, quarter_start, before) for name in gauge_ids(pack)
        ),
        cause=chief_cause(pack, state),
        people=tuple(
            person_line(pack, name, state) for name in [*dict.fromkeys(people)][:MAX_PEOPLE]
        ),
        ended=state.outcome >= 0,
        frame=pack.frame,
    )


def all_gauges(pack: Pack, state: State, quarter_start: State | None) -> tuple[Gauge, ...]:
    """Return every stat that means something by itself: all but hidden ones, and computed ones
    without bands."""
    return tuple(
        gauge_of(pack, stat.id, state, quarter_start)
        for stat in pack.stats.values()
        if not stat.is_hidden and (stat.bands or not stat.computed)
    )


def figure_groups(pack: Pack, state: State, quarter_start: State | None) -> FigureGroups:
    """Return the stats of `all_gauges` in groups, without those that belong to one person, which
    `all_people` shows."""
    composite, component_ids = _computed_gauge(pack)
    groups: tuple[list[Gauge], ...] = ([], [], [])
    for gauge in all_gauges(pack, state, quarter_start):
        if not _person_in_label(pack, gauge.label):
            groups[0 if gauge.word else 1 if gauge.id in component_ids else 2].append(gauge)
    with_words, components, others = map(tuple, groups)
    return FigureGroups(with_words, composite, components, others)


def _person_in_label(pack: Pack, words: str) -> str:
    """Return the person that a label begins with ("Ines as sponsor"), '' for none."""
    first, _, rest = words.partition(" ")
    by_name = {display_text(person.name): person.id for person in pack.people.values()}
    return by_name.get(first, "") if rest else ""


def all_people(pack: Pack, state: State) -> tuple[PersonLine, ...]:
    """Return the whole cast."""
    also: dict[str, list[str]] = {}
    for gauge in all_gauges(pack, state, None):
        person = _person_in_label(pack, gauge.label)
        if person and gauge.word and gauge.value > gauge.min:
            relation = gauge.label.partition(" ")[2]
            also.setdefault(person, []).append(f"{relation}: {gauge.word}")
    return tuple(
        person_line(pack, name, state)._replace(extra="; ".join(also.get(name, ())))
        for name in pack.people
    )


def skill_lines(pack: Pack, state: State) -> tuple[SkillLine, ...]:
    """Return every skill, in the pack's order."""
    return tuple(
        _skill_line(pack, skill, state) for skill in pack.program.skills if skill.id in pack.skills
    )


def practice_counts(skill: Skill, state: State) -> tuple[int, int, int]:
    """Return how often a skill was done, told and taught."""
    return state.slots[skill.done], state.slots[skill.told], state.slots[skill.taught]


def _skill_line(pack: Pack, skill: Skill, state: State) -> SkillLine:
    words = pack.skills[skill.id]
    done, told, taught = practice_counts(skill, state)
    level = read_value(pack, skill.id, state)
    step = 4 if taught else 3 if told else 2 if done or level >= 2 else 1
    return SkillLine(
        skill.id,
        display_text(words.label),
        words.stage,
        step,
        level,
        done,
        told,
        taught,
        interest_word(state.slots[skill.interest]),
        display_text(pack.frame.steps[step - 1]),
    )
