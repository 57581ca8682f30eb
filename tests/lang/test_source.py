"""The front door: what it reads, what it refuses, and that it always returns."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.lang import yaml_reader
from pmsim.lang.characters import HIDDEN, visible
from pmsim.lang.decoding import MAX_BYTES
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence
from pmsim.lang.yaml_reader import MAX_DEPTH, read_yaml, scalar_spans
from tests.sizes import size

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))
SCENE = b"""\
language: 1
title: The Pause
scenes:
  pause:
    text: |
      The radiator ticks.
    choices:
      - id: wait
        label: Wait.
        effects: {standing: 1, set: [waited]}
"""

WORDS = (
    "y",
    "Y",
    "yes",
    "Yes",
    "YES",
    "n",
    "N",
    "no",
    "No",
    "NO",
    "true",
    "True",
    "TRUE",
    "false",
    "False",
    "FALSE",
    "on",
    "On",
    "ON",
    "off",
    "Off",
    "OFF",
    "null",
    "Null",
    "NULL",
    "~",
    "012",
    "0o14",
    "0x1F",
    "0b101",
    "1_000",
    "1:30",
    "6:40",
    "190:20:30",
    "4.12",
    "9.12",
    "1e3",
    "1E+3",
    ".5",
    "5.",
    "-0",
    "+1",
    ".inf",
    "-.inf",
    ".nan",
    ".NaN",
    "2026-11-22",
    "2001-12-14t21:59:43.10-05:00",
    "1,000",
    "685_230.15",
    "=",
    "<<",
    "0",
    "00",
    "0777",
    "1.0.0",
    "12e03",
    "-2E+05",
    "0.0",
    "+12",
    "-19",
    "!none",
    "#not",
    "_",
    "__",
    "None",
    "nil",
)
"""What some YAML reader somewhere takes for something else than text."""


def plain(node: Node) -> object:
    """The node as PyYAML's BaseLoader would give it."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {entry.key.text: plain(entry.value) for entry in entries}


def codes(data: bytes) -> list[str]:
    return [found.code for found in read_yaml(data, "a.yaml")[1]]


@pytest.mark.parametrize("word", [word for word in WORDS if word[0] not in "!#"])
def test_every_scalar_is_text(word: str) -> None:
    assert len(WORDS) >= 60
    node, said = read_yaml(f"value: {word}\nlist: [{word.replace(',', '')}]\n".encode(), "a.yaml")
    assert node is not None
    assert said == ()
    assert node.get("value") == Scalar(word, node.get("value").place)  # type: ignore[union-attr]
    if word != "<<":
        keyed, said = read_yaml(f"{word}: x\n".encode(), "a.yaml")
        assert keyed is not None
        assert said == ()
        assert list(keyed.by_key) == [word]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_files_read_as_the_base_loader_reads_them(path: Path) -> None:
    node, said = read_yaml(path.read_bytes(), path.name)
    assert node is not None
    assert said == ()
    assert plain(node) == yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("path", SCENARIOS[:6], ids=lambda path: path.stem)
def test_both_parsers_give_the_same_nodes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_yaml(path.read_bytes(), path.name)
    monkeypatch.setattr(yaml_reader, "_Parser", yaml.SafeLoader)
    assert read_yaml(path.read_bytes(), path.name) == quick


def test_places_count_from_one() -> None:
    node, _ = read_yaml(SCENE, "a.yaml")
    assert node is not None
    scene = node.get("scenes").get("pause")  # type: ignore[union-attr]
    text = scene.get("text")  # type: ignore[union-attr]
    assert text.place == ("a.yaml", 5, 11)
    assert text.indent == 6
    assert text.at(text.text.index("radiator")) == ("a.yaml", 6, 11)
    label = scene.get("choices").items[0].get("label")  # type: ignore[union-attr]
    assert label.at(0) == ("a.yaml", 9, 16)


def test_windows_line_ends_and_a_mark_at_the_start_are_fine() -> None:
    assert read_yaml(b"\xef\xbb\xbf" + SCENE.replace(b"\n", b"\r\n"), "a.yaml") == read_yaml(
        SCENE, "a.yaml"
    )


def test_a_file_that_is_a_list_comes_under_its_name() -> None:
    node, said = read_yaml(b"- {tag: help, always_open: true}\n", "my/promises.yaml")
    assert said == ()
    assert node is not None
    assert list(node.by_key) == ["promises"]


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (SCENE.decode().encode("utf-16"), "PM101", 1, 1),
        (SCENE.decode().encode("utf-16-le"), "PM101", 1, 1),
        (b"a: b\nc: S\xe3o\n", "PM101", 2, 5),
        (b"# " + b"x" * MAX_BYTES, "PM102", 1, 1),
        (b"a: " + b"[" * 30_000, "PM103", 1, 43),
        (b"a: " + b"{b: " * 30_000, "PM103", 1, 160),
        (b"[\n" * 20 + b"[" * 30_000, "PM103", 21, 21),
        (b"a:\n- 'b'\n- {c: \xe2\x80\xa6, d: " + b"[{" * 15_000, "PM103", 3, 50),
        (b"".join(b" " * depth + b"a:\n" for depth in range(700)), "PM103", 41, 41),
        (b"- " * 20_000, "PM103", 1, 81),
        (b"a: b\x00c\n", "PM104", 1, 5),
        (b"a: \x1b]0;owned\x07\n", "PM104", 1, 4),
        ("a: b\u202ec\n".encode(), "PM104", 1, 5),
        ("a: b\u2028c\n".encode(), "PM104", 1, 5),
        ("a: b\U000e0041c\n".encode(), "PM104", 1, 5),
        (b'a: "\\x1b[31m"\n', "PM104", 1, 4),
        (b"a:\n\tb: c\n", "PM105", 2, 1),
        (b"a: [b, c\nd: e\n", "PM106", 1, 4),
        (b'a: "b\nc: d\n', "PM125", 1, 4),
        (b"a: 1\na: 2\nb: 3\na: 4\n", "PM107", 2, 1),
        (b"a: &x b\n", "PM108", 1, 4),
        (b"a: *x\n", "PM108", 1, 4),
        (b"a: {<<: b}\n", "PM109", 1, 5),
        (b"a: !!python/object/apply:os.system [echo]\n", "PM110", 1, 4),
        (b"!!binary a: b\n", "PM110", 1, 1),
        (b"a: b\n---\nc: d\n", "PM111", 2, 1),
        (b"%YAML 1.1\n---\na: b\n", "PM111", 1, 1),
        (b"? [a, b]\n: c\n", "PM112", 1, 3),
        (b"", "PM113", 1, 1),
        (b"# nothing\n", "PM113", 1, 1),
        (b"just words\n", "PM113", 1, 1),
        (b"a: {label: Wait, and see}\n", "PM121", 1, 18),
        (b"a: {in:3, scene: b}\n", "PM124", 1, 5),
        (b"a: b\nlater:{in: 3}\n", "PM124", 2, 1),
        (b"a: Ask one thing: why.\n", "PM126", 1, 17),
        (b"a: | It ticks.\n", "PM127", 1, 4),
    ],
)
def test_what_is_refused_and_where(data: bytes, code: str, line: int, column: int) -> None:
    said = read_yaml(data, "a.yaml")[1]
    assert (code, line, column) in [(found.code, *found.place[1:]) for found in said], said


@pytest.mark.parametrize(
    "opener",
    [
        '"Who?" she asks',
        "{ines} leans in",
        "*so* it is",
        "@home",
        "%5 of it",
        "`code` it",
        "- and so",
        "? or not",
    ],
)
def test_lines_that_begin_with_a_character_of_yaml(opener: str) -> None:
    said = read_yaml(f"a: b\nlabel: {opener}\nc: d\n".encode(), "a.yaml")[1]
    assert [(found.code, *found.place[1:]) for found in said] == [("PM125", 2, 8)]
    assert "|" in said[0].hint


def test_every_double_is_reported() -> None:
    assert codes(b"a: 1\na: 2\nb: {c: 1, c: 2}\na: 4\n") == ["PM107"] * 3


def test_one_unreadable_scene_does_not_hide_the_next() -> None:
    data = (
        b"scenes:\n  one:\n    text: [a\n  two:\n    text: b\n    text: c\n  three:\n    goto:two\n"
        b"    text: | d\n"
    )
    node, said = read_yaml(data, "a.yaml")
    assert [(found.code, found.place.line) for found in said] == [
        ("PM106", 3),
        ("PM107", 6),
        ("PM124", 8),
        ("PM127", 9),
    ]
    assert node is not None
    assert list(node.get("scenes").by_key) == ["one", "two", "three"]  # type: ignore[union-attr]


SLIPS = {
    "text not indented": (
        "      The radiator",
        "    The radiator",
        [("PM106", 6, 5)],
        "indented further than `text`",
    ),
    "no dash": (
        "      - id: ask",
        "        id: ask",
        [("PM107", 11, 9), ("PM107", 12, 9)],
        "begin it with `- `",
    ),
    "no colon": ("label: Ask", "label Ask", [("PM106", 12, 9)], "Write `label: Ask her.`."),
    "no colon behind a scene": ("  door:", "  door", [("PM106", 13, 3)], "Write `door:`."),
    "no space behind the dash": ("- id: ask", "-id: ask", [("PM106", 11, 7)], "Write `- id: ask`."),
    "an equals sign": (
        "{standing: 1",
        "{standing = 1",
        [("PM121", 10, 19)],
        "Write `standing: 1`; in effects, that adds 1, and `standing: = 1` sets it.",
    ),
    "one tab": ("        label: Ask", "\tlabel: Ask", [("PM105", 12, 1)], "two spaces"),
    "an open brace": ("waited]}", "waited]", [("PM106", 10, 18)], ""),
    "an open quotation": ("label: Wait.", 'label: "Wait.', [("PM125", 9, 16)], "`label: |`"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_usual_slip_is_named_at_its_line_and_nothing_else_is_said(name: str) -> None:
    right, wrong, expected, hint = SLIPS[name]
    text = (
        SCENE.decode()
        + "      - id: ask\n        label: Ask her.\n  door:\n    text: |\n      A door.\n"
    )
    assert right in text
    _, said = read_yaml(text.replace(right, wrong).encode(), "a.yaml")
    assert [(found.code, *found.place[1:]) for found in said] == expected
    assert hint in said[0].hint


def test_a_file_indented_with_tabs_is_read_all_the_same() -> None:
    tabbed = re.sub(rb"(?m)^( +)", lambda match: b"\t" * (len(match.group()) // 2), SCENE)
    node, said = read_yaml(tabbed, "a.yaml")
    assert [found.code for found in said] == ["PM105"]
    assert node is not None
    assert plain(node) == plain(read_yaml(SCENE, "a.yaml")[0] or node)


def bombs() -> list[bytes]:
    laughs = b"a: &a [x, x]\n" + b"".join(
        b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 117)
    )
    return [
        laughs,
        b"[" * (MAX_BYTES - 1),
        b"{" * (MAX_BYTES - 1),
        b"a:\n" * (MAX_BYTES // 3),
        b"- [\n" * 200_000,
        b"a: b: c\n" * 100_000,
        b"\t" * MAX_BYTES,
        b"\x00" * 1000,
        b'"' + b"\\" * 500_000,
        b"? " * 500_000,
        b"&a " * 300_000,
        b"!" * 900_000,
        b"%TAG ! !\n" * 100_000,
        b"%YAML " + b"9" * 900_000,
        b'a: "\\U7fffffff"\n',
        b"a: 'b\n" * 150_000,
        b"\xff" * 1000,
        b"a: |" + b"9" * 100_000 + b"\n",
        b"".join(b"k%d: [\n" % number for number in range(80_000)),
        b" " * (MAX_BYTES - 9) + b"a: [",
        b"\n" * (MAX_BYTES - 3) + b"a: [",
    ]


@pytest.mark.timeout(
    60
)  # each takes a third of a second at most; what grows with the square of the size takes minutes
@pytest.mark.parametrize("number", range(len(bombs())))
def test_hostile_files_are_answered(number: int) -> None:
    _, said = read_yaml(bombs()[number], "a.yaml")
    assert said
    assert all(found.place.line >= 1 and found.place.column >= 1 for found in said)


@given(st.binary(max_size=300))
def test_any_bytes_return(data: bytes) -> None:
    node, said = read_yaml(data, "a.yaml")
    assert node is not None or said


@given(st.text(alphabet="ab: \n-[]{}\"'|>#&*!%@`?,<~\t\\x\u200b\U000e0001", max_size=60))
def test_any_punctuation_returns(text: str) -> None:
    node, said = read_yaml(text.encode(), "a.yaml")
    assert node is not None or said
    for found in said:
        assert found.place.line <= text.count("\n") + 2


@given(
    st.integers(0, len(SCENE)),
    st.text(alphabet=" \n:-[]{}\"'|#&*!%@`?,a", min_size=1, max_size=4),
    st.integers(0, 3),
)
def test_a_slip_of_the_pen_returns(at: int, slip: str, gone: int) -> None:
    data = SCENE[:at] + slip.encode() + SCENE[at + gone :]
    node, said = read_yaml(data, "a.yaml")
    assert node is not None or said


@pytest.mark.parametrize("end", ["\r", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_lines_may_end_as_yaml_lets_them(end: str, last: str) -> None:
    assert read_yaml(SCENE.replace(b"\n", end.encode()) + last.encode(), "a.yaml") == read_yaml(
        SCENE, "a.yaml"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_lone_return_ends_a_line_and_is_named_where_the_others_end_otherwise(end: str) -> None:
    lines = SCENE.decode().split("\n")
    text = end.join([f"{lines[0]}\r{lines[1]}", *lines[2:]])
    node, said = read_yaml(text.encode(), "a.yaml")
    assert node == read_yaml(SCENE, "a.yaml")[0]
    assert [(found.code, *found.place[1:]) for found in said] == [("PM104", 1, 12)]


SEPARATORS = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\x1f\u3164\uffa0"


@pytest.mark.parametrize("between", [*SEPARATORS, "\u2028\u2028", " \u2028", "\u200b\u2028"])
def test_what_parts_two_words_is_read_as_a_space(between: str) -> None:
    node, said = read_yaml(f"a: left.{between}She\nb: left.{between}\n".encode(), "a.yaml")
    assert {found.code for found in said} == {"PM104"}
    assert node is not None
    assert plain(node) == {"a": "left. She", "b": "left."}


@given(st.text())
def test_shown_text_hides_nothing(text: str) -> None:
    assert not HIDDEN.search(visible(text))
    assert "\n" not in visible(text)


def deep_place(text: str) -> tuple[int, int] | None:
    """Return where PyYAML's parser in Python, which has no limit, comes deeper than `MAX_DEPTH`;
    None if it does not."""
    parser, depth = yaml.SafeLoader(text), 0
    while (event := parser.get_event()) is not None:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > MAX_DEPTH:
            return event.start_mark.line + 1, event.start_mark.column + 1
    return None


OPENERS = st.lists(
    st.tuples(
        st.sampled_from(["[", "[\n ", "[x, ", "[ ", "{b: ", "{b: [", "['}', "]),
        st.sampled_from([1, 3, 30, 1100]),
    ),
    max_size=3,
).map(lambda parts: "".join(opener * times for opener, times in parts))
BRACKETS = st.text(alphabet="[]{} (", max_size=9).flatmap(
    lambda text: st.sampled_from([1, 50, 700]).map(lambda times: text * times)
)
WORDS_WITH_BRACKETS = st.tuples(
    st.sampled_from(["|\n  a ", ">-\n  ", "'", '"', "a ", "a # "]), BRACKETS
).map(lambda parts: parts[0] + parts[1] + (parts[0] if parts[0] in "'\"" else ""))


@st.composite
def nested(draw: st.DrawFn) -> str:
    """A list of values: texts full of brackets, brackets that are closed, and perhaps at the end
    some that are not."""
    values = draw(
        st.lists(
            st.one_of(
                WORDS_WITH_BRACKETS, st.integers(0, 60).map(lambda depth: "[" * depth + "]" * depth)
            ),
            max_size=4,
        )
    )
    return "".join(f"- {value}\n" for value in [*values, draw(OPENERS)])


@settings(max_examples=size(60))
@given(nested())
def test_depth_is_counted_whatever_limit_the_parser_has(text: str) -> None:
    try:
        deep = deep_place(text)
    except yaml.YAMLError:
        deep = None
    node, said = read_yaml(text.encode(), "a.yaml")
    assert [found.place[1:] for found in said if found.code == "PM103"] == ([deep] if deep else [])
    assert node is not None or said


@pytest.mark.parametrize(
    "text",
    [
        "x: |\n  " + "(" * 50 + "[" * 5_000,
        "x: '" + "{" * 5_000 + "'",
        "a: 1 # " + "[" * 5_000,
        "a: " + "[" * 39 + "]" * 39,
    ],
)
def test_brackets_in_words_are_no_depth(text: str) -> None:
    assert codes(text.encode()) == []


def test_spans_end_where_reading_ends() -> None:
    assert len(scalar_spans("a: " + "[\n b, " * 39)) == 40
    assert len(scalar_spans("a: " + "[\n b, " * 200_000)) == 40
