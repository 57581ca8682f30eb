"""`pmsim packs`: adding, listing, removing, each with its code and its streams."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsim.cli.commands import pmsim
from tests.store.test_packs import a_pack, extending


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMSIM_PACKS", str(tmp_path / "packs"))


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(pmsim, words, input=typed)


def listed() -> list[dict[str, object]]:
    return list(json.loads(run("packs", "list", "--json").stdout))


def test_a_zip_is_added_played_listed_and_removed(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    with zipfile.ZipFile("mine.zip", "w") as out:
        for file in folder.rglob("*.yaml"):
            out.write(file, f"mine/{file.relative_to(folder)}")
        out.writestr("mine/install.sh", "rm -rf /")
    said = run("packs", "add", "mine.zip")
    assert (said.exit_code, said.stdout) == (0, "small\n")
    assert "Left behind: mine/install.sh." in said.stderr
    assert "pmsim play small" in said.stderr
    assert run("run", "small", "--then", "first", "--json").exit_code == 0
    row = listed()[-1]
    assert (row["name"], row["title"], row["from"], row["scenarios"], row["problem"]) == (
        "small",
        "A small pack",
        "added",
        1,
        "",
    )
    assert row["folder"] == str(tmp_path / "packs" / "small")
    assert run("packs", "add", "mine.zip").exit_code == 1
    assert run("packs", "add", "mine.zip", "--force").exit_code == 0
    assert run("packs", "remove", "small", typed="n\n").exit_code == 1
    assert len(listed()) == 3
    assert run("packs", "remove", "small", typed="y\n").exit_code == 0
    assert [row["name"] for row in listed()] == ["first_day", "the_long_game"]


def test_the_list_in_words() -> None:
    lines = run("packs", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["first_day", "the_long_game"]
    assert "First Day 1.0.0, 3 scenarios, comes with pmsim" in lines[0]


def test_one_broken_pack_does_not_break_the_list(tmp_path: Path) -> None:
    a_pack(tmp_path / "packs" / "small")
    extending(tmp_path / "packs" / "mine", "nowhere_at_all")
    (tmp_path / "packs" / "void").mkdir()
    (tmp_path / "packs" / "void" / "pack.yaml").write_bytes(b"\xff\x00")
    assert [bool(row["problem"]) for row in listed()] == [False, False, True, False, True]
    said = run("packs", "list")
    assert said.exit_code == 0
    assert "mine           does not load: 1 error; pmsim check" in said.stdout
    assert "A small pack" in said.stdout


def test_a_pack_with_errors_is_refused_with_the_report(tmp_path: Path) -> None:
    (a_pack(tmp_path / "mine") / "days" / "main.yaml").write_text(
        "language: 1\ntitle: M\nscenes: {a: {txt: B.}}\n", encoding="utf-8"
    )
    said = run("packs", "add", "mine")
    assert said.exit_code == 1
    assert "days/main.yaml:3:14 PM201" in said.stderr
    assert "does not load, so it was not added" in said.stderr
    assert not Path("packs").exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("add", "nowhere"), 2, "There is no folder or zip called nowhere"),
        (("add", "."), 1, "There is no pack.yaml"),
        (("remove", "first_day"), 2, "comes with pmsim"),
        (("remove", "nobody\x1b[2J"), 2, "nobody\\u{1b}[2J"),
        (("remove", "../saves", "--yes"), 2, "You have added no pack called"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    words: tuple[str, ...], code: int, sentence: str
) -> None:
    said = run("packs", *words)
    assert said.exit_code == code
    assert sentence in " ".join(said.stderr.split())
    assert "\x1b" not in said.stderr
    assert said.stdout == ""


def test_locate_says_where_they_are(tmp_path: Path) -> None:
    assert run("locate", "packs").stdout == f"{tmp_path / 'packs'}\n"


def test_what_is_left_behind_is_named_with_the_name_it_should_have(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (folder / "late.yml").write_text("x", encoding="utf-8")
    for number in range(12):
        (folder / f"picture_{number:02}.png").write_text("x", encoding="utf-8")
    said = run("packs", "add", str(folder)).stderr
    assert "Left behind: late.yml (call it late.yaml), picture_00.png, " in said
    assert "picture_06.png, 5 more." in said
