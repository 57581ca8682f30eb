"""What nothing leads to: scenes, scenarios, outcomes; and draws with nothing to draw."""

from collections.abc import Iterator

from pmsim.analysis.reach import ends_of, reached_scenes
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import found_in


def never_reached(draft: Draft) -> Iterator[Diagnostic]:
    """Scenarios, scenes and outcomes to which nothing leads."""
    story, names = draft.story, draft.desk.names
    reached = reached_scenes(story, draft.beats, draft.starts)
    for scenario, outline in zip(story.scenarios, names.scenarios, strict=True):
        if not reached & set(scenario.scenes):
            why = "it is not drawn, and no beat, start or `later` names it"
            if scenario.drawable:
                why = "no draw of the calendar asks for it, and no beat, start or `later` names it"
            at = ask.word(outline.node, "title") or Scalar("", outline.node.place)
            yield found_in("scenario-never-reached", at, scenario=scenario.id, why=why)
            continue
        for scene in outline.scenes.values():
            if scene.number not in reached:
                yield found_in(
                    "scene-never-reached", Scalar(scene.id, scene.place), scene=scene.id, hint=f"Lead to it, as `goto: {scene.id}` does."
                )
    ends = ends_of(story, reached)
    for key, fields in ask.named(names.pack, "outcomes"):
        if ask.text(fields, "by") == "choice" and names.outcomes[key.text] not in ends:
            yield found_in("outcome-never-reached", key, outcome=key.text, hint=f"Write `end: {key.text}` on a choice.")


def nothing_to_draw(draft: Draft) -> Iterator[Diagnostic]:
    """Topics for which the calendar asks and which no scenario has that may be drawn."""
    names = draft.desk.names
    drawn = {topic for scenario in draft.story.scenarios if scenario.drawable for topic in scenario.topics}
    calendar = ask.record(names.pack, "calendar") or ask.NOWHERE
    asks = [draw for node in ask.records(calendar, "quarter") if (draw := ask.record(node, "draw"))]
    for topic in (topic for draw in asks for topic in ask.words(draw, "topics")):
        if names.topics[topic.text] not in drawn:
            yield found_in("nothing-to-draw", topic, topic=topic.text)
