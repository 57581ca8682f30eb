"""The setting of all paths: the tables of a pack that every scenario shares, and what is true in
all careers from a start."""

from collections.abc import Iterable, Iterator
from itertools import permutations

from pmsim.analysis.paths.knowledge import Judge
from pmsim.analysis.solver import Solver
from pmsim.core.effect_kinds import ClearFlag, Effects, SetFlag
from pmsim.core.expr import All, Expr, IsSet, Not
from pmsim.core.program import (
    SEEN,
    TAKEN,
    Choice,
    Program,
    Scenario,
    Scene,
    cached_on_program,
)
from pmsim.lang.compiler.termination import closure, effects_of, next_scenes
from pmsim.lang.expressions.ranges import Box, SlotDomains, Variable


class World:
    """The things that the scenarios of a pack share.

    `domains`: the values of each variable in all careers. `lasting`: slots that never become
    smaller once they are above 0: counters, and flags that nothing clears. `entered_once`: scenes
    that no career enters twice. `visit_slots`: slots that are 0 between visits. `is_finished`: the
    numbers at a start are known; in an unfinished pack other ways to begin may still be written.
    `open_flags`, `open_roles`: what a pack that extends this one may set and give.
    """

    def __init__(
        self,
        program: Program,
        solver: Solver,
        limits: Box,
        is_finished: bool = True,
        open_names: frozenset[str] = frozenset(),
        entered_once: frozenset[int] = frozenset(),
    ) -> None:
        self.program, self.is_finished = program, is_finished
        self.limits, self.entered_once = limits, entered_once
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
        self.lasting = _lasting_slots(program).difference(self.open_flags)
        pairs = [*_exclusive_choices(program, entered_once)]
        if is_finished:
            pairs += (
                pair
                for pair in _paired_flags(program)
                if all(var.slot not in self.open_flags for var, _ in pair)
            )
        follows: dict[tuple[Variable, bool], list[tuple[Variable, bool]]] = {
            (Variable(TAKEN, choice.index), True): [(Variable(SEEN, choice.scene), True)]
            for choice in program.choices
        }
        for one, other in pairs:
            follows.setdefault(one, []).append(other)
        self.judge = Judge(solver, follows, limits.keys() | {one[0] for one, _ in pairs})
        self.visit_slots = [
            number
            for number, slot in enumerate(program.slots)
            if slot.kind in ("took_now", "because")
        ]


def entry_condition(scene: Scene, needing: Scene | Scenario) -> Expr | None:
    """Return the condition for entering a scene, its `when` and the `with` of `needing`; None if it
    has neither."""
    conditions = [*([scene.when] if scene.when is not None else []), *present(needing)]
    return All(tuple(conditions)) if len(conditions) > 1 else conditions[0] if conditions else None


def present(part: Scene | Scenario) -> list[Expr]:
    """Return conditions that say that nobody whom a scene or scenario needs has left."""
    return [Not(away) for away in (*map(IsSet, part.away), *part.absences)]


def all_effects(program: Program) -> Iterator[Effects]:
    """Yield every mapping of effects of a pack."""
    parts: list[Scene | Choice] = [*program.scenes, *program.choices]
    found = [effects for part in parts for effects in effects_of(part)]
    found += [start.effects for start in program.starts]
    found += [role.enter for role in program.roles]
    found += [program.on_disliked, program.on_loved]
    if program.crossing is not None:
        found.append(program.crossing.effects)
    return (effects for effects in found if effects is not None)


@cached_on_program
def _lasting_slots(program: Program) -> frozenset[int]:
    cleared = {
        effect.slot
        for effects in all_effects(program)
        for effect in effects
        if isinstance(effect, ClearFlag)
    }
    lasting = {slot for one in program.skills for slot in (one.done, one.told, one.taught)}
    kinds = ("times", "passed", "held", "times_seen", "times_took", "flag")
    lasting.update(number for number, slot in enumerate(program.slots) if slot.kind in kinds)
    return frozenset(lasting - cleared)


MAX_TOGETHER = 50
"""Maximum number of choices of a scene, or of flags of one mapping, that are compared."""
_State = tuple[Variable, bool]
"""A flag or bit, and whether it is set."""


def _exclusive_choices(
    program: Program, entered_once: Iterable[int]
) -> Iterator[tuple[_State, _State]]:
    """Yield the choices that can be taken once in a career, each with the siblings that it
    excludes."""
    for index in sorted(entered_once):
        scene = program.scenes[index]
        exclusive = not scene.pick and len(scene.choices) <= MAX_TOGETHER
        for one, other in permutations(scene.choices, 2) if exclusive else ():
            yield (Variable(TAKEN, one), True), (Variable(TAKEN, other), False)


@cached_on_program
def _paired_flags(program: Program) -> list[tuple[_State, _State]]:
    """Return pairs (a flag is set, another is set or clear) of which the second always follows from
    the first. This holds if every mapping of effects that sets the flag brings the other into that
    state, and every one that takes the other out of it clears the flag. Also return the
    contrapositive of each."""
    pairs: list[tuple[_State, _State]] = []
    done: dict[_State, frozenset[_State]] = {}
    for effects in all_effects(program):
        moved = frozenset(
            (Variable(effect.slot), isinstance(effect, SetFlag))
            for effect in effects
            if isinstance(effect, (SetFlag, ClearFlag))
        )
        together = moved if len(moved) <= MAX_TOGETHER else frozenset()
        for one in moved:
            done[one] = done.get(one, together) & together
    for (flag, is_set), others in sorted(done.items()):
        cleared = (flag, False)
        for other, value in sorted(others) if is_set else ():
            if other != flag and cleared in done.get((other, not value), {cleared}):
                pairs += (((flag, True), (other, value)), ((other, not value), cleared))
    return pairs


def groups(program: Program) -> Iterator[tuple[int, ...]]:
    """Yield the scenarios that send for or call each other, directly or through others, by
    index."""
    linked: list[set[int]] = [set() for _ in program.scenarios]
    for scene in program.scenes:
        for other, _ in next_scenes(program, scene.index):
            target = program.scenes[other].scenario
            linked[scene.scenario].add(target)
            linked[target].add(scene.scenario)
    done: set[int] = set()
    for index in range(len(linked)):
        if index not in done:
            members = closure([index], linked.__getitem__)
            done |= members
            yield tuple(sorted(members))
