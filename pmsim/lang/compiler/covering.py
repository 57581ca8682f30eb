"""Guards that cover: conditions of which one holds in every case. What is open in play hangs on it,
so it is an exact notion: all cases are tried, and nothing is known but the bounds of each name."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import (
    Among,
    Bit,
    Compare,
    Expr,
    Get,
    IsSet,
    Level,
    Lookup,
    Num,
    Since,
    Top,
    children,
)
from pmsim.core.program import SEEN, TAKEN, Slot

MAX_CASES = 4096
"""With more cases than this, conditions do not count as covering."""
Name = tuple[int, int]
"""A slot and -1, or a bit set and the number of a bit."""


def covers(conditions: Sequence[Expr], slots: Sequence[Slot]) -> bool:
    """Return True if in every case one of the conditions holds. Each name has each of its values: a
    flag, `seen`, `took` both; a number only those on both sides of what it is compared with."""
    cases: dict[Name, set[int]] = {}
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


def _collect(expr: Expr, slots: Sequence[Slot], cases: dict[Name, set[int]]) -> None:
    """Add the values to try of every name in an expression."""
    match expr:
        case Bit(slot, bit):
            cases[slot, bit] = {0, 1}
            return
        case Compare(_, Get(slot), Num(value)) | Compare(_, Num(value), Get(slot)):
            values: Iterable[int] = (value - 1, value, value + 1)
        case Among(Get(slot), among):
            values = [each + by for each in among for by in (-1, 0, 1)]
        case IsSet(slot):
            values = (0, 1)
        case _:
            for slot in _slots_of(expr):
                low, high = slots[slot].min, slots[slot].max
                cases[slot, -1] = set(range(low, min(high, low + MAX_CASES) + 1))
            for part in children(expr):
                _collect(part, slots, cases)
            return
    low, high = slots[slot].min, slots[slot].max
    cases.setdefault((slot, -1), set()).update(min(max(each, low), high) for each in values)


def _slots_of(expr: Expr) -> tuple[int, ...]:
    """Return the slots that an expression itself reads, of whose values any may matter."""
    match expr:
        case Get(slot) | Lookup(slot, _):
            return (slot,)
        case Since(slot, quarter):
            return (slot, quarter)
        case Level(slot, ends, _, quarter):
            return (slot, ends, quarter)
        case Top(slots):
            return slots
        case _:
            return ()
