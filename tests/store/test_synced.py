"""What has a file's final name is on the platters: its bytes are synced before it is renamed,
and its folder afterwards."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsim.lang.rules.example import EXAMPLE_FILES
from pmsim.store.atomic import Disk, write_atomically, write_preserving_links
from pmsim.store.author_files import create_author_file, overwrite_author_file
from pmsim.store.career import Career
from pmsim.store.installed_packs import add_pack
from pmsim.store.saves import SaveFolder
from tests import tiny


class Platters:
    """What the system has been asked to bring to the disk: files by their number and size,
    folders by their number."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.synced: set[tuple[int, int]] = set()
        self.folders: set[int] = set()
        self.renamed = 0
        really, rename = os.fsync, Disk.replace

        def fsync(handle: int) -> None:
            status = os.fstat(handle)
            self.synced.add((status.st_ino, status.st_size))
            self.folders.discard(status.st_ino)
            really(handle)

        def replace(disk: Disk, path: Path, other: Path) -> None:
            for file in path.rglob("*") if path.is_dir() else [path]:
                assert file.is_dir() or self.has(file), (
                    f"{file.name} is renamed before its bytes are synced"
                )
            rename(disk, path, other)
            self.folders.add(other.parent.stat().st_ino)
            self.renamed += 1

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(Disk, "replace", replace)

    def has(self, file: Path) -> bool:
        """Whether the whole of a file would be there after the power failed."""
        status = file.stat()
        return (status.st_ino, status.st_size) in self.synced


@pytest.fixture
def platters(monkeypatch: pytest.MonkeyPatch) -> Platters:
    return Platters(monkeypatch)


def write_anew(path: Path, new: bytes) -> None:
    write_atomically(Disk(), path, new)


def write_through_a_link(path: Path, new: bytes) -> None:
    write_preserving_links(Disk(), path, new)


@pytest.mark.parametrize("write", [write_anew, write_through_a_link, overwrite_author_file])
def test_a_file_is_synced_before_it_replaces_another(
    platters: Platters, tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    write(file, b"new and longer")
    assert (platters.renamed, platters.folders, platters.has(file)) == (1, set(), True)


def test_a_new_file_of_an_author_is_synced(platters: Platters, tmp_path: Path) -> None:
    create_author_file(tmp_path / "deep" / "file", b"new")
    assert platters.has(tmp_path / "deep" / "file")


def test_every_save_is_synced_before_it_has_its_name(platters: Platters, tmp_path: Path) -> None:
    with Career.begin(tiny.pack(), SaveFolder(tmp_path, Disk()), seed=5) as career:
        for _ in range(3):
            career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    assert platters.renamed >= 3
    assert platters.folders == set()
    assert all(platters.has(file) for file in tmp_path.glob("*.json"))


def test_every_file_of_an_added_pack_is_synced(platters: Platters, tmp_path: Path) -> None:
    mine = tmp_path / "example"
    mine.mkdir()
    for name, text in EXAMPLE_FILES.items():
        (mine / name).write_text(text, encoding="utf-8")
    add_pack(mine, tmp_path / "packs")
    assert (platters.renamed, platters.folders) == (1, set())
    assert all(platters.has(file) for file in (tmp_path / "packs" / "example").rglob("*.yaml"))
