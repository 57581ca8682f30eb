"""How words read: sentences, syllables, the grade, numbers; checked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.review.texts import (
    Readability,
    contains_number,
    measure_readability,
    sentences,
    syllables,
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(
            ("cat", 1),
            ("the", 1),
            ("made", 1),
            ("table", 2),
            ("little", 2),
            ("asked", 1),
            ("wanted", 2),
            ("boxes", 2),
            ("makes", 1),
        ),
        *(
            ("photograph", 3),
            ("mountain", 2),
            ("coffee", 2),
            ("idea", 2),
            ("you're", 1),
            ("forty-second", 4),
            ("6.40", 1),
            ("*May*", 1),
        ),
        *(
            ("people", 2),
            ("changes", 2),
            ("freed", 1),
            ("rhythms", 1),
            ("hmm", 1),
            ("Tables", 2),
            ("goes", 1),
        ),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Did you know?" she asks. You did.', ['"Did you know?" she asks.', "You did."]),
        ("At 6.40 it rings. 12 of them.", ["At 6.40 it rings.", "12 of them."]),
        ("*May 14*. Applause…", ["May 14.", "Applause…"]),
        ('"Go." "Where?"', ['"Go."', '"Where?"']),
        ("Mr. Castellan waits", ["Mr Castellan waits"]),
        ("...", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_the_grade_is_that_of_kincaid() -> None:
    """0.39 * 6 + 11.8 * 7 / 6 - 15.59, counted by hand."""
    assert measure_readability("The cat sat on the table.") == Readability(6, 1, 7)
    assert Readability(6, 1, 7).grade == pytest.approx(0.5166, abs=0.001)
    assert Readability().grade == Readability().sentence_words == 0


def test_paragraphs_and_items_end_sentences() -> None:
    assert measure_readability("one two\n\nthree four").sentences == 2
    assert measure_readability("one two\n- three\n- four five").sentences == 3
    assert measure_readability("one two\nthree four").sentences == 1


@given(st.text(alphabet="ab cE.!?\n*\"'-3…", max_size=80))
def test_every_word_stands_in_a_sentence_and_has_a_syllable(text: str) -> None:
    found = measure_readability(text)
    assert found.words == sum(
        any(char.isalnum() for char in word) for word in text.replace("*", "").split()
    )
    assert (found.sentences > 0) == (found.words > 0)
    assert found.syllables >= found.words >= found.sentences


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("at 6.40", True),
        ("Two of them", True),
        ("a dozen", True),
        ("by Thursday", True),
        ("one of them", False),
        ("often", False),
    ],
)
def test_numbers(text: str, counts: bool) -> None:
    assert contains_number(text) is counts
