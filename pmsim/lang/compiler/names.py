"""The names of a pack and their slots: the number of the state that each name reads. Reports
ambiguous names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pmsim.core.program import COUNTER_MAX, Slot
from pmsim.lang import expressions
from pmsim.lang.compiler.survey import NO_SCENES, counter_slots, survey
from pmsim.lang.compiler.symbols import ChoiceSymbol, ScenarioSymbol, SceneSymbol
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import WORDS
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Entry, Scalar
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.rules import make_diagnostic

BUILT_IN_NAMES = (
    "stage",
    "pay",
    "year",
    "season",
    "quarter",
    "quarters_left",
    "quarters_in_role",
    "role",
)
"""Names that every pack has."""
RESERVED = (
    frozenset((*BUILT_IN_NAMES, *WORDS, *expressions.FUNCTIONS, "times", "passed"))
    - expressions.SECOND_EDITION
)
SKILL_PARTS = ("", ".done", ".told", ".taught", ".interest")
NO_STAGE = "none"
_RENAME_HINT = "Call one of the two something else."
NAME_KINDS = {
    "stats": "a stat",
    "people": "a person",
    "skills": "a skill",
    "tags": "a tag",
    "roles": "a role",
    "groups": "a group",
    "facts": "a fact",
    "parts": "a part",
}
"""Sections whose keys are names in conditions."""


class NamingKey(NamedTuple):
    """Everything that the meaning of names depends on, scenes and choices aside: the pack's own
    fields, and the ids of scenarios, flags, tags, topics and counters, in order."""

    pack: Node
    ids: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PackNames:
    """The names of a pack by kind.

    Each has its index in the program's table or, for `stats`, `people`, `skills` and `flags`, its
    (first) slot. `computed`: the fields of stats with a `value`. `away_flags`: the flags of people.
    `first_set`: the place where a flag is first set. `max_quarters`: the longest career.
    `naming_key`: the same object while one memo is used and names mean the same.
    """

    pack: Node
    scenarios: tuple[ScenarioSymbol, ...]
    stats: Mapping[str, int]
    computed: Mapping[str, Node]
    people: Mapping[str, int]
    away_flags: Mapping[str, Scalar]
    skills: Mapping[str, int]
    skill_numbers: Mapping[str, int]
    flags: Mapping[str, int]
    first_set: Mapping[str, Scalar]
    roles: Mapping[str, int]
    stages: Mapping[str, int]
    tags: Mapping[str, int]
    topics: Mapping[str, int]
    outcomes: Mapping[str, int]
    slots: tuple[Slot, ...]
    slot_index: Mapping[str, int]
    max_quarters: int
    naming_key: NamingKey
    effects_of: Mapping[str, tuple[Node, ...]]
    """All mappings of effects by the id of their scenario; '' for the pack's own."""

    def is_number(self, name: str) -> bool:
        """Return True if `name` is a stat, a computed stat, a person or a skill."""
        named = (self.stats, self.computed, self.people, self.skills)
        return any(name in each for each in named)

    @cached_property
    def scenario_index(self) -> dict[str, int]:
        """Return scenario id -> index."""
        return {scenario.id: scenario.number for scenario in self.scenarios}

    @cached_property
    def owners(self) -> tuple[ScenarioSymbol, ...]:
        """Return the pack itself, as a scenario without an id and scenes, and every scenario."""
        return (ScenarioSymbol(-1, "", "", self.pack, NO_SCENES), *self.scenarios)

    @cached_property
    def scene_symbols(self) -> tuple[SceneSymbol, ...]:
        """Return every scene, by its number."""
        return tuple(scene for scenario in self.scenarios for scene in scenario.scenes.values())

    @cached_property
    def choice_symbols(self) -> tuple[ChoiceSymbol, ...]:
        """Return every choice, by its number."""
        return tuple(choice for scene in self.scene_symbols for choice in scene.choices)

    @cached_property
    def changeable(self) -> dict[str, int]:
        """Return the slots of all numbers that effects may change."""
        interests = (f"{skill}.interest" for skill in self.skills)
        names = (*self.stats, *self.people, *self.skills, *interests)
        return {name: self.slot_index[name] for name in names}

    @property
    def draws(self) -> list[Node]:
        """Return the draws of the calendar."""
        return _draws(self.pack)

    @cached_property
    def parts(self) -> dict[str, list[Node]]:
        """Return the lines of each part."""
        parts = self.pack.inner("parts")
        return {entry.name: parts.mappings(entry.name) for entry in parts.entries}

    @cached_property
    def phrases(self) -> dict[str, Entry]:
        """Return every phrase as written, by its key."""
        owners = [(one.id, one.node) for one in self.owners]
        owners += [(scene.key, scene.node) for scene in self.scene_symbols]
        return {
            f"{key}.{entry.name}".lstrip("."): entry
            for key, node in owners
            for entry in node.entries_of("phrases")
        }

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the names of all numbers that a pack defines."""
        return (*self.stats, *self.computed, *self.people, *self.skills)

    @cached_property
    def indices(self) -> dict[str, Mapping[str, int]]:
        """Return the index or slot of each name, by kind."""
        return {
            "outcome": self.outcomes,
            "person": self.people,
            "role": self.roles,
            "scenario": self.scenario_index,
            "skill": self.skill_numbers,
            "stat": self.stats,
            "tag": self.tags,
        }

    @property
    def effects(self) -> Iterator[Node]:
        """Return all mappings of effects."""
        return (effects for own in self.effects_of.values() for effects in own)


def collect_names(
    pack: Node, scenarios: tuple[ScenarioSymbol, ...], diagnostics: list[Diagnostic], memo: Memo
) -> PackNames:
    """Return the names of a pack. `pack`: its fields, all sections in one mapping."""
    surveys = {"": memo(survey, pack, NO_SCENES)}
    surveys |= {one.id: memo(survey, one.node, one.scenes) for one in scenarios}
    set_flags = [
        flag for own in surveys.values() for fields in own.effects for flag in fields.scalars("set")
    ]
    stats = [
        (key, fields) for key, fields in pack.named_mappings("stats") if not fields.has("value")
    ]
    people, skills = pack.named_mappings("people"), pack.named_mappings("skills")
    roles = pack.named_mappings("roles")
    tags = _unique(
        [
            *pack.inner("tags").by_key,
            *(tag for own in surveys.values() for tag in own.tags),
        ]
    )
    stages = _unique(
        [NO_STAGE, *(fields.text("stage", NO_STAGE) for _, fields in [*skills, *roles])]
    )
    calendar = pack.inner("calendar")
    topics = _unique(
        word.text
        for node in [*(scenario.node for scenario in scenarios), *_draws(pack)]
        for word in node.scalars("topics")
    )
    lengths = [calendar.number("quarters", 1), calendar.number("short", 1)]
    max_quarters = max(
        lengths + [fields.number("quarters", 1) for _, fields in pack.named_mappings("starts")]
    )
    crossing = pack.inner("crossing").number("quarters", 0)
    scenes = [scene for scenario in scenarios for scene in scenario.scenes.values()]
    choices = sum(len(scene.choices) for scene in scenes)
    slots = [
        Slot("quarter", "fixed", 1, max_quarters, 1),
        Slot("@quarters", "fixed", 1, max_quarters, 1),
        Slot("role", "fixed", 0, max(0, len(roles) - 1), 0),
        Slot("@role_since", "fixed", 1, max_quarters, 1),
        Slot("@seen", "fixed", 0, (1 << len(scenes)) - 1, 0),
        Slot("@taken", "fixed", 0, (1 << choices) - 1, 0),
        *(_stat_slot(key, fields, diagnostics) for key, fields in stats),
        *(Slot(key.text, "person", -3, 5, fields.number("trust", 0)) for key, fields in people),
        *(slot for key, _ in skills for slot in _skill_slots(key.text)),
    ]
    open_flags = [word for word in pack.scalars("open") if not pack.inner("roles").has(word.text)]
    flags = _unique(flag.text for flag in [*set_flags, *open_flags])
    slots += [Slot(flag, "flag", 0, max_quarters, 0) for flag in flags]
    slots += [Slot(f"times.{tag}", "times", 0, COUNTER_MAX, 0) for tag in tags]
    slots += [Slot(f"passed.{tag}", "passed", 0, COUNTER_MAX, 0) for tag in tags]
    slots += [Slot(f"held.{stage}", "held", 0, 1, 0) for stage in stages[1:]]
    slots += [Slot(f"ends.{stage}", "ends", 0, max_quarters + crossing, 0) for stage in stages[1:]]
    slots += [Slot(f"played.{scenario.id}", "played", 0, max_quarters, 0) for scenario in scenarios]
    slots += counter_slots(surveys.values(), scenes)
    index = _numbered(slot.id for slot in slots)
    asked = [slot.id for slot in slots if slot.kind in ("times_seen", "times_took", "took_now")]
    ids = ([scenario.id for scenario in scenarios], flags, tags, topics, asked)
    names = PackNames(
        pack=pack,
        scenarios=scenarios,
        stats={name: index[name] for name in _keys(stats)},
        computed={
            key.text: fields for key, fields in pack.named_mappings("stats") if fields.has("value")
        },
        people={name: index[name] for name in _keys(people)},
        away_flags={key.text: flag for key, fields in people if (flag := fields.scalar("away"))},
        skills={name: index[name] for name in _keys(skills)},
        skill_numbers=_numbered(_keys(skills)),
        flags={flag: index[flag] for flag in flags},
        first_set={flag.text: flag for flag in reversed(set_flags)},
        roles=_numbered(_keys(roles)),
        stages=_numbered(stages),
        tags=_numbered(tags),
        topics=_numbered(topics),
        outcomes=_numbered(_keys(pack.named_mappings("outcomes"))),
        slots=memo.reuse_equal("slots", tuple(slots)),
        slot_index=index,
        max_quarters=max_quarters,
        naming_key=memo(NamingKey, pack, memo.reuse_equal("ids", tuple(map(tuple, ids)))),
        effects_of={owner: own.effects for owner, own in surveys.items()},
    )
    _report_clashes(names, diagnostics)
    return names


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _keys(section: Iterable[tuple[Scalar, Node]]) -> list[str]:
    return [key.text for key, _ in section]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _draws(pack: Node) -> list[Node]:
    beats = pack.inner("calendar").mappings("quarter")
    return [draw for beat in beats if (draw := beat.mapping("draw"))]


def _stat_slot(key: Scalar, fields: Node, diagnostics: list[Diagnostic]) -> Slot:
    low = fields.number("min", 0)
    high = fields.number("max", low)
    start = fields.number("start", low)
    if not low <= start <= high:
        at = fields.scalar("start") or fields.scalar("max") or key
        sentence = f"`{key.text}` begins at {start}, but lies between {low} and {high}."
        if low > high:
            sentence = f"`{key.text}` has a `max` below its `min`."
        diagnostics.append(make_diagnostic("stat-range", at, sentence=sentence))
        return Slot(key.text, "stat", min(low, high), max(low, high), min(low, high))
    return Slot(key.text, "stat", low, high, start)


def _skill_slots(name: str) -> Iterator[Slot]:
    yield Slot(name, "skill", 0, 9, 0)
    yield from (
        Slot(f"{name}{part}", "skill", 0, COUNTER_MAX, 0) for part in (".done", ".told", ".taught")
    )
    yield Slot(f"{name}.interest", "skill", -5, 5, 0)


def _report_clashes(names: PackNames, diagnostics: list[Diagnostic]) -> None:
    """Report names with two meanings, and names that the language reserves."""
    pack = names.pack
    kinds: dict[str, str] = {}

    def report_two(key: Scalar, one: str, other: str) -> None:
        diagnostics.append(
            make_diagnostic(
                "two-kinds", key, hint=_RENAME_HINT, word=key.text, one=one, other=other
            )
        )

    everything = [
        (entry.key, what)
        for section, what in NAME_KINDS.items()
        for entry in pack.entries_of(section)
    ]
    everything += [(flag, "a flag") for flag in names.first_set.values()]
    for key, what in everything:
        if key.text in RESERVED:
            diagnostics.append(
                make_diagnostic(
                    "reserved-name",
                    key,
                    hint="Call it something else.",
                    word=key.text,
                    what=what,
                )
            )
        if key.text == "because":
            diagnostics.append(make_diagnostic("hides-word", key, word=key.text, what=what))
        if what in ("a role", "a group"):
            continue
        if what in ("a fact", "a part") and key.text in names.roles:
            report_two(key, "a role", what)
        other = kinds.setdefault(key.text, what)
        if other != what and {other, what} != {"a tag", "a flag"}:
            report_two(key, other, what)
    bands = [
        (band.key, "a band")
        for _, fields in pack.named_mappings("stats")
        for band in fields.entries_of("bands")
    ]
    bands += [(entry.key, "a season") for entry in pack.inner("calendar").entries_of("names")]
    for key, what in bands:
        if (other := kinds.get(key.text, "")) in ("a stat", "a person", "a skill"):
            report_two(key, other, what)
