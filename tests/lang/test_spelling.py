"""Which name was meant, and when it can only be that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.lang.spelling import distance, find_nearest

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("ab", "ba", 1),
        ("stnading", "standing", 1),
        ("kitten", "sitting", 3),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == slips


@given(WORDS, WORDS)
def test_a_distance_is_one(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_only_one_name_may_be_near() -> None:
    assert find_nearest("standng", ["standing", "energy"], 0.6).replacement == "standing"
    assert find_nearest("standng", ["standing", "standin"], 0.6).replacement == ""
    assert find_nearest("standng", ["standing", "standin"], 0.6).name in ("standing", "standin")
    assert find_nearest("pn", ["pm", "tpm"], 0.3).replacement == ""
    assert find_nearest("zzz", ["standing"], 0.6) == ("", False)


@pytest.mark.parametrize(
    ("given", "name", "sure"),
    [
        ("labl", "label", True),
        ("stnading", "standing", True),
        ("stndin", "standing", False),
        ("standiing", "standing", True),
        ("rejoinders", "joinders", True),
        ("player", "payers", False),
        ("payer", "payers", True),
        ("pn", "pm", False),
        ("times.hlep", "times.help", True),
        ("times.hlpe", "times.heal", False),
        ("time.hlep", "times.help", False),
        ("same", "same", False),
    ],
)
def test_a_slip_is_one_letter_or_two_of_eight(given: str, name: str, sure: bool) -> None:
    assert find_nearest(given, [name], 0.4) == (name, sure)


@given(WORDS, st.lists(WORDS, unique=True))
def test_a_sure_name_is_the_only_one_within_two_slips(given: str, names: list[str]) -> None:
    meant = find_nearest(given, names, 0.1)
    most = 2 if len(given) > 4 else 1
    near = [name for name in names if distance(given, name) <= most]
    assert not meant.is_certain or near == [meant.name]
