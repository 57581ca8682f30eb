"""Why a condition can never hold, or always does, in words: which of its pieces makes it so, and the range that rules the other way out."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from pmsim.analysis.cases import Cases
from pmsim.analysis.sense.pieces import Piece
from pmsim.core.expr import TURNED, Compare, Expr, Not, Num
from pmsim.lang.expressions import Range, Scope, range_of
from pmsim.lang.expressions.ranges import OPPOSITE, SURE
from pmsim.lang.expressions.syntax import Call, Comparison, Inverse, Logic, Membership, Name, Negative, Number, Tree

_MUST = {"<": "below {}", "<=": "{} at the most", ">": "above {}", ">=": "at least {}", "==": "{}", "!=": "something else than {}"}
MOST_WORDS = 8
"""So many words are listed at the most."""


class Reason(NamedTuple):
    """`never`: never true; else never false. `pieces`: those that make it so; one, unless it takes several together. `text`: a sentence's
    end, without its full stop."""

    never: bool
    pieces: tuple[Piece, ...]
    text: str


class Explainer(NamedTuple):
    """What it takes to say why."""

    cases: Cases
    scope: Scope

    def why(self, piece: Piece, wanted: bool) -> Reason:
        """Why a condition, of which it is proved, is never true (`wanted` True) or never false (`wanted` False)."""
        match piece.tree:
            case Inverse():
                return self.why(piece.inside[0], not wanted)._replace(never=wanted)
            case Logic(op, _) if (op == "and") == wanted:
                return self.excluding(tuple(_flat(piece, op)), wanted)
            case Logic():
                first = self.why(piece.inside[0], wanted)
                more = "none of its parts can hold" if wanted else "none of its parts can fail"
                return Reason(wanted, (piece,), f"{more}; {first.text}")
            case _:
                return Reason(wanted, (piece,), self.of_one(piece, wanted))

    def excluding(self, parts: Sequence[Piece], wanted: bool) -> Reason:
        """The same of several pieces that would all have to be as wanted: one of them alone, else the fewest that exclude each other."""
        for piece in parts:
            if self.cases.may(piece.expr, wanted) is False:
                return self.why(piece, wanted)
        together = next((pair for pair in combinations(parts, 2) if self.excluded(pair, wanted)), None) or self.fewest(parts, wanted)
        named = _listed([f"`{_line(piece)}`" for piece in together], "and" if wanted else "or")
        return Reason(wanted, together, f"{named} exclude each other" if wanted else f"{named} is always so")

    def excluded(self, parts: Sequence[Piece], wanted: bool) -> bool:
        """Whether it is proved that not all of them can be as wanted."""
        exprs: list[Expr] = [piece.expr if wanted else Not(piece.expr) for piece in parts]
        return self.cases.together(exprs) is False

    def fewest(self, parts: Sequence[Piece], wanted: bool) -> tuple[Piece, ...]:
        """Those of them that cannot be left out, one after the other."""
        kept = list(parts)
        for piece in parts:
            rest = [each for each in kept if each is not piece]
            if len(rest) > 1 and self.excluded(rest, wanted):
                kept = rest
        return tuple(kept)

    def of_one(self, piece: Piece, wanted: bool) -> str:
        """Of a comparison, or a list."""
        match piece.tree, piece.inside:
            case Comparison(op, left, right), (one, other):
                words = self.of_words(left, one) or self.of_words(right, other)
                return words or self.of_sides(op, one, other, wanted)
            case Membership(left, _, inverse), (item,):
                low, high = self.range(item)
                within = "everything that it can be is in the list" if inverse == wanted else "nothing that it can be is in the list"
                return f"{self.of_words(left, item) or _lies(item, low, high)}, and {within}"
            case _:
                return f"`{_line(piece)}` never changes"

    def of_words(self, tree: Tree, piece: Piece) -> str:
        """Of a side that is a role, a stage or one of a group: what it can be. '' for a number."""
        match tree:
            case Name(("role" | "stage") as key, _):
                known = self.scope.words.get(key, {})
            case Call("top", (Name(group),), _):
                known = self.scope.words.get(f"top({group})", {})
            case _:
                return ""
        able = [f"`{word}`" for word, number in known.items() if self.cases.may(Compare("==", piece.expr, Num(number)))]
        more = f" and {len(able) - MOST_WORDS + 1} others" if len(able) > MOST_WORDS else ""
        return f"`{_line(piece)}` can only be {_listed(able[: MOST_WORDS - 1], ',') + more if more else _listed(able, 'or')}"

    def of_sides(self, op: str, left: Piece, right: Piece, wanted: bool) -> str:
        """Of two sides that never (`wanted`), or always, stand so to each other."""
        if isinstance(left.expr, Num) and not isinstance(right.expr, Num):
            return self.of_sides(TURNED[op], right, left, wanted)
        a, b = self.range(left), self.range(right)
        if not wanted and b.low == b.high and SURE[op](a, b):
            return f"{_lies(left, *a)}, so it is always {_MUST[op].format(_limit(right, b.low))}"
        op = op if wanted else OPPOSITE[op]
        if b.low != b.high:
            if SURE[OPPOSITE[op]](a, b):
                return f"{_lies(left, *a)}, and {_lies(right, *b)}"
            return f"whatever the state, `{_line(left)} {op} {_line(right)}` is not so"
        must = _MUST[op].format(_limit(right, b.low))
        if SURE[OPPOSITE[op]](a, b):
            return f"{_lies(left, *a)}, and would have to be {must}"
        return f"{_lies(left, *a)}, but is never {must}"

    def range(self, piece: Piece) -> Range:
        """Between which numbers it lies."""
        return range_of(piece.expr, self.scope.slots, self.scope.known)


def _flat(piece: Piece, op: str) -> Iterator[Piece]:
    """The parts of an `and` of `and`s, of an `or` of `or`s."""
    for inner in piece.inside:
        if isinstance(inner.tree, Logic) and inner.tree.op == op:
            yield from _flat(inner, op)
        else:
            yield inner


def _lies(piece: Piece, low: int, high: int) -> str:
    return f"`{_line(piece)}` is always {low}" if low == high else f"`{_line(piece)}` lies between {low} and {high}"


def _limit(piece: Piece, number: int) -> str:
    """A constant side: the number, and the word or sum it was written as."""
    match piece.tree:
        case Number() | Negative(Number(), _):
            return str(number)
        case _:
            return f"`{_line(piece)}` ({number})"


def _line(piece: Piece) -> str:
    return " ".join(piece.text.split())


def _listed(words: Sequence[str], last: str) -> str:
    """Words with commas, and `last` before the last of them (',' for a comma too)."""
    if len(words) < 2 or last == ",":
        return ", ".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
