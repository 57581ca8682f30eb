"""Paths: what is known of the state wherever a condition is read, in careers from a start. An
abstract interpretation of the program: every state that a career really reaches at a place lies in
what is known there. No messages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pmsim.analysis.paths.explore import Explorer, Places
from pmsim.analysis.paths.knowledge import Knowledge
from pmsim.analysis.paths.possible import Counts, Possible, reach_of_numbers
from pmsim.analysis.paths.readings import Reader, Reading
from pmsim.analysis.paths.world import World, groups
from pmsim.analysis.solver import Solver
from pmsim.core.effect_kinds import Change, ChangeInterest
from pmsim.core.expr import walk
from pmsim.core.program import (
    QUARTER,
    QUARTERS,
    ROLE,
    ROLE_SINCE,
    SEEN,
    TAKEN,
    Choice,
    Program,
    Scenario,
    Scene,
)
from pmsim.lang import Draft, Mapping, Place, ScenarioSymbol
from pmsim.lang.compiler.termination import ways_on
from pmsim.lang.expressions.ranges import Variable

_CLOCKS = (QUARTER, QUARTERS, ROLE, ROLE_SINCE)


class Paths:
    """The paths of a whole pack, followed only where somebody asks. Scenarios that send for each
    other are followed together.

    `possible`: all that can come about. `reported`: the identities of conditions, and of their
    parts, that can never be met in any career.
    """

    def __init__(self, draft: Draft, world: World, possible: Possible) -> None:
        self.draft, self.world, self.possible = draft, world, possible
        self.reported = {id(part) for guard in possible.guards.values() for part in walk(guard)}
        self._members = {index: each for each in groups(draft.program) for index in each}
        self._places: dict[int, Places] = {}
        self._readings: dict[int, dict[Place, Reading]] = {}

    def places_of(self, scenario: int) -> Places:
        """Return what is known at the places of a scenario and of those in its group."""
        if scenario not in self._places:
            members = self._members[scenario]
            rows = [self.draft.program.scenarios[index] for index in members]
            places = Explorer(self.world, rows, self._tracked(members)).run()
            self._places |= dict.fromkeys(members, places)
        return self._places[scenario]

    def readings_in(self, scenario: ScenarioSymbol) -> dict[Place, Reading]:
        """Return how everything in a scenario is read, by the place where it is written; nothing
        for the pack's own fields."""
        number = scenario.number
        if number < 0:
            return {}
        if number not in self._readings:
            self._readings[number] = dict(self.reader_of(scenario).scenario(scenario))
        return self._readings[number]

    def known_at(self, scenario: ScenarioSymbol, place: Place) -> Knowledge | None:
        """Return what is known where something of a scenario is read, None if it never is."""
        reading = self.readings_in(scenario).get(place)
        return reading.known if reading else None

    def reader_of(self, scenario: ScenarioSymbol) -> Reader:
        """Return the reader of a scenario."""
        draft, places = self.draft, self.places_of(scenario.number)
        return Reader(draft.program, self.world.judge, places, draft.context.conditions)

    def facts_of(self, scenario: ScenarioSymbol) -> tuple[object, ...]:
        """Return everything, apart from the files of its group, that the paths through a scenario
        depend on, by name: it stays equal while other scenarios change."""
        program, world, members = self.draft.program, self.world, self._members[scenario.number]
        variables = self._tracked(members) | read_variables(self.draft)[""]
        tracked = sorted(variables)
        rows = [program.scenarios[index] for index in members]
        scenes = {index for row in rows for index in row.scenes}
        return (
            described(program, tracked),
            [
                (world.domains[var], var.slot in world.lasting)
                for var in tracked
                if program.slots[var.slot].kind != "because"
            ],
            [row.drawable for row in rows],
            [program.scenes[index].key for index in sorted(world.entered_once & scenes)],
            [
                (described(program, [other]), is_set, world.domains[other])
                for var in tracked
                for value in (True, False)
                for other, is_set in world.judge.follows.get((var, value), ())
                if other in variables or other in world.limits
            ],
            [
                number
                for number, written in enumerate(self.draft.context.expressions_of[scenario.id])
                if id(written.expr) in self.reported
            ],
        )

    def files_of(self, scenario: ScenarioSymbol) -> list[Mapping]:
        """Return the fields of the scenarios in a scenario's group."""
        scenarios = self.draft.names.scenarios
        return [scenarios[index].node for index in self._members[scenario.number]]

    def _tracked(self, members: tuple[int, ...]) -> frozenset[Variable]:
        """Return the variables that the conditions of a group read."""
        program, solver = self.draft.program, self.world.judge.solver
        flags, scenarios = self.draft.names.flags, self.draft.names.scenarios
        away = [flag.text for flag in self.draft.names.away_flags.values()]
        read = read_variables(self.draft)
        return frozenset().union(
            *(read[scenarios[index].id] for index in members),
            *(solver.variables(lock.when) for lock in program.locks),
            map(Variable, _CLOCKS),
            (Variable(flags[flag]) for flag in away if flag in flags),
            (Variable(stage.held) for stage in program.stages if stage.held >= 0),
        )


def described(program: Program, variables: Iterable[Variable]) -> list[object]:
    """Return what variables are, by name: their slots, or the keys of their scenes and choices."""
    tables: dict[int, Sequence[Scene | Choice]] = {SEEN: program.scenes, TAKEN: program.choices}
    return [
        tables[slot][bit].key
        if bit >= 0
        else program.slots[slot]._replace(max=0)
        if program.slots[slot].kind == "because"
        else program.slots[slot]
        for slot, bit in variables
    ]


def read_variables(draft: Draft) -> dict[str, set[Variable]]:
    """Return the variables that the conditions of each scenario read, by its id; '' for the pack's
    own."""
    return draft.memo(_read_variables, draft)


def _read_variables(draft: Draft) -> dict[str, set[Variable]]:
    program, solver = draft.program, solver_for(draft)
    read = {
        owner: set().union(*(solver.variables(each.expr) for each in written))
        for owner, written in draft.context.expressions_of.items()
    }
    for row in program.scenarios:
        needing: list[Scenario | Scene] = [row, *(program.scenes[index] for index in row.scenes)]
        for part in needing:
            read[row.id].update(map(Variable, part.away), *map(solver.variables, part.absences))
    return read


def solver_for(draft: Draft) -> Solver:
    """Return the solver for the conditions of a draft."""
    return draft.memo(_solver, draft)


def _solver(draft: Draft) -> Solver:
    scene_of = {choice.index: choice.scene for choice in draft.program.choices}
    memo = draft.memo
    return memo(Solver, draft.names.slots, memo.reuse_equal("scenes of choices", scene_of))


def paths_for(draft: Draft) -> Paths | None:
    """Return the paths of a pack, or None if it has errors in more than its prose."""
    return draft.memo(_paths, draft)


def _paths(draft: Draft) -> Paths | None:
    if any(each.severity == "error" and each.code < "PM7" for each in draft.context.diagnostics):
        return None
    possible, world = _possible_and_world(draft)
    return Paths(draft, world, possible)


def _possible_and_world(draft: Draft) -> tuple[Possible, World]:
    """Return all that can come about, and what is true in all careers. Both are kept while what
    they depend on stays the same: the pack's own fields, the story without the amounts of its
    effects, and how far these move numbers. So the program of the first may be that of an earlier
    round, with other amounts."""
    memo, program, pack, solver = draft.memo, draft.program, draft.names.pack, solver_for(draft)
    tables: object = memo.reuse_equal("tables", (program.scenes, program.choices))
    shapes = tables
    if memo.is_kept:
        parts: list[Scene | Choice] = [*program.scenes, *program.choices]
        shapes = (program.scenarios, [memo(_without_amounts, part) for part in parts])
        shapes = memo.reuse_equal("shapes", shapes)
    open_names = frozenset(word.text for word in pack.scalars("open"))
    counts = memo.keep(
        lambda: Counts(Possible(World(program, solver, {}, open_names=open_names))),
        *(Counts, shapes, pack, solver),
    )
    once = frozenset(
        event.number for event in counts if event.kind == "scene" and counts[event] == 1
    )
    reach = memo.keep(lambda: reach_of_numbers(program, counts), reach_of_numbers, tables, counts)
    numbers = memo.reuse_equal("numbers", reach)
    possible = memo.keep(
        lambda: Possible(World(program, solver, numbers, True, open_names, once)),
        *(Possible, counts, numbers),
    )
    world = memo.keep(
        lambda: World(
            program,
            solver,
            possible.limits() if draft.is_released else {},
            draft.is_released,
            open_names,
            once,
        ),
        *(World, tables, possible),
    )
    return possible, world


def _without_amounts(part: Scene | Choice) -> tuple[object, ...]:
    """Return everything that a scene or a choice is, but for the changes of numbers."""
    kinds = (Change, ChangeInterest)
    ways = [
        (way.exit, way.later, [one for one in way.effects or () if not isinstance(one, kinds)])
        for way in (part, *ways_on(part))
    ]
    return replace(part, effects=None, check=None), part.check and part.check.odds, ways
