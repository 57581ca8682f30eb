"""Parts: who plays each, as conditions, and what each use of a part stands for. The engine knows no
parts."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.core.effect_kinds import Change
from pmsim.core.expr import All, Arith, Expr, Get, IfElse, IsSet, Not, Num
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import Player


def players(context: CompileContext, lines: list[Mapping]) -> tuple[Player, ...]:
    """Return the people who may play a part. Report a line that is never asked, and a last one that
    leaves nobody."""
    cast: list[Player] = []
    before: tuple[Expr, ...] = ()
    for number, line in enumerate(lines, 1):
        condition, person = line.scalar("if"), line.scalar("person")
        last = number == len(lines)
        if (condition is None) != last:
            sentence = (
                "The last line of a part has no `if`, so that somebody always plays it."
                if last
                else "Only the last line of a part may be without `if`: nobody behind it is asked."
            )
            context.report("last-holds", condition or line.place, sentence=sentence)
        test = context.expr(condition, "truth")
        when = before if test is None else (*before, test)
        if person is not None and context.index_of("person", person) >= 0:
            cast.append(Player(person.text, when[0] if len(when) == 1 else All(when)))
        before = before if test is None else (*before, Not(test))
    return tuple(cast)


def trust_of_player(context: CompileContext, cast: tuple[Player, ...]) -> Expr:
    """Return the trust of whoever plays a part."""
    slots = [Get(context.names.people[player.person]) for player in cast]
    reading: Expr = slots[-1] if slots else Num(0)
    for player, slot in zip(reversed(cast[:-1]), reversed(slots[:-1]), strict=True):
        reading = IfElse(player.when, slot, reading)
    return reading


class PartChange(NamedTuple):
    """A change as written: of a person's slot, or of each who may play a part (`when` they do)."""

    at: Scalar
    slot: int
    amount: Expr
    sets: bool
    when: Expr | None


def changes_of_part(
    context: CompileContext, at: Scalar, amount: Expr, sets: bool
) -> Iterator[PartChange]:
    """Yield the changes that a part in effects stands for."""
    for player in context.parts.get(at.text, ()):
        yield PartChange(at, context.names.people[player.person], amount, sets, player.when)


def merged_changes(context: CompileContext, written: list[PartChange]) -> Iterator[Change]:
    """Yield one change for each slot: a value that is set, and what is added to it, limited once.

    Report two values that may be set to one person.
    """
    by_slot: dict[int, list[PartChange]] = {}
    for change in written:
        by_slot.setdefault(change.slot, []).append(change)
    for slot, own in by_slot.items():
        if len(own) == 1 and own[0].when is None:
            yield Change(slot, own[0].amount, own[0].sets)
            continue
        settings = [change for change in own if change.sets]
        if len({change.at.text for change in settings}) > 1:
            person = context.names.slots[slot].id
            first, second = settings[0].at, settings[-1].at
            sentence = f"Both `{first.text}` and `{second.text}` may set `{person}`."
            context.report("not-here", second, sentence=sentence, hint="Set one of them.")
        total: Expr = Get(slot) if settings else Num(0)
        for change in sorted(own, key=lambda one: not one.sets):
            other = total if change.sets else Num(0)
            amount = change.amount
            if change.when is not None:
                amount = IfElse(change.when, amount, other)
            total = amount if change.sets or total == Num(0) else Arith("+", total, amount)
        yield Change(slot, total, bool(settings))


def absences(context: CompileContext, names: list[Scalar]) -> tuple[Expr, ...]:
    """Return the conditions under which whoever plays one of these parts is away."""
    flags = {
        person: context.names.flags[flag.text]
        for person, flag in context.names.away_flags.items()
        if flag.text in context.names.flags
    }
    return tuple(
        All((player.when, IsSet(flags[player.person])))
        for name in names
        for player in context.parts.get(name.text, ())
        if player.person in flags
    )
