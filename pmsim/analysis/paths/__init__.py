"""Paths: what is known of the state wherever a condition is read, in careers from a start. An
abstract interpretation of the program: every state that a career really reaches at a place lies in
what is known there. No messages."""

from collections.abc import Mapping

from pmsim.analysis.paths.explore import Group, Places, explore
from pmsim.analysis.paths.readings import Reader, Reading
from pmsim.analysis.paths.world import World, groups
from pmsim.analysis.solver import Solver
from pmsim.core.expr import Expr
from pmsim.core.program import (
    QUARTER,
    QUARTERS,
    ROLE,
    ROLE_SINCE,
    Program,
    Scenario,
    Scene,
)
from pmsim.lang import Draft, Place
from pmsim.lang.expressions.ranges import Box, Variable

_CLOCKS = (QUARTER, QUARTERS, ROLE, ROLE_SINCE)


def paths_of(draft: Draft, solver: Solver, limits: Box) -> "Paths":
    """Return the paths of a pack without errors. `limits`: variables that have fewer values than
    their slots, in all careers."""
    scenarios = {scenario.file: scenario.number for scenario in draft.names.scenarios}
    conditions: dict[int, list[Expr]] = {number: [] for number in scenarios.values()}
    for written in draft.context.expressions:
        if written.at.place.file in scenarios:
            conditions[scenarios[written.at.place.file]].append(written.expr)
    world = World(draft.program, solver, limits, draft.is_released, open_names(draft))
    return follow_paths(world, conditions)


def open_names(draft: Draft) -> frozenset[str]:
    """Return the flags and roles that packs which extend this one will set and give."""
    return frozenset(word.text for word in draft.names.pack.scalars("open"))


class Paths:
    """The paths of a whole pack: one `Places` for each group of scenarios, by scenario."""

    def __init__(self, world: World, places: Mapping[int, Places]) -> None:
        self.world, self.places = world, places


def follow_paths(world: World, conditions: Mapping[int, list[Expr]]) -> Paths:
    """Return the paths of a program. `conditions`: what each scenario's file reads, by scenario."""
    program, solver = world.program, world.judge.solver
    places: dict[int, Places] = {}
    for members in groups(program):
        explored = explore(world, _group(program, solver, conditions, members))
        places |= dict.fromkeys(members, explored)
    return Paths(world, places)


def _group(
    program: Program,
    solver: Solver,
    conditions: Mapping[int, list[Expr]],
    members: tuple[int, ...],
) -> Group:
    scenarios = tuple(program.scenarios[index] for index in members)
    scenes = {index: program.scenes[index] for one in scenarios for index in one.scenes}
    choices = {index: program.choices[index] for one in scenes.values() for index in one.choices}
    read = {
        var for index in members for expr in conditions[index] for var in solver.variables(expr)
    }
    for choice in choices.values():
        for lock in choice.locks:
            read |= solver.variables(program.locks[lock].when)
    needing: list[Scenario | Scene] = [*scenarios, *scenes.values()]
    for part in needing:
        read |= {Variable(flag) for flag in part.away}
        read |= {var for away in part.absences for var in solver.variables(away)}
    read |= {Variable(slot) for slot in _CLOCKS}
    read |= {Variable(stage.held) for stage in program.stages if stage.held >= 0}
    return Group(scenarios, scenes, choices, frozenset(read))


def readings_by_place(draft: Draft, paths: Paths) -> dict[Place, Reading]:
    """Return how each condition of a scenario is read, by the place where it is written."""
    conditions = draft.context.by_place("truth")
    return {
        place: reading
        for scenario in draft.names.scenarios
        for place, reading in Reader(
            draft.program, paths.world.judge, paths.places[scenario.number], conditions
        ).scenario(scenario)
    }
