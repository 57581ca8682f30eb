"""A pack's folder or zip, read into memory without trusting it. Nothing here may write a file or
follow a link.

An archive holds the pack's YAML files and its documents (README, LICENSE, *.md), and leaves out
everything else. A zip is refused as a whole if it contains a path that leads out, a link, a device,
two names that some system treats as one, or more than any pack holds."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

from pmsim.lang.characters import HIDDEN, visible
from pmsim.store.folders import is_ignored
from pmsim.store.packs import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    PACK_FILE,
    NoPackError,
    list_files,
    path_kind,
    read_file,
    read_folder,
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
            if (
                not is_ignored(other.name)
                and _is_document(other.name)
                and other.is_file()
                and not other.is_symlink()
            ):
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
        if entry.file_size > MAX_FILE_BYTES:
            raise NoPackError(
                f"{zip_name}: {visible(entry.filename)} is larger than 1 MiB; no file of a pack is."
            )
        if entry.file_size > max(
            RATIO_CHECK_MIN_BYTES, MAX_COMPRESSION_RATIO * entry.compress_size
        ):
            raise NoPackError(
                f"{zip_name}: {visible(entry.filename)} is packed more tightly than any text; it"
                " was not unpacked."
            )
    if sum(entry.file_size for entry in wanted) > MAX_TOTAL_BYTES:
        raise NoPackError(f"{zip_name} holds more than 64 MiB; no pack does.")
    files: dict[str, bytes] = {}
    for entry in wanted:
        with packed.open(entry) as file:
            # bounded, because the size in the zip may be false: Python enforces it only for
            # stored and deflated entries
            files[entry.filename] = file.read(MAX_FILE_BYTES + 1)
    return PackArchive(
        files,
        tuple(
            entry.filename
            for entry in entries
            if entry.filename not in files and not is_ignored(entry.filename)
        ),
    )


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
