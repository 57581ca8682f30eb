"""`pmsim simulate`: what it prints, what it writes, and how it ends."""

import csv
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool, _ExecutorManagerThread
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pmsim.analysis.simulate.tally import CareerRow
from pmsim.cli import simulate as command
from pmsim.cli import simulation_runner
from pmsim.cli.commands import pmsim
from pmsim.cli.simulate import COLUMNS, csv_header
from tests.scenarios.test_shipped import pack

ROOT = Path(__file__).parents[2]


def simulate(*words: str) -> Result:
    """The command's end."""
    found = CliRunner().invoke(pmsim, ["simulate", *words])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


def told(*words: str) -> dict[str, Any]:
    """What it says as JSON."""
    found = simulate(*words, "--json")
    assert found.exit_code == 0, found.output
    result: dict[str, Any] = json.loads(found.stdout)
    return result


def test_json_has_the_fields_that_are_fixed() -> None:
    found = told("first_day", "-n", "40", "--seed", "9")
    assert (found["runs"], found["seed"], found["backend"], found["stopped"]) == (
        40,
        9,
        "python",
        False,
    )
    assert set(found["outcomes"]) == set(pack("first_day").outcomes)
    assert sum(row["count"] for row in found["outcomes"].values()) == 40
    for row in found["outcomes"].values():
        assert 0 <= row["low"] <= row["share"] <= row["high"] <= 1
    assert found["choices"] > 40
    assert found["seconds"] > 0


def test_a_career_of_it_is_the_one_that_run_plays(tmp_path: Path) -> None:
    out = tmp_path / "runs.csv"
    told(
        "the_long_game",
        "-n",
        "2",
        "--seed",
        "41",
        "--start",
        "passed_over",
        "--policy",
        "enabler",
        "--out",
        str(out),
    )
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["seed"] for row in rows] == ["41", "42"]
    for row in rows:
        words = [
            "run",
            "the_long_game",
            "--start",
            "passed_over",
            "--seed",
            row["seed"],
            "--then",
            "enabler",
            "--json",
        ]
        played = json.loads(CliRunner().invoke(pmsim, words).stdout)
        assert (row["outcome"], row["role"]) == (played["outcome"], played["role"])
        assert (int(row["decisions"]), int(row["quarter"])) == (played["turns"], played["quarter"])
        assert {name: int(row[name]) for name in played["stats"]} == played["stats"]


def test_the_same_whatever_the_jobs() -> None:
    """Only how long it took differs; several pieces, in one process and in two."""
    words = ("first_day", "-n", "600", "--policy", "all", "--seed", "5")
    alone, together = (told(*words, "--jobs", jobs) for jobs in ("1", "2"))
    assert alone.pop("seconds") > 0
    assert together.pop("seconds") > 0
    assert alone == together
    assert alone["runs"] == 1800


def test_every_start_is_played_if_none_is_named() -> None:
    found = told("the_long_game", "-n", "5")
    assert found["runs"] == 5
    assert {start: row["runs"] for start, row in found["starts"].items()} == {
        "fumes": 1,
        "passed_over": 1,
        "new_badge": 1,
        "new_manager": 1,
        "looking_out": 1,
    }
    assert (
        told("the_long_game", "-n", "1", "--seed", "2", "--start", "passed_over")["outcomes"]
        == found["starts"]["passed_over"]["outcomes"]
    )


def test_all_policies_side_by_side() -> None:
    found = told("first_day", "-n", "5", "--policy", "all")
    assert list(found["policies"]) == ["random", "first", "listener"]
    assert (
        told("first_day", "-n", "5", "--policy", "listener")["per_choice"]
        == found["policies"]["listener"]["per_choice"]
    )


def test_a_single_scenario_is_played_alone_and_in_its_pool(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "language: 1\ntitle: Mine\nscenes:\n  door:\n    text: |\n      A door.\n    choices:\n    "
        "  - {id: try_it, label: Try it., odds: 50, success: {effects: {standing: 1}}, failure:"
        " {effects: {standing: -1}}}\n      - {id: leave, label: Leave.}\n      - {id: wait, label:"
        " Wait.}\n",
        encoding="utf-8",
    )
    alone = told(str(mine), "-n", "60")
    tried = alone["per_choice"]["mine.door.try_it"]
    assert tried["seen"] == alone["runs"]
    assert tried["rolled"] == tried["taken"] > 0
    pooled = told(str(mine), "-n", "4", "--career")
    assert pooled["choices"] > 50 * pooled["runs"]
    assert "mine" in pooled["scenarios"]
    said = simulate(str(mine), "-n", "30", "--career").stdout
    assert "\nmine: played in " in said
    assert [line.split()[0] for line in said.split("\n") if line.startswith("  mine.door.")] == [
        f"mine.door.{one}" for one in ("try_it", "leave", "wait")
    ]


def test_a_single_scenario_begins_where_it_may(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    story = "scenes:\n  door:\n    text: A door.\n    choices: [{id: leave, label: Leave.}]\n"
    mine.write_text(f"language: 1\ntitle: Mine\nwhen: quarter == 3\n{story}", encoding="utf-8")
    data = told(str(mine), "-n", "6")
    assert (data["begins"]["from"], data["begins"]["asked"]) == ("pool", 6)
    assert set(data["quarters"]) == {"3"}
    assert "states in which it may begin" in simulate(str(mine), "-n", "6").stdout.replace(
        "\n      ", " "
    )
    mine.write_text(
        f"language: 1\ntitle: Mine\nwhen: quarter >= 1 and standing > 99\n{story}", encoding="utf-8"
    )
    assert "never true was standing > 99" in simulate(str(mine), "-n", "4").stdout
    assert told(str(mine), "-n", "4")["begins"]["never_true"] == ["standing > 99"]
    there = told(str(mine), "-n", "4", "--at", "door", "--quarter", "5", "--set", "standing=7")
    assert there["begins"] == {
        "from": "options",
        "asked": 4,
        "at": "mine.door",
        "quarter": 5,
        "role": "",
        "because": "",
        "changes": {"standing": 7},
        "never_true": [],
    }
    assert set(there["quarters"]) == {"5"}


def test_the_table_says_what_was_played() -> None:
    said = simulate("first_day", "-n", "50").stdout
    assert said.startswith("First Day 1.0.0: 50 careers from the one start, played by random\n")
    assert "Monday (monday)" in said
    assert "proved       choices tagged asking are always open" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("fist_day",), "Did you mean first_day?"),
        (("first_day", "--policy", "randm"), "Did you mean random?"),
        (("first_day", "--start", "mondy"), "Did you mean monday?"),
        (("first_day", "--short"), "first_day has no short career."),
        (("first_day", "-n", "0"), "0 is not in the range"),
        (("first_day", "--seed", "-1"), "-1 is not in the range"),
        (("first_day", "--jobs", "0"), "0 is not in the range"),
        (("first_day", "--promises", "-n", "5"), "leave out -n"),
        (("first_day", "--promises", "--quarter", "2"), "leave out -n"),
        (("first_day", "--at", "find_be"), "There is no scene find_be."),
        (("first_day", "--set", "energy=x"), "is not a stat, = and a whole number"),
        (("first_day", "--set", "energy=99999"), "so it cannot be 99999"),
        (("first_day", "--because", "a"), "name the scene with --at"),
        (("first_day", "--out", "."), "it is a folder"),
        (("first_day", "--out", "none/such/runs.csv"), "no such file or directory"),
        ((), "Missing argument 'PACK'"),
    ],
)
def test_wrong_usage_is_a_sentence_and_two(words: tuple[str, ...], says: str) -> None:
    found = simulate(*words)
    assert found.exit_code == 2
    assert says in found.stderr
    assert found.stdout == ""


BROKEN = """\
language: 1
pack: wagers
title: Wagers
version: 0.1.0
roles: {one: {title: One}}
starts: {door: {title: Door, text: In., role: one}}
calendar: {quarters: 1, quarter: [{scenario: toss}]}
outcomes:
  heads: {title: Heads, by: choice}
  tails: {title: Tails}
personas: {chooser: {likes: {}, noise: 0}}
promises:
"""
TOSS = """\
language: 1
title: Toss
scenes:
  coin:
    text: |
      A coin.
    choices:
      - {id: heads, label: Heads., end: heads}
      - {id: tails, label: Tails.}
"""


@pytest.fixture
def wagers(tmp_path: Path) -> Path:
    """A pack of one toss, whose promises a test adds."""
    (tmp_path / "toss.yaml").write_text(TOSS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("share", "policy", "code", "verdict"),
    [
        ("40%..60%", "random", 0, "kept"),
        ("0%..20%", "random", 1, "broken"),
        ("50%..60%", "random", 0, "cannot_tell"),
        ("100%..100%", "chooser", 0, "cannot_tell"),
        ("90%..100%", "chooser", 0, "kept"),
    ],
)
def test_promises_decide_how_it_ends(
    wagers: Path, share: str, policy: str, code: int, verdict: str
) -> None:
    promise = f"  - {{outcome: heads, share: {share}, policy: {policy}, runs: 500}}\n"
    (wagers / "pack.yaml").write_text(BROKEN + promise, encoding="utf-8")
    for words in (("--promises",), ("-n", "500", "--policy", policy)):
        found = simulate(str(wagers), *words, "--json")
        assert found.exit_code == code
        (said,) = json.loads(found.stdout)["promises"]
        assert (said["verdict"], said["runs"]) == (verdict, 500)
    assert verdict.replace("_", " ") in simulate(str(wagers), "--promises").stdout


def test_a_promise_of_another_player_is_not_judged(wagers: Path) -> None:
    (wagers / "pack.yaml").write_text(
        BROKEN + "  - {outcome: heads, share: 0%..1%, policy: chooser}\n", encoding="utf-8"
    )
    found = simulate(str(wagers), "-n", "50")
    assert found.exit_code == 0
    assert "--promises plays it" in found.stdout


def test_a_part_of_a_pack_does_not_break_its_promises(wagers: Path) -> None:
    more = "  - {outcome: heads, share: 0%..1%, policy: first}\n"
    two = (
        "starts: {door: {title: Door, text: In., role: one}, gate: {title: Gate, text: In., role:"
        " one}}"
    )
    (wagers / "pack.yaml").write_text(
        BROKEN.replace("starts: {door: {title: Door, text: In., role: one}}", two) + more,
        encoding="utf-8",
    )
    assert simulate(str(wagers), "-n", "50", "--policy", "first").exit_code == 1
    assert simulate(str(wagers), "-n", "50", "--policy", "first", "--start", "door").exit_code == 0
    alone = simulate(str(wagers / "toss.yaml"), "-n", "50", "--policy", "first")
    assert alone.exit_code == 0
    assert "Promises" not in alone.stdout
    assert "toss.coin.heads" in alone.stdout


def test_a_lost_process_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("pmsim.cli.simulation_runner.play_batches", broken)
    found = simulate("first_day", "-n", "5")
    assert found.exit_code == 1
    assert "--jobs 1" in found.stderr


def refuse(monkeypatch: pytest.MonkeyPatch, what: str, after: int, error: Exception) -> None:
    """The system gives so many of them and no more."""
    owner, name = {
        "pools": (simulation_runner, "ProcessPoolExecutor"),
        "processes": (BaseProcess, "start"),
        "threads": (_ExecutorManagerThread, "start"),
    }[what]
    really: Callable[..., object] = getattr(owner, name)
    given: list[None] = []

    def start(*words: object, **named: object) -> object:
        given.append(None)
        if len(given) > after:
            raise error
        return really(*words, **named)

    monkeypatch.setattr(owner, name, start)


@pytest.mark.parametrize(
    ("what", "after", "error", "reason"),
    [
        ("pools", 0, OSError(errno.EROFS, "Read-only file system"), "Read-only file system"),
        (
            "pools",
            0,
            ImportError("This platform lacks a functioning sem_open implementation"),
            "This platform lacks a functioning sem_open",
        ),
        (
            "processes",
            0,
            BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"),
            "Resource temporarily unavailable",
        ),
        ("processes", 1, OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
        ("threads", 0, RuntimeError("can't start new thread"), "can't start new thread"),
    ],
)
def test_without_other_processes_one_plays(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    what: str,
    after: int,
    error: Exception,
    reason: str,
) -> None:
    """The same counts and rows, and one line that says so."""
    words = ("first_day", "-n", "100", "--policy", "all", "--json", "--out")
    alone = json.loads(simulate(*words, str(tmp_path / "alone.csv"), "--jobs", "1").stdout)
    refuse(monkeypatch, what, after, error)
    found = simulate(*words, str(tmp_path / "refused.csv"), "--jobs", "3")
    assert found.exit_code == 0
    assert found.stderr.startswith(f"No other processes can be started here ({reason}")
    assert found.stderr.endswith("). One plays, which takes longer.\n")
    assert found.stderr.count("\n") == 1
    assert {**json.loads(found.stdout), "seconds": 0} == {**alone, "seconds": 0}
    assert (tmp_path / "refused.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()
    assert active_children() == []


def test_a_pack_without_promises_says_so(wagers: Path) -> None:
    (wagers / "pack.yaml").write_text(BROKEN.replace("promises:\n", ""), encoding="utf-8")
    found = simulate(str(wagers), "--promises")
    assert found.exit_code == 2
    assert "promises nothing" in found.stderr


def test_a_number_called_as_a_column_has_another_name(wagers: Path) -> None:
    more = "stats: {words: {min: 0, max: 9, start: 4}}\npromises: []\n"
    (wagers / "pack.yaml").write_text(BROKEN.replace("promises:\n", more), encoding="utf-8")
    out = wagers / "runs.csv"
    assert simulate(str(wagers), "-n", "1", "--out", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").splitlines()[0] == ",".join((*COLUMNS, "stat.words"))


def test_a_row_has_a_cell_for_every_column() -> None:
    own = pack("first_day")
    numbers = tuple(range(len(own.program.stats)))
    career = CareerRow(1, "monday", "random", "kept", "", 7, 2, "pm", 830, numbers)
    assert len(command.csv_row(career)) == len(csv_header(own))
    assert dict(zip(csv_header(own), command.csv_row(career), strict=True)) == dict(
        zip(COLUMNS, career[:-1], strict=True)
    ) | dict(zip(own.program.stats, numbers, strict=True))


def interrupted(tmp_path: Path, jobs: str) -> tuple[int, dict[str, Any], str, list[str]]:
    """Ctrl-C, to the whole process group as a terminal sends it, once a row has been written."""
    out = tmp_path / "runs.csv"
    words = [
        sys.executable,
        "-m",
        "pmsim",
        "simulate",
        "the_long_game",
        "-n",
        "1000000",
        "--jobs",
        jobs,
        "--json",
        "--out",
        str(out),
    ]
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    partial = tmp_path / f".runs.csv.{process.pid}.tmp"
    try:
        while not (partial.exists() and partial.read_bytes().count(b"\n") > 10):
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said, talk = process.communicate(timeout=200)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return process.returncode, json.loads(said), talk, out.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_done(tmp_path: Path, jobs: str) -> None:
    code, said, talk, rows = interrupted(tmp_path, jobs)
    assert code == 130
    assert said["stopped"] is True
    assert said["runs"] >= 128
    assert talk == f"Stopped after {said['runs']:,} of 1,000,000 careers.\n"
    assert len(rows) == 1 + said["runs"]
    assert said["outcomes"]["tpm"]["count"] == sum(row.split(",")[3] == "tpm" for row in rows[1:])
