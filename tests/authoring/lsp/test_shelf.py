"""Which files belong together, and which are none of ours."""

from pathlib import Path

import pytest

from pmsim.authoring.lsp.shelf import Home, files_of, home_of


@pytest.mark.parametrize(
    "text",
    ["", "ti", "title: x", "language: 1\n", "# a story\n\ntitle: x\n", "scenes:\n  a: {}\nnonsense: 1\n", "pack: mine\n", "play: office\n"],
)
def test_a_file_that_may_be_ours_is_understood_with_the_shipped_pack(tmp_path: Path, text: str) -> None:
    assert home_of(tmp_path / "mine.yaml", text) == Home(tmp_path, "mine.yaml")


@pytest.mark.parametrize(
    "text", ["services: {}\n", "- hosts: all\n", "on: push\ntitle: x\n", "name: CI\n", "title: x\nservices:\n  a: b\n"]
)
def test_other_peoples_yaml_is_left_alone(tmp_path: Path, text: str) -> None:
    assert home_of(tmp_path / "mine.yaml", text) is None


@pytest.mark.parametrize("path", ["mine.txt", "mine.yml", ".hidden/mine.yaml", ".mine.yaml"])
def test_in_a_pack_only_its_yaml_files_are_ours(tmp_path: Path, path: str) -> None:
    (tmp_path / "pack.yaml").write_text("pack: mine\n")
    assert home_of(tmp_path / path, "scenes:\n") is None
    assert home_of(tmp_path / "more" / "mine.yaml", "services: {}\n") == Home(tmp_path)


def test_paths_that_cannot_be_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    assert home_of(Path("/\0/mine.yaml"), "scenes:\n") is None
    assert home_of(tmp_path / "round" / "mine.yaml", "scenes:\n") is None


def test_what_is_open_is_laid_over_what_is_on_disk(tmp_path: Path) -> None:
    for name in ("pack.yaml", "a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"{name} on disk")
    files = files_of(Home(tmp_path), {tmp_path / "a.yaml": "a, open", tmp_path / "c.yaml": "new \ud800"})
    assert dict(files.own) == {"pack.yaml": b"pack.yaml on disk", "a.yaml": b"a, open", "b.yaml": b"b.yaml on disk", "c.yaml": b"new ?"}
    assert files.spoken == set(files.own)


def test_a_file_alone_takes_the_place_of_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    home = Home(tmp_path, "the_date.yaml")
    files = files_of(home, {tmp_path / "the_date.yaml": "mine"})
    assert files.spoken == {"the_date.yaml"}
    assert [name for name in files.own if name.endswith("the_date.yaml")] == ["the_date.yaml"]
    assert files.where("pack.yaml", home).parts[-2:] == ("the_long_game", "pack.yaml")
    assert files.where("the_date.yaml", home) == tmp_path / "the_date.yaml"
