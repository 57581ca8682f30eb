"""What a review looks at, gathered once: a pack, its passages with their places, and the thresholds it is held to."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from pmsim.analysis.craft.deeds import Offered, better_low, is_weighed, laters_of, offered_odds
from pmsim.analysis.craft.passages import Passage, of_outcomes, of_scenarios
from pmsim.analysis.craft.spans import ONE, Span, span
from pmsim.analysis.words import Counter
from pmsim.core.program import Choice, Scenario, Scene
from pmsim.lang import Draft
from pmsim.lang.fields.craft import THRESHOLDS
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import ScenarioOutline
from pmsim.lang.nodes import Place
from pmsim.lang.pack import Pack

USUAL: Mapping[str, int] = {field.name: int(field.default) for field in THRESHOLDS}
"""What is asked where a pack does not say."""


class Finding(NamedTuple):
    """Advice at a place. `measure`: the threshold or list of words that it is about; `message`: a sentence; `hint`: what to do, or ''."""

    measure: str
    place: Place
    message: str
    hint: str = ""
    length: int = 1
    scenario: str = ""


class Subject:
    """A pack under review. `only`: the ids of the scenarios that are looked at; None for the whole pack, its ends and its people too."""

    def __init__(self, pack: Pack, draft: Draft, only: Iterable[str] | None = None) -> None:
        """`pack` must be sound, `draft` of the same files."""
        self.pack, self.draft, self.program = pack, draft, pack.program
        self.only = None if only is None else frozenset(only)
        self.counter = Counter(pack)
        self.lower_is_better = better_low(pack)
        by_id = {scenario.id: scenario for scenario in pack.program.scenarios}
        self.outlines: tuple[ScenarioOutline, ...] = tuple(
            outline for outline in draft.desk.names.scenarios if self.only is None or outline.id in self.only
        )
        self.scenarios: tuple[Scenario, ...] = tuple(by_id[outline.id] for outline in self.outlines)
        self.passages: tuple[Passage, ...] = tuple(of_scenarios(self.outlines))
        self.ends: tuple[Passage, ...] = () if self.only is not None else tuple(of_outcomes(ask.named(draft.desk.names.pack, "outcomes")))
        self.places: Mapping[str, Place] = dict(self._places())

    def limit(self, name: str) -> int:
        """A threshold: the pack's own, or the usual one."""
        own = self.pack.craft.get(name)
        return own if isinstance(own, int) else USUAL[name]

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words in the pack's `craft`, () if there is none."""
        own = self.pack.craft.get(name, ())
        return own if isinstance(own, tuple) else ()

    def scenes(self, scenario: Scenario) -> list[Scene]:
        """A scenario's scenes."""
        return [self.program.scenes[index] for index in scenario.scenes]

    def weighed(self, scene: Scene) -> list[Choice]:
        """The choices of a scene that are weighed against each other."""
        return [choice for index in scene.choices if is_weighed(self.program, choice := self.program.choices[index])]

    def span(self, passage: Passage) -> Span:
        """The fewest and the most words of a passage."""
        return span(self.counter.at(passage.key), self.program.slots, self.causes.get(passage.scene, ONE))

    @cached_property
    def causes(self) -> Mapping[str, Span]:
        """By the key of a scene that some choice brings about with `later`: between how many words `{because}` is there."""
        found: dict[str, Span] = {}
        for choice in self.program.choices:
            named = f"{choice.key}/moment" if self.pack.texts.get(f"{choice.key}/moment") else f"{choice.key}/label"
            words = span(self.counter.at(named), self.program.slots)
            for later in laters_of(choice):
                for scene in later.scenes or self.program.scenarios[later.scenario].starts:
                    key = self.program.scenes[scene].key
                    known = found.get(key, words)
                    found[key] = Span(min(known.least, words.least), max(known.most, words.most))
        return found

    def is_calendar(self, scenario: Scenario) -> bool:
        """Whether the calendar names it, so that it comes again and again."""
        return any(beat.scenario == scenario.index for beat in self.program.beats)

    @cached_property
    def odds(self) -> Mapping[str, Offered]:
        """The odds of checks as they are offered in careers played by chance."""
        return offered_odds(self.pack)

    def _places(self) -> Iterable[tuple[str, Place]]:
        """Where each scenario (its file's beginning), scene and choice is written, by its key."""
        for outline in self.outlines:
            yield outline.id, outline.node.place
            for scene in outline.scenes.values():
                yield scene.key, scene.place
                for choice in scene.choices:
                    at = ask.word(choice.node, "id") or ask.word(choice.node, "label")
                    yield choice.key, at.place if at is not None else choice.node.place
