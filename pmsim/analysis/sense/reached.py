"""What nothing leads to: scenes, scenarios, outcomes; and draws with nothing to draw."""

from collections.abc import Iterable, Iterator

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.lower.story import Story
from pmsim.lang.lower.ways import all_ways_on, closure, due
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import found, found_in


def never_reached(draft: Draft) -> Iterator[Diagnostic]:
    """Scenarios, scenes and outcomes to which nothing leads."""
    story, names = draft.story, draft.desk.names
    reached = reached_scenes(draft)
    for scenario, outline in zip(story.scenarios, names.scenarios, strict=True):
        if not reached & set(scenario.scenes):
            why = "it is not drawn, and no beat, start or `later` names it"
            if scenario.drawable or scenario.urgent:
                why = "no draw of the calendar asks for it, and no beat, start or `later` names it"
            at = ask.word(outline.node, "title") or Scalar("", outline.node.place)
            yield found_in("scenario-never-reached", at, scenario=scenario.id, why=why)
            continue
        for scene in outline.scenes.values():
            if scene.number not in reached:
                yield found("scene-never-reached", scene.place, scene=scene.id)
    ends = ends_of(draft, reached)
    for key, fields in ask.named(names.pack, "outcomes"):
        if ask.text(fields, "by") == "choice" and names.outcomes[key.text] not in ends:
            yield found_in("outcome-never-reached", key, outcome=key.text)


def nothing_to_draw(draft: Draft) -> Iterator[Diagnostic]:
    """Topics for which the calendar asks and which no scenario has that may be drawn."""
    names = draft.desk.names
    drawn = {topic for scenario in draft.story.scenarios if scenario.drawable or scenario.urgent for topic in scenario.topics}
    calendar = ask.record(names.pack, "calendar") or ask.NOWHERE
    asks = [draw for node in ask.records(calendar, "quarter") if (draw := ask.record(node, "draw"))]
    for topic in (topic for draw in asks for topic in ask.words(draw, "topics")):
        if names.topics[topic.text] not in drawn:
            yield found_in("nothing-to-draw", topic, topic=topic.text)


def ends_of(draft: Draft, scenes: Iterable[int]) -> set[int]:
    """The outcomes with which these scenes, by index, may end a career."""
    return {exit_.outcome for index in scenes for exit_, _ in all_ways_on(draft.story.scenes[index], draft.story.choices)} - {-1}


def reached_scenes(draft: Draft) -> set[int]:
    """Scenes to which something leads, by index."""
    story = draft.story
    draws = [beat for beat in draft.beats if beat.scenario < 0]
    brought = {beat.scenario for beat in draft.beats} | {start.scenario for start in draft.starts}
    for scenario in story.scenarios:
        asked = any(not beat.topics or set(beat.topics) & set(scenario.topics) for beat in draws)
        if (scenario.urgent and draws) or (scenario.drawable and asked):
            brought.add(scenario.index)
    begun = [scene for index in brought if index >= 0 for scene in story.scenarios[index].starts]
    return closure(begun, lambda index: _onward(story, index))


def _onward(story: Story, index: int) -> list[int]:
    """Scenes to which a scene may lead, now or later."""
    ways = all_ways_on(story.scenes[index], story.choices)
    later = [scene for _, laters in ways for each in laters for scene in due(story.scenarios, each)]
    return [*(scene for exit_, _ in ways for scene in exit_.scenes), *later]
