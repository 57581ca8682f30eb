"""Numbers that are the same in every state where they should not be: odds, weights, effects."""

from collections.abc import Iterator

from pmsim.analysis.cases import Cases
from pmsim.analysis.sense.conditions import cases_of
from pmsim.core.expr import Compare, Expr, Num, evaluate
from pmsim.core.program import Slot
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import range_of
from pmsim.lang.lower import ask
from pmsim.lang.lower.effects import FIELDS
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.rules import found_in

LEAST_ODDS, MOST_ODDS = 5, 95


def odds_that_clip(draft: Draft) -> Iterator[Diagnostic]:
    """Odds that end up at one end of the scale in every state; but an end itself may be written."""
    cases, numbers = cases_of(draft), _numbers(draft)
    scenes = draft.desk.names.scene_outlines
    nodes = [node for scene in scenes for node in (scene.node, *(choice.node for choice in scene.choices))]
    for at in (odds for node in nodes if (odds := ask.word(node, "odds"))):
        expr = numbers.get(at.place)
        if expr is None or (isinstance(expr, Num) and LEAST_ODDS <= expr.value <= MOST_ODDS):
            continue
        for op, limit in (("<", MOST_ODDS), (">", LEAST_ODDS)):
            if cases.may(Compare("<" if op == "<" else ">", expr, Num(limit))) is False:
                yield found_in("odds-clip", at, limit=limit, why=_lying(draft, expr, "what is written"))


def weights_of_nothing(draft: Draft) -> Iterator[Diagnostic]:
    """Scenarios that may be drawn as far as everything but their weight goes."""
    cases, numbers = cases_of(draft), _numbers(draft)
    for scenario, outline in zip(draft.story.scenarios, draft.desk.names.scenarios, strict=True):
        at = ask.word(outline.node, "weight")
        expr = numbers.get(at.place) if at and scenario.drawable else None
        if at and expr is not None and cases.may(Compare(">", expr, Num(0))) is False:
            yield found_in("never-drawn", at, why=_lying(draft, expr, "it"))


def effects_of_nothing(draft: Draft) -> Iterator[Diagnostic]:
    """Effects, and `each_quarter`, that add nothing in any state."""
    cases, names = cases_of(draft), draft.desk.names
    added = [one for one in draft.desk.written if one.wanted == "number" and not one.skip]
    memo, slots = draft.desk.memo, names.slots
    beginning, exprs = memo(_beginning, slots), {id(one.expr): one.expr for one in added}
    nothing = {each: memo(_is_nothing, cases, expr, beginning) for each, expr in exprs.items()}
    idle = {one.at.place for one in added if nothing[id(one.expr)]}
    if not idle:
        return
    written = [entry for effects in names.effects for entry in effects.entries if entry.key.text not in FIELDS]
    places = [entry.value for entry in written if isinstance(entry.value, Scalar)]
    places += [at for _, fields in ask.named(names.pack, "stats") if (at := ask.word(fields, "each_quarter"))]
    yield from (found_in("moves-nothing", at) for at in places if at.place in idle)


def _beginning(slots: tuple[Slot, ...]) -> tuple[int, ...]:
    return tuple(slot.start for slot in slots)


def _is_nothing(cases: Cases, expr: Expr, beginning: tuple[int, ...]) -> bool:
    """Whether a number is 0 in every state. Most are not in the beginning already."""
    if isinstance(expr, Num):
        return expr.value == 0
    return not evaluate(expr, beginning) and cases.may(Compare("!=", expr, Num(0))) is False


def _lying(draft: Draft, expr: Expr, what: str) -> str:
    low, high = range_of(expr, draft.desk.scope.slots, draft.desk.scope.known)
    return f"{what} is {low} in every state" if low == high else f"{what} lies between {low} and {high}"


def _numbers(draft: Draft) -> dict[Place, Expr]:
    """The expressions of numbers, by where they stand."""
    return {written.at.place: written.expr for written in draft.desk.written if written.wanted == "number"}
