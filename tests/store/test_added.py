"""Packs that a user adds: there whole or not at all, whenever it ends, and never in the place of
another unasked."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsim.lang.diagnostics import PackError
from pmsim.store.atomic import Disk
from pmsim.store.installed_packs import LOCK, add_pack, recover_interrupted, remove_pack
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import NoPackError, added_packs, find_pack
from tests.store.disks import Killed, Quick
from tests.store.test_packs import a_pack, extending


class Dead(Quick):
    """From step `at` on nothing works any more, as if the machine had been switched off; or it
    fails once, with `number`."""

    def __init__(self, at: int, number: int = 0) -> None:
        self.at, self.number, self.steps = at, number, 0

    def _step(self) -> None:
        self.steps += 1
        if self.number and self.steps == self.at:
            raise OSError(self.number, "no")
        if not self.number and self.steps >= self.at:
            raise Killed

    def make_folder(self, folder: Path) -> None:
        self._step()
        super().make_folder(folder)

    def create(self, path: Path) -> int:
        self._step()
        return super().create(path)

    def write(self, handle: int, content: bytes) -> None:
        self._step()
        super().write(handle, content[: len(content) // 2])
        self._step()
        super().write(handle, content[len(content) // 2 :])

    def replace(self, path: Path, other: Path) -> None:
        self._step()
        super().replace(path, other)

    def clear(self, path: Path) -> None:
        self._step()
        super().clear(path)

    def names(self, folder: Path) -> list[str]:
        self._step()
        return super().names(folder)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMSIM_PACKS", str(tmp_path / "packs"))
    return tmp_path / "packs"


def titled(path: Path, title: str) -> Path:
    """A pack that says who it is; its id is `small`."""
    a_pack(path)
    pack = path / "pack.yaml"
    pack.write_text(
        pack.read_text(encoding="utf-8").replace("title: A small pack", f"title: {title}"),
        encoding="utf-8",
    )
    return path


def test_an_added_pack_is_played_by_its_name(tmp_path: Path, folder: Path) -> None:
    name, parcel = add_pack(a_pack(tmp_path / "anything"), folder)
    assert (name, set(parcel.files)) == ("small", {"pack.yaml", "days/main.yaml"})
    assert added_packs() == ("small",)
    assert find_pack("small") == folder / "small"
    assert load_pack("small").id == "small"
    with pytest.raises(NoPackError, match="Did you mean small"):
        find_pack("small_")
    remove_pack("small", folder)
    assert added_packs() == ()
    with pytest.raises(NoPackError):
        load_pack("small")


def test_a_pack_is_replaced_only_on_purpose(tmp_path: Path, folder: Path) -> None:
    add_pack(titled(tmp_path / "one", "One"), folder)
    two = titled(tmp_path / "two", "Two")
    with pytest.raises(NoPackError, match="--force"):
        add_pack(two, folder)
    assert load_pack("small").title == "One"
    (folder / "small" / "mine.yaml").write_text("left over", encoding="utf-8")
    add_pack(two, folder, force=True)
    assert load_pack("small").title == "Two"
    assert sorted(path.name for path in folder.iterdir()) == [LOCK, "small"]
    assert not (folder / "small" / "mine.yaml").exists()


def test_a_shipped_name_is_taken(tmp_path: Path, folder: Path) -> None:
    pack = a_pack(tmp_path / "mine") / "pack.yaml"
    pack.write_text(
        pack.read_text(encoding="utf-8").replace("pack: small", "pack: first_day"), encoding="utf-8"
    )
    with pytest.raises(NoPackError, match="comes with pmsim"):
        add_pack(tmp_path / "mine", folder, force=True)
    (folder / "first_day").mkdir(parents=True)
    (folder / "first_day" / "pack.yaml").write_text("pack: first_day\n", encoding="utf-8")
    assert load_pack("first_day").title == "First Day"


def test_what_does_not_load_is_not_added(tmp_path: Path, folder: Path) -> None:
    a_pack(tmp_path / "mine")
    (tmp_path / "mine" / "days" / "main.yaml").write_text(
        "scenes: {a: {txt: B.}}\n", encoding="utf-8"
    )
    with pytest.raises(PackError, match=r"days/main\.yaml"):
        add_pack(tmp_path / "mine", folder)
    assert not folder.exists()


@pytest.mark.parametrize("said", ["", "pack: ../evil\n", "pack: [a]\n", "pack: Small\n", "]"])
def test_an_id_is_an_id(said: str, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.yaml").write_text(said, encoding="utf-8")
    with pytest.raises(NoPackError, match="does not say"):
        add_pack(tmp_path / "mine", folder)


def test_an_added_pack_may_extend_an_added_pack(tmp_path: Path, folder: Path) -> None:
    more = extending(tmp_path / "more", "small")
    with pytest.raises(PackError, match="PM215"):
        add_pack(more, folder)
    add_pack(a_pack(tmp_path / "small_one"), folder)
    add_pack(more, folder)
    assert load_pack("more").scenarios.keys() == {"main"}


def ends(folder: Path, work: Callable[[Disk], object], number: int) -> list[str]:
    """The titles of the pack `small` ('' for none) that are seen after the work has ended at
    each of its steps."""
    seen = []
    for at in range(1, 200):
        disk = Dead(at, number)
        try:
            work(disk)
        except (Killed, NoPackError):
            pass
        else:
            if disk.steps < at:
                return seen
        recover_interrupted(folder)
        seen.append(load_pack("small").title if "small" in added_packs() else "")
        assert (
            [path.name for path in folder.iterdir() if path.name not in (LOCK, "small")] == []
            if folder.exists()
            else True
        )
    raise AssertionError("it never ends")


@pytest.mark.parametrize("number", [0, errno.ENOSPC, errno.EIO])
def test_an_interrupted_add_leaves_all_or_nothing(
    number: int, tmp_path: Path, folder: Path
) -> None:
    one, two = titled(tmp_path / "one", "One"), titled(tmp_path / "two", "Two")

    def first(disk: Disk) -> None:
        Disk().clear(folder)
        add_pack(one, folder, disk=disk)

    seen = ends(folder, first, number)
    assert len(seen) > 8
    assert set(seen) <= {"", "One"}

    def second(disk: Disk) -> None:
        Disk().clear(folder)
        add_pack(one, folder)
        add_pack(two, folder, force=True, disk=disk)

    assert set(ends(folder, second, number)) == {"One", "Two"}

    def away(disk: Disk) -> None:
        Disk().clear(folder)
        add_pack(one, folder)
        remove_pack("small", folder, disk=disk)

    assert set(ends(folder, away, number)) <= {"One", ""}


def test_two_at_once_do_not_meet(tmp_path: Path, folder: Path) -> None:
    class Taken(Quick):
        def lock(self, path: Path) -> None:
            return None

    with pytest.raises(NoPackError, match="just now"):
        add_pack(a_pack(tmp_path / "one"), folder, disk=Taken())


def test_a_link_among_them_is_removed_and_not_followed(tmp_path: Path, folder: Path) -> None:
    mine = a_pack(tmp_path / "mine")
    folder.mkdir()
    (folder / "small").symlink_to(mine)
    assert added_packs() == ("small",)
    remove_pack("small", folder)
    assert (mine / "pack.yaml").is_file()
    assert not (folder / "small").is_symlink()


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    with pytest.raises(NoPackError, match="cannot be written"):
        add_pack(a_pack(tmp_path / "one"), folder)
