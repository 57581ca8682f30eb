"""Lists in which a name stands twice."""

from collections.abc import Iterator
from itertools import islice

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import ScenarioOutline
from pmsim.lang.nodes import Mapping
from pmsim.lang.rules import found_in

MOST_SAID = 20
"""Of one list no more is said than this."""


def twice_in_list(draft: Draft) -> Iterator[Diagnostic]:
    """Topics, people, scenes, tags and flags that stand a second time in their list."""
    names = draft.desk.names
    for effects in names.effects:
        yield from _in(effects, ("set", "clear"))
    for scenario in names.scenarios:
        yield from draft.desk.memo(_in_scenario, scenario)


def _in_scenario(scenario: ScenarioOutline) -> tuple[Diagnostic, ...]:
    nodes = [node for scene in scenario.scenes.values() for node in (scene.node, *(choice.node for choice in scene.choices))]
    own = [*_in(scenario.node, ("topics", "with", "start")), *(twice for node in nodes for twice in _in(node, ("with", "goto", "tags")))]
    return tuple(own)


def _in(node: Mapping, fields: tuple[str, ...]) -> Iterator[Diagnostic]:
    for field in fields:
        words = ask.words(node, field)
        if len(words) > 1 and len({word.text for word in words}) < len(words):
            first = {word.text: number for number, word in reversed(list(enumerate(words)))}
            again = (word for number, word in enumerate(words) if first[word.text] < number)
            for word in islice(again, MOST_SAID):
                yield found_in("twice-in-list", word, name=word.text, hint="Leave one out.")
