"""What names mean where an expression stands. `lower` makes one for a pack; nothing here is particular to a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pmsim.core.expr import Expr
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import KnownRanges
from pmsim.lang.spelling import GuessBudget

NUMBER, TRUTH, ROLE, STAGE = "number", "truth", "role", "stage"
"""Kinds of values. A member of a group has the kind `top(<group>)`."""


class TypedExpr(NamedTuple):
    """What a name or an expression is worth."""

    expr: Expr
    kind: str


@dataclass(frozen=True)
class Scope:
    """`values`: bare and dotted names, flags among them. `words`: names that mean something only beside `role`, `stage`, `top(<group>)` or
    a stat with bands, and the numbers they become. `top_of_group`: `top` by group. `flags`: their slots. `scenes`, `choices`: what `seen`
    and `took` may name, by index."""

    slots: Sequence[Slot]
    values: Mapping[str, TypedExpr]
    words: Mapping[str, Mapping[str, int]]
    top_of_group: Mapping[str, TypedExpr]
    flags: Mapping[str, int]
    scenes: Mapping[str, int]
    choices: Mapping[str, int]
    guess_budget: GuessBudget = field(default_factory=GuessBudget)
    known_ranges: KnownRanges = field(default_factory=dict)
    """Ranges found so far, so that a computed stat is measured once."""
