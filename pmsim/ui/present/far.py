"""How far a closed choice is from open, and what kind of thing would open it. Names no flag: that would give a story away."""

from pmsim.core.expr import MIRRORED, All, Among, Bit, Compare, Expr, Get, IsSet, Lookup, Most, Not, Num, Some, evaluate
from pmsim.core.program import ROLE
from pmsim.core.state import State
from pmsim.lang.expressions.ranges import OPPOSITE
from pmsim.lang.pack import Pack, StatWords
from pmsim.ui.present.reasons import Named, label, named
from pmsim.ui.present.status import chief_cause, gauge_ids
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import band_word
from pmsim.ui.present.words import capital, listed, number_word

_NOT_YET = "something you have not done yet"
_DONE = "something that has happened keeps it closed"
_REST = "rest"
"""The tag of time with nothing in it."""


def how_far(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """What would make `test` come out as `wanted`, in a sentence or two; '' if there is nothing to say that would not give a story away."""
    needed = _needed(pack, state, test, wanted)
    if not needed:
        return ""
    strain = _strain(pack, state, test, wanted)
    if strain:
        return strain
    sentences = []
    opened = [clause for clause in needed if clause != _DONE]
    if opened:
        sentences.append(f"It opens with {listed(opened)}.")
    if _DONE in needed:
        sentences.append(f"{capital(_DONE)}.")
    return " ".join(sentences)


def _strain(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """Closed because the stat that is made of causes is too high: the word of it, how far down, and what brings it down."""
    compared = _against(test, wanted)
    if compared is None or compared[0] not in ("<", "<="):
        return ""
    op, left, edge = compared
    stat = _strained(pack, named(pack, left))
    if stat is None:
        return ""
    now = int(evaluate(left, state.slots))
    least = edge + (op == "<=")
    word, worst = shown(band_word(stat, least)), shown(band_word(stat, now))
    points = now - least + 1
    says = f"Closed while you are {word}{'' if word == worst else ' or worse'}." if word else ""
    cause = chief_cause(pack, state)
    ways = [*(["rest"] if _REST in pack.tags else []), *([f"a change in what weighs most ({cause})"] if cause else [])]
    would = f": {listed(ways, 'or')} would do" if ways else ""
    return f"{says} It opens {number_word(points)} {'point' if points == 1 else 'points'} lower{would}.".strip()


def _strained(pack: Pack, found: Named | None) -> StatWords | None:
    stat = pack.stats.get(found.id) if found is not None else None
    return stat if stat is not None and stat.computed and stat.good_low and stat.bands and stat.id in gauge_ids(pack) else None


def _against(test: Expr, wanted: bool) -> tuple[str, Expr, int] | None:
    """A comparison with a number that has to hold, read from the left; None for anything else."""
    match test:
        case Not(item):
            return _against(item, not wanted)
        case Compare(op, left, Num(value)):
            return (op if wanted else OPPOSITE[op]), left, value
        case Compare(op, Num(value), right):
            return (MIRRORED[op] if wanted else OPPOSITE[MIRRORED[op]]), right, value
        case _:
            return None


def _needed(pack: Pack, state: State, test: Expr, wanted: bool) -> tuple[str, ...]:
    """Clauses that all have to come true; () if nothing can be said."""
    if bool(evaluate(test, state.slots)) == wanted:
        return ()
    match test:
        case Not(item):
            return _needed(pack, state, item, not wanted)
        case All(items) if wanted:
            return _every(pack, state, items, wanted)
        case Some(items) if not wanted:
            return _every(pack, state, items, wanted)
        case All(items) | Some(items):
            return _either(pack, state, items, wanted)
        case Compare():
            return _compared(pack, state, test, wanted)
        case IsSet() | Bit():
            return (_NOT_YET,) if wanted else (_DONE,)
        case Among(Get(slot), _) if slot == ROLE:
            return ("another role",)
        case Among(Lookup(slot, _), _) if slot == ROLE:
            return ("another kind of role",)
        case _:
            return ()


def _every(pack: Pack, state: State, items: tuple[Expr, ...], wanted: bool) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for item in items:
        if bool(evaluate(item, state.slots)) != wanted:
            found.update(dict.fromkeys(_needed(pack, state, item, wanted)))
    return tuple(found)


def _either(pack: Pack, state: State, items: tuple[Expr, ...], wanted: bool) -> tuple[str, ...]:
    ways = [listed(way) for item in items if (way := _needed(pack, state, item, wanted))]
    open_ways = [way for way in dict.fromkeys(ways) if way != _DONE]
    return (listed(open_ways, "or"),) if open_ways else tuple(dict.fromkeys(ways))


def _compared(pack: Pack, state: State, test: Compare, wanted: bool) -> tuple[str, ...]:
    compared = _against(test, wanted)
    if compared is None:
        return ()
    op, left, edge = compared
    found = named(pack, left)
    if found is None and isinstance(left, Most) and op in (">", ">="):
        return _any_of(pack, state, left.items, edge + (op == ">"))
    if found is None:
        return ("another role",) if isinstance(left, Get | Lookup) and left.slot == ROLE else ()
    value = int(evaluate(left, state.slots))
    name = f"{label(pack, found.id)}’s trust" if found.kind == "person" else label(pack, found.id)
    match op:
        case ">=" | ">":
            least = edge + (op == ">")
            return (f"{name} {number_word(least - value)} higher{_reached(pack, found, least)}",)
        case "<=" | "<":
            return (f"{name} {number_word(value - edge + (op == '<'))} lower",)
        case "==":
            return (f"{name} {number_word(abs(edge - value))} {'higher' if edge > value else 'lower'}",)
        case _:
            return (f"{name} a little different",)


def _reached(pack: Pack, found: Named, least: int) -> str:
    """What a stat would be called there, and what raises a skill."""
    if found.kind == "skill":
        return " (by practice)"
    stat = pack.stats.get(found.id)
    word = next((shown(band.word) for band in stat.bands if band.edge == least), "") if stat is not None else ""
    return f" ({word})" if word else ""


def _any_of(pack: Pack, state: State, items: tuple[Expr, ...], least: int) -> tuple[str, ...]:
    found = [(stat, least - int(evaluate(item, state.slots))) for item in items if (stat := named(pack, item)) is not None]
    if not found:
        return ()
    by = min(away for _, away in found)
    names = listed([label(pack, stat.id) for stat, away in found if away == by], "or")
    return (f"{names} {number_word(by)} higher{_reached(pack, found[0][0], least)}",)
