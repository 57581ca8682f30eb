"""Cached facts about single expressions: the variables that each reads and, for one variable, the
values for which the expression holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from pmsim.analysis.solver import intervals
from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import (
    MIRRORED,
    All,
    Among,
    Arith,
    Bit,
    Compare,
    Expr,
    Get,
    IfElse,
    IsSet,
    Least,
    Level,
    Lookup,
    Most,
    Not,
    Num,
    Some,
    Top,
    children,
)
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import (
    IntervalSet,
    SlotDomains,
    Variable,
    own_variables,
    variable,
)

T = TypeVar("T")
MAX_ENUMERATED = 512
"""Maximum size of a slot whose values are tested one by one. For larger slots, only comparisons
with constants have solutions."""
MAX_KNOWN = 100_000
"""Maximum number of expressions in a cache; the shipped career has five thousand."""
_INFINITY = 1 << 40
_SOLUTIONS: dict[str, Callable[[int], IntervalSet]] = {
    "<": lambda n: ((-_INFINITY, n - 1),),
    "<=": lambda n: ((-_INFINITY, n),),
    ">": lambda n: ((n + 1, _INFINITY),),
    ">=": lambda n: ((n, _INFINITY),),
    "==": lambda n: ((n, n),),
    "!=": lambda n: ((-_INFINITY, n - 1), (n + 1, _INFINITY)),
}


class Cache(Generic[T]):
    """A function of expressions with its results, by the identity of nodes. It holds the nodes, so
    that their identity stays unique."""

    def __init__(self, derive: Callable[[Expr], T]) -> None:
        self.derive = derive
        self.known: dict[int, tuple[Expr, T]] = {}

    def __call__(self, expr: Expr) -> T:
        known = self.known.get(id(expr))
        if known is None:
            if len(self.known) > MAX_KNOWN:
                self.known.clear()
            known = self.known[id(expr)] = (expr, self.derive(expr))
        return known[1]


class _Variables:
    """The variables that expressions read, with its results as in `Cache`."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[Expr, frozenset[Variable]]] = {}

    def __call__(self, expr: Expr) -> frozenset[Variable]:
        known = self.known.get(id(expr))
        if known is None:
            read = frozenset(own_variables(expr)).union(*map(self, children(expr)))
            known = self.known[id(expr)] = (expr, read)
        return known[1]


class ExpressionFacts:
    """Facts about expressions over `slots`.

    `canonical`: the first of equal expressions. `variables`: everything that one reads.
    `solutions`: its only variable, with the values for which it holds; None if it has more
    variables, or too many values to test.
    `simplified`: the same condition with an outermost `a if c else b` or `top` replaced by
    comparisons, where this is possible. `compiled`: the expression ready to be evaluated.
    `directions`: by variable, above 0 if the expression grows with it, below 0 if it shrinks.
    """

    def __init__(self, slots: Sequence[Slot]) -> None:
        # no cache may refer to `self`: that would be a cycle for the garbage collector
        self.domains = domains = SlotDomains(slots)
        by_value: dict[Expr, Expr] = {}
        self.canonical = Cache(lambda expr: by_value.setdefault(expr, expr))
        self.variables = variables = _Variables()
        self.solutions = Cache(lambda expr: _solutions(expr, variables(expr), domains))
        self.simplified = Cache(_simplified)
        self.compiled = Cache(compile_expr)
        self.directions = Cache(_directions)


def _solutions(
    expr: Expr, variables: frozenset[Variable], domains: SlotDomains
) -> tuple[Variable, IntervalSet] | None:
    if len(variables) != 1:
        return None
    (var,) = variables
    domain = domains[var]
    match expr:
        case Compare(op, Get(), Num(n)):
            return var, intervals.intersection(domain, _SOLUTIONS[op](n))
        case Compare(op, Num(n), Get()):
            return var, intervals.intersection(domain, _SOLUTIONS[MIRRORED[op]](n))
        case Bit():
            return var, intervals.clipped(domain, 1, 1)
        case IsSet():
            return var, intervals.difference(domain, ((0, 0),))
        case Among(Get(), values):
            return var, intervals.intersection(domain, intervals.set_of(sorted(values)))
    if var.bit >= 0 or intervals.size(domain) > MAX_ENUMERATED:
        return None
    holds, state = compile_expr(expr), [0] * (var.slot + 1)
    matching = []
    for value in intervals.members(domain):
        state[var.slot] = value
        if holds(state):
            matching.append(value)
    return var, intervals.set_of(matching)


def _simplified(expr: Expr) -> Expr:
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


def _directions(expr: Expr) -> Mapping[Variable, int]:
    directions: dict[Variable, int] = {}
    _add_directions(expr, 1, directions)
    return directions


def _add_directions(expr: Expr, sign: int, directions: dict[Variable, int]) -> None:
    """Record the direction in which each variable makes `expr` grow (`sign` 1) or shrink (-1). A
    condition grows by becoming true."""
    match expr:
        case Get(slot) | IsSet(slot) | Lookup(slot, _) | Level(slot, _, _, _):
            directions[variable(slot)] = directions.get(variable(slot), 0) + sign
        case Arith("*", left, right):
            _add_directions(left, sign if _is_nonnegative(right) else -sign, directions)
            _add_directions(right, sign if _is_nonnegative(left) else -sign, directions)
        case Arith("+", left, right):
            _add_directions(left, sign, directions)
            _add_directions(right, sign, directions)
        case Arith("//", left, _):
            _add_directions(left, sign, directions)
        case Compare(("<" | "<="), left, right):
            _add_directions(Arith("-", right, left), sign, directions)
        case Arith("-", left, right) | Compare((">" | ">="), left, right):
            _add_directions(left, sign, directions)
            _add_directions(right, -sign, directions)
        case All(items) | Some(items) | Least(items) | Most(items):
            for each in items:
                _add_directions(each, sign, directions)
        case Not(item):
            _add_directions(item, -sign, directions)
        case IfElse(_, then, other_):
            _add_directions(then, sign, directions)
            _add_directions(other_, sign, directions)
        case _:
            return


def _is_nonnegative(expr: Expr) -> bool:
    """Return True unless the factor is a negative constant."""
    return getattr(expr, "value", 1) >= 0
