"""Explanations of constant conditions, in words: the part that causes it, and the range that
excludes the other result."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from pmsim.analysis.paths.knowledge import LocalSolver
from pmsim.analysis.solver import Solver
from pmsim.core.expr import (
    MIRRORED,
    Abs,
    All,
    Among,
    Arith,
    Compare,
    Expr,
    IfElse,
    Least,
    Most,
    Not,
    Num,
    Some,
)
from pmsim.lang.expressions import Scope
from pmsim.lang.expressions.parse import parse
from pmsim.lang.expressions.ranges import CERTAIN, OPPOSITE, Ranges
from pmsim.lang.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Logic,
    Membership,
    Name,
    Negation,
    NumberLiteral,
    SyntaxTree,
    UnaryMinus,
)


class ExpressionPiece(NamedTuple):
    """A part of an expression, as written. `text` starts at offset `at` of the expression.
    `inside`: the direct parts; for a comparison, its two sides."""

    tree: SyntaxTree
    expr: Expr
    at: int
    text: str
    inside: tuple["ExpressionPiece", ...]

    @property
    def end(self) -> int:
        """Return the offset after its last character."""
        return self.at + len(self.text)


def split_expression(text: str, expr: Expr) -> ExpressionPiece:
    """Return the parts of the expression `text`, which was compiled to `expr`. Raise SpellingError
    if `text` is not an expression."""
    return _piece(text, parse(text), expr)


def walk_pieces(piece: ExpressionPiece) -> Iterator[ExpressionPiece]:
    """Yield a piece and all pieces inside it."""
    yield piece
    for inner in piece.inside:
        yield from walk_pieces(inner)


def _piece(text: str, tree: SyntaxTree, expr: Expr) -> ExpressionPiece:
    start, end = _extent(text, tree)
    inside = tuple(_piece(text, each, part) for each, part in _operands(tree, expr))
    return ExpressionPiece(tree, expr, start, text[start:end], inside)


def _operands(tree: SyntaxTree, expr: Expr) -> Iterator[tuple[SyntaxTree, Expr]]:
    """Yield each direct operand of a tree with its compiled expression. Yield nothing if the
    compiler folded the operands away."""
    match tree, expr:
        case (Comparison(_, left, right), Compare(_, one, other)) | (
            Arithmetic(_, left, right),
            Arith(_, one, other),
        ):
            yield from ((left, one), (right, other))
        case Logic(_, trees), All(items) | Some(items):
            yield from zip(trees, items, strict=True)
        case Call(_, trees), Least(items) | Most(items):
            yield from zip(trees, items, strict=True)
        case (
            (Negation(item), Not(inner))
            | (Call(_, (item,)), Abs(inner))
            | (UnaryMinus(item), Arith(_, _, inner))
        ):
            yield item, inner
        case Conditional(test, then, other_), IfElse(test_expr, yes, no):
            yield from ((test, test_expr), (then, yes), (other_, no))
        case Membership(item, _, _), _:
            yield item, _member_expression(expr)
        case _:
            return


def _member_expression(expr: Expr) -> Expr:
    """Return the compiled item of a membership test (`item in [...]`)."""
    match expr:
        case Not(inner) | Some((inner, *_)):
            return _member_expression(inner)
        case Compare(_, item, _) | Among(item, _):
            return item
        case _:
            return expr


def _extent(text: str, tree: SyntaxTree) -> tuple[int, int]:
    """Return the start and end offsets of a tree in the text, including its brackets."""
    match tree:
        case NumberLiteral(_, at):
            return at, at + len(text[at:]) - len(text[at:].lstrip("0123456789"))
        case Name(name, at):
            return at, at + len(name)
        case UnaryMinus(item, at) | Negation(item, at):
            return _balanced(text, at, _extent(text, item)[1])
        case Call(_, items, at):
            return _balanced(text, at, _extent(text, items[-1])[1])
        case Membership(item, listed, _, _):
            return _balanced(text, _extent(text, item)[0], _extent(text, listed[-1])[1])
        case (
            Arithmetic(_, left, right) | Comparison(_, left, right) | Conditional(_, left, right, _)
        ):
            return _balanced(text, _extent(text, left)[0], _extent(text, right)[1])
        case Logic(_, items):
            return _balanced(text, _extent(text, items[0])[0], _extent(text, items[-1])[1])


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range widened until its brackets are balanced."""
    depth = lowest = 0
    for sign in text[start:end]:
        depth += (sign == "(") - (sign == ")")
        lowest = min(lowest, depth)
    for _ in range(-lowest):
        start = text.rindex("(", 0, start)
    for _ in range(depth - lowest):
        end = text.index(")", end) + 1
    return start, end


_REQUIREMENT_TEXT = {
    "<": "below {}",
    "<=": "{} at the most",
    ">": "above {}",
    ">=": "at least {}",
    "==": "{}",
    "!=": "something else than {}",
}
MAX_WORDS = 8
"""Maximum number of words in a list."""


class Reason(NamedTuple):
    """An explanation of a constant condition. `never`: the condition is never true; otherwise it is
    never false. `pieces`: the parts that cause it, usually one. `text`: the end of a sentence,
    without its full stop."""

    never: bool
    pieces: tuple[ExpressionPiece, ...]
    text: str


class Explainer(NamedTuple):
    """The writer of explanations. It needs a solver, the scope of names, and the ranges of numbers:
    of all states, or of those at one place. `where`: the words for that place."""

    solver: Solver | LocalSolver
    scope: Scope
    ranges: Ranges
    where: str = ""

    def explain(self, piece: ExpressionPiece, wanted: bool) -> Reason:
        """Return why a condition is never true (`wanted` True) or never false (`wanted` False). The
        caller has proved this before."""
        match piece.tree:
            case Negation():
                return self.explain(piece.inside[0], not wanted)._replace(never=wanted)
            case Logic(op, _) if (op == "and") == wanted:
                return self.explain_group(tuple(_flattened(piece, op)), wanted)
            case Logic():
                first = self.explain(piece.inside[0], wanted)
                more = "none of its parts can hold" if wanted else "none of its parts can fail"
                return Reason(wanted, (piece,), f"{more}; {first.text}")
            case _:
                return Reason(wanted, (piece,), self.comparison_text(piece, wanted))

    def explain_group(self, parts: Sequence[ExpressionPiece], wanted: bool) -> Reason:
        """Return why the parts cannot all be as wanted: because of one part alone, otherwise of the
        fewest parts that exclude each other."""
        for piece in parts:
            if self.solver.satisfiable(piece.expr, wanted) is False:
                return self.explain(piece, wanted)
        conflict = next(
            (pair for pair in combinations(parts, 2) if self.cannot_hold_together(pair, wanted)),
            None,
        ) or self.smallest_conflict(parts, wanted)
        names = _joined([f"`{_one_line(piece)}`" for piece in conflict], "and" if wanted else "or")
        return Reason(
            wanted, conflict, f"{names} exclude each other" if wanted else f"{names} is always so"
        )

    def cannot_hold_together(self, parts: Sequence[ExpressionPiece], wanted: bool) -> bool:
        """Return True if the solver proves that the parts cannot all be as wanted."""
        exprs: list[Expr] = [piece.expr if wanted else Not(piece.expr) for piece in parts]
        return self.solver.satisfiable_together(exprs) is False

    def smallest_conflict(
        self, parts: Sequence[ExpressionPiece], wanted: bool
    ) -> tuple[ExpressionPiece, ...]:
        """Return a conflicting subset of the parts from which no part can be removed."""
        needed = list(parts)
        for piece in parts:
            rest = [each for each in needed if each is not piece]
            if len(rest) > 1 and self.cannot_hold_together(rest, wanted):
                needed = rest
        return tuple(needed)

    def comparison_text(self, piece: ExpressionPiece, wanted: bool) -> str:
        """Return the explanation for a comparison or a membership test."""
        ways = f"{'no' if wanted else 'every'} way that leads here"
        match piece.tree, piece.inside:
            case Comparison(op, left, right), (one, other):
                word_sentence = self.word_text(left, one) or self.word_text(right, other)
                return word_sentence or self.sides_text(op, one, other, wanted)
            case Membership(left, _, inverse), (item,):
                low, high = self.ranges.of(item.expr)
                which = "everything" if inverse == wanted else "nothing"
                words = self.word_text(left, item) or self.range_text(item, low, high)
                return f"{words}, and {which} that it can be is in the list"
            case Name(), _:
                return f"`{_one_line(piece)}` is set on {ways}"
            case _:
                return f"`{_one_line(piece)}` is so on {ways}"

    def word_text(self, tree: SyntaxTree, piece: ExpressionPiece) -> str:
        """Return the possible words of a side that is a role, a stage or `top(group)`. Return ''
        for a number."""
        match tree:
            case Name(("role" | "stage") as key, _):
                numbers_by_word = self.scope.words.get(key, {})
            case Call("top", (Name(group),), _):
                numbers_by_word = self.scope.words.get(f"top({group})", {})
            case _:
                return ""
        possible = [
            f"`{word}`"
            for word, number in numbers_by_word.items()
            if self.solver.satisfiable(Compare("==", piece.expr, Num(number)))
        ]
        more = f" and {len(possible) - MAX_WORDS + 1} others" if len(possible) > MAX_WORDS else ""
        return f"`{_one_line(piece)}` can only be " + (
            _joined(possible[: MAX_WORDS - 1], ",") + more if more else _joined(possible, "or")
        )

    def sides_text(
        self, op: str, left: ExpressionPiece, right: ExpressionPiece, wanted: bool
    ) -> str:
        """Return the explanation for a comparison that is never true (`wanted` True) or always
        true."""
        if isinstance(left.expr, Num) and not isinstance(right.expr, Num):
            return self.sides_text(MIRRORED[op], right, left, wanted)
        a, b = self.ranges.of(left.expr), self.ranges.of(right.expr)
        if not wanted and b.low == b.high and CERTAIN[op](a, b):
            return (
                f"{self.range_text(left, *a)}, so it is always"
                f" {_REQUIREMENT_TEXT[op].format(_limit_text(right, b.low))}"
            )
        op = op if wanted else OPPOSITE[op]
        if b.low != b.high:
            if CERTAIN[OPPOSITE[op]](a, b):
                return f"{self.range_text(left, *a)}, and {self.range_text(right, *b)}"
            never = "on no way that leads here" if self.where else "in no state"
            return f"`{_one_line(left)} {op} {_one_line(right)}` is so {never}"
        requirement = _REQUIREMENT_TEXT[op].format(_limit_text(right, b.low))
        if CERTAIN[OPPOSITE[op]](a, b):
            return f"{self.range_text(left, *a)}, and would have to be {requirement}"
        return f"{self.range_text(left, *a)}, but is never {requirement}"

    def range_text(self, piece: ExpressionPiece, low: int, high: int) -> str:
        """Return the words for the range of a number."""
        here = f" {self.where}" if self.where else ""
        if low == high:
            return f"`{_one_line(piece)}` is always {low}{here}"
        return f"`{_one_line(piece)}` lies between {low} and {high}{here}"


def _flattened(piece: ExpressionPiece, op: str) -> Iterator[ExpressionPiece]:
    """Yield the parts of nested `and`s, or of nested `or`s."""
    for inner in piece.inside:
        if isinstance(inner.tree, Logic) and inner.tree.op == op:
            yield from _flattened(inner, op)
        else:
            yield inner


def _limit_text(piece: ExpressionPiece, number: int) -> str:
    """Return the text for a constant side: the number, with its source text if that is a word or a
    sum."""
    match piece.tree:
        case NumberLiteral() | UnaryMinus(NumberLiteral(), _):
            return str(number)
        case _:
            return f"`{_one_line(piece)}` ({number})"


def _one_line(piece: ExpressionPiece) -> str:
    return " ".join(piece.text.split())


def _joined(words: Sequence[str], last: str) -> str:
    """Return the words joined by commas, with `last` before the last word. `last` may be ','."""
    if len(words) < 2 or last == ",":
        return ", ".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
