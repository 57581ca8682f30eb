"""Letters for the screen: typographic quotes, dashes and ellipses, and no character that could
control a terminal.

Works on glyphs, characters with their weight, so that a quotation mark may stand at the edge of an
emphasis."""

import re
from typing import NamedTuple

from pmsim.lang.characters import HIDDEN, escape_code

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
    return _SURROGATE.sub(_escape, HIDDEN.sub(_escape, text.replace("\t", " ")))


def _escape(match: re.Match[str]) -> str:
    return escape_code(match[0])


def display_text(text: str) -> str:
    """Return a short label without invisible characters, with typographic letters, in one line."""
    return "".join(
        glyph.char
        for glyph in to_typographic(
            [Glyph(char) for char in escape_unseen(text).replace("\n", " ").strip()]
        )
    )


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
