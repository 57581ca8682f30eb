"""Ids written into a scenario: nothing else of it changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.authoring.fixes import apply_edits
from pmsim.authoring.fixes.names import write_ids as fixes_for
from pmsim.lang import compile_pack
from pmsim.lang.rules.example import EXAMPLE_FILES, scenario_of_scene
from pmsim.lang.yaml_reader import read_yaml
from tests.lang.test_source import plain

LABELS = [
    "Wait.",
    "Wait!",
    "Ask her. Then wait.",
    "São Paulo, 4:40",
    "x" * 90,
    "x" * 90 + " y",
    "wait",
    "404",
]


def with_ids(data: bytes, file: str) -> bytes:
    return apply_edits(data, [edit for step in fixes_for(data, file) for edit in step.fix.edits])


def ids(data: bytes) -> list[str]:
    node, _ = read_yaml(data, "a.yaml")
    assert node is not None
    choices = plain(node)["scenes"]["pause"]["choices"]  # type: ignore[index]
    return [choice.get("id", "") for choice in choices]


def test_lines_and_braces() -> None:
    text = scenario_of_scene(
        "choices:\n  - label: Wait.\n    effects: {standing: 1}\n  - {label: Ask her.}\n  - id:"
        " go\n    label: Go."
    )
    mended = text.replace("- label: Wait.", "- id: wait\n        label: Wait.").replace(
        "{label: Ask", "{id: ask_her, label: Ask"
    )
    assert with_ids(text.encode(), "a.yaml").decode() == mended


def test_line_ends_and_the_mark_at_the_start_stay() -> None:
    text = scenario_of_scene("choices:\n  - label: Wait.").replace("\n", "\r\n").encode("utf-8-sig")
    mended = (
        scenario_of_scene("choices:\n  - id: wait\n    label: Wait.")
        .replace("\n", "\r\n")
        .encode("utf-8-sig")
    )
    assert with_ids(text, "a.yaml") == mended


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"a: [",
        b"- a\n",
        b"scenes: x\n",
        b"scenes: {a: {choices: {label: x}}}\n",
        EXAMPLE_FILES["stats.yaml"].encode(),
    ],
)
def test_what_is_no_scenario_stays_as_it_is(data: bytes) -> None:
    assert with_ids(data, "a.yaml") == data


@given(
    st.lists(
        st.tuples(st.sampled_from(LABELS), st.booleans(), st.booleans()), min_size=1, max_size=6
    )
)
def test_every_choice_has_an_id_of_its_own_afterwards(
    choices: list[tuple[str, bool, bool]],
) -> None:
    lines = ["choices:"]
    for number, (label, given_id, before) in enumerate(choices):
        own = [f"    id: own_{number}"] if given_id else []
        said = ["    label: |", f"      {label}"]
        rest = [line for part in ((own, said) if before else (said, own)) for line in part]
        lines += [f"  - {rest[0].strip()}", *rest[1:]]
    data = scenario_of_scene("\n".join(lines)).encode()
    mended = with_ids(data, "scene.yaml")
    assert len(set(ids(mended))) == len(choices)
    assert with_ids(mended, "scene.yaml") == mended
    assert [given for given in ids(data) if given] == [
        given for given in ids(mended) if given.startswith("own_")
    ]
    files = {name: text.encode() for name, text in EXAMPLE_FILES.items()} | {"scene.yaml": mended}
    assert compile_pack(files).pack is not None
