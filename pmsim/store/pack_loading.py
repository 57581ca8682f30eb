"""Packs compiled from the disk.

load_pack("the_long_game")        a shipped pack
load_pack("stories/mine")         a folder with a pack.yaml
load_pack("stories/monday.yaml")  one scenario, alone
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pmsim.lang import Compiled, Pack, PackError, compile_pack, compile_solo, visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.schema.types import ID
from pmsim.store.packs import (
    PLAYTHROUGH_SUFFIX,
    NoPackError,
    enclosing_pack_folder,
    find_pack,
    find_scenario_file,
    read_file,
    read_pack_files,
)


def compile_named(name_or_path: str | os.PathLike[str], *, career: bool = False) -> Compiled:
    """Compile a pack or a single scenario; return it with every diagnostic. `career`: as for
    `load_pack`. Raises NoPackError."""
    path = find_pack(name_or_path)
    files = read_pack_files(path)
    stories, folder = _without_playthroughs(files.own_files), str(files.folder)
    if path.is_dir() or career:
        return compile_pack(stories, folder, files.base_files)
    try:
        result = compile_solo(stories, path.stem, folder, files.base_files)
    except KeyError as error:
        raise NoPackError(
            f"{visible(str(path))} is a part of a pack and no scenario of its own: it has no"
            " `scenes:`."
        ) from error
    return (
        result
        if result.pack is None
        else result._replace(pack=_as_standalone(result.pack, path.stem))
    )


def read_source_lines(
    name_or_path: str | os.PathLike[str], files: Iterable[str]
) -> Mapping[str, list[str]]:
    """Return the lines of a pack's files as diagnostics name them, for a report; leave out files
    that cannot be read any more."""
    path = find_pack(name_or_path)
    folder = path if path.is_dir() else enclosing_pack_folder(path) or Path()
    lines: dict[str, list[str]] = {}
    for file in files:
        with suppress(OSError):
            lines[file] = source_lines(read_file(folder / file))
    return lines


def load_pack(name_or_path: str | os.PathLike[str], *, career: bool = False) -> Pack:
    """Load a pack by its name, its folder, or the file of one scenario, which is then played alone.
    `career`: play that scenario in the pool of its pack.

    Raises PackError with every diagnostic; its subclass NoPackError if there is nothing of that
    name."""
    result = compile_named(name_or_path, career=career)
    if result.pack is None:
        raise PackError(result.diagnostics)
    return result.pack


def load_pack_by_id(name: str) -> Pack | None:
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


def _without_playthroughs(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files without playthroughs, which no game needs."""
    return {
        name: content for name, content in files.items() if not name.endswith(PLAYTHROUGH_SUFFIX)
    }


def _as_standalone(pack: Pack, scenario: str) -> Pack:
    """Return the pack with an id of its own, so that the scenario's careers and the pack's do not
    mix, and without the pack's promises."""
    name = f"{pack.id}.{scenario}"
    return replace(pack, id=name, promises=(), program=replace(pack.program, id=name))
