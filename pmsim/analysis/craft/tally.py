"""What a scenario comes to in numbers that add up, so that a pack's are the sum of its scenarios', and what a whole is held to."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pmsim.analysis.craft.deeds import comes_back
from pmsim.analysis.craft.language import Reading, counts_something
from pmsim.analysis.craft.passages import Passage, speaks
from pmsim.analysis.craft.spans import changeable_words
from pmsim.analysis.craft.subject import Subject
from pmsim.analysis.craft.wording import read_of
from pmsim.core.program import Scenario
from pmsim.lang.prose import OneOf, Paragraphs, Slotted, Text, When

_EXCLAMATION = re.compile(r"!+")


class Tally(NamedTuple):
    """Scenes with a text; choices that are weighed; and the keys of those that have something. `words`: all that are written, those of
    labels, moments and reasons too. `drawn`: it is a scenario that is drawn (then `returns`: something of it comes back)."""

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
    reading: Reading = Reading()
    exclamations: int = 0


def tally(subject: Subject, scenario: Scenario) -> Tally:
    """A scenario's numbers."""
    passages = [passage for passage in subject.passages if passage.scenario == scenario.id]
    by_scene: dict[str, list[Passage]] = {}
    for passage in passages:
        by_scene.setdefault(passage.scene, []).append(passage)
    told = {scene: own for scene, own in by_scene.items() if any(each.role in ("scene", "told") for each in own)}
    weighed = [choice for scene in subject.scenes(scenario) for choice in subject.weighed(scene)]
    delayed = tuple(choice.key for choice in weighed if comes_back(subject.pack, choice, subject.limit("delay_most")))
    drawn = (scenario.id,) if scenario.drawable else ()
    return Tally(
        words=sum(subject.counter.at(key).written for key in subject.pack.texts if key.startswith(f"{scenario.id}.")),
        scenes=tuple(told),
        choices=tuple(choice.key for choice in weighed),
        delayed=delayed,
        checks=tuple(choice.key for choice in weighed if choice.check is not None),
        changing=tuple(scene for scene, own in told.items() if _changing(subject, own) >= subject.limit("conditional_words")),
        speaking=tuple(scene for scene, own in told.items() if any(speaks(passage.pieces) for passage in own)),
        counting=tuple(scene for scene, own in told.items() if any(_counts(subject, passage) for passage in own)),
        drawn=drawn,
        returns=drawn if delayed else (),
        reading=read_of(passages),
        exclamations=sum(len(_EXCLAMATION.findall(piece.text)) for passage in passages for piece in passage.pieces),
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """Several scenarios' numbers as one."""
    given = list(tallies)

    def keys(name: str) -> tuple[str, ...]:
        return tuple(key for each in given for key in getattr(each, name))

    return Tally(
        words=sum(each.words for each in given),
        scenes=keys("scenes"),
        choices=keys("choices"),
        delayed=keys("delayed"),
        checks=keys("checks"),
        changing=keys("changing"),
        speaking=keys("speaking"),
        counting=keys("counting"),
        drawn=keys("drawn"),
        returns=keys("returns"),
        reading=Reading(*(sum(column) for column in zip(*(each.reading for each in given), strict=True))),
        exclamations=sum(each.exclamations for each in given),
    )


def _changing(subject: Subject, passages: Iterable[Passage]) -> int:
    texts = (subject.pack.texts.get(passage.key, ()) for passage in passages if passage.role in ("scene", "told", "result"))
    return sum(changeable_words(text, subject.pack.phrases) for text in texts)


def _counts(subject: Subject, passage: Passage) -> bool:
    if any(counts_something(piece.text) for piece in passage.pieces):
        return True
    return _shows_number(subject, subject.pack.texts.get(passage.key, ()))


def _shows_number(subject: Subject, text: Text) -> bool:
    """Whether a placeholder puts a number in."""
    for block in text:
        match block:
            case Paragraphs(parts):
                if any(isinstance(part, Slotted) and _is_number(subject, part) for part in parts):
                    return True
            case When(_, then, other):
                if _shows_number(subject, then) or _shows_number(subject, other):
                    return True
            case OneOf(_, options):
                if any(_shows_number(subject, option) for option in options):
                    return True
    return False


def _is_number(subject: Subject, part: Slotted) -> bool:
    stat = subject.pack.stats.get(part.name)
    return part.kind == "quarter" or part.form == "number" or (part.kind == "stat" and (stat is None or not stat.bands))


class Total(NamedTuple):
    """A number of the whole and what is asked of it. `measure`: the threshold it misses, '' if it keeps to it; `lacking`: keys of what it
    misses it by; `unit`: '%' or ''."""

    name: str
    value: float
    least: int | None
    most: int | None
    unit: str
    measure: str
    lacking: tuple[str, ...]


def totals(subject: Subject, whole: Tally) -> tuple[Total, ...]:
    """The whole against the thresholds. Of single scenarios only what is true of each by itself."""
    share = _Shares(subject)
    asked = [scene for scenario in subject.scenarios for scene in subject.scenes(scenario) if subject.weighed(scene) and not scene.pick]
    scenes, choices, alone = whole.scenes, whole.choices, subject.only is not None
    found = [
        share("choices that come back by name", whole.delayed, choices, "delayed_choices_share"),
        *([] if alone else [share("drawn scenarios that come back", whole.returns, whole.drawn, "delayed_scenarios_share")]),
        *([] if alone else [share("choices with odds", whole.checks, choices, "checks_least", "checks_most")]),
        share("scenes that read differently", whole.changing, scenes, "conditional_share"),
        share("scenes in which somebody speaks", whole.speaking, scenes, "speech_share"),
        share("scenes with a number or a time", whole.counting, scenes, "number_share"),
        share.number("choices a scene", sum(len(scene.choices) for scene in asked) / max(len(asked), 1), "", ""),
        share.number("words a sentence", whole.reading.sentence_words, "sentence_words_least", "sentence_words_most"),
        share.number("reading grade", whole.reading.grade, "grade_least", "grade_most"),
        share.number("exclamation marks in 1,000 words", whole.exclamations * 1000 / max(whole.words, 1), "", "exclamations_most"),
    ]
    return tuple(total for total in found if total is not None)


class _Shares:
    """Makes totals of what is there."""

    def __init__(self, subject: Subject) -> None:
        self.limit: Callable[[str], int] = subject.limit

    def __call__(self, name: str, having: tuple[str, ...], of: tuple[str, ...], least: str, most: str = "") -> Total | None:
        if not of:
            return None
        lacking = tuple(key for key in of if key not in set(having))
        return self.number(name, len(having) * 100 / len(of), least, most, "%", lacking)

    def number(self, name: str, value: float, least: str, most: str, unit: str = "", lacking: tuple[str, ...] = ()) -> Total:
        """A total of any number."""
        low, high = (self.limit(name) if name else None for name in (least, most))
        measure = least if low is not None and value < low else most if high is not None and value > high else ""
        return Total(name, value, low, high, unit, measure, lacking if measure == least else ())
