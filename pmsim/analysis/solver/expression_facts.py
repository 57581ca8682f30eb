"""Cached facts about single expressions: the variables that each reads and, for one variable, the
values for which the expression holds.

`canonical` maps equal expressions to one object."""

from collections.abc import Callable, Iterator, Sequence

from pmsim.analysis.solver import intervals
from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import (
    MIRRORED,
    All,
    Among,
    Bit,
    Compare,
    Expr,
    Get,
    IfElse,
    IsSet,
    Level,
    Lookup,
    Not,
    Num,
    Since,
    Some,
    Top,
    children,
)
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import IntervalSet, SlotDomains, Variable

MAX_ENUMERATED = 512
"""Maximum size of a slot whose values are tested one by one. For larger slots, only comparisons
with constants have solutions."""
_INFINITY = 1 << 40
_SOLUTIONS: dict[str, Callable[[int], IntervalSet]] = {
    "<": lambda n: ((-_INFINITY, n - 1),),
    "<=": lambda n: ((-_INFINITY, n),),
    ">": lambda n: ((n + 1, _INFINITY),),
    ">=": lambda n: ((n, _INFINITY),),
    "==": lambda n: ((n, n),),
    "!=": lambda n: ((-_INFINITY, n - 1), (n + 1, _INFINITY)),
}


class ExpressionFacts:
    """Facts about expressions over `slots`."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.domains = SlotDomains(slots)
        self._canonical: dict[int, tuple[Expr, Expr]] = {}
        self._by_value: dict[Expr, Expr] = {}
        self._variables: dict[int, tuple[Expr, frozenset[Variable]]] = {}
        self._reads_visits: dict[int, tuple[Expr, bool]] = {}
        self._simplified: dict[int, tuple[Expr, Expr]] = {}
        self._solutions: dict[int, tuple[Expr, IntervalSet | None]] = {}

    @property
    def size(self) -> int:
        """Return the number of cached expressions."""
        return len(self._canonical) + len(self._variables) + len(self._simplified)

    def canonical(self, expr: Expr) -> Expr:
        """Return the first expression that is equal to `expr`."""
        cached = self._canonical.get(id(expr))
        if cached is None:
            cached = self._canonical[id(expr)] = (expr, self._by_value.setdefault(expr, expr))
        return cached[1]

    def variables(self, expr: Expr) -> frozenset[Variable]:
        """Return everything that an expression reads."""
        cached = self._variables.get(id(expr))
        if cached is None:
            cached = self._variables[id(expr)] = (
                expr,
                _direct_variables(expr) or frozenset().union(*map(self.variables, children(expr))),
            )
        return cached[1]

    def reads_visits(self, expr: Expr) -> bool:
        """Return True if the expression reads a seen scene or a taken choice."""
        cached = self._reads_visits.get(id(expr))
        if cached is None:
            cached = self._reads_visits[id(expr)] = (
                expr,
                any(var.bit >= 0 for var in self.variables(expr)),
            )
        return cached[1]

    def only_variable(self, expr: Expr) -> Variable | None:
        """Return the only variable of an expression, or None if there are more or none."""
        variables = self.variables(expr)
        return next(iter(variables)) if len(variables) == 1 else None

    def solutions(self, expr: Expr, var: Variable) -> IntervalSet | None:
        """Return the values of `var`, the only variable, for which the condition holds. Return None
        if there are too many to test."""
        cached = self._solutions.get(id(expr))
        if cached is None:
            cached = self._solutions[id(expr)] = (expr, _solutions(expr, var, self.domains[var]))
        return cached[1]

    def simplified(self, expr: Expr) -> Expr:
        """Return the same condition with an outermost `a if c else b` or `top` replaced by
        comparisons, where this is possible."""
        if not isinstance(expr, (Compare, Among, IfElse)):
            return expr
        cached = self._simplified.get(id(expr))
        if cached is None:
            cached = self._simplified[id(expr)] = (expr, _simplified(expr))
        return cached[1]


def _direct_variables(expr: Expr) -> frozenset[Variable]:
    match expr:
        case Get(slot) | IsSet(slot) | Lookup(slot, _):
            return frozenset((Variable(slot),))
        case Bit(slot, bit):
            return frozenset((Variable(slot, bit),))
        case Since(slot, quarter):
            return frozenset((Variable(slot), Variable(quarter)))
        case Level(slot, ends, _, quarter):
            return frozenset((Variable(slot), Variable(ends), Variable(quarter)))
        case Top(slots):
            return frozenset(Variable(slot) for slot in slots)
        case _:
            return frozenset()


def _solutions(expr: Expr, var: Variable, domain: IntervalSet) -> IntervalSet | None:
    match expr:
        case Compare(op, Get(), Num(n)):
            return intervals.intersection(domain, _SOLUTIONS[op](n))
        case Compare(op, Num(n), Get()):
            return intervals.intersection(domain, _SOLUTIONS[MIRRORED[op]](n))
        case Bit():
            return intervals.clipped(domain, 1, 1)
        case IsSet():
            return intervals.difference(domain, ((0, 0),))
        case Among(Get(), values):
            return intervals.intersection(domain, intervals.set_of(sorted(values)))
    if var.bit >= 0 or intervals.size(domain) > MAX_ENUMERATED:
        return None
    holds, state = compile_expr(expr), [0] * (var.slot + 1)
    matching = []
    for value in intervals.members(domain):
        state[var.slot] = value
        if holds(state):
            matching.append(value)
    return intervals.set_of(matching)


def _simplified(expr: Compare | Among | IfElse) -> Expr:
    match expr:
        case Compare(("==" | "!=") as op, Top(slots), Num(place)) if 0 <= place < len(slots):
            wins: Expr = All(tuple(_first_of_the_highest(slots, place)))
            return wins if op == "==" else Not(wins)
        case Among(Top(slots), values):
            return Some(
                tuple(
                    All(tuple(_first_of_the_highest(slots, place)))
                    for place in values
                    if 0 <= place < len(slots)
                )
            )
        case IfElse(test, then, other):
            return Some((All((test, then)), All((Not(test), other))))
        case _:
            return expr


def _first_of_the_highest(slots: tuple[int, ...], place: int) -> Iterator[Expr]:
    """Yield the comparisons that make the slot at `place` the highest, and the first among
    equals."""
    for number, slot in enumerate(slots):
        if number != place:
            yield Compare(">" if number < place else ">=", Get(slots[place]), Get(slot))
