"""What a story's parts may lead to, whatever the numbers are: the scenes that something brings about, the ends that something names."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from pmsim.core.program import Beat, Choice, Scenario, Scene, Start
from pmsim.lang.compiler.termination import all_continuations, closure, due_scenes


class StoryParts(Protocol):
    """A program's story, or that of a draft."""

    @property
    def scenarios(self) -> Sequence[Scenario]: ...
    @property
    def scenes(self) -> Sequence[Scene]: ...
    @property
    def choices(self) -> Sequence[Choice]: ...


def reachable_scenes(story: StoryParts, beats: Sequence[Beat], starts: Sequence[Start]) -> set[int]:
    """Scenes to which something leads, by index: from what beats and starts name, from what the calendar may draw, now or later."""
    draws = [beat for beat in beats if beat.scenario < 0]
    scenario_indices = {beat.scenario for beat in beats} | {start.scenario for start in starts}
    for scenario in story.scenarios:
        drawn_topic = any(not beat.topics or set(beat.topics) & set(scenario.topics) for beat in draws)
        if scenario.drawable and (drawn_topic or (scenario.urgent and draws)):
            scenario_indices.add(scenario.index)
    first_scenes = [scene for index in scenario_indices if index >= 0 for scene in story.scenarios[index].starts]
    return closure(first_scenes, lambda index: _successors(story, index))


def reachable_outcomes(story: StoryParts, scenes: Iterable[int]) -> set[int]:
    """The outcomes with which these scenes, by index, may end a career."""
    return {exit_.outcome for index in scenes for exit_, _ in all_continuations(story.scenes[index], story.choices)} - {-1}


def _successors(story: StoryParts, index: int) -> list[int]:
    """Scenes to which a scene may lead, now or later."""
    exits = all_continuations(story.scenes[index], story.choices)
    later_scenes = [scene for _, laters in exits for each in laters for scene in due_scenes(story.scenarios, each)]
    return [*(scene for exit_, _ in exits for scene in exit_.scenes), *later_scenes]
