"""Letters for the screen: typographic quotes, dashes and ellipses, and no character that could act on a terminal.

Works on glyphs, a character with its weight, so that a quotation mark may stand on the edge of an emphasis.
"""

import re
from typing import NamedTuple

from pmsim.lang.characters import HIDDEN, code

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of a character, which no stream can write."""

_ELISIONS = ("em", "tis", "twas", "til", "cause", "n", "round")
_ASKED = "\"'.-"
_OPENERS = " \n([{–—-/“‘\u00a0"


class Glyph(NamedTuple):
    """A character as it will be shown. `live`: an author's own text, in which `*` may be markup."""

    char: str
    live: bool = True
    emphasis: bool = False
    strong: bool = False


def guard(text: str) -> str:
    """`text` with everything unseen made visible as `\\u{1b}`; a tab is a space. Newlines stay."""
    return _SURROGATE.sub(_coded, HIDDEN.sub(_coded, text.replace("\t", " ")))


def _coded(found: re.Match[str]) -> str:
    return code(found[0])


def shown(text: str) -> str:
    """A short label, guarded and with typographic letters, in one line."""
    return "".join(glyph.char for glyph in typographic([Glyph(char) for char in guard(text).replace("\n", " ").strip()]))


def typographic(glyphs: list[Glyph]) -> list[Glyph]:
    """Straight quotes to curly ones, three points to an ellipsis, two hyphens or a spaced one to a dash. Asking twice changes nothing."""
    text = "".join(glyph.char for glyph in glyphs)
    found: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        if text[at] in _ASKED:
            width, char = _letter(text, at, found[-1].char if found else " ")
            found.append(glyphs[at]._replace(char=char))
            at += width
        else:
            found.append(glyphs[at])
            at += 1
    return found


def _letter(text: str, at: int, before: str) -> tuple[int, str]:
    """How many characters at `at` become one, and which."""
    char = text[at]
    after = text[at + 1] if at + 1 < len(text) else " "
    if char == '"':
        return 1, "“" if before in _OPENERS and after not in " \n" else "”"
    if char == "'":
        return 1, _apostrophe(text, at, before, after)
    if char == "." and text[at : at + 3] == "..." and text[at + 3 : at + 4] != "." and before != ".":
        return 3, "…"
    if char == "-" and before != "-":
        return _dash(text, at, before)
    return 1, char


def _apostrophe(text: str, at: int, before: str, after: str) -> str:
    if before not in _OPENERS or after.isdigit() or after in " \n":
        return "’"
    word = re.match(r"[a-z]*", text[at + 1 :].lower())
    return "’" if word is not None and word[0] in _ELISIONS else "‘"


def _dash(text: str, at: int, before: str) -> tuple[int, str]:
    run = len(text[at:]) - len(text[at:].lstrip("-"))
    if run == 3:
        return 3, "—"
    if run == 2 or (run == 1 and before == " " and text[at + 1 : at + 2] == " " and at > 0):
        return run, "–"
    return 1, "-"
