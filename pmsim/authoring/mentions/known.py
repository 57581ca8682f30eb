"""Which names a pack has, by kind, as far as its files can be read: what decides which of several things a bare name means."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pmsim.authoring.mentions.mention import EntityKind
from pmsim.lang.folder import Gathered
from pmsim.lang.lower import ask
from pmsim.lang.lower.names import effects_in
from pmsim.lang.lower.outline import ScenarioOutline, outline
from pmsim.lang.nodes import Mapping as Node

_NUMBERS: tuple[tuple[str, EntityKind], ...] = (("skills", "skill"), ("people", "person"), ("stats", "stat"))


class Known(NamedTuple):
    """`numbers`: names that read as a number, with their kind. `words`: names that mean something only beside `role`, `stage`,
    `top(<group>)` or a stat, as the compiler keeps them. `choices`: keys of choices by their own id. `names`: all ids by kind."""

    numbers: Mapping[str, EntityKind]
    words: Mapping[str, frozenset[str]]
    choices: Mapping[str, tuple[str, ...]]
    names: Mapping[EntityKind, frozenset[str]]

    def has(self, kind: EntityKind, name: str) -> bool:
        """Whether something of the kind has this id."""
        return name in self.names[kind]


def known_names(gathered: Gathered) -> Known:
    """The names in these files."""
    pack = gathered.pack or ask.NOWHERE
    scenarios = outline(gathered.scenarios, [])
    numbers: dict[str, EntityKind] = {key.text: kind for section, kind in _NUMBERS for key, _ in ask.named(pack, section)}
    bands = {key.text: frozenset(each.key.text for each in ask.entries(fields, "bands")) for key, fields in ask.named(pack, "stats")}
    groups = {group.text: frozenset(word.text for word in members) for group, members in ask.lists(pack, "groups")}
    roles, stages = _keys(pack, "roles"), frozenset(_stages(pack))
    choices: dict[str, tuple[str, ...]] = {}
    for choice in (choice for scenario in scenarios for scene in scenario.scenes.values() for choice in scene.choices):
        choices[choice.id] = (*choices.get(choice.id, ()), choice.key)
    roots = [pack, *(scenario.node for scenario in scenarios)]
    names: dict[EntityKind, frozenset[str]] = {
        "scenario": frozenset(gathered.scenarios),
        "scene": frozenset(scene.key for scenario in scenarios for scene in scenario.scenes.values()),
        "choice": frozenset(key for keys in choices.values() for key in keys),
        "outcome": _keys(pack, "outcomes"),
        "role": roles,
        "stat": _keys(pack, "stats"),
        "person": _keys(pack, "people"),
        "skill": _keys(pack, "skills"),
        "flag": frozenset(flag.text for root in roots for effects in effects_in(root) for flag in ask.words(effects, "set")),
        "tag": _keys(pack, "tags") | frozenset(_tags(scenarios)),
        "topic": frozenset(topic.text for scenario in scenarios for topic in ask.words(scenario.node, "topics")),
        "group": frozenset(groups),
        "start": _keys(pack, "starts"),
        "persona": _keys(pack, "personas"),
        "phrase": frozenset(_phrases(pack, scenarios)),
        "statement": _keys(ask.record(pack, "debrief") or ask.NOWHERE, "statements"),
        "stage": stages,
        "band": frozenset(f"{stat}.{word}" for stat, words in bands.items() for word in words),
    }
    words = {stat: found for stat, found in bands.items() if found} | {f"top({group})": found for group, found in groups.items()}
    return Known(numbers, words | {"role": roles, "stage": stages}, choices, names)


def _keys(node: Node, section: str) -> frozenset[str]:
    return frozenset(entry.key.text for entry in ask.entries(node, section))


def _stages(pack: Node) -> Iterator[str]:
    yield "none"
    for _, fields in (*ask.named(pack, "skills"), *ask.named(pack, "roles")):
        stage = ask.word(fields, "stage")
        if stage:
            yield stage.text


def _tags(scenarios: tuple[ScenarioOutline, ...]) -> Iterator[str]:
    for choice in (choice for scenario in scenarios for scene in scenario.scenes.values() for choice in scene.choices):
        yield from (tag.text for tag in ask.words(choice.node, "tags"))


def _phrases(pack: Node, scenarios: tuple[ScenarioOutline, ...]) -> Iterator[str]:
    yield from (entry.key.text for entry in ask.entries(pack, "phrases"))
    for scenario in scenarios:
        yield from (f"{scenario.id}.{entry.key.text}" for entry in ask.entries(scenario.node, "phrases"))
