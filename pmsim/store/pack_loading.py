"""Packs compiled from the disk.

load_pack("the_long_game")        a shipped pack
load_pack("stories/mine")         a folder with a pack.yaml
load_pack("stories/monday.yaml")  one scenario, alone
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmsim import lang
from pmsim.lang import PackError, visible
from pmsim.lang.schema.types import ID
from pmsim.store.pack_cache import load_cached
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

    def compile_it() -> "Pack":
        result = _compile(path, files, alone=alone)
        if result.pack is None:
            raise PackError(result.diagnostics)
        return result.pack

    return load_cached(files, path.stem if alone else "", compile_it)


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
