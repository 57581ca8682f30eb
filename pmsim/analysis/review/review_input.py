"""The input of a review: a pack, its texts with their places, and its thresholds."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from pmsim.analysis.review.choice_effects import (
    OfferedOdds,
    consequences_of,
    is_weighed,
    offered_odds,
    slots_better_low,
)
from pmsim.analysis.review.texts import StoryText, outcome_texts, placeholders, scenario_texts
from pmsim.analysis.review.word_ranges import ONE_WORD, WordRange, word_range
from pmsim.analysis.word_counts import WordCounter
from pmsim.core.program import Choice, Scenario, Scene
from pmsim.lang import Draft
from pmsim.lang.compiler.symbols import ScenarioSymbol
from pmsim.lang.nodes import Place
from pmsim.lang.pack import Pack
from pmsim.lang.schema.craft import THRESHOLDS
from pmsim.lang.text import Slotted

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
        self.lower_is_better = slots_better_low(pack)
        by_id = {scenario.id: scenario for scenario in pack.program.scenarios}
        self.outlines: tuple[ScenarioSymbol, ...] = tuple(
            outline
            for outline in draft.context.names.scenarios
            if self.only is None or outline.id in self.only
        )
        self.scenarios: tuple[Scenario, ...] = tuple(by_id[outline.id] for outline in self.outlines)
        self.texts: tuple[StoryText, ...] = tuple(scenario_texts(self.outlines))
        self.outcome_texts: tuple[StoryText, ...] = (
            ()
            if self.only is not None
            else tuple(outcome_texts(draft.context.names.pack.named_mappings("outcomes")))
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
