"""Pieces: every piece of an expression is found where it is written, and read by itself it means
what it has become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.lint.condition_reasons import split_expression, walk_pieces
from pmsim.core.expr import Expr
from pmsim.lang import compile_pack
from pmsim.lang.expressions import Scope, check_expression
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.rules.example import overlay, scenario_of_asking


def scope() -> Scope:
    draft = compile_pack(
        overlay("scene.yaml", scenario_of_asking("effects: {set: [met]}\nneeds: met"))
    ).draft
    assert draft is not None
    return draft.context.scope


SCOPE = scope()
NUMBERS = st.recursive(
    st.sampled_from(
        ["standing", "burnout", "7", "ines", "quarters_left", "quarters_since(met)", "times.plain"]
    ),
    lambda inner: st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from("+-"), inner),
        st.builds("( {} )".format, inner),
        st.builds("({}) * 3".format, inner),
        st.builds("-{}".format, inner.map("({})".format)),
        st.builds("max( {}, {} ,)".format, inner, inner),
        st.builds("abs({})".format, inner),
        st.builds("({} if met else {})".format, inner, inner),
    ),
    max_leaves=4,
)
TRUTHS = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["<", ">=", "=="]), NUMBERS),
        st.builds("{} < {} <= {}".format, NUMBERS, NUMBERS, NUMBERS),
        st.builds("{} not in ({}, 3)".format, NUMBERS, NUMBERS),
        st.sampled_from(["met", "role == pm", "took(scene.pause.ask)", "burnout >= frayed"]),
    ),
    lambda inner: st.one_of(
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not ({})".format, inner),
        st.builds("(({}))".format, inner),
    ),
    max_leaves=4,
)


def expr_of(text: str, wanted: str = "truth") -> Expr | None:
    return check_expression(
        Scalar(text, Place("a", 1, 1)), SCOPE, "number" if wanted == "number" else "truth"
    ).expr


@given(TRUTHS)
def test_each_piece_stands_where_it_says_and_means_what_it_became(text: str) -> None:
    expr = expr_of(text)
    if expr is None:
        return
    for piece in walk_pieces(split_expression(text, expr)):
        assert text[piece.at : piece.end] == piece.text
        assert piece.text.count("(") == piece.text.count(")")
        assert repr(piece.expr) in {
            repr(expr_of(piece.text)),
            repr(expr_of(piece.text, "number")),
        } or piece.text in (
            "frayed",
            "pm",
            "role",
        )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "(standing + 3) * 2 > 4",
            [
                "(standing + 3) * 2 > 4",
                "(standing + 3) * 2",
                "standing + 3",
                "standing",
                "3",
                "2",
                "4",
            ],
        ),
        (
            "not (met or standing < 3)",
            [
                "not (met or standing < 3)",
                "met or standing < 3",
                "met",
                "standing < 3",
                "standing",
                "3",
            ],
        ),
        (
            "30 < standing < 20",
            [
                "30 < standing < 20",
                "30 < standing",
                "30",
                "standing",
                "standing < 20",
                "standing",
                "20",
            ],
        ),
    ],
)
def test_pieces_have_the_brackets_that_belong_to_them(text: str, found: list[str]) -> None:
    expr = expr_of(text)
    assert expr is not None
    assert [piece.text for piece in walk_pieces(split_expression(text, expr))] == found
