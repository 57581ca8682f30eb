"""Positions: what an editor counts and what pmsim counts are the same places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from pmsim.authoring.lsp.protocol.conversions import (
    Encoding,
    count_characters,
    count_units,
    place_at,
    to_range,
)
from pmsim.lang.decoding import lines_of
from pmsim.lang.nodes import Place

ENCODINGS: list[Encoding] = ["utf-8", "utf-16", "utf-32"]
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
encodings = st.sampled_from(ENCODINGS)
texts = st.text(
    st.sampled_from("ab é—\u0301ß😀🧑\u200d💻字\r\n") | st.characters(exclude_categories=["Cs"])
)


@given(texts, encodings)
def test_units_are_what_the_encoding_takes(text: str, encoding: Encoding) -> None:
    codec, width = CODECS[encoding]
    assert count_units(text, encoding) == len(text.encode(codec)) // width


@given(texts, encodings)
def test_there_and_back(text: str, encoding: Encoding) -> None:
    lines = lines_of(text)
    for number, line in enumerate(lines):
        for column in range(len(line) + 1):
            place = Place("a.yaml", number + 1, column + 1)
            there = to_range(place, 1, lines, encoding)
            assert place_at("a.yaml", there.start, lines, encoding) == place


@given(texts, encodings, st.integers(-3, 60), st.integers(-3, 60), st.integers(-3, 60))
def test_any_position_is_answered_within_the_text(
    text: str, encoding: Encoding, line: int, column: int, length: int
) -> None:
    lines = lines_of(text)
    position = lsp.Position(max(0, line), max(0, column))
    inside = place_at("a.yaml", position, lines, encoding)
    assert 1 <= inside.line <= len(lines)
    assert 1 <= inside.column <= len(lines[inside.line - 1]) + 1
    there = to_range(Place("a.yaml", line, column), length, lines, encoding)
    assert 0 <= there.start.line == there.end.line < len(lines)
    width = count_units(lines[there.start.line], encoding)
    assert 0 <= there.start.character <= there.end.character <= width


@pytest.mark.parametrize(
    ("encoding", "count", "before"),
    [
        ("utf-16", 3, "é😀"),
        ("utf-16", 2, "é"),
        ("utf-8", 6, "é😀"),
        ("utf-8", 5, "é"),
        ("utf-8", 1, ""),
        ("utf-32", 2, "é😀"),
    ],
)
def test_a_position_within_a_character_is_at_its_beginning(
    encoding: Encoding, count: int, before: str
) -> None:
    assert count_characters("é😀x", count, encoding) == len(before)


@given(texts)
def test_lines_are_those_of_the_protocol(text: str) -> None:
    assert len(lines_of(text)) == 1 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
