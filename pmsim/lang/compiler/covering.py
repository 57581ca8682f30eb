"""Guards that cover: conditions of which one holds in every case. What is open in play hangs on it,
so it is an exact notion: all cases are tried, and nothing is known but the bounds of each name."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import Among, Compare, Expr, Get, IsSet, Num, children
from pmsim.core.program import SEEN, TAKEN, Slot
from pmsim.lang.expressions.ranges import Variable, own_variables, variable

MAX_CASES = 4096
"""With more cases than this, conditions do not count as covering."""


def covers(conditions: Sequence[Expr], slots: Sequence[Slot]) -> bool:
    """Return True if in every case one of the conditions holds. Each name has each of its values: a
    flag, `seen`, `took` both; a number only those on both sides of what it is compared with."""
    cases: dict[Variable, set[int]] = {}
    for condition in conditions:
        _collect(condition, slots, cases)
    if prod(len(values) for values in cases.values()) > MAX_CASES:
        return False
    holding = [compile_expr(condition) for condition in conditions]
    state = [slot.start for slot in slots]
    for values in product(*cases.values()):
        state[SEEN] = state[TAKEN] = 0
        for (slot, bit), value in zip(cases, values, strict=True):
            if bit < 0:
                state[slot] = value
            else:
                state[slot] |= value << bit
        if not any(holds(state) for holds in holding):
            return False
    return True


def _collect(expr: Expr, slots: Sequence[Slot], cases: dict[Variable, set[int]]) -> None:
    """Add the values to try of every name in an expression."""
    match expr:
        case Compare(_, Get(slot), Num(value)) | Compare(_, Num(value), Get(slot)):
            values: Iterable[int] = (value - 1, value, value + 1)
        case Among(Get(slot), among):
            values = [each + by for each in among for by in (-1, 0, 1)]
        case IsSet(slot):
            values = (0, 1)
        case _:
            for var in own_variables(expr):
                low, high = slots[var.slot].min, slots[var.slot].max
                most = 1 if var.bit >= 0 else min(high, low + MAX_CASES)
                cases[var] = set(range(low, most + 1))
            for part in children(expr):
                _collect(part, slots, cases)
            return
    low, high = slots[slot].min, slots[slot].max
    cases.setdefault(variable(slot), set()).update(min(max(each, low), high) for each in values)
