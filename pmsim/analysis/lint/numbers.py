"""Checks of numbers that should vary but are the same in every state: odds, weights, effects."""

from collections.abc import Iterator

from pmsim.core.expr import Expr, Num
from pmsim.lang import Diagnostic, Draft, Node, Scalar, ScenarioSymbol, make_diagnostic
from pmsim.lang.compiler.stats_and_effects import FIELDS

MIN_ODDS, MAX_ODDS = 5, 95


def clipped_odds(draft: Draft, scenario: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report odds that are clipped to a limit in every state. The limits themselves may be
    written."""
    numbers = draft.context.numbers
    mappings = [node for scene in scenario.scenes.values() for node in scene.nodes]
    for at in (odds for node in mappings if (odds := node.scalar("odds"))):
        expr = numbers.get(at.place)
        if expr is None or (isinstance(expr, Num) and MIN_ODDS <= expr.value <= MAX_ODDS):
            continue
        low, high = draft.scope.ranges.of(expr)
        if low >= MAX_ODDS or high <= MIN_ODDS:
            limit = MAX_ODDS if low >= MAX_ODDS else MIN_ODDS
            why = _range_text(draft, expr, "what is written")
            yield make_diagnostic("odds-clip", at, limit=limit, why=why)


def zero_weights(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenarios whose weight is never above 0, so that a draw never picks them."""
    numbers = draft.context.numbers
    for scenario, outline in zip(draft.program.scenarios, draft.names.scenarios, strict=True):
        at = outline.node.scalar("weight")
        expr = numbers.get(at.place) if at and scenario.drawable else None
        if at and expr is not None and draft.scope.ranges.of(expr).high <= 0:
            yield make_diagnostic("never-drawn", at, why=_range_text(draft, expr, "it"))


def zero_effects(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report effects, and `each_quarter`, that are 0 in every state."""
    ranges = draft.scope.ranges
    zero_places = {
        amount.at.place
        for amount in draft.context.expressions_of[owner.id]
        if amount.kind == "number" and not amount.skip and ranges.of(amount.expr) == (0, 0)
    }
    if not zero_places:
        return
    written: list[Node | None] = [
        entry.value
        for effects in draft.names.effects_of[owner.id]
        for entry in effects.entries
        if entry.key.text not in FIELDS
    ]
    stats = owner.node.named_mappings("stats")
    written += [fields.get("each_quarter") for _, fields in stats]
    for at in written:
        if isinstance(at, Scalar) and at.place in zero_places:
            yield make_diagnostic("moves-nothing", at)


def _range_text(draft: Draft, expr: Expr, what: str) -> str:
    low, high = draft.scope.ranges.of(expr)
    return (
        f"{what} is {low} in every state"
        if low == high
        else f"{what} lies between {low} and {high}"
    )
