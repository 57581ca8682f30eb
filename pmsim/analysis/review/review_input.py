"""What a review looks at, gathered once: a pack, its passages with their places, and the thresholds it is held to."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from pmsim.analysis.review.choice_effects import OfferedOdds, consequences_of, is_weighed, offered_odds, slots_better_low
from pmsim.analysis.review.texts import StoryText, outcome_texts, scenario_texts
from pmsim.analysis.review.word_ranges import ONE_WORD, WordRange, word_range
from pmsim.analysis.word_counts import WordCounter
from pmsim.core.program import Choice, Scenario, Scene
from pmsim.lang import Draft, nodes
from pmsim.lang.compiler.symbols import ScenarioSymbol
from pmsim.lang.nodes import Place
from pmsim.lang.pack import Pack
from pmsim.lang.schema.craft import THRESHOLDS

DEFAULT_THRESHOLDS: Mapping[str, int] = {field.name: int(field.default) for field in THRESHOLDS}
"""What is asked where a pack does not say."""


class ReviewFinding(NamedTuple):
    """Advice at a place. `measure`: the threshold or list of words that it is about; `message`: a sentence; `hint`: what to do, or ''."""

    measure: str
    place: Place
    message: str
    hint: str = ""
    length: int = 1
    scenario: str = ""


class ReviewInput:
    """A pack under review. `only`: the ids of the scenarios that are looked at; None for the whole pack, its ends and its people too."""

    def __init__(self, pack: Pack, draft: Draft, only: Iterable[str] | None = None) -> None:
        """`pack` must be sound, `draft` of the same files."""
        self.pack, self.draft, self.program = pack, draft, pack.program
        self.only = None if only is None else frozenset(only)
        self.counter = WordCounter(pack)
        self.lower_is_better = slots_better_low(pack)
        by_id = {scenario.id: scenario for scenario in pack.program.scenarios}
        self.outlines: tuple[ScenarioSymbol, ...] = tuple(
            outline for outline in draft.context.names.scenarios if self.only is None or outline.id in self.only
        )
        self.scenarios: tuple[Scenario, ...] = tuple(by_id[outline.id] for outline in self.outlines)
        self.texts: tuple[StoryText, ...] = tuple(scenario_texts(self.outlines))
        self.outcome_texts: tuple[StoryText, ...] = (
            () if self.only is not None else tuple(outcome_texts(nodes.named_mappings(draft.context.names.pack, "outcomes")))
        )
        self.places: Mapping[str, Place] = dict(self._places_by_key())

    def threshold(self, name: str) -> int:
        """A threshold: the pack's own, or the usual one."""
        configured = self.pack.craft.get(name)
        return configured if isinstance(configured, int) else DEFAULT_THRESHOLDS[name]

    def word_list(self, name: str) -> tuple[str, ...]:
        """A list of words in the pack's `craft`, () if there is none."""
        configured = self.pack.craft.get(name, ())
        return configured if isinstance(configured, tuple) else ()

    def scenes(self, scenario: Scenario) -> list[Scene]:
        """A scenario's scenes."""
        return [self.program.scenes[index] for index in scenario.scenes]

    def weighed_choices(self, scene: Scene) -> list[Choice]:
        """The choices of a scene that are weighed against each other."""
        return [choice for index in scene.choices if is_weighed(self.program, choice := self.program.choices[index])]

    def word_range(self, passage: StoryText) -> WordRange:
        """The fewest and the most words of a passage."""
        return word_range(self.counter.count_key(passage.key), self.program.slots, self.cause_word_ranges.get(passage.scene, ONE_WORD))

    @cached_property
    def cause_word_ranges(self) -> Mapping[str, WordRange]:
        """By the key of a scene that some choice brings about with `later`: between how many words `{because}` is there."""
        ranges: dict[str, WordRange] = {}
        for choice in self.program.choices:
            text_key = f"{choice.key}/moment" if self.pack.texts.get(f"{choice.key}/moment") else f"{choice.key}/label"
            words = word_range(self.counter.count_key(text_key), self.program.slots)
            for later in consequences_of(choice):
                for scene in later.scenes or self.program.scenarios[later.scenario].starts:
                    key = self.program.scenes[scene].key
                    previous = ranges.get(key, words)
                    ranges[key] = WordRange(min(previous.least, words.least), max(previous.most, words.most))
        return ranges

    def is_recurring(self, scenario: Scenario) -> bool:
        """Whether the calendar names it, so that it comes again and again."""
        return any(beat.scenario == scenario.index for beat in self.program.beats)

    @cached_property
    def odds(self) -> Mapping[str, OfferedOdds]:
        """The odds of checks as they are offered in careers played by chance."""
        return offered_odds(self.pack)

    def _places_by_key(self) -> Iterable[tuple[str, Place]]:
        """Where each scenario (its file's beginning), scene and choice is written, by its key."""
        for outline in self.outlines:
            yield outline.id, outline.node.place
            for scene in outline.scenes.values():
                yield scene.key, scene.place
                for choice in scene.choices:
                    name_node = nodes.scalar(choice.node, "id") or nodes.scalar(choice.node, "label")
                    yield choice.key, name_node.place if name_node is not None else choice.node.place
