"""Tokens and syntax trees of expressions; names have no meaning yet. `at`: the offset of the first
character in the text."""

import re
from typing import Literal, NamedTuple

from pmsim.lang.characters import describe_character

ArithmeticOp = Literal["+", "-", "*", "//", "%"]
CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]


class NumberLiteral(NamedTuple):
    value: int
    at: int


class Name(NamedTuple):
    """A name, perhaps dotted: `burnout`, `times.help`, `the_date.slide_eleven`."""

    text: str
    at: int


class Call(NamedTuple):
    name: str
    items: tuple["SyntaxTree", ...]
    at: int


class UnaryMinus(NamedTuple):
    item: "SyntaxTree"
    at: int


class Arithmetic(NamedTuple):
    op: ArithmeticOp
    left: "SyntaxTree"
    right: "SyntaxTree"
    at: int


class Comparison(NamedTuple):
    op: CompareOp
    left: "SyntaxTree"
    right: "SyntaxTree"
    at: int


class Membership(NamedTuple):
    """A test `in (a, b)`, or `not in` with `inverse`."""

    item: "SyntaxTree"
    listed: tuple["SyntaxTree", ...]
    inverse: bool
    at: int


class Logic(NamedTuple):
    """A chain of `and` or `or`. A chained comparison is an `and` of its links."""

    op: Literal["and", "or"]
    items: tuple["SyntaxTree", ...]
    at: int


class Negation(NamedTuple):
    item: "SyntaxTree"
    at: int


class Conditional(NamedTuple):
    """A choice `a if c else b`."""

    test: "SyntaxTree"
    then: "SyntaxTree"
    other: "SyntaxTree"
    at: int


SyntaxTree = (
    NumberLiteral
    | Name
    | Call
    | UnaryMinus
    | Arithmetic
    | Comparison
    | Membership
    | Logic
    | Negation
    | Conditional
)


class ExpressionSyntaxError(Exception):
    """A syntax error: its place, and a hint. It does not leave `expressions`."""

    def __init__(self, at: int, length: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.length, self.message, self.hint = at, max(1, length), message, hint


MAX_LENGTH = 500
"""The most characters of an expression."""
MAX_TOKENS = 100
_PIECE = re.compile(
    r"(?P<word>[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)|(?P<sign>//|[<>=!]=|[-+*%<>(),])|(?P<space>["
    r" \n]+)|(?P<wrong>=[<>]|.)",
    re.DOTALL,
)
SHORTEN_HINT = "Give a part of it a name: a stat with `value:`."
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
    **dict.fromkeys(
        "\"'\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb", "Names stand without quotes."
    ),
    "{": "Names stand without braces here.",
}


_SET = "Only effects set a number with `=` in front; leave it out here."


class Token(NamedTuple):
    """A token. `number`: digits; `name`: a name or reserved word; `sign`: an operator, bracket or
    comma; `end`: after the last token."""

    kind: Literal["number", "name", "sign", "end"]
    text: str
    at: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text`, with an `end`. Raise ExpressionSyntaxError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionSyntaxError(
            0,
            1,
            f"This is {len(text)} characters long; an expression has at most {MAX_LENGTH}.",
            SHORTEN_HINT,
        )
    tokens: list[Token] = []
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "word":
                tokens.append(_number_or_name(piece[0], piece.start()))
            case "sign":
                tokens.append(Token("sign", piece[0], piece.start()))
            case "wrong":
                raise _bad_character(
                    piece[0], piece.start(), _SET if piece[0] == "=" and not tokens else ""
                )
    if len(tokens) > MAX_TOKENS:
        message = (
            f"An expression has at most {MAX_TOKENS} words and signs; this one has {len(tokens)}."
        )
        raise ExpressionSyntaxError(tokens[MAX_TOKENS].at, 1, message, SHORTEN_HINT)
    return [*tokens, Token("end", "", len(text.rstrip()))]


def _number_or_name(word: str, at: int) -> Token:
    if not word.replace(".", "").isdigit():
        return Token("name", word, at)
    whole, point, _ = word.partition(".")
    if point:
        raise ExpressionSyntaxError(
            at,
            len(word),
            f"`{word}` is not a whole number.",
            f"Numbers are whole: write {whole} or {int(whole) + 1}; seven tenths of x are"
            " `7 * x // 10`.",
        )
    if len(word) > 1 and word.startswith("0"):
        raise ExpressionSyntaxError(
            at, len(word), f"`{word}` begins with a nought.", f"Write {word.lstrip('0') or '0'}."
        )
    if len(word) > 10:
        raise ExpressionSyntaxError(
            at, len(word), "This number is too large.", "A number has at most ten digits."
        )
    return Token("number", word, at)


def _bad_character(sign: str, at: int, hint: str) -> ExpressionSyntaxError:
    shown = f"`{sign}`" if sign.isprintable() else f"the character {describe_character(sign)}"
    hint = "Write a space." if sign.isspace() else hint or _INSTEAD.get(sign, "")
    return ExpressionSyntaxError(at, len(sign), f"An expression cannot hold {shown}.", hint)
