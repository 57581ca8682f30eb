"""What a story's parts may lead to, whatever the numbers are: the scenes that something brings about, the ends that something names."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from pmsim.core.program import Beat, Choice, Scenario, Scene, Start
from pmsim.lang.lower.ways import all_ways_on, closure, due


class Tables(Protocol):
    """A program's story, or that of a draft."""

    @property
    def scenarios(self) -> Sequence[Scenario]: ...
    @property
    def scenes(self) -> Sequence[Scene]: ...
    @property
    def choices(self) -> Sequence[Choice]: ...


def reached_scenes(story: Tables, beats: Sequence[Beat], starts: Sequence[Start]) -> set[int]:
    """Scenes to which something leads, by index: from what beats and starts name, from what the calendar may draw, now or later."""
    draws = [beat for beat in beats if beat.scenario < 0]
    brought = {beat.scenario for beat in beats} | {start.scenario for start in starts}
    for scenario in story.scenarios:
        asked = any(not beat.topics or set(beat.topics) & set(scenario.topics) for beat in draws)
        if scenario.drawable and (asked or (scenario.urgent and draws)):
            brought.add(scenario.index)
    begun = [scene for index in brought if index >= 0 for scene in story.scenarios[index].starts]
    return closure(begun, lambda index: _onward(story, index))


def ends_of(story: Tables, scenes: Iterable[int]) -> set[int]:
    """The outcomes with which these scenes, by index, may end a career."""
    return {exit_.outcome for index in scenes for exit_, _ in all_ways_on(story.scenes[index], story.choices)} - {-1}


def _onward(story: Tables, index: int) -> list[int]:
    """Scenes to which a scene may lead, now or later."""
    ways = all_ways_on(story.scenes[index], story.choices)
    later = [scene for _, laters in ways for each in laters for scene in due(story.scenarios, each)]
    return [*(scene for exit_, _ in ways for scene in exit_.scenes), *later]
