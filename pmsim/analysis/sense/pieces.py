"""The pieces of an expression as its author wrote them, each beside what it has become: so that a complaint can point at the very words."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.core.expr import Abs, All, Among, Arith, Compare, Expr, IfElse, Least, Most, Not, Some
from pmsim.lang.expressions.parse import parse
from pmsim.lang.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Comparison,
    Inverse,
    Logic,
    Membership,
    Name,
    Negative,
    Number,
    Tree,
)


class Piece(NamedTuple):
    """`text` is written from `at` on in the expression. `inside`: the pieces directly in it, of a comparison its two sides."""

    tree: Tree
    expr: Expr
    at: int
    text: str
    inside: tuple["Piece", ...]

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.at + len(self.text)


def pieces(text: str, expr: Expr) -> Piece:
    """The expression written as `text`, which has become `expr`. Raises SpellingError if it is no expression."""
    return _piece(text, parse(text), expr)


def walk(piece: Piece) -> Iterator[Piece]:
    """A piece and all pieces inside it."""
    yield piece
    for inner in piece.inside:
        yield from walk(inner)


def _piece(text: str, tree: Tree, expr: Expr) -> Piece:
    start, end = _extent(text, tree)
    inside = tuple(_piece(text, each, part) for each, part in _parts(tree, expr))
    return Piece(tree, expr, start, text[start:end], inside)


def _parts(tree: Tree, expr: Expr) -> Iterator[tuple[Tree, Expr]]:
    """Each tree directly inside one, and what it has become; nothing of what was worked out while it was read."""
    match tree, expr:
        case (Comparison(_, left, right), Compare(_, one, other)) | (Arithmetic(_, left, right), Arith(_, one, other)):
            yield from ((left, one), (right, other))
        case Logic(_, trees), All(items) | Some(items):
            yield from zip(trees, items, strict=True)
        case Call(_, trees), Least(items) | Most(items):
            yield from zip(trees, items, strict=True)
        case (Inverse(item), Not(inner)) | (Call(_, (item,)), Abs(inner)) | (Negative(item), Arith(_, _, inner)):
            yield item, inner
        case Choose(test, then, other_), IfElse(asked, yes, no):
            yield from ((test, asked), (then, yes), (other_, no))
        case Membership(item, _, _), _:
            yield item, _listed(expr)
        case _:
            return


def _listed(expr: Expr) -> Expr:
    """Of a list with its item, the item."""
    match expr:
        case Not(inner) | Some((inner, *_)):
            return _listed(inner)
        case Compare(_, item, _) | Among(item, _):
            return item
        case _:
            return expr


def _extent(text: str, tree: Tree) -> tuple[int, int]:
    """From where to where a tree is written, with the brackets that belong to it."""
    match tree:
        case Number(_, at):
            return at, at + len(text[at:]) - len(text[at:].lstrip("0123456789"))
        case Name(name, at):
            return at, at + len(name)
        case Negative(item, at) | Inverse(item, at):
            return _balanced(text, at, _extent(text, item)[1])
        case Call(_, items, at):
            return _balanced(text, at, _extent(text, items[-1])[1])
        case Membership(item, listed, _, _):
            return _balanced(text, _extent(text, item)[0], _extent(text, listed[-1])[1])
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Choose(_, left, right, _):
            return _balanced(text, _extent(text, left)[0], _extent(text, right)[1])
        case Logic(_, items):
            return _balanced(text, _extent(text, items[0])[0], _extent(text, items[-1])[1])


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch, longer by the brackets that are opened in it and closed behind it, or closed in it and opened before it."""
    depth = lowest = 0
    for sign in text[start:end]:
        depth += (sign == "(") - (sign == ")")
        lowest = min(lowest, depth)
    for _ in range(-lowest):
        start = text.rindex("(", 0, start)
    for _ in range(depth - lowest):
        end = text.index(")", end) + 1
    return start, end
