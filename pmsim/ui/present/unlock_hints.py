"""Hints at what would open a closed choice, in a sentence or two that give no story away."""

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import (
    MIRRORED,
    All,
    Among,
    Bit,
    Compare,
    Expr,
    Get,
    IsSet,
    Lookup,
    Most,
    Not,
    Num,
    Some,
)
from pmsim.core.program import ROLE
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.lang.expressions.ranges import OPPOSITE
from pmsim.lang.pack import StatWords
from pmsim.ui.present.pack_texts import (
    NamedValue,
    band_word,
    is_hidden,
    label_of,
    named_value,
)
from pmsim.ui.present.status import chief_cause, gauge_ids
from pmsim.ui.present.words import capitalise, display_text, join_words, number_word, trust_word

_NOT_DONE_YET = "something you have not done yet"
_CLOSED_BY_PAST = "something that has happened keeps it closed"
_REST_TAG = "rest"
"""The tag of quarters with nothing in them."""


def unlock_hint(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """Return in a sentence or two what would make `test` come out as `wanted`; '' if everything to
    say would spoil a story."""
    needed = _needed_clauses(pack, state, test, wanted)
    if not needed:
        return ""
    strain = _computed_stat_hint(pack, state, test, wanted)
    if strain:
        return strain
    sentences = []
    opened = [clause for clause in needed if clause != _CLOSED_BY_PAST]
    if opened:
        sentences.append(f"It opens with {join_words(opened)}.")
    if _CLOSED_BY_PAST in needed:
        sentences.append(f"{capitalise(_CLOSED_BY_PAST)}.")
    return " ".join(sentences)


def _computed_stat_hint(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """Return the hint for a choice that is closed because a computed gauge is too high: its word,
    by how many points it must fall, and what lowers it; '' for other choices."""
    compared = _comparison(test, wanted)
    if compared is None or compared[0] not in ("<", "<="):
        return ""
    op, left, edge = compared
    stat = _computed_gauge(pack, named_value(pack, left))
    if stat is None:
        return ""
    now = int(evaluate(left, state.slots))
    least = edge + (op == "<=")
    word, worst = display_text(band_word(stat, least)), display_text(band_word(stat, now))
    points = now - least + 1
    says = f"Closed while you are {word}{'' if word == worst else ' or worse'}." if word else ""
    cause = chief_cause(pack, state)
    remedies = [
        *(["rest"] if _REST_TAG in pack.tags else []),
        *([f"a change in what weighs most ({cause})"] if cause else []),
    ]
    would = f": {join_words(remedies, 'or')} would do" if remedies else ""
    return (
        f"{says} It opens {number_word(points)} {'point' if points == 1 else 'points'}"
        f" lower{would}.".strip()
    )


def _computed_gauge(pack: Pack, value: NamedValue | None) -> StatWords | None:
    stat = pack.stats.get(value.id) if value is not None else None
    return (
        stat
        if stat is not None
        and stat.computed
        and stat.good_low
        and stat.bands
        and stat.id in gauge_ids(pack)
        else None
    )


def _comparison(test: Expr, wanted: bool) -> tuple[str, Expr, int] | None:
    """Return the comparison with a number that has to hold, as (operator, left side, number); None
    if the test is anything else."""
    match test:
        case Not(item):
            return _comparison(item, not wanted)
        case Compare(op, left, Num(value)):
            return (op if wanted else OPPOSITE[op]), left, value
        case Compare(op, Num(value), right):
            return (MIRRORED[op] if wanted else OPPOSITE[MIRRORED[op]]), right, value
        case _:
            return None


def _needed_clauses(pack: Pack, state: State, test: Expr, wanted: bool) -> tuple[str, ...]:
    """Return clauses that all have to come true; () if there is nothing to say."""
    if bool(evaluate(test, state.slots)) == wanted:
        return ()
    match test:
        case Not(item):
            return _needed_clauses(pack, state, item, not wanted)
        case All(items) if wanted:
            return _all_clauses(pack, state, items, wanted)
        case Some(items) if not wanted:
            return _all_clauses(pack, state, items, wanted)
        case All(items) | Some(items):
            return _any_clauses(pack, state, items, wanted)
        case Compare():
            return _comparison_clauses(pack, state, test, wanted)
        case IsSet() | Bit():
            return (_NOT_DONE_YET,) if wanted else (_CLOSED_BY_PAST,)
        case Among(Get(slot), _) if slot == ROLE:
            return ("another role",)
        case Among(Lookup(slot, _), _) if slot == ROLE:
            return ("another kind of role",)
        case _:
            return ()


def _all_clauses(
    pack: Pack, state: State, items: tuple[Expr, ...], wanted: bool
) -> tuple[str, ...]:
    clauses = (clause for item in items for clause in _needed_clauses(pack, state, item, wanted))
    return tuple(dict.fromkeys(clauses))


def _any_clauses(
    pack: Pack, state: State, items: tuple[Expr, ...], wanted: bool
) -> tuple[str, ...]:
    alternatives = [
        join_words(way) for item in items if (way := _needed_clauses(pack, state, item, wanted))
    ]
    open_alternatives = [way for way in dict.fromkeys(alternatives) if way != _CLOSED_BY_PAST]
    return (
        (join_words(open_alternatives, "or"),)
        if open_alternatives
        else tuple(dict.fromkeys(alternatives))
    )


def _comparison_clauses(pack: Pack, state: State, test: Compare, wanted: bool) -> tuple[str, ...]:
    compared = _comparison(test, wanted)
    if compared is None:
        return ()
    op, left, edge = compared
    value_read = named_value(pack, left)
    if value_read is not None and is_hidden(pack, value_read.id):
        return ()
    if value_read is None and isinstance(left, Most) and op in (">", ">="):
        return _highest_of_clauses(pack, state, left.items, edge + (op == ">"))
    if value_read is None:
        return ("another role",) if isinstance(left, Get | Lookup) and left.slot == ROLE else ()
    value = int(evaluate(left, state.slots))
    name = (
        f"{label_of(pack, value_read.id)}’s trust"
        if value_read.kind == "person"
        else label_of(pack, value_read.id)
    )
    match op:
        case ">=" | ">":
            return (_reach(pack, value_read, name, value, edge + (op == ">")),)
        case "<=" | "<":
            return (f"{name} {number_word(value - edge + (op == '<'))} lower",)
        case "==":
            return (
                f"{name} {number_word(abs(edge - value))} {'higher' if edge > value else 'lower'}",
            )
        case _:
            return (f"{name} a little different",)


def _reach(pack: Pack, read: NamedValue, name: str, value: int, least: int) -> str:
    """Return what a value must come to, in the words that the pages have for it; without such
    words, by how much it must rise."""
    if read.kind == "skill":
        return f"more practice in {name}"
    if read.kind == "person":
        return f"{name} at {trust_word(least, pack.frame)}"
    stat = pack.stats.get(read.id)
    bands = stat.bands if stat is not None else ()
    word = next((display_text(band.word) for band in bands if band.edge == least), "")
    return f"{name} at {word}" if word else f"{name} {number_word(least - value)} higher"


def _highest_of_clauses(
    pack: Pack, state: State, items: tuple[Expr, ...], least: int
) -> tuple[str, ...]:
    distances = [
        (stat, least - int(evaluate(item, state.slots)))
        for item in items
        if (stat := named_value(pack, item)) is not None and not is_hidden(pack, stat.id)
    ]
    if not distances:
        return ()
    by = min(away for _, away in distances)
    nearest = [stat for stat, away in distances if away == by]
    names = join_words([label_of(pack, stat.id) for stat in nearest], "or")
    return (_reach(pack, nearest[0], names, least - by, least),)
