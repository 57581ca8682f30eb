"""Choices that nobody need take: a sibling is open whenever they are, and is better in all it does."""

from collections.abc import Iterator, Mapping

from pmsim.core.expr import Bit, Expr, Num
from pmsim.core.program import TAKEN, Choice, Effects
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import found_in

MOST_CHOICES = 50
"""The choices of a scene with more, which nobody can read, are not compared."""
_NOTHING = Effects()


def dominated(draft: Draft) -> Iterator[Diagnostic]:
    """Choices with a sibling that is open under the same needs, counts for the same tags, goes on alike, and whose changes are all as good
    and one better. Only where every change is a plain number, and no condition asks which of the two was taken."""
    taken = _taken(draft)
    good = _directions(draft)
    for outline in draft.desk.names.scene_outlines:
        scene = draft.story.scenes[outline.number]
        if scene.pick or len(scene.choices) > MOST_CHOICES:
            continue
        plain = [(draft.story.choices[one.number], one) for one in outline.choices]
        plain = [(choice, one) for choice, one in plain if _is_plain(choice) and choice.index not in taken]
        for worse, one in plain:
            better = next((other for other, _ in plain if other.index != worse.index and _beats(other, worse, good)), None)
            if better:
                at = ask.word(one.node, "id") or ask.word(one.node, "label") or Scalar("", one.node.place)
                yield found_in("dominated", at, choice=worse.id, sibling=better.id, hint=f"Give it something that `{better.id}` lacks.")


def _is_plain(choice: Choice) -> bool:
    """Whether all that it does is known before it is taken."""
    odd = choice.scenery or choice.otherwise or choice.each >= 0 or choice.check is not None
    return not odd and all(isinstance(change.amount, Num) for change in (choice.effects or _NOTHING).changes)


def _beats(better: Choice, worse: Choice, good: Mapping[int, int]) -> bool:
    if not (
        better.needs == worse.needs
        and set(better.tags) == set(worse.tags)  # and so the same locks
        and (better.exit, better.later, better.moment) == (worse.exit, worse.later, worse.moment)
        and better.again >= worse.again
    ):
        return False
    one, other = better.effects or _NOTHING, worse.effects or _NOTHING
    if one._replace(changes=()) != other._replace(changes=()):
        return False
    mine, theirs = _changes(one), _changes(other)
    gains = [_gain(key, mine.get(key, 0) - theirs.get(key, 0), good) for key in mine.keys() | theirs.keys()]
    return None not in gains and all(gain is not None and gain >= 0 for gain in gains) and any(gains)


def _changes(effects: Effects) -> dict[tuple[int, bool], int]:
    """By slot and whether it is set: by how much, or to what."""
    return {(change.slot, change.sets): change.amount.value for change in effects.changes if isinstance(change.amount, Num)}


def _gain(key: tuple[int, bool], difference: int, good: Mapping[int, int]) -> int | None:
    """By how much a change is better; None if it is not known which way is good, or if one sets what the other leaves."""
    slot, sets = key
    return 0 if not difference and not sets else None if sets or slot not in good else difference * good[slot]


def _directions(draft: Draft) -> dict[int, int]:
    """By slot, 1 if more of it is good, -1 if less is. A stat that feeds one for which it is the other way round is neither."""
    names = draft.desk.names
    kept = [(key.text, fields) for key, fields in ask.named(names.pack, "stats") if key.text in names.stats]
    good = {names.stats[name]: -1 if ask.text(fields, "good") == "low" else 1 for name, fields in kept}
    good |= dict.fromkeys(names.people.values(), 1) | dict.fromkeys(names.skills.values(), 1)
    for feed in draft.program.feeds:
        if good.get(feed.source) != good.get(feed.target):
            good.pop(feed.source, None)
    return good


def _taken(draft: Draft) -> set[int]:
    """Choices of which some condition asks whether they were taken."""
    return {bit.bit for written in draft.desk.written for bit in _bits(written.expr) if bit.slot == TAKEN}


def _bits(expr: Expr) -> Iterator[Bit]:
    todo: list[object] = [expr]
    while todo:
        part = todo.pop()
        if isinstance(part, Bit):
            yield part
        elif isinstance(part, tuple):
            todo += part
