"""The solver: it decides if a condition can be true, or false, and finds an example state.

It knows only the range of each slot and a few facts that hold in every career. The quarter is at
most the last one. Flags and roles are not set later than the current quarter. A career that took a
choice has seen its scene. The answer "never" is proved. The answer "sometimes" has an example that
was evaluated. Otherwise the answer is unknown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal, NamedTuple

from pmsim.analysis.solver import intervals
from pmsim.analysis.solver.expression_facts import Cache, ExpressionFacts
from pmsim.analysis.solver.narrowing import Goal, Narrowing
from pmsim.core.expr import (
    All,
    Bit,
    Compare,
    Expr,
    Get,
    Not,
    Since,
    Some,
    walk,
)
from pmsim.core.program import QUARTER, QUARTERS, ROLE_SINCE, SEEN, TAKEN, Slot
from pmsim.lang.expressions.ranges import Box, Variable

Example = Mapping[Variable, int]
"""A state, limited to the variables that an expression reads."""


class SearchResult(NamedTuple):
    """The result of a search. `possible` None: unknown, the budget ran out. `example`: a state that
    meets all goals, or None."""

    possible: bool | None
    example: Example | None = None


def search(
    goals: Sequence[Goal],
    box: Box,
    facts: ExpressionFacts,
    verify: Callable[[Example], bool],
    budget: Iterator[int],
) -> SearchResult:
    """Search `box` for a state that meets all goals. `verify`: returns True if a state meets them.
    `budget`: gives a number for each box that may still be searched."""
    narrowing = Narrowing(box, facts)
    if not narrowing.add_goals(goals):
        return SearchResult(False)
    example = _probe(narrowing, verify)
    if example is not None:
        return SearchResult(True, example)
    if next(budget, None) is None:
        return SearchResult(None)
    halves = _split(narrowing)
    possible: Literal[False] | None = False if halves else None
    for half in halves:
        answer = search(narrowing.undecided, half, facts, verify, budget)
        if answer.possible:
            return answer
        possible = possible if answer.possible is False else None
    return SearchResult(possible)


def _probe(narrowing: Narrowing, verify: Callable[[Example], bool]) -> Example | None:
    """Return the first state that `verify` accepts, or None.

    Candidates: the one that the open goals favour; if goals are open, also those with every
    variable at its lowest and at its highest.
    """
    box = narrowing.box
    candidates = [_preferred_state(narrowing.undecided, box, narrowing.facts)]
    if narrowing.undecided:
        candidates += [
            {var: domain[0][0] for var, domain in box.items()},
            {var: domain[-1][1] for var, domain in box.items()},
        ]
    return next((state for state in candidates if verify(state)), None)


def _preferred_state(goals: Sequence[Goal], box: Box, facts: ExpressionFacts) -> Example:
    """Return the state of the box that the goals favour."""
    directions: dict[Variable, int] = {}
    for expr, wanted in goals:
        for var, sign in facts.directions(expr).items():
            directions[var] = directions.get(var, 0) + (sign if wanted else -sign)
    return {
        var: domain[-1][1] if directions.get(var, 0) > 0 else domain[0][0]
        for var, domain in box.items()
    }


def _split(narrowing: Narrowing) -> list[Box]:
    """Return the box split in two along a variable of an open goal, or [] if all are single values.
    Split 0 from the rest first."""
    box = narrowing.box
    splittable = [
        (intervals.size(box[var]), var)
        for expr, _ in narrowing.undecided
        for var in narrowing.facts.variables(expr)
        if intervals.size(box[var]) > 1
    ]
    if not splittable:
        return []
    _, var = min(splittable)
    domain = box[var]
    separates_zero = domain[0][0] == 0 and domain[0][1] > 0
    halves = (
        (((0, 0),), intervals.difference(domain, ((0, 0),)))
        if separates_zero
        else intervals.split(domain)
    )
    return [{**box, var: half} for half in halves]


BOX_BUDGET = 60
"""Maximum number of boxes per question; realistic conditions need one or two."""
StateTuple = tuple[int, ...]
"""A value for every slot."""
VariablesOf = Callable[[Expr], frozenset[Variable]]
_CLOCKS = (Variable(QUARTERS), Variable(ROLE_SINCE))
"""Variables that the quarter limits."""


class Solver:
    """A solver for the conditions of one pack, with a cache. `slots`: the program's slots.
    `scene_of`: the scene of each choice, by index. `variables`: everything that a condition reads.
    `dependencies`: that, and what is read by the facts about it."""

    def __init__(
        self,
        slots: Sequence[Slot],
        scene_of: Mapping[int, int] | None = None,
        box_budget: int = BOX_BUDGET,
    ) -> None:
        scenes = scene_of or {}
        self._box_budget = box_budget
        self.facts = ExpressionFacts(slots)
        self.variables = self.facts.variables
        self.dependencies = Cache(partial(_dependencies, self.variables, scenes))
        self._invariants = Cache(partial(_invariants, self.facts, self.dependencies, scenes))
        self._answers: dict[tuple[int, bool], bool | None] = {}
        self._default_state = [
            slot.max
            if number in (QUARTER, QUARTERS)
            else slot.min
            if number == ROLE_SINCE
            else slot.start
            for number, slot in enumerate(slots)
        ]
        self._flags = frozenset(number for number, slot in enumerate(slots) if slot.kind == "flag")

    def satisfiable(self, expr: Expr, wanted: bool = True) -> bool | None:
        """Return True if some state makes the condition true (`wanted` True) or false (`wanted`
        False), False if none does, None if unknown."""
        expr = self.facts.canonical(expr)
        key = (id(expr), wanted)
        if key not in self._answers:
            self._answers[key] = self._solve(expr, wanted)
        return self._answers[key]

    def satisfiable_together(self, exprs: Sequence[Expr]) -> bool | None:
        """Return the same for all conditions together."""
        return self.satisfiable(exprs[0] if len(exprs) == 1 else All(tuple(exprs)))

    def example(self, expr: Expr, wanted: bool = True) -> StateTuple | None:
        """Return a state in which the condition is as wanted, or None if the search found none."""
        example = self._search(expr, wanted).example
        return None if example is None else tuple(self._full_state(example))

    def _solve(self, expr: Expr, wanted: bool) -> bool | None:
        """Answer for independent parts separately, and for one variable from its set of solutions.
        Otherwise try a state that needs no search."""
        match expr:
            case Not(item):
                return self.satisfiable(item, not wanted)
            case All(items) | Some(items) if self._independent(items):
                answers = {self.satisfiable(item, wanted) for item in items}
                settles = isinstance(expr, All) != wanted  # one such answer is that of the whole
                if settles in answers:
                    return settles
                return None if None in answers else not settles
        if solved := self.facts.solutions(expr):
            var, solutions = solved
            return bool(solutions) if wanted else solutions != self.facts.domains[var]
        if bool(self.facts.compiled(expr)(self._default_state)) == wanted:
            return True
        return self._search(expr, wanted).possible

    def _independent(self, items: Sequence[Expr]) -> bool:
        """Return True if no two items depend on the same variable."""
        dependencies = [self.dependencies(each) for each in items]
        return sum(map(len, dependencies)) == len(frozenset().union(*dependencies))

    def _search(self, expr: Expr, wanted: bool) -> SearchResult:
        expr = self.facts.canonical(expr)
        box = {var: self.facts.domains[var] for var in self.dependencies(expr)}
        return self.search_box([(expr, wanted)], box)

    def search_box(self, goals: Sequence[Goal], box: Box) -> SearchResult:
        """Search a box, which has every variable of the goals, for a state that meets them all.
        First try the state that the goals favour."""
        goals = self.with_invariants(goals)
        tests = [(self.facts.compiled(goal), wanted) for goal, wanted in goals]

        def verify(example: Example) -> bool:
            state = self._full_state(example)
            return all(bool(test(state)) == wanted for test, wanted in tests)

        guess = _preferred_state(goals, box, self.facts)
        if verify(guess):
            return SearchResult(True, guess)
        return search(goals, box, self.facts, verify, iter(range(self._box_budget)))

    def with_invariants(self, goals: Sequence[Goal]) -> list[Goal]:
        """Return the goals, and the facts that hold in every career about what they read."""
        canonical = self.facts.canonical
        facts = {id(fact): fact for expr, _ in goals for fact in self._invariants(canonical(expr))}
        return [*goals, *((fact, True) for fact in facts.values())]

    def _full_state(self, example: Example) -> list[int]:
        """Return a whole state. Slots outside the example get the latest quarter, the earliest role
        change or their start value. Flags are limited to the quarter."""
        state = self._default_state.copy()
        for var, value in example.items():
            if var.bit < 0:
                state[var.slot] = value
            elif value:
                state[var.slot] |= 1 << var.bit
        for flag in self._flags & {var.slot for var in example}:
            state[flag] = min(state[flag], state[QUARTER])
        return state


def _dependencies(
    variables_of: VariablesOf, scene_of: Mapping[int, int], expr: Expr
) -> frozenset[Variable]:
    """Return what a condition reads, and what is read by the facts about that."""
    variables = variables_of(expr)
    clocks = {Variable(QUARTER)} if not variables.isdisjoint(_CLOCKS) else set()
    return variables.union(
        clocks,
        (
            Variable(SEEN, scene_of[var.bit])
            for var in variables
            if var.slot == TAKEN and var.bit in scene_of
        ),
    )


def _invariants(
    facts: ExpressionFacts, dependencies: VariablesOf, scene_of: Mapping[int, int], expr: Expr
) -> tuple[Expr, ...]:
    """Return the facts that hold in every career, for the variables of an expression."""
    return tuple(map(facts.canonical, _facts_about(expr, dependencies(expr), scene_of)))


def _facts_about(
    expr: Expr, variables: frozenset[Variable], scene_of: Mapping[int, int]
) -> Iterator[Expr]:
    quarter = Get(QUARTER)
    if Variable(QUARTER) in variables:
        if Variable(QUARTERS) in variables:
            yield Compare("<=", quarter, Get(QUARTERS))
        if Variable(ROLE_SINCE) in variables:
            yield Compare("<=", Get(ROLE_SINCE), quarter)
        for flag in sorted({node.slot for node in walk(expr) if isinstance(node, Since)}):
            yield Compare("<=", Get(flag), quarter)
    for var in sorted(variables):
        if var.slot == TAKEN and var.bit in scene_of:
            yield Some((Not(Bit(TAKEN, var.bit)), Bit(SEEN, scene_of[var.bit])))
