"""The fixed words of every front end (numbers, odds, trust, trends, quarters), and letters for the
screen: typographic quotes, dashes and ellipses, no character that could control a terminal.

Letters are worked on as glyphs, characters with their weight, so that a quotation mark may stand at
the edge of an emphasis."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pmsim.lang.characters import HIDDEN, escape_code
from pmsim.lang.pack import FRAME, FrameWords

_SMALL = (
    "nought",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)

ODDS_EDGES = (14, 34, 44, 55, 65, 85, 95)
"""Upper edges of a percentage 5..95, one for each of the words for odds."""
LOWEST_TRUST = -3

PRACTICE_VERBS = ("done", "told", "taught")
"""Verbs for counting practice, by `Act`: "done twice"."""

ACTS = ("practised", "told", "taught")
"""Verbs for one practice, by `Act`."""

INTEREST = ((-2, "less"), (1, "as it comes"), (5, "more"))
"""Upper edges of an interest -5..5, with the words for it."""

MAY_STOP = "You may stop anywhere; all is saved."
"""Said before a career begins, behind the pack's own warning."""


def number_word(number: int) -> str:
    """Return 0..100 in words ("forty-seven"), any other number in digits, with a typographic
    minus."""
    if number == 100:
        return "a hundred"
    if not 0 <= number < 100:
        return str(number).replace("-", "−")
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def ordinal(number: int) -> str:
    """Return an ordinal: "first" for 1; from thirteen on in digits: "13th", "21st"."""
    if 1 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def odds_words(percentage: int, frame: FrameWords = FRAME) -> str:
    """Return the words for a chance of `percentage` (5..95)."""
    reached = sum(percentage > edge for edge in ODDS_EDGES[:-1])
    return display_text(frame.odds[reached])


def trust_word(trust: int, frame: FrameWords = FRAME) -> str:
    """Return the word for trust of -3..5; for other values that of the nearest."""
    return display_text(frame.trust[min(max(trust - LOWEST_TRUST, 0), len(frame.trust) - 1)])


def interest_word(interest: int) -> str:
    """Return the words for an interest in a skill's work, -5..5."""
    return next((words for edge, words in INTEREST if interest <= edge), INTEREST[-1][1])


def trend(
    before: int,
    after: int,
    low: int,
    high: int,
    *,
    good_low: bool = True,
    is_neutral: bool = False,
    word: str = "",
) -> str:
    """Return "rising", "easing", or "steady" for a change under 3 % of the range.

    Where more is better, a fall is "slipping" and not "easing". A stat whose own word is "rising"
    is "climbing". A neutral one goes "up" or "down"."""
    moved = after - before
    if abs(moved) * 100 < 3 * max(high - low, 1):
        return "steady"
    if is_neutral:
        return "up" if moved > 0 else "down"
    if moved > 0:
        return "climbing" if word == "rising" else "rising"
    return "easing" if good_low else "slipping"


def quarter_words(quarter: int, frame: FrameWords = FRAME) -> str:
    """Return a quarter in words: 7 is "Year two, third quarter", or "Year two, summer term"."""
    year, season = divmod(quarter - 1, frame.per_year)
    name = season_name(quarter, frame) or f"{ordinal(season + 1)} {unit_word(frame)}"
    return f"Year {number_word(year + 1)}{f', {name}' if frame.per_year > 1 else ''}"


def season_name(quarter: int, frame: FrameWords) -> str:
    """Return the name of a quarter's season, '' if the pack has no names for them."""
    return display_text(dict(enumerate(frame.seasons)).get((quarter - 1) % frame.per_year, ""))


def unit_word(frame: FrameWords) -> str:
    """Return the word for a quarter."""
    return display_text(frame.unit)


def count_units(number: int, frame: FrameWords) -> str:
    """Return a number of quarters in words: "one quarter", "two terms"."""
    return count_words(number, unit_word(frame), display_text(frame.units))


def quarter_mark(quarter: int, frame: FrameWords) -> str:
    """Return the short mark of a quarter: "Q7", or "T7" for terms."""
    return f"{unit_word(frame)[:1].upper()}{quarter}"


def join_words(items: Sequence[str], last: str = "and") -> str:
    """Join words with commas and a last conjunction: "a", "a and b", "a, b and c"."""
    joined = ", ".join(items[:-1])
    return f"{joined} {last} {items[-1]}" if joined else "".join(items)


def capitalise(text: str) -> str:
    """Return the text with its first letter as a capital, the rest unchanged."""
    return text[:1].upper() + text[1:]


def count_words(number: int, one: str, many: str) -> str:
    """Return a number with its noun: "one quarter", "two quarters"."""
    return f"{number_word(number)} {one if number == 1 else many}"


def life_summary(role: str, quarters: int, decisions: int, frame: FrameWords) -> str:
    """Return role and length of a life: "UX Researcher. Twelve quarters, seventy decisions." """
    time = capitalise(count_units(quarters, frame))
    return f"{role}. {time}, {count_words(decisions, 'decision', 'decisions')}."


def practice_words(counts: Sequence[int]) -> str:
    """Return how often a skill was practised in each way that it was: "done twice and taught once".
    `counts`: by `Act`."""
    verbs = zip(PRACTICE_VERBS, counts, strict=True)
    counted = [f"{verb} {times_words(count)}" for verb, count in verbs if count]
    return join_words(counted) or "not done yet"


def times_words(number: int) -> str:
    """Return a number of times: "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number_word(number)} times")


def choices_sentence(count: int, verb: str, listed: int) -> str:
    """Return a sentence on the numbers of open choices: "There are two. Press 1 or 2." More than
    `listed` numbers become a range."""
    numbers = [str(number) for number in range(1, count + 1)]
    named = join_words(numbers, "or") if count <= listed else f"1 to {count}"
    return f"There {'is' if count == 1 else 'are'} {number_word(count)}. {verb} {named}."


_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of a character, which no stream can write."""

_ELISIONS = frozenset(
    (
        "em",
        "tis",
        "twas",
        "twere",
        "twill",
        "twould",
        "til",
        "till",
        "cause",
        "cos",
        "n",
        "round",
        "bout",
        "neath",
        "tween",
    )
)
"""Words without their beginning: an apostrophe stands before them even if a later mark could close
a quotation."""
_REPLACEABLE = "\"'.-`“”‘’"
_BEFORE_OPENING = " \n([{«‹¿¡\u00a0"
"""Characters after which a straight quotation mark opens."""
_BEFORE_OPENING_IF_NONE_OPEN = "–—-/“‘"
"""Characters after which a straight quotation mark opens unless it can close an open one."""
_WORD_ENDS = ".,;:!?…%)]}»›”’"
"""Characters that may end a word before a dash."""
_LETTERS = re.compile("[A-Za-z]*")
_HYPHENS = re.compile("-+")
_CLOSING = re.compile(r"(?<=[^\s(\[{])'(?!\w)")
"""A straight mark that can close a quotation."""


class Glyph(NamedTuple):
    """A character as shown. `may_be_markup`: part of an author's own text, in which `*` may be
    markup."""

    char: str
    may_be_markup: bool = True
    emphasis: bool = False
    strong: bool = False


def escape_unseen(text: str) -> str:
    """Return `text` with every invisible character escaped as `\\u{1b}`; a tab becomes a space.
    Newlines stay."""
    text = text.replace("\t", " ")
    for unseen in (HIDDEN, _SURROGATE):
        text = unseen.sub(lambda match: escape_code(match[0]), text)
    return text


def display_text(text: str) -> str:
    """Return a short label without invisible characters, with typographic letters, in one line."""
    glyphs = map(Glyph, escape_unseen(text).replace("\n", " ").strip())
    return "".join(glyph.char for glyph in to_typographic(list(glyphs)))


def to_typographic(glyphs: list[Glyph]) -> list[Glyph]:
    """Replace straight quotes by curly ones, three points by an ellipsis, two hyphens or a spaced
    one by a dash. Text between backticks stays.

    Applying it twice changes nothing more."""
    letters = _LetterChooser("".join(glyph.char for glyph in glyphs))
    result: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        if glyphs[at].char in _REPLACEABLE:
            width, chars = letters.choose(at, result[-1].char if result else " ")
            result += (glyphs[at + number]._replace(char=char) for number, char in enumerate(chars))
            at += width
        else:
            result.append(glyphs[at])
            at += 1
    return result


class _LetterChooser:
    """Chooser of the letters of one paragraph, called in order. It remembers the open quotation
    marks, so that a mark after a dash can close."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open = {"“": False, "‘": False}
        self.last_closing = max((match.start() for match in _CLOSING.finditer(text)), default=-1)

    def choose(self, at: int, before: str) -> tuple[int, str]:
        """Return how many characters at `at` are replaced, and the characters shown for them.
        `before`: the last character shown."""
        text, char = self.text, self.text[at]
        after = text[at + 1 : at + 2] or " "
        if char == "-":
            return self.dash(at, before)
        if char == "`":
            end = text.find("`", at + 1) + 1 or at + 1
            return end - at, text[at:end]
        if char == ".":
            return (
                (3, "…")
                if before != "." and text[at : at + 3] == "..." and text[at + 3 : at + 4] != "."
                else (1, ".")
            )
        return 1, self.quote(at, before, after)

    def quote(self, at: int, before: str, after: str) -> str:
        """Return a curly quotation mark or an apostrophe."""
        char = self.text[at]
        if char == '"':
            char = "“" if self.opens("“", before, after) else "”"
        elif char == "'":
            char = "‘" if self.opens("‘", before, after) and not self.elides(at, after) else "’"
        if char in self.open:
            self.open[char] = True
        elif char == "”" or not (before.isalnum() and after.isalnum()):
            self.open["“" if char == "”" else "‘"] = False
        return char

    def opens(self, mark: str, before: str, after: str) -> bool:
        """Return True if a straight mark with these neighbours opens a quotation."""
        return after not in " \n" and (
            before in _BEFORE_OPENING
            or (before in _BEFORE_OPENING_IF_NONE_OPEN and not self.open[mark])
        )

    def elides(self, at: int, after: str) -> bool:
        """Return True if a straight mark before a word is an apostrophe: digits or letters are left
        out, or no later mark can close it."""
        word = _LETTERS.match(self.text, at + 1)
        return (
            after.isdigit()
            or self.last_closing <= at
            or (word is not None and word[0].lower() in _ELISIONS)
        )

    def dash(self, at: int, before: str) -> tuple[int, str]:
        """Return the length of a run of hyphens and what is shown: a dash between words, the
        hyphens as typed before a word after a space (`--force`)."""
        match = _HYPHENS.match(self.text, at)
        run = len(match[0]) if match else 1
        after = self.text[at + run : at + run + 1] or " "
        if run == 1:
            return 1, "–" if before == after == " " and at > 0 else "-"
        typed = (
            run > 3
            or run == len(self.text)
            or (after.isalnum() and not before.isalnum() and before not in _WORD_ENDS)
        )
        return run, "-" * run if typed else "–—"[run - 2]


def minutes_words(quarters: int) -> str:
    """Return about how long so many quarters take to play."""
    return f"about {max(quarters * 4 // 5 * 5, 5)} minutes"
