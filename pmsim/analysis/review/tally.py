"""Counts of scenarios that can be added up, and the totals of a review with their thresholds."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from itertools import chain
from typing import Any, NamedTuple

from pmsim.analysis.review.measures import readability_of
from pmsim.analysis.review.review_input import ReviewInput, has_named_consequence
from pmsim.analysis.review.texts import (
    Readability,
    StoryText,
    contains_number,
    has_speech,
    placeholders,
    sum_readability,
)
from pmsim.analysis.review.word_ranges import variable_words
from pmsim.analysis.word_counts import written_words
from pmsim.core.program import Scenario
from pmsim.lang.text import Slotted

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
    scenes = dict.fromkeys(each.scene for each in passages if each.role in ("scene", "told"))
    weighed = [
        choice for scene in source.scenes(scenario) for choice in source.weighed_choices(scene)
    ]
    delayed = tuple(
        choice.key
        for choice in weighed
        if has_named_consequence(source.pack, choice, source.threshold("delay_most"))
    )
    drawn = (scenario.id,) if scenario.drawable else ()

    def scenes_with(measure: Callable[[StoryText], int], least: int = 1) -> tuple[str, ...]:
        """Return the scenes whose texts have at least `least` of something together."""
        totals: Counter[str] = Counter()
        for passage in passages:
            totals[passage.scene] += measure(passage)
        return tuple(scene for scene in scenes if totals[scene] >= least)

    return ScenarioTally(
        words=sum(
            written_words(source.counter.count_key(key))
            for key in source.pack.texts
            if key.startswith(f"{scenario.id}.")
        ),
        scenes=tuple(scenes),
        choices=tuple(choice.key for choice in weighed),
        delayed=delayed,
        checks=tuple(choice.key for choice in weighed if choice.check is not None),
        changing=scenes_with(
            lambda passage: _variable_word_count(source, passage),
            source.threshold("conditional_words"),
        ),
        speaking=scenes_with(lambda passage: has_speech(passage.pieces)),
        counting=scenes_with(lambda passage: _has_number(source, passage)),
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
    return ScenarioTally(*map(_sum_column, zip(ScenarioTally(), *tallies, strict=True)))


def _sum_column(column: tuple[Any, ...]) -> Any:
    match column[0]:
        case Readability():
            return sum_readability(column)
        case tuple():
            return tuple(chain.from_iterable(column))
        case _:
            return sum(column)


def _variable_word_count(source: ReviewInput, passage: StoryText) -> int:
    if passage.role not in ("scene", "told", "result"):
        return 0
    return variable_words(source.pack.texts.get(passage.key, ()), source.pack.phrases)


def _has_number(source: ReviewInput, passage: StoryText) -> bool:
    """Return True if the text contains a number, or a placeholder of its own shows one."""
    written = source.pack.texts.get(passage.key, ())
    return any(contains_number(piece.text) for piece in passage.pieces) or any(
        _is_number(source, part) for part in placeholders(written)
    )


def _is_number(source: ReviewInput, part: Slotted) -> bool:
    stat = source.pack.stats.get(part.name)
    return (
        part.kind in ("quarter", "year")
        or (part.kind == "season" and not source.pack.frame.seasons)
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


_WHOLE_PACK_ONLY = ("delayed_scenarios_share", "checks_least")
"""Shares that make sense only for a whole pack."""


def review_totals(source: ReviewInput, whole: ScenarioTally) -> tuple[Total, ...]:
    """Return the totals. For single scenarios, leave out the totals that make sense only for a
    whole pack."""
    deciding_scenes = [
        scene for scene in source.all_scenes if source.weighed_choices(scene) and not scene.pick
    ]
    choices_asked = sum(len(scene.choices) for scene in deciding_scenes)
    scenes, choices, reading = whole.scenes, whole.choices, whole.reading
    shares = (
        ("choices that come back by name", whole.delayed, choices, "delayed_choices_share", ""),
        ("drawn scenarios that come back", whole.returns, whole.drawn, _WHOLE_PACK_ONLY[0], ""),
        ("choices with odds", whole.checks, choices, "checks_least", "checks_most"),
        ("scenes that read differently", whole.changing, scenes, "conditional_share", ""),
        ("scenes in which somebody speaks", whole.speaking, scenes, "speech_share", ""),
        ("scenes with a number or a time", whole.counting, scenes, "number_share", ""),
    )
    numbers = (
        ("choices a scene", choices_asked / max(len(deciding_scenes), 1), "", ""),
        (
            "words a sentence",
            reading.sentence_words,
            "sentence_words_least",
            "sentence_words_most",
        ),
        ("reading grade", reading.grade, "grade_least", "grade_most"),
        (
            "exclamation marks in 1,000 words",
            whole.exclamations * 1000 / max(whole.words, 1),
            "",
            "exclamations_most",
        ),
    )
    return (
        *(
            _total(source, name, len(having) * 100 / len(of), least, most, "%", set(having), of)
            for name, having, of, least, most in shares
            if of and (source.only is None or least not in _WHOLE_PACK_ONLY)
        ),
        *(_total(source, *number) for number in numbers),
    )


def _total(
    source: ReviewInput,
    name: str,
    value: float,
    least: str,
    most: str,
    unit: str = "",
    having: Collection[str] = (),
    of: tuple[str, ...] = (),
) -> Total:
    """Return a total. `having`: the keys of `of` that have what is counted."""
    low, high = (source.threshold(each) if each else None for each in (least, most))
    measure = source.missed_threshold(value, least, most)
    lacking = tuple(key for key in of if key not in having) if measure == least else ()
    return Total(name, value, low, high, unit, measure, lacking)
