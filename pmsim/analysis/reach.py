"""Reachability of scenes and outcomes in a story, without regard to conditions and numbers."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from pmsim.core.program import Beat, Choice, Scenario, Scene, Start
from pmsim.lang.compiler.termination import all_continuations, closure, due_scenes


class StoryParts(Protocol):
    """The story of a program or of a draft."""

    @property
    def scenarios(self) -> Sequence[Scenario]: ...
    @property
    def scenes(self) -> Sequence[Scene]: ...
    @property
    def choices(self) -> Sequence[Choice]: ...


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
    return closure(first_scenes, lambda index: _successors(story, index))


def reachable_outcomes(story: StoryParts, scenes: Iterable[int]) -> set[int]:
    """Return the indices of the outcomes that these scenes (indices) can end with."""
    return {
        exit_.outcome
        for index in scenes
        for exit_, _ in all_continuations(story.scenes[index], story.choices)
    } - {-1}


def _successors(story: StoryParts, index: int) -> list[int]:
    """Return the scenes that can follow a scene, directly or through scheduled visits."""
    exits = all_continuations(story.scenes[index], story.choices)
    later_scenes = [
        scene
        for _, laters in exits
        for each in laters
        for scene in due_scenes(story.scenarios, each)
    ]
    return [*(scene for exit_, _ in exits for scene in exit_.scenes), *later_scenes]
