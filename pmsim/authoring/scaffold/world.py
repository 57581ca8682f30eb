"""The names that a pack offers to the author of a scenario: people, tags, numbers, skills and
topics, by id.

They are read from files with or without errors, because an author may start a scenario while
another is unfinished."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.lang import nodes
from pmsim.lang.compiler.names import effects_in
from pmsim.lang.nodes import Mapping
from pmsim.lang.pack_files import ValidatedFiles


class LabelledId(NamedTuple):
    """An id with its label."""

    id: str
    words: str


class StatRange(NamedTuple):
    """A stored stat: its range, `good_low` if less of it is better, and `feeds` if its changes also
    change another stat."""

    id: str
    words: str
    low: int
    high: int
    good_low: bool
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
    skills: tuple[LabelledId, ...]
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
    people = [(key.text, fields) for key, fields in nodes.named_mappings(pack, "people")]
    sections = ("stats", "people", "skills", "roles", "tags", "outcomes", "groups", "starts")
    draws = [
        draw
        for beat in nodes.mappings(
            nodes.mapping(pack, "calendar") or nodes.EMPTY_MAPPING, "quarter"
        )
        if (draw := nodes.mapping(beat, "draw"))
    ]
    tags = nodes.mapping(pack, "tags") or nodes.EMPTY_MAPPING
    taken = {entry.key.text for section in sections for entry in nodes.entries(pack, section)}
    taken |= {
        flag.text
        for root in [pack, *scenarios]
        for effects in effects_in(root)
        for flag in nodes.scalars(effects, "set")
    }
    return PackWorld(
        nodes.text(pack, "pack"),
        nodes.text(pack, "title"),
        tuple(
            LabelledId(
                key, ", ".join(filter(None, (nodes.text(one, "name", key), nodes.text(one, "is"))))
            )
            for key, one in people
        ),
        {key: nodes.text(one, "name", key) for key, one in people},
        tuple(
            LabelledId(entry.key.text, nodes.text(tags, entry.key.text)) for entry in tags.entries
        ),
        tuple(_stat_ranges(pack)),
        tuple(_computed_stats(pack)),
        tuple(
            LabelledId(key.text, nodes.text(fields, "label", key.text))
            for key, fields in nodes.named_mappings(pack, "skills")
        ),
        tuple(
            dict.fromkeys(
                word.text for node in [*draws, *scenarios] for word in nodes.scalars(node, "topics")
            )
        ),
        bool(draws),
        next(
            (
                role
                for _, start in nodes.named_mappings(pack, "starts")
                if (role := nodes.text(start, "role"))
            ),
            "",
        ),
        frozenset(entry.key.text for entry in nodes.entries(pack, "locks")),
        {scenario: file for scenario, (file, _) in gathered.scenarios.items()},
        frozenset(taken),
    )


def _stat_ranges(pack: Mapping) -> Iterator[StatRange]:
    for key, fields in nodes.named_mappings(pack, "stats"):
        if fields.get("value") is None:
            low = nodes.number(fields, "min", 0)
            label = nodes.text(fields, "label", key.text.replace("_", " ").capitalize())
            good_low = nodes.text(fields, "good") == "low"
            yield StatRange(
                key.text,
                label,
                low,
                nodes.number(fields, "max", low),
                good_low,
                fields.get("feeds") is not None,
            )


def _computed_stats(pack: Mapping) -> Iterator[LabelledId]:
    for key, fields in nodes.named_mappings(pack, "stats"):
        if fields.get("value") is not None:
            yield LabelledId(
                key.text, ", ".join(entry.key.text for entry in nodes.entries(fields, "bands"))
            )
