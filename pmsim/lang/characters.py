"""Invisible characters that could do harm, and how a message shows them."""

import re
from textwrap import wrap
from unicodedata import name

HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but newline, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # invisible letters
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, directions
    "\U000e0000-\U000e0fff]"  # tags and further selectors
)
"""A pattern for one character that a pack must not contain."""
_EMOJI = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
UNEVEN_WIDTH = re.compile(
    rf"(?P<joined>{_EMOJI}(?:\u200d{_EMOJI})+)"
    "|(?P<flag>[\U0001f1e6-\U0001f1ff]{2})"
    "|(?P<toned>[\u203c-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff])"
    "|(?P<keycap>[0-9#*]\ufe0f?\u20e3)"
    "|(?P<coloured>.\ufe0f)"
)
"""A pattern for signs that consist of several characters. Terminals disagree about their width,
which may shift the rest of the row."""
WHY_UNEVEN = {
    "joined": "it is several signs joined into one",
    "flag": "a flag is two letters",
    "toned": "a colour of skin is a sign of its own",
    "keycap": "it is a digit with a sign around it",
    "coloured": "a sign behind it asks for its coloured form",
}
_UNNAMED = {
    "\x00": "NUL",
    "\x07": "bell",
    "\x08": "backspace",
    "\t": "tab",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\r": "carriage return",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
}
_BLANKS = "\u3164\uffa0"
"""Letters that look like a space."""


def separates(character: str) -> bool:
    """Return True if a hidden character stands for a space or for the end of a line."""
    return character.isspace() or character in _BLANKS


def replacement_for(text: str, at: int) -> str:
    """Return the replacement of the hidden character at an offset: a space between two words, else
    nothing."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    parts = (
        separates(text[at])
        and not (before.isspace() or before in _BLANKS)
        and after not in ("", "\n")
    )
    return " " if parts else ""


def without_hidden(text: str) -> str:
    """Return the text without its hidden characters."""
    return HIDDEN.sub(lambda match: replacement_for(text, match.start()), text)


def visible(text: str) -> str:
    r"""Return the text with every hidden character and newline written as `\u{1b}`: safe in one
    line of any terminal."""
    return HIDDEN.sub(lambda match: escape_code(match.group()), text).replace(
        "\n", escape_code("\n")
    )


def escape_code(character: str) -> str:
    r"""Return the code of a character, such as `\u{200b}`."""
    return f"\\u{{{ord(character):x}}}"


def describe_character(character: str) -> str:
    r"""Return the code and the name of a character: `\u{200b}, zero width space`."""
    words = _UNNAMED.get(character) or name(character, "").lower() or "a control character"
    return f"{escape_code(character)}, {words}"


def can_encode(text: str, encoding: str | None) -> bool:
    """Return True if a stream of this encoding can write the text."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def count_text(count: int, noun: str) -> str:
    """Return a count with its noun: "1 scene", "2 scenes"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def shortened(text: str, most: int) -> str:
    """Return the text on one line of at most `most` characters, cut between words and marked with
    `…`."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: max(1, most - 1)]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}".rstrip(" ,;:") + "…"


def cut(text: str, most: int) -> str:
    """Return the text; one of more than `most` characters is cut there and marked with `…`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def wrap_words(text: str, width: int, indent: str = "") -> list[str]:
    """Return the text in lines of at most `width` columns, with every word whole. `indent`: stands
    before all lines but the first."""
    return wrap(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


PLAIN_LETTERS = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
}
"""Quotes, dashes and ellipses, as every terminal and every screen reader has them."""
