"""Rows in a file: whole or not there, and never a traceback."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.store.author_files import CsvWriter
from pmsim.store.packs import NoPackError


def read(path: Path) -> list[list[str]]:
    """The rows of a file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\r")),
            min_size=2,
            max_size=2,
        )
    )
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with CsvWriter(path, ("a", "b")) as out:
        out.add_rows(rows)
    assert read(path) == [["a", "b"], *rows]


def test_the_file_is_there_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("old\n", encoding="utf-8")
    with CsvWriter(path, ("a",)) as out:
        out.add_rows([[1]])
        assert path.read_text(encoding="utf-8") == "old\n"
    assert read(path) == [["a"], ["1"]]
    assert [one.name for one in tmp_path.iterdir()] == ["rows.csv"]


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("old\n", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), CsvWriter(path, ("a",)) as out:
        out.add_rows([[1 // 0]])
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["rows.csv"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old\n", encoding="utf-8")
    link.symlink_to(real)
    with CsvWriter(link, ("a",)):
        pass
    assert link.is_symlink()
    assert read(real) == [["a"]]


def test_a_pipe_is_written_straight_to(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with CsvWriter(path, ("a",)) as out:
        out.add_rows([[7]])
    assert os.read(reading, 100) == b"a\n7\n"
    os.close(reading)
    assert path.is_fifo()


@pytest.mark.parametrize(
    ("name", "why"), [(".", "it is a folder"), ("none/rows.csv", "no such file or directory")]
)
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(NoPackError, match=why):
        CsvWriter(tmp_path / name, ("a",))


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.csv"
    out = CsvWriter(path, ("a",))

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(out._file, "flush", full)
    with (
        pytest.raises(NoPackError, match=r"rows\.csv cannot be written: no space left on device"),
        out,
    ):
        out.add_rows([[1]])
    assert list(tmp_path.iterdir()) == []
