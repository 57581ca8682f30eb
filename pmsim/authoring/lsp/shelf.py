"""Which files belong together: the pack around a file, with what is open in an editor laid over what is on disk. The only module of the
language server that reads files."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pmsim.authoring.lsp.scan import read_line, says
from pmsim.lang.fields import KINDS
from pmsim.lang.folder import PACK_FILE
from pmsim.store.packs import NoPackError, folder_above, read_folder, shipped_pack, with_bases, with_shipped
from pmsim.store.walk import is_passed_over

_MARKS = frozenset(("scenes", "pack", "play"))
"""A file outside every pack is ours if it has one of these."""
_FIELDS = frozenset(field.name for kind in ("scenario", "pack", "playthrough") for field in KINDS[kind].fields)
"""Or as long as it has nothing else at its margin: it may be just begun."""
SUFFIX = ".yaml"
_EXTENDS = b"extends"


class Home(NamedTuple):
    """What a file is understood with. `folder`: where the paths of its files begin. `alone`: the name of a file that lies in no pack, and
    is understood with the shipped one; '' for a pack."""

    folder: Path
    alone: str = ""

    def path(self, file: str) -> Path:
        """Where a file of it lies; one that comes with pmsim lies there."""
        return shipped_pack() / file if self.alone and file != self.alone else self.folder / file


class Files(NamedTuple):
    """What is examined together. `own`: path below the folder -> bytes. `spoken`: the files of which anything is said to the author.
    `base`: the files of the packs that it extends, by paths that begin with their ids; `folders`: where each of those packs lies."""

    own: Mapping[str, bytes]
    spoken: frozenset[str]
    base: Mapping[str, bytes] = MappingProxyType({})
    folders: Mapping[str, Path] = MappingProxyType({})

    def text(self, file: str) -> str:
        """The text of one of them, '' if there is no such file. Bytes that are no UTF-8 are replaced."""
        return (self.own.get(file) or self.base.get(file, b"")).decode("utf-8-sig", "replace")

    def where(self, file: str, home: Home) -> Path:
        """Where one of them lies."""
        pack, _, rest = file.partition("/")
        return self.folders[pack] / rest if file in self.base and file not in self.own else home.path(file)


def home_of(path: Path, text: str) -> Home | None:
    """The home of an open file; None if it is none of ours. Symbolic links of its folder are followed."""
    if path.suffix != SUFFIX:
        return None
    try:
        folder = path.parent.resolve()
    except (OSError, ValueError, RuntimeError):  # no path that this system could have, or links that lead in a circle
        return None
    around = folder if path.name == PACK_FILE else folder_above(folder)
    if around is not None:
        return None if is_passed_over(str(folder.relative_to(around) / path.name)) else Home(around)
    return Home(folder, path.name) if _ours(text) else None


def _ours(text: str) -> bool:
    """Whether a text looks like one of ours, or like nothing yet."""
    margin = [read_line(line) for line in text.splitlines() if says(line) and not line.startswith((" ", "}", "]"))]
    keys = {line.key for line in margin if line.key and not line.dashes}
    return bool(keys & _MARKS) or (keys <= _FIELDS and not any(line.dashes for line in margin))


def files_of(home: Home, opened: Mapping[Path, str]) -> Files:
    """The files of a home as they now are. `opened`: the texts in the editor, which win over what is on disk.

    What cannot be read from disk is as if it were not there."""
    texts = {path: text.encode("utf-8", "replace") for path, text in opened.items()}
    if home.alone:
        own = with_shipped({home.alone: texts.get(home.path(home.alone), b"")})
        return _based(own, shipped_pack(), frozenset((home.alone,)))
    own = dict(_on_disk(home.folder))
    own |= {path.relative_to(home.folder).as_posix(): data for path, data in texts.items() if path.is_relative_to(home.folder)}
    return _based(own, home.folder, frozenset(own))


def _based(own: Mapping[str, bytes], folder: Path, spoken: frozenset[str]) -> Files:
    """The files, with those of the packs that they stand on. A pack file without the word need not be read to know that there are none."""
    if _EXTENDS not in own.get(PACK_FILE, b""):
        return Files(own, spoken)
    try:
        _, base, _, folders = with_bases(own, folder)
    except NoPackError:
        return Files(own, spoken)
    return Files(own, spoken, base, folders)


def _on_disk(folder: Path) -> Mapping[str, bytes]:
    try:
        return read_folder(folder)
    except NoPackError:
        return {}
