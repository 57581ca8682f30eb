"""The meaning of a pack's names in conditions, and the slots of what texts count, behind all
others."""

from collections.abc import Mapping

from pmsim.core.expr import Arith, Expr, Get, IsSet, Level, Lookup, Num, Top
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, TOLD_MAX, Slot, TextCounter
from pmsim.lang import expressions
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.names import NO_STAGE, SKILL_PARTS, PackNames
from pmsim.lang.compiler.symbols import band_edges
from pmsim.lang.expressions import NUMBER, STAGE, TRUTH, Scope, TypedExpr
from pmsim.lang.text import phrases_in


def build_scope(names: PackNames) -> tuple[Scope, dict[str, TypedExpr]]:
    """Return the meaning of names in conditions, and its dictionary, to which computed stats are
    added later."""
    pack = names.pack
    roles = pack.named_mappings("roles")
    stages = tuple(names.stages.get(fields.text("stage", NO_STAGE), 0) for _, fields in roles) or (
        0,
    )
    pays = tuple(fields.number("pay", 0) for _, fields in roles) or (0,)
    calendar = pack.inner("calendar")
    before, per_year = Arith("-", Get(QUARTER), Num(1)), Num(calendar.number("per_year", 4))
    exprs: dict[str, Expr] = {
        "pay": Lookup(ROLE, pays),
        "year": Arith("+", Arith("//", before, per_year), Num(1)),
        "season": Arith("+", Arith("%", before, per_year), Num(1)),
        "quarter": Get(QUARTER),
        "quarters_left": Arith("-", Get(QUARTERS), Get(QUARTER)),
        "quarters_in_role": Arith("-", Get(QUARTER), Get(ROLE_SINCE)),
    }
    exprs |= {
        name: Get(slot) for table in (names.stats, names.people) for name, slot in table.items()
    }
    exprs |= {
        slot.id: Get(number)
        for number, slot in enumerate(names.slots)
        if slot.kind in ("times", "passed")
    }
    for key, fields in pack.named_mappings("skills"):
        slot = names.skills[key.text]
        exprs |= {
            f"{key.text}{part}": Get(slot + number) for number, part in enumerate(SKILL_PARTS)
        }
        exprs[f"{key.text}.level"] = Get(slot)
        exprs[key.text] = _effective_level(names, slot, fields.text("stage", NO_STAGE))
    values = {name: TypedExpr(expr, NUMBER) for name, expr in exprs.items()}
    values |= {flag: TypedExpr(IsSet(slot), TRUTH) for flag, slot in names.flags.items()}
    values |= {
        "role": TypedExpr(Get(ROLE), expressions.ROLE),
        "stage": TypedExpr(Lookup(ROLE, stages), STAGE),
    }
    words: dict[str, Mapping[str, int]] = {"role": names.roles, "stage": names.stages}
    tops: dict[str, TypedExpr] = {}
    for group, listed in pack.scalar_lists("groups"):
        members = {word.text: number for number, word in enumerate(listed)}
        slots = tuple(exprs[name].slot for name in members if isinstance(exprs.get(name), Get))  # type: ignore[union-attr]
        if slots and len(slots) == len(members):
            words[f"top({group.text})"] = members
            tops[group.text] = TypedExpr(Top(slots), f"top({group.text})")
    for key, fields in pack.named_mappings("stats"):
        if bands := band_edges(fields):
            words[key.text] = bands
    if seasons := calendar.entries_of("names"):
        words["season"] = {entry.name: number for number, entry in enumerate(seasons, 1)}
    scenes = {scene.key: scene.number for scene in names.scene_symbols}
    choices = {choice.key: choice.number for choice in names.choice_symbols}
    return Scope(
        names.slots, values, words, tops, names.flags, scenes, choices, names.slot_index
    ), values


def _effective_level(names: PackNames, slot: int, stage: str) -> Expr:
    """Return the expression for a skill in conditions; during a crossing it includes the crossing's
    cost."""
    less = names.pack.inner("crossing").number("skills", 0)
    if not less or stage == NO_STAGE:
        return Get(slot)
    return Level(slot, names.slot_index[f"ends.{stage}"], less, QUARTER)


def count_tellings(
    context: CompileContext, first: int
) -> tuple[dict[str, tuple[TextCounter, ...]], tuple[Slot, ...]]:
    """Return what a career counts of each scene, choice and branch, by its key, and the slots for
    it, which are numbered from `first` on.

    A scene counts its text, and the phrases that stand in any words of it.
    """
    by_owner = {key: dict(counters) for key, counters in context.tellings.items()}
    if context.phrase_tellings:
        scenes = {scene.key for scene in context.names.scene_symbols}
        for key, text in context.texts.items():
            scene = ".".join(key.partition("/")[0].split(".")[:2])
            if scene in scenes:
                for phrase in phrases_in(text, context.phrases):
                    counters = context.phrase_tellings.get(phrase, {})
                    by_owner[scene] = counters | by_owner.get(scene, {})
    names = dict.fromkeys(name for counters in by_owner.values() for name in counters)
    names |= dict.fromkeys(name for each in context.phrase_tellings.values() for name in each)
    slots = {name: first + number for number, name in enumerate(names)}
    return (
        {
            key: tuple(TextCounter(slots[name], when) for name, when in counters.items())
            for key, counters in by_owner.items()
        },
        tuple(Slot(f"told.{name}", "told", 0, TOLD_MAX, 0) for name in names),
    )
