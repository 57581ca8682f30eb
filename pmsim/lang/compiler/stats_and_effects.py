"""Compiling effects and stats: from mappings as written to `core.program.Effects`, in the order of
the language."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from itertools import pairwise
from typing import Literal, NamedTuple

from pmsim.core.effect_kinds import (
    Act,
    ChangeInterest,
    ClearFlag,
    Effect,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Expr, Get, Num
from pmsim.core.program import QUARTER, Feed
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.parts import (
    PartChange,
    changes_of_part,
    merged_changes,
    players,
    trust_of_player,
)
from pmsim.lang.compiler.symbols import band_edges, good_side
from pmsim.lang.expressions import NUMBER, TRUTH, TypedExpr
from pmsim.lang.expressions.scope import FALSE
from pmsim.lang.expressions.syntax import ExpressionSyntaxError, tokenize
from pmsim.lang.messages import fields_of
from pmsim.lang.nodes import Entry, Mapping, Scalar
from pmsim.lang.pack import Band, StatWords

ACTS = {"do": Act.DO, "tell": Act.TELL, "teach": Act.TEACH}
FIELDS = (*ACTS, "set", "clear", "role", "note")


def build_effects(
    context: CompileContext,
    node: Mapping | None,
    *,
    without: Sequence[str] = (),
    moment: bool = False,
) -> Effects | None:
    """Return the effects in `node`, None without a node.

    `without`: fields that are forbidden here. `moment`: `moment.interest` is allowed.
    """
    if node is None:
        return None
    effects = [*_changes(context, node, without, moment)]
    for key, act in ACTS.items():
        skills = context.indices_of("skill", node.scalars(key))
        effects += (Practice(act, skill) for skill in skills)
    flags, cleared = context.names.flags, node.scalars("clear")
    effects += (SetFlag(flags[flag.text]) for flag in node.scalars("set"))
    effects += (ClearFlag(flags[flag.text]) for flag in cleared if flag.text in flags)
    for flag in cleared:
        if context.names.pack.inner("facts").has(flag.text):
            hint = "Clear a flag that the fact asks about."
            context.report(
                "two-kinds", flag, hint=hint, word=flag.text, one="a fact", other="a flag"
            )
        elif flag.text not in flags:
            context.report("flag-never-set", flag, flag=flag.text)
    role = node.scalar("role")
    if (number := context.index_of("role", role)) >= 0:
        effects.append(TakeRole(number))
    lowered = Effects(effects)
    context.effects.append((node, lowered))
    return lowered


def _changes(
    context: CompileContext, node: Mapping, without: Sequence[str], moment: bool
) -> Iterator[Effect]:
    """Yield the changes of numbers, `moment.interest` last."""
    of_moment: ChangeInterest | None = None
    written: list[PartChange] = []
    for entry in node.entries:
        name, value = entry.key, entry.value
        if name.text in without:
            context.report(
                "not-here",
                name,
                sentence=(
                    f"`{name.text}` cannot stand in these effects: they may themselves follow"
                    " from it."
                ),
            )
        if name.text in FIELDS or not isinstance(value, Scalar):
            continue
        if name.text == "moment.interest":
            if not moment:
                context.report(
                    "not-here",
                    name,
                    sentence=(
                        "`moment.interest` stands only in the effects of a choice made by `each:"
                        " moments`."
                    ),
                )
            of_moment = ChangeInterest(*_amount(context, value))
        elif name.text in context.parts:
            written += changes_of_part(context, name, *_amount(context, value))
        elif (slot := _slot_of(context, entry)) is not None:
            amount, sets = _amount(context, value)
            if slot >= 0:
                written.append(PartChange(name, slot, amount, sets, None))
    yield from merged_changes(context, written)
    if of_moment is not None:
        yield of_moment


def _computed_hint(context: CompileContext, stat: str) -> str:
    """Return a hint that names the stats behind a computed one; '' if it reads none that can be
    changed."""
    value = context.names.computed[stat].scalar("value")
    read = dict.fromkeys(re.findall(r"[a-z][a-z0-9_]*", value.text)) if value else {}
    parts = [f"`{name}`" for name in read if name in context.names.stats]
    return (
        f"It is made of {', '.join(parts)}; move {'that' if len(parts) == 1 else 'one of those'}."
        if parts
        else ""
    )


def _slot_of(context: CompileContext, entry: Entry) -> int | None:
    """Return the slot that an entry changes, -1 for an unknown one, None for what is no change."""
    names, name = context.names, entry.name
    slot = names.changeable.get(name, -1)
    if slot >= 0:
        return slot
    if name in names.computed:
        context.report("computed-set", entry.key, stat=name, hint=_computed_hint(context, name))
    elif name in fields_of("choice"):
        hint = f"`{name}` is a field of a choice: look at the indentation."
        context.report(
            "unknown-name",
            entry.key,
            hint=hint,
            sentence=f"There is no stat, person or skill called `{name}`.",
        )
        return None
    else:
        context.report_missing("stat, person or skill", entry.key, names.changeable)
    return slot


def _amount(context: CompileContext, value: Scalar) -> tuple[Expr, bool]:
    """Return the amount of a change, and True if it is to be set (it stands after `=`). An amount
    with an error becomes one that varies, so that no check judges it."""
    stripped = value.text.lstrip()
    sets = stripped.startswith("=") and not stripped.startswith("==")
    skip = len(value.text) - len(stripped) + 1 if sets else 0
    return context.expr(value, "number", skip) or Get(QUARTER), sets


MAX_VALUE_DEPTH = 50
"""The longest chain of computed stats and facts."""
_UNKNOWN = {NUMBER: TypedExpr(Num(0), NUMBER), TRUTH: TypedExpr(FALSE, TRUTH)}
"""The values of computed stats and facts with errors."""


class _Definition(NamedTuple):
    """A computed stat or a fact: its expression as written, and its kind. A part: its conditions as
    written, and its lines."""

    written: tuple[Scalar, ...]
    kind: Literal["number", "truth"]
    lines: list[Mapping] | None = None


def define_computed(context: CompileContext, values: dict[str, TypedExpr]) -> None:
    """Add every computed stat, fact and part to `values`, dependencies first. Report one that needs
    itself; it reads 0 or false."""
    definitions = {
        name: _Definition((written,), "number")
        for name, fields in context.names.computed.items()
        if (written := fields.scalar("value"))
    }
    for entry in context.names.pack.entries_of("facts"):
        if isinstance(entry.value, Scalar) and entry.name not in values:
            definitions.setdefault(entry.name, _Definition((entry.value,), "truth"))
    for name, lines in context.names.parts.items():
        asked = tuple(written for line in lines if (written := line.scalar("if")))
        if name not in values:
            definitions.setdefault(name, _Definition(asked, "number", lines))
    for name in definitions:
        values.pop(name, None)
    for name in definitions:
        _define(context, values, definitions, name, ())


def _define(
    context: CompileContext,
    values: dict[str, TypedExpr],
    definitions: Table[str, _Definition],
    name: str,
    path: tuple[str, ...],
) -> None:
    """Add one computed stat, fact or part. `path`: the names that led to it."""
    if name in values:
        return
    definition = definitions[name]
    kind = definition.kind
    for written, other in [(each, name) for each in definition.written for name in _names(each)]:
        if other in (*path, name):
            circle = (*path, name)[(*path, name).index(other) :]
            context.report("circular-value", written, stat=name, path=" → ".join((*circle, other)))
            values[other] = _UNKNOWN[definitions[other].kind]
        elif other in definitions and len(path) < MAX_VALUE_DEPTH:
            _define(context, values, definitions, other, (*path, name))
        elif other in definitions and other not in values:
            context.report(
                "expression",
                written,
                problem=f"This is computed through more than {MAX_VALUE_DEPTH} others.",
            )
            values[other] = _UNKNOWN[definitions[other].kind]
    if name not in values:
        values[name] = _UNKNOWN[kind]
        expr: Expr | None
        if definition.lines is None:
            expr = context.expr(definition.written[0], kind)
        else:
            context.parts[name] = players(context, definition.lines)
            expr = trust_of_player(context, context.parts[name])
        values[name] = TypedExpr(expr, kind) if expr is not None else _UNKNOWN[kind]


def _names(written: Scalar) -> list[str]:
    try:
        return [token.text for token in tokenize(written.text) if token.kind == "name"]
    except ExpressionSyntaxError:
        return []


def stat_words(context: CompileContext) -> dict[str, StatWords]:
    """Return how every stat and computed stat is shown."""
    shown: dict[str, StatWords] = {}
    for key, fields in context.names.pack.named_mappings("stats"):
        name = key.text
        reading = context.scope.values[name].expr
        low, high = context.scope.ranges.of(reading)
        label = fields.text("label", name.replace("_", " ").capitalize())
        good = good_side(fields)
        shown[name] = StatWords(
            name,
            label,
            good == "low",
            _bands(context, key, fields, low),
            reading,
            low,
            high,
            name in context.names.computed,
            good == "neither",
            fields.is_true("hidden"),
        )
    return shown


def _bands(context: CompileContext, stat: Scalar, fields: Mapping, low: int) -> tuple[Band, ...]:
    edges = band_edges(fields)
    keys = [entry.key for entry in fields.entries_of("bands") if entry.name in edges]
    written = sorted(((edges[key.text], key) for key in keys), key=lambda band: band[0])
    labels = {key.text: band.text("label") for key, band in fields.named_mappings("bands")}
    if written and written[0][0] > low:
        sentence = (
            f"The lowest band of `{stat.text}` begins at {written[0][0]}, but the stat at {low}."
        )
        context.report("bands", written[0][1], sentence=sentence, hint=f"Begin it at {low}.")
    for (edge, word), (other, twin) in pairwise(written):
        if edge == other:
            context.report(
                "bands", twin, sentence=f"`{word.text}` and `{twin.text}` begin at the same number."
            )
    return tuple(
        Band(labels[word.text], edge, word.text)
        if labels[word.text]
        else Band(word.text.replace("_", " "), edge)
        for edge, word in written
    )


def feeds(context: CompileContext) -> tuple[Feed, ...]:
    """Return which stat feeds which."""
    rows: list[Feed] = []
    for key, fields in context.names.pack.named_mappings("stats"):
        target = fields.scalar("feeds")
        if target is None or key.text not in context.names.stats:
            continue
        if target.text in context.names.computed:
            context.report(
                "feeds",
                target,
                sentence=f"`{target.text}` is computed from others and cannot be fed.",
            )
        elif target.text == key.text:
            context.report("feeds", target, sentence=f"`{key.text}` cannot feed itself.")
        elif (slot := context.index_of("stat", target)) >= 0:
            rows.append(Feed(context.names.stats[key.text], slot))
    return tuple(rows)


def each_quarter(context: CompileContext) -> tuple[tuple[int, Expr], ...]:
    """Return the amount that each stat adds at the end of a quarter, by slot."""
    written = [
        (key.text, fields.scalar("each_quarter"))
        for key, fields in context.names.pack.named_mappings("stats")
    ]
    exprs = [
        (name, context.expr(amount, "number"))
        for name, amount in written
        if name in context.names.stats
    ]
    return tuple(
        (context.names.stats[name], amount) for name, amount in exprs if amount is not None
    )


def groups(context: CompileContext) -> dict[str, tuple[str, ...]]:
    """Return the members of each group, for `top`."""
    rows: dict[str, tuple[str, ...]] = {}
    able = {**context.names.stats, **context.names.people}
    for key, members in context.names.pack.scalar_lists("groups"):
        if not members:
            context.report(
                "unknown-name", key, sentence=f"The group `{key.text}` has nobody in it."
            )
        context.indices_of("stat with a `min` and a `max`", members, able)
        rows[key.text] = tuple(member.text for member in members)
    return rows
