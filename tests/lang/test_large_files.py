"""Whatever a file of at most 1 MiB is full of, it is answered in a time that grows with it, in
bounded memory and in bounded words.

No test measures time: a process of its own may take several times what the largest file takes,
and far less than a time that grows with the square of the file.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.authoring.fixes import find_fixes, known_words
from pmsim.authoring.report import MAX_PER_FILE, limit_diagnostics
from pmsim.lang.compiler.context import MOST_ERRORS
from pmsim.lang.decoding import MAX_BYTES
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import BY_NAME, MOST_QUOTED, MOST_WRITTEN, clipped
from pmsim.lang.rules.example import overlay
from tests.large import LINES, ONE_LINE, TEXTS, Shape
from tests.sizes import size

ROOT = Path(__file__).parents[2]
BYTES = size(1 << 15, 1 << 17, MAX_BYTES)
SECONDS = size(3, 10, 40)
"""Processor time that one file may take."""
MARGIN = 8
"""Columns of a line's number."""
_BEGUN = sorted({shape.before for shape in (*ONE_LINE.values(), *TEXTS.values(), *LINES.values())})
_ENDED = ["\n", "x\n", "]\n", "}\n", '"\n', ": 1\n", " # allow never-holds: why\n"]
_PIECES = st.text(
    st.sampled_from("a1_. \t-:#=,[]{}()\"'\\|>&*!?%@`~<+\n\u00a0：\u200b№"), min_size=1, max_size=5
)


def costs(shapes: dict[str, Shape], most: int) -> dict[str, dict[str, int]]:
    """Return what each shape costs, looked at in a process of its own."""
    asked = [sys.executable, "-m", "tests.large", str(most), str(SECONDS)]
    done = subprocess.run(
        asked,
        input=json.dumps(list(shapes.values())),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    answered = dict(zip(shapes, map(json.loads, done.stdout.splitlines()), strict=False))
    last = next((name for name in shapes if name not in answered), "")
    assert not done.returncode, (
        f"{last!r} ended the process: {done.returncode} {done.stderr[-2000:]}"
    )
    return answered


def within_bounds(cost: dict[str, int]) -> bool:
    return (
        cost["shown"] <= MAX_PER_FILE + 1
        and cost["sentence"] <= MOST_WRITTEN
        and cost["name"] <= MOST_QUOTED + 40
        and cost["quoted"] <= 8 * MOST_QUOTED + MARGIN
        and cost["mebibytes"] <= 512
    )


@pytest.mark.parametrize("shapes", [ONE_LINE, TEXTS, LINES], ids=["one line", "a text", "lines"])
def test_files_of_every_shape_are_answered_in_bounds(shapes: dict[str, Shape]) -> None:
    beyond = {name: cost for name, cost in costs(shapes, BYTES).items() if not within_bounds(cost)}
    assert beyond == {}


@given(shape=st.builds(Shape, st.sampled_from(_BEGUN), _PIECES, st.sampled_from(_ENDED)))
@settings(max_examples=size(2, 10, 1_000))
def test_files_of_any_shape_are_answered_in_bounds(shape: Shape) -> None:
    assert within_bounds(costs({"it": shape}, BYTES)["it"])


def test_of_many_problems_the_worst_are_shown_and_how_many_more() -> None:
    code = BY_NAME["empty-field"].code
    warned = [
        Diagnostic(code, "warning", Place("a.yaml", line, 1), "A warning.")
        for line in range(1, 201)
    ]
    errors = [
        Diagnostic(code, "error", Place("a.yaml", 300 + line, 1), "An error.")
        for line in range(1, 51)
    ]
    other = Diagnostic(code, "note", Place("b.yaml", 1, 1), "A note.")
    shown = limit_diagnostics([*warned, *errors, other])
    assert [one for one in shown if one.severity == "error"] == errors
    assert [one.message for one in shown].count("A warning.") == MAX_PER_FILE - 50
    more = next(one for one in shown if one.code == BY_NAME["too-many"].code)
    assert (more.severity, more.message, more.place.line) == (
        "warning",
        "There are at least 150 more problems in this file.",
        51,
    )
    assert other in shown
    assert limit_diagnostics([*warned[:MAX_PER_FILE], other]) == [*warned[:MAX_PER_FILE], other]


def test_compilation_stops_after_very_many_errors_and_says_so() -> None:
    text = LINES["goto nowhere"].text(1 << 17)
    files = overlay("probe.yaml", text) | {"quiet.yaml": b"language: 1\ntitle: A\nscene: {}\n"}
    examined = examine(files)
    assert examined.pack is None
    assert (
        sum(one.place.file == "probe.yaml" for one in examined.diagnostics)
        == MOST_ERRORS + 1
        < text.count("nowhere")
    )
    assert any(one.place.file == "quiet.yaml" for one in examined.diagnostics)
    assert limit_diagnostics(examined.diagnostics)[MAX_PER_FILE].message.startswith(
        "There are at least"
    )


def test_any_number_of_warnings_stops_nothing() -> None:
    text = LINES["scenes"].before
    flags = text.replace("text: hi", "text: |\n" + "      \U0001f1e7\U0001f1ea\n" * MAX_PER_FILE)
    files = overlay("probe.yaml", text)
    examined = examine(files | {f"s{number}.yaml": flags.encode() for number in range(12)})
    assert len(examined.diagnostics) > MOST_ERRORS
    assert not any(one.severity == "error" for one in examined.diagnostics)
    assert examined.pack is not None


def test_no_fix_is_sure_where_compilation_stopped() -> None:
    files = overlay("probe.yaml", LINES["conditions of errors"].text(1 << 17))
    examined = examine(files)
    proposed = [
        fix
        for one in examined.diagnostics[:20]
        for fix in find_fixes(one, files, known_words(examined.draft))
    ]
    assert len(proposed) == 20
    assert not any(fix.sure for fix in proposed)


def test_an_error_that_is_left_out_makes_the_rest_an_error() -> None:
    code = BY_NAME["empty-field"].code
    errors = [
        Diagnostic(code, "error", Place("a.yaml", line, 1), "An error.") for line in range(1, 102)
    ]
    assert (
        limit_diagnostics(errors)[-1].message == "There is at least one more problem in this file."
    )
    assert limit_diagnostics(errors)[-1].severity == "error"


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Nothing is called `a`.", "Nothing is called `a`."),
        (f"`a` {'and so on ' * 20}`b`", f"`a` {'and so on ' * 20}`b`"),
        (f"`{'k' * 500}` is no name.", f"`{'k' * 79}…` is no name."),
        (f"`{'to and ' * 500}` is no name.", f"`{('to and ' * 500)[:79]}…` is no name."),
        (f"Behind it stands {'k' * 500}.", f"Behind it stands {'k' * 80}…"),
        ("a b " * 500, ("a b " * 500)[:999] + "…"),
    ],
)
def test_long_names_are_cut(sentence: str, short: str) -> None:
    assert clipped(sentence) == short
