"""Knowledge of the state at one place of the story: the possible values of variables, and
comparisons that no single variable settles. No ways and no effects."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from pmsim.analysis.solver import Solver, intervals
from pmsim.analysis.solver.narrowing import Goal, Narrowing, single_goals
from pmsim.core.expr import Expr
from pmsim.core.program import QUARTER, QUARTERS, ROLE_SINCE
from pmsim.lang.expressions.ranges import Box, IntervalSet, Ranges, Variable

_CLOCKS = frozenset({Variable(QUARTER), Variable(QUARTERS), Variable(ROLE_SINCE)})
"""Variables that limit each other."""
MAX_GOALS = 12
"""Maximum number of comparisons of one place that a join tries to prove of another place."""
SET: IntervalSet = ((1, 1),)
UNSET: IntervalSet = ((0, 0),)
"""The values of a bit, or of a flag that is not set."""

Follows = Mapping[tuple[Variable, bool], Sequence[tuple[Variable, bool]]]
"""What follows from a flag or bit that is set or not set: others, each set or not set."""


class Knowledge(dict[Variable, IntervalSet]):
    """Knowledge of the state at one place: the values of the variables that can have fewer
    values here than in all careers; the others have the values that `world` gives. `goals`:
    conditions that hold or fail here, by the identity of their expression."""

    __slots__ = ("goals", "world")

    def __init__(
        self, world: Box, values: Box | None = None, goals: Mapping[int, Goal] | None = None
    ) -> None:
        super().__init__(values or ())
        self.world = world
        self.goals = dict(goals or ())

    def __bool__(self) -> bool:
        """Return True: a place of which nothing is known can be reached, unlike None."""
        return True

    def __missing__(self, var: Variable) -> IntervalSet:
        return self.world[var]

    def copy(self) -> "Knowledge":
        """Return a copy that can be changed."""
        return Knowledge(self.world, self, self.goals)

    def equals(self, other: "Knowledge") -> bool:
        """Return True if both say the same."""
        return self == other and self.goals == other.goals

    def put(self, var: Variable, values: IntervalSet) -> None:
        """Set the values of a variable, without regard to the goals."""
        if values == self.world[var]:
            self.pop(var, None)
        else:
            self[var] = values

    def limited_to(self, variables: frozenset[Variable], solver: Solver) -> "Knowledge":
        """Return what is known of these variables."""
        return Knowledge(
            self.world,
            {var: values for var, values in self.items() if var in variables},
            {
                key: goal
                for key, goal in self.goals.items()
                if solver.variables(goal[0]) <= variables
            },
        )


class Judge:
    """The operations on knowledge. `solver`: a solver for the conditions of the pack.
    `follows`: what else is set, or not, whenever a flag or bit is. `limited`: variables that have
    fewer values in the world than their slots, or limit each other."""

    def __init__(self, solver: Solver, follows: Follows, limited: Iterable[Variable]) -> None:
        self.solver, self.facts, self.follows = solver, solver.facts, follows
        self.limited = frozenset(limited)

    def assume(self, known: Knowledge, *goals: Goal) -> Knowledge | None:
        """Return what is known if the goals are met too, or None if that is impossible."""
        if not goals:
            return known
        new: dict[Variable, IntervalSet] = {}
        undecided: list[Goal] = []
        if not self._restrict(known, goals, new, undecided):
            return None
        result = known.copy()
        for var, values in new.items():
            result.put(var, values)
        first = undecided or self._goals_about(known, new.keys())[:1]
        if not first:
            return result
        box, more = self._box(result, first)
        if not all(box.values()):  # one of the variables has no possible value
            return None
        narrowing = Narrowing(box, self.facts)
        facts = [goal for goal in self.solver.with_invariants(more) if goal not in more]
        if not narrowing.add_goals([*more, *facts]):
            return None
        for expr, _ in more:
            result.goals.pop(id(expr), None)
        for var, values in narrowing.box.items():
            result.put(var, values)
        for expr, wanted in narrowing.undecided:
            goal = (self.facts.canonical(expr), wanted)
            if goal not in facts:
                result.goals[id(goal[0])] = goal
        return result

    def _goals_about(self, known: Knowledge, variables: Collection[Variable]) -> list[Goal]:
        """Return the goals of the place that read one of the variables."""
        return [
            goal
            for goal in known.goals.values()
            if not self.solver.variables(goal[0]).isdisjoint(variables)
        ]

    def _restrict(
        self,
        known: Knowledge,
        goals: Iterable[Goal],
        new: dict[Variable, IntervalSet],
        undecided: list[Goal],
    ) -> bool:
        """Add to `new` what follows for single variables, to `undecided` all other goals. Return
        False if a goal cannot be met."""
        for expr, wanted in single_goals(goals):
            solved = self.facts.solutions(expr)
            if solved is None:
                goal = self.facts.canonical(expr)
                if known.goals.get(id(goal)) == (goal, not wanted):
                    return False
                undecided.append((goal, wanted))
                continue
            var, solutions = solved
            have = new.get(var) or known[var]
            left = (intervals.intersection if wanted else intervals.difference)(have, solutions)
            new[var] = left
            if not left:
                return False
            if (left[0][0] > 0 or left == UNSET) and not self._follow(known, new, var):
                return False
        return True

    def _follow(
        self, known: Knowledge, new: dict[Variable, IntervalSet], settled: Variable
    ) -> bool:
        """Add what follows from a flag or bit. Return False if that cannot be so."""
        for var, is_set in self.follows.get((settled, new[settled] != UNSET), ()):
            keep = intervals.difference if is_set else intervals.intersection
            new[var] = keep(new.get(var) or known[var], UNSET)
            if not new[var]:
                return False
        return True

    def _box(self, known: Knowledge, goals: Sequence[Goal]) -> tuple[Box, list[Goal]]:
        """Return the goals with every goal of the place that shares a variable with them, and the
        values of all their variables."""
        related = list(goals)
        variables = self._dependencies(goals)
        waiting = list(known.goals.values())
        while joining := [
            goal for goal in waiting if self.solver.dependencies(goal[0]) & variables
        ]:
            related += [goal for goal in joining if goal not in related]
            waiting = [goal for goal in waiting if goal not in joining]
            variables |= self._dependencies(joining)
        return {var: known[var] for var in variables}, related

    def _dependencies(self, goals: Iterable[Goal]) -> frozenset[Variable]:
        return frozenset().union(*(self.solver.dependencies(expr) for expr, _ in goals))

    def possible(self, known: Knowledge, *goals: Goal) -> bool | None:
        """Return False if the goals cannot all be met here, True if the search found a state that
        meets them, None if unknown."""
        goals = tuple((self.facts.canonical(expr), wanted) for expr, wanted in goals)
        new: dict[Variable, IntervalSet] = {}
        undecided: list[Goal] = []
        if not self._restrict(known, goals, new, undecided):
            return False
        variables = self._dependencies(goals)
        if not (undecided or len(variables & _CLOCKS) > 1 or self._goals_about(known, variables)):
            return True
        box, related = self._box(known, goals)
        box = {var: new.get(var, values) for var, values in box.items()}
        return all(box.values()) and self.solver.search_box(related, box).possible

    def says_nothing_of(self, known: Knowledge, expr: Expr) -> bool:
        """Return True if nothing is known here of what a condition reads."""
        variables = self.solver.dependencies(expr)
        return (
            variables.isdisjoint(self.limited)
            and variables.isdisjoint(known)
            and not self._goals_about(known, variables)
        )

    def join(self, one: Knowledge | None, other: Knowledge) -> Knowledge:
        """Return what is known if one of two is so; None is a place that cannot be reached."""
        if one is None or one is other:
            return other
        joined = Knowledge(one.world)
        for var, values in one.items():
            others = other.get(var)
            if others == values:
                joined[var] = values
            elif others is not None:
                joined.put(var, intervals.union(values, others))
        for here, there in ((one, other), (other, one)):
            for key, goal in here.goals.items():
                if there.goals.get(key) == goal or (
                    key not in there.goals
                    and len(here.goals) < MAX_GOALS
                    and Ranges(there).of(goal[0]) == (goal[1], goal[1])
                ):
                    joined.goals[key] = goal
        return joined


class LocalSolver:
    """A solver that knows what is known at one place. `ranges`: of numbers there."""

    def __init__(self, judge: Judge, known: Knowledge) -> None:
        self._judge, self._known = judge, known
        self.ranges = Ranges(known)

    def satisfiable(self, expr: Expr, wanted: bool = True) -> bool | None:
        """Return False if no state makes the condition true (`wanted` True) or false there, True if
        one does, None if unknown."""
        if self._judge.says_nothing_of(self._known, expr):
            return self._judge.solver.satisfiable(expr, wanted)
        return self._judge.possible(self._known, (expr, wanted))

    def satisfiable_together(self, exprs: Sequence[Expr]) -> bool | None:
        """Return the same for all conditions together."""
        return self._judge.possible(self._known, *((expr, True) for expr in exprs))
