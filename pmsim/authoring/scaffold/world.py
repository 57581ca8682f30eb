"""What a pack has to offer to somebody who writes a scenario for it: its people, tags, numbers, skills and topics, by their ids.

Taken from what its files say, whether or not they are without errors: one may begin a scenario while another is half written.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.lang.folder import Gathered
from pmsim.lang.lower import ask
from pmsim.lang.lower.names import effects_in
from pmsim.lang.nodes import Mapping


class LabelledId(NamedTuple):
    """An id, and what it is called."""

    id: str
    words: str


class StatRange(NamedTuple):
    """A stat that is kept: its range, whether less of it is better, and whether what moves it moves another."""

    id: str
    words: str
    low: int
    high: int
    good_low: bool
    feeds: bool


class PackWorld(NamedTuple):
    """`id`, `title`: the pack's. `people`: id, and name and position; `names`: by id. `numbers`: stats that are kept; `computed`: computed
    ones, with their bands. `draws`: the calendar draws scenarios. `role`: that of the first door. `locked`: tags that can shut a choice.
    `scenarios`: ids with their files. `taken`: what a flag cannot be called any more."""

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


def read_world(gathered: Gathered) -> PackWorld:
    """The world of a pack whose files were sorted."""
    pack = gathered.pack or ask.NOWHERE
    scenarios = [node for _, node in gathered.scenarios.values()]
    people = [(key.text, fields) for key, fields in ask.named(pack, "people")]
    sections = ("stats", "people", "skills", "roles", "tags", "outcomes", "groups", "starts")
    draws = [draw for beat in ask.records(ask.record(pack, "calendar") or ask.NOWHERE, "quarter") if (draw := ask.record(beat, "draw"))]
    tags = ask.record(pack, "tags") or ask.NOWHERE
    taken = {entry.key.text for section in sections for entry in ask.entries(pack, section)}
    taken |= {flag.text for root in [pack, *scenarios] for effects in effects_in(root) for flag in ask.words(effects, "set")}
    return PackWorld(
        ask.text(pack, "pack"),
        ask.text(pack, "title"),
        tuple(LabelledId(key, ", ".join(filter(None, (ask.text(one, "name", key), ask.text(one, "is"))))) for key, one in people),
        {key: ask.text(one, "name", key) for key, one in people},
        tuple(LabelledId(entry.key.text, ask.text(tags, entry.key.text)) for entry in tags.entries),
        tuple(_stat_ranges(pack)),
        tuple(_computed_stats(pack)),
        tuple(LabelledId(key.text, ask.text(fields, "label", key.text)) for key, fields in ask.named(pack, "skills")),
        tuple(dict.fromkeys(word.text for node in [*draws, *scenarios] for word in ask.words(node, "topics"))),
        bool(draws),
        next((role for _, start in ask.named(pack, "starts") if (role := ask.text(start, "role"))), ""),
        frozenset(entry.key.text for entry in ask.entries(pack, "locks")),
        {scenario: file for scenario, (file, _) in gathered.scenarios.items()},
        frozenset(taken),
    )


def _stat_ranges(pack: Mapping) -> Iterator[StatRange]:
    for key, fields in ask.named(pack, "stats"):
        if fields.get("value") is None:
            low = ask.number(fields, "min", 0)
            label = ask.text(fields, "label", key.text.replace("_", " ").capitalize())
            good_low = ask.text(fields, "good") == "low"
            yield StatRange(key.text, label, low, ask.number(fields, "max", low), good_low, fields.get("feeds") is not None)


def _computed_stats(pack: Mapping) -> Iterator[LabelledId]:
    for key, fields in ask.named(pack, "stats"):
        if fields.get("value") is not None:
            yield LabelledId(key.text, ", ".join(entry.key.text for entry in ask.entries(fields, "bands")))
