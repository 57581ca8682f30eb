"""What an author allows is not said; what they allow amiss is; nothing else changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.analysis.suppressions import apply_suppressions
from pmsim.lang import compile_pack
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay
from tests.sizes import size

SCENE = """\
language: 1
title: The Pause
scenes:
  pause:
    text: |
      The radiator ticks.
      # This is a line of the story.
    choices:
      - id: wait
        label: Wait.
        tags: [plein]
      - id: ask
        label: Ask her.
        needs: standing > 100
        tags: [plain, help]
"""
TAG, NEEDS = "        tags: [plein]", "        needs: standing > 100"
WHY = ": because I say so"


def said(scene: str, more: dict[str, str] | None = None) -> list[tuple[str, int, int]]:
    files = overlay("scene.yaml", scene) | {
        name: text.encode() for name, text in (more or {}).items()
    }
    return [
        (one.code, one.place.line, one.place.column)
        for one in examine(files).diagnostics
        if one.place.file == "scene.yaml"
        and one.code != "PM710"  # that a line looks like a comment
    ]


def test_without_a_comment_nothing_is_silenced() -> None:
    files = overlay("scene.yaml", SCENE)
    found = examine(files).diagnostics
    assert said(SCENE) == [("PM306", 11, 16), ("PM406", 14, 16)]
    assert apply_suppressions(files, found) == found


@pytest.mark.parametrize(
    "name", ["undeclared-tag", "PM306", "pm306", "Undeclared-Tag", "never-holds, undeclared-tag"]
)
def test_at_the_end_of_the_line_and_above_it(name: str) -> None:
    rest = [("PM406", 14, 16)] if "," not in name else [("PM692", 11, 32), ("PM406", 14, 16)]
    assert said(SCENE.replace(TAG, f"{TAG}  # allow {name}{WHY}")) == rest
    above = said(SCENE.replace(TAG, f"        # allow {name}{WHY}\n{TAG}"))
    assert [one[0] for one in above] == [one[0] for one in rest]


def test_above_with_other_comments_and_blank_lines_between() -> None:
    both = f"        # allow never-holds{WHY}\n\n        # a plain comment\n{NEEDS}"
    assert said(SCENE.replace(NEEDS, both)) == [("PM306", 11, 16)]


def test_another_line_is_not_silenced() -> None:
    moved = SCENE.replace("      - id: ask", f"      # allow never-holds{WHY}\n      - id: ask")
    assert [one[0] for one in said(moved)] == ["PM306", "PM692", "PM406"]
    for near in ("        label: Ask her.\n", "        tags: [plain, help]\n"):
        beside = SCENE.replace(near, f"{near[:-1]}  # allow never-holds{WHY}\n")
        assert sorted(one[0] for one in said(beside)) == ["PM306", "PM406", "PM692"]


def test_a_line_of_prose_is_no_comment() -> None:
    prose = SCENE.replace("# This is a line of the story.", f"# allow undeclared-tag{WHY}").replace(
        "      # allow", "\n      # allow never-holds: x\n\n      # allow"
    )
    assert [one[0] for one in said(prose)] == ["PM306", "PM406"]
    last = SCENE.replace(
        "        label: Wait.\n",
        f"        label: |\n          Wait.\n          # allow undeclared-tag{WHY}\n",
    )
    assert [one[0] for one in said(last)] == ["PM306", "PM406"]
    less = SCENE.replace(
        "        label: Wait.\n",
        f"        label: |\n          Wait.\n        # allow undeclared-tag{WHY}\n",
    )
    assert [one[0] for one in said(less)] == ["PM406"]


def test_on_the_line_where_a_text_begins_it_is_about_all_of_the_text() -> None:
    html = SCENE.replace("ticks.", "<b>ticks</b>.")
    assert "PM703" in [one[0] for one in said(html)]
    assert "PM703" not in [
        one[0] for one in said(html.replace("    text: |", f"    text: |  # allow markup{WHY}"))
    ]
    assert "PM703" not in [
        one[0] for one in said(html.replace("    text: |", f"    # allow markup{WHY}\n    text: |"))
    ]


def test_behind_a_label_it_is_no_lost_prose() -> None:
    label = SCENE.replace(
        "        label: Ask her.\n", f"        label: Ask <b>her</b>.  # allow markup{WHY}\n"
    )
    assert [one[0] for one in said(label)] == ["PM306", "PM406"]
    assert "PM123" in [
        one[0] for one in said(SCENE.replace("Ask her.", "Ask her. # allow yourself a pause"))
    ]


def test_a_reason_is_wanted() -> None:
    assert said(SCENE.replace(TAG, f"{TAG}  # allow undeclared-tag")) == [
        ("PM690", 11, 24),
        ("PM406", 14, 16),
    ]
    assert said(SCENE.replace(TAG, f"{TAG}  # allow undeclared-tag:")) == [
        ("PM690", 11, 24),
        ("PM406", 14, 16),
    ]


def test_a_rule_that_does_not_exist() -> None:
    assert said(SCENE.replace(TAG, f"{TAG} # allow undeclared-tags{WHY}")) == [
        ("PM306", 11, 16),
        ("PM691", 11, 31),
        ("PM406", 14, 16),
    ]
    files = overlay("scene.yaml", SCENE.replace(TAG, f"{TAG} # allow undeclared tag{WHY}"))
    hints = [one.hint for one in examine(files).diagnostics if one.code == "PM691"]
    assert hints == ["Did you mean `undeclared-tag`?"]


@pytest.mark.parametrize(
    "comment",
    [
        "# allow yourself a pause",
        "# allow the two of them: Ines, and also everybody else",
        "# allowed: x",
        "# allow",
    ],
)
def test_an_ordinary_comment(comment: str) -> None:
    assert said(SCENE.replace(TAG, f"{TAG}  {comment}")) == said(SCENE)


def test_errors_cannot_be_silenced() -> None:
    wrong = SCENE.replace("standing > 100", f"standng > 100  # allow unknown-name{WHY}")
    assert [one[0] for one in said(wrong)] == ["PM306", "PM301", "PM693"]
    assert [one[0] for one in said(wrong.replace("unknown-name", "never-holds"))] == [
        "PM306",
        "PM301",
    ]


PIECES = [
    "#",
    " ",
    "allow",
    ":",
    ",",
    "never-holds",
    "undeclared-tag",
    "PM306",
    "x",
    "\n",
    "|",
    '"',
    "label: ",
]


@settings(max_examples=size(40), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_whatever_is_written_errors_stay_and_nothing_is_made_up(pieces: list[str]) -> None:
    files = overlay("scene.yaml", SCENE + "".join(pieces))
    found = compile_pack(files).diagnostics
    left = apply_suppressions(files, found)
    new = [one for one in left if one not in found]
    assert [one for one in found if one.severity == "error"] == [
        one for one in left if one.severity == "error"
    ]
    assert {one.code for one in new} <= {"PM690", "PM691", "PM692", "PM693"}
    assert list(left) == sorted(left, key=lambda one: one.place)


def test_a_file_that_is_no_text_is_passed_over() -> None:
    complaint = Diagnostic("PM101", "error", Place("x.yaml", 1, 1), "No text.")
    assert apply_suppressions({"x.yaml": b"\xff# allow x: y"}, [complaint]) == (complaint,)


def test_the_small_pack_is_as_it_was() -> None:
    files = {name: text.encode() for name, text in EXAMPLE_FILES.items()}
    assert apply_suppressions(files, ()) == ()
