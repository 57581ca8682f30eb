"""`pmsim debrief`: its formats, its options, and what it says when it cannot."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsim import Session, load_pack
from pmsim.cli.commands import pmsim
from pmsim.play.savefile import write_save
from pmsim.store.corrections import write_corrections
from pmsim.ui.headless import play_choices
from pmsim.ui.present.roads import RoadRequest
from tests.small import played, small

QUICK = ("--without-turning-points",)
SAMPLE = Path(__file__).parents[2] / "saves" / "samples" / "fumes.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of saves with one career in it."""
    shutil.copy(SAMPLE, tmp_path / "the_long_game-1.json")
    return tmp_path


def invoke(folder: Path, *words: str) -> Result:
    environment = {"PMSIM_SAVES": str(folder), "PMSIM_CONFIG": str(folder / "config")}
    return CliRunner(env=environment).invoke(pmsim, ["debrief", *words, *QUICK])


def test_a_save_is_named_as_elsewhere(folder: Path) -> None:
    by_name = invoke(folder, "the_long_game-1")
    assert by_name.exit_code == 0
    assert by_name.stdout.startswith("# The Long Game: Fumes\n")
    assert invoke(folder, str(folder / "the_long_game-1.json")).stdout == by_name.stdout
    assert invoke(folder, "the_long_game-1", "--saves", str(folder)).stdout == by_name.stdout


def test_every_format_has_its_form(folder: Path) -> None:
    assert json.loads(invoke(folder, "the_long_game-1", "--format", "json").stdout)["format"] == 1
    page = invoke(folder, "the_long_game-1", "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert invoke(folder, "the_long_game-1", "--format", "pdf").exit_code == 2


def test_turning_points_are_looked_for_unless_told_otherwise(folder: Path) -> None:
    career = Session(load_pack("first_day"), seed=5)
    play_choices(career, (), "random")
    path = folder / "first_day-1.json"
    path.write_text(write_save(career, 1), encoding="ascii")
    quick = json.loads(invoke(folder, str(path), "--format", "json").stdout)
    assert (quick["turning_points"], quick["roads_note"]) == ([], "")
    environment = {"PMSIM_CONFIG": str(folder / "config")}
    words = ["debrief", str(path), "--format", "json"]
    whole = json.loads(CliRunner(env=environment).invoke(pmsim, words).stdout)
    assert bool(whole["turning_points"]) != bool(whole["roads_note"])
    for road in whole["turning_points"]:
        assert road["choice"]["label"] != road["other"]
        assert re.search(r"Of twenty lives that took it, \w+ came to “.+”;", road["sentence"])
        for figures in (road["taken_road"], road["other_road"]):
            assert figures["lives"] > 3
            assert sum(share for _, share in figures["ends"]) == pytest.approx(1, abs=0.02)


def test_it_goes_into_a_file(folder: Path) -> None:
    said = invoke(folder, "the_long_game-1", "--format", "html", "--out", str(folder / "me.html"))
    assert (said.stdout, said.stderr.splitlines()[-1]) == ("", f"Written: {folder / 'me.html'}")
    assert (folder / "me.html").read_text(encoding="utf-8").endswith("</html>\n")


def test_the_players_word_is_read(folder: Path) -> None:
    write_corrections(folder / "config", "the_long_game", {"money": "less"})
    assert "| less (yours) | arrange not to need |" in invoke(folder, "the_long_game-1").stdout


def test_a_life_is_chosen(folder: Path) -> None:
    assert invoke(folder, "the_long_game-1", "--life", "1").exit_code == 0
    said = invoke(folder, "the_long_game-1", "--life", "9")
    assert said.exit_code == 2
    assert "This career has" in said.stderr


def test_a_save_of_a_pack_that_is_not_here(folder: Path) -> None:
    career = played(small(main="scenes: {day: {text: M., choices: [{id: wait, label: W.}]}}\n"))
    (folder / "small-1.json").write_text(write_save(career, 1), encoding="ascii")
    said = invoke(folder, "small-1")
    assert said.exit_code == 1
    assert "lived in the pack small, which does not load here." in said.stderr
    assert "`pmsim packs add FOLDER`" in said.stderr


def test_a_save_of_a_newer_story_is_read_and_said(folder: Path) -> None:
    newer = replace(load_pack("first_day"), version="99.0")
    (folder / "first_day-1.json").write_text(write_save(Session(newer), 1), encoding="ascii")
    said = invoke(folder, "first_day-1")
    assert said.exit_code == 0
    assert "This career was lived in version 99.0" in said.stderr
    assert "## What now" in said.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere",), "There is no save called nowhere"),
        (("../no where",), "There is no file ../no where"),
        (("broken",), "does not load"),
        (("the_long_game-1", "--out", "/nowhere/at/all.md"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], sentence: str, folder: Path) -> None:
    (folder / "broken.json").write_bytes(b"{")
    said = invoke(folder, *words)
    assert said.exit_code in (1, 2)
    assert sentence in said.stderr
    assert "Traceback" not in said.output


def test_the_seed_gives_the_lives_other_luck(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []

    def find(request: RoadRequest, _: object) -> tuple[()]:
        seeds.append(request.seed)
        return ()

    monkeypatch.setattr(RoadRequest, "find", find)
    for words in ((), ("--seed", "7"), ("--seed", str(2**64 - 1))):
        CliRunner(env={"PMSIM_SAVES": str(folder)}).invoke(
            pmsim, ["debrief", "the_long_game-1", *words]
        )
    assert seeds == [1, 7, 2**64 - 1]
    assert invoke(folder, "the_long_game-1", "--seed", "-1").exit_code == 2


def test_ctrl_c_leaves_the_turning_points_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(RoadRequest, "find", find)
    environment = {"PMSIM_SAVES": str(folder), "PMSIM_CONFIG": str(folder / "config")}
    said = CliRunner(env=environment).invoke(pmsim, ["debrief", "the_long_game-1"])
    assert said.exit_code == 0
    assert "Stopped: the turning points are left out." in said.stderr
    assert said.stdout == invoke(folder, "the_long_game-1").stdout
