"""Consequences that would come when the career is over, since their cause cannot come early enough."""

from collections.abc import Iterator
from heapq import heappop, heappush

from pmsim.core.expr import Expr
from pmsim.core.program import QUARTER, Scenario
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import range_of
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import SceneOutline
from pmsim.lang.lower.ways import all_ways_on, due
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import found_in


def too_late(draft: Draft) -> Iterator[Diagnostic]:
    """`later`s of scenes that cannot be entered early enough. What is longer than any career is an error of its own kind."""
    most = draft.desk.names.longest
    earliest = _earliest(draft)
    for scene in draft.desk.names.scene_outlines:
        quarter = earliest.get(scene.number, 1)
        for at in _laters(scene) if quarter > 1 else ():
            if quarter + int(at.text) > most > int(at.text):
                yield found_in("too-late", at, quarters=at.text, first=quarter, most=most, hint=_in_time(most - quarter))


def _in_time(left: int) -> str:
    return f"`in: {left}` comes in time." if left else "It is the last quarter; nothing comes after it."


def _laters(scene: SceneOutline) -> Iterator[Scalar]:
    """The `in` of every consequence of a scene, its choices and their branches."""
    for node in (scene.node, *(choice.node for choice in scene.choices)):
        for part in (node, *(branch for side in ("success", "failure") if (branch := ask.record(node, side)))):
            written = (ask.word(entry, "in") for entry in ask.records(part, "later"))
            yield from (at for at in written if at and at.text.isdecimal())


def _earliest(draft: Draft) -> dict[int, int]:
    """By scene, a quarter before which it cannot be entered. Scenes that nothing leads to are left out."""
    story = draft.story
    todo = [(quarter, scene) for scenario in story.scenarios if (quarter := _first(draft, scenario)) for scene in scenario.starts]
    todo.sort()
    found: dict[int, int] = {}
    while todo:
        quarter, scene = heappop(todo)
        if scene in found:
            continue
        found[scene] = quarter
        for exit_, laters in all_ways_on(story.scenes[scene], story.choices):
            onward = [(quarter, each) for each in exit_.scenes]
            onward += [(quarter + later.after, each) for later in laters for each in due(story.scenarios, later)]
            for step in onward:
                if step[1] not in found:
                    heappush(todo, step)
    return found


def _first(draft: Draft, scenario: Scenario) -> int:
    """The first quarter in which a start, a beat or a draw may bring the scenario; 0 if none does."""
    if any(start.scenario == scenario.index for start in draft.starts):
        return 1
    for quarter in range(1, draft.desk.names.longest + 1):
        for beat in draft.beats:
            named = beat.scenario == scenario.index
            asks = beat.scenario < 0 and scenario.drawable
            drawn = asks and (scenario.urgent or not beat.topics or bool(set(beat.topics) & set(scenario.topics)))
            if (named or (drawn and _may(draft, scenario.when, quarter))) and _may(draft, beat.when, quarter):
                return quarter
    return 0


def _may(draft: Draft, condition: Expr | None, quarter: int) -> bool:
    """Whether a condition may hold in a quarter, as far as ranges tell."""
    slots = draft.desk.names.slots
    now = (*slots[:QUARTER], slots[QUARTER]._replace(min=quarter, max=quarter), *slots[QUARTER + 1 :])
    return condition is None or range_of(condition, now).high > 0
