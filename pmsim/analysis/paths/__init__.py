"""Paths: what is known of the state wherever a condition is read, in careers from a start. An
abstract interpretation of the program: every state that a career really reaches at a place lies in
what is known there. No messages."""

from collections.abc import Mapping

from pmsim.analysis.paths.explore import Group, Places, explore
from pmsim.analysis.paths.possible import Counts, Possible, reach_of_numbers
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
from pmsim.lang import Draft, Place, ScenarioSymbol
from pmsim.lang.expressions.ranges import Variable

_CLOCKS = (QUARTER, QUARTERS, ROLE, ROLE_SINCE)


class Paths:
    """The paths of a whole pack: one `Places` for each group of scenarios, by scenario.
    `conditions`: every condition by its place."""

    def __init__(
        self, world: World, places: Mapping[int, Places], conditions: Mapping[Place, Expr]
    ) -> None:
        self.world, self.places, self.conditions = world, places, conditions


def has_errors(draft: Draft) -> bool:
    """Return True if a pack has errors; its paths are then not followed."""
    return any(each.severity == "error" for each in draft.context.diagnostics)


def possible_in(draft: Draft, solver: Solver) -> Possible | None:
    """Return all that can come about in a pack; None if it has errors."""
    if has_errors(draft):
        return None
    program, memo, open_names = draft.program, draft.memo, _open_names(draft)
    world = World(program, solver, {}, open_names=open_names)
    tables = (program.scenarios, program.scenes, program.choices)
    key = memo.reuse_equal("possible", (world.frame, tables))
    possible = memo.recall(Possible, key, solver)
    if not isinstance(possible, Possible):
        possible = Possible(world)
        counts = Counts(possible)
        numbers = reach_of_numbers(program, counts)
        once = frozenset(
            event.number for event in counts if event.kind == "scene" and counts[event] == 1
        )
        possible = Possible(World(program, solver, numbers, True, open_names, once))
        memo.store(possible, Possible, key, solver)
    return possible


def paths_for(draft: Draft, solver: Solver) -> Paths | None:
    """Return the paths of a pack, or None if it has errors. Groups of scenarios whose program is
    unchanged are not followed again."""
    if has_errors(draft):
        return None
    program, memo = draft.program, draft.memo
    paths = memo.recall(Paths, program)
    if isinstance(paths, Paths):
        return paths
    possible = possible_in(draft, solver)
    limits = possible.limits() if possible and draft.is_released else {}
    once = possible.world.entered_once if possible else frozenset()
    fresh = World(program, solver, limits, draft.is_released, _open_names(draft), once)
    key = memo.reuse_equal("world", fresh.frame)
    stored = memo.recall(World, key, solver)
    world = stored if isinstance(stored, World) else fresh
    memo.store(world, World, key, solver)
    flags = draft.names.flags
    away = {flags[flag.text] for flag in draft.names.away_flags.values() if flag.text in flags}
    read = {scenario.index: set(map(Variable, away)) for scenario in program.scenarios}
    numbers = {scenario.file: scenario.number for scenario in draft.names.scenarios}
    for written in draft.context.expressions:
        if written.at.place.file in numbers:
            read[numbers[written.at.place.file]] |= solver.variables(written.expr)
    places: dict[int, Places] = {}
    for members in groups(program):
        group = memo.reuse_equal(f"group {members}", _group(program, solver, read, members))
        places |= dict.fromkeys(members, memo(explore, world, group))
    paths = Paths(world, places, draft.context.by_place("truth"))
    memo.store(paths, Paths, program)
    return paths


def _open_names(draft: Draft) -> frozenset[str]:
    """Return the flags and roles that packs which extend this one will set and give."""
    return frozenset(word.text for word in draft.names.pack.scalars("open"))


def _group(
    program: Program,
    solver: Solver,
    conditions: Mapping[int, set[Variable]],
    members: tuple[int, ...],
) -> Group:
    scenarios = tuple(program.scenarios[index] for index in members)
    scenes = {index: program.scenes[index] for one in scenarios for index in one.scenes}
    choices = {index: program.choices[index] for one in scenes.values() for index in one.choices}
    read = {var for index in members for var in conditions[index]}
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


def readings_in(draft: Draft, paths: Paths, scenario: ScenarioSymbol) -> dict[Place, Reading]:
    """Return how everything in a scenario is read, by the place where it is written."""
    memo, places, world = draft.memo, paths.places[scenario.number], paths.world
    key = (Reader, scenario, places, world, draft.names.naming_key)
    stored = memo.recall(*key)
    if isinstance(stored, dict):
        return stored
    reader = Reader(draft.program, world.judge, places, paths.conditions)
    readings = dict(reader.scenario(scenario))
    memo.store(readings, *key)
    return readings
