"""The published numbers of chance: whoever writes another engine starts here."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.core.chance import NEGATIVE_LOG, below, draw_clock, roll, u32

PAGE = Path(__file__).parents[2] / "docs" / "chance.md"
SEEDS = st.integers(0, 2**64 - 1)


def published() -> list[tuple[int, str, str, int, int]]:
    """The rows of the page's table."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| ")
    ]
    return [
        (int(seed), kind, name, int(k), int(number))
        for seed, kind, name, k, number in (row for row in rows if row[0].isdecimal())
    ]


@pytest.mark.parametrize(("seed", "kind", "name", "k", "number"), published())
def test_the_published_vectors(seed: int, kind: str, name: str, k: int, number: int) -> None:
    assert u32(seed, kind, name, k) == number


def test_all_of_them_are_published() -> None:
    assert len(published()) == 16


def test_the_table_of_clocks_is_the_published_one() -> None:
    assert len(NEGATIVE_LOG) == 4096
    assert sum(NEGATIVE_LOG) == 268412714


@given(SEEDS, st.integers(0, 99))
def test_a_roll_is_one_to_a_hundred(seed: int, quarter: int) -> None:
    assert 1 <= roll(seed, "a.b.c", quarter) <= 100


@given(SEEDS, st.integers(1, 50), st.integers(0, 99))
def test_below_is_below(seed: int, count: int, k: int) -> None:
    assert 0 <= below(count, seed, "one_of", "x.0", k) < count


@given(SEEDS, st.integers(0, 99), st.integers(1, 1000))
def test_a_heavier_candidate_never_rings_later(seed: int, quarter: int, weight: int) -> None:
    assert draw_clock(seed, "a@draw", quarter, weight + 1) <= draw_clock(
        seed, "a@draw", quarter, weight
    )


def test_rolls_fall_evenly() -> None:
    rolls = [roll(seed, "a.b.c", 1) for seed in range(10_000)]
    for edge in (10, 25, 50, 90):
        assert abs(sum(number <= edge for number in rolls) / 10_000 - edge / 100) < 0.02
