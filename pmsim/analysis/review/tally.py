"""Counts of scenarios that can be added up, and the totals of a review with their thresholds."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pmsim.analysis.review.choice_effects import has_named_consequence
from pmsim.analysis.review.measures import readability_of
from pmsim.analysis.review.readability import Readability, contains_number
from pmsim.analysis.review.review_input import ReviewInput
from pmsim.analysis.review.texts import StoryText, has_speech
from pmsim.analysis.review.word_ranges import variable_words
from pmsim.core.program import Scenario
from pmsim.lang.text import OneOf, Paragraphs, Slotted, Text, When

_EXCLAMATION = re.compile(r"!+")


class ScenarioTally(NamedTuple):
    """Counts of one scenario. The tuples hold keys: `scenes` those with a text, `choices` those
    that players weigh, the others those with some property. `words`: all written words, including
    labels, moments and reasons. `drawn`: the scenario's id if draws can pick it; `returns`: the
    same if it also has a named consequence."""

    words: int = 0
    scenes: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    delayed: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    changing: tuple[str, ...] = ()
    speaking: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    reading: Readability = Readability()
    exclamations: int = 0


def tally_scenario(source: ReviewInput, scenario: Scenario) -> ScenarioTally:
    """Return the counts of a scenario."""
    passages = [passage for passage in source.texts if passage.scenario == scenario.id]
    by_scene: dict[str, list[StoryText]] = {}
    for passage in passages:
        by_scene.setdefault(passage.scene, []).append(passage)
    scene_texts = {
        scene: texts
        for scene, texts in by_scene.items()
        if any(each.role in ("scene", "told") for each in texts)
    }
    weighed = [
        choice for scene in source.scenes(scenario) for choice in source.weighed_choices(scene)
    ]
    delayed = tuple(
        choice.key
        for choice in weighed
        if has_named_consequence(source.pack, choice, source.threshold("delay_most"))
    )
    drawn = (scenario.id,) if scenario.drawable else ()
    return ScenarioTally(
        words=sum(
            source.counter.count_key(key).written
            for key in source.pack.texts
            if key.startswith(f"{scenario.id}.")
        ),
        scenes=tuple(scene_texts),
        choices=tuple(choice.key for choice in weighed),
        delayed=delayed,
        checks=tuple(choice.key for choice in weighed if choice.check is not None),
        changing=tuple(
            scene
            for scene, texts in scene_texts.items()
            if _variable_word_count(source, texts) >= source.threshold("conditional_words")
        ),
        speaking=tuple(
            scene
            for scene, texts in scene_texts.items()
            if any(has_speech(passage.pieces) for passage in texts)
        ),
        counting=tuple(
            scene
            for scene, texts in scene_texts.items()
            if any(_has_number(source, passage) for passage in texts)
        ),
        drawn=drawn,
        returns=drawn if delayed else (),
        reading=readability_of(passages),
        exclamations=sum(
            len(_EXCLAMATION.findall(piece.text))
            for passage in passages
            for piece in passage.pieces
        ),
    )


def sum_tallies(tallies: Iterable[ScenarioTally]) -> ScenarioTally:
    """Return the sum of several scenarios' counts."""
    tally_list = list(tallies)

    def keys(name: str) -> tuple[str, ...]:
        return tuple(key for each in tally_list for key in getattr(each, name))

    return ScenarioTally(
        words=sum(each.words for each in tally_list),
        scenes=keys("scenes"),
        choices=keys("choices"),
        delayed=keys("delayed"),
        checks=keys("checks"),
        changing=keys("changing"),
        speaking=keys("speaking"),
        counting=keys("counting"),
        drawn=keys("drawn"),
        returns=keys("returns"),
        reading=Readability(
            *(sum(column) for column in zip(*(each.reading for each in tally_list), strict=True))
        ),
        exclamations=sum(each.exclamations for each in tally_list),
    )


def _variable_word_count(source: ReviewInput, passages: Iterable[StoryText]) -> int:
    texts = (
        source.pack.texts.get(passage.key, ())
        for passage in passages
        if passage.role in ("scene", "told", "result")
    )
    return sum(variable_words(text, source.pack.phrases) for text in texts)


def _has_number(source: ReviewInput, passage: StoryText) -> bool:
    if any(contains_number(piece.text) for piece in passage.pieces):
        return True
    return _shows_number(source, source.pack.texts.get(passage.key, ()))


def _shows_number(source: ReviewInput, text: Text) -> bool:
    """Return True if a placeholder in the text shows a number."""
    for block in text:
        match block:
            case Paragraphs(parts):
                if any(isinstance(part, Slotted) and _is_number(source, part) for part in parts):
                    return True
            case When(_, then, other):
                if _shows_number(source, then) or _shows_number(source, other):
                    return True
            case OneOf(_, options):
                if any(_shows_number(source, option) for option in options):
                    return True
    return False


def _is_number(source: ReviewInput, part: Slotted) -> bool:
    stat = source.pack.stats.get(part.name)
    return (
        part.kind == "quarter"
        or part.form == "number"
        or (part.kind == "stat" and (stat is None or not stat.bands))
    )


class Total(NamedTuple):
    """A number for all scenarios under review, with its thresholds. `measure`: the missed
    threshold, or ''. `lacking`: keys of the scenes or choices that cause the miss. `unit`: '%' or
    ''."""

    name: str
    value: float
    least: int | None
    most: int | None
    unit: str
    measure: str
    lacking: tuple[str, ...]


def review_totals(source: ReviewInput, whole: ScenarioTally) -> tuple[Total, ...]:
    """Return the totals. For single scenarios, leave out the totals that make sense only for a
    whole pack."""
    totals = _TotalBuilder(source)
    deciding_scenes = [
        scene
        for scenario in source.scenarios
        for scene in source.scenes(scenario)
        if source.weighed_choices(scene) and not scene.pick
    ]
    scenes, choices, is_part = whole.scenes, whole.choices, source.only is not None
    candidates = [
        totals("choices that come back by name", whole.delayed, choices, "delayed_choices_share"),
        *(
            []
            if is_part
            else [
                totals(
                    "drawn scenarios that come back",
                    whole.returns,
                    whole.drawn,
                    "delayed_scenarios_share",
                )
            ]
        ),
        *(
            []
            if is_part
            else [totals("choices with odds", whole.checks, choices, "checks_least", "checks_most")]
        ),
        totals("scenes that read differently", whole.changing, scenes, "conditional_share"),
        totals("scenes in which somebody speaks", whole.speaking, scenes, "speech_share"),
        totals("scenes with a number or a time", whole.counting, scenes, "number_share"),
        totals.of_number(
            "choices a scene",
            sum(len(scene.choices) for scene in deciding_scenes) / max(len(deciding_scenes), 1),
            "",
            "",
        ),
        totals.of_number(
            "words a sentence",
            whole.reading.sentence_words,
            "sentence_words_least",
            "sentence_words_most",
        ),
        totals.of_number("reading grade", whole.reading.grade, "grade_least", "grade_most"),
        totals.of_number(
            "exclamation marks in 1,000 words",
            whole.exclamations * 1000 / max(whole.words, 1),
            "",
            "exclamations_most",
        ),
    ]
    return tuple(total for total in candidates if total is not None)


class _TotalBuilder:
    """A maker of totals, with the thresholds of a review."""

    def __init__(self, source: ReviewInput) -> None:
        self.threshold: Callable[[str], int] = source.threshold

    def __call__(
        self, name: str, having: tuple[str, ...], of: tuple[str, ...], least: str, most: str = ""
    ) -> Total | None:
        if not of:
            return None
        lacking = tuple(key for key in of if key not in set(having))
        return self.of_number(name, len(having) * 100 / len(of), least, most, "%", lacking)

    def of_number(
        self,
        name: str,
        value: float,
        least: str,
        most: str,
        unit: str = "",
        lacking: tuple[str, ...] = (),
    ) -> Total:
        """Return the total of any number."""
        low, high = (self.threshold(name) if name else None for name in (least, most))
        measure = (
            least
            if low is not None and value < low
            else most
            if high is not None and value > high
            else ""
        )
        return Total(name, value, low, high, unit, measure, lacking if measure == least else ())
