"""Ways out: by which choices every visit surely comes to its end, found backwards from the ends in one pass."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pmsim.core.program import Choice, Exit, Later, Scenario, Scene

Ways = list[tuple[Exit, tuple[Later, ...]]]
"""Where one may go on, each with what it brings about."""


class Ranks(NamedTuple):
    """`scenes`: each scene's rank, by index; one without a rank is missing. `ways_out`: choices of which every continuation ranks lower."""

    scenes: Mapping[int, int]
    ways_out: frozenset[int]


class _Candidate(NamedTuple):
    """A choice (-1: the scene itself) and the scenes it may lead to."""

    scene: int
    choice: int
    leads: frozenset[int]


def is_candidate(choice: Choice) -> bool:
    """Whether nothing can shut it: no `needs`, no lock, not from `each` — or open exactly when nothing else is."""
    return choice.otherwise or not (choice.needs is not None or choice.scenery or choice.locks or choice.each >= 0)


def ranks(scenes: Sequence[Scene], choices: Sequence[Choice]) -> Ranks:
    """Ranks of all scenes. A scene's rank is 1 + the least, over its candidates, of the highest rank among what that candidate may lead to;
    leaving the visit ranks 0. Scenes are ranked from the lowest rank up, so a candidate is settled by the last of its scenes."""
    candidates = [candidate for scene in scenes for candidate in _candidates(scene, choices)]
    waiting = [len(candidate.leads) for candidate in candidates]
    leading_to: dict[int, list[int]] = {}
    for number, candidate in enumerate(candidates):
        for scene_index in candidate.leads:
            leading_to.setdefault(scene_index, []).append(number)
    found: dict[int, int] = {}
    settled = deque(number for number, candidate in enumerate(candidates) if not candidate.leads)
    ways_out: set[int] = set()
    while settled:
        candidate = candidates[settled.popleft()]
        rank = 1 + max((found[index] for index in candidate.leads), default=0)
        if candidate.scene not in found:
            found[candidate.scene] = rank
            for number in leading_to.get(candidate.scene, ()):
                waiting[number] -= 1
                if not waiting[number]:
                    settled.append(number)
        if candidate.choice >= 0 and rank <= found[candidate.scene]:
            ways_out.add(candidate.choice)
    return Ranks(found, frozenset(ways_out))


def ways_on(part: Scene | Choice) -> Ways:
    """Where a choice, or a scene by itself, goes on and what it brings about; of a check both sides. A scene that asks has none itself."""
    if isinstance(part, Scene) and part.choices and not part.pick:
        return []
    return [(side.exit, side.later) for side in (part.check.success, part.check.failure)] if part.check else [(part.exit, part.later)]


def all_ways_on(scene: Scene, choices: Sequence[Choice]) -> Ways:
    """Those of a scene and of its choices."""
    return [*ways_on(scene), *(way for index in scene.choices for way in ways_on(choices[index]))]


def due(scenarios: Sequence[Scenario], later: Later) -> tuple[int, ...]:
    """The scenes to which a consequence may come."""
    return later.scenes or scenarios[later.scenario].starts


def closure(seeds: Iterable[int], onward: Callable[[int], Iterable[int]]) -> set[int]:
    """Everything that is come to from `seeds`, themselves included."""
    found: set[int] = set()
    todo = list(seeds)
    while todo:
        index = todo.pop()
        if index not in found:
            found.add(index)
            todo += onward(index)
    return found


def _candidates(scene: Scene, choices: Sequence[Choice]) -> list[_Candidate]:
    if scene.pick or not scene.choices:
        return [_Candidate(scene.index, -1, _leads(scene))]
    own = [choices[index] for index in scene.choices]
    return [_Candidate(scene.index, choice.index, _leads(choice)) for choice in own if is_candidate(choice)]


def _leads(part: Scene | Choice) -> frozenset[int]:
    """The scenes of the same visit to which it may lead; none: it leaves."""
    return frozenset(scene for exit_, _ in ways_on(part) for scene in exit_.scenes)
