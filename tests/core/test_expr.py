"""A compiled expression gives what a plain reading of its tree gives, for every tree and every
state."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pmsim.core.compile_expr import compile_expr, evaluate
from pmsim.core.expr import (
    Abs,
    All,
    Among,
    Arith,
    Bit,
    Compare,
    Expr,
    Get,
    IfElse,
    IsSet,
    Least,
    Level,
    Lookup,
    Most,
    Not,
    Num,
    Since,
    Some,
    Top,
)

SLOTS = 8
QUARTER = 0
INDEX = 7
"""The slot that stands for an index into `TABLE`."""
TABLE = (5, 0, 130)

ARITH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}
COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def plainly(expr: Expr, s: Sequence[int]) -> int:
    """The value by the definition of each node, with nothing clever."""
    match expr:
        case Num(value):
            return value
        case Get(slot):
            return s[slot]
        case IsSet(slot):
            return s[slot] > 0
        case Since(slot, quarter):
            return 99 if s[slot] == 0 else min(99, s[quarter] - s[slot])
        case Level(slot, ends, less, quarter):
            return max(0, s[slot] + less) if s[quarter] < s[ends] else s[slot]
        case Lookup(slot, values):
            return values[s[slot]]
        case Bit(slot, bit):
            return bool(s[slot] & 1 << bit)
        case Top(slots):
            return next(
                i for i, slot in enumerate(slots) if all(s[slot] >= s[other] for other in slots)
            )
        case Arith(op, left, right):
            return ARITH[op](plainly(left, s), plainly(right, s))
        case Compare(op, left, right):
            return COMPARE[op](plainly(left, s), plainly(right, s))
        case Among(item, values):
            return plainly(item, s) in values
        case All(items):
            return all([plainly(each, s) for each in items])
        case Some(items):
            return any([plainly(each, s) for each in items])
        case Not(item):
            return not plainly(item, s)
        case IfElse(test, then, other):
            return plainly(then if plainly(test, s) else other, s)
        case Least(items):
            return min(plainly(each, s) for each in items)
        case Most(items):
            return max(plainly(each, s) for each in items)
        case Abs(item):
            return abs(plainly(item, s))


slot = st.integers(0, SLOTS - 1)
small = st.integers(-20, 20)
numbers_at_the_tip = st.one_of(
    st.builds(Num, small),
    st.builds(Get, slot),
    st.builds(Since, slot, st.just(QUARTER)),
    st.builds(Level, slot, slot, st.integers(-9, 0), st.just(QUARTER)),
    st.builds(Lookup, st.just(INDEX), st.just(TABLE)),
    st.builds(Top, st.lists(slot, min_size=2, max_size=4).map(tuple)),
)
conditions_at_the_tip = st.one_of(st.builds(IsSet, slot), st.builds(Bit, slot, st.integers(0, 70)))


@st.composite
def trees(draw: st.DrawFn, truth: bool, depth: int = 4) -> Expr:
    """A random expression, well kinded; divisors are numbers other than 0."""
    if depth == 0:
        return draw(conditions_at_the_tip if truth else numbers_at_the_tip)

    def number() -> Expr:
        return draw(trees(False, depth - 1))

    def condition() -> Expr:
        return draw(trees(True, depth - 1))

    if truth:
        match draw(st.integers(0, 5)):
            case 0:
                return draw(conditions_at_the_tip)
            case 1:
                return Compare(draw(st.sampled_from(list(COMPARE))), number(), number())
            case 2:
                return Among(number(), tuple(draw(st.lists(small, min_size=1, max_size=4))))
            case 3:
                return All(tuple(condition() for _ in range(draw(st.integers(2, 6)))))
            case 4:
                return Some(tuple(condition() for _ in range(draw(st.integers(2, 6)))))
            case _:
                return Not(condition())
    match draw(st.integers(0, 6)):
        case 0:
            return draw(numbers_at_the_tip)
        case 1 | 2:
            return Arith(draw(st.sampled_from("+-*")), number(), number())
        case 3:
            return Arith(
                draw(st.sampled_from(["//", "%"])), number(), Num(draw(small.filter(bool)))
            )
        case 4:
            return IfElse(condition(), number(), number())
        case 5:
            kind = draw(st.sampled_from([Least, Most]))
            return kind(tuple(number() for _ in range(draw(st.integers(1, 4)))))
        case _:
            return Abs(number())


states = st.lists(st.integers(0, 99), min_size=SLOTS - 1, max_size=SLOTS - 1).flatmap(
    lambda slots: st.integers(0, len(TABLE) - 1).map(lambda index: (*slots, index))
)


@given(st.booleans().flatmap(trees), states)
def test_compiled_equals_plain(expr: Expr, slots: tuple[int, ...]) -> None:
    expected = plainly(expr, slots)
    assert compile_expr(expr)(slots) == expected
    assert evaluate(expr, slots) == expected


@given(trees(True), states)
def test_a_condition_is_true_or_false(expr: Expr, slots: tuple[int, ...]) -> None:
    assert type(evaluate(expr, slots)) is bool


@given(
    st.sampled_from(list(COMPARE)),
    st.sampled_from(["//", "%", "+", "*", "-"]),
    st.integers(1, 12),
    st.integers(-30, 30),
    states,
)
def test_a_quotient_beside_a_number(
    op: str, arith: str, by: int, n: int, slots: tuple[int, ...]
) -> None:
    whole = Arith("-", Arith("*", Num(3), Get(1)), Get(2))
    for expr in (
        Compare(op, Arith(arith, whole, Num(by)), Num(n)),
        Compare(op, Num(n), Arith(arith, whole, Num(by))),
    ):  # type: ignore[arg-type]
        assert evaluate(expr, slots) == plainly(expr, slots)


def test_nodes_of_equal_fields_are_not_confused() -> None:
    """As tuples `Num(3)` equals `Get(3)`: no cache may tell expressions apart by equality."""
    slots = tuple(range(10, 20))
    assert [evaluate(Abs(Num(3)), slots), evaluate(Abs(Get(3)), slots)] == [3, 13]


def test_nodes_of_different_kinds_never_compare_equal() -> None:
    assert len({Num(5), Get(5), IsSet(5)}) == 3
    assert All((Get(5),)) != Some((Get(5),)) != Least((Get(5),))
    assert Get(5) != (5,)
    assert Num(5) == Num(5)
