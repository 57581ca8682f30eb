"""What choices do: which numbers they move, which of them for the worse, what comes of them later, at what odds. Reads a program only."""

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
"""So many careers are played by chance from each start to learn the odds at which checks are offered."""


class MovedStats(NamedTuple):
    """The numbers that are moved, by slot (a practised skill: its level; a role: -1; something later: -2), and those moved for the worse.
    A number moved by a sum that may go either way counts as both."""

    moved: frozenset[int] = frozenset()
    worse: frozenset[int] = frozenset()

    def combined_with(self, other: "MovedStats") -> "MovedStats":
        """Both, one after the other."""
        return MovedStats(self.moved | other.moved, self.worse | other.worse)


class OfferedOdds(NamedTuple):
    """The odds of a check as it was offered in careers played by chance: how often, and between which bounds. `mean`: rounded."""

    times: int
    least: int
    most: int
    mean: int


def least_moved_stats(pack: Pack, choice: Choice, lower_is_better: Collection[int]) -> MovedStats:
    """What a choice moves at the least: of a check the side that moves fewer numbers, and the worse of either side."""
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
    """The slots of stats of which less is better."""
    return frozenset(
        pack.program.slot_index[stat.id] for stat in pack.stats.values() if stat.good_low and stat.id in pack.program.slot_index
    )


def is_weighed(program: Program, choice: Choice) -> bool:
    """Whether a choice is one to be weighed against others: not scenery, not one of `each`, not an end of the career, and not of the
    scenario with which a start begins, which asks who one is."""
    opening_scenarios = {start.scenario for start in program.starts}
    return not (
        choice.scenery or choice.each >= 0 or choice.exit.outcome >= 0 or program.scenes[choice.scene].scenario in opening_scenarios
    )


def has_named_consequence(pack: Pack, choice: Choice, within: int) -> bool:
    """Whether something comes of a choice in 1..`within` quarters whose text names it with `{because}`."""
    return any(later.after <= within and _names_cause_later(pack, later) for later in consequences_of(choice))


def consequences_of(choice: Choice) -> tuple[Later, ...]:
    """What a choice may bring about."""
    return choice.later if choice.check is None else (*choice.check.success.later, *choice.check.failure.later)


def offered_odds(pack: Pack, careers: int = CAREERS_PER_START) -> Mapping[str, OfferedOdds]:
    """The odds of each check that was offered, by its key, in careers played by chance from every start (seeds 1..`careers`)."""
    odds_by_check: dict[str, list[int]] = {}
    policy = _recording_odds(policy_named(pack.program, "random"), odds_by_check)
    for start in pack.program.starts:
        for seed in range(1, careers + 1):
            play_career(pack.program, start.id, seed, policy)
    return {key: OfferedOdds(len(odds), min(odds), max(odds), round(sum(odds) / len(odds))) for key, odds in odds_by_check.items()}


def _recording_odds(policy: Policy, odds_by_check: dict[str, list[int]]) -> Policy:
    """The policy, noting in `odds_by_check` the odds of every check among which it chooses."""

    def decide(m: MutableState, among: list[OpenChoice]) -> int:
        for choice, _ in among:
            roll = m.choices[choice].check
            if roll is not None:
                odds_by_check.setdefault(roll.key, []).append(clamped_odds(m, roll))
        return policy(m, among)

    return decide


def _moved_by_effects(program: Program, effects: Effects | None, lower_is_better: Collection[int]) -> MovedStats:
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


def _moved_by_branch(program: Program, branch: Branch, lower_is_better: Collection[int]) -> MovedStats:
    later = MovedStats(frozenset([-2]), frozenset([-2])) if branch.later else MovedStats()
    return (
        _moved_by_effects(program, branch.effects, lower_is_better)
        .combined_with(later)
        .combined_with(_moved_on_entry(program, branch.exit.scenes, lower_is_better))
    )


def _moved_by_exit(program: Program, choice: Choice, lower_is_better: Collection[int]) -> MovedStats:
    later = MovedStats(frozenset([-2]), frozenset([-2])) if choice.later else MovedStats()
    return later.combined_with(_moved_on_entry(program, choice.exit.scenes, lower_is_better))


def _moved_on_entry(program: Program, scenes: Iterable[int], lower_is_better: Collection[int]) -> MovedStats:
    """What the scenes to which a choice leads move as they are entered."""
    moved = MovedStats()
    for index in scenes:
        moved = moved.combined_with(_moved_by_effects(program, program.scenes[index].effects, lower_is_better))
    return moved


def _names_cause_later(pack: Pack, later: Later) -> bool:
    scenes = later.scenes or pack.program.scenarios[later.scenario].starts
    return any(_text_names_cause(pack.texts.get(f"{pack.program.scenes[scene].key}/text", ())) for scene in scenes)


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
