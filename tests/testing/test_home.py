"""Which pack a repository is about."""

from pathlib import Path

import pytest

from pmsim.lang.rules.example import EXAMPLE_FILES
from pmsim.testing.playthrough_runner import NoTestPackError, PackCache, pack_for_test


def put(root: Path, *folders: str) -> None:
    for folder in folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
        for name, text in EXAMPLE_FILES.items():
            own = text.replace("pack: example", f"pack: {Path(folder).name}")
            (root / folder / name).write_text(own, encoding="utf-8")


def test_the_nearest_above_goes_first(tmp_path: Path) -> None:
    put(tmp_path, "one", "two")
    (tmp_path / "one" / "tests").mkdir()
    assert pack_for_test(tmp_path / "one" / "tests" / "test_it.py", tmp_path) == str(
        tmp_path / "one"
    )


def test_else_the_only_one_there_is_of_ones_own(tmp_path: Path) -> None:
    put(tmp_path, "story", "story/inner", ".venv/lib/pack", "env/pack", "node_modules/pack")
    (tmp_path / "env" / "pyvenv.cfg").touch()
    assert pack_for_test(tmp_path / "tests" / "test_it.py", tmp_path) == str(tmp_path / "story")


def test_else_it_must_be_told(tmp_path: Path) -> None:
    put(tmp_path, "one", "two")
    with pytest.raises(
        NoTestPackError, match=r"There are several packs: one, two\. Name one in the ini file"
    ):
        pack_for_test(tmp_path / "test_it.py", tmp_path)
    assert pack_for_test(tmp_path / "test_it.py", tmp_path, "two") == str(tmp_path / "two")
    assert pack_for_test(tmp_path / "test_it.py", tmp_path, "first_day") == "first_day"
    (tmp_path / "first_day").touch()
    assert pack_for_test(tmp_path / "test_it.py", tmp_path, "first_day") == "first_day"


def test_no_pack_at_all(tmp_path: Path) -> None:
    with pytest.raises(
        NoTestPackError,
        match=r"no pack.yaml above test_it.py, and none below .*\. Name one in the ini file",
    ):
        pack_for_test(tmp_path / "test_it.py", tmp_path)


def test_a_playthrough_finds_the_pack_that_it_names(tmp_path: Path) -> None:
    put(tmp_path, "one", "two", "first_day")
    packs = PackCache(tmp_path)
    assert packs.for_playthrough("two", tmp_path / "tests" / "a.playthrough.yaml").folder == str(
        tmp_path / "two"
    )
    assert packs.for_playthrough("one", tmp_path / "one" / "a.playthrough.yaml").folder == str(
        tmp_path / "one"
    )
    assert packs.for_playthrough("first_day", tmp_path / "a.playthrough.yaml").folder == str(
        tmp_path / "first_day"
    )
    assert (
        packs.for_playthrough("the_long_game", tmp_path / "a.playthrough.yaml").id
        == "the_long_game"
    )
    assert packs.load(str(tmp_path / "two")) is packs.for_playthrough(
        "two", tmp_path / "b.playthrough.yaml"
    )
