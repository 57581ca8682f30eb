"""The quiet line of a choice before it is taken, worked out from its own effects: what it costs, in
the pack's words, and whether it changes the role or ends the career. Never what may come of it
later."""

from collections.abc import Iterator

from pmsim.core.compile_expr import evaluate
from pmsim.core.effect_kinds import Change, Effects, TakeRole
from pmsim.core.program import ROLE, Choice, Exit
from pmsim.ui.present.pack_texts import PackTexts, role_title
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import join_words

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
    pack, slots = words.pack, words.state.slots
    for effect in choice.effects or ():
        if not isinstance(effect, Change):
            continue
        stat = pack.stats.get(pack.program.slots[effect.slot].id)
        if stat is None or stat.is_hidden or stat.is_neutral:
            continue
        amount = int(evaluate(effect.amount, slots))
        by = amount - slots[effect.slot] if effect.sets else amount
        worse = by if stat.good_low else -by
        said = to_plain(words.line(f"stats.{stat.id}/costs"))
        if said and worse > 0 and worse * _LEAST_SHARE >= stat.max - stat.min:
            yield said
    for tag in choice.tags:
        said = to_plain(words.line(f"tags.{pack.program.tags[tag].id}/costs"))
        if said:
            yield said


def choice_size(words: PackTexts, choice: Choice) -> int:
    """Return how much hangs on a choice, never which way: 1 small, 2 middling, 3 large."""
    sides = (choice.check.success, choice.check.failure) if choice.check else ()
    weight = _weight(words, choice.effects) + max(
        (_weight(words, side.effects) + _LATER_WEIGHT * len(side.later) for side in sides),
        default=_LATER_WEIGHT * len(choice.later),
    )
    return 3 if turn_words(words, choice) else 1 + sum(weight > edge for edge in _SIZE_EDGES)


def _weight(words: PackTexts, effects: Effects | None) -> int:
    """Return the movement of effects, each in percent of its range."""
    slots, total = words.state.slots, 0
    for effect in effects or ():
        if isinstance(effect, Change):
            slot = words.pack.program.slots[effect.slot]
            amount = int(evaluate(effect.amount, slots))
            by = amount - slots[effect.slot] if effect.sets else amount
            total += abs(by) * 100 // max(slot.max - slot.min, 1)
    return total


def turn_words(words: PackTexts, choice: Choice) -> str:
    """Return the great turn that a choice is: "you would be Technical Program Manager", "ends this
    career"; '' if it is none. Of a roll only what may come is known."""
    sides = (choice.check.success, choice.check.failure) if choice.check else ()
    certain = set(_turns(words, choice.effects, None if sides else choice.exit, _DEPTH))
    possible = {
        turn for side in sides for turn in _turns(words, side.effects, side.exit, _DEPTH)
    } - certain
    turns = [*sorted(certain), *(f"may be: {turn}" for turn in sorted(possible))]
    return "; ".join(turns)


def _turns(
    words: PackTexts, effects: Effects | None, way: Exit | None, depth: int
) -> Iterator[str]:
    """Yield the turns of effects, and of the told scenes that surely follow."""
    pack, program = words.pack, words.pack.program
    for effect in effects or ():
        if isinstance(effect, TakeRole) and effect.role != words.state.slots[ROLE]:
            yield f"you would be {role_title(pack, effect.role)}"
    if way is not None and way.outcome >= 0:
        yield ENDS_CAREER
        then = to_plain(words.line(f"outcomes.{program.outcomes[way.outcome].id}/is"))
        if then:
            yield f"you would be {then}"
    elif way is not None and len(way.scenes) == 1 and not way.calls and depth:
        scene = program.scenes[way.scenes[0]]
        if not scene.choices and scene.check is None:
            yield from _turns(words, scene.effects, scene.exit, depth - 1)


def hint_line(*parts: str) -> str:
    """Return what is said quietly of a choice, in one line."""
    return "; ".join(part for part in parts if part)
