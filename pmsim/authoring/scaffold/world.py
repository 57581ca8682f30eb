"""The names that a pack offers to the author of a scenario: people, tags, numbers, skills and
topics, by id.

They are read from files with or without errors, because an author may start a scenario while
another is unfinished."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.lang import Mapping, nodes
from pmsim.lang.compiler.survey import NO_SCENES, survey
from pmsim.lang.compiler.symbols import good_side
from pmsim.lang.pack_files import ValidatedFiles


class LabelledId(NamedTuple):
    """An id with its label."""

    id: str
    words: str


class StatRange(NamedTuple):
    """A stored stat: its range, which side is `good`, and `feeds` if its changes also
    change another stat."""

    id: str
    low: int
    high: int
    good: str
    feeds: bool


class PackWorld(NamedTuple):
    """The names of a pack. `people`: ids with name and position; `names`: names by id. `numbers`:
    stored stats; `computed`: computed stats with their bands. `draws`: the calendar has draws.
    `role`: that of the first start. `locked`: tags that can lock a choice. `scenarios`: files by
    id. `taken`: names that a flag cannot have."""

    id: str
    title: str
    people: tuple[LabelledId, ...]
    names: dict[str, str]
    tags: tuple[LabelledId, ...]
    numbers: tuple[StatRange, ...]
    computed: tuple[LabelledId, ...]
    skills: tuple[str, ...]
    topics: tuple[str, ...]
    draws: bool
    role: str
    locked: frozenset[str]
    scenarios: dict[str, str]
    taken: frozenset[str]


def read_world(gathered: ValidatedFiles) -> PackWorld:
    """Return the world of a pack from its sorted files."""
    pack = gathered.pack or nodes.EMPTY_MAPPING
    scenarios = [node for _, node in gathered.scenarios.values()]
    people = [(key.text, fields) for key, fields in pack.named_mappings("people")]
    sections = ("stats", "people", "skills", "roles", "tags", "outcomes", "groups", "starts")
    draws = [
        draw
        for beat in pack.inner("calendar").mappings("quarter")
        if (draw := beat.mapping("draw"))
    ]
    taken = {entry.key.text for section in sections for entry in pack.entries_of(section)}
    taken |= {
        flag.text
        for root in [pack, *scenarios]
        for effects in survey(root, NO_SCENES).effects
        for flag in effects.scalars("set")
    }
    return PackWorld(
        pack.text("pack"),
        pack.text("title"),
        tuple(
            LabelledId(key, ", ".join(filter(None, (one.text("name", key), one.text("is")))))
            for key, one in people
        ),
        {key: one.text("name", key) for key, one in people},
        tuple(
            LabelledId(key.text, fields.text("label"))
            for key, fields in pack.named_mappings("tags")
        ),
        tuple(_stat_ranges(pack)),
        tuple(_computed_stats(pack)),
        tuple(key.text for key, _ in pack.named_mappings("skills")),
        tuple(
            dict.fromkeys(
                word.text for node in [*draws, *scenarios] for word in node.scalars("topics")
            )
        ),
        bool(draws),
        next(
            (role for _, start in pack.named_mappings("starts") if (role := start.text("role"))),
            "",
        ),
        frozenset(entry.key.text for entry in pack.entries_of("locks")),
        {scenario: file for scenario, (file, _) in gathered.scenarios.items()},
        frozenset(taken),
    )


def _stat_ranges(pack: Mapping) -> Iterator[StatRange]:
    for key, fields in pack.named_mappings("stats"):
        if not fields.has("value"):
            low = fields.number("min", 0)
            high = fields.number("max", low)
            yield StatRange(key.text, low, high, good_side(fields), fields.has("feeds"))


def _computed_stats(pack: Mapping) -> Iterator[LabelledId]:
    for key, fields in pack.named_mappings("stats"):
        if fields.has("value"):
            yield LabelledId(
                key.text, ", ".join(entry.key.text for entry in fields.entries_of("bands"))
            )
