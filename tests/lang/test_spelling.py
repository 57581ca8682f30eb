"""Which name was meant, and when it can only be that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.lang.spelling import distance, near

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("", "", 0), ("ab", "ba", 1), ("stnading", "standing", 1), ("kitten", "sitting", 3), ("", "abc", 3)]
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == slips


@given(WORDS, WORDS)
def test_a_distance_is_one(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_only_one_name_may_be_near() -> None:
    assert near("standng", ["standing", "energy"], 0.6).instead == "standing"
    assert near("standng", ["standing", "standin"], 0.6).instead == ""
    assert near("standng", ["standing", "standin"], 0.6).name in ("standing", "standin")
    assert near("pn", ["pm", "tpm"], 0.3).instead == ""
    assert near("zzz", ["standing"], 0.6) == ("", False)
