"""Which files belong together, and which are none of ours."""

from pathlib import Path

import pytest

from pmsim.authoring.lsp.analysis import PackLocation, locate_pack, read_files


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ti",
        "title: x",
        "language: 1\n",
        "# a story\n\ntitle: x\n",
        "scenes:\n  a: {}\nnonsense: 1\n",
        "pack: mine\n",
        "play: office\n",
    ],
)
def test_a_file_that_may_be_ours_is_understood_with_the_shipped_pack(
    tmp_path: Path, text: str
) -> None:
    assert locate_pack(tmp_path / "mine.yaml", text) == PackLocation(tmp_path, "mine.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "services: {}\n",
        "- hosts: all\n",
        "on: push\ntitle: x\n",
        "name: CI\n",
        "title: x\nservices:\n  a: b\n",
    ],
)
def test_other_peoples_yaml_is_left_alone(tmp_path: Path, text: str) -> None:
    assert locate_pack(tmp_path / "mine.yaml", text) is None


@pytest.mark.parametrize("path", ["mine.txt", "mine.yml", ".hidden/mine.yaml", ".mine.yaml"])
def test_in_a_pack_only_its_yaml_files_are_ours(tmp_path: Path, path: str) -> None:
    (tmp_path / "pack.yaml").write_text("pack: mine\n")
    assert locate_pack(tmp_path / path, "scenes:\n") is None
    assert locate_pack(tmp_path / "more" / "mine.yaml", "services: {}\n") == PackLocation(tmp_path)


def test_paths_that_cannot_be_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    assert locate_pack(Path("/\0/mine.yaml"), "scenes:\n") is None
    assert locate_pack(tmp_path / "round" / "mine.yaml", "scenes:\n") is None


def test_what_is_open_is_laid_over_what_is_on_disk(tmp_path: Path) -> None:
    for name in ("pack.yaml", "a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"{name} on disk")
    files = read_files(
        PackLocation(tmp_path), {tmp_path / "a.yaml": "a, open", tmp_path / "c.yaml": "new \ud800"}
    )
    assert dict(files.pack.own_files) == {
        "pack.yaml": b"pack.yaml on disk",
        "a.yaml": b"a, open",
        "b.yaml": b"b.yaml on disk",
        "c.yaml": b"new ?",
    }
    assert set(files.reported) == set(files.pack.own_files)


def test_a_file_alone_takes_the_place_of_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    home = PackLocation(tmp_path, "the_date.yaml")
    files = read_files(home, {tmp_path / "the_date.yaml": "mine"})
    assert files.reported == {"the_date.yaml"}
    assert [name for name in files.pack.own_files if name.endswith("the_date.yaml")] == [
        "the_date.yaml"
    ]
    assert home.path_of("pack.yaml").parts[-2:] == ("the_long_game", "pack.yaml")
    assert home.path_of("the_date.yaml") == tmp_path / "the_date.yaml"
