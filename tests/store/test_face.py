"""The face of a shipped pack: the same as its compiler reads, or nothing."""

from pathlib import Path

import pytest

from pmsim.store import folders as module
from pmsim.store.folders import PackTitle, read_pack_title
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import shipped_packs


@pytest.mark.parametrize("name", shipped_packs())
def test_the_face_is_what_the_compiler_reads(name: str) -> None:
    pack = load_pack(name)
    assert pack.premise
    assert read_pack_title(name) == PackTitle(pack.title, pack.premise)


@pytest.mark.parametrize(
    "name", ["nowhere", "", "../../etc", "x" * 300, "a\0b", "stories/mine.yaml"]
)
def test_what_is_no_shipped_pack_has_none(name: str) -> None:
    assert read_pack_title(name) == PackTitle()


@pytest.mark.parametrize(
    "written", ["title: 'A: B'", "title: |\n  A", "title: [A]", "  title: A", "#title: A"]
)
def test_what_is_written_otherwise_is_left_to_the_compiler(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text(
        f"{written}\npremise: You are here.\n", encoding="utf-8"
    )
    monkeypatch.setattr(module, "scenarios_folder", lambda: tmp_path)
    assert read_pack_title("own") == PackTitle("", "You are here.")
