"""The check for conditions, or parts of conditions, that are always true or never true where they
are read."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.analysis.lint.condition_reasons import (
    Explainer,
    ExpressionPiece,
    Reason,
    split_expression,
    walk_pieces,
)
from pmsim.analysis.paths import Paths, paths_for, solver_for
from pmsim.analysis.paths.knowledge import UNSET, Knowledge, LocalSolver
from pmsim.analysis.paths.readings import Reading
from pmsim.analysis.solver import Solver
from pmsim.core.expr import (
    All,
    Expr,
    Get,
    IfElse,
    Level,
    Lookup,
    Not,
    Num,
    Since,
    Some,
    Top,
    children,
)
from pmsim.core.program import ROLE
from pmsim.lang import Diagnostic, Draft, ScenarioSymbol, expressions, make_diagnostic
from pmsim.lang.compiler.context import LocatedExpression
from pmsim.lang.expressions.scope import FALSE
from pmsim.lang.expressions.syntax import Call, Conditional, Logic, Name, Negation


def constant_conditions(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report conditions, and parts of conditions, with the same value in every state."""
    solver = solver_for(draft)
    explainer, constants = Explainer(solver, draft.scope, draft.scope.ranges), _Constants(solver)
    for written in draft.context.expressions_of[owner.id]:
        if constants.inside(written.expr, written.kind == "truth"):
            yield from _diagnostics(explainer, written)


def constant_there(draft: Draft, scenario: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report conditions, and parts of conditions, that vary, but never where they are read."""
    paths, anywhere = paths_for(draft), _Constants(solver_for(draft))
    if paths is None:
        return
    judge, readings = paths.world.judge, paths.readings_in(scenario)
    for written in draft.context.expressions_of[scenario.id]:
        expr, truth, reading = written.expr, written.kind == "truth", readings.get(written.at.place)
        if reading is None or reading.known is None or id(expr) in paths.reported:
            continue
        if judge.says_nothing_of(reading.known, expr) or _reads_impossible(paths, expr):
            continue
        local = LocalSolver(judge, reading.known)
        if _Constants(local).inside(expr, truth) and not anywhere.inside(expr, truth):
            here = Explainer(local, draft.scope, local.ranges, "here")
            yield from _diagnostics(here, written, _Here(paths, reading))


def _reads_impossible(paths: Paths, expr: Expr) -> bool:
    """Return True if an expression reads a flag, a scene or a choice that can never come about: the
    cause is reported where it is."""
    world = paths.world
    return any(
        world.domains[var] == UNSET and var.slot != ROLE
        for var in world.judge.limited & world.judge.solver.variables(expr)
    )


class _Here(NamedTuple):
    """The place where a condition is read."""

    paths: Paths
    reading: Reading

    def source(self, expr: Expr, never: bool) -> str:
        """Return the words for the one condition before this place that decides about `expr`, or
        ''."""
        world = self.paths.world
        for words, condition in reversed(self.reading.givens):
            known = world.judge.assume(Knowledge(world.domains), (condition, True))
            if known is not None and world.judge.possible(known, (expr, never)) is False:
                return f"; {words} {'rules that out' if never else 'already asks for that'}"
        return ""


class _Constants:
    """A finder of constant conditions inside expressions. It caches its answers by identity,
    because expressions share parts."""

    def __init__(self, solver: Solver | LocalSolver) -> None:
        self.solver = solver
        self.contains: dict[tuple[int, bool], bool] = {}

    def inside(self, expr: Expr, truth: bool) -> bool:
        if not truth and isinstance(expr, (Num, Get, Level, Since, Lookup, Top)):
            return False
        key = (id(expr), truth)
        if key not in self.contains:
            self.contains[key] = (truth and self.is_constant(expr)) or any(
                self.inside(part, part_is_truth) for part, part_is_truth in _operands(expr, truth)
            )
        return self.contains[key]

    def is_constant(self, expr: Expr) -> bool:
        return (
            self.solver.satisfiable(expr, True) is False
            or self.solver.satisfiable(expr, False) is False
        )


def _operands(expr: Expr, truth: bool) -> Iterator[tuple[Expr, bool]]:
    """Yield the direct operands of an expression, and for each whether it is a condition."""
    match expr:
        case All(items) | Some(items):
            yield from ((item, True) for item in items)
        case Not(item):
            yield item, True
        case IfElse(test, then, other):
            yield from ((test, True), (then, truth), (other, truth))
        case _:
            yield from ((part, False) for part in children(expr))


def _diagnostics(
    explainer: Explainer, written: LocatedExpression, here: _Here | None = None
) -> Iterator[Diagnostic]:
    """Yield diagnostics for the outermost constant conditions of an expression, which is read
    `here` or in any state. Skip the parts inside them."""
    root = split_expression(written.at.text[written.skip :], written.expr)
    if any(_reads_unset_flag(piece) for piece in walk_pieces(root)):
        return
    todo = [(root, written.kind == "truth", True)]
    while todo:
        piece, truth, alone = todo.pop(0)
        reason = _constant_reason(explainer, piece, here) if truth else None
        if reason is not None:
            yield _diagnostic(written, piece, reason, alone)
            continue
        is_logic = isinstance(piece.tree, (Logic, Negation))
        is_choice = isinstance(piece.tree, Conditional)
        inside = enumerate(piece.inside)
        todo += [
            (
                inner,
                is_logic or (is_choice and (truth or not place)),
                alone and not is_logic and not (truth and is_choice),
            )
            for place, inner in inside
        ]


def _constant_reason(
    explainer: Explainer, piece: ExpressionPiece, here: _Here | None
) -> Reason | None:
    """Return why a condition is constant, or None if it varies. Also return None if it is always
    true because a list names every role or stage: the author may add more."""
    for wanted in (True, False):
        if explainer.solver.satisfiable(piece.expr, wanted) is False:
            reason = explainer.explain(piece, wanted)
            if here is not None:
                more = here.source(piece.expr, wanted)
                return reason._replace(text=reason.text + more)
            names_role = not wanted and any(
                _names_role(inner) for each in reason.pieces for inner in walk_pieces(each)
            )
            return None if names_role else reason
    return None


def _names_role(piece: ExpressionPiece) -> bool:
    return isinstance(piece.tree, Name) and piece.tree.text in (expressions.ROLE, expressions.STAGE)


def _diagnostic(
    written: LocatedExpression, piece: ExpressionPiece, reason: Reason, alone: bool
) -> Diagnostic:
    shown, never = (reason.pieces if reason.never else (piece,)), reason.never
    start, end = min(each.at for each in shown), max(each.end for each in shown)
    place = written.at.at(written.skip + start)
    length = len(written.at.text[written.skip + start : written.skip + end].partition("\n")[0])
    if alone:
        return make_diagnostic(
            "never-holds" if never else "always-holds", place, length=length, why=reason.text
        )
    what = "is never true" if never else "is always true"
    return make_diagnostic(
        "idle-part", place, length=length, sentence=f"This part {what}: {reason.text}."
    )


def _reads_unset_flag(piece: ExpressionPiece) -> bool:
    """Return True if the piece reads a flag that no effect sets. Another rule reports such
    flags."""
    match piece.tree, piece.expr:
        case Call("quarters_since", _, _), Num():
            return True
        case Name(), expr:
            return expr is FALSE
        case _:
            return False
