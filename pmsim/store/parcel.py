"""A pack as it is handed over, a folder or a zip, read into memory without trusting it: nothing here writes a file or follows a link.

Kept are the YAML files and what is there to be read by people (README, LICENSE, *.md); everything else is left behind. A zip that tries
anything (a path that leads out, a link, a device, two names that some system takes for one, more than a pack ever holds) is refused whole.
"""

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
from pmsim.store.packs import (
    MOST_BYTES,
    MOST_FILES,
    MOST_IN_ALL,
    PACK_FILE,
    NoPackError,
    files_below,
    kind_of,
    read_file,
    read_folder,
    unreadable,
)
from pmsim.store.walk import is_passed_over

MOST_PACKED = 64 * 1024 * 1024
"""Bytes of a zip."""
MOST_DIRECTORY = 2 * 1024 * 1024
"""Bytes of a zip's table of contents, which Python reads whole: 400 for each of the most files."""
MOST_RATIO = 200
"""So many times its packed size a file may be; text is rarely ten times."""
FREE = 64 * 1024
"""Of a file that is smaller than this nobody asks how well it was packed."""
DEEPEST = 12
LONGEST = 120
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError,
    LookupError,
)  # fmt: skip
"""What Python's reader of zips raises at damaged ones."""
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))})
_FORBIDDEN = frozenset('\\:*?"<>|')
_FOR_PEOPLE = ("readme", "license", "licence", "copying")


class _Zip(io.FileIO):
    """A zip's file, of which only so much is read at a time as one of a pack needs."""

    def read(self, size: int | None = -1) -> bytes:
        """As of any file. Raises NoPackError."""
        if (size or 0) > MOST_DIRECTORY:
            raise NoPackError(f"{visible(Path(str(self.name)).name)} holds more than {MOST_FILES} files; no pack does.")
        return super().read(size)


class Parcel(NamedTuple):
    """`files`: what is kept, by path. `left`: the paths of what is left behind, less hidden files and what tools install."""

    files: Mapping[str, bytes]
    left: tuple[str, ...]


def opened(path: Path) -> Parcel:
    """A pack's folder, or a zip of one (in which it may be the only folder). Raises NoPackError with what is wrong."""
    kind = kind_of(path)
    if kind == "folder":
        files = dict(read_folder(path))
        _must_be_named_well(files)
        for other in sorted(path.iterdir()):
            if not is_passed_over(other.name) and _is_for_people(other.name) and other.is_file() and not other.is_symlink():
                try:
                    files[other.name] = read_file(other)[:MOST_BYTES]
                except OSError as error:
                    raise unreadable(error) from error
        found = Parcel(files, tuple(name for name in files_below(path) if name not in files))
    elif kind == "file":
        found = _unpacked(path)
    else:
        raise NoPackError(f"There is no folder or zip called {visible(str(path))}.")
    if PACK_FILE not in found.files:
        raise NoPackError(f"There is no {PACK_FILE} in {visible(str(path))}, so it is no pack.")
    return found


def _unpacked(path: Path) -> Parcel:
    shown = visible(path.name)
    try:
        if path.stat().st_size > MOST_PACKED:
            raise NoPackError(f"{shown} is larger than 64 MiB; no pack is.")
        with _Zip(path) as file, zipfile.ZipFile(file) as packed:
            return _without_top(_contents(packed, shown))
    except NoPackError:
        raise
    except _BROKEN as error:
        raise NoPackError(f"{shown} is no zip that can be read: {visible(str(error)) or type(error).__name__}.") from error


def _contents(packed: zipfile.ZipFile, shown: str) -> Parcel:
    if len(packed.infolist()) > MOST_FILES:
        raise NoPackError(f"{shown} holds more than {MOST_FILES} files; no pack does.")
    for entry in packed.infolist():
        _must_be_harmless(entry, shown)
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    _must_be_named_well(entry.filename for entry in entries)
    kept = [entry for entry in entries if _is_kept(entry.filename)]
    for entry in kept:
        if entry.file_size > MOST_BYTES:
            raise NoPackError(f"{shown}: {visible(entry.filename)} is larger than 1 MiB; no file of a pack is.")
        if entry.file_size > max(FREE, MOST_RATIO * entry.compress_size):
            raise NoPackError(f"{shown}: {visible(entry.filename)} is packed more tightly than any text; it was not unpacked.")
    if sum(entry.file_size for entry in kept) > MOST_IN_ALL:
        raise NoPackError(f"{shown} holds more than 64 MiB; no pack does.")
    files: dict[str, bytes] = {}
    for entry in kept:
        with packed.open(entry) as file:
            # bounded, because a size may be a lie; Python holds to it for what is stored or deflated, and for nothing else
            files[entry.filename] = file.read(MOST_BYTES + 1)
    return Parcel(files, tuple(entry.filename for entry in entries if entry.filename not in files and not is_passed_over(entry.filename)))


def _must_be_harmless(entry: zipfile.ZipInfo, shown: str) -> None:
    """Raises NoPackError for an entry that is more than a file or a folder with a plain name."""
    name, mode = entry.orig_filename, entry.external_attr >> 16
    parts = name.rstrip("/").split("/")
    kind = stat.S_IFMT(mode)
    reason = ""
    if "\n" in name or HIDDEN.search(name):
        reason = "a character that cannot be seen"
    elif name.startswith("/") or _FORBIDDEN & set(name):
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
        raise NoPackError(f"{shown}: {visible(name)} is {reason}. Nothing was unpacked.")


def _must_be_named_well(files: Iterable[str]) -> None:
    """Raises NoPackError for names that not every system can tell apart, or give to a file."""
    seen: dict[str, str] = {}
    folders: set[str] = set()
    for name in files:
        parts = name.split("/")
        same = normalize("NFC", name).casefold()
        if len(parts) > DEEPEST or any(len(part) > LONGEST for part in parts):
            raise NoPackError(f"{visible(name)[:LONGEST]} is too long, or too deep, a path.")
        if any(part.split(".")[0].casefold() in _DEVICES or part.endswith((".", " ")) for part in parts):
            raise NoPackError(f"{visible(name)}: some systems cannot have a file of that name.")
        if same in seen:
            raise NoPackError(f"{visible(seen[same])} and {visible(name)} are one file on some systems.")
        seen[same] = name
        folders |= {same.rsplit("/", count)[0] for count in range(1, len(parts))}
    both = folders & seen.keys()
    if both:
        raise NoPackError(f"{visible(seen[min(both)])} is a file and a folder.")


def _without_top(parcel: Parcel) -> Parcel:
    """The files less the one folder that all are in, if the pack itself is not at the top."""
    tops = {name.partition("/")[0] for name in parcel.files}
    if PACK_FILE in parcel.files or len(tops) != 1 or any("/" not in name for name in parcel.files):
        return parcel
    return Parcel({name.partition("/")[2]: content for name, content in parcel.files.items()}, parcel.left)


def _is_kept(path: str) -> bool:
    return not is_passed_over(path) and (path.endswith(".yaml") or _is_for_people(path))


def _is_for_people(path: str) -> bool:
    stem, _, ending = PurePosixPath(path).name.lower().rpartition(".")
    return ending == "md" or ((stem or ending) in _FOR_PEOPLE and (not stem or ending == "txt"))
