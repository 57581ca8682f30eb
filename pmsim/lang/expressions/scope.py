"""The scope of an expression: the meaning of names. `compiler` makes one scope for a pack; all
scenarios share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pmsim.core.expr import Expr
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import Ranges, SlotDomains
from pmsim.lang.spelling import GuessBudget

NUMBER, TRUTH, ROLE, STAGE = "number", "truth", "role", "stage"
"""Kinds of values. A member of a group has the kind `top(<group>)`."""


_KIND_NAMES = {NUMBER: "a number", TRUTH: "true or false", ROLE: "a role", STAGE: "a stage"}
KIND_PLURALS = {TRUTH: "what is true or false", ROLE: "roles", STAGE: "stages"}


def describe_kind(kind: str) -> str:
    """Return a kind in words."""
    return _KIND_NAMES.get(kind) or f"one of {kind[4:-1]}"


class TypedExpr(NamedTuple):
    """The expression and the kind of a name or of a part of an expression."""

    expr: Expr
    kind: str


class VisitPlace(NamedTuple):
    """The place of an expression in a visit.

    `scene`: the key that `this` stands for, '' outside of scenes. `caused`: `because` has a
    meaning, as in `while`, although no scene is entered.
    """

    scene: str = ""
    caused: bool = False


NOWHERE = VisitPlace()
"""The place of an expression that is read outside of visits."""


@dataclass(frozen=True)
class Scope:
    """The meaning of names in expressions.

    `values`: bare and dotted names, flags among them. `words`: for `role`, `stage`, `top(<group>)`
    and each stat with bands, the words that can be compared with it, and their numbers.
    `top_of_group`: `top` by group. `flags`: their slots. `scenes`, `choices`: the names for `seen`
    and `took`, by index. `slot_index`: the slots of counters, by id.
    """

    slots: Sequence[Slot]
    values: Mapping[str, TypedExpr]
    words: Mapping[str, Mapping[str, int]]
    top_of_group: Mapping[str, TypedExpr]
    flags: Mapping[str, int]
    scenes: Mapping[str, int]
    choices: Mapping[str, int]
    slot_index: Mapping[str, int] = field(default_factory=dict)
    guess_budget: GuessBudget = field(default_factory=GuessBudget)

    @cached_property
    def ranges(self) -> Ranges:
        """Return the ranges of expressions over all states."""
        return Ranges(SlotDomains(self.slots))
