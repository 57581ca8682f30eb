"""The fixed words of every front end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.ui.present.words import (
    count_words,
    interest_word,
    join_words,
    number_word,
    odds_words,
    ordinal,
    quarter_words,
    trend,
    trust_word,
)


@pytest.mark.parametrize(
    ("percentage", "words"),
    [
        (5, "a long shot"),
        (14, "a long shot"),
        (15, "unlikely"),
        (34, "unlikely"),
        (35, "less likely than not"),
        (45, "about even"),
        (55, "about even"),
        (56, "likelier than not"),
        (66, "likely"),
        (85, "likely"),
        (86, "nearly sure"),
        (95, "nearly sure"),
    ],
)
def test_odds(percentage: int, words: str) -> None:
    assert odds_words(percentage) == words


def test_trust_has_a_word_for_every_step() -> None:
    assert [trust_word(trust) for trust in range(-3, 6)] == [
        "broken",
        "cold",
        "wary",
        "civil",
        "easy",
        "warm",
        "close",
        "staunch",
        "unshakable",
    ]
    assert (trust_word(-9), trust_word(9)) == ("broken", "unshakable")
    assert all(len(trust_word(trust)) <= 10 for trust in range(-3, 6))


def test_numbers_in_words() -> None:
    assert [number_word(number) for number in (0, 12, 20, 47, 99, 100, 101, -3)] == [
        "nought",
        "twelve",
        "twenty",
        "forty-seven",
        "ninety-nine",
        "a hundred",
        "101",
        "−3",
    ]
    assert [ordinal(number) for number in (1, 12, 13, 21, 22, 111)] == [
        "first",
        "twelfth",
        "13th",
        "21st",
        "22nd",
        "111th",
    ]
    assert (count_words(1, "life", "lives"), count_words(2, "life", "lives")) == (
        "one life",
        "two lives",
    )


def test_quarters_and_lists() -> None:
    assert quarter_words(1) == "Year one, first quarter"
    assert quarter_words(12) == "Year three, fourth quarter"
    assert join_words(["a"]) == "a"
    assert join_words(["1", "2", "3"], "or") == "1, 2 or 3"


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_trend_is_steady_under_three_in_a_hundred(before: int, after: int) -> None:
    expected = "steady" if abs(after - before) < 3 else "rising" if after > before else "easing"
    assert trend(before, after, 0, 100) == expected
    assert trend(before, after, 0, 100, good_low=False) == {"easing": "slipping"}.get(
        expected, expected
    )
    assert trend(before, after, 0, 100, good_low=False, word="rising") == {
        "easing": "slipping",
        "rising": "climbing",
    }.get(expected, expected)


def test_interest() -> None:
    assert [interest_word(interest) for interest in (-5, -2, -1, 0, 1, 2, 5)] == [
        "less",
        "less",
        "as it comes",
        "as it comes",
        "as it comes",
        "more",
        "more",
    ]
