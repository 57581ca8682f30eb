"""Words that a story does without, and how hard its sentences are to read."""

import re
from collections.abc import Iterable, Iterator

from pmsim.analysis.craft.language import Reading, reading
from pmsim.analysis.craft.passages import NARRATED, Passage, filled, narrated
from pmsim.analysis.craft.subject import Finding, Subject

BANNED: tuple[str, ...] = (
    "game changer", "game-changer", "low-hanging fruit", "move the needle", "synergy", "synergies", "thought leader", "win-win",
    "best in class", "best-in-class", "paradigm shift", "a testament to", "tapestry", "rollercoaster", "at the end of the day",
)  # fmt: skip
"""What nobody narrates. Somebody may still say it."""
SPEECH_ONLY: tuple[str, ...] = (
    "should", "lesson", "lessons", "journey", "mindset", "empower", "empowered", "empowering", "leverage", "leveraging", "framework",
    "you feel", "you realise", "you realize",
)  # fmt: skip
"""What may be said, and not told: advice, and the announcing of what a player feels."""
FEWEST_SENTENCES = 10
"""A scenario with fewer sentences than this is not measured by them."""


def words_to_avoid(subject: Subject) -> Iterator[Finding]:
    """Banned words anywhere, and words for speech only that are narrated."""
    allowed = {word.casefold() for word in subject.words("allowed")}
    anywhere = _pattern(word for word in subject.words("banned") if word.casefold() not in allowed)
    told = _pattern(word for word in (*BANNED, *SPEECH_ONLY, *subject.words("speech_only")) if word.casefold() not in allowed)
    for passage in (*subject.passages, *subject.ends):
        yield from _met(passage, anywhere, "banned", "is on the list of words that nobody uses here")
        if passage.role in NARRATED:
            yield from _met(passage, told, "speech_only", "stands in the narration; it is for speech only")


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    escaped = [r"\s+".join(re.escape(part) for part in word.split()) for word in sorted(set(words), key=len, reverse=True) if word.strip()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(escaped)})(?![\w-])", re.IGNORECASE) if escaped else None


def _met(passage: Passage, words: re.Pattern[str] | None, measure: str, says: str) -> Iterator[Finding]:
    if words is None:
        return
    read = filled if measure == "banned" else narrated
    for piece in passage.pieces:
        for met in words.finditer(read(piece.text)):
            written = " ".join(met[0].split())
            hint = "Show what is seen, heard or counted." if measure == "speech_only" else "Find the plain word."
            yield Finding(measure, piece.at(met.start()), f"`{written}` {says}.", hint, len(met[0].partition("\n")[0]), passage.scenario)


def read_of(passages: Iterable[Passage]) -> Reading:
    """What the sentences of stories come to: scenes and what comes of choices, each run by itself."""
    found = [reading(filled(piece.text)) for passage in passages if passage.role in NARRATED for piece in passage.pieces]
    return Reading(*(sum(each) for each in zip(*found, strict=True))) if found else Reading()


def readability(subject: Subject) -> Iterator[Finding]:
    """Scenarios that are harder to read than they may be. That one is easier than the rest is no fault of its own."""
    for scenario in subject.scenarios:
        met = read_of(passage for passage in subject.passages if passage.scenario == scenario.id)
        if met.sentences >= FEWEST_SENTENCES:
            for measure, value, says in (
                ("sentence_words_most", met.sentence_words, "has {:.1f} words a sentence on average"),
                ("grade_most", met.grade, "asks for {:.1f} years of school of its readers"),
            ):
                if value > subject.limit(measure):
                    message = f"`{scenario.id}` {says.format(value)}; {subject.limit(measure)} is the most here."
                    yield Finding(measure, subject.places[scenario.id], message, "Shorter sentences, shorter words.", 1, scenario.id)
