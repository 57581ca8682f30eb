"""What is said of the counts: as JSON, as a table, and what an author is pointed to."""

import json
from collections import Counter
from functools import cache

import pytest

from pmsim.analysis.simulate.findings import (
    FINDING_HEADINGS,
    MIN_SAMPLE,
    SimulationFinding,
    find_problems,
    judge_promises,
    playable_parts,
)
from pmsim.analysis.simulate.play import Plan, TalliesByRun, empty_tallies, play_batches, play_plan
from pmsim.analysis.simulate.report_json import report_data
from pmsim.analysis.simulate.report_text import (
    ASCII_MARKS,
    UNICODE_MARKS,
    ChartMarks,
    ReportText,
    draw_bar,
    draw_range,
    marks_for,
)
from pmsim.analysis.simulate.tally import CareerRow, Tally, empty_tally, merge_tallies
from pmsim.lang import compile_solo
from pmsim.lang.pack import Pack
from pmsim.store.packs import read_folder
from tests.scenarios.test_shipped import ROOT, pack
from tests.small import small

PLAN = Plan(3, 120, ("fumes", "passed_over"), ("random",), rows=True)


@cache
def shipped() -> tuple[TalliesByRun, tuple[CareerRow, ...]]:
    """Some careers of the shipped pack, counted and as rows."""
    own = pack("the_long_game")
    return play_plan(own, PLAN), tuple(
        career for part in play_batches(own, PLAN) for career in part.careers
    )


def told() -> dict[str, object]:
    """The report of them."""
    return report_data(
        pack("the_long_game"),
        PLAN,
        shipped()[0],
        1.5,
        judge_promises(pack("the_long_game"), shipped()[0]),
    )


def test_the_fields_that_are_fixed() -> None:
    found = json.loads(json.dumps(told()))
    assert (found["runs"], found["seconds"], found["backend"]) == (120, 1.5, "python")
    assert found["choices"] == sum(career.decisions for career in shipped()[1])
    for name in (
        "outcomes",
        "stats",
        "per_choice",
        "checks",
        "scenarios",
        "scenes",
        "skipped",
        "lost",
        "words",
        "promises",
        "findings",
    ):
        assert name in found
    assert set(found["starts"]) == {"fumes", "passed_over"}
    assert set(found["starts"]["fumes"]) == set(found["policies"]["random"])
    assert list(found["outcomes"]["tpm"])[:4] == ["count", "share", "low", "high"]


def test_the_report_is_what_its_rows_say() -> None:
    found = json.loads(json.dumps(told()))
    program, careers = pack("the_long_game").program, shipped()[1]
    for start, mine in [
        ("", careers),
        *((door, [one for one in careers if one.start == door]) for door in PLAN.starts),
    ]:
        said = found["starts"][start] if start else found
        ends = Counter(career.outcome for career in mine)
        assert {
            name: row["count"] for name, row in said["outcomes"].items() if row["count"]
        } == ends
        assert said["roles"] == Counter(career.role for career in mine)
        assert said["words"]["mean"] == pytest.approx(
            sum(career.words for career in mine) / len(mine), abs=1e-6
        )
        for place, name in enumerate(program.stats):
            values = sorted(career.numbers[place] for career in mine)
            assert said["stats"][name]["end"]["q50"] == values[(len(values) + 1) // 2 - 1]
            assert said["stats"][name]["end"]["q95"] == values[-(-95 * len(values) // 100) - 1]


def test_choices_add_up() -> None:
    found = json.loads(json.dumps(told()))
    assert sum(row["taken"] for row in found["per_choice"].values()) == found["choices"]
    for row in found["per_choice"].values():
        assert row["seen"] == row["open"] + row["locked"]
        assert row["chosen"] <= row["rivalled"] <= row["open"]
        assert row["chosen"] <= row["taken"] <= row["open"]
        assert row["careers"] <= row["taken"]
    for key, row in found["checks"].items():
        assert row["low"] <= row["share"] <= row["high"]
        assert 5 <= row["mean_odds"] <= 95
        if key in found["per_choice"]:
            assert (found["per_choice"][key]["rolled"], found["per_choice"][key]["passed"]) == (
                row["rolled"],
                row["passed"],
            )
            assert found["per_choice"][key]["taken"] == row["rolled"]


def test_lost_is_never_more_than_sent() -> None:
    rows: Counter[tuple[str, tuple[str, ...]]] = Counter()
    sent: dict[tuple[str, tuple[str, ...]], int] = {}
    found = json.loads(json.dumps(told()))
    for row in found["lost"]:
        rows[row["scenario"], tuple(row["scenes"])] += row["count"]
        sent[row["scenario"], tuple(row["scenes"])] = row["sent"]
    assert rows
    assert all(count <= sent[place] for place, count in rows.items())


def lines(
    played: TalliesByRun,
    plan: Plan,
    own: Pack,
    marks: ChartMarks = UNICODE_MARKS,
    *,
    everything: bool = False,
) -> list[str]:
    """The table's lines."""
    return list(
        ReportText(own, plan, played, marks, show_all=everything).lines(
            2.0, judge_promises(own, played)
        )
    )


@pytest.mark.parametrize("everything", [False, True])
def test_the_table_keeps_to_eighty_columns(everything: bool) -> None:
    own = pack("the_long_game")
    found = lines(shipped()[0], PLAN, own, everything=everything)
    assert [line for line in found if len(line) > 80 or line != line.rstrip()] == []
    assert any(line.startswith("Fumes (fumes)") for line in found)


def test_the_table_can_do_without_drawings() -> None:
    found = lines(shipped()[0], PLAN, pack("the_long_game"), ASCII_MARKS, everything=True)
    assert "\n".join(found).isascii()


def test_every_policy_has_a_column() -> None:
    own = pack("first_day")
    plan = Plan(1, 40, ("monday",), ("random", "first", "listener"))
    found = lines(play_plan(own, plan), plan, own)
    heading = next(line for line in found if line.strip().startswith("ends"))
    assert heading.split() == ["ends", "random", "first", "listener"]
    assert [line for line in found if len(line) > 80] == []


def test_nothing_played_is_a_table_too() -> None:
    own = pack("the_long_game")
    assert lines(empty_tallies(PLAN), PLAN, own, everything=True)
    assert report_data(own, PLAN, empty_tallies(PLAN), 0.0, stopped=True)["runs"] == 0
    assert find_problems(own, empty_tallies(PLAN)) == ()


@pytest.mark.parametrize(
    ("encoding", "marks"),
    [
        ("utf-8", UNICODE_MARKS),
        ("ascii", ASCII_MARKS),
        ("latin-1", ASCII_MARKS),
        (None, ASCII_MARKS),
        ("none-such", ASCII_MARKS),
    ],
)
def test_what_a_stream_can_write(encoding: str | None, marks: ChartMarks) -> None:
    assert marks_for(encoding) == marks


@pytest.mark.parametrize(
    ("fraction", "drawn"),
    [(0, ""), (0.0001, "▏"), (0.5, "██"), (0.53, "██▏"), (1, "████"), (7, "████")],
)
def test_a_bar(fraction: float, drawn: str) -> None:
    assert draw_bar(fraction, 4, UNICODE_MARKS) == drawn


@pytest.mark.parametrize(
    ("found", "drawn"),
    [
        ((0, 2, 4, 6, 9), "--==o==---"),
        ((3, 3, 3, 3, 3), "   o      "),
        ((0, 0, 0, 0, 9), "o---------"),
        ((9, 9, 9, 9, 9), "         o"),
    ],
)
def test_a_stretch(found: tuple[int, ...], drawn: str) -> None:
    assert draw_range(found, 0, 9, 10, ASCII_MARKS) == drawn


FAULTY = """
scenes:
  door:
    choices:
      - {id: on, label: On., tags: [sharp], later: {in: 3, scene: bill}, goto: hall}
      - {id: shut, label: Shut., needs: mood > 20, locked: No.}
      - {id: hidden, label: Hidden., needs: mood > 20}
      - {id: dull, label: Dull., goto: hall}
      - {id: surely, label: Surely., tags: [kind], odds: 95, success: {goto: hall}, failure: {goto: hall}}
  hall:
    choices: [{id: leave, label: Leave.}]
  bill:
    when: mood < 0
    choices: [{id: pay, label: Pay.}]
"""
TASTES = "personas: {a: {likes: {sharp: 9}}, b: {likes: {sharp: 8}}, c: {likes: {sharp: 7}}}\n"


def faulty(*policies: str) -> tuple[SimulationFinding, ...]:
    """What is found in a pack with one of each fault."""
    own = small(
        calendar="calendar: {quarters: 4, quarter: [{scenario: main}, {draw: {}}]}\n",
        outcomes="outcomes:\n  never: {title: Never, when: mood > 20}\n  done: {title: Done}\n",
        world=TASTES,
        main=FAULTY,
        unlikely="when: mood > 20\nscenes: {door: {choices: [{id: go, label: Go.}]}}",
    )
    plan = Plan(1, 60, ("door",), policies)
    return find_problems(own, play_plan(own, plan))


def test_every_kind_of_finding_but_one_is_found() -> None:
    found = {(one.kind, one.place) for one in faulty("a", "b", "c")}
    assert found == {
        ("end_never", "never"),
        ("scenario_rare", "unlikely"),
        ("scene_never", "main.bill"),
        ("choice_never_open", "main.door.shut"),
        ("choice_never_shown", "main.door.hidden"),
        ("choice_always", "main.door.on"),
        ("choice_never", "main.door.dull"),
        ("choice_never", "main.door.surely"),
        ("beat_skipped", "draw"),
        ("lost", "main.bill"),
    }


@pytest.mark.parametrize(
    ("passed", "times", "kinds"),
    [
        (99, 100, ["check_sure"]),
        (28, 30, []),
        (1, 100, ["check_hopeless"]),
        (1, 30, []),
        (29, 29, []),
    ],
)
def test_of_a_check_something_is_said_only_if_its_whole_interval_says_so(
    passed: int, times: int, kinds: list[str]
) -> None:
    tally = empty_tally()
    tally.ends[0, -1] = 100
    tally.rolls.update(
        {(0, "main.door.roll", 50, True): passed, (0, "main.door.roll", 50, False): times - passed}
    )
    found = find_problems(small(main=FAULTY), {("random", "door"): tally})
    assert [one.kind for one in found if one.kind.startswith("check")] == kinds


def test_luck_that_is_none_is_found_and_chance_has_no_taste() -> None:
    found = {(one.kind, one.place) for one in faulty("random")}
    assert ("check_sure", "main.door.surely") in found
    assert {kind for kind, _ in found}.isdisjoint({"choice_always", "choice_never"})


def test_one_taste_proves_nothing() -> None:
    assert {one.kind for one in faulty("a")}.isdisjoint({"choice_always", "choice_never"})


def test_findings_come_in_the_order_of_their_kinds() -> None:
    order = [list(FINDING_HEADINGS).index(one.kind) for one in faulty("a", "b", "c", "random")]
    assert order == sorted(order)


def test_a_few_careers_prove_nothing() -> None:
    own = pack("the_long_game")
    few: Tally = merge_tallies([empty_tally()])
    few.ends[0, -1] = MIN_SAMPLE - 1
    assert find_problems(own, {("random", "fumes"): few}) == ()


def test_what_belongs_to_another_start_is_not_missed() -> None:
    own = pack("the_long_game")
    only = {who: tally for who, tally in shipped()[0].items() if who[1] == "fumes"}
    assert "prologue_passed_over" not in {one.place for one in find_problems(own, only)}
    assert "prologue_passed_over" in {
        own.program.scenarios[number].id
        for number in playable_parts(own.program, {"passed_over"}).scenarios
    }


def test_of_a_scenario_alone_nothing_else_is_spoken() -> None:
    compiled = compile_solo(read_folder(ROOT / "scenarios" / "the_long_game"), "the_date")
    assert compiled.pack is not None
    own, plan = compiled.pack, Plan(1, 40, ("fumes",), ("random",))
    found = lines(play_plan(own, plan), plan, own, everything=True)
    others = set(own.scenarios) - {"the_date"}
    assert found[0].startswith("the_date alone, in The Long Game")
    assert {
        other for other in others for line in found if line.strip().startswith(f"{other}.")
    } == set()
    may = playable_parts(own.program, {"fumes"})
    assert {own.program.scenarios[number].id for number in may.scenarios} == {"the_date"}
    assert {own.program.outcomes[number].id for number in may.outcomes} == {"summary"}
