"""The player that is fitted to a life, and the figures of two roads."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.turning_points.roads import (
    PlayedCareer,
    difference,
    fit_weights,
    fitted_policy,
    lived_decisions,
)
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import open_choices
from tests.analysis.turning_points.lives import path_of, planted


def weights(life: list[str], tags: bool = True) -> dict[str, int]:
    pack = planted(tags)
    fitted = fit_weights(pack.program, lived_decisions(pack.program, path_of(pack, life)))
    return {choice.id: weight for choice, weight in zip(pack.program.choices, fitted, strict=True)}


def test_who_always_talks_is_thought_to_talk() -> None:
    fitted = weights(["talk", "talk", "talk", "left", "talk", "talk"])
    assert fitted["talk"] > 10 * fitted["argue"]
    assert fitted["left"] > 2 * fitted["right"]


def test_who_never_decided_anything_likes_everything_alike() -> None:
    assert set(weights([]).values()) == {1024}


def test_tags_are_learned_across_scenes() -> None:
    pack = planted()
    path = path_of(pack, ["talk", "argue"])[1:]
    fitted = fit_weights(pack.program, lived_decisions(pack.program, path))
    ids = [choice.id for choice in pack.program.choices]
    assert fitted[ids.index("argue")] > fitted[ids.index("wait")] > fitted[ids.index("talk")]
    assert fitted[ids.index("left")] == fitted[ids.index("right")] == 1024


def test_without_tags_the_choice_alone_is_learned() -> None:
    fitted = weights(["talk", "talk", "talk"], tags=False)
    assert fitted["talk"] > fitted["argue"] == fitted["wait"]


def test_the_player_takes_each_choice_as_often_as_its_weight_says() -> None:
    pack = planted()
    (state, _), *_ = path_of(pack, ["talk"])
    policy = fitted_policy(pack.program, [6000, 3000, 1000, 1, 1])
    taken = [0, 0, 0]
    for seed in range(20_000):
        m = MutableState(pack.program, state._replace(seed=seed * 0x9E3779B97F4A7C15 % 2**64))
        taken[policy(m, open_choices(m))] += 1
    assert taken == pytest.approx([12_000, 6_000, 2_000], rel=0.05)


CAREERS = st.lists(
    st.builds(PlayedCareer, st.integers(0, 3), st.integers(-50, 50), st.just(1)),
    min_size=3,
    max_size=12,
)


def vector(one: PlayedCareer, two: PlayedCareer, scale: int) -> list[float]:
    """The difference of two careers, as a vector."""
    ends = [((one.outcome == end) - (two.outcome == end)) / sqrt(2) for end in range(4)]
    return [*ends, (one.value - two.value) / scale]


def plain_square(rows: list[list[float]]) -> float:
    """The mean product of two different rows."""
    products = [
        sum(a * b for a, b in zip(one, two, strict=True))
        for first, one in enumerate(rows)
        for second, two in enumerate(rows)
        if first != second
    ]
    return sum(products) / len(products)


@given(taken=CAREERS, other=CAREERS, scale=st.integers(1, 50))
def test_the_difference_is_the_plain_one(
    taken: list[PlayedCareer], other: list[PlayedCareer], scale: int
) -> None:
    rows = [vector(one, two, scale) for one, two in zip(taken, other, strict=False)]
    found = difference(taken, other, scale)
    assert found.square == pytest.approx(plain_square(rows), abs=1e-9)
    mirrored = difference(other, taken, scale)
    assert mirrored == pytest.approx(found, abs=1e-9)
    # the jackknife, up to its known factor: how much the mean product moves when a row is left out
    if len(rows) > 3:
        without = [plain_square(rows[:left] + rows[left + 1 :]) for left in range(len(rows))]
        mean = sum(without) / len(without)
        spread = sum((one - mean) ** 2 for one in without)
        count = len(rows)
        expected = sqrt(spread) * (count - 2) / count
        assert found.square_error == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_roads_that_never_meet_are_one_apart() -> None:
    taken = [PlayedCareer(0, 0, 1)] * 5
    assert difference(taken, [PlayedCareer(1, 0, 1)] * 5, 1) == (1.0, 0.0)
    assert difference(taken, [PlayedCareer(0, 25, 1)] * 5, 25) == (1.0, 0.0)
    assert difference(taken, taken, 1) == (0.0, 0.0)


def test_the_error_is_about_as_large_as_the_estimate_varies() -> None:
    from random import Random

    random = Random(4)
    found = [
        difference(
            [PlayedCareer(random.random() < 0.7, random.randrange(20), 1) for _ in range(200)],
            [PlayedCareer(random.random() < 0.2, random.randrange(30), 1) for _ in range(200)],
            10,
        )
        for _ in range(300)
    ]
    mean = sum(one.distance for one in found) / len(found)
    varies = sqrt(sum((one.distance - mean) ** 2 for one in found) / (len(found) - 1))
    said = sum(one.error for one in found) / len(found)
    assert mean == pytest.approx(sqrt(0.25 + 0.25), abs=0.01)
    assert said == pytest.approx(varies, rel=0.15)
