"""Conditions that can never hold or never fail, whole or in part."""

from collections.abc import Iterator

from pmsim.analysis.cases import Cases
from pmsim.analysis.sense.pieces import Piece, pieces, walk
from pmsim.analysis.sense.why import Explainer, Reason
from pmsim.core.expr import All, Expr, Get, IfElse, Level, Lookup, Not, Num, Since, Some, Top
from pmsim.core.program import SEEN, TAKEN
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
    explainer, doubts = Explainer(cases, draft.desk.scope), _Doubts(cases)
    for written in draft.desk.written:
        if doubts.of(written.expr, written.wanted == "truth"):
            yield from _found(explainer, written)


def cases_of(draft: Draft) -> Cases:
    """Cases of the pack as far as it was understood. What was once found out of the same numbers and choices is not asked again."""
    memo, slots = draft.desk.memo, draft.desk.names.slots
    scenes = memo.same("scenes of choices", tuple(choice.scene for choice in draft.story.choices))
    kept = memo.recall(Cases, slots, scenes)
    if isinstance(kept, Cases) and not kept.crowded:
        return kept
    numbers = memo.same("numbers", tuple(slot._replace(max=1) if number in (SEEN, TAKEN) else slot for number, slot in enumerate(slots)))
    plain = memo.recall(Cases, numbers)
    if not isinstance(plain, Cases) or plain.crowded:
        plain = Cases(numbers)
    memo.keep(plain, Cases, numbers)
    cases = Cases(slots, dict(enumerate(scenes)), plain=plain)
    memo.keep(cases, Cases, slots, scenes)
    return cases


class _Doubts:
    """Whether some condition in an expression is the same in every state; of what several expressions share, asked once."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self.known: dict[tuple[int, bool], bool] = {}

    def of(self, expr: Expr, truth: bool) -> bool:
        if not truth and isinstance(expr, (Num, Get, Level, Since, Lookup, Top)):
            return False
        key = (id(expr), truth)
        if key not in self.known:
            self.known[key] = (truth and self.idle(expr)) or any(self.of(part, asked) for part, asked in _parts(expr, truth))
        return self.known[key]

    def idle(self, expr: Expr) -> bool:
        return self.cases.may(expr, True) is False or self.cases.may(expr, False) is False


def _parts(expr: Expr, truth: bool) -> Iterator[tuple[Expr, bool]]:
    """What stands directly in an expression, and whether it is a condition."""
    match expr:
        case All(items) | Some(items):
            yield from ((item, True) for item in items)
        case Not(item):
            yield item, True
        case IfElse(test, then, other):
            yield from ((test, True), (then, truth), (other, truth))
        case _:
            yield from ((part, False) for part in parts(expr))


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
