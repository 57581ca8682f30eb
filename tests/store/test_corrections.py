"""The player's own words on the grid: kept beside the settings, for every career of a pack."""

from pathlib import Path

import pytest

from pmsim.play.session import Session
from pmsim.store.career import Career
from pmsim.store.corrections import CORRECTIONS_FILE, read_corrections, write_corrections
from pmsim.store.errors import NotSavedError
from pmsim.store.saves import SaveFolder
from tests.small import small

MAIN = "scenes: {day: {text: Monday., choices: [{id: wait, label: Wait.}]}}\n"


def test_what_is_written_is_read_for_its_own_pack(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    assert read_corrections(folder, "small") == {}
    write_corrections(folder, "small", {"craft": "less"})
    write_corrections(folder, "other", {"craft": "more"})
    assert read_corrections(folder, "small") == {"craft": "less"}
    write_corrections(folder, "small", {})
    assert read_corrections(folder, "small") == {}
    assert read_corrections(folder, "other") == {"craft": "more"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b'{"small": 3}', b'{"small": {"craft": "much", "vision": 3}}', b"\xff"],
)
def test_a_broken_file_counts_as_none_and_is_replaced(content: bytes, tmp_path: Path) -> None:
    (tmp_path / CORRECTIONS_FILE).write_bytes(content)
    assert read_corrections(tmp_path, "small") == {}
    write_corrections(tmp_path, "small", {"craft": "less"})
    assert read_corrections(tmp_path, "small") == {"craft": "less"}


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"")
    with pytest.raises(NotSavedError):
        write_corrections(tmp_path / "config", "small", {"craft": "less"})


def test_a_word_carries_into_the_next_career(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMSIM_CONFIG", str(tmp_path / "config"))
    pack = small(main=MAIN)
    first = Career.begin(pack, SaveFolder(tmp_path / "saves"))
    first.correct_interest("craft", "less")
    first.correct_interest("vision", "more")
    first.correct_interest("vision", "")
    second = Career(Session(pack, seed=2), SaveFolder(tmp_path / "saves"), "", None)
    assert second.interests() == {"craft": "less"}
