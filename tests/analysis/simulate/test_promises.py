"""Promises: kept, broken, or not to be told yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.simulate.findings import judge_promises, judge_share, promise_plans
from pmsim.analysis.simulate.play import Plan, TalliesByRun, play_plan
from pmsim.analysis.simulate.tally import estimate_share
from pmsim.lang.pack import Pack, Promise
from tests.small import small

WORLD = """
personas: {mover: {likes: {sharp: 5}}}
promises:
  - {tag: kind, always_open: true}
  - {outcome: away, share: 40%..60%, policy: random, runs: 400}
  - {outcome: away, share: 0%..10%, policy: random, runs: 400}
  - {outcome: away, share: 90%..100%, policy: mover, runs: 50}
"""


def forked() -> Pack:
    """A pack whose first choice decides it all, half and half by chance."""
    return small(
        outcomes=(
            "outcomes:\n  away: {title: Away, text: Gone., by: choice}\n  done: {title: Done, text:"
            " Over.}\n"
        ),
        calendar="calendar: {quarters: 1, quarter: [{scenario: main}]}\n",
        world=WORLD,
        main="""
        scenes:
          door:
            choices:
              - {id: stay, label: Stay., tags: [kind]}
              - {id: go, label: Go., tags: [sharp], end: away}
        """,
    )


def played(pack: Pack, runs: int, *policies: str) -> TalliesByRun:
    """Careers, counted."""
    plan = Plan(1, runs, ("door",), policies)
    return play_plan(pack, plan)


@pytest.mark.parametrize(
    ("times", "of", "low", "high", "verdict"),
    [
        (100, 1000, 5, 15, "kept"),
        (100, 1000, 0, 5, "broken"),
        (100, 1000, 20, 100, "broken"),
        (100, 1000, 10, 15, "cannot_tell"),
        (1, 10, 5, 15, "cannot_tell"),
        (0, 0, 0, 100, "not_played"),
        (0, 1000, 0, 100, "kept"),
        (1000, 1000, 99, 100, "kept"),
    ],
)
def test_the_whole_interval_decides(times: int, of: int, low: int, high: int, verdict: str) -> None:
    assert (
        judge_share(Promise("end", low, high, "random", 100, ""), estimate_share(times, of))
        == verdict
    )


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 100), st.integers(0, 100))
def test_nothing_is_broken_whose_share_is_as_promised(
    times: int, more: int, low: int, high: int
) -> None:
    counted = estimate_share(times, times + more)
    verdict = judge_share(
        Promise("end", min(low, high), max(low, high), "random", 100, ""), counted
    )
    within = min(low, high) / 100 <= counted.share <= max(low, high) / 100
    assert verdict != ("broken" if within else "kept")


def test_each_promise_is_judged_by_its_own_player() -> None:
    pack = forked()
    found = judge_promises(pack, played(pack, 200, "random", "mover"))
    assert [one.verdict for one in found] == ["proved", "kept", "broken", "kept"]
    shares = [one.share for one in found]
    assert shares[0] is None
    assert shares[3] == estimate_share(200, 200)


def test_who_was_not_played_is_not_judged() -> None:
    pack = forked()
    assert [one.verdict for one in judge_promises(pack, played(pack, 200, "first"))] == [
        "proved",
        "not_played",
        "not_played",
        "not_played",
    ]


def test_what_is_played_is_what_the_promises_ask_for() -> None:
    assert [(plan.runs, plan.policies) for plan in promise_plans(forked(), 1)] == [
        (400, ("random",)),
        (50, ("mover",)),
    ]
