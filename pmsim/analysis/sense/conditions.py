"""Conditions that can never hold or never fail, whole or in part."""

from collections.abc import Iterator

from pmsim.analysis.cases import Cases
from pmsim.analysis.sense.pieces import Piece, pieces, walk
from pmsim.analysis.sense.why import Explainer, Reason
from pmsim.core.expr import All, Expr, IfElse, Not, Num, Some
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import ROLE, STAGE
from pmsim.lang.expressions.reading import FALSE
from pmsim.lang.expressions.size import parts
from pmsim.lang.expressions.syntax import Call, Choose, Inverse, Logic, Name
from pmsim.lang.lower.desk import Written
from pmsim.lang.rules import found


def idle_conditions(draft: Draft) -> Iterator[Diagnostic]:
    """Conditions, and parts of conditions, that are the same in every state."""
    cases = cases_of(draft)
    explainer = Explainer(cases, draft.desk.scope)
    doubtful: dict[int, bool] = {}
    for written in draft.desk.written:
        known = doubtful.get(id(written.expr))
        if known is None:
            known = doubtful[id(written.expr)] = any(_idle(cases, each) for each in _asked(written))
        if known:
            yield from _found(explainer, written)


def cases_of(draft: Draft) -> Cases:
    """Cases of the pack as far as it was understood."""
    return Cases(draft.desk.scope.slots, {choice.index: choice.scene for choice in draft.story.choices})


def _idle(cases: Cases, expr: Expr) -> bool:
    return cases.may(expr, True) is False or cases.may(expr, False) is False


def _asked(written: Written) -> list[Expr]:
    """The conditions in an expression, itself among them if it is one."""
    found_here: list[Expr] = []
    todo = [(written.expr, written.wanted == "truth")]
    while todo:
        expr, truth = todo.pop()
        if truth:
            found_here.append(expr)
        logic = isinstance(expr, (All, Some, Not))
        todo += [(part, logic or (isinstance(expr, IfElse) and (truth or part is expr.test))) for part in parts(expr)]
    return found_here


def _found(explainer: Explainer, written: Written) -> Iterator[Diagnostic]:
    """What there is to say of an expression that has such a condition somewhere: of the largest, and not of what is inside them."""
    whole = pieces(written.at.text[written.skip :], written.expr)
    if any(_never_set(piece) for piece in walk(whole)):
        return
    todo = [(whole, written.wanted == "truth", True)]
    while todo:
        piece, truth, alone = todo.pop(0)
        reason = _reason(explainer, piece) if truth else None
        if reason is not None:
            yield _said(written, piece, reason, alone)
            continue
        logic = isinstance(piece.tree, (Logic, Inverse))
        chooses = isinstance(piece.tree, Choose)
        inside = enumerate(piece.inside)
        todo += [
            (inner, logic or (chooses and (truth or not place)), alone and not logic and not (truth and chooses)) for place, inner in inside
        ]


def _reason(explainer: Explainer, piece: Piece) -> Reason | None:
    """Why a condition is the same in every state; None if it is not. That every role there is yet is in a list is no slip."""
    for wanted in (True, False):
        if explainer.cases.may(piece.expr, wanted) is False:
            reason = explainer.why(piece, wanted)
            roles = not wanted and any(_names_role(inner) for each in reason.pieces for inner in walk(each))
            return None if roles else reason
    return None


def _names_role(piece: Piece) -> bool:
    return isinstance(piece.tree, Name) and piece.tree.text in (ROLE, STAGE)


def _said(written: Written, piece: Piece, reason: Reason, alone: bool) -> Diagnostic:
    shown, never = (reason.pieces if reason.never else (piece,)), reason.never
    start, end = min(each.at for each in shown), max(each.end for each in shown)
    place = written.at.at(written.skip + start)
    length = len(written.at.text[written.skip + start : written.skip + end].partition("\n")[0])
    if alone:
        return found("never-holds" if never else "always-holds", place, length=length, why=reason.text)
    what = "can never hold" if never else "always holds, so it asks nothing"
    return found("idle-part", place, length=length, sentence=f"This part {what}: {reason.text}.")


def _never_set(piece: Piece) -> bool:
    """Whether it asks for a flag that nothing sets, of which enough is said."""
    match piece.tree, piece.expr:
        case Call("quarters_since", _, _), Num():
            return True
        case Name(), expr:
            return expr is FALSE
        case _:
            return False
