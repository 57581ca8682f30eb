"""The pieces of an expression. Printable ASCII only, and only so much of it: nothing an author writes can run long."""

import re
from typing import Literal, NamedTuple

from pmsim.lang.characters import called
from pmsim.lang.expressions.syntax import SpellingError

LONGEST = 500
"""Characters of an expression."""
MOST_TOKENS = 100
_PIECE = re.compile(
    r"(?P<word>[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)|(?P<sign>//|[<>=!]=|[-+*%<>(),])|(?P<space>[ \n]+)|(?P<wrong>=[<>]|.)", re.DOTALL
)
SHORTER = "Give a part of it a name: a stat with `value:`."
_INSTEAD = {
    "=": "Write == to compare.",
    "=>": "Write >=.",
    "=<": "Write <=.",
    "/": "Write // to divide; the result is a whole number, rounded down.",
    "&": "Write `and`.",
    "|": "Write `or`.",
    "!": "Write `not`, or != for different.",
    "^": "There are no powers; write `a * a`.",
    "\u2265": "Write >=.",
    "\u2264": "Write <=.",
    "\u2260": "Write !=.",
    **dict.fromkeys("\u2212\u2013", "Write a plain - for minus."),
    "\u00d7": "Write * for times.",
    **dict.fromkeys("\"'\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb", "Names stand without quotes."),
    "{": "Names stand without braces here.",
}


_SET = "Only effects set a number with `=` in front; leave it out here."


class Token(NamedTuple):
    """`number`: digits; `name`: a name or one of Python's words; `sign`: an operator, bracket or comma; `end`: after the last."""

    kind: Literal["number", "name", "sign", "end"]
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, with an `end`. Raises SpellingError."""
    if len(text) > LONGEST:
        raise SpellingError(0, 1, f"This is {len(text)} characters long; an expression has at most {LONGEST}.", SHORTER)
    found: list[Token] = []
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "word":
                found.append(_word(piece[0], piece.start()))
            case "sign":
                found.append(Token("sign", piece[0], piece.start()))
            case "wrong":
                raise _wrong(piece[0], piece.start(), _SET if piece[0] == "=" and not found else "")
    if len(found) > MOST_TOKENS:
        message = f"An expression has at most {MOST_TOKENS} words and signs; this one has {len(found)}."
        raise SpellingError(found[MOST_TOKENS].at, 1, message, SHORTER)
    return [*found, Token("end", "", len(text.rstrip()))]


def _word(word: str, at: int) -> Token:
    if not word.replace(".", "").isdigit():
        return Token("name", word, at)
    if "." in word:
        raise SpellingError(at, len(word), f"`{word}` is not a whole number.", "Write `7 * x // 10` for seven tenths of x.")
    if len(word) > 1 and word.startswith("0"):
        raise SpellingError(at, len(word), f"`{word}` begins with a nought.", f"Write {word.lstrip('0') or '0'}.")
    if len(word) > 10:
        raise SpellingError(at, len(word), "This number is too large.", "A number has at most ten digits.")
    return Token("number", word, at)


def _wrong(sign: str, at: int, hint: str) -> SpellingError:
    shown = f"`{sign}`" if sign.isprintable() else f"the character {called(sign)}"
    hint = "Write a space." if sign.isspace() else hint or _INSTEAD.get(sign, "")
    return SpellingError(at, len(sign), f"An expression cannot hold {shown}.", hint)
