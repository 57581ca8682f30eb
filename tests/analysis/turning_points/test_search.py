"""What is named, and that nothing but the career and the seed decides it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from pmsim.analysis.turning_points import Crossroads, turning_points
from pmsim.analysis.turning_points.roads import (
    PlayedCareer,
    RoadPlayer,
    RoadTask,
    Watch,
    fit_weights,
    fitted_policy,
    lived_decisions,
    road_player,
)
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import choose_random
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.core.step import start as begin
from pmsim.core.step import step
from pmsim.lang.pack import Pack
from tests.analysis.turning_points.lives import DAY, OUTCOMES, path_of, planted, watch
from tests.sizes import size
from tests.small import small
from tests.strategies.packs import compiled_packs

STEPS = 6_000
LIFE = ["talk", "talk", "talk", "left", "argue", "talk", "wait", "talk", "talk"]


def named(points: Sequence[Crossroads]) -> list[int]:
    return [point.number for point in points]


def life_by_chance(program: Program, seed: int, most: int = 40) -> list[tuple[State, str]]:
    """The path of a life by chance, or of its beginning."""
    path: list[tuple[State, str]] = []
    state = begin(program, seed=seed).state
    while state.scene >= 0 and len(path) < most:
        m = MutableState(program, state)
        options = open_choices(m)
        action = action_id(m, options[choose_random(m, options)])
        path.append((state, action))
        state = step(program, state, action).state
    return path


@pytest.mark.parametrize("tags", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 99])
def test_the_choice_that_decides_everything_is_named(tags: bool, seed: int) -> None:
    pack = planted(tags)
    point, *more = turning_points(pack.program, path_of(pack, LIFE), None, seed, steps=STEPS)
    assert more == []
    assert (point.number, point.distance, point.error) == (3, 1.0, 0.0)
    assert pack.program.choices[point.taken.choice[0]].id == "left"
    assert pack.program.choices[point.other.choice[0]].id == "right"
    ids = [outcome.id for outcome in pack.program.outcomes]
    assert [ids[end] for end, _ in (*point.taken.ends, *point.other.ends)] == ["far", "near"]
    assert point.taken.value is None


ONE_DAY = "calendar: {quarters: 1, quarter: [{scenario: day}]}\n"


def test_the_number_watched_is_weighed_beside_the_ends() -> None:
    pack = small(ONE_DAY, day=DAY)
    path, mood = path_of(pack, ["talk"]), partial(watch, pack.program, "mood")
    assert turning_points(pack.program, path, None, steps=STEPS) == ()
    (point,) = turning_points(pack.program, path, mood(2), steps=STEPS)
    # a word moves the mood by one from ten, and the two words are as far apart as two ends
    assert (point.taken.value, point.other.value, point.distance) == (11.0, 9.0, 1.0)
    (point,) = turning_points(pack.program, path, mood(8), steps=STEPS)
    assert point.distance == 0.25
    assert turning_points(pack.program, path, mood(100), steps=STEPS) == ()


def test_a_career_that_is_not_finished_is_played_on() -> None:
    pack = planted()
    for length in range(4, len(LIFE)):
        points = turning_points(pack.program, path_of(pack, LIFE[:length]), steps=STEPS)
        assert named(points) == [3]
    assert turning_points(pack.program, path_of(pack, LIFE[:3]), steps=STEPS) == ()


def test_a_career_without_a_decision_has_none() -> None:
    pack = planted()
    assert turning_points(pack.program, [], steps=STEPS) == ()


def test_what_was_the_only_way_is_no_decision() -> None:
    one_way = small(
        "calendar: {quarters: 3, quarter: [{scenario: day}]}\n",
        day="repeat: 1\nscenes:\n  desk:\n    text: A desk.\n    choices: [{id: on, label: On.}]",
    )
    path = path_of(one_way, ["on", "on"])
    assert lived_decisions(one_way.program, path) == ()
    assert turning_points(one_way.program, path, steps=STEPS) == ()


def test_a_path_is_followed_up_to_an_action_that_is_not_open() -> None:
    pack = planted()
    path = path_of(pack, LIFE)
    path[4] = (path[4][0], "leap")
    assert [one.number for one in lived_decisions(pack.program, path)] == [0, 1, 2, 3]
    assert named(turning_points(pack.program, path, steps=STEPS)) == [3]


FORKS = """
scenes:
  fork:
    text: A fork.
    choices:
      - {id: left, label: Left., effects: {mood: 1}}
      - {id: right, label: Right.}
"""


def alike(count: int) -> tuple[Pack, list[tuple[State, str]]]:
    """A life with so many decisions that weigh exactly alike."""
    pack = small(
        f"calendar: {{quarters: {count}, quarter: [{{scenario: fork}}]}}\n",
        fork=f"repeat: 1{FORKS}",
    )
    return pack, path_of(pack, ["right"] * count)


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (2, 2), (3, 3), (4, 0), (7, 0)])
def test_of_more_than_three_that_weigh_alike_none_is_named(count: int, expected: int) -> None:
    pack, path = alike(count)
    points = turning_points(pack.program, path, watch(pack.program, "mood", 1), steps=STEPS)
    assert len(points) == expected


def test_a_visit_has_one_turning_point() -> None:
    pack = small(
        "calendar: {quarters: 1, quarter: [{scenario: talk}]}\n",
        OUTCOMES,
        talk="""
        scenes:
          one:
            text: One.
            choices: [{id: a, label: A., goto: two}, {id: b, label: B., effects: {mood: 5}, goto: two}]
          two:
            text: Two.
            choices: [{id: c, label: C., effects: {set: [gone_left]}}, {id: d, label: D.}]
        """,
    )
    points = turning_points(
        pack.program, path_of(pack, ["b", "c"]), watch(pack.program, "mood", 10), steps=STEPS
    )
    assert named(points) == [1]


def reversed_engine(program: Program, weights: Sequence[int], to_watch: Watch | None) -> RoadPlayer:
    """An engine that plays everything in another order."""
    play = road_player(program, fitted_policy(program, weights), to_watch)

    def backwards(tasks: Iterable[RoadTask]) -> list[list[PlayedCareer]]:
        todo = list(tasks)
        return list(play(reversed(todo)))[::-1]

    return backwards


@with_settings(max_examples=size(10))
@given(pack=compiled_packs(), seed=st.integers(0, 9), other=st.integers(0, 2**64 - 1))
def test_the_order_of_playing_changes_nothing(pack: Pack, seed: int, other: int) -> None:
    path = life_by_chance(pack.program, seed)
    how = {"seed": other, "steps": 2_000}
    once = turning_points(pack.program, path, **how)  # type: ignore[arg-type]
    assert once == turning_points(pack.program, path, engine=reversed_engine, **how)  # type: ignore[arg-type]
    assert len(once) <= 3
    assert all(one.distance >= two.distance for one, two in pairwise(once))


def play_in_process(weights: Sequence[int], tasks: Sequence[RoadTask]) -> list[list[PlayedCareer]]:
    program = planted().program
    return list(
        road_player(program, fitted_policy(program, weights), watch(program, "mood", 9))(tasks)
    )


def test_the_number_of_processes_changes_nothing() -> None:
    pack = planted()
    path = path_of(pack, LIFE)
    to_watch = watch(pack.program, "mood", 9)
    alone = turning_points(pack.program, path, to_watch, 5, steps=STEPS)
    assert alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:

        def engine(_: Program, weights: Sequence[int], __: Watch | None) -> RoadPlayer:
            def play(tasks: Iterable[RoadTask]) -> Iterable[list[PlayedCareer]]:
                todo = list(tasks)
                parts = [todo[0::3], todo[1::3], todo[2::3]]
                played = list(pool.map(partial(play_in_process, weights), parts))
                return [played[number % 3][number // 3] for number in range(len(todo))]

            return play

        assert turning_points(pack.program, path, to_watch, 5, steps=STEPS, engine=engine) == alone


@with_settings(max_examples=size(10))
@given(seed=st.integers(0, 2**64 - 1), length=st.integers(4, len(LIFE)))
def test_the_named_road_played_again_gives_the_figures(seed: int, length: int) -> None:
    pack = planted()
    path, to_watch = path_of(pack, LIFE[:length]), watch(pack.program, "mood", 9)
    points = turning_points(pack.program, path, to_watch, seed, steps=2_000)
    assert points
    weights = fit_weights(pack.program, lived_decisions(pack.program, path))
    play = road_player(pack.program, fitted_policy(pack.program, weights), to_watch)
    for point in points:
        for road in (point.taken, point.other):
            task = RoadTask(point.number, point.state, road.choice, 0, road.careers, seed)
            (careers,) = play([task])
            assert dict(road.ends) == Counter(career.outcome for career in careers)
            assert road.value == sum(career.value for career in careers) / road.careers


class StoppedError(Exception):
    """The caller has had enough."""


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_report_that_raises_ends_the_search(after: int) -> None:
    pack = planted()
    reports: list[float] = []

    def report(part: float) -> None:
        reports.append(part)
        if len(reports) > after:
            raise StoppedError

    with pytest.raises(StoppedError):
        turning_points(pack.program, path_of(pack, LIFE), report=report)
    assert len(reports) == after + 1


def test_the_reports_go_up_to_the_whole() -> None:
    pack = planted()
    reports: list[float] = []
    turning_points(pack.program, path_of(pack, LIFE), steps=STEPS, report=reports.append)
    assert reports == sorted(reports)
    assert 0 < reports[0] < 0.2
    assert reports[-1] == 1.0
