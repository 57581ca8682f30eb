"""What an expression asks of whom, in words: what it reads, what a check leans on. Never names a flag."""

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
)  # fmt: skip
from pmsim.lang.pack import Pack
from pmsim.ui.present.typography import shown
from pmsim.ui.present.words import capital, listed, odds_words


class Named(NamedTuple):
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


def bits_read(expr: Expr) -> frozenset[tuple[int, int]]:
    """The bits of slots an expression reads, as (slot, bit): scenes that were seen, choices that were taken."""
    if isinstance(expr, Bit):
        return frozenset({(expr.slot, expr.bit)})
    return frozenset(bit for part in _parts(expr) for bit in bits_read(part))


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


def named(pack: Pack, expr: Expr) -> Named | None:
    """The stat, person or skill that an expression is, if it is just one."""
    match expr:
        case Level():
            return Named(pack.program.slots[expr.slot].id, "skill")
        case Get():
            slot = pack.program.slots[expr.slot]
            skill = slot.id.partition(".")[0] if slot.kind == "skill" else ""
            return Named(skill or slot.id, slot.kind) if slot.kind in ("stat", "person", "skill") else None
        case _:
            # repr, because expressions of different kinds may be equal as tuples
            own = repr(expr)
            return next((Named(stat.id, "stat") for stat in pack.stats.values() if stat.computed and repr(stat.reading) == own), None)


def _all_named(pack: Pack, expr: Expr) -> Iterator[Named]:
    found = named(pack, expr)
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
    cast = {shown(person.name) for person in pack.people.values()}
    asked: dict[str, str] = {}
    for stat in dict.fromkeys(_all_named(pack, odds)):
        words = label(pack, stat.id)
        # "Ines as sponsor" is Ines, too
        person = next((name for name in cast if words.split(" ")[0] == name), "")
        asked.setdefault(person or words, "person" if person else stat.kind)
    most = sorted(asked, key=lambda words: ("skill", "stat", "person").index(asked[words]))[:2]
    own = [words for words in most if asked[words] != "person"]
    people = [words for words in most if asked[words] == "person"]
    return listed([*(["your " + listed(own)] if own else []), *people])


def hint(pack: Pack, odds: Expr, percentage: int) -> str:
    """A choice's line about its check: "asks of your Influence: about even"."""
    asked = leans_on(pack, odds)
    return f"asks of {asked}: {odds_words(percentage)}" if asked else f"a matter of luck: {odds_words(percentage)}"
