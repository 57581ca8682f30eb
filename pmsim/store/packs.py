"""Packs on disk: which files a folder has, and which pack a path belongs to. Reads only; follows no link out of the folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from pmsim.lang.decoding import MOST_BYTES
from pmsim.lang.folder import PACK_FILE
from pmsim.store.places import scenarios_folder

SUFFIXES = (".yaml", ".yml")
SHIPPED = "the_long_game"
"""The pack that is played if none is named."""
MOST_FILES = 5_000
"""A pack has no more files than this."""


class NoPackError(Exception):
    """A path that is no pack, or cannot be read; the text is a sentence."""


def read_folder(folder: Path) -> dict[str, bytes]:
    """The YAML files below `folder`, by their paths from there, with `/`. Of a file that is too large only the beginning, which is
    too large still. Hidden folders and links that lead out are passed over. Raises NoPackError."""
    files: dict[str, bytes] = {}
    for path in _below(folder.resolve()):
        if len(files) == MOST_FILES:
            raise NoPackError(f"{folder} has more than {MOST_FILES} YAML files, which is no pack.")
        files[path.relative_to(folder.resolve()).as_posix()] = read_file(path)
    return files


def read_file(path: Path) -> bytes:
    """The file's bytes, at most one more than a file may have. Raises NoPackError."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NoPackError(f"{path} cannot be read: {(error.strerror or type(error).__name__).lower()}.") from error


def pack_above(path: Path) -> Path | None:
    """The nearest folder with a pack.yaml at or above `path`, or None."""
    path = path.resolve()
    return next((folder for folder in (path, *path.parents) if (folder / PACK_FILE).is_file()), None)


def packs_below(folder: Path) -> list[Path]:
    """The folders at or below `folder` that hold a pack.yaml, less those inside another."""
    found: list[Path] = []
    for path in sorted(folder.resolve().glob(f"**/{PACK_FILE}"), key=lambda each: len(each.parts)):
        if not any(path.is_relative_to(outer) for outer in found):
            found.append(path.parent)
    return sorted(found)


def shipped_pack() -> Path:
    """The folder of the pack that is played if none is named."""
    return scenarios_folder() / SHIPPED


def _below(root: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if name.endswith(SUFFIXES) and not name.startswith(".") and path.is_file() and path.resolve().is_relative_to(root):
                yield path
