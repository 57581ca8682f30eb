"""The packs that a user has added: one folder each, named by the pack's id. Adding and removing are
atomic.

An unfinished change has a folder whose name begins with a dot; `finish_interrupted` completes or
undoes it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pmsim.lang import Compiled, compile_pack
from pmsim.lang.characters import visible
from pmsim.lang.diagnostics import PackError
from pmsim.lang.schema.types import ID
from pmsim.store.atomic import Disk, write_new_file
from pmsim.store.author_files import writing
from pmsim.store.errors import system_reason
from pmsim.store.pack_archive import PackArchive, read_pack_archive
from pmsim.store.packs import (
    PACK_FILE,
    NoPackError,
    add_base_files,
    added_packs,
    declared_id,
    shipped_packs,
)

NEW_PREFIX, OLD_PREFIX, REMOVED_PREFIX = ".new.", ".old.", ".gone."
"""Prefixes of the folder names of a pack being written, a pack being replaced, and a pack being
removed."""
LOCK = ".lock"


def add_pack(
    path: Path, folder: Path, *, force: bool = False, disk: Disk | None = None
) -> tuple[str, PackArchive]:
    """Add the pack in `path`, a folder or a zip, to those of `folder`; return its id and its
    archive. `force`: replace an added pack of the same id.

    Raises PackError with every diagnostic if the pack does not load, NoPackError for any other
    obstacle; then nothing has changed."""
    disk = disk or Disk()
    parcel = read_pack_archive(path)
    name = _pack_id(parcel)
    if name in shipped_packs():
        raise NoPackError(
            f"{name} is the id of a pack that comes with pmsim. Give yours another (`pack:` in its"
            f" {PACK_FILE})."
        )
    compiled = compile_archive(parcel, folder / name)
    if compiled.pack is None:
        raise PackError(compiled.diagnostics)
    with writing(folder), _locked_folder(folder, disk):
        if (folder / name).exists() and not force:
            raise NoPackError(
                f"There is a pack {name} already. --force puts this one in its place."
            )
        _install(parcel, folder, name, disk)
    return name, parcel


def remove_pack(name: str, folder: Path, *, disk: Disk | None = None) -> None:
    """Remove an added pack. Raises NoPackError if there is none of that name, or if it cannot be
    removed."""
    disk = disk or Disk()
    if name not in added_packs(folder):
        raise NoPackError(f"You have added no pack called {visible(name)}.")
    try:
        with _locked_folder(folder, disk):
            disk.replace(folder / name, folder / f"{REMOVED_PREFIX}{name}")
            disk.sync_folder(folder)
            disk.clear(folder / f"{REMOVED_PREFIX}{name}")
    except OSError as error:
        raise NoPackError(f"{name} cannot be removed: {system_reason(error).lower()}.") from error


def compile_archive(parcel: PackArchive, folder: Path) -> Compiled:
    """Compile the pack as if its files were in `folder`. Raises NoPackError."""
    files = add_base_files(
        {name: content for name, content in parcel.files.items() if name.endswith(".yaml")}, folder
    )
    return compile_pack(files.own_files, str(folder), files.base_files)


def _pack_id(parcel: PackArchive) -> str:
    name = declared_id(parcel.files[PACK_FILE])
    if not ID.matches(name):
        raise NoPackError(
            f"Its {PACK_FILE} does not say which pack it is: `pack:` and {ID.description}."
        )
    return name


@contextmanager
def _locked_folder(folder: Path, disk: Disk) -> Iterator[None]:
    """Lock the folder against other processes; first finish or undo interrupted changes."""
    disk.make_folder(folder)
    lock = disk.lock(folder / LOCK)
    if lock is None:
        raise NoPackError("Another pmsim is adding or removing a pack just now.")
    try:
        finish_interrupted(folder, disk)
        yield
    finally:
        lock.release()


def recover_interrupted(folder: Path) -> None:
    """Finish or undo interrupted changes; do nothing if another process holds the lock, or if it
    cannot be done."""
    disk = Disk()
    with suppress(OSError, NoPackError):
        if any(
            name.startswith((NEW_PREFIX, OLD_PREFIX, REMOVED_PREFIX)) for name in disk.names(folder)
        ):
            with _locked_folder(folder, disk):
                return


def finish_interrupted(folder: Path, disk: Disk) -> None:
    """Remove a partly written or partly removed pack; restore a pack that was being replaced."""
    for name in disk.names(folder):
        if name.startswith((NEW_PREFIX, REMOVED_PREFIX)):
            disk.clear(folder / name)
        elif name.startswith(OLD_PREFIX):
            target = folder / name.removeprefix(OLD_PREFIX)
            if target.exists():
                disk.clear(folder / name)
            else:
                disk.replace(folder / name, target)


def _install(parcel: PackArchive, folder: Path, name: str, disk: Disk) -> None:
    new, old = folder / f"{NEW_PREFIX}{name}", folder / f"{OLD_PREFIX}{name}"
    try:
        for file, content in parcel.files.items():
            _write_file(new / file, content, disk)
        if (folder / name).exists():
            disk.replace(folder / name, old)
        disk.replace(new, folder / name)
        disk.sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            finish_interrupted(folder, disk)
        raise
    disk.clear(old)


def _write_file(path: Path, content: bytes, disk: Disk) -> None:
    disk.make_folder(path.parent)
    write_new_file(disk, path, content)
