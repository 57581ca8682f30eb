"""The ids of a pack's scenarios, scenes and choices, in their order: what others refer to, before any of it is understood."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.rules import found

OUT = "out"
"""As a place to go on to: out of the scenario."""


class ChoiceOutline(NamedTuple):
    """`number`: its index in the program. `key`: `scenario.scene.choice`. `given`: the id was written, not made from the label.
    One without an id ('') or with that of another is there all the same; its key is one that nobody can write."""

    number: int
    id: str
    key: str
    node: Node
    given: bool


class SceneOutline(NamedTuple):
    """`key`: `scenario.scene`."""

    number: int
    id: str
    key: str
    place: Place
    node: Node
    choices: tuple[ChoiceOutline, ...]


class ScenarioOutline(NamedTuple):
    """`scenes`: by id, in file order."""

    number: int
    id: str
    file: str
    node: Node
    scenes: Mapping[str, SceneOutline]


def slug(label: str) -> str:
    """The id that a choice takes from its label: lower case, runs outside a-z and 0-9 as one `_`, trimmed."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def outline(scenarios: Mapping[str, tuple[str, Node]], said: list[Diagnostic], memo: Memo | None = None) -> tuple[ScenarioOutline, ...]:
    """Scenarios by id (in the order of their ids), given each one's file and fields."""
    memo = memo or Memo()
    found_here: list[ScenarioOutline] = []
    scenes = choices = 0
    for number, (scenario, (file, node)) in enumerate(sorted(scenarios.items())):
        one, complaints = memo(_scenario, number, scenario, file, node, scenes, choices)
        found_here.append(one)
        said += complaints
        scenes += len(one.scenes)
        choices += sum(len(scene.choices) for scene in one.scenes.values())
    return tuple(found_here)


def _scenario(number: int, scenario: str, file: str, node: Node, scenes: int, choices: int) -> tuple[ScenarioOutline, list[Diagnostic]]:
    """One scenario. `scenes`, `choices`: how many stand before it."""
    said: list[Diagnostic] = []
    inside: dict[str, SceneOutline] = {}
    for key, fields in (*ask.named(node, "scenes"), *ask.doubles(node, "scenes")):
        if key.text == OUT:
            said.append(found("reserved-name", key.place, hint="Call it something else.", word=OUT, what="a scene", length=len(OUT)))
        name = _free(key.text, inside)
        own = _choices(f"{scenario}.{name}", ask.records(fields, "choices"), choices, said)
        inside[name] = SceneOutline(scenes, key.text, f"{scenario}.{name}", key.place, fields, own)
        scenes += 1
        choices += len(own)
    return ScenarioOutline(number, scenario, file, node, inside), said


def _choices(scene: str, nodes: Iterable[Node], first: int, said: list[Diagnostic]) -> tuple[ChoiceOutline, ...]:
    own: dict[str, ChoiceOutline] = {}
    for node in nodes:
        written, label = ask.word(node, "id"), ask.word(node, "label")
        name = written.text if written else slug(label.text) if label else ""
        place = written or label or Scalar("", node.place)
        if label and not name:
            said.append(found("no-id", place.place, hint="Write one: `id: a_short_name`."))
        elif name in own:
            hint = "Give one of the two another id." if written else f"Write another: `id: {name}_2`."
            said.append(found("duplicate-id", place.place, what="choices of this scene", id=name, hint=hint, length=len(name)))
        free = _free(name, own)
        own[free] = ChoiceOutline(first + len(own), name, f"{scene}.{free}", node, written is not None)
    return tuple(own.values())


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or, if it is missing or taken, one that nobody can write, so that what is wrong in there is reported all the same."""
    while not name or name in taken:
        name += f"'{len(taken) + 1}"
    return name


def renamed(pack: Node, scenarios: Iterable[ScenarioOutline]) -> dict[str, str]:
    """Old path -> new, for whatever says `was` or stands in something that does. A scenario's own path wins over another thing's."""
    sections = ("stats", "people", "skills", "roles", "starts", "outcomes")
    moved = {old: key.text for section in sections for key, fields in ask.named(pack, section) for old in _was(fields)}

    def move(olds: Iterable[str], new: str) -> None:
        moved.update({old: new for old in olds if old != new})

    for scenario in scenarios:
        stems = [scenario.id, *_was(scenario.node)]
        move(stems, scenario.id)
        for scene in scenario.scenes.values():
            paths = [f"{stem}.{name}" for stem in stems for name in (scene.id, *_was(scene.node))]
            move(paths, scene.key)
            for choice in scene.choices:
                move((f"{path}.{name}" for path in paths for name in (choice.id, *_was(choice.node))), choice.key)
    return moved


def _was(node: Node) -> tuple[str, ...]:
    old = ask.word(node, "was")
    return (old.text,) if old else ()
