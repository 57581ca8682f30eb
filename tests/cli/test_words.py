"""`pmsim words`: tables for people, JSON for programs."""

import json
from pathlib import Path

import pytest

from tests.cli.test_main import run
from tests.cli.test_review import pack as reviewed_pack

pack = reviewed_pack


def test_the_words_of_a_pack(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("words", str(pack), "-n", "3", capsys=capsys)
    lines = out.split("\n")
    assert (code, err) == (0, "")
    assert lines[0].split() == [
        "scenario",
        "words",
        "scenes",
        "results",
        "labels",
        "locked",
        "rest",
    ]
    assert lines[1].split() == ["scene", "77", "35", "33", "9", "0", "0"]
    assert [line.split() for line in lines[3:5]] == [["ends", "6"], ["example", "83"]]
    assert lines[6:9] == [
        "Read in 3 careers from each start, choices by chance:",
        lines[7],
        lines[8],
    ]
    assert lines[8].split() == ["passed_over", "61", "61", "61"]
    assert max(len(line) for line in lines) <= 80


def test_one_file_has_its_own_words_only(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("words", str(pack / "scene.yaml"), capsys=capsys)
    assert "Read in" not in out
    assert len(out.strip().split("\n")) == 2


def test_json_and_the_pack_in_which_one_is(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pack)
    code, out, _ = run("words", "--format", "json", "-n", "2", capsys=capsys)
    (found,) = json.loads(out)
    assert code == 0
    assert found["name"] == "example"
    assert found["scenarios"] == {
        "scene": {"scenes": 35, "results": 33, "labels": 9, "locked": 0, "rest": 0}
    }
    assert found["read"] == [
        {"start": "passed_over", "least": 61, "mean": 61, "most": 61, "careers": 2}
    ]


def test_no_careers_are_played_if_none_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("words", "first_day", "-n", "0", capsys=capsys)
    assert "the_railway" in out
    assert "Read in" not in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["nowhere"], "no pack or file called nowhere"), (["first_day", "-n", "many"], "'many'")],
)
def test_what_cannot_be_counted(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("words", *arguments, capsys=capsys)
    assert (code, out) == (2, "")
    assert says in err


def test_the_prose_alone_has_the_numbers_of_its_lines(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("words", str(pack / "scene.yaml"), "--text", capsys=capsys)
    written = (pack / "scene.yaml").read_text(encoding="utf-8").split("\n")
    name, *lines = out.rstrip("\n").split("\n")
    assert (code, err, name) == (0, "", f"{pack / 'scene.yaml'}:")
    for line in lines:
        number, words = line.split(": ", 1)
        assert words.split()[0] in written[int(number) - 1]
    assert len(lines) > 5
