"""Checks for what no career can bring about, with one complaint for each cause, and for numbers
that are the same, or clipped, in every state."""

from collections.abc import Iterator, Sequence

from pmsim.analysis.lint.condition_reasons import Explainer, split_expression
from pmsim.analysis.paths import paths_for
from pmsim.analysis.paths.causes import Cause, Wait, find_causes
from pmsim.analysis.paths.knowledge import Knowledge, LocalSolver
from pmsim.analysis.paths.possible import Event, Possible
from pmsim.core.expr import Expr, Num
from pmsim.core.program import ROLE, SEEN, TAKEN, Program
from pmsim.lang import Diagnostic, Draft, Node, Scalar, ScenarioSymbol, make_diagnostic
from pmsim.lang.compiler.stats_and_effects import FIELDS
from pmsim.lang.expressions.ranges import SlotDomains, Variable

MIN_ODDS, MAX_ODDS = 5, 95
MAX_NAMES = 5
"""Maximum number of names in a list; the rest is counted."""


def impossible_events(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenes, choices, draws and beats whose conditions can never be met in any career."""
    paths = paths_for(draft)
    if paths is None:
        return
    possible, program = paths.possible, draft.program
    for cause in find_causes(possible):
        at = _place(draft, cause.ring[0].event if cause.ring else cause.event)
        if at is None:
            continue
        why = _ring_text(program, cause.ring) if cause.ring else _reason_text(draft, possible, at)
        if why:
            yield make_diagnostic("never-possible", at, why=why + _behind_text(program, cause))


def _place(draft: Draft, event: Event) -> Scalar | None:
    """Return the condition of an event as written, or None if it has none that can be shown."""
    names = draft.names
    node: Node | None
    match event.kind:
        case "scene":
            fields = names.scene_symbols[event.number].node
            node = fields.get("when") or fields.get("with")
        case "choice":
            node = names.choice_symbols[event.number].node.get("needs")
        case "draw":
            fields = names.scenarios[event.number].node
            node = fields.get("when") or fields.get("with") or fields.get("weight")
        case "beat":
            when = draft.program.beats[event.number].when
            node = next((each.at for each in draft.context.expressions if each.expr is when), None)
    return node if isinstance(node, Scalar) else None


def _reason_text(draft: Draft, possible: Possible, at: Scalar) -> str:
    """Return why a condition is never met; '' if another rule says that nothing sets a flag."""
    known = Knowledge(SlotDomains(draft.program.slots), possible.limits())
    local = LocalSolver(possible.judge, known)
    written = next((each for each in draft.context.expressions if each.at.place == at.place), None)
    if written is None or local.satisfiable(written.expr) is not False:
        return ""
    piece = split_expression(at.text[written.skip :], written.expr)
    explainer = Explainer(local, draft.scope, local.ranges, "in every career")
    return explainer.explain(piece, True).text


def _ring_text(program: Program, ring: Sequence[Wait]) -> str:
    """Return the sentence for events that wait for each other."""
    parts = [
        f"waits for `{_variable_text(program, wait.var)}`, which only"
        f" `{_event_text(program, wait.provider)}` brings about"
        for wait in ring
    ]
    return f"`{_event_text(program, ring[0].event)}` " + ", which ".join(parts)


def _variable_text(program: Program, var: Variable) -> str:
    if var.slot == SEEN:
        return f"seen({program.scenes[var.bit].key})"
    if var.slot == TAKEN:
        return f"took({program.choices[var.bit].key})"
    return "role" if var.slot == ROLE else program.slots[var.slot].id


def _event_text(program: Program, event: Event) -> str:
    match event.kind:
        case "scene":
            return program.scenes[event.number].key
        case "choice":
            return program.choices[event.number].key
        case "draw":
            return program.scenarios[event.number].id
        case "beat":
            return program.beats[event.number].id


def _behind_text(program: Program, cause: Cause) -> str:
    """Return the names of what waits for the cause, or ''."""
    names = [f"`{_event_text(program, event)}`" for event in cause.behind]
    if not names:
        return ""
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    start = "so neither can" if len(names) == 1 else "nor can what waits for it:"
    return f"; {start} {', '.join(names[:MAX_NAMES])}{more}"


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
        if entry.name not in FIELDS
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
