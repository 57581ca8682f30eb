"""What is known of single expressions: what each reads, and, of those that read one thing, for which of its numbers they hold.

Kept by identity: `Num(3)` and `Get(3)` are equal as tuples and mean different things. `same` makes one of all that say the same.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from pmsim.analysis.cases import spans
from pmsim.analysis.cases.bounds import Var
from pmsim.analysis.cases.spans import Spans
from pmsim.core.expr import (
    TURNED,
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
    compile_expr,
)
from pmsim.core.program import Slot
from pmsim.lang.expressions.size import parts

MOST_NUMBERS = 512
"""A slot of so many numbers is asked one by one; of a larger one only what a comparison with a constant says."""
_FAR = 1 << 40
_RUNS: dict[str, Callable[[int], Spans]] = {
    "<": lambda n: ((-_FAR, n - 1),),
    "<=": lambda n: ((-_FAR, n),),
    ">": lambda n: ((n + 1, _FAR),),
    ">=": lambda n: ((n, _FAR),),
    "==": lambda n: ((n, n),),
    "!=": lambda n: ((-_FAR, n - 1), (n + 1, _FAR)),
}


class Atoms:
    """What was found out about expressions over `slots`."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = slots
        self._same: dict[int, tuple[Expr, Expr]] = {}
        self._written: dict[tuple[object, ...], Expr] = {}
        self._reads: dict[int, tuple[Expr, frozenset[Var]]] = {}
        self._of_places: dict[int, tuple[Expr, bool]] = {}
        self._plainer: dict[int, tuple[Expr, Expr]] = {}
        self._holding: dict[int, tuple[Expr, Spans | None]] = {}

    @property
    def met(self) -> int:
        """How many expressions are remembered."""
        return len(self._same) + len(self._reads) + len(self._plainer)

    def same(self, expr: Expr) -> Expr:
        """The first expression met that says the same, as it is written out."""
        known = self._same.get(id(expr))
        if known is None:
            key = (type(expr), *(self._field(field) for field in expr))
            known = self._same[id(expr)] = (expr, self._written.setdefault(key, expr))
        return known[1]

    def _field(self, field: object) -> object:
        if not isinstance(field, tuple) or not field:
            return field
        if hasattr(field, "_fields"):
            return id(self.same(cast(Expr, field)))
        return tuple(map(self._field, field))

    def range(self, var: Var) -> Spans:
        """What it may hold at all."""
        slot = self._slots[var.slot]
        return ((slot.min, slot.max),) if var.bit < 0 else ((0, 1),)

    def reads(self, expr: Expr) -> frozenset[Var]:
        """Everything that an expression reads."""
        known = self._reads.get(id(expr))
        if known is None:
            known = self._reads[id(expr)] = (expr, _own(expr) or frozenset().union(*map(self.reads, parts(expr))))
        return known[1]

    def asks_of_places(self, expr: Expr) -> bool:
        """Whether it asks for a scene that was seen or a choice that was taken."""
        known = self._of_places.get(id(expr))
        if known is None:
            known = self._of_places[id(expr)] = (expr, any(var.bit >= 0 for var in self.reads(expr)))
        return known[1]

    def single(self, expr: Expr) -> Var | None:
        """The one thing that an expression reads, if there is exactly one."""
        found = self.reads(expr)
        return next(iter(found)) if len(found) == 1 else None

    def holding(self, expr: Expr, var: Var) -> Spans | None:
        """For which of its numbers a condition that reads nothing but `var` holds; None if that would take too long to say."""
        known = self._holding.get(id(expr))
        if known is None:
            known = self._holding[id(expr)] = (expr, _holding(expr, var, self.range(var)))
        return known[1]

    def plainer(self, expr: Expr) -> Expr:
        """The same condition without `a if c else b` and `top`, where a few comparisons say it. Only its own joint is looked at."""
        if not isinstance(expr, (Compare, Among, IfElse)):
            return expr
        known = self._plainer.get(id(expr))
        if known is None:
            known = self._plainer[id(expr)] = (expr, _plainer(expr))
        return known[1]


def _own(expr: Expr) -> frozenset[Var]:
    match expr:
        case Get(slot) | IsSet(slot) | Lookup(slot, _):
            return frozenset((Var(slot),))
        case Bit(slot, bit):
            return frozenset((Var(slot, bit),))
        case Since(slot, quarter):
            return frozenset((Var(slot), Var(quarter)))
        case Level(slot, ends, _, quarter):
            return frozenset((Var(slot), Var(ends), Var(quarter)))
        case Top(slots):
            return frozenset(Var(slot) for slot in slots)
        case _:
            return frozenset()


def _holding(expr: Expr, var: Var, whole: Spans) -> Spans | None:
    match expr:
        case Compare(op, Get(), Num(n)):
            return spans.both(whole, _RUNS[op](n))
        case Compare(op, Num(n), Get()):
            return spans.both(whole, _RUNS[TURNED[op]](n))
        case Bit():
            return spans.within(whole, 1, 1)
        case IsSet():
            return spans.without(whole, ((0, 0),))
        case Among(Get(), values):
            return spans.both(whole, spans.of(sorted(values)))
    if var.bit >= 0 or spans.count(whole) > MOST_NUMBERS:
        return None
    read, state = compile_expr(expr), [0] * (var.slot + 1)
    held = []
    for value in spans.numbers(whole):
        state[var.slot] = value
        if read(state):
            held.append(value)
    return spans.of(held)


def _plainer(expr: Compare | Among | IfElse) -> Expr:
    match expr:
        case Compare(("==" | "!=") as op, Top(slots), Num(place)) if 0 <= place < len(slots):
            ahead: Expr = All(tuple(_ahead(slots, place)))
            return ahead if op == "==" else Not(ahead)
        case Among(Top(slots), values):
            return Some(tuple(All(tuple(_ahead(slots, place))) for place in values if 0 <= place < len(slots)))
        case IfElse(test, then, other):
            return Some((All((test, then)), All((Not(test), other))))
        case _:
            return expr


def _ahead(slots: tuple[int, ...], place: int) -> Iterator[Expr]:
    """What it takes for one of several to be the highest, the first of equals."""
    for number, slot in enumerate(slots):
        if number != place:
            yield Compare(">" if number < place else ">=", Get(slots[place]), Get(slot))
