"""The input of a review: a pack, its texts with their places, its thresholds, and what its choices
do: the numbers they change, their consequences and odds."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, assert_never

from pmsim.analysis.review.texts import StoryText, outcome_texts, placeholders, scenario_texts
from pmsim.analysis.review.word_ranges import ONE_WORD, WordRange, word_range
from pmsim.analysis.word_counts import WordCounter
from pmsim.core.compiled import OpenChoice
from pmsim.core.effect_kinds import (
    Change,
    ChangeInterest,
    ClearFlag,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Num
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import clamped_odds
from pmsim.core.policy import policy_named
from pmsim.core.program import Branch, Choice, Later, Program, Scenario, Scene
from pmsim.core.step import Policy, play_career
from pmsim.lang import Draft, Pack, Place, ScenarioSymbol
from pmsim.lang.schema.craft import THRESHOLDS
from pmsim.lang.text import Slotted

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


def least_moved_stats(pack: Pack, choice: Choice, cost_signs: Mapping[int, int]) -> MovedStats:
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
                _add_moved(program, effects, cost_signs, MovedStats(moved, worse))
        moved_by_side.append(moved)
    return MovedStats(min(moved_by_side, key=len), worse)


def signs_of_costs(pack: Pack) -> Mapping[int, int]:
    """Return, by slot, 1 for a stat of which more is a cost and 0 for one of which neither more nor
    less is; of all others less is a cost."""
    return {
        pack.program.slot_index[stat.id]: int(stat.good_low)
        for stat in pack.stats.values()
        if (stat.good_low or stat.is_neutral) and stat.id in pack.program.slot_index
    }


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
    program: Program, effects: Effects, cost_signs: Mapping[int, int], total: MovedStats
) -> None:
    """Add what some effects change to `total`."""
    for effect in effects:
        match effect:
            case Change(slot, amount, sets):
                constant = amount.value if isinstance(amount, Num) and not sets else None
                if constant != 0:
                    total.moved.add(slot)
                sign = cost_signs.get(slot, -1)
                if sign and (constant is None or constant * sign > 0):
                    total.worse.add(slot)
            case Practice(_, skill):
                total.moved.add(program.skills[skill].level)
            case TakeRole():
                total.moved.add(-1)
                total.worse.add(-1)
            case SetFlag() | ClearFlag() | ChangeInterest():
                pass
            case _:
                assert_never(effect)


def _names_cause_later(pack: Pack, later: Later) -> bool:
    scenes = later.scenes or pack.program.scenarios[later.scenario].starts
    return any(
        part.kind == "because"
        for scene in scenes
        for part in placeholders(pack.texts.get(f"{pack.program.scenes[scene].key}/text", ()))
    )


DEFAULT_THRESHOLDS: Mapping[str, int] = {field.name: int(field.default) for field in THRESHOLDS}
"""Thresholds for packs that do not set their own."""


class ReviewFinding(NamedTuple):
    """Advice at a place. `measure`: the name of its threshold or word list; `message`: a sentence;
    `hint`: the remedy, or ''."""

    measure: str
    place: Place
    message: str
    hint: str = ""
    length: int = 1
    scenario: str = ""


class ReviewInput:
    """A pack under review. `only`: the ids of the scenarios under review; None for the whole pack,
    with its outcomes and people."""

    def __init__(self, pack: Pack, draft: Draft, only: Iterable[str] | None = None) -> None:
        """Read the pack. `pack` must have no errors, and `draft` must come from the same files."""
        self.pack, self.draft, self.program = pack, draft, pack.program
        self.only = None if only is None else frozenset(only)
        self.counter = WordCounter(pack)
        self.cost_signs = signs_of_costs(pack)
        by_id = {scenario.id: scenario for scenario in pack.program.scenarios}
        self.outlines: tuple[ScenarioSymbol, ...] = tuple(
            outline
            for outline in draft.names.scenarios
            if self.only is None or outline.id in self.only
        )
        self.scenarios: tuple[Scenario, ...] = tuple(by_id[outline.id] for outline in self.outlines)
        self.texts: tuple[StoryText, ...] = tuple(scenario_texts(self.outlines))
        self.outcome_texts: tuple[StoryText, ...] = (
            ()
            if self.only is not None
            else tuple(outcome_texts(draft.names.pack.named_mappings("outcomes")))
        )
        self.places: Mapping[str, Place] = dict(self._places_by_key())

    def threshold(self, name: str) -> int:
        """Return a threshold: the pack's own value or the default."""
        configured = self.pack.craft.get(name)
        return configured if isinstance(configured, int) else DEFAULT_THRESHOLDS[name]

    def word_list(self, name: str) -> tuple[str, ...]:
        """Return a word list from the pack's `craft`, or ()."""
        configured = self.pack.craft.get(name, ())
        return configured if isinstance(configured, tuple) else ()

    def missed_threshold(self, value: float, least: str = "", most: str = "") -> str:
        """Return the name of the threshold that the value misses, or ''."""
        if least and value < self.threshold(least):
            return least
        return most if most and value > self.threshold(most) else ""

    def threshold_text(self, measure: str) -> str:
        """Return the words for a threshold, such as "35 is the least"."""
        return f"{self.threshold(measure)} is the {measure.rpartition('_')[2]}"

    def finding(self, measure: str, key: str, message: str, hint: str = "") -> ReviewFinding:
        """Return a finding at a scenario, a scene or a choice, by its key."""
        path, _, name = key.rpartition(".")
        length = len(name) if path else 1
        scenario = key.partition(".")[0]
        return ReviewFinding(measure, self.places[key], message, hint, length, scenario)

    def scenes(self, scenario: Scenario) -> list[Scene]:
        """Return a scenario's scenes."""
        return [self.program.scenes[index] for index in scenario.scenes]

    @property
    def all_scenes(self) -> Iterator[Scene]:
        """Yield the scenes of the scenarios under review."""
        return (scene for scenario in self.scenarios for scene in self.scenes(scenario))

    def placeholders(self, text: StoryText) -> Iterator[Slotted]:
        """Yield the placeholders of a text and of the phrases that it shows."""
        phrases = self.pack.phrases
        return placeholders(self.pack.texts.get(text.key, ()), lambda name: phrases.get(name, ()))

    def weighed_choices(self, scene: Scene) -> list[Choice]:
        """Return the choices of a scene that players weigh against each other."""
        return [
            choice
            for index in scene.choices
            if is_weighed(self.program, choice := self.program.choices[index])
        ]

    def word_range(self, passage: StoryText) -> WordRange:
        """Return the fewest and the most words of a text."""
        return word_range(
            self.counter.count_key(passage.key),
            self.program.slots,
            self.cause_word_ranges.get(passage.scene, ONE_WORD),
        )

    @cached_property
    def cause_word_ranges(self) -> Mapping[str, WordRange]:
        """Return the possible word counts of `{because}`, by the key of each scene that a `later`
        can play."""
        ranges: dict[str, WordRange] = {}
        for choice in self.program.choices:
            text_key = (
                f"{choice.key}/moment"
                if self.pack.texts.get(f"{choice.key}/moment")
                else f"{choice.key}/label"
            )
            words = word_range(self.counter.count_key(text_key), self.program.slots)
            for later in consequences_of(choice):
                for scene in later.scenes or self.program.scenarios[later.scenario].starts:
                    key = self.program.scenes[scene].key
                    previous = ranges.get(key, words)
                    ranges[key] = WordRange(
                        min(previous.least, words.least), max(previous.most, words.most)
                    )
        return ranges

    def is_recurring(self, scenario: Scenario) -> bool:
        """Return True if a beat of the calendar names the scenario, so that it is played
        repeatedly."""
        return any(beat.scenario == scenario.index for beat in self.program.beats)

    @cached_property
    def odds(self) -> Mapping[str, OfferedOdds]:
        """Return the odds of checks in random careers."""
        return offered_odds(self.pack)

    def _places_by_key(self) -> Iterable[tuple[str, Place]]:
        """Yield the key and place of each scenario, scene and choice. A scenario's place is the
        start of its file."""
        for outline in self.outlines:
            yield outline.id, outline.node.place
            for scene in outline.scenes.values():
                yield scene.key, scene.place
                for choice in scene.choices:
                    name_node = choice.node.scalar("id") or choice.node.scalar("label")
                    yield (
                        choice.key,
                        name_node.place if name_node is not None else choice.node.place,
                    )
