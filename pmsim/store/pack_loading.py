"""Packs compiled from the disk, and kept there compiled. A kept file that is damaged, or was made
by another version, is compiled anew; the folder of them may be removed at any time, and one that
cannot be written costs only time.

load_pack("the_long_game")        a shipped pack
load_pack("stories/mine")         a folder with a pack.yaml
load_pack("stories/monday.yaml")  one scenario, alone
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmsim import lang
from pmsim.lang import PackError, visible
from pmsim.lang.pack_encoding import decode_pack, encode_pack
from pmsim.lang.schema.types import ID
from pmsim.store.atomic import Disk, read_regular_file, write_atomically
from pmsim.store.errors import FolderError
from pmsim.store.folders import PACKAGE_FOLDER, cache_folder
from pmsim.store.packs import (
    PLAYTHROUGH_SUFFIX,
    NoPackError,
    PackFiles,
    find_pack,
    find_scenario_file,
    read_pack_files,
)

if TYPE_CHECKING:
    from pmsim.lang import Compiled, Pack


def compile_named(name_or_path: str | os.PathLike[str], *, career: bool = False) -> "Compiled":
    """Compile a pack or a single scenario; return it with every diagnostic. `career`: as for
    `load_pack`. Raises NoPackError."""
    path = find_pack(name_or_path)
    return _compile(path, _read_stories(path), alone=not (path.is_dir() or career))


def _read_stories(path: Path) -> PackFiles:
    """Return the files of a pack without playthroughs, which no game needs."""
    files = read_pack_files(path)
    own = files.own_files.items()
    stories = {name: content for name, content in own if not name.endswith(PLAYTHROUGH_SUFFIX)}
    return files._replace(own_files=stories)


def _compile(path: Path, files: PackFiles, *, alone: bool) -> "Compiled":
    """Compile files found at `path`: a pack, or one scenario `alone`. Raises NoPackError."""
    stories, folder = files.own_files, str(files.folder)
    if not alone:
        return lang.compile_pack(stories, folder, files.base_files)
    try:
        result = lang.compile_solo(stories, path.stem, folder, files.base_files)
    except KeyError as error:
        raise NoPackError(
            f"{visible(str(path))} is a part of a pack and no scenario of its own: it has no"
            " `scenes:`."
        ) from error
    pack = result.pack and _as_standalone(result.pack, path.stem)
    return result._replace(pack=pack)


def load_pack(name_or_path: str | os.PathLike[str], *, career: bool = False) -> "Pack":
    """Load a pack by its name, its folder, or the file of one scenario, which is then played alone.
    `career`: play that scenario in the pool of its pack.

    Raises PackError with every diagnostic; its subclass NoPackError if there is nothing of that
    name."""
    path = find_pack(name_or_path)
    files = _read_stories(path)
    alone = not (path.is_dir() or career)
    kept = _kept_file(files, path.stem if alone else "")
    if kept is not None:
        with suppress(OSError, ValueError):
            return decode_pack(_check(read_regular_file(kept, MAX_KEPT_BYTES)))
    result = _compile(path, files, alone=alone)
    if result.pack is None:
        raise PackError(result.diagnostics)
    if kept is not None:
        with suppress(OSError, RecursionError):
            _keep(kept, encode_pack(result.pack).encode("ascii"))
    return result.pack


MIN_PACK_BYTES = 64 * 1024
"""Packs with fewer bytes compile as fast as they would be read from the cache."""
MAX_KEPT_BYTES = 64 * 1024 * 1024
MAX_KEPT = 16
_SUFFIX = ".pack.json"


def _kept_file(files: PackFiles, scenario: str) -> Path | None:
    """Return the file in which a compiled pack is kept, by a hash of everything it was made from:
    its files, their folder and pmsim's code. None for a small pack, or if there is no folder for
    it. `scenario`: the one that is compiled alone, '' for the whole pack."""
    contents = (*files.base_files.items(), *files.own_files.items())
    if sum(len(content) for _, content in contents) < MIN_PACK_BYTES:
        return None
    found = hashlib.sha256()
    for name, content in contents:
        found.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass") + content)
    with suppress(OSError, FolderError):
        for room in ("core", "lang"):
            for source in sorted((PACKAGE_FOLDER / room).rglob("*.py")):
                state = source.stat()
                found.update(f"{source}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
        found.update(f"{files.folder}\0{scenario}".encode("utf-8", "surrogatepass"))
        return cache_folder() / f"{found.hexdigest()}{_SUFFIX}"
    return None


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


def load_pack_by_id(name: str) -> "Pack | None":
    """Return the pack of that id, or a shipped or added pack's scenario played alone; None if there
    is none, or if it does not load."""
    pack_id, _, scenario = name.partition(".")
    try:
        if not ID.matches(pack_id):
            return None
        file = find_scenario_file(find_pack(pack_id), scenario) if ID.matches(scenario) else pack_id
        pack = load_pack(file) if file is not None else None
    except (PackError, OSError):
        return None
    return pack if pack is not None and pack.id == name else None


def _as_standalone(pack: "Pack", scenario: str) -> "Pack":
    """Return the pack with an id of its own, so that the scenario's careers and the pack's do not
    mix, and without the pack's promises."""
    name = f"{pack.id}.{scenario}"
    return replace(pack, id=name, promises=(), program=replace(pack.program, id=name))
