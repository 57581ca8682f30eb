"""Declarations: the ids of a pack's scenarios, scenes and choices, collected before references are
resolved."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from unicodedata import normalize

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.nodes import Place, named_mappings
from pmsim.lang.rules import make_diagnostic

OUT = "out"
"""The target that leaves the scenario."""
SIDES = ("success", "failure")
"""The fields with the branches of a check."""


class ChoiceSymbol(NamedTuple):
    """A declared choice. `number`: its index in the program. `key`: `scenario.scene.choice`.
    `has_own_id`: it has an `id`; otherwise the id comes from the label.

    A choice without an id ('') or with a duplicate id is here too. Its key contains an apostrophe,
    so that no author can refer to it.
    """

    number: int
    id: str
    key: str
    node: Node
    has_own_id: bool


class SceneSymbol(NamedTuple):
    """A declared scene. `key`: `scenario.scene`."""

    number: int
    id: str
    key: str
    place: Place
    node: Node
    choices: tuple[ChoiceSymbol, ...]

    @property
    def nodes(self) -> list[Node]:
        """Return the fields of the scene and of its choices."""
        return [self.node, *(choice.node for choice in self.choices)]


class ScenarioSymbol(NamedTuple):
    """A declared scenario. `scenes`: by id, in file order."""

    number: int
    id: str
    file: str
    node: Node
    scenes: Mapping[str, SceneSymbol]


def with_branches(node: Node) -> list[Node]:
    """Return the fields of a scene or choice, and those of its branches."""
    return [node, *(branch for side in SIDES if (branch := node.mapping(side)))]


def slug(label: str) -> str:
    """Return the id made from a label: lower case, each run of characters outside a-z and 0-9 as
    one `_`, trimmed."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


_SPELT_OUT = {
    "ß": "ss",
    **{letter: f"{plain}e" for letter, plain in zip("äæöøœü", "aaooou", strict=True)},
}
_ACCENTS = re.compile("[\u0300-\u036f]")


def readable_slug(label: str) -> str:
    """Return the id that an author would make from a label, which keeps letters beyond a-z: ä as
    `ae`, é as `e`."""
    spelt = "".join(_SPELT_OUT.get(letter, letter) for letter in normalize("NFC", label.lower()))
    return slug(_ACCENTS.sub("", normalize("NFD", spelt)))[:64]


def collect_symbols(
    scenarios: Mapping[str, tuple[str, Node]],
    diagnostics: list[Diagnostic],
    memo: Memo | None = None,
) -> tuple[ScenarioSymbol, ...]:
    """Return all scenarios in the order of their ids. `scenarios`: the file and the fields of each,
    by id."""
    memo = memo or Memo()
    symbols: list[ScenarioSymbol] = []
    scenes = choices = 0
    for number, (scenario, (file, node)) in enumerate(sorted(scenarios.items())):
        one, own_diagnostics = memo(_scenario, number, scenario, file, node, scenes, choices)
        symbols.append(one)
        diagnostics += own_diagnostics
        scenes += len(one.scenes)
        choices += sum(len(scene.choices) for scene in one.scenes.values())
    return tuple(symbols)


def _scenario(
    number: int, scenario: str, file: str, node: Node, scenes: int, choices: int
) -> tuple[ScenarioSymbol, list[Diagnostic]]:
    """Return one scenario and its diagnostics. `scenes`, `choices`: the numbers of those before
    it."""
    diagnostics: list[Diagnostic] = []
    inside: dict[str, SceneSymbol] = {}
    scenes_ = node.inner("scenes")
    for key, fields in named_mappings((*scenes_.entries, *scenes_.duplicates)):
        if key.text == OUT:
            diagnostics.append(
                make_diagnostic(
                    "reserved-name", key, hint="Call it something else.", word=OUT, what="a scene"
                )
            )
        name = _unique_id(key.text, inside)
        own = _choices(f"{scenario}.{name}", fields.mappings("choices"), choices, diagnostics)
        inside[name] = SceneSymbol(scenes, key.text, f"{scenario}.{name}", key.place, fields, own)
        scenes += 1
        choices += len(own)
    return ScenarioSymbol(number, scenario, file, node, inside), diagnostics


def _choices(
    scene: str, mappings: Iterable[Node], first: int, diagnostics: list[Diagnostic]
) -> tuple[ChoiceSymbol, ...]:
    symbols: dict[str, ChoiceSymbol] = {}
    for node in mappings:
        written, label = node.scalar("id"), node.scalar("label")
        name = written.text if written else slug(label.text) if label else ""
        at = written or label or node.place
        if label and not name:
            diagnostics.append(
                make_diagnostic("no-id", label.place, hint="Write one: `id: a_short_name`.")
            )
        elif name in symbols:
            hint = (
                "Give one of the two another id." if written else f"Write another: `id: {name}_2`."
            )
            diagnostics.append(
                make_diagnostic(
                    "duplicate-id", at, what="choices of this scene", id=name, hint=hint
                )
            )
        free = _unique_id(name, symbols)
        symbols[free] = ChoiceSymbol(
            first + len(symbols), name, f"{scene}.{free}", node, written is not None
        )
    return tuple(symbols.values())


def _unique_id(name: str, taken: Collection[str]) -> str:
    """Return the name, with an apostrophe added if it is empty or taken, so that its contents are
    still checked."""
    while not name or name in taken:
        name += f"'{len(taken) + 1}"
    return name


def renamed_paths(pack: Node, scenarios: Iterable[ScenarioSymbol]) -> dict[str, str]:
    """Return old path -> new path for everything with a `was`, and for everything inside it.

    The path of a scenario wins over the equal name of something else.
    """
    sections = ("stats", "people", "skills", "roles", "starts", "outcomes")
    moved = {
        old: key.text
        for section in sections
        for key, fields in pack.named_mappings(section)
        for old in _old_ids(fields)
    }

    def move(olds: Iterable[str], new: str) -> None:
        moved.update({old: new for old in olds if old != new})

    for scenario in scenarios:
        stems = [scenario.id, *_old_ids(scenario.node)]
        move(stems, scenario.id)
        for scene in scenario.scenes.values():
            paths = [
                f"{stem}.{name}" for stem in stems for name in (scene.id, *_old_ids(scene.node))
            ]
            move(paths, scene.key)
            for choice in scene.choices:
                move(
                    (
                        f"{path}.{name}"
                        for path in paths
                        for name in (choice.id, *_old_ids(choice.node))
                    ),
                    choice.key,
                )
    return moved


def _old_ids(node: Node) -> tuple[str, ...]:
    old = node.scalar("was")
    return (old.text,) if old else ()


def band_edges(stat: Node) -> dict[str, int]:
    """Return the lower edges of a stat's bands, by id."""
    return {
        key.text: band.number("from", 0)
        for key, band in stat.named_mappings("bands")
        if band.has("from")
    }


def good_side(stat: Node) -> str:
    """Return which values of a stat are good: `high`, `low` or `neither`."""
    return stat.text("good", "neither" if stat.is_true("hidden") else "high")
