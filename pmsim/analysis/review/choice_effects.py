"""Measures of what choices do: the numbers they change, the changes for the worse, the consequences
and the odds. Reads only the program and its texts."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pmsim.analysis.review.texts import placeholders
from pmsim.core.compiled import MutableState, OpenChoice
from pmsim.core.expr import Num
from pmsim.core.policy import policy_named
from pmsim.core.program import Branch, Choice, Effects, Later, Program
from pmsim.core.scene import clamped_odds
from pmsim.core.step import Policy, play_career
from pmsim.lang.pack import Pack

CAREERS_PER_START = 60
"""Number of random careers from each start, played to measure the odds of checks."""


class MovedStats(NamedTuple):
    """The slots that change, and those that may change for the worse. A practised skill counts by
    its level, a role as -1, a consequence as -2. A change by a formula counts as both."""

    moved: set[int]
    worse: set[int]


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
    program, worse = pack.program, set[int]()
    moved_by_side: list[set[int]] = []
    for side in _sides(choice):
        moved = {-2} if side.later else set()
        worse |= moved
        entered = (program.scenes[index].effects for index in side.exit.scenes)
        for effects in (choice.effects, side.effects, *entered):
            if effects is not None:
                _add_moved(program, effects, lower_is_better, MovedStats(moved, worse))
        moved_by_side.append(moved)
    return MovedStats(min(moved_by_side, key=len), worse)


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
    return tuple(later for side in _sides(choice) for later in side.later)


def _sides(choice: Choice) -> tuple[Choice | Branch, ...]:
    """Return the branches of a choice's check, or the choice itself."""
    return (choice,) if choice.check is None else (choice.check.success, choice.check.failure)


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


def _add_moved(
    program: Program, effects: Effects, lower_is_better: Collection[int], total: MovedStats
) -> None:
    """Add what some effects change to `total`."""
    for slot, amount, sets in effects.changes:
        constant = amount.value if isinstance(amount, Num) and not sets else None
        if constant != 0:
            total.moved.add(slot)
        if constant is None or (constant != 0 and (constant > 0) == (slot in lower_is_better)):
            total.worse.add(slot)
    total.moved.update(program.skills[act.skill].level for act in effects.acts)
    if effects.role >= 0:
        total.moved.add(-1)
        total.worse.add(-1)


def _names_cause_later(pack: Pack, later: Later) -> bool:
    scenes = later.scenes or pack.program.scenarios[later.scenario].starts
    return any(
        part.kind == "because"
        for scene in scenes
        for part in placeholders(pack.texts.get(f"{pack.program.scenes[scene].key}/text", ()))
    )
