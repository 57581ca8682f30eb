"""The counters that a pack asks for: a scene or choice is counted only if some expression names it
in `times_seen`, `times_took` or `took_now`."""

import re
from collections.abc import Iterable, Iterator

from pmsim.core.program import COUNTER_MAX, Slot, SlotKind
from pmsim.lang.compiler.symbols import ScenarioSymbol
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Mapping, Node, scalars_in

_ASKS = re.compile(r"\b(times_seen|times_took|took_now)\s*\(\s*([a-z0-9_.]+)")
_KINDS: tuple[SlotKind, ...] = ("times_seen", "times_took", "took_now")


def counter_slots(
    pack: Mapping, scenarios: tuple[ScenarioSymbol, ...], memo: Memo
) -> Iterator[Slot]:
    """Yield the slots of all counters, by kind and in the order of scenes and choices, and the slot
    for `because`."""
    asked = {
        *memo(_asked_in_pack, pack),
        *(slot for one in scenarios for slot in memo(_asked_in_scenario, one)),
    }
    scenes = [scene for one in scenarios for scene in one.scenes.values()]
    choices = [choice for scene in scenes for choice in scene.choices]
    for kind in _KINDS if asked else ():
        for symbol in scenes if kind == "times_seen" else choices:
            if f"{kind}.{symbol.key}" in asked:
                yield Slot(
                    f"{kind}.{symbol.key}", kind, 0, 1 if kind == "took_now" else COUNTER_MAX, 0
                )
    yield Slot("@because", "because", 0, len(choices), 0)


def _asked_in_pack(pack: Mapping) -> frozenset[str]:
    return frozenset(_asked(pack, ""))


def _asked_in_scenario(scenario: ScenarioSymbol) -> frozenset[str]:
    """Return the ids of the slots that a scenario asks for."""
    own = (entry.value for entry in scenario.node.entries if entry.key.text != "scenes")
    inside = ((scene.node, scene.key) for scene in scenario.scenes.values())
    parts: Iterable[tuple[Node, str]] = (*((node, "") for node in own), *inside)
    return frozenset(slot for node, scene in parts for slot in _asked(node, scene))


def _asked(node: Node, scene: str) -> Iterator[str]:
    """Yield the ids of the slots that expressions below `node` ask for. `scene`: the key that
    `this` stands for."""
    for scalar in scalars_in(node):
        if "times_" in scalar.text or "took_now" in scalar.text:
            for kind, name in _ASKS.findall(scalar.text):
                head, dot, rest = name.partition(".")
                yield f"{kind}.{scene if head == 'this' else head}{dot}{rest}"
