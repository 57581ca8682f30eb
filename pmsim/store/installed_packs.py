"""The packs that a user has added: one folder each, named by the pack's id. A pack's folder or zip
is read into memory without trusting it; adding and removing are atomic.

An archive holds the pack's YAML files and its documents (README, LICENSE, *.md), and leaves out
everything else. A zip is refused as a whole if it contains a path that leads out, a link, a device,
two names that some system treats as one, or more than any pack holds. An unfinished change has a
folder whose name begins with a dot; `finish_interrupted` completes or undoes it."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

from pmsim.lang import Compiled, PackError, compile_pack, visible
from pmsim.lang.characters import HIDDEN
from pmsim.lang.schema.types import ID
from pmsim.store.atomic import Disk, write_new_file
from pmsim.store.author_files import writing
from pmsim.store.errors import system_reason
from pmsim.store.folders import is_ignored
from pmsim.store.packs import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    PACK_FILE,
    NoPackError,
    add_base_files,
    added_packs,
    declared_id,
    list_files,
    path_kind,
    read_file,
    read_folder,
    shipped_packs,
    unreadable_error,
)
from pmsim.store.saves import DEVICE_NAMES

MAX_ZIP_BYTES = 64 * 1024 * 1024
"""Largest zip in bytes."""
MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
"""Largest table of contents of a zip in bytes, which Python reads whole: 400 for each of MAX_FILES
files."""
MAX_COMPRESSION_RATIO = 200
"""Largest ratio of a file's size to its packed size. Text rarely reaches ten."""
RATIO_CHECK_MIN_BYTES = 64 * 1024
"""Size in bytes up to which a file's compression ratio is not checked."""
MAX_DEPTH = 12
MAX_PART_LENGTH = 120
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    LookupError,
)
"""Errors that Python's zip reader raises for damaged zips."""
_FORBIDDEN_CHARACTERS = frozenset('\\:*?"<>|')
_DOCUMENT_STEMS = ("readme", "license", "licence", "copying")


class _BoundedZipFile(io.FileIO):
    """A zip's file that refuses to read more at a time than a pack needs."""

    def read(self, size: int | None = -1) -> bytes:
        """Read as any file does. Raises NoPackError."""
        if (size or 0) > MAX_DIRECTORY_BYTES:
            raise NoPackError(
                f"{visible(Path(str(self.name)).name)} holds more than {MAX_FILES} files; no pack"
                " does."
            )
        return super().read(size)


class PackArchive(NamedTuple):
    """`files`: the files of the archive by path. `skipped`: the paths left out, apart from hidden
    files and files that tools install."""

    files: Mapping[str, bytes]
    skipped: tuple[str, ...]


def read_pack_archive(path: Path) -> PackArchive:
    """Read a pack's folder, or a zip of one (which may contain just that folder). Raises
    NoPackError with the problem."""
    kind = path_kind(path)
    if kind == "folder":
        files = dict(read_folder(path))
        _check_file_names(files)
        for other in sorted(path.iterdir()):
            is_document = not is_ignored(other.name) and _is_document(other.name)
            if is_document and other.is_file() and not other.is_symlink():
                try:
                    files[other.name] = read_file(other)[:MAX_FILE_BYTES]
                except OSError as error:
                    raise unreadable_error(error) from error
        archive = PackArchive(files, tuple(name for name in list_files(path) if name not in files))
    elif kind == "file":
        archive = _read_zip(path)
    else:
        raise NoPackError(f"There is no folder or zip called {visible(str(path))}.")
    if PACK_FILE not in archive.files:
        raise NoPackError(f"There is no {PACK_FILE} in {visible(str(path))}, so it is no pack.")
    return archive


def _read_zip(path: Path) -> PackArchive:
    zip_name = visible(path.name)
    try:
        if path.stat().st_size > MAX_ZIP_BYTES:
            raise NoPackError(f"{zip_name} is larger than 64 MiB; no pack is.")
        with _BoundedZipFile(path) as file, zipfile.ZipFile(file) as packed:
            return _strip_top_folder(_zip_contents(packed, zip_name))
    except NoPackError:
        raise
    except _ZIP_ERRORS as error:
        raise NoPackError(
            f"{zip_name} is no zip that can be read: {visible(str(error)) or type(error).__name__}."
        ) from error


def _zip_contents(packed: zipfile.ZipFile, zip_name: str) -> PackArchive:
    if len(packed.infolist()) > MAX_FILES:
        raise NoPackError(f"{zip_name} holds more than {MAX_FILES} files; no pack does.")
    for entry in packed.infolist():
        _check_entry(entry, zip_name)
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    _check_file_names(entry.filename for entry in entries)
    wanted = [entry for entry in entries if _is_wanted(entry.filename)]
    for entry in wanted:
        name = f"{zip_name}: {visible(entry.filename)}"
        if entry.file_size > MAX_FILE_BYTES:
            raise NoPackError(f"{name} is larger than 1 MiB; no file of a pack is.")
        text_size = max(RATIO_CHECK_MIN_BYTES, MAX_COMPRESSION_RATIO * entry.compress_size)
        if entry.file_size > text_size:
            raise NoPackError(f"{name} is packed more tightly than any text; it was not unpacked.")
    if sum(entry.file_size for entry in wanted) > MAX_TOTAL_BYTES:
        raise NoPackError(f"{zip_name} holds more than 64 MiB; no pack does.")
    files: dict[str, bytes] = {}
    for entry in wanted:
        with packed.open(entry) as file:
            # bounded, because the size in the zip may be false: Python enforces it only for
            # stored and deflated entries
            files[entry.filename] = file.read(MAX_FILE_BYTES + 1)
    names = (entry.filename for entry in entries if not is_ignored(entry.filename))
    return PackArchive(files, tuple(name for name in names if name not in files))


def _check_entry(entry: zipfile.ZipInfo, zip_name: str) -> None:
    """Raise NoPackError unless an entry is a file or a folder with a plain name."""
    name, mode = entry.orig_filename, entry.external_attr >> 16
    parts = name.rstrip("/").split("/")
    kind = stat.S_IFMT(mode)
    reason = ""
    if "\n" in name or HIDDEN.search(name):
        reason = "a character that cannot be seen"
    elif name.startswith("/") or _FORBIDDEN_CHARACTERS & set(name):
        reason = "a path that is none below the pack"
    elif any(part in ("", ".", "..") for part in parts):
        reason = "a path that leads out of the pack"
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        reason = "a link or a device, and no file"
    elif entry.flag_bits & 1:
        reason = "locked with a password"
    elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        reason = "packed in another way than zips usually are (deflate)"
    if reason:
        raise NoPackError(f"{zip_name}: {visible(name)} is {reason}. Nothing was unpacked.")


def _check_file_names(files: Iterable[str]) -> None:
    """Raise NoPackError for names that some systems cannot tell apart or cannot use."""
    name_by_folded: dict[str, str] = {}
    folders: set[str] = set()
    for name in files:
        parts = name.split("/")
        folded = normalize("NFC", name).casefold()
        if len(parts) > MAX_DEPTH or any(len(part) > MAX_PART_LENGTH for part in parts):
            raise NoPackError(
                f"{visible(name)[:MAX_PART_LENGTH]} is too long, or too deep, a path."
            )
        if any(
            part.split(".")[0].casefold() in DEVICE_NAMES or part.endswith((".", " "))
            for part in parts
        ):
            raise NoPackError(f"{visible(name)}: some systems cannot have a file of that name.")
        if folded in name_by_folded:
            raise NoPackError(
                f"{visible(name_by_folded[folded])} and {visible(name)} are one file on some"
                " systems."
            )
        name_by_folded[folded] = name
        folders |= {folded.rsplit("/", count)[0] for count in range(1, len(parts))}
    ambiguous = folders & name_by_folded.keys()
    if ambiguous:
        raise NoPackError(f"{visible(name_by_folded[min(ambiguous)])} is a file and a folder.")


def _strip_top_folder(parcel: PackArchive) -> PackArchive:
    """Remove the one folder that all files are in, if the pack itself is not at the top."""
    tops = {name.partition("/")[0] for name in parcel.files}
    if PACK_FILE in parcel.files or len(tops) != 1 or any("/" not in name for name in parcel.files):
        return parcel
    return PackArchive(
        {name.partition("/")[2]: content for name, content in parcel.files.items()}, parcel.skipped
    )


def _is_wanted(path: str) -> bool:
    return not is_ignored(path) and (path.endswith(".yaml") or _is_document(path))


def _is_document(path: str) -> bool:
    stem, _, ending = PurePosixPath(path).name.lower().rpartition(".")
    return ending == "md" or ((stem or ending) in _DOCUMENT_STEMS and (not stem or ending == "txt"))


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
    own = {name: content for name, content in parcel.files.items() if name.endswith(".yaml")}
    return compile_pack(own, str(folder), add_base_files(own, folder).base_files)


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
            disk.make_folder((new / file).parent)
            write_new_file(disk, new / file, content)
        if (folder / name).exists():
            disk.replace(folder / name, old)
        disk.replace(new, folder / name)
        disk.sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            finish_interrupted(folder, disk)
        raise
    disk.clear(old)
