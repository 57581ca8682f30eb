"""A scenario that is simulated alone begins in states of its pack's careers in which it may begin."""

from pmsim.analysis.simulate.play import Plan, play_batches, play_plan, pool_watcher
from pmsim.core.compile_expr import evaluate
from pmsim.core.program import QUARTER, QUARTERS
from pmsim.core.state import StartOverride
from pmsim.lang import compile_solo
from pmsim.lang.pack import Pack
from tests.small import OUTCOMES, WORLD, small

CALENDAR = "calendar: {quarters: 6, quarter: [{draw: {}}]}\n"
OTHER = """
repeat: 1
scenes:
  desk:
    text: A desk.
    choices:
      - {id: work, label: Work., effects: {mood: 3}}
      - {id: rest, label: Rest., effects: {mood: -3}}
"""
RARE = """
when: mood >= 14 and quarter >= 2
scenes:
  hall:
    text: A hall.
    choices:
      - {id: go, label: Go., later: {in: 2, scene: bill}}
      - {id: stay, label: Stay.}
  bill:
    text: A bill.
"""


def alone(rare: str = RARE) -> Pack:
    files = {
        "pack.yaml": WORLD + CALENDAR + OUTCOMES,
        "other.yaml": f"language: 1\ntitle: Other\n{OTHER}",
        "rare.yaml": f"language: 1\ntitle: Rare\n{rare}",
    }
    compiled = compile_solo({name: text.encode() for name, text in files.items()}, "rare")
    assert compiled.pack is not None, compiled.diagnostics
    return compiled.pack


def plan(runs: int, **more: object) -> Plan:
    return Plan(5, runs, ("door",), ("random",), from_pool=True)._replace(**more)


def test_every_state_is_one_in_which_it_may_begin() -> None:
    pack = alone()
    watcher = pool_watcher(pack)
    when = watcher.scenario.when
    assert when is not None
    found = [state for number in range(200) if (state := watcher.find_state(number, 5, 3))]
    assert len(found) > 20
    for state in found:
        assert evaluate(when, state.slots)
        assert (state.pending, state.decisions, state.scene) == ((), 0, -1)
        assert state.slots[QUARTERS] == min(state.slots[QUARTER] + 2, 6)
    assert len({state.slots for state in found}) > 1


def test_it_is_played_to_the_end_of_its_own_consequences() -> None:
    (tally,) = play_plan(alone(), plan(40)).values()
    assert 20 < tally.careers <= 40
    assert set(tally.decisions) == {1}
    scenarios = {scenario for scenario, _ in tally.visits}
    assert scenarios == {1}
    assert min(tally.quarters) >= 2


def test_batches_do_not_matter() -> None:
    pack = alone()
    rows = [row for part in play_batches(pack, plan(300, rows=True)) for row in part.careers]
    seeds = [row.seed for row in rows]
    assert seeds == sorted(seeds)
    (whole,) = play_plan(pack, plan(300)).values()
    assert len(rows) == whole.careers


def test_what_never_holds_is_named() -> None:
    pack = alone(RARE.replace("mood >= 14", "(mood > 20 or tired > 99)"))
    assert sum(tally.careers for tally in play_plan(pack, plan(5)).values()) == 0
    watcher = pool_watcher(pack)
    assert [watcher.find_state(number, 5, 3) for number in range(5)] == [None] * 5
    assert watcher.held == {1}


def test_a_scenario_that_is_never_drawn_may_begin_at_once() -> None:
    pack = alone(RARE.replace("when: mood >= 14 and quarter >= 2", "draw: false"))
    (tally,) = play_plan(pack, plan(10)).values()
    assert (tally.careers, set(tally.quarters)) == (10, {3})


def test_careers_may_begin_where_play_can() -> None:
    pack = small(CALENDAR, other=OTHER, rare=RARE)
    override = StartOverride(at="rare.hall", quarter=4, changes={"tired": 40})
    begun = plan(20, from_pool=False, override=override, rows=True)
    rows = [row for part in play_batches(pack, begun) for row in part.careers]
    assert len(rows) == 20
    assert {row.quarter for row in rows} == {6}
    assert all(row.decisions >= 3 for row in rows)
    (tally,) = play_plan(pack, begun._replace(override=replace_quarter(override))).values()
    assert (1, 5) not in tally.visits


def replace_quarter(override: StartOverride) -> StartOverride:
    return override._replace(at="", quarter=6, changes={})
