"""Consequences that name their cause, and causes that have no name."""

from collections.abc import Iterator

from pmsim.core.program import Choice
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.lower.ways import all_ways_on, closure, due, ways_on
from pmsim.lang.rules import found_in

HINT = "Write `moment:` and a name for what was done, such as `the question over the soup`."


def causes_without_a_name(draft: Draft) -> Iterator[Diagnostic]:
    """Choices without a `moment` that bring about a visit in which a text says `{because}`: it would read their label."""
    story, named = draft.story, draft.desk.causes
    saying = {scene.index for scene in story.scenes if scene.key in named}
    if not saying:
        return
    for outline in (one for scene in draft.desk.names.scene_outlines for one in scene.choices):
        choice = story.choices[outline.number]
        if choice.moment or choice.each >= 0:
            continue
        said = sorted(_visited(draft, choice) & saying)
        label = ask.word(outline.node, "label")
        if said and label is not None:
            yield found_in("cause-without-name", label, scene=story.scenes[said[0]].id, hint=HINT)


def _visited(draft: Draft, choice: Choice) -> set[int]:
    """Scenes of the visits that a choice brings about later, by index."""
    story = draft.story
    begun = [scene for _, laters in ways_on(choice) for later in laters for scene in due(story.scenarios, later)]

    def onward(index: int) -> list[int]:
        return [scene for exit_, _ in all_ways_on(story.scenes[index], story.choices) for scene in exit_.scenes]

    return closure(begun, onward) if begun else set()
