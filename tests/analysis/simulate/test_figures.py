"""Intervals and quantiles, against what the textbooks say of them."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.simulate.tally import estimate_share, mean, quantiles

HISTOGRAMS = st.dictionaries(st.integers(-50, 50), st.integers(1, 40), min_size=1)


@pytest.mark.parametrize(
    ("times", "of", "low", "high"),
    # Newcombe 1998, table I, method 3; and the closed forms at nothing and all of n
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilsons_interval_is_the_published_one(
    times: int, of: int, low: float, high: float
) -> None:
    found = estimate_share(times, of)
    assert (found.low, found.high) == (
        pytest.approx(low, abs=0.00006),
        pytest.approx(high, abs=0.00006),
    )


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share_and_mirrors(times: int, others: int) -> None:
    of = times + others
    found, mirrored = estimate_share(times, of), estimate_share(others, of)
    assert 0 <= found.low <= found.share <= found.high <= 1
    if of:
        assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)
        assert (
            estimate_share(times * 4, of * 4).high - estimate_share(times * 4, of * 4).low
            < found.high - found.low
        )


@pytest.mark.parametrize("chance", [0.05, 0.3, 0.5])
def test_nineteen_intervals_in_twenty_hold_the_truth(chance: float) -> None:
    """Summed over every result that 200 careers may have, by its own chance."""
    covered = 0.0
    for times in range(201):
        found = estimate_share(times, 200)
        if found.low <= chance <= found.high:
            covered += comb(200, times) * chance**times * (1 - chance) ** (200 - times)
    assert 0.93 <= covered <= 0.97


@given(HISTOGRAMS)
def test_quantiles_are_of_the_sorted_values(values: dict[int, int]) -> None:
    rows = sorted(value for value, count in values.items() for _ in range(count))
    expected = tuple(rows[-(-per_cent * len(rows) // 100) - 1] for per_cent in (5, 25, 50, 75, 95))
    assert quantiles(values) == expected
    assert mean(values) == pytest.approx(sum(rows) / len(rows))
    assert quantiles(values, (100,)) == (rows[-1],)


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean({}) == 0.0
