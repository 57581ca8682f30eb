"""What an expression asks of whom, in words: what a check leans on, and what would open a closed choice. Never names a flag."""

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from pmsim.core.expr import (
    Abs,
    All,
    Among,
    Arith,
    Bit,
    Compare,
    Expr,
    Get,
    IfElse,
    IsSet,
    Least,
    Level,
    Lookup,
    Most,
    Not,
    Num,
    Since,
    Some,
    Top,
    evaluate,
)  # fmt: skip
from pmsim.core.program import ROLE
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import band_word
from pmsim.ui.present.words import capital, listed, number_word, odds_words

_FLIPPED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NOT_YET = "something you have not done yet"
_DONE = "something that has happened keeps it closed"


class _Stat(NamedTuple):
    """Something with a name that an expression reads. `kind`: stat, person or skill."""

    id: str
    kind: str


def slots_read(expr: Expr) -> frozenset[int]:
    """The slots an expression reads."""
    return frozenset(_slots(expr))


def _slots(expr: Expr) -> Iterator[int]:
    match expr:
        case Num():
            return
        case Get() | IsSet() | Since() | Level() | Lookup() | Bit():
            yield expr.slot
        case Top():
            yield from expr.slots
        case _:
            for part in _parts(expr):
                yield from _slots(part)


def _parts(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Arith() | Compare():
            return (expr.left, expr.right)
        case All() | Some() | Least() | Most():
            return expr.items
        case Among() | Not() | Abs():
            return (expr.item,)
        case IfElse():
            return (expr.test, expr.then, expr.other)
        case Num() | Get() | IsSet() | Since() | Level() | Lookup() | Bit() | Top():
            return ()
        case _:
            assert_never(expr)


def _named(pack: Pack, expr: Expr) -> _Stat | None:
    """The stat, person or skill that an expression is, if it is just one."""
    match expr:
        case Level():
            return _Stat(pack.program.slots[expr.slot].id, "skill")
        case Get():
            slot = pack.program.slots[expr.slot]
            skill = slot.id.partition(".")[0] if slot.kind == "skill" else ""
            return _Stat(skill or slot.id, slot.kind) if slot.kind in ("stat", "person", "skill") else None
        case _:
            # repr, because expressions of different kinds may be equal as tuples
            own = repr(expr)
            return next((_Stat(stat.id, "stat") for stat in pack.stats.values() if stat.computed and repr(stat.reading) == own), None)


def _all_named(pack: Pack, expr: Expr) -> Iterator[_Stat]:
    found = _named(pack, expr)
    if found is not None:
        yield found
        return
    for part in _parts(expr):
        yield from _all_named(pack, part)


def label(pack: Pack, name: str) -> str:
    """The label of a stat, a skill or a person, as shown."""
    if name in pack.skills:
        return shown(pack.skills[name].label)
    if name in pack.people:
        return shown(pack.people[name].name)
    return shown(pack.stats[name].label) if name in pack.stats else shown(capital(name.replace("_", " ")))


def leans_on(pack: Pack, odds: Expr) -> str:
    """What a check asks of: "your Influence", "your Story and Ines", or '' if it is luck alone. Two names at most, skills first."""
    named = list(dict.fromkeys(_all_named(pack, odds)))
    named.sort(key=lambda stat: ("skill", "stat", "person").index(stat.kind))
    own = [label(pack, stat.id) for stat in named[:2] if stat.kind != "person"]
    people = [label(pack, stat.id) for stat in named[:2] if stat.kind == "person"]
    return listed([*(["your " + listed(own)] if own else []), *people])


def hint(pack: Pack, odds: Expr, percentage: int) -> str:
    """A choice's line about its check: "asks of your Influence: about even"."""
    asked = leans_on(pack, odds)
    return f"asks of {asked}: {odds_words(percentage)}" if asked else f"a matter of luck: {odds_words(percentage)}"


def how_far(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """What would make `test` come out as `wanted`, in a sentence or two; '' if there is nothing to say that would not give a story away."""
    needed = _needed(pack, state, test, wanted)
    if not needed:
        return ""
    sentences = []
    while_so = _while(pack, state, test) if not wanted else ""
    if while_so:
        sentences.append(while_so)
    opened = [clause for clause in needed if clause != _DONE]
    if opened:
        sentences.append(f"It opens with {listed(opened)}.")
    if _DONE in needed:
        sentences.append(f"{capital(_DONE)}.")
    return " ".join(sentences)


def _while(pack: Pack, state: State, test: Expr) -> str:
    match test:
        case Compare(_, left, Num()) if (stat := _named(pack, left)) is not None and stat.id in pack.stats:
            word = band_word(pack.stats[stat.id], evaluate(left, state.slots))
            return f"Closed while {label(pack, stat.id)} is {shown(word)}." if word else ""
        case _:
            return ""


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
    op: str
    op, left, right = test
    if isinstance(left, Num):
        op, left, right = _MIRRORED[op], right, left
    if not wanted:
        op = _FLIPPED[op]
    if not isinstance(right, Num):
        return ()
    stat = _named(pack, left)
    if stat is None:
        return ("another role",) if isinstance(left, Get | Lookup) and left.slot == ROLE else ()
    name = f"{label(pack, stat.id)}’s trust" if stat.kind == "person" else label(pack, stat.id)
    value = int(evaluate(left, state.slots))
    match op:
        case ">=" | ">":
            return (f"{name} {number_word(right.value - value + (op == '>'))} higher",)
        case "<=" | "<":
            return (f"{name} {number_word(value - right.value + (op == '<'))} lower",)
        case "==":
            return (f"{name} {number_word(abs(right.value - value))} {'higher' if right.value > value else 'lower'}",)
        case _:
            return (f"{name} a little different",)
