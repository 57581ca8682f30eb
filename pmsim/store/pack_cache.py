"""Compiled packs kept on disk, by a hash of everything they were made from: the pack's files and
pmsim itself. A file that is damaged, or was made by another version, is compiled anew.

The folder may be removed at any time, and a folder that cannot be written costs only time."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pmsim.lang import Pack
from pmsim.lang.pack_encoding import decode_pack, encode_pack
from pmsim.store.atomic import Disk, read_regular_file, write_atomically
from pmsim.store.errors import FolderError
from pmsim.store.folders import PACKAGE_FOLDER, cache_folder
from pmsim.store.packs import PackFiles

MIN_PACK_BYTES = 64 * 1024
"""Packs with fewer bytes compile as fast as they would be read from the cache."""
MAX_BYTES = 64 * 1024 * 1024
MAX_KEPT = 16
_SUFFIX = ".pack.json"


def load_cached(files: PackFiles, scenario: str, compile_it: Callable[[], Pack]) -> Pack:
    """Return the compiled pack of files from the cache, else from `compile_it`, and keep it.

    `scenario`: the one that is compiled alone, '' for the whole pack. Raises what `compile_it`
    raises."""
    contents = {**files.base_files, **files.own_files}
    if sum(map(len, contents.values())) < MIN_PACK_BYTES:
        return compile_it()
    path = None
    with suppress(OSError, FolderError):
        path = cache_folder() / f"{_fingerprint(files, scenario)}{_SUFFIX}"
    with suppress(OSError, ValueError):
        if path is not None:
            return decode_pack(_check(read_regular_file(path, MAX_BYTES)))
    pack = compile_it()
    with suppress(OSError, RecursionError):
        if path is not None:
            _keep(path, encode_pack(pack).encode("ascii"))
    return pack


def _fingerprint(files: PackFiles, scenario: str) -> str:
    """Return a hash of the files, their folder and the code that compiles them."""
    found = hashlib.sha256()
    for name, content in (*files.base_files.items(), *files.own_files.items()):
        found.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass") + content)
    for room in ("core", "lang"):
        for source in sorted((PACKAGE_FOLDER / room).rglob("*.py")):
            state = source.stat()
            found.update(f"{source}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    found.update(f"{files.folder}\0{scenario}".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _check(content: bytes) -> str:
    """Return the JSON of a kept file. Raises ValueError if it is not as it was written."""
    digest, _, encoded = content.partition(b"\n")
    if hashlib.sha256(encoded).hexdigest().encode() != digest:
        raise ValueError("the file is damaged")
    return encoded.decode("ascii")


def _keep(path: Path, encoded: bytes) -> None:
    """Write a file, and remove the oldest ones above `MAX_KEPT`. Raises OSError."""
    disk = Disk()
    disk.make_folder(path.parent)
    write_atomically(disk, path, hashlib.sha256(encoded).hexdigest().encode() + b"\n" + encoded)
    kept = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-MAX_KEPT]:
        disk.remove(old)
