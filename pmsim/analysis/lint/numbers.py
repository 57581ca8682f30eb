"""Checks of numbers that should vary but are the same in every state: odds, weights, effects."""

from collections.abc import Iterator

from pmsim.analysis.lint.conditions import solver_for
from pmsim.analysis.solver import Solver
from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import Compare, Expr, Num
from pmsim.core.program import Slot
from pmsim.lang import Diagnostic, Draft, Scalar, make_diagnostic
from pmsim.lang.compiler.stats_and_effects import FIELDS

MIN_ODDS, MAX_ODDS = 5, 95


def clipped_odds(draft: Draft) -> Iterator[Diagnostic]:
    """Report odds that are clipped to a limit in every state. The limits themselves may be
    written."""
    solver, numbers = solver_for(draft), draft.context.by_place("number")
    scenes = draft.names.scene_symbols
    mappings = [node for scene in scenes for node in scene.nodes]
    for at in (odds for node in mappings if (odds := node.scalar("odds"))):
        expr = numbers.get(at.place)
        if expr is None or (isinstance(expr, Num) and MIN_ODDS <= expr.value <= MAX_ODDS):
            continue
        for op, limit in (("<", MAX_ODDS), (">", MIN_ODDS)):
            if solver.satisfiable(Compare("<" if op == "<" else ">", expr, Num(limit))) is False:
                yield make_diagnostic(
                    "odds-clip", at, limit=limit, why=_range_text(draft, expr, "what is written")
                )


def zero_weights(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenarios whose weight is never above 0, so that a draw never picks them."""
    solver, numbers = solver_for(draft), draft.context.by_place("number")
    for scenario, outline in zip(draft.program.scenarios, draft.names.scenarios, strict=True):
        at = outline.node.scalar("weight")
        expr = numbers.get(at.place) if at and scenario.drawable else None
        if at and expr is not None and solver.satisfiable(Compare(">", expr, Num(0))) is False:
            yield make_diagnostic("never-drawn", at, why=_range_text(draft, expr, "it"))


def zero_effects(draft: Draft) -> Iterator[Diagnostic]:
    """Report effects, and `each_quarter`, that are 0 in every state."""
    solver, names = solver_for(draft), draft.names
    amounts = [
        amount
        for amount in draft.context.expressions
        if amount.kind == "number" and not amount.skip
    ]
    memo, slots = draft.memo, names.slots
    start_values, exprs = (
        memo(_start_values, slots),
        {id(amount.expr): amount.expr for amount in amounts},
    )
    is_zero = {
        each: memo(_is_always_zero, solver, expr, start_values) for each, expr in exprs.items()
    }
    zero_places = {amount.at.place for amount in amounts if is_zero[id(amount.expr)]}
    if not zero_places:
        return
    written = [
        entry
        for effects in names.effects
        for entry in effects.entries
        if entry.key.text not in FIELDS
    ]
    amount_nodes = [entry.value for entry in written if isinstance(entry.value, Scalar)]
    amount_nodes += [
        at
        for _, fields in names.pack.named_mappings("stats")
        if (at := fields.scalar("each_quarter"))
    ]
    yield from (
        make_diagnostic("moves-nothing", at) for at in amount_nodes if at.place in zero_places
    )


def _start_values(slots: tuple[Slot, ...]) -> tuple[int, ...]:
    return tuple(slot.start for slot in slots)


def _is_always_zero(solver: Solver, expr: Expr, start_values: tuple[int, ...]) -> bool:
    """Return True if a number is 0 in every state. Test the start state first, because most numbers
    are not 0 there."""
    if isinstance(expr, Num):
        return expr.value == 0
    return (
        not evaluate(expr, start_values)
        and solver.satisfiable(Compare("!=", expr, Num(0))) is False
    )


def _range_text(draft: Draft, expr: Expr, what: str) -> str:
    low, high = draft.scope.ranges.of(expr)
    return (
        f"{what} is {low} in every state"
        if low == high
        else f"{what} lies between {low} and {high}"
    )
