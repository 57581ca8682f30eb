"""Reachability of scenes and outcomes in a story, without regard to conditions and numbers."""

from collections.abc import Iterable

from pmsim.core.program import Program, Start
from pmsim.lang.compiler.termination import closure, next_scenes, onward_from


def reachable_scenes(program: Program, starts: Iterable[Start]) -> set[int]:
    """Return the indices of the reachable scenes. They are reached from beats, `starts` and draws,
    directly or through scheduled visits."""
    beats = program.beats
    draws = [beat for beat in beats if beat.scenario < 0]
    scenario_indices = {beat.scenario for beat in beats} | {start.scenario for start in starts}
    for scenario in program.scenarios:
        drawn_topic = any(
            not beat.topics or set(beat.topics) & set(scenario.topics) for beat in draws
        )
        if scenario.drawable and (drawn_topic or (scenario.urgent and draws)):
            scenario_indices.add(scenario.index)
    first_scenes = [
        scene
        for index in scenario_indices
        if index >= 0
        for scene in program.scenarios[index].starts
    ]
    return closure(first_scenes, lambda index: [scene for scene, _ in next_scenes(program, index)])


def reachable_outcomes(program: Program, scenes: Iterable[int]) -> set[int]:
    """Return the indices of the outcomes that these scenes (indices) can end with."""
    return {outcome for index in scenes for outcome in onward_from(program, index).outcomes}
