"""Spaces and colons that are none: named at their place where they are structure, left alone
where they are prose, and mended exactly."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.authoring.fixes.engine import apply_safe_fixes
from pmsim.lang.decoding import find_look_alikes
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay
from pmsim.lang.yaml_reader import read_yaml

SPACES = "\u00a0\u1680\u2000\u2002\u2003\u2009\u200a\u202f\u205f"
SCENE = """\
language: 1
title: The Pause
when: quarter >= 2
scenes:
  pause:
    text: |
      The radiator ticks: it is old, {so it says}.
        It is.

      Twice.
    choices:
      - id: wait
        label: Wait, and see.
        effects: {standing: 1, workload: -2}
        tags: [plain, help]
      - label: |
          Ask her
          again.
        later: {in: 1, scene: pause}
        effects:
          standing: 1
  door:
    text:
      - if: standing > 3
        text: A door.
      - |
        Another
        door.
"""
STRUCTURE = re.compile(r"^ +(?=\S)|(?<=[-:]) (?=\S)|(?<=[{,:]) (?=[^{}]*\})", re.MULTILINE)
"""Spaces of that scene that are structure: before a line's words, behind a dash or a colon, and
in braces."""
PROSE = [
    match.span()
    for match in re.finditer(
        r"(?<=: )Wait, and see\.|(?<=quarter).*|  The radiator.*|  It is\.$|(?<=standing) > 3",
        SCENE,
        re.MULTILINE,
    )
]
AT = [
    at
    for match in STRUCTURE.finditer(SCENE)
    for at in range(*match.span())
    if not any(start <= at < end for start, end in PROSE)
]
STORIES = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


def codes(text: str) -> set[str]:
    return {one.code for one in read_yaml(text.encode(), "scene.yaml")[1]}


@given(st.lists(st.sampled_from(AT), min_size=1, unique=True), st.sampled_from(SPACES))
def test_spaces_that_are_none_are_named_read_as_spaces_and_mended(
    places: list[int], space: str
) -> None:
    text = "".join(space if at in places else character for at, character in enumerate(SCENE))
    node, said = read_yaml(text.encode(), "scene.yaml")
    first = min(places)
    assert [one.code for one in said] == ["PM117"]
    line = SCENE.count("\n", 0, first) + 1
    assert said[0].place.line == line
    assert (
        said[0].place.column
        <= first - SCENE.rfind("\n", 0, first)
        < said[0].place.column + said[0].length
    )
    assert node == read_yaml(SCENE.encode(), "scene.yaml")[0]
    files = {**overlay("scene.yaml", text), "scene.yaml": text.encode()}
    assert apply_safe_fixes(files, ["scene.yaml"]).files["scene.yaml"].decode().replace(
        "id: ask_her_again\n        ", ""
    ) == SCENE.replace("- label: |", "- id: ask_her_again\n        label: |").replace(
        "id: ask_her_again\n        ", ""
    )


@given(st.sampled_from(STORIES), st.integers(0), st.sampled_from(SPACES + "\u3000：，－–—"))
def test_in_what_a_player_reads_they_stay(path: Path, number: int, sign: str) -> None:
    node, _ = read_yaml(path.read_bytes(), path.name)
    lines = path.read_text(encoding="utf-8").split("\n")
    prose = [at for at, line in enumerate(lines) if re.match(r" +[A-Z][a-z]+ [a-z]+ [a-z]+ ", line)]
    if prose:
        at = prose[number % len(prose)]
        lines[at] = re.sub(r"(?<=[a-z]) (?=[a-z])", sign, lines[at], count=1)
        changed, said = read_yaml("\n".join(lines).encode(), path.name)
        assert said == ()
        assert changed != node


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_shipped_stories_have_none(path: Path) -> None:
    assert list(find_look_alikes(path.read_text(encoding="utf-8").split("\n"))) == []


@pytest.mark.parametrize(
    ("right", "wrong", "column", "told"),
    [
        ("label: Wait", "label：Wait", 14, "behind `label`: U+FF1A (fullwidth colon), no colon"),
        ("label: Wait", "label： Wait", 14, "behind `label`: U+FF1A (fullwidth colon), no colon"),
        ("1, workload", "1，workload", 30, "behind `1`: U+FF0C (fullwidth comma), no comma"),
        (
            "standing: 1, w",
            "standing：1, w",
            27,
            "behind `standing`: U+FF1A (fullwidth colon), no colon",
        ),
        ("- id: wait", "－ id: wait", 7, "before `id`: U+FF0D (fullwidth hyphen-minus), no hyphen"),
        ("- id: wait", "– id: wait", 7, "before `id`: U+2013 (en dash), no hyphen"),
        (
            "{standing: 1, workload: -2}",
            "｛standing: 1, workload: -2｝",
            18,
            "behind `effects`: U+FF5B (fullwidth left curly bracket), no brace",
        ),
        (
            "text: |\n      The",
            "text: |\u00a0\n      The",
            12,
            "behind `text`: U+00A0 (no-break space), no space",
        ),
        (
            "        label: Wait",
            "\u3000\u3000\u3000\u3000label: Wait",
            1,
            "before `label`: U+3000 (ideographic space), no space",
        ),
        ("\n\n      Twice", "\n\u00a0\n      Twice", 1, "here: U+00A0 (no-break space), no space"),
    ],
)
def test_each_is_named_where_it_stands(right: str, wrong: str, column: int, told: str) -> None:
    assert right in SCENE
    text = SCENE.replace(right, wrong)
    node, said = read_yaml(text.encode(), "scene.yaml")
    where, _, what = told.partition(": ")
    assert (said[0].code, said[0].place.column) == ("PM117", column)
    assert said[0].message.startswith(
        f"The character {where} is {what.replace(', no ', ' and no ')}; YAML wants "
    )
    assert codes(text) == {"PM117"}
    assert [*(node.by_key if node else ())] == ["language", "title", "when", "scenes"]
    assert (
        list(
            find_look_alikes(
                apply_safe_fixes(overlay("scene.yaml", text), ["scene.yaml"])
                .files["scene.yaml"]
                .decode()
                .split("\n")
            )
        )
        == []
    )


def test_as_many_as_there_are_is_one_complaint() -> None:
    text = EXAMPLE_FILES["scene.yaml"].replace("  ", "\u00a0\u00a0")
    said = read_yaml(text.encode(), "scene.yaml")[1]
    assert [one.code for one in said] == ["PM117"]
    assert said[0].hint.startswith("Write spaces there. There are ")
    assert apply_safe_fixes(overlay("scene.yaml", text), ["scene.yaml"]).files[
        "scene.yaml"
    ].decode() == EXAMPLE_FILES["scene.yaml"].replace(
        "      - label: Ask her.", "      - id: ask_her\n        label: Ask her."
    )
