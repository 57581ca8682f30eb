"""Reachability of scenes and outcomes in a story, without regard to conditions and numbers."""

from collections.abc import Iterable, Sequence

from pmsim.core.program import Beat, Start
from pmsim.lang.compiler.termination import StoryParts, closure, next_scenes, onward_from


def reachable_scenes(story: StoryParts, beats: Sequence[Beat], starts: Sequence[Start]) -> set[int]:
    """Return the indices of the reachable scenes. They are reached from beats, starts and draws,
    directly or through scheduled visits."""
    draws = [beat for beat in beats if beat.scenario < 0]
    scenario_indices = {beat.scenario for beat in beats} | {start.scenario for start in starts}
    for scenario in story.scenarios:
        drawn_topic = any(
            not beat.topics or set(beat.topics) & set(scenario.topics) for beat in draws
        )
        if scenario.drawable and (drawn_topic or (scenario.urgent and draws)):
            scenario_indices.add(scenario.index)
    first_scenes = [
        scene for index in scenario_indices if index >= 0 for scene in story.scenarios[index].starts
    ]
    return closure(first_scenes, lambda index: [scene for scene, _ in next_scenes(story, index)])


def reachable_outcomes(story: StoryParts, scenes: Iterable[int]) -> set[int]:
    """Return the indices of the outcomes that these scenes (indices) can end with."""
    return {outcome for index in scenes for outcome in onward_from(story, index).outcomes}
