"""A state in the words of a condition: what there is of it that the condition reads, as an example of when it holds."""

from collections.abc import Iterator

from pmsim.analysis.cases import Cases, State
from pmsim.core.expr import Expr
from pmsim.core.program import ROLE
from pmsim.lang.expressions import Scope

MOST = 3
"""An example of more things than that explains nothing."""
_NUMBERS = frozenset({"stat", "person", "skill", "times", "passed"})


def in_words(cases: Cases, scope: Scope, expr: Expr, state: State) -> str:
    """What a condition reads, in a state: "`standing` is 81 and `told_sam` is set". '' if it cannot be said in a few words."""
    said = [*_said(cases, scope, expr, state)]
    return " and ".join(said) if len(said) <= MOST and all(said) else ""


def _said(cases: Cases, scope: Scope, expr: Expr, state: State) -> Iterator[str]:
    """Of each number that is read what it is; '' for one that has no plain name."""
    for number in sorted({var.slot for var in cases.reads(expr)}):
        slot, value = scope.slots[number], state[number]
        if slot.kind == "flag":
            yield f"`{slot.id}` is {'set' if value else 'not set'}"
        elif number == ROLE:
            word = next((word for word, known in scope.words.get("role", {}).items() if known == value), "")
            yield f"`role` is `{word}`" if word else ""
        else:
            yield f"`{slot.id}` is {value}" if slot.kind in _NUMBERS or slot.id == "quarter" else ""
