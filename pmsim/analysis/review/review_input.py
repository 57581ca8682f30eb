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
    Effect,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Num
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import clamped_odds
from pmsim.core.policy import policy_named
from pmsim.core.program import Choice, Program, Scenario, Scene
from pmsim.core.step import play_career
from pmsim.lang import Draft, Pack, Place, ScenarioSymbol
from pmsim.lang.compiler.termination import due_scenes, onward, ways_on
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
    for side in ways_on(choice):
        moved = {-2} if side.later else set()
        worse |= moved
        entered = (program.scenes[index].effects for index in side.exit.scenes)
        for effects in (choice.effects, side.effects, *entered):
            _add_moved(program, effects or (), cost_signs, MovedStats(moved, worse))
        moved_by_side.append(moved)
    return MovedStats(min(moved_by_side, key=len), worse)


def signs_of_costs(pack: Pack) -> Mapping[int, int]:
    """Return the signs of costs by slot: 1 for a stat of which more is a cost, 0 for one of which
    neither more nor less is. Of slots that are missing, less is a cost."""
    return {
        pack.program.slot_index[stat.id]: int(stat.good_low)
        for stat in pack.stats.values()
        if (stat.good_low or stat.is_neutral) and stat.id in pack.program.slot_index
    }


def has_named_consequence(pack: Pack, choice: Choice, within: int) -> bool:
    """Return True if the choice schedules a visit within `within` quarters whose text names the
    cause with `{because}`."""
    laters = [later for later in onward(choice).laters if later.after <= within]
    return any(
        part.kind == "because"
        for scene in due_scenes(pack.program, laters)
        for part in placeholders(pack.texts.get(f"{pack.program.scenes[scene].key}/text", ()))
    )


def offered_odds(pack: Pack) -> Mapping[str, OfferedOdds]:
    """Return the odds of each check that was offered, by its key, in random careers from every
    start."""
    odds_by_check: dict[str, list[int]] = {}
    policy = policy_named(pack.program, "random")

    def decide(m: MutableState, among: list[OpenChoice]) -> int:
        for choice, _ in among:
            roll = m.choices[choice].check
            if roll is not None:
                odds_by_check.setdefault(roll.key, []).append(clamped_odds(m, roll))
        return policy(m, among)

    for start in pack.program.starts:
        for seed in range(1, CAREERS_PER_START + 1):
            play_career(pack.program, start.id, seed, decide)
    return {
        key: OfferedOdds(len(odds), min(odds), max(odds), round(sum(odds) / len(odds)))
        for key, odds in odds_by_check.items()
    }


def _add_moved(
    program: Program, effects: Iterable[Effect], cost_signs: Mapping[int, int], total: MovedStats
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
        return placeholders(self.pack.texts.get(text.key, ()), self.pack.phrases)

    def weighed_choices(self, scene: Scene) -> list[Choice]:
        """Return the choices of a scene that players weigh against each other. Scenery, choices of
        `each`, choices that end the career, and choices of a start's first scenario do not
        count."""
        choices = [self.program.choices[index] for index in scene.choices]
        return [
            choice
            for choice in choices
            if not (choice.scenery or choice.each >= 0 or choice.exit.outcome >= 0)
            and all(start.scenario != scene.scenario for start in self.program.starts)
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
            for scene in due_scenes(self.program, onward(choice).laters):
                key = self.program.scenes[scene].key
                previous = ranges.get(key, words)
                ranges[key] = WordRange(
                    min(previous.least, words.least), max(previous.most, words.most)
                )
        return ranges

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
