"""Readability of English text: sentences, syllables, reading grade and numbers, by rules of thumb.

Plain text in, numbers out; no access to a pack."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_SENTENCE_END = re.compile(r"[.!?…]+[\"”'’)\]]*\s+(?=[\"“'‘(\[]*[A-Z0-9])")
_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|No)\.")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\n\s*(?=[-*>] )")
_VOWELS = re.compile(r"[aeiouy]+")
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    " hundreds thousand thousands million millions dozen dozens half halves third fourth fifth"
    " sixth seventh eighth ninth tenth twelfth fiftieth twice noon midnight o'clock monday tuesday"
    " wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays"
    " saturdays sundays january february march april june july august september october november"
    " december"
)
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.IGNORECASE)


class Readability(NamedTuple):
    """Counts of a text. Counts of several texts can be added."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    @property
    def sentence_words(self) -> float:
        """Return the mean number of words per sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """Return the Flesch-Kincaid grade, in years of (American) school: 0.39 words per sentence +
        11.8 syllables per word - 15.59.

        J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, "Derivation of New Readability
        Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, 1975."""
        return (
            0.39 * self.sentence_words + 11.8 * self.syllables / self.words - 15.59
            if self.words
            else 0.0
        )


def measure_readability(text: str) -> Readability:
    """Return the counts of words, sentences and syllables in a text. Ignore Markdown marks."""
    sentence_list = [
        sentence for part in _PARAGRAPH_BREAK.split(text) for sentence in sentences(part)
    ]
    words = [word for sentence in sentence_list for word in words_of(sentence)]
    return Readability(len(words), len(sentence_list), sum(syllables(word) for word in words))


def sum_readability(readabilities: Iterable[Readability]) -> Readability:
    """Return the sum of several texts' counts."""
    columns = zip(Readability(), *readabilities, strict=True)
    return Readability(*(sum(column) for column in columns))


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph. A sentence ends with `.`, `!`, `?` or `…` before a
    capital or a digit, or with the paragraph."""
    text = _TITLES.sub(r"\1", " ".join(paragraph.replace("*", "").split()))
    result, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        result.append(text[start : end.end()].strip())
        start = end.end()
    result.append(text[start:].strip())
    return [sentence for sentence in result if words_of(sentence)]


def words_of(sentence: str) -> list[str]:
    """Return the space-separated words that contain a letter or a digit."""
    return [word for word in sentence.split() if any(char.isalnum() for char in word)]


def syllables(word: str) -> int:
    """Return the syllables of an English word: its groups of vowels, minus a silent `e`, `es` or
    `ed` at the end. The minimum is 1; a number has 1.

    Count the parts of a hyphenated word separately."""
    return max(
        1,
        sum(
            _syllables_of_part(part)
            for part in re.findall(r"[a-z]+", word.lower().replace("’", "").replace("'", ""))
        ),
    )


def _syllables_of_part(part: str) -> int:
    groups = len(_VOWELS.findall(part))
    silent = (
        (part.endswith("e") and not re.search(r"(?:[^aeiouy]le|[aeiouy]e)$", part))
        or (part.endswith("ed") and not re.search(r"(?:[td]|[aeiouy])ed$", part))
        or (
            part.endswith("es") and not re.search(r"(?:[sxzcg]|ch|sh|[aeiouy]|[^aeiouy]l)es$", part)
        )
    )
    return max(1, groups - silent) if groups else 1


def contains_number(text: str) -> bool:
    """Return True if the text contains a number, an amount, a time or a day, in digits or words.
    Ignore `one`, which is too often not a number."""
    return _NUMBER.search(text) is not None
