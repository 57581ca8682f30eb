"""The setting of all paths: the tables of a pack that every scenario shares, and what is true in
all careers from a start."""

from collections.abc import Iterable, Iterator

from pmsim.analysis.paths.effects import Setting
from pmsim.analysis.paths.knowledge import Judge
from pmsim.analysis.solver import Solver
from pmsim.core.effect_kinds import ClearFlag, Effects
from pmsim.core.program import Beat, Choice, Later, Program, Scenario, Scene
from pmsim.lang.compiler.termination import called_scenes, onward
from pmsim.lang.expressions.ranges import Box, SlotDomains


class World:
    """The things that the scenarios of a pack share.

    `domains`: the values of each variable in all careers. `lasting`: slots that never become
    smaller once they are above 0: counters, and flags that nothing clears. `called`: scenes that a
    call may enter. `first_visits`: scenarios that are drawn once and begun in no other way.
    `visit_slots`: slots that are 0 between visits. `is_finished`: the numbers at a start are known;
    in an unfinished pack other ways to begin may still be written. `open_flags`, `open_roles`: what
    a pack that extends this one may set and give. `frame`: everything of the pack that paths
    through its scenarios depend on.
    """

    def __init__(
        self,
        program: Program,
        solver: Solver,
        limits: Box,
        is_finished: bool = True,
        open_names: frozenset[str] = frozenset(),
    ) -> None:
        self.program, self.is_finished = program, is_finished
        self.setting = Setting(program)
        scene_of = {choice.index: choice.scene for choice in program.choices}
        self.judge = Judge(solver, scene_of, limits)
        self.domains = SlotDomains(program.slots, limits)
        self.starts, self.beats = program.starts, program.beats
        self.open_flags = [
            number
            for number, slot in enumerate(program.slots)
            if slot.kind == "flag" and slot.id in open_names
        ]
        self.open_roles = [
            number for number, role in enumerate(program.roles) if role.id in open_names
        ]
        self.lasting = frozenset(_lasting_slots(program)) - frozenset(self.open_flags)
        self.visit_slots = [
            number
            for number, slot in enumerate(program.slots)
            if slot.kind in ("took_now", "because")
        ]
        self.called = frozenset(called for _, called in called_scenes(program))
        self.first_visits = frozenset(_first_visits(program, self.called))
        tables = (program.slots, program.beats, program.starts, program.roles, program.stages)
        more = (program.skills, program.tags, program.locks, program.feeds, program.crossing)
        rest = (program.on_disliked, program.on_loved, program.quarters, program.short)
        derived = (is_finished, open_names, self.lasting, self.first_visits, dict(limits))
        self.frame = (tables, more, rest, derived, self.called)

    def draws_of(self, scenario: Scenario) -> Iterator[Beat]:
        """Yield the draws that may fall on a scenario."""
        if scenario.drawable:
            for beat in self.beats:
                if beat.scenario < 0 and (
                    scenario.urgent
                    or not beat.topics
                    or not set(beat.topics).isdisjoint(scenario.topics)
                ):
                    yield beat


def all_effects(program: Program) -> Iterator[Effects]:
    """Yield every mapping of effects of a pack."""
    parts: list[Scene | Choice] = [*program.scenes, *program.choices]
    found = [part.effects for part in parts]
    found += [start.effects for start in program.starts]
    found += [
        side.effects
        for part in parts
        if part.check
        for side in (part.check.success, part.check.failure)
    ]
    found += [role.enter for role in program.roles]
    found += [program.on_disliked, program.on_loved]
    if program.crossing is not None:
        found.append(program.crossing.effects)
    return (effects for effects in found if effects is not None)


def _lasting_slots(program: Program) -> Iterator[int]:
    cleared = {
        effect.slot
        for effects in all_effects(program)
        for effect in effects
        if isinstance(effect, ClearFlag)
    }
    for number, slot in enumerate(program.slots):
        if slot.kind in ("times", "passed", "held", "times_seen", "times_took") or (
            slot.kind == "flag" and number not in cleared
        ):
            yield number
    for skill in program.skills:
        yield from (skill.done, skill.told, skill.taught)


def _first_visits(program: Program, called: Iterable[int]) -> Iterator[int]:
    """Yield the scenarios that are drawn at most once, and that no beat, start, call or other
    scenario begins."""
    named = {program.scenes[index].scenario for index in called}
    named |= {beat.scenario for beat in program.beats} | {
        start.scenario for start in program.starts
    }
    named |= {
        later.scenario
        for scene in program.scenes
        for later in scene_laters(program, scene.index)
        if later.scenario != scene.scenario
    }
    for scenario in program.scenarios:
        if not scenario.repeat and scenario.index not in named:
            yield scenario.index


def scene_laters(program: Program, index: int) -> list[Later]:
    """Return every consequence that a scene or its choices may send for."""
    scene = program.scenes[index]
    return onward(scene, *(program.choices[number] for number in scene.choices)).laters


def groups(program: Program) -> Iterator[tuple[int, ...]]:
    """Yield the scenarios that send for each other, directly or through others, by index."""
    root = list(range(len(program.scenarios)))

    def find(index: int) -> int:
        while root[index] != index:
            index = root[index]
        return index

    for scene in program.scenes:
        for later in scene_laters(program, scene.index):
            root[find(later.scenario)] = find(scene.scenario)
    members: dict[int, list[int]] = {}
    for index in range(len(root)):
        members.setdefault(find(index), []).append(index)
    return (tuple(each) for each in members.values())
