"""Measures of what choices do: the numbers they change, the changes for the worse, the consequences
and the odds. Reads only the program and its texts."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.core.compiled import MutableState, OpenChoice
from pmsim.core.expr import Num
from pmsim.core.policy import policy_named
from pmsim.core.program import Branch, Choice, Effects, Later, Program
from pmsim.core.scene import clamped_odds
from pmsim.core.step import Policy, play_career
from pmsim.lang.pack import Pack
from pmsim.lang.text import Block, OneOf, Paragraphs, Slotted, Text, When

CAREERS_PER_START = 60
"""Number of random careers from each start, played to measure the odds of checks."""


class MovedStats(NamedTuple):
    """The slots that change, and those that may change for the worse. A practised skill counts by
    its level, a role as -1, a consequence as -2. A change by a formula counts as both."""

    moved: frozenset[int] = frozenset()
    worse: frozenset[int] = frozenset()

    def combined_with(self, other: "MovedStats") -> "MovedStats":
        """Return the union of both."""
        return MovedStats(self.moved | other.moved, self.worse | other.worse)


class OfferedOdds(NamedTuple):
    """The odds of a check in random careers: how often it was offered, and its lowest, highest and
    mean odds (rounded)."""

    times: int
    least: int
    most: int
    mean: int


def least_moved_stats(pack: Pack, choice: Choice, lower_is_better: Collection[int]) -> MovedStats:
    """Return the fewest slots that a choice changes. For a check, return the slots of the branch
    that changes fewer, and the worse slots of both branches."""
    program = pack.program
    own_effects = _moved_by_effects(program, choice.effects, lower_is_better)
    if choice.check is None:
        return own_effects.combined_with(_moved_by_exit(program, choice, lower_is_better))
    sides = [
        own_effects.combined_with(_moved_by_branch(program, branch, lower_is_better))
        for branch in (choice.check.success, choice.check.failure)
    ]
    return MovedStats(min((side.moved for side in sides), key=len), sides[0].worse | sides[1].worse)


def slots_better_low(pack: Pack) -> frozenset[int]:
    """Return the slots of stats for which less is better."""
    return frozenset(
        pack.program.slot_index[stat.id]
        for stat in pack.stats.values()
        if stat.good_low and stat.id in pack.program.slot_index
    )


def is_weighed(program: Program, choice: Choice) -> bool:
    """Return True if players weigh the choice against others. Scenery, choices of `each`, choices
    that end the career, and choices of a start's first scenario do not count."""
    opening_scenarios = {start.scenario for start in program.starts}
    return not (
        choice.scenery
        or choice.each >= 0
        or choice.exit.outcome >= 0
        or program.scenes[choice.scene].scenario in opening_scenarios
    )


def has_named_consequence(pack: Pack, choice: Choice, within: int) -> bool:
    """Return True if the choice schedules a visit within `within` quarters whose text names the
    cause with `{because}`."""
    return any(
        later.after <= within and _names_cause_later(pack, later)
        for later in consequences_of(choice)
    )


def consequences_of(choice: Choice) -> tuple[Later, ...]:
    """Return the consequences that a choice may schedule."""
    return (
        choice.later
        if choice.check is None
        else (*choice.check.success.later, *choice.check.failure.later)
    )


def offered_odds(pack: Pack, careers: int = CAREERS_PER_START) -> Mapping[str, OfferedOdds]:
    """Return the odds of each check that was offered, by its key, in random careers from every
    start (seeds 1..`careers`)."""
    odds_by_check: dict[str, list[int]] = {}
    policy = _recording_odds(policy_named(pack.program, "random"), odds_by_check)
    for start in pack.program.starts:
        for seed in range(1, careers + 1):
            play_career(pack.program, start.id, seed, policy)
    return {
        key: OfferedOdds(len(odds), min(odds), max(odds), round(sum(odds) / len(odds)))
        for key, odds in odds_by_check.items()
    }


def _recording_odds(policy: Policy, odds_by_check: dict[str, list[int]]) -> Policy:
    """Return the policy, extended to record the odds of every offered check in `odds_by_check`."""

    def decide(m: MutableState, among: list[OpenChoice]) -> int:
        for choice, _ in among:
            roll = m.choices[choice].check
            if roll is not None:
                odds_by_check.setdefault(roll.key, []).append(clamped_odds(m, roll))
        return policy(m, among)

    return decide


def _moved_by_effects(
    program: Program, effects: Effects | None, lower_is_better: Collection[int]
) -> MovedStats:
    if effects is None:
        return MovedStats()
    moved: set[int] = set()
    worse: set[int] = set()
    for slot, amount, sets in effects.changes:
        constant = amount.value if isinstance(amount, Num) and not sets else None
        if constant == 0:
            continue
        moved.add(slot)
        if constant is None or (constant > 0) == (slot in lower_is_better):
            worse.add(slot)
    moved |= {program.skills[act.skill].level for act in effects.acts}
    if effects.role >= 0:
        moved.add(-1)
        worse.add(-1)
    return MovedStats(frozenset(moved), frozenset(worse))


def _moved_by_branch(
    program: Program, branch: Branch, lower_is_better: Collection[int]
) -> MovedStats:
    later = MovedStats(frozenset([-2]), frozenset([-2])) if branch.later else MovedStats()
    return (
        _moved_by_effects(program, branch.effects, lower_is_better)
        .combined_with(later)
        .combined_with(_moved_on_entry(program, branch.exit.scenes, lower_is_better))
    )


def _moved_by_exit(
    program: Program, choice: Choice, lower_is_better: Collection[int]
) -> MovedStats:
    later = MovedStats(frozenset([-2]), frozenset([-2])) if choice.later else MovedStats()
    return later.combined_with(_moved_on_entry(program, choice.exit.scenes, lower_is_better))


def _moved_on_entry(
    program: Program, scenes: Iterable[int], lower_is_better: Collection[int]
) -> MovedStats:
    """Return what the entry effects of the given scenes change."""
    moved = MovedStats()
    for index in scenes:
        moved = moved.combined_with(
            _moved_by_effects(program, program.scenes[index].effects, lower_is_better)
        )
    return moved


def _names_cause_later(pack: Pack, later: Later) -> bool:
    scenes = later.scenes or pack.program.scenarios[later.scenario].starts
    return any(
        _text_names_cause(pack.texts.get(f"{pack.program.scenes[scene].key}/text", ()))
        for scene in scenes
    )


def _text_names_cause(text: Text) -> bool:
    return any(_block_names_cause(block) for block in text)


def _block_names_cause(block: Block) -> bool:
    match block:
        case Paragraphs(parts):
            return any(isinstance(part, Slotted) and part.kind == "because" for part in parts)
        case When(_, then, other):
            return _text_names_cause(then) or _text_names_cause(other)
        case OneOf(_, options):
            return any(_text_names_cause(option) for option in options)
