"""Every character of a scalar is found in its source, however YAML has folded or escaped it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pmsim.lang.characters import HIDDEN
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.yaml_reader import read_yaml

ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")),
    min_size=1,
    max_size=80,
).filter(lambda text: not HIDDEN.search(text) and (text[0] == " " or not text[0].isspace()))
"""Without other spaces than the usual one at the beginning: there they are read as the usual one, which
PyYAML would have quoted."""
WORDS = st.lists(
    st.sampled_from(["energy", ">=", "it's", '"so"', "and", "{ana}", "\\n", "not", "é", "''"]),
    min_size=1,
    max_size=30,
).map(" ".join)


def scalar(source: str) -> Scalar:
    """The value of the only field of a file."""
    node, _ = read_yaml(source.encode(), "a.yaml")
    assert isinstance(node, Mapping)
    value = node.entries[0].value
    assert isinstance(value, Scalar)
    return value


def check(source: str) -> None:
    """Every character but white space stands where `at` says, or an escape does that is taken
    for it."""
    value, lines = scalar(source), source.split("\n")
    for offset, character in enumerate(value.text):
        if not character.isspace():
            place = value.at(offset)
            there = lines[place.line - 1][place.column - 1]
            assert there == character or (there == "\\" and value.style == '"'), (
                offset,
                character,
                there,
            )


@pytest.mark.parametrize(
    "source",
    [
        "a: one two\n  three   \n\n  four # note\n",
        "a: 'it''s a ''name'' here\n  and there'\n",
        'a: "say \\"hi\\" to \\u0041na and\\\n   \\"more\n   words\\\\"\n',
        "a: >\n  folded text\n  goes on\n\n  and on\n    more\n",
        "a: >-\n\n    folded\n    text\n",
        "a: |\n  as it\n   stands\n",
        "{a: one\n  two}\n",
        "'a': ''\n",
    ],
)
def test_styles(source: str) -> None:
    check(source)


def test_behind_the_last_character() -> None:
    assert scalar("a: one\n  two\n").at(7)[1:] == (2, 6)
    assert scalar("a: it's\n").at(0)[1:] == (1, 4)


@given(st.one_of(ANY, WORDS), st.sampled_from([None, "'", '"', ">", "|"]), st.integers(10, 60))
def test_whatever_is_written(text: str, style: str | None, width: int) -> None:
    check(yaml.dump({"a": text}, default_style=style, width=width, allow_unicode=True))
