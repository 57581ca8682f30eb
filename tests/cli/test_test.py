"""`pmsim test`: playthroughs played by an author who has no pytest."""

import json
from pathlib import Path

import pytest

from tests.cli.test_main import run

GOOD = (
    "play: first_day\nseed: 1\nchoices: [find_bea]\nthen: random\nexpect: {seen:"
    " [nine_oh_five.beas_room], text: [Bea]}\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "monday.playthrough.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "deep" / "tuesday.playthrough.yaml").write_text(
        GOOD.replace("seed: 1", "seed: 2"), encoding="utf-8"
    )
    (tmp_path / ".hidden" / "no.playthrough.yaml").write_text("play: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_file_has_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("test", capsys=capsys)
    assert (code, err) == (0, "2 playthroughs, and all hold.\n")
    assert out == "holds  monday.playthrough.yaml\nholds  deep/tuesday.playthrough.yaml\n"
    assert (
        run("test", "deep", "deep/tuesday.playthrough.yaml", capsys=capsys)[2]
        == "1 playthrough, which holds.\n"
    )


def test_what_does_not_hold_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.playthrough.yaml").write_text(
        GOOD.replace("text: [Bea]", "energy: 99, text: ['no, no']"), encoding="utf-8"
    )
    code, out, err = run("test", capsys=capsys)
    assert (code, err) == (1, "3 playthroughs, of which 1 does not hold.\n")
    lines = out.split("\n")
    assert lines[:5] == [
        "DOES NOT HOLD  bad.playthrough.yaml",
        "holds  monday.playthrough.yaml",
        "holds  deep/tuesday.playthrough.yaml",
        "",
        "bad.playthrough.yaml:5:50",
    ]
    assert lines[5].startswith("    5 | expect: {seen:")
    assert lines[6] == "      | " + " " * 49 + "^^"
    assert lines[7] == "  expected  energy 99"
    assert "      | " + " " * 60 + "^" * len("'no, no'") in lines
    assert "The last that was read:" in lines
    assert max(len(line) for line in lines) <= 80


def test_a_choice_that_is_not_open_names_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.playthrough.yaml").write_text(
        "play: first_day\nchoices:\n  - find_bea\n  - listen_for_an_our\n", encoding="utf-8"
    )
    _, out, _ = run("test", "bad.playthrough.yaml", capsys=capsys)
    assert (
        "bad.playthrough.yaml:4:5\n    4 |   - listen_for_an_our\n      |     ^^^^^^^^^^^^^^^^^\n"
        in out
    )
    assert "  help      Did you mean listen_for_an_hour?\n" in out
    assert "choices: find_bea\n" in out


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.playthrough.yaml").write_text(
        "play: first_day\nexpect: {energy: 99}\n", encoding="utf-8"
    )
    (folder / "odd.playthrough.yaml").write_text("play: nowhere\n", encoding="utf-8")
    code, out, _ = run("test", "--json", capsys=capsys)
    bad, good, odd, deep = json.loads(out)
    assert code == 1
    assert [each["holds"] for each in (bad, good, odd, deep)] == [False, True, False, True]
    assert bad["misses"][0] | {"got": ""} == {
        "expected": "energy 99",
        "got": "",
        "line": 2,
        "column": 18,
    }
    assert odd["error"].startswith("odd.playthrough.yaml:1: nowhere does not load.")
    assert good["result"]["choices"][0] == "find_bea"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"pley: first_day\n", "Did you mean `play`?"),
        (b"play: nowhere\n", "There is no pack or file called nowhere."),
        (
            b"play: first_day\nstart: mondy\n",
            "first_day has no start or player called mondy. Did you mean monday?",
        ),
        (
            b"play: first_day\nthen: nobody\n",
            "first_day has no start or player called nobody. There are:",
        ),
        (b"play: first_day\nchoices: [", "bracket is opened here and not closed"),
        (b"\x00\xff\xfe", "odd.playthrough.yaml:1:1"),
        (b"play: first_day\nchoices: {a: b}\n", "odd.playthrough.yaml:2"),
        (b"play: " + b"x" * 1_200_000, "odd.playthrough.yaml:1:1"),
    ],
)
def test_a_file_that_cannot_be_played_says_why(
    folder: Path, content: bytes, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "odd.playthrough.yaml").write_bytes(content)
    code, out, err = run("test", "odd.playthrough.yaml", capsys=capsys)
    assert (code, err) == (1, "1 playthrough, which does not hold.\n")
    assert says in out
    assert out.startswith("cannot be played  odd.playthrough.yaml\n")
    assert "Traceback" not in out + err


@pytest.mark.parametrize("named", [["nowhere"], ["empty"], ["monday.yaml"]])
def test_nothing_to_test_is_wrong_usage(
    folder: Path, named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    (folder / "monday.yaml").touch()
    code, out, err = run("test", *named, capsys=capsys)
    assert (code, out) == (2, "")
    assert (
        f"There is no playthrough (a file that ends in .playthrough.yaml) at or below {named[0]}."
        in err
    )


def test_a_folder_with_a_playthroughs_name_is_looked_into(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "odd.playthrough.yaml").mkdir()
    (folder / "odd.playthrough.yaml" / "in.playthrough.yaml").write_text(GOOD, encoding="utf-8")
    assert run("test", "odd.playthrough.yaml", capsys=capsys)[0] == 0


@pytest.mark.parametrize(
    "name", ["friday.playthrough.yml", "friday.Playthrough.YAML", "friday.playthrough.yaml.txt"]
)
def test_a_playthrough_with_another_ending_is_named(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "deep" / name).write_text("play: [", encoding="utf-8")
    code, _, err = run("test", capsys=capsys)
    assert (code, err) == (
        0,
        (
            f"deep/{name} is not played: call it friday.playthrough.yaml.\n2 playthroughs, and all"
            " hold.\n"
        ),
    )
    assert (
        f"deep/{name} is not played: call it friday.playthrough.yaml."
        in run("test", f"deep/{name}", capsys=capsys)[2]
    )
