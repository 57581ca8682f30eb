"""`pmsim run`: JSON for programs, lines for people, exit codes for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsim import load_pack
from pmsim.cli.commands import pmsim
from pmsim.core.policy import policy_named
from pmsim.core.step import play_career
from pmsim.play.state_encoding import digest

BLACK = Path(__file__).parents[2] / "scenarios" / "first_day" / "black.playthrough.yaml"


def run(*words: str) -> Result:
    """The command's end."""
    found = CliRunner().invoke(pmsim, ["run", *words])
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


@pytest.mark.parametrize("option", ["--flag=", "--role=nobody_at_all", "--set==3"])
def test_a_name_that_the_pack_lacks_is_refused_even_if_it_is_empty(option: str) -> None:
    refused = CliRunner().invoke(pmsim, ["run", "the_long_game", option, "--then", "first"])
    assert refused.exit_code == 2
    assert "Error: " in refused.output


def test_json_has_the_fields_that_are_fixed() -> None:
    found = json.loads(run("first_day", "--choices", "find_bea", "--json").stdout)
    assert list(found) == [
        "outcome",
        "turns",
        "quarter",
        "role",
        "stats",
        "flags",
        "choices",
        "scene",
        "digest",
    ]
    assert (found["outcome"], found["turns"], found["choices"]) == (None, 1, ["find_bea"])


def test_a_run_begins_where_play_can() -> None:
    words = ("the_long_game", "--quarter", "5", "--set", "exhaustion=70", "--flag", "told_sam")
    found = json.loads(run(*words, "--at", "the_date.slide_eleven", "--json").stdout)
    assert (found["scene"], found["quarter"], found["turns"]) == ("the_date.slide_eleven", 5, 0)
    assert found["stats"]["exhaustion"] == 70
    assert "told_sam" in found["flags"]
    file = ("first_day", "--playthrough", str(BLACK), "--quarter", "2")
    assert (run(*file).exit_code, run("first_day", "--role", "king").exit_code) == (2, 2)


@pytest.mark.parametrize("seed", [1, 2, 2**64 - 1])
@pytest.mark.parametrize("who", ["first", "random", "listener"])
def test_a_run_is_the_engines_own_career(seed: int, who: str) -> None:
    """`run --seed S+i --then POLICY` is career i of a simulation exactly."""
    found = json.loads(run("first_day", "--seed", str(seed), "--then", who, "--json").stdout)
    program = load_pack("first_day").program
    assert found["digest"] == digest(
        program, play_career(program, "", seed, policy_named(program, who))
    )


def test_the_seed_is_one_if_none_is_given() -> None:
    assert (
        run("first_day", "--then", "random", "--json").stdout
        == run("first_day", "--seed", "1", "--then", "random", "--json").stdout
    )


def test_a_choice_that_is_not_open_ends_with_one_and_says_what_is() -> None:
    found = run("first_day", "--choices", "find_bea,nope", "--json")
    assert found.exit_code == 1
    error = json.loads(found.stdout)["error"]
    assert (error["code"], error["at"]) == ("not_open", "nine_oh_five.beas_room")
    assert "listen_for_an_hour" in error["open"]
    assert "nope is not open" in run("first_day", "--choices", "nope").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Which pack?"),
        (("fist_day",), "Did you mean first_day?"),
        (("first_day", "--then", "randm"), "Did you mean random?"),
        (("first_day", "--start", "mondy"), "Did you mean monday?"),
        (("first_day", "--short"), "first_day has no short career."),
        (("first_day", "--seed", "-1"), "-1"),
        (("first_day", "--playthrough", str(BLACK), "--seed", "3"), "says its own start"),
        (("first_day", "--playthrough", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_a_slip_of_the_caller_ends_with_two(words: tuple[str, ...], says: str) -> None:
    found = run(*words)
    assert found.exit_code == 2
    assert says in found.stderr
    assert found.stdout == ""


def test_the_short_career_is_shorter() -> None:
    program = load_pack("the_long_game").program
    found = json.loads(run("the_long_game", "--short", "--then", "first", "--json").stdout)
    assert found["quarter"] <= program.short < program.quarters


def test_a_pack_that_does_not_load_ends_with_one_and_every_problem(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("language: 1\npack: broken\n")
    found = run(str(tmp_path))
    assert found.exit_code == 1
    assert "pack.yaml:1:1" in found.stderr
    assert found.stdout == ""


def test_a_transcript_is_what_a_player_would_have_read() -> None:
    told = run("first_day", "--choices", "find_bea", "--transcript").stdout
    assert "Five Past Nine" in told
    assert "1. Go and ask Bea." in told
    assert "You chose: Go and ask Bea." in told
    both = json.loads(run("first_day", "--choices", "find_bea", "--transcript", "--json").stdout)
    assert both["transcript"] == told.removesuffix("\n")


def test_a_playthrough_that_holds_ends_with_nought() -> None:
    found = run("--playthrough", str(BLACK), "--json")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["misses"] == []


def test_a_playthrough_that_does_not_says_what_and_where(tmp_path: Path) -> None:
    file = tmp_path / "x.playthrough.yaml"
    file.write_text("play: first_day\nthen: first\nexpect: {energy: 99}\n")
    found = run("--playthrough", str(file))
    assert found.exit_code == 1
    assert f"{file}:3: expected energy 99; got energy " in found.stderr
    file.write_text("play: first_day\nchoices: [nope]\n")
    assert run("--playthrough", str(file), "--json").exit_code == 1
    file.write_text("play: first_day\nchoses: [nope]\n")
    assert "choices" in run("--playthrough", str(file)).stderr


def test_a_single_file_runs_alone_and_in_its_pack() -> None:
    file = str(BLACK.parent / "nine_oh_five.yaml")
    assert json.loads(run(file, "--then", "first", "--json").stdout)["outcome"] is not None
    assert (
        run(file, "--career", "--then", "first", "--json").stdout
        == run("first_day", "--then", "first", "--json").stdout
    )
