"""Checks of choices against each other: choices that are never better than a sibling, and causes
without a name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import assert_never

from pmsim.core.effect_kinds import (
    Change,
    ChangeInterest,
    ClearFlag,
    Effect,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Bit, walk
from pmsim.core.program import TAKEN, Branch, Choice
from pmsim.lang import Diagnostic, Draft, make_diagnostic
from pmsim.lang.compiler.symbols import good_side
from pmsim.lang.compiler.termination import closure, due_scenes, onward, onward_from, ways_on
from pmsim.lang.expressions.ranges import Range, Ranges

MAX_CHOICES = 50
"""Maximum number of choices in a scene that are compared with each other."""


def dominated_choices(draft: Draft) -> Iterator[Diagnostic]:
    """Report choices that have a better sibling, and choices that do the same as an earlier one.

    The better sibling has no check. It has the same needs and tags, leads to the same place, and
    all its changes are at least as good and one is better. A choice with a check is reported only
    if it is worse on both sides of the check. Leave out choices that some condition asks about."""
    read_choices, ranges = _choices_read(draft), draft.scope.ranges
    directions = _good_directions(draft)
    for outline in draft.names.scene_symbols:
        scene = draft.program.scenes[outline.number]
        if scene.pick or len(scene.choices) > MAX_CHOICES:
            continue
        candidates = [
            (choice, symbol)
            for symbol in outline.choices
            for choice in [draft.program.choices[symbol.number]]
            if not (choice.scenery or choice.otherwise or choice.each >= 0)
            and choice.index not in read_choices
        ]
        for worse, choice_outline in candidates:
            better = next(
                (
                    other
                    for other, _ in candidates
                    if other.index != worse.index
                    and not other.check
                    and all(_dominates(ranges, other, each, directions) for each in _sides(worse))
                ),
                None,
            )
            sibling = better or next(
                (each for each, _ in candidates if _is_same(each, worse)), None
            )
            if sibling:
                at = (
                    choice_outline.node.scalar("id")
                    or choice_outline.node.scalar("label")
                    or choice_outline.node.place
                )
                yield make_diagnostic(
                    "dominated" if better else "same-choice",
                    at,
                    choice=worse.id,
                    sibling=sibling.id,
                    hint=f"Give it something that `{sibling.id}` lacks.",
                )


def _is_same(one: Choice, other: Choice) -> bool:
    """Return True if the second of two choices does what the first does, and neither has a text
    besides its label. Choices without effects do not count: they may differ in their label
    alone."""
    return bool(
        one.index < other.index
        and one.effects
        and not one.told
        and replace(one, index=other.index, id=other.id, key=other.key) == other
    )


def _sides(choice: Choice) -> list[Choice]:
    """Return a choice as it works out on each side of its check: with that side's effects, exit and
    consequences added. Without a check, return the choice itself."""
    return [
        replace(
            choice,
            effects=Effects((*(choice.effects or ()), *(way.effects or ()))),
            exit=way.exit,
            later=way.later,
        )
        if isinstance(way, Branch)
        else choice
        for way in ways_on(choice)
    ]


def _dominates(
    ranges: Ranges, better: Choice, worse: Choice, directions: Mapping[int, int]
) -> bool:
    if not (
        better.needs == worse.needs
        and set(better.tags) == set(worse.tags)  # equal tags imply equal locks
        and (better.exit, better.later, better.moment) == (worse.exit, worse.later, worse.moment)
        and better.again >= worse.again
    ):
        return False
    (better_changes, better_rest), (worse_changes, worse_rest) = map(
        partial(_split_effects, ranges), (better, worse)
    )
    if better_rest != worse_rest:
        return False
    gains = [
        _gain(key, better_changes.get(key, _NONE), worse_changes.get(key, _NONE), directions)
        for key in better_changes.keys() | worse_changes.keys()
    ]
    return all(gain is not None and gain >= 0 for gain in gains) and any(gains)


_NONE = Range(0, 0)


def _split_effects(
    ranges: Ranges, choice: Choice
) -> tuple[dict[tuple[int, bool], Range], list[Effect]]:
    """Return the amount of each change, by slot and by whether the change sets the slot; and the
    other effects."""
    amounts: dict[tuple[int, bool], Range] = {}
    rest: list[Effect] = []
    for effect in choice.effects or ():
        match effect:
            case Change(slot, amount, sets):
                low, high = amounts.get((slot, sets), _NONE)
                more = ranges.of(amount)
                amounts[slot, sets] = Range(low + more.low, high + more.high)
            case ChangeInterest() | Practice() | SetFlag() | ClearFlag() | TakeRole():
                rest.append(effect)
            case _:
                assert_never(effect)
    return amounts, rest


def _gain(
    key: tuple[int, bool], better: Range, worse: Range, directions: Mapping[int, int]
) -> int | None:
    """Return how much better a change is at the least. Return None if the good direction is
    unknown, or if one of the two choices sets the slot."""
    slot, sets = key
    if better == worse and better.low == better.high and not sets:
        return 0
    sign = 0 if sets else directions.get(slot, 0)
    return min(sign * (one - other) for one in better for other in worse) if sign else None


def _good_directions(draft: Draft) -> dict[int, int]:
    """Return 1 for each slot where more is good and -1 where less is good. Leave out a stat that
    is good on neither side, or feeds a stat with another direction."""
    names = draft.names
    directions = {
        names.stats[key.text]: -1 if good == "low" else 1
        for key, fields in names.pack.named_mappings("stats")
        if key.text in names.stats and (good := good_side(fields)) != "neither"
    }
    directions |= dict.fromkeys(names.people.values(), 1) | dict.fromkeys(names.skills.values(), 1)
    for feed in draft.program.feeds:
        if directions.get(feed.source) != directions.get(feed.target):
            directions.pop(feed.source, None)
    return directions


def _choices_read(draft: Draft) -> set[int]:
    """Return the indices of choices that some condition asks about."""
    return {
        node.bit
        for written in draft.context.expressions
        if "took" in written.at.text  # `took` is the only function that reads bits of TAKEN
        for node in walk(written.expr)
        if isinstance(node, Bit) and node.slot == TAKEN
    }


MOMENT_HINT = "Write `moment:` and a name for what was done, such as `the question over the soup`."


def unnamed_causes(draft: Draft) -> Iterator[Diagnostic]:
    """Report choices without a `moment` that lead to a later visit in which a text uses
    `{because}`. That text would show the choice's label."""
    story, keys_naming_causes = draft.program, draft.context.cause_placeholders
    scenes_naming_causes = {
        scene.index for scene in story.scenes if scene.key in keys_naming_causes
    }
    if not scenes_naming_causes:
        return
    for outline in draft.names.choice_symbols:
        choice = story.choices[outline.number]
        if choice.moment or choice.each >= 0:
            continue
        scheduled = closure(
            due_scenes(story, onward(choice).laters),
            lambda index: onward_from(story, index).scenes,
        )
        shared = sorted(scheduled & scenes_naming_causes)
        label = outline.node.scalar("label")
        if shared and label is not None:
            yield make_diagnostic(
                "cause-without-name", label, scene=story.scenes[shared[0]].id, hint=MOMENT_HINT
            )
