"""What of a program can be played from some starts: of a scenario played alone, nothing else of its pack.

Nobody is told that the rest never came; what nothing leads to is `check`'s to say."""

from collections.abc import Iterable
from typing import NamedTuple

from pmsim.analysis.reach import ends_of, reached_scenes
from pmsim.core.program import Program


class Scope(NamedTuple):
    """Indices of the scenarios and scenes to which something leads, of their choices, and of the outcomes that may come."""

    scenarios: frozenset[int]
    scenes: tuple[int, ...]
    choices: tuple[int, ...]
    outcomes: frozenset[int]


def scope(program: Program, starts: Iterable[str]) -> Scope:
    """What may be played from these starts (ids), whatever conditions say."""
    names = set(starts)
    scenes = tuple(sorted(reached_scenes(program, program.beats, [start for start in program.starts if start.id in names])))
    by_time = {number for number, outcome in enumerate(program.outcomes) if not outcome.by_choice}
    return Scope(
        frozenset(program.scenes[scene].scenario for scene in scenes),
        scenes,
        tuple(choice for scene in scenes for choice in program.scenes[scene].choices),
        frozenset(ends_of(program, scenes) | by_time),
    )
