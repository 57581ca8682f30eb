"""Expressions in words: the stats that they read, and what a check tests. Never names a flag."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.core.expr import Bit, Expr, Get, IsSet, Level, Lookup, Since, Top, children, walk
from pmsim.lang.pack import Pack
from pmsim.ui.present.words import capitalise, display_text, join_words, odds_words


class NamedValue(NamedTuple):
    """A named value that an expression reads. `kind`: stat, person or skill."""

    id: str
    kind: str


def slots_read(expr: Expr) -> frozenset[int]:
    """Return the slots that an expression reads."""
    return frozenset(slot for node in walk(expr) for slot in _own_slots(node))


def _own_slots(expr: Expr) -> tuple[int, ...]:
    match expr:
        case Get() | IsSet() | Since() | Level() | Lookup() | Bit():
            return (expr.slot,)
        case Top(slots):
            return slots
        case _:
            return ()


def bits_read(expr: Expr) -> frozenset[tuple[int, int]]:
    """Return the bits that an expression reads, as (slot, bit): scenes that were seen, choices that
    were taken."""
    return frozenset((node.slot, node.bit) for node in walk(expr) if isinstance(node, Bit))


def named_value(pack: Pack, expr: Expr) -> NamedValue | None:
    """Return the stat, person or skill that an expression is, None if it is anything else."""
    match expr:
        case Level():
            return NamedValue(pack.program.slots[expr.slot].id, "skill")
        case Get():
            slot = pack.program.slots[expr.slot]
            skill = slot.id.partition(".")[0] if slot.kind == "skill" else ""
            return (
                NamedValue(skill or slot.id, slot.kind)
                if slot.kind in ("stat", "person", "skill")
                else None
            )
        case _:
            return next(
                (
                    NamedValue(stat.id, "stat")
                    for stat in pack.stats.values()
                    if stat.computed and stat.reading == expr
                ),
                None,
            )


def _named_values(pack: Pack, expr: Expr) -> Iterator[NamedValue]:
    value = named_value(pack, expr)
    if value is not None:
        yield value
        return
    for part in children(expr):
        yield from _named_values(pack, part)


def label_of(pack: Pack, name: str) -> str:
    """Return the label of a stat, a skill or a person, as shown."""
    if name in pack.skills:
        return display_text(pack.skills[name].label)
    if name in pack.people:
        return display_text(pack.people[name].name)
    return (
        display_text(pack.stats[name].label)
        if name in pack.stats
        else display_text(capitalise(name.replace("_", " ")))
    )


def check_basis(pack: Pack, odds: Expr) -> str:
    """Return what a check tests: "your Influence", "your Story and Ines", '' for luck alone. Two
    names at most, skills first."""
    cast = {display_text(person.name) for person in pack.people.values()}
    kind_by_words: dict[str, str] = {}
    for stat in dict.fromkeys(_named_values(pack, odds)):
        words = label_of(pack, stat.id)
        # "Ines as sponsor" counts as Ines
        person = next((name for name in cast if words.split(" ")[0] == name), "")
        kind_by_words.setdefault(person or words, "person" if person else stat.kind)
    chosen_words = sorted(
        kind_by_words, key=lambda words: ("skill", "stat", "person").index(kind_by_words[words])
    )[:2]
    own_words = [words for words in chosen_words if kind_by_words[words] != "person"]
    people = [words for words in chosen_words if kind_by_words[words] == "person"]
    return join_words([*(["your " + join_words(own_words)] if own_words else []), *people])


def check_hint(pack: Pack, odds: Expr, percentage: int) -> str:
    """Return a choice's line about its check: "asks of your Influence: about even"."""
    basis = check_basis(pack, odds)
    return (
        f"asks of {basis}: {odds_words(percentage)}"
        if basis
        else f"a matter of luck: {odds_words(percentage)}"
    )
