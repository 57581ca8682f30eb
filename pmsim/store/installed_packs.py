"""The packs that a user has added: a folder each, named by its id, put there whole or not at all and taken away the same way.

What is begun stands under a name with a dot until it is done; `tidied` finishes or undoes what an interruption left.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pmsim.lang import Compiled, compile_pack
from pmsim.lang.characters import visible
from pmsim.lang.diagnostics import PackError
from pmsim.lang.nodes import Scalar
from pmsim.lang.schema.types import ID
from pmsim.lang.yaml_reader import read_yaml
from pmsim.store.atomic import Disk
from pmsim.store.pack_archive import PackArchive, read_pack_archive
from pmsim.store.packs import PACK_FILE, NoPackError, add_base_files, added_packs, shipped_packs

NEW_PREFIX, OLD_PREFIX, REMOVED_PREFIX = ".new.", ".old.", ".gone."
"""What the names begin with of a pack that is being written, of one that is being replaced, of one that is being removed."""
LOCK = ".lock"


def add_pack(path: Path, folder: Path, *, force: bool = False, disk: Disk | None = None) -> tuple[str, PackArchive]:
    """Put the pack in `path`, a folder or a zip, among those of `folder`; its id, and what was taken of it. `force`: in the place of one
    of that id.

    Raises PackError with every diagnostic if it does not load, NoPackError for whatever else forbids it; then all is as it was."""
    disk = disk or Disk()
    parcel = read_pack_archive(path)
    name = _pack_id(parcel)
    if name in shipped_packs():
        raise NoPackError(f"{name} is the id of a pack that comes with pmsim. Give yours another (`pack:` in its {PACK_FILE}).")
    compiled = compile_archive(parcel, folder / name)
    if compiled.pack is None:
        raise PackError(compiled.diagnostics)
    try:
        with _locked_folder(folder, disk):
            if (folder / name).exists() and not force:
                raise NoPackError(f"There is a pack {name} already. --force puts this one in its place.")
            _install(parcel, folder, name, disk)
    except OSError as error:
        raise NoPackError(f"{visible(str(folder))} cannot be written: {(error.strerror or type(error).__name__).lower()}.") from error
    return name, parcel


def remove_pack(name: str, folder: Path, *, disk: Disk | None = None) -> None:
    """Take an added pack away. Raises NoPackError: there is none of that name, or it cannot be done."""
    disk = disk or Disk()
    if name not in added_packs(folder):
        raise NoPackError(f"You have added no pack called {visible(name)}.")
    try:
        with _locked_folder(folder, disk):
            disk.replace(folder / name, folder / f"{REMOVED_PREFIX}{name}")
            disk.sync_folder(folder)
            disk.clear(folder / f"{REMOVED_PREFIX}{name}")
    except OSError as error:
        raise NoPackError(f"{name} cannot be removed: {(error.strerror or type(error).__name__).lower()}.") from error


def compile_archive(parcel: PackArchive, folder: Path) -> Compiled:
    """The pack compiled as it would be at home. Raises NoPackError."""
    files = add_base_files({name: content for name, content in parcel.files.items() if name.endswith(".yaml")}, folder)
    return compile_pack(files.own_files, str(folder), files.base_files)


def _pack_id(parcel: PackArchive) -> str:
    node, _ = read_yaml(parcel.files[PACK_FILE], PACK_FILE)
    id_node = node.get("pack") if node else None
    if not isinstance(id_node, Scalar) or not ID.matches(id_node.text):
        raise NoPackError(f"Its {PACK_FILE} does not say which pack it is: `pack:` and {ID.description}.")
    return id_node.text


@contextmanager
def _locked_folder(folder: Path, disk: Disk) -> Iterator[None]:
    """Nobody else changes the folder meanwhile; what was left of an interruption is put right first."""
    disk.make_folder(folder)
    lock = disk.lock(folder / LOCK)
    if lock is None:
        raise NoPackError("Another pmsim is adding or removing a pack just now.")
    try:
        finish_interrupted(folder, disk)
        yield
    finally:
        lock.release()


def recover_interrupted(folder: Path, *, disk: Disk | None = None) -> None:
    """Put right what an interruption left, unless somebody is at it just now or it cannot be done."""
    disk = disk or Disk()
    with suppress(OSError, NoPackError):
        if any(name.startswith((NEW_PREFIX, OLD_PREFIX, REMOVED_PREFIX)) for name in disk.names(folder)):
            with _locked_folder(folder, disk):
                return


def finish_interrupted(folder: Path, disk: Disk) -> None:
    """Finish or undo what was interrupted: a pack that was half written goes, one that had made room comes back."""
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
    handle = disk.create(path)
    try:
        disk.write(handle, content)
        disk.sync(handle)
    finally:
        disk.close(handle)
