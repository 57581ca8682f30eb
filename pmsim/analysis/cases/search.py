"""Finding a state in which a condition is as wanted, or proving that there is none: narrow, try a few states, split, and again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from pmsim.analysis.cases import spans
from pmsim.analysis.cases.atoms import Atoms
from pmsim.analysis.cases.bounds import Box, Var
from pmsim.analysis.cases.narrow import Goal, Narrowing
from pmsim.core.expr import All, Arith, Compare, Expr, Get, IfElse, IsSet, Least, Level, Lookup, Most, Not, Some

Example = Mapping[Var, int]
"""A state, as far as an expression reads it."""


class Found(NamedTuple):
    """`possible` None: not known, the budget has run out. `example`: a state in which all goals are met, else None."""

    possible: bool | None
    example: Example | None = None


class Budget:
    """How many boxes one question may still look into."""

    def __init__(self, boxes: int) -> None:
        self.boxes = boxes


def quick(goals: Sequence[Goal], box: Box, verify: Callable[[Example], bool]) -> Found | None:
    """The answer of a first guess: the state towards which the goals lean. None: it is no example."""
    state = _towards(goals, box)
    return Found(True, state) if verify(state) else None


def search(goals: Sequence[Goal], box: Box, atoms: Atoms, verify: Callable[[Example], bool], budget: Budget) -> Found:
    """Whether the goals can be met together in `box`. `verify`: whether they are met in a state."""
    narrowing = Narrowing(box, atoms)
    if not narrowing.want(goals):
        return Found(False)
    found = _tried(narrowing, verify)
    if found is not None:
        return Found(True, found)
    budget.boxes -= 1
    if budget.boxes < 0:
        return Found(None)
    sides = _split(narrowing)
    certain: Literal[False] | None = False if sides else None
    for side in sides:
        answer = search(narrowing.open, side, atoms, verify, budget)
        if answer.possible:
            return answer
        certain = certain if answer.possible is False else None
    return Found(certain)


def _tried(narrowing: Narrowing, verify: Callable[[Example], bool]) -> Example | None:
    """The first of a few states of the box that does it: towards where the open goals lean, the lowest, the highest."""
    box = narrowing.box
    tries = [_towards(narrowing.open, box)]
    if narrowing.open:
        tries += [{var: held[0][0] for var, held in box.items()}, {var: held[-1][1] for var, held in box.items()}]
    return next((state for state in tries if verify(state)), None)


def _towards(goals: Sequence[Goal], box: Box) -> Example:
    """The state of the box towards which the goals lean."""
    leaning: dict[Var, int] = {}
    for expr, wanted in goals:
        _lean(expr, 1 if wanted else -1, leaning)
    return {var: held[-1][1] if leaning.get(var, 0) > 0 else held[0][0] for var, held in box.items()}


def _lean(expr: Expr, sign: int, leaning: dict[Var, int]) -> None:
    """Notes which way each thing read should go for `expr` to grow (`sign` 1), to shrink (-1); a condition grows by coming true."""
    match expr:
        case Get(slot) | IsSet(slot) | Lookup(slot, _) | Level(slot, _, _, _):
            leaning[Var(slot)] = leaning.get(Var(slot), 0) + sign
        case Arith(("+" | "*") as op, left, right):
            other = sign if op == "+" or _positive(left) else -sign
            _lean(left, sign if op == "+" or _positive(right) else -sign, leaning)
            _lean(right, other, leaning)
        case Arith("-", left, right):
            _lean(left, sign, leaning)
            _lean(right, -sign, leaning)
        case Arith("//", left, _):
            _lean(left, sign, leaning)
        case Compare(("<" | "<="), left, right):
            _lean(left, -sign, leaning)
            _lean(right, sign, leaning)
        case Compare((">" | ">="), left, right):
            _lean(left, sign, leaning)
            _lean(right, -sign, leaning)
        case All(items) | Some(items) | Least(items) | Most(items):
            for each in items:
                _lean(each, sign, leaning)
        case Not(item):
            _lean(item, -sign, leaning)
        case IfElse(_, then, other_):
            _lean(then, sign, leaning)
            _lean(other_, sign, leaning)
        case _:
            return


def _positive(expr: Expr) -> bool:
    """Whether a factor is not a negative constant."""
    return getattr(expr, "value", 1) >= 0


def _split(narrowing: Narrowing) -> list[Box]:
    """The box in two: what an open goal reads, parted; nought is parted from the rest. [] if nothing is left to part."""
    box = narrowing.box
    wide = [(spans.count(box[var]), var) for expr, _ in narrowing.open for var in narrowing.atoms.reads(expr) if spans.count(box[var]) > 1]
    if not wide:
        return []
    _, var = min(wide)
    held = box[var]
    nought = held[0][0] == 0 and held[0][1] > 0
    sides = (((0, 0),), spans.without(held, ((0, 0),))) if nought else spans.halves(held)
    return [{**box, var: side} for side in sides]
