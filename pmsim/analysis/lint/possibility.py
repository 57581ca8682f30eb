"""The check for what can never come about in any career, with one complaint for each cause."""

from collections.abc import Iterator, Sequence

from pmsim.analysis.lint.condition_reasons import Explainer, split_expression
from pmsim.analysis.paths import paths_for
from pmsim.analysis.paths.causes import Cause, Wait, find_causes
from pmsim.analysis.paths.knowledge import Knowledge, LocalSolver
from pmsim.analysis.paths.possible import Event, Possible
from pmsim.core.program import ROLE, SEEN, TAKEN
from pmsim.lang import Diagnostic, Draft, Node, Scalar, make_diagnostic
from pmsim.lang.expressions.ranges import SlotDomains

MAX_NAMES = 5
"""Maximum number of names in a list; the rest is counted."""


def impossible_events(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenes, choices, draws and beats whose conditions can never be met in any career."""
    paths = paths_for(draft)
    possible = paths.possible if paths else None
    for cause in find_causes(possible) if possible is not None else ():
        at = _place(draft, cause.ring[0].event if cause.ring else cause.event)
        if at is None or possible is None:
            continue
        why = _ring_text(possible, cause.ring) if cause.ring else _reason_text(draft, possible, at)
        if why:
            yield make_diagnostic("never-possible", at, why=why + _behind_text(possible, cause))


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


def _ring_text(possible: Possible, ring: Sequence[Wait]) -> str:
    """Return the sentence for events that wait for each other."""
    parts = [
        f"waits for `{_variable_text(possible, wait)}`, which only"
        f" `{_event_text(possible, wait.provider)}` brings about"
        for wait in ring
    ]
    return f"`{_event_text(possible, ring[0].event)}` " + ", which ".join(parts)


def _variable_text(possible: Possible, wait: Wait) -> str:
    program, var = possible.program, wait.var
    match var.slot:
        case slot if slot == SEEN:
            return f"seen({program.scenes[var.bit].key})"
        case slot if slot == TAKEN:
            return f"took({program.choices[var.bit].key})"
        case slot if slot == ROLE:
            return "role"
        case slot:
            return program.slots[slot].id


def _event_text(possible: Possible, event: Event) -> str:
    program = possible.program
    match event.kind:
        case "scene":
            return program.scenes[event.number].key
        case "choice":
            return program.choices[event.number].key
        case "draw":
            return program.scenarios[event.number].id
        case "beat":
            return program.beats[event.number].id


def _behind_text(possible: Possible, cause: Cause) -> str:
    """Return the names of what waits for the cause, or ''."""
    names = [f"`{_event_text(possible, event)}`" for event in cause.behind]
    if not names:
        return ""
    more = len(names) - MAX_NAMES
    listed = ", ".join(names[:MAX_NAMES]) + (f" and {more} more" if more > 0 else "")
    return (
        f"; so neither can {listed}"
        if len(names) == 1
        else f"; nor can what waits for it: {listed}"
    )
