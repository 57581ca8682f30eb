"""Undecided merges: one sentence at the first mark, and nothing else of what lies between the
marks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.examine import examine, quick_errors
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules.example import EXAMPLE_FILES
from pmsim.lang.yaml_reader import read_yaml

STORY = Path(__file__).parents[2] / "scenarios" / "the_long_game"
LINES = (STORY / "pace" / "the_date.yaml").read_text(encoding="utf-8").split("\n")
LARGE = {path.relative_to(STORY).as_posix(): path.read_bytes() for path in STORY.rglob("*.yaml")}


def examined(files: dict[str, str], name: str) -> list[Diagnostic]:
    pack = {file: text.encode() for file, text in EXAMPLE_FILES.items()} | {
        file: text.encode() for file, text in files.items()
    }
    return [one for one in examine(pack).diagnostics if one.place.file == name]


@given(
    st.integers(1, len(LINES) - 8),
    st.integers(0, 6),
    st.text(alphabet="ab: -{|\n#", max_size=40),
    st.booleans(),
    st.sampled_from(("\n", "\r\n")),
)
def test_wherever_a_merge_stands_it_is_named_and_the_first_side_is_read(
    at: int, long: int, other: str, base: bool, end: str
) -> None:
    middle = ["||||||| 1f2e3d4", "what both began with"] if base else []
    sides = [
        "<<<<<<< HEAD",
        *LINES[at : at + long],
        *middle,
        "=======",
        *other.split("\n"),
        ">>>>>>> theirs",
    ]
    data = end.join([*LINES[:at], *sides, *LINES[at + long :]]).encode()
    node, said = read_yaml(data, "the_date.yaml")
    assert [(one.code, one.place.line, one.last_line) for one in said] == [
        ("PM116", at + 1, at + len(sides))
    ]
    assert node is not None
    assert [*node.by_key] == [*(read_yaml("\n".join(LINES).encode(), "a")[0] or node).by_key]


def test_of_a_pack_with_a_merge_nothing_else_is_said() -> None:
    text = "\n".join(
        [
            *LINES[:9],
            "<<<<<<< HEAD",
            *LINES[9:30],
            "=======",
            *LINES[9:20],
            "{nobody} {",
            ">>>>>>> theirs",
            *LINES[30:],
        ]
    )
    files = {**LARGE, "pace/the_date.yaml": text.encode()}
    assert [one.code for one in examine(files).diagnostics] == ["PM116"]
    assert [one.code for one in quick_errors(files)] == ["PM116"]


@pytest.mark.parametrize("name", ["pack.yaml", "people.yaml", "scene.yaml", "one.playthrough.yaml"])
def test_in_every_kind_of_file(name: str) -> None:
    text = EXAMPLE_FILES.get(name, "play: example\nchoices: [wait]\n")
    whole = f"<<<<<<< HEAD\n{text}=======\nx: [y\n>>>>>>> theirs\n"
    said = examined({name: whole}, name)
    assert [(one.code, one.place.line) for one in said] == [("PM116", 1)]
    last = text.count("\n") + 1
    side = f"lines 2 to {last}" if last > 2 else "line 2"
    assert (
        said[0].message
        == f"This is a merge that has not been decided: one side is {side}, the other line"
        f" {last + 2}."
    )


def test_what_the_first_side_lacks_is_not_said_of_it() -> None:
    text = EXAMPLE_FILES["scene.yaml"].replace(
        "        label: Wait.\n",
        "<<<<<<< HEAD\n        labl: {inse}\n        goto: [\n=======\n>>>>>>> theirs\n",
    )
    inside = range(9, 15)
    assert [
        one.code for one in examined({"scene.yaml": text}, "scene.yaml") if one.place.line in inside
    ] == ["PM116"]


@pytest.mark.parametrize(
    ("marks", "lines"),
    [
        (("=======",), []),
        (("<<<<<<< HEAD",), [2]),
        ((">>>>>>> theirs",), [2]),
        (("=======", ">>>>>>> theirs"), [2, 3]),
        (("<<<<<<< HEAD", "<<<<<<< HEAD", "=======", ">>>>>>> theirs"), [2, 3]),
        (("<<<<<<< HEAD", "=======", "=======", ">>>>>>> theirs"), [2, 3, 4, 5]),
        (("<<<<<<<", "=======", ">>>>>>>"), [2]),
        (("<<<<<<< HEAD", "=======", ">>>>>>> a", "<<<<<<< HEAD", "=======", ">>>>>>> a"), [2, 5]),
        (("<<<<<<<<",), []),
        (("<<<<<<<HEAD",), []),
    ],
)
def test_marks_that_are_left_are_named_each(marks: tuple[str, ...], lines: list[int]) -> None:
    said = read_yaml("\n".join(["a: b", *marks, "c: d"]).encode(), "a.yaml")[1]
    assert [one.place.line for one in said if one.code == "PM116"] == lines


def test_a_row_of_signs_in_a_text_is_prose() -> None:
    text = EXAMPLE_FILES["scene.yaml"].replace(
        "      The radiator ticks.", "      <<<<<<< HEAD\n      =======\n      >>>>>>> theirs"
    )
    assert "PM116" not in [one.code for one in examined({"scene.yaml": text}, "scene.yaml")]
