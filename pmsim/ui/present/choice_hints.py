"""The quiet lines of a choice, worked out from its own conditions and effects: what would open it,
what it costs, how much hangs on it, and whether it changes the role or ends the career. Never what
may come of it later."""

from collections.abc import Iterator

from pmsim.core.compile_expr import evaluate
from pmsim.core.effect_kinds import Change, Effects, TakeRole
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
from pmsim.core.program import ROLE, Choice, Exit, branches
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.lang.expressions.ranges import OPPOSITE
from pmsim.ui.present.pack_texts import (
    NamedValue,
    PackTexts,
    band_word,
    is_hidden,
    label_of,
    named_value,
    role_title,
)
from pmsim.ui.present.status import chief_cause, gauge_ids
from pmsim.ui.present.words import capitalise, display_text, join_words, number_word, trust_word

_NOT_DONE_YET = "something you have not done yet"
_CLOSED_BY_PAST = "something that has happened keeps it closed"
_REST_TAG = "rest"
"""The tag of quarters with nothing in them."""


def unlock_hint(
    pack: Pack, state: State, test: Expr, wanted: bool, *, has_reason: bool = False
) -> str:
    """Return in a sentence or two what would make `test` come out as `wanted`; '' if everything to
    say would spoil a story. `has_reason`: the author says why it is closed, so that it would say
    nothing more that something in the past closes it."""
    needed = _needed_clauses(pack, state, test, wanted)
    strain = _computed_stat_hint(pack, state, test, wanted) if needed else ""
    if strain:
        return strain
    opened = [clause for clause in needed if clause != _CLOSED_BY_PAST]
    sentences = [f"It opens with {join_words(opened)}."] if opened else []
    if _CLOSED_BY_PAST in needed and not (has_reason and not opened):
        sentences.append(f"{capitalise(_CLOSED_BY_PAST)}.")
    return " ".join(sentences)


def _computed_stat_hint(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """Return the hint for a choice that is closed because a computed gauge is too high: its word,
    by how many points it must fall, and what lowers it; '' for other choices."""
    compared = comparison(test, wanted)
    if compared is None or compared[0] not in ("<", "<="):
        return ""
    op, left, edge = compared
    value = named_value(pack, left)
    stat = pack.stats.get(value.id) if value else None
    if stat is None or stat.id not in gauge_ids(pack):
        return ""
    if not (stat.computed and stat.good_low and stat.bands):
        return ""
    now = int(evaluate(left, state.slots))
    least = edge + (op == "<=")
    word, worst = band_word(stat, least), band_word(stat, now)
    points = now - least + 1
    says = f"Closed while you are {word}{'' if word == worst else ' or worse'}." if word else ""
    cause = chief_cause(pack, state)
    remedies = [
        *(["rest"] if _REST_TAG in pack.tags else []),
        *([f"a change in what weighs most ({cause})"] if cause else []),
    ]
    would = f": {join_words(remedies, 'or')} would do" if remedies else ""
    return (
        f"{says} It opens with {stat.label} {number_word(points)}"
        f" {'point' if points == 1 else 'points'} lower{would}.".strip()
    )


def comparison(test: Expr, wanted: bool) -> tuple[str, Expr, int] | None:
    """Return the comparison with a number that has to hold, as (operator, left side, number); None
    if the test is anything else."""
    match test:
        case Not(item):
            return comparison(item, not wanted)
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
    if open_alternatives:
        return (join_words(open_alternatives, "or"),)
    return tuple(dict.fromkeys(alternatives))


def _comparison_clauses(pack: Pack, state: State, test: Compare, wanted: bool) -> tuple[str, ...]:
    compared = comparison(test, wanted)
    if compared is None:
        return ()
    op, left, edge = compared
    least = edge + (op == ">")
    read = named_value(pack, left)
    if read is None and isinstance(left, Most) and op in (">", ">="):
        return _highest_of_clauses(pack, state, left.items, least)
    if read is None:
        return ("another role",) if isinstance(left, Get | Lookup) and left.slot == ROLE else ()
    if is_hidden(pack, read.id):
        return ()
    value = int(evaluate(left, state.slots))
    name = label_of(pack, read.id) + ("’s trust" if read.kind == "person" else "")
    match op:
        case ">=" | ">":
            return (_reach(pack, read, name, value, least),)
        case "<=" | "<":
            return (f"{name} {number_word(value - edge + (op == '<'))} lower",)
        case "==":
            way = "higher" if edge > value else "lower"
            return (f"{name} {number_word(abs(edge - value))} {way}",)
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


MAX_COSTS = 2
"""The most costs that are named of one choice."""
_LEAST_SHARE = 40
"""A cost is named from this part of the stat's range on: a fortieth."""
_LATER_WEIGHT = 10
"""What a consequence that comes later weighs, in percent of a stat's range."""
_SIZE_EDGES = (14, 27)
"""The heaviest small choice and the heaviest middling one: thirds of the choices of the Long
Game."""
_DEPTH = 8
"""How many told scenes are followed from a choice."""
ENDS_CAREER = "ends this career"


def cost_words(words: PackTexts, choice: Choice) -> str:
    """Return what a choice costs: "costs a favour and a long evening"; '' for nothing to say."""
    named = dict.fromkeys(_costs(words, choice))
    return f"costs {join_words([*named][:MAX_COSTS])}" if named else ""


def _costs(words: PackTexts, choice: Choice) -> Iterator[str]:
    pack = words.pack
    for slot, by in _movements(words, choice.effects):
        stat = pack.stats.get(pack.program.slots[slot].id)
        if stat is None or stat.is_hidden or stat.is_neutral:
            continue
        worse = by if stat.good_low else -by
        said = words.plain(f"stats.{stat.id}/costs")
        if said and worse > 0 and worse * _LEAST_SHARE >= stat.max - stat.min:
            yield said
    for tag in choice.tags:
        said = words.plain(f"tags.{pack.program.tags[tag].id}/costs")
        if said:
            yield said


def choice_size(words: PackTexts, choice: Choice) -> int:
    """Return how much hangs on a choice, never which way: 1 small, 2 middling, 3 large."""
    weight = _weight(words, choice.effects) + max(
        (
            _weight(words, side.effects) + _LATER_WEIGHT * len(side.later)
            for side in branches(choice.check)
        ),
        default=_LATER_WEIGHT * len(choice.later),
    )
    return 3 if turn_words(words, choice) else 1 + sum(weight > edge for edge in _SIZE_EDGES)


def _weight(words: PackTexts, effects: Effects | None) -> int:
    """Return the movement of effects, each in percent of its range."""
    slots = words.pack.program.slots
    return sum(
        abs(by) * 100 // max(slots[slot].max - slots[slot].min, 1)
        for slot, by in _movements(words, effects)
    )


def _movements(words: PackTexts, effects: Effects | None) -> Iterator[tuple[int, int]]:
    """Yield each slot that effects change now, and by how much."""
    slots = words.state.slots
    for effect in effects or ():
        if isinstance(effect, Change):
            amount = int(evaluate(effect.amount, slots))
            yield effect.slot, amount - slots[effect.slot] if effect.sets else amount


def turn_words(words: PackTexts, choice: Choice) -> str:
    """Return whether a choice changes the role or ends the career, in words: "you would be
    Technical Program Manager", "ends this career"; '' if it does neither. What depends on a roll is
    only possible: "may be: …"."""
    sides = branches(choice.check)
    certain = set(_turns(words, choice.effects, None if sides else choice.exit, _DEPTH))
    possible = {
        turn for side in sides for turn in _turns(words, side.effects, side.exit, _DEPTH)
    } - certain
    turns = [*sorted(certain), *(f"may be: {turn}" for turn in sorted(possible))]
    return "; ".join(turns)


def _turns(
    words: PackTexts, effects: Effects | None, way: Exit | None, depth: int
) -> Iterator[str]:
    """Yield, in words, the changes of role and the ends that effects and an exit bring, also
    through the next `depth` scenes without choices or check that certainly follow."""
    pack, program = words.pack, words.pack.program
    for effect in effects or ():
        if isinstance(effect, TakeRole) and effect.role != words.state.role:
            yield f"you would be {role_title(pack, effect.role)}"
    if way is not None and way.outcome >= 0:
        yield ENDS_CAREER
        then = words.plain(f"outcomes.{program.outcomes[way.outcome].id}/is")
        if then:
            yield f"you would be {then}"
    elif way is not None and len(way.scenes) == 1 and not way.calls and depth:
        scene = program.scenes[way.scenes[0]]
        if not scene.choices and scene.check is None:
            yield from _turns(words, scene.effects, scene.exit, depth - 1)
