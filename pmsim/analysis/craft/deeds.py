"""What choices do: which numbers they move, which of them for the worse, what comes of them later, at what odds. Reads a program only."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.core.expr import Num
from pmsim.core.machine import Machine
from pmsim.core.offers import percentage
from pmsim.core.policy import policy_named
from pmsim.core.program import Branch, Choice, Effects, Later, Program
from pmsim.core.rules import Open
from pmsim.core.step import Policy, play
from pmsim.lang.pack import Pack
from pmsim.lang.prose import Block, OneOf, Paragraphs, Slotted, Text, When

CAREERS = 60
"""So many careers are played by chance from each start to learn the odds at which checks are offered."""


class Moves(NamedTuple):
    """The numbers that are moved, by slot (a practised skill: its level; a role: -1; something later: -2), and those moved for the worse.
    A number moved by a sum that may go either way counts as both."""

    moved: frozenset[int] = frozenset()
    worse: frozenset[int] = frozenset()

    def and_(self, other: "Moves") -> "Moves":
        """Both, one after the other."""
        return Moves(self.moved | other.moved, self.worse | other.worse)


class Offered(NamedTuple):
    """The odds of a check as it was offered in careers played by chance: how often, and between which bounds. `mean`: rounded."""

    times: int
    least: int
    most: int
    mean: int


def moves(pack: Pack, choice: Choice, lower_is_better: Collection[int]) -> Moves:
    """What a choice moves at the least: of a check the side that moves fewer numbers, and the worse of either side."""
    program = pack.program
    own = _moved(program, choice.effects, lower_is_better)
    if choice.check is None:
        return own.and_(_onward(program, choice, lower_is_better))
    sides = [own.and_(_branch(program, branch, lower_is_better)) for branch in (choice.check.success, choice.check.failure)]
    return Moves(min((side.moved for side in sides), key=len), sides[0].worse | sides[1].worse)


def better_low(pack: Pack) -> frozenset[int]:
    """The slots of stats of which less is better."""
    return frozenset(
        pack.program.slot_index[stat.id] for stat in pack.stats.values() if stat.good_low and stat.id in pack.program.slot_index
    )


def is_weighed(program: Program, choice: Choice) -> bool:
    """Whether a choice is one to be weighed against others: not scenery, not one of `each`, not an end of the career, and not of the
    scenario with which a start begins, which asks who one is."""
    begun = {start.scenario for start in program.starts}
    return not (choice.scenery or choice.each >= 0 or choice.exit.outcome >= 0 or program.scenes[choice.scene].scenario in begun)


def comes_back(pack: Pack, choice: Choice, within: int) -> bool:
    """Whether something comes of a choice in 1..`within` quarters whose text names it with `{because}`."""
    return any(later.after <= within and _says_because(pack, later) for later in laters_of(choice))


def laters_of(choice: Choice) -> tuple[Later, ...]:
    """What a choice may bring about."""
    return choice.later if choice.check is None else (*choice.check.success.later, *choice.check.failure.later)


def offered_odds(pack: Pack, careers: int = CAREERS) -> Mapping[str, Offered]:
    """The odds of each check that was offered, by its key, in careers played by chance from every start (seeds 1..`careers`)."""
    met: dict[str, list[int]] = {}
    policy = _noting(policy_named(pack.program, "random"), met)
    for start in pack.program.starts:
        for seed in range(1, careers + 1):
            play(pack.program, start.id, seed, policy)
    return {key: Offered(len(odds), min(odds), max(odds), round(sum(odds) / len(odds))) for key, odds in met.items()}


def _noting(policy: Policy, met: dict[str, list[int]]) -> Policy:
    """The policy, noting in `met` the odds of every check among which it chooses."""

    def decide(m: Machine, among: list[Open]) -> int:
        for choice, _ in among:
            roll = m.deeds[choice].roll
            if roll is not None:
                met.setdefault(roll.key, []).append(percentage(m, roll))
        return policy(m, among)

    return decide


def _moved(program: Program, effects: Effects | None, lower_is_better: Collection[int]) -> Moves:
    if effects is None:
        return Moves()
    moved: set[int] = set()
    worse: set[int] = set()
    for slot, amount, sets in effects.changes:
        known = amount.value if isinstance(amount, Num) and not sets else None
        if known == 0:
            continue
        moved.add(slot)
        if known is None or (known > 0) == (slot in lower_is_better):
            worse.add(slot)
    moved |= {program.skills[act.skill].level for act in effects.acts}
    if effects.role >= 0:
        moved.add(-1)
        worse.add(-1)
    return Moves(frozenset(moved), frozenset(worse))


def _branch(program: Program, branch: Branch, lower_is_better: Collection[int]) -> Moves:
    later = Moves(frozenset([-2]), frozenset([-2])) if branch.later else Moves()
    return _moved(program, branch.effects, lower_is_better).and_(later).and_(_entered(program, branch.exit.scenes, lower_is_better))


def _onward(program: Program, choice: Choice, lower_is_better: Collection[int]) -> Moves:
    later = Moves(frozenset([-2]), frozenset([-2])) if choice.later else Moves()
    return later.and_(_entered(program, choice.exit.scenes, lower_is_better))


def _entered(program: Program, scenes: Iterable[int], lower_is_better: Collection[int]) -> Moves:
    """What the scenes to which a choice leads move as they are entered."""
    found = Moves()
    for index in scenes:
        found = found.and_(_moved(program, program.scenes[index].effects, lower_is_better))
    return found


def _says_because(pack: Pack, later: Later) -> bool:
    scenes = later.scenes or pack.program.scenarios[later.scenario].starts
    return any(_names_cause(pack.texts.get(f"{pack.program.scenes[scene].key}/text", ())) for scene in scenes)


def _names_cause(text: Text) -> bool:
    return any(_in_block(block) for block in text)


def _in_block(block: Block) -> bool:
    match block:
        case Paragraphs(parts):
            return any(isinstance(part, Slotted) and part.kind == "because" for part in parts)
        case When(_, then, other):
            return _names_cause(then) or _names_cause(other)
        case OneOf(_, options):
            return any(_names_cause(option) for option in options)
