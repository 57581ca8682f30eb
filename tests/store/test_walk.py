"""Folders of other people's things, and hidden files: no pack, no playthrough and no file of a
pack is looked for in them."""

import venv
from pathlib import Path

import pytest

from pmsim.cli.test import find_misnamed, find_playthroughs
from pmsim.lang.rules.example import EXAMPLE_FILES
from pmsim.store.folders import walk
from pmsim.store.installed_packs import read_pack_archive
from pmsim.store.packs import find_packs_below, find_scenario_file, list_files, read_folder
from tests.cli.test_main import run

INSTALLED = [
    ".venv",
    "real_environment",
    "env",
    "conda",
    "venv/lib/site-packages",
    "node_modules",
    "a/node_modules/b",
    "__pycache__",
    ".git",
]
BUILT = ["build/lib", "dist", "venv", "CVS", "mine-1.0.egg"]


def put(folder: Path) -> Path:
    """The example pack with a playthrough that would be read, and one that has another ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in EXAMPLE_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("one.playthrough.yaml", "two.playthrough.yml"):
        (folder / name).write_text("play: example\n", encoding="utf-8")
    return folder


def other_people(root: Path, name: str) -> None:
    """A folder of other people's things, with a copy of the pack in it."""
    if name == "real_environment":
        venv.create(root / name, with_pip=False)
    put(root / name)
    if name == "env":
        (root / name / "pyvenv.cfg").touch()
    if name == "conda":
        (root / name / "conda-meta").mkdir()
        (root / name / "conda-meta" / "history").touch()


@pytest.mark.parametrize("name", INSTALLED + BUILT)
def test_beside_a_pack_they_are_passed_over(tmp_path: Path, name: str) -> None:
    mine = put(tmp_path / "mine")
    other_people(tmp_path, name)
    assert find_packs_below(tmp_path) == [mine]
    assert list(find_playthroughs(tmp_path)) == [mine / "one.playthrough.yaml"]
    assert [file for file, _ in find_misnamed(tmp_path)] == [mine / "two.playthrough.yml"]


@pytest.mark.parametrize("name", INSTALLED)
def test_inside_a_pack_they_are_none_of_it(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = put(tmp_path / "mine")
    (mine / "two.playthrough.yml").unlink()
    files = read_folder(mine)
    (mine / "README.md").touch()
    (mine / "._README.md").touch()
    other_people(mine, name)
    assert read_folder(mine) == files
    assert run("check", str(mine), capsys=capsys)[0] == 0
    parcel = read_pack_archive(mine)
    assert (parcel.files, parcel.skipped) == ({**files, "README.md": b""}, ())


@pytest.mark.parametrize("name", BUILT)
def test_a_story_may_call_its_folder_so(tmp_path: Path, name: str) -> None:
    mine = put(tmp_path / "mine")
    put(mine / name)
    assert set(read_folder(mine)) == {
        *EXAMPLE_FILES,
        "one.playthrough.yaml",
        *(f"{name}/{file}" for file in (*EXAMPLE_FILES, "one.playthrough.yaml")),
    }


@pytest.mark.parametrize("name", INSTALLED + BUILT)
def test_a_folder_that_was_named_is_entered(tmp_path: Path, name: str) -> None:
    other_people(tmp_path, name)
    assert list(find_playthroughs(tmp_path / name)) == [tmp_path / name / "one.playthrough.yaml"]
    assert find_packs_below(tmp_path / name) == [tmp_path / name]


def test_hidden_files_are_not_there(tmp_path: Path) -> None:
    mine = put(tmp_path / "mine")
    before = list(list_files(mine))
    for name in (*EXAMPLE_FILES, "one.playthrough.yaml", "two.playthrough.yml"):
        (mine / f"._{name}").write_bytes(b"\0\5\26\7\0\2\0\0Mac OS X")
        (mine / f".{name}").write_text("other: [", encoding="utf-8")
    assert list(list_files(mine)) == before
    assert list(find_playthroughs(mine)) == [mine / "one.playthrough.yaml"]
    assert find_packs_below(tmp_path) == [mine]


def test_what_is_not_there_has_nothing_below_it(tmp_path: Path) -> None:
    assert list(walk(tmp_path / "nothing")) == []


def test_a_scenario_is_found_among_the_files_of_its_pack(tmp_path: Path) -> None:
    mine = put(tmp_path / "mine")
    name = next(Path(file).stem for file in EXAMPLE_FILES if file != "pack.yaml")
    put(mine / "a" / "node_modules")
    assert find_scenario_file(mine, name) == mine / f"{name}.yaml"
    assert find_scenario_file(mine, "nowhere") is None
