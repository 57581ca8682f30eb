"""The effects, tags and counters of a pack's own fields and of each scenario, found in one walk
before names have a meaning. Counters exist only where some expression asks for them."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from typing import NamedTuple

from pmsim.core.program import COUNTER_MAX, Slot, SlotKind
from pmsim.lang.compiler.symbols import SceneSymbol
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence

_ASKS = re.compile(r"\b(times_seen|times_took|took_now)\s*\(\s*([a-z0-9_.]+)")
_COUNTERS: tuple[SlotKind, ...] = ("times_seen", "times_took", "took_now")
_EFFECTS = ("effects", "enter", "on_disliked", "on_loved")
"""The fields with effects."""
NO_SCENES: Table[str, SceneSymbol] = {}
"""The scenes of the pack itself."""


class Survey(NamedTuple):
    """`effects`: every mapping of effects, in what stands twice too. `tags`: those of the choices.
    `counters`: the ids of the slots that expressions ask for."""

    effects: tuple[Mapping, ...]
    tags: tuple[str, ...]
    counters: frozenset[str]


def survey(node: Mapping, scenes: Table[str, SceneSymbol]) -> Survey:
    """Return what the pack's own fields, or the fields of a scenario, set and ask for."""
    effects: list[Mapping] = []
    counters: set[str] = set()
    _look(node, "", {id(scene.node): scene.key for scene in scenes.values()}, effects, counters)
    choices = (choice.node for scene in scenes.values() for choice in scene.choices)
    tags = dict.fromkeys(tag.text for choice in choices for tag in choice.scalars("tags"))
    return Survey(tuple(effects), tuple(tags), frozenset(counters))


def _look(
    node: Node, scene: str, keys: Table[int, str], effects: list[Mapping], counters: set[str]
) -> None:
    """Add what stands below a node. `scene`: the key that `this` stands for. `keys`: those of
    scenes, by the identity of their node."""
    if isinstance(node, Mapping):
        scene = keys.get(id(node), scene)
        for key, value in node.entries + node.duplicates:
            if isinstance(value, Scalar) and "(" not in value.text:
                continue
            if key.text in _EFFECTS and isinstance(value, Mapping):
                effects.append(value)
            _look(value, scene, keys, effects, counters)
    elif isinstance(node, Sequence):
        for item in node.items:
            if not isinstance(item, Scalar) or "(" in item.text:
                _look(item, scene, keys, effects, counters)
    else:
        for kind, name in _ASKS.findall(node.text):
            head, dot, rest = name.partition(".")
            counters.add(f"{kind}.{scene if head == 'this' else head}{dot}{rest}")


def counter_slots(surveys: Iterable[Survey], scenes: list[SceneSymbol]) -> Iterator[Slot]:
    """Yield the slots of all counters, by kind and in the order of scenes and choices, and the slot
    for `because`."""
    asked = frozenset().union(*(one.counters for one in surveys))
    choices = [choice for scene in scenes for choice in scene.choices]
    for kind in _COUNTERS if asked else ():
        for symbol in scenes if kind == "times_seen" else choices:
            if (name := f"{kind}.{symbol.key}") in asked:
                yield Slot(name, kind, 0, 1 if kind == "took_now" else COUNTER_MAX, 0)
    yield Slot("@because", "because", 0, len(choices), 0)
