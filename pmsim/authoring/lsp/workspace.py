"""Which files belong together: the pack around a file, with what is open in an editor laid over what is on disk. The only module of the
language server that reads files."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pmsim.authoring.lsp.indentation import has_content, parse_line
from pmsim.lang.pack_files import PACK_FILE
from pmsim.lang.schema import KINDS
from pmsim.store.packs import NoPackError, add_base_files, add_default_pack, default_pack_folder, enclosing_pack_folder, read_folder
from pmsim.store.walk import is_ignored

_SURE_FIELDS = frozenset(("scenes", "pack", "play"))
"""A file outside every pack is ours if it has one of these."""
_KNOWN_FIELDS = frozenset(field.name for kind in ("scenario", "pack", "playthrough") for field in KINDS[kind].fields)
"""Or as long as it has nothing else at its margin: it may be just begun."""
SUFFIX = ".yaml"
_EXTENDS = b"extends"


class PackLocation(NamedTuple):
    """What a file is understood with. `folder`: where the paths of its files begin. `single_file`: the name of a file that lies in no pack,
    and is understood with the shipped one; '' for a pack."""

    folder: Path
    single_file: str = ""

    def path_of(self, file: str) -> Path:
        """Where a file of it lies; one that comes with pmsim lies there."""
        return default_pack_folder() / file if self.single_file and file != self.single_file else self.folder / file


class WorkspaceFiles(NamedTuple):
    """What is examined together. `contents`: path below the folder -> bytes. `reported`: the files of which anything is said to the author.
    `base`: the files of the packs that it extends, by paths that begin with their ids; `folders`: where each of those packs lies."""

    contents: Mapping[str, bytes]
    reported: frozenset[str]
    base: Mapping[str, bytes] = MappingProxyType({})
    folders: Mapping[str, Path] = MappingProxyType({})

    def text(self, file: str) -> str:
        """The text of one of them, '' if there is no such file. Bytes that are no UTF-8 are replaced."""
        return (self.contents.get(file) or self.base.get(file, b"")).decode("utf-8-sig", "replace")

    def path_of(self, file: str, location: PackLocation) -> Path:
        """Where one of them lies."""
        pack, _, rest = file.partition("/")
        return self.folders[pack] / rest if file in self.base and file not in self.contents else location.path_of(file)


def locate_pack(path: Path, text: str) -> PackLocation | None:
    """The home of an open file; None if it is none of ours. Symbolic links of its folder are followed."""
    if path.suffix != SUFFIX:
        return None
    try:
        folder = path.parent.resolve()
    except (OSError, ValueError, RuntimeError):  # no path that this system could have, or links that lead in a circle
        return None
    pack_folder = folder if path.name == PACK_FILE else enclosing_pack_folder(folder)
    if pack_folder is not None:
        return None if is_ignored(str(folder.relative_to(pack_folder) / path.name)) else PackLocation(pack_folder)
    return PackLocation(folder, path.name) if _looks_like_pmsim(text) else None


def _looks_like_pmsim(text: str) -> bool:
    """Whether a text looks like one of ours, or like nothing yet."""
    top_lines = [parse_line(line) for line in text.splitlines() if has_content(line) and not line.startswith((" ", "}", "]"))]
    keys = {line.key for line in top_lines if line.key and not line.dashes}
    return bool(keys & _SURE_FIELDS) or (keys <= _KNOWN_FIELDS and not any(line.dashes for line in top_lines))


def read_files(location: PackLocation, open_texts: Mapping[Path, str]) -> WorkspaceFiles:
    """The files of a home as they now are. `open_texts`: the texts in the editor, which win over what is on disk.

    What cannot be read from disk is as if it were not there."""
    texts = {path: text.encode("utf-8", "replace") for path, text in open_texts.items()}
    if location.single_file:
        contents = add_default_pack({location.single_file: texts.get(location.path_of(location.single_file), b"")})
        return _with_base_packs(contents, default_pack_folder(), frozenset((location.single_file,)))
    contents = dict(_read_from_disk(location.folder))
    contents |= {path.relative_to(location.folder).as_posix(): data for path, data in texts.items() if path.is_relative_to(location.folder)}
    return _with_base_packs(contents, location.folder, frozenset(contents))


def _with_base_packs(contents: Mapping[str, bytes], folder: Path, reported: frozenset[str]) -> WorkspaceFiles:
    """The files, with those of the packs that they stand on. A pack file without the word need not be read to know that there are none."""
    if _EXTENDS not in contents.get(PACK_FILE, b""):
        return WorkspaceFiles(contents, reported)
    try:
        _, base, _, folders = add_base_files(contents, folder)
    except NoPackError:
        return WorkspaceFiles(contents, reported)
    return WorkspaceFiles(contents, reported, base, folders)


def _read_from_disk(folder: Path) -> Mapping[str, bytes]:
    try:
        return read_folder(folder)
    except NoPackError:
        return {}
