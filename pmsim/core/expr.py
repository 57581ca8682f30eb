"""Expression nodes: the conditions and amounts of a program as data. Parsing and ranges belong to
`lang`, evaluation to `compile_expr`.

A value is an int; the value of a condition is a bool. An expression reads the slots of a state.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, assert_never, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def _node(node: type[T]) -> type[T]:
    """Return the class as a node: frozen, and never equal to a node of another class."""
    return dataclass(frozen=True, slots=True)(node)


@_node
class Num:
    """A whole number. The compiler turns words of bands and names of roles into numbers."""

    value: int


@_node
class Get:
    """The number in a slot."""

    slot: int


@_node
class IsSet:
    """True while the flag is set."""

    slot: int


@_node
class Since:
    """The number of quarters since the flag was set; 99 while it is unset."""

    slot: int
    quarter: int


@_node
class Level:
    """The level of a skill. Before the quarter in slot `ends`, `less` is added to it (not below
    0)."""

    slot: int
    ends: int
    less: int
    quarter: int


@_node
class Lookup:
    """A number from a table whose index is in a slot: the pay or the stage of a role."""

    slot: int
    values: tuple[int, ...]


@_node
class Bit:
    """One bit of a bit-set slot: `seen(…)`, `took(…)`."""

    slot: int
    bit: int


@_node
class Top:
    """The position of the highest of the slots; of equals, the first."""

    slots: tuple[int, ...]


@_node
class Arith:
    """Python's `+ - * // %` on whole numbers."""

    op: Literal["+", "-", "*", "//", "%"]
    left: "Expr"
    right: "Expr"


@_node
class Compare:
    """A comparison. A chained comparison is an `All`."""

    op: Literal["<", "<=", ">", ">=", "==", "!="]
    left: "Expr"
    right: "Expr"


@_node
class Among:
    """`in (a, b)`."""

    item: "Expr"
    values: tuple[int, ...]


@_node
class All:
    """`and`."""

    items: tuple["Expr", ...]


@_node
class Some:
    """`or`."""

    items: tuple["Expr", ...]


@_node
class Not:
    """`not`."""

    item: "Expr"


@_node
class IfElse:
    """`a if c else b`."""

    test: "Expr"
    then: "Expr"
    other: "Expr"


@_node
class Least:
    """`min`."""

    items: tuple["Expr", ...]


@_node
class Most:
    """`max`."""

    items: tuple["Expr", ...]


@_node
class Abs:
    """`abs`."""

    item: "Expr"


Expr = (
    Num
    | Get
    | IsSet
    | Since
    | Level
    | Lookup
    | Bit
    | Top
    | Arith
    | Compare
    | Among
    | All
    | Some
    | Not
    | IfElse
    | Least
    | Most
    | Abs
)


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the expressions directly inside one."""
    match expr:
        case Num() | Get() | IsSet() | Since() | Level() | Lookup() | Bit() | Top():
            return ()
        case Arith(_, left, right) | Compare(_, left, right):
            return (left, right)
        case All(items) | Some(items) | Least(items) | Most(items):
            return items
        case Not(item) | Abs(item) | Among(item, _):
            return (item,)
        case IfElse(test, then, other):
            return (test, then, other)
        case _:
            assert_never(expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield an expression and everything inside it."""
    yield expr
    for part in children(expr):
        yield from walk(part)


MIRRORED: Mapping[str, Literal["<", "<=", ">", ">=", "==", "!="]] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "==": "==",
    "!=": "!=",
}
"""The operator for the same comparison with its sides exchanged."""
