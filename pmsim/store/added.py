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
from pmsim.store.packs import PACK_FILE, NoPackError, added_packs, shipped_packs, with_bases
from pmsim.store.parcel import Parcel, opened

NEW, OLD, GONE = ".new.", ".old.", ".gone."
"""What the names begin with of a pack that is being written, of one that is being replaced, of one that is being removed."""
LOCK = ".lock"


def add(path: Path, folder: Path, *, force: bool = False, disk: Disk | None = None) -> tuple[str, Parcel]:
    """Put the pack in `path`, a folder or a zip, among those of `folder`; its id, and what was taken of it. `force`: in the place of one
    of that id.

    Raises PackError with every diagnostic if it does not load, NoPackError for whatever else forbids it; then all is as it was."""
    disk = disk or Disk()
    parcel = opened(path)
    name = _id_of(parcel)
    if name in shipped_packs():
        raise NoPackError(f"{name} is the id of a pack that comes with pmsim. Give yours another (`pack:` in its {PACK_FILE}).")
    compiled = checked(parcel, folder / name)
    if compiled.pack is None:
        raise PackError(compiled.diagnostics)
    try:
        with _alone(folder, disk):
            if (folder / name).exists() and not force:
                raise NoPackError(f"There is a pack {name} already. --force puts this one in its place.")
            _put(parcel, folder, name, disk)
    except OSError as error:
        raise NoPackError(f"{visible(str(folder))} cannot be written: {(error.strerror or type(error).__name__).lower()}.") from error
    return name, parcel


def remove(name: str, folder: Path, *, disk: Disk | None = None) -> None:
    """Take an added pack away. Raises NoPackError: there is none of that name, or it cannot be done."""
    disk = disk or Disk()
    if name not in added_packs(folder):
        raise NoPackError(f"You have added no pack called {visible(name)}.")
    try:
        with _alone(folder, disk):
            disk.replace(folder / name, folder / f"{GONE}{name}")
            disk.sync_folder(folder)
            disk.clear(folder / f"{GONE}{name}")
    except OSError as error:
        raise NoPackError(f"{name} cannot be removed: {(error.strerror or type(error).__name__).lower()}.") from error


def checked(parcel: Parcel, home: Path) -> Compiled:
    """The pack compiled as it would be at home. Raises NoPackError."""
    files = with_bases({name: content for name, content in parcel.files.items() if name.endswith(".yaml")}, home)
    return compile_pack(files.own, str(home), files.base)


def _id_of(parcel: Parcel) -> str:
    node, _ = read_yaml(parcel.files[PACK_FILE], PACK_FILE)
    said = node.get("pack") if node else None
    if not isinstance(said, Scalar) or not ID.matches(said.text):
        raise NoPackError(f"Its {PACK_FILE} does not say which pack it is: `pack:` and {ID.description}.")
    return said.text


@contextmanager
def _alone(folder: Path, disk: Disk) -> Iterator[None]:
    """Nobody else changes the folder meanwhile; what was left of an interruption is put right first."""
    disk.make_folder(folder)
    lock = disk.lock(folder / LOCK)
    if lock is None:
        raise NoPackError("Another pmsim is adding or removing a pack just now.")
    try:
        tidied(folder, disk)
        yield
    finally:
        lock.release()


def recovered(folder: Path, *, disk: Disk | None = None) -> None:
    """Put right what an interruption left, unless somebody is at it just now or it cannot be done."""
    disk = disk or Disk()
    with suppress(OSError, NoPackError):
        if any(name.startswith((NEW, OLD, GONE)) for name in disk.names(folder)):
            with _alone(folder, disk):
                return


def tidied(folder: Path, disk: Disk) -> None:
    """Finish or undo what was interrupted: a pack that was half written goes, one that had made room comes back."""
    for name in disk.names(folder):
        if name.startswith((NEW, GONE)):
            disk.clear(folder / name)
        elif name.startswith(OLD):
            home = folder / name.removeprefix(OLD)
            if home.exists():
                disk.clear(folder / name)
            else:
                disk.replace(folder / name, home)


def _put(parcel: Parcel, folder: Path, name: str, disk: Disk) -> None:
    new, old = folder / f"{NEW}{name}", folder / f"{OLD}{name}"
    try:
        for file, content in parcel.files.items():
            _write(new / file, content, disk)
        if (folder / name).exists():
            disk.replace(folder / name, old)
        disk.replace(new, folder / name)
        disk.sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            tidied(folder, disk)
        raise
    disk.clear(old)


def _write(path: Path, content: bytes, disk: Disk) -> None:
    disk.make_folder(path.parent)
    handle = disk.create(path)
    try:
        disk.write(handle, content)
        disk.sync(handle)
    finally:
        disk.close(handle)
