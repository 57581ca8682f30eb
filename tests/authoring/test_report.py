"""Diagnostics as people, programs and GitHub read them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pmsim.authoring.report import as_github, as_json, as_text, limit_diagnostics, summary_line
from pmsim.lang.characters import HIDDEN
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place

FOUND = Diagnostic(
    "PM201",
    "error",
    Place("pace/a.yaml", 2, 3),
    "A choice has no field `labl`.",
    "Did you mean `label`?",
    5,
)
WARNED = Diagnostic(
    "PM306", "warning", Place("pace/a.yaml", 1, 1), "The tag `x` is not among the pack's tags."
)
SOURCES = {"pace/a.yaml": ["- id: x", "  labl: Wait."]}


def test_text_quotes_the_line_and_points() -> None:
    assert (
        as_text([FOUND], SOURCES)
        == "pace/a.yaml:2:3 PM201 A choice has no field `labl`.\n    2 |   labl: Wait.\n      |  "
        " ^^^^^\n  help: Did you mean `label`?"
    )


def test_text_says_what_is_only_a_warning() -> None:
    assert (
        as_text([WARNED], {})
        == "pace/a.yaml:1:1 PM306 warning: The tag `x` is not among the pack's tags."
    )
    assert as_text([], {}) == ""


def test_a_long_line_is_cut_around_its_caret() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    shown = as_text([FOUND._replace(place=Place("a", 1, 501), length=4)], {"a": [line]}).split("\n")
    assert len(shown[1]) < 160
    assert shown[1][shown[2].index("^") :].startswith("HERE")
    assert shown[2].count("^") == 4


def test_in_a_terminal_words_are_kept_whole_and_quoted_lines_end_where_it_does() -> None:
    found = Diagnostic(
        "PM301",
        "error",
        Place("a.yaml", 1, 50),
        "There is no scene called `the_wall` in this scenario.",
        "Did you mean `the_hall`?",
        4,
    )
    shown = as_text([found], {"a.yaml": ["x" * 200]}, columns=40).split("\n")
    assert shown[:2] == [
        "a.yaml:1:50 PM301 There is no scene",
        "  called `the_wall` in this scenario.",
    ]
    assert all(len(line) <= 40 for line in shown)
    assert "^" in shown[3]
    whole = as_text([found], {"a.yaml": ["x" * 200]}).split("\n")
    assert whole[0] == "a.yaml:1:50 PM301 There is no scene called `the_wall` in this scenario."


def test_json_has_the_fields_that_were_promised() -> None:
    assert json.loads(as_json([FOUND, WARNED, FOUND])) == [
        {
            "code": "PM306",
            "severity": "warning",
            "file": "pace/a.yaml",
            "line": 1,
            "column": 1,
            "message": "The tag `x` is not among the pack's tags.",
            "hint": "",
        },
        {
            "code": "PM201",
            "severity": "error",
            "file": "pace/a.yaml",
            "line": 2,
            "column": 3,
            "message": "A choice has no field `labl`.",
            "hint": "Did you mean `label`?",
        },
    ]
    assert json.loads(as_json([])) == []


def test_github_escapes_what_would_end_a_command() -> None:
    odd = FOUND._replace(place=Place("a,b:c.yaml", 2, 3), message="50% of\nit", hint="")
    assert (
        as_github([odd]) == "::error file=a%2Cb%3Ac.yaml,line=2,col=3,title=PM201::50%25 of\\u{a}it"
    )
    assert as_github([WARNED]).startswith("::warning file=pace/a.yaml,line=1,col=1,title=PM306::")


def test_the_total_counts_each_once() -> None:
    assert summary_line([FOUND, FOUND, WARNED], 2) == "1 error, 1 warning in 2 files."
    assert summary_line([FOUND, FOUND._replace(code="PM202")], 1) == "2 errors in 1 file."
    assert summary_line([], 3) == "Nothing to mend in 3 files."


def test_order_is_by_place() -> None:
    assert limit_diagnostics([FOUND, WARNED]) == [WARNED, FOUND]


@given(st.text(), st.text(), st.text(), st.text(), st.integers(1, 50), st.integers(1, 50))
def test_nothing_foreign_reaches_a_terminal(
    file: str, message: str, hint: str, line: str, column: int, length: int
) -> None:
    found = Diagnostic("PM101", "error", Place(file, 1, column), message, hint, length)
    assert not HIDDEN.search(as_text([found], {file: [line]}))
    assert not HIDDEN.search(as_github([found]))
    assert as_github([found]).count("\n") == 0
    assert json.loads(as_json([found]))[0]["line"] == 1
    assert not HIDDEN.search(as_json([found]))
