"""Checks of choices against each other: choices that are never better than a sibling, and causes
without a name."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from pmsim.core.effect_kinds import (
    Change,
    ChangeInterest,
    ClearFlag,
    Effect,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Bit, Num, walk
from pmsim.core.program import TAKEN, Choice
from pmsim.lang import Diagnostic, Draft, make_diagnostic
from pmsim.lang.compiler.symbols import good_side
from pmsim.lang.compiler.termination import closure, due_scenes, onward, onward_from

MAX_CHOICES = 50
"""Maximum number of choices in a scene that are compared with each other."""


def dominated_choices(draft: Draft) -> Iterator[Diagnostic]:
    """Report choices that have a better sibling. The sibling has the same needs and tags, leads to
    the same place, and all its changes are at least as good and one is better. Compare only choices
    whose changes are plain numbers, and that no condition asks about."""
    read_choices = _choices_read(draft)
    directions = _good_directions(draft)
    for outline in draft.names.scene_symbols:
        scene = draft.program.scenes[outline.number]
        if scene.pick or len(scene.choices) > MAX_CHOICES:
            continue
        candidates = [
            (draft.program.choices[choice_outline.number], choice_outline)
            for choice_outline in outline.choices
        ]
        candidates = [
            (choice, choice_outline)
            for choice, choice_outline in candidates
            if _is_predictable(choice) and choice.index not in read_choices
        ]
        for worse, choice_outline in candidates:
            better = next(
                (
                    other
                    for other, _ in candidates
                    if other.index != worse.index and _dominates(other, worse, directions)
                ),
                None,
            )
            if better:
                at = (
                    choice_outline.node.scalar("id")
                    or choice_outline.node.scalar("label")
                    or choice_outline.node.place
                )
                yield make_diagnostic(
                    "dominated",
                    at,
                    choice=worse.id,
                    sibling=better.id,
                    hint=f"Give it something that `{better.id}` lacks.",
                )


def _is_predictable(choice: Choice) -> bool:
    """Return True if all effects of the choice are known before a player takes it."""
    unpredictable = (
        choice.scenery or choice.otherwise or choice.each >= 0 or choice.check is not None
    )
    return not unpredictable and not any(
        isinstance(effect, Change) for effect in _split_effects(choice)[1]
    )


def _dominates(better: Choice, worse: Choice, directions: Mapping[int, int]) -> bool:
    if not (
        better.needs == worse.needs
        and set(better.tags) == set(worse.tags)  # equal tags imply equal locks
        and (better.exit, better.later, better.moment) == (worse.exit, worse.later, worse.moment)
        and better.again >= worse.again
    ):
        return False
    (better_changes, better_rest), (worse_changes, worse_rest) = map(
        _split_effects, (better, worse)
    )
    if better_rest != worse_rest:
        return False
    gains = [
        _gain(key, better_changes.get(key, 0) - worse_changes.get(key, 0), directions)
        for key in better_changes.keys() | worse_changes.keys()
    ]
    return (
        None not in gains and all(gain is not None and gain >= 0 for gain in gains) and any(gains)
    )


def _split_effects(choice: Choice) -> tuple[dict[tuple[int, bool], int], list[Effect]]:
    """Return the amount of each change by a plain number, by slot and by whether the change sets
    the slot; and the other effects."""
    amounts: dict[tuple[int, bool], int] = {}
    rest: list[Effect] = []
    for effect in choice.effects or ():
        match effect:
            case Change(slot, Num(value), sets):
                amounts[slot, sets] = value
            case Change() | ChangeInterest() | Practice() | SetFlag() | ClearFlag() | TakeRole():
                rest.append(effect)
            case _:
                assert_never(effect)
    return amounts, rest


def _gain(key: tuple[int, bool], difference: int, directions: Mapping[int, int]) -> int | None:
    """Return how much better a change is. Return None if the good direction is unknown, or if only
    one of the two choices sets the slot."""
    slot, sets = key
    return (
        0
        if not difference and not sets
        else None
        if sets or slot not in directions
        else difference * directions[slot]
    )


def _good_directions(draft: Draft) -> dict[int, int]:
    """Return 1 for each slot where more is good and -1 where less is good. Leave out a stat that
    is good on neither side, or feeds a stat with another direction."""
    names = draft.names
    stat_fields = [
        (key.text, fields)
        for key, fields in names.pack.named_mappings("stats")
        if key.text in names.stats
    ]
    directions = {
        names.stats[name]: -1 if good == "low" else 1
        for name, fields in stat_fields
        if (good := good_side(fields)) != "neither"
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
        if "took" in written.at.text  # the one function that reads choices
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
