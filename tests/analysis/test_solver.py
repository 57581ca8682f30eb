"""Cases against brute force: over every state of a few tiny slots, "never" is true of all of
them and an example is one of them."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.solver import Solver
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
    walk,
)
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN, Slot

SLOTS = (
    Slot("quarter", "fixed", 1, 3, 1),
    Slot("@quarters", "fixed", 1, 3, 1),
    Slot("role", "fixed", 0, 2, 0),
    Slot("@role_since", "fixed", 1, 3, 1),
    Slot("@seen", "fixed", 0, 3, 0),
    Slot("@taken", "fixed", 0, 3, 0),
    Slot("low", "stat", -2, 2, 0),
    Slot("high", "stat", 0, 3, 0),
    Slot("skill", "skill", 0, 2, 0),
    Slot("ends", "ends", 0, 4, 0),
    Slot("flag", "flag", 0, 3, 0),
)
LOW, HIGH, SKILL, ENDS, FLAG = range(6, 11)
SCENE_OF = {0: 0, 1: 0}
"""Both choices stand in the first scene."""


def legal(state: tuple[int, ...]) -> bool:
    """Whether a career can be in it, as far as anybody knows."""
    return (
        state[ROLE_SINCE] <= state[QUARTER] <= state[QUARTERS]
        and state[FLAG] <= state[QUARTER]
        and (not state[TAKEN] or state[SEEN] & 1 == 1)
    )


def states(*conditions: Expr) -> list[tuple[int, ...]]:
    """Every state, as far as the conditions read it; the rest is late, little, and seen."""
    read = {QUARTER, *(slot for condition in conditions for slot in slots_of(condition))}
    rest = {QUARTERS: 3, SEEN: 3}
    choices = [
        range(slot.min, slot.max + 1) if at in read else (rest.get(at, slot.start),)
        for at, slot in enumerate(SLOTS)
    ]
    return [state for state in product(*choices) if legal(state)]


def slots_of(value: Expr) -> set[int]:
    """The slots that an expression reads."""
    return {slot for node in walk(value) for slot in own_slots(node)}


def own_slots(value: Expr) -> set[int]:
    """The slots that a node reads by itself."""
    match value:
        case Get(slot) | IsSet(slot) | Lookup(slot, _) | Bit(slot, _):
            return {slot}
        case Since(slot, quarter):
            return {slot, quarter}
        case Level(slot, ends, _, quarter):
            return {slot, ends, quarter}
        case Top(slots):
            return set(slots)
        case _:
            return set()


WORDS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
TIPS: st.SearchStrategy[Expr] = st.one_of(
    st.integers(-4, 5).map(Num),
    st.sampled_from([LOW, HIGH, QUARTER, SKILL]).map(Get),
    st.sampled_from([LOW, HIGH]).map(Get),
    st.just(Since(FLAG, QUARTER)),
    st.just(Level(SKILL, ENDS, -1, QUARTER)),
    st.just(Lookup(ROLE, (3, 0, 3))),
    st.just(Get(ROLE)),
    st.just(Top((LOW, HIGH, SKILL))),
    st.just(Arith("-", Get(QUARTERS), Get(QUARTER))),
    st.just(Arith("-", Get(QUARTER), Get(ROLE_SINCE))),
)
TRUTHS: st.SearchStrategy[Expr] = st.one_of(
    st.just(IsSet(FLAG)),
    st.sampled_from([Bit(SEEN, 0), Bit(SEEN, 1), Bit(TAKEN, 0), Bit(TAKEN, 1)]),
)


def numbers(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """One step larger."""
    return st.one_of(
        st.builds(Arith, st.sampled_from(["+", "-", "*"]), inner, inner),
        st.builds(
            Arith, st.sampled_from(["//", "%"]), inner, st.sampled_from([-3, -2, 2, 3]).map(Num)
        ),
        st.builds(Least, st.tuples(inner, inner)),
        st.builds(Most, st.tuples(inner, inner, inner)),
        st.builds(Abs, inner),
        st.builds(IfElse, st.one_of(TRUTHS, st.builds(Compare, WORDS, inner, inner)), inner, inner),
    )


NUMBERS = st.recursive(TIPS, numbers, max_leaves=3)
CONDITIONS = st.recursive(
    st.one_of(
        st.builds(Compare, WORDS, NUMBERS, NUMBERS),
        st.builds(Compare, WORDS, TIPS, st.integers(-4, 5).map(Num)),
        st.builds(Among, NUMBERS, st.lists(st.integers(-3, 4), min_size=1, max_size=3).map(tuple)),
        TRUTHS,
    ),
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Some, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(IfElse, inner, inner, inner),
        st.builds(Compare, st.sampled_from(["==", "!="]), inner, inner),
    ),
    max_leaves=5,
)


BOTH = Arith("+", Get(LOW), Get(HIGH))
APART = Arith("-", Get(HIGH), Get(LOW))
SINCE = Since(FLAG, QUARTER)
FORMS: tuple[Expr, ...] = (
    BOTH,
    APART,
    Arith("*", BOTH, Num(3)),
    Arith("*", Num(-2), APART),
    Arith("*", Get(LOW), Get(HIGH)),
    Arith("//", BOTH, Num(2)),
    Arith("//", Arith("*", BOTH, Num(2)), Num(3)),
    Arith("//", APART, Num(-2)),
    Arith("%", APART, Num(3)),
    Arith("%", BOTH, Num(-3)),
    Abs(APART),
    Abs(Arith("-", BOTH, Num(3))),
    Least((Get(LOW), Get(HIGH), Num(1))),
    Most((Get(LOW), APART)),
    Most((Num(0), Arith("-", Num(1), BOTH))),
    SINCE,
    Arith("+", SINCE, Get(LOW)),
    Arith("-", Get(QUARTER), SINCE),
    Level(SKILL, ENDS, -1, QUARTER),
    Level(SKILL, ENDS, 2, QUARTER),
    Arith("+", Level(SKILL, ENDS, -1, QUARTER), Get(QUARTER)),
    Arith("+", Lookup(ROLE, (3, 0, 3)), Get(LOW)),
    Top((LOW, HIGH, SKILL)),
    Top((HIGH, LOW)),
    Arith("+", Top((HIGH, SKILL)), Get(SKILL)),
    IfElse(IsSet(FLAG), BOTH, APART),
    IfElse(Compare("<", Get(LOW), Num(0)), Get(HIGH), Num(7)),
    Arith("-", Get(QUARTERS), Get(QUARTER)),
    Arith("-", Get(QUARTER), Get(ROLE_SINCE)),
    Arith("-", Arith("-", Get(QUARTERS), Get(QUARTER)), Get(HIGH)),
)
BESIDE: tuple[Expr, ...] = (
    Compare("==", Num(1), Num(1)),
    Compare("==", Get(LOW), Get(HIGH)),
    Compare("==", Get(SKILL), Get(HIGH)),
    IsSet(FLAG),
    Compare(">", Get(LOW), Get(HIGH)),
    Compare("<", Get(QUARTER), Num(3)),
)


@pytest.mark.parametrize("form", FORMS, ids=repr)
@pytest.mark.parametrize("beside", BESIDE, ids=repr)
def test_each_form_against_each_number(form: Expr, beside: Expr) -> None:
    """All that a number of this form can be while something else holds, found by asking for
    every number and every order."""
    cases, read, held = Solver(SLOTS, SCENE_OF), compile_expr(form), compile_expr(beside)
    able = {read(state) for state in states(form, beside) if held(state)}
    for number in (*range(-9, 13), 98, 99, 100):
        asked: tuple[tuple[Expr, bool], ...] = (
            (Compare("==", form, Num(number)), number in able),
            (Among(form, (number, number + 3)), bool({number, number + 3} & able)),
            (Compare("<", form, Num(number)), any(value < number for value in able)),
            (Compare(">=", form, Num(number)), any(value >= number for value in able)),
            (Compare("!=", form, Num(number)), bool(able - {number})),
            (Compare("<", Num(number), form), any(number < value for value in able)),
        )
        for condition, expected in asked:
            assert cases.satisfiable_together([beside, condition]) == expected, condition


@settings(deadline=None)
@given(CONDITIONS)
def test_the_answer_is_that_of_all_states(condition: Expr) -> None:
    cases, asked = Solver(SLOTS, SCENE_OF), compile_expr(condition)
    values = {bool(asked(state)) for state in states(condition)}
    for wanted in (True, False):
        answer, example = cases.satisfiable(condition, wanted), cases.example(condition, wanted)
        assert answer is None or answer == (wanted in values)
        assert example is None or (legal(example) and bool(evaluate(condition, example)) == wanted)


@pytest.mark.parametrize("empty", [All(()), Some(())])
def test_a_condition_without_parts_beside_a_number(empty: Expr) -> None:
    """Somebody who always plays a part does so under no condition."""
    amount = IfElse(empty, Get(ROLE), Num(0))
    able = {evaluate(amount, state) != 0 for state in states(amount)}
    assert Solver(SLOTS, SCENE_OF).satisfiable(Compare("!=", amount, Num(0))) is (True in able)


@settings(deadline=None)
@given(st.lists(CONDITIONS, min_size=2, max_size=3))
def test_several_together_are_one_condition(conditions: list[Expr]) -> None:
    read = [compile_expr(each) for each in conditions]
    answer = Solver(SLOTS, SCENE_OF).satisfiable_together(conditions)
    assert answer is None or answer == any(
        all(each(state) for each in read) for state in states(*conditions)
    )


@settings(deadline=None)
@given(CONDITIONS)
def test_with_time_enough_the_answer_is_known_and_shown(condition: Expr) -> None:
    cases = Solver(SLOTS, SCENE_OF, box_budget=20_000)
    for wanted in (True, False):
        answer = cases.satisfiable(condition, wanted)
        assert answer is not None
        assert (cases.example(condition, wanted) is not None) == answer


@settings(deadline=None)
@given(CONDITIONS)
def test_without_any_budget_nothing_wrong_is_said(condition: Expr) -> None:
    asked = compile_expr(condition)
    answer = Solver(SLOTS, SCENE_OF, box_budget=0).satisfiable(condition)
    assert answer is None or answer == any(asked(state) for state in states(condition))
