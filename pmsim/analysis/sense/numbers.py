"""Numbers that are the same in every state where they should not be: odds, weights, effects."""

from collections.abc import Iterator

from pmsim.analysis.cases import Cases
from pmsim.analysis.sense.conditions import cases_of
from pmsim.core.expr import Compare, Expr, Num
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import range_of
from pmsim.lang.lower import ask
from pmsim.lang.lower.effects import FIELDS
from pmsim.lang.lower.names import effects_in
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.rules import found_in

LEAST_ODDS, MOST_ODDS = 5, 95


def odds_that_clip(draft: Draft) -> Iterator[Diagnostic]:
    """Odds that end up at one end of the scale in every state; but an end itself may be written."""
    cases, numbers = cases_of(draft), _numbers(draft)
    for at in (odds for scenario in draft.desk.names.scenarios for odds in _fields(scenario.node, "odds")):
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
        expr = numbers.get(at.place) if at and (scenario.drawable or scenario.urgent) else None
        if at and expr is not None and cases.may(Compare(">", expr, Num(0))) is False:
            yield found_in("never-drawn", at, why=_lying(draft, expr, "it"))


def effects_of_nothing(draft: Draft) -> Iterator[Diagnostic]:
    """Effects, and `each_quarter`, that add nothing in any state."""
    cases, numbers, names = cases_of(draft), _numbers(draft), draft.desk.names
    roots = [names.pack, *(scenario.node for scenario in names.scenarios)]
    written = [entry for root in roots for effects in effects_in(root) for entry in effects.entries if entry.key.text not in FIELDS]
    added = [entry.value for entry in written if isinstance(entry.value, Scalar) and not entry.value.text.lstrip().startswith("=")]
    added += [at for _, fields in ask.named(names.pack, "stats") if (at := ask.word(fields, "each_quarter"))]
    for at in added:
        expr = numbers.get(at.place)
        if expr is not None and _is_nothing(cases, expr):
            yield found_in("moves-nothing", at)


def _is_nothing(cases: Cases, expr: Expr) -> bool:
    return expr.value == 0 if isinstance(expr, Num) else cases.may(Compare("!=", expr, Num(0))) is False


def _lying(draft: Draft, expr: Expr, what: str) -> str:
    low, high = range_of(expr, draft.desk.scope.slots, draft.desk.scope.known)
    return f"{what} is {low} in every state" if low == high else f"{what} lies between {low} and {high}"


def _numbers(draft: Draft) -> dict[Place, Expr]:
    """The expressions of numbers, by where they stand."""
    return {written.at.place: written.expr for written in draft.desk.written if written.wanted == "number"}


def _fields(node: Node, key: str) -> Iterator[Scalar]:
    """Every scalar called `key` below a node."""
    match node:
        case Mapping(entries):
            for entry in entries:
                if entry.key.text == key and isinstance(entry.value, Scalar):
                    yield entry.value
                else:
                    yield from _fields(entry.value, key)
        case Sequence(items):
            for item in items:
                yield from _fields(item, key)
        case _:
            return
