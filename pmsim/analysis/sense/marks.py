"""Marks that have no effect: `otherwise` where another is always open, `again` on what never comes back, `urgent` on what is not drawn."""

from collections.abc import Iterator

from pmsim.core.program import Choice
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.lower.ways import all_ways_on, closure, ways_on
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.rules import found_in

_UNNEEDED = "Leave the mark out, or give the others `needs`."


def idle_marks(draft: Draft) -> Iterator[Diagnostic]:
    """`otherwise: true` beside a choice that nothing can shut; `again: true` on a choice from which its scene is not come to again."""
    for scene in draft.desk.names.scene_outlines:
        for one in scene.choices:
            choice = draft.story.choices[one.number]
            if choice.otherwise and (sibling := _always_open(draft, choice)):
                yield found_in(
                    "otherwise-not-needed",
                    _key(one.node, "otherwise"),
                    sibling=sibling,
                    hint=_UNNEEDED,
                )
            elif choice.again and not _comes_back(draft, choice):
                yield found_in("again-not-needed", _key(one.node, "again"), choice=choice.id, hint="Leave it out.")


DRAWN_BY = ("when", "weight", "repeat", "urgent")
"""Fields of a scenario that only a draw reads."""


def fields_of_no_draw(draft: Draft) -> Iterator[Diagnostic]:
    """Fields that only a draw reads, on scenarios that are never drawn."""
    for scenario, outline in zip(draft.story.scenarios, draft.desk.names.scenarios, strict=True):
        if scenario.drawable:
            continue
        why = "with `draw: false` the scenario is never drawn"
        if ask.yes(outline.node, "draw", True):
            beat = any(beat.scenario == scenario.index for beat in draft.beats)
            why = f"{'the calendar' if beat else 'a start'} names the scenario, so it is never drawn"
        for field in DRAWN_BY:
            if outline.node.get(field) is not None:
                yield found_in("only-for-draws", _key(outline.node, field), field=field, why=why)


def _key(node: Mapping, field: str) -> Scalar:
    return next(entry.key for entry in node.entries if entry.key.text == field)


def _always_open(draft: Draft, otherwise: Choice) -> str:
    """A sibling without needs or locks that may be taken again, or is still untaken since nobody comes to its scene a second time."""
    siblings = [draft.story.choices[index] for index in draft.story.scenes[otherwise.scene].choices]
    for sibling in siblings:
        free = sibling.needs is None and not (sibling.scenery or sibling.locks or sibling.otherwise) and sibling.each < 0
        if free and (sibling.again or not any(_comes_back(draft, each) for each in siblings)):
            return sibling.id
    return ""


def _comes_back(draft: Draft, choice: Choice) -> bool:
    """Whether the visit may come to the choice's scene again after it."""
    story = draft.story
    if story.scenes[choice.scene].pick:
        return True

    def onward(index: int) -> list[int]:
        return [scene for exit_, _ in all_ways_on(story.scenes[index], story.choices) for scene in exit_.scenes]

    return choice.scene in closure([scene for exit_, _ in ways_on(choice) for scene in exit_.scenes], onward)
