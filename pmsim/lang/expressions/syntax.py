"""What an expression says, before anyone asks what its names are. `at`: the offset of its first character in the text."""

from typing import Literal, NamedTuple

ArithmeticOp = Literal["+", "-", "*", "//", "%"]
CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]


class Number(NamedTuple):
    value: int
    at: int


class Name(NamedTuple):
    """A name, perhaps dotted: `burnout`, `times.help`, `the_date.slide_eleven`."""

    text: str
    at: int


class Call(NamedTuple):
    name: str
    items: tuple["Tree", ...]
    at: int


class Negative(NamedTuple):
    item: "Tree"
    at: int


class Arithmetic(NamedTuple):
    op: ArithmeticOp
    left: "Tree"
    right: "Tree"
    at: int


class Comparison(NamedTuple):
    op: CompareOp
    left: "Tree"
    right: "Tree"
    at: int


class Membership(NamedTuple):
    """`in (a, b)`, or `not in`."""

    item: "Tree"
    listed: tuple["Tree", ...]
    inverse: bool
    at: int


class Logic(NamedTuple):
    """`and`, `or`; a chained comparison is an `and` of its links."""

    op: Literal["and", "or"]
    items: tuple["Tree", ...]
    at: int


class Inverse(NamedTuple):
    item: "Tree"
    at: int


class Choose(NamedTuple):
    """`a if c else b`."""

    test: "Tree"
    then: "Tree"
    other: "Tree"
    at: int


Tree = Number | Name | Call | Negative | Arithmetic | Comparison | Membership | Logic | Inverse | Choose


class SpellingError(Exception):
    """Where the spelling goes wrong, and how to mend it. Raised and caught within `expressions`."""

    def __init__(self, at: int, length: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.length, self.message, self.hint = at, max(1, length), message, hint
