"""The scope of an expression: the meaning of names, and the complaints about those without one.
`compiler` makes one scope for a pack; all scenarios share it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from pmsim.core.expr import Compare, Expr, Num
from pmsim.core.program import Slot
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions.ranges import Ranges, SlotDomains
from pmsim.lang.expressions.syntax import ExpressionSyntaxError, Name, NumberLiteral, SyntaxTree
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import make_diagnostic
from pmsim.lang.spelling import GuessBudget, NearestName

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


FALSE: Expr = Compare("!=", Num(0), Num(0))
"""The value of a flag that no effect sets."""
_FLAG = re.compile("[a-z][a-z0-9_]{0,63}")
SLIP_SIMILARITY = 0.8
"""The similarity to another name from which an unset flag counts as a misspelling."""
_CONSTANT = {
    **dict.fromkeys(
        ("true", "True", "always", "yes"), "Leave the condition out: then it always holds."
    ),
    **dict.fromkeys(("false", "False", "never", "no"), "Only `needs` may be `never`."),
}


class ExpressionReporter:
    """A collector of the diagnostics and flags of one expression."""

    def __init__(self, scalar: Scalar, scope: Scope, skip: int, place: VisitPlace) -> None:
        self.scalar, self.scope, self.skip, self.place = scalar, scope, skip, place
        self.flags: set[str] = set()
        self.diagnostics: list[Diagnostic] = []

    def report(
        self, rule: str, at: SyntaxTree | ExpressionSyntaxError, hint: str = "", **words: Any
    ) -> None:
        """Add a diagnostic at a part of the expression."""
        place = self.scalar.at(self.skip + at.at)
        self.diagnostics.append(
            make_diagnostic(rule, place, hint=hint, length=_length(at), **words)
        )

    def report_unknown(self, tree: Name, wanted: str, beside: str) -> TypedExpr | None:
        text = tree.text
        words, values = self.scope.words.get(beside, {}), self.scope.values
        other = next(
            (key for key, found_there in self.scope.words.items() if text in found_there), ""
        )
        meant = NearestName()
        if text in _CONSTANT:
            hint = _CONSTANT[text]
        elif f"times.{text}" in values:
            hint = f"It is a tag; how often it was taken: `times.{text} >= 1`."
        elif other:
            sign = "==" if only_words(other) else ">="
            hint = f"It is a word beside `{other}`: `{other} {sign} {text}`."
        elif wanted == TRUTH and _FLAG.fullmatch(text) and text not in ("times", "passed"):
            meant = self.nearest_name(text, list(values), wanted, beside, SLIP_SIMILARITY)
            if not meant.name:
                return self.unset_flag(tree)
            hint = meant.hint
        else:
            meant = self.nearest_name(text, [*words, *values], wanted, beside)
            hint = meant.hint
        what = f"{beside} cannot be" if only_words(beside) else "Nothing here is called"
        self.report(
            "unknown-name",
            tree,
            hint,
            replacement=meant.replacement,
            sentence=f"{what} `{text}`.",
        )
        return None

    def nearest_name(
        self, text: str, names: list[str], wanted: str, beside: str, alike: float = 0.65
    ) -> NearestName:
        """Return the nearest of some names. It is certain only if its kind fits the place."""
        near = self.scope.guess_budget.nearest(text, names, alike)
        value = self.scope.values.get(near.name)
        fits = near.name in self.scope.words.get(beside, ()) or (
            not only_words(beside) and value is not None and wanted in ("", value.kind)
        )
        return near if fits else near._replace(is_certain=False)

    def unset_flag(self, tree: Name) -> TypedExpr:
        self.flags.add(tree.text)
        self.report("flag-never-set", tree, flag=tree.text)
        return TypedExpr(FALSE, TRUTH)

    def report_missing(self, name: Name, what: str, names: list[str]) -> TypedExpr | None:
        hint, replacement = self.scope.guess_budget.hint(name.text, names)
        self.report(
            "unknown-name",
            name,
            hint,
            replacement=replacement,
            sentence=f"There is no {what} called `{name.text}`.",
        )
        return None

    def report_nobody_visits(self, at: Name) -> None:
        sentence = f"`{at.text}` speaks of the visit to a scenario, and here nobody is visiting."
        hint = "Ask it in a scene."
        if at.text == "because":
            hint = "Ask it in a scene, or in `while`."
        self.report("not-here", at, hint, sentence=sentence)


def only_words(beside: str) -> bool:
    """Return True if `beside` can be compared only with words, not with numbers."""
    return beside in (ROLE, STAGE) or beside.startswith("top(")


def _length(tree: SyntaxTree | ExpressionSyntaxError) -> int:
    match tree:
        case ExpressionSyntaxError():
            return tree.length
        case Name(text):
            return len(text)
        case NumberLiteral(value):
            return len(str(value))
        case _:
            return 1
