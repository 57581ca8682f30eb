"""A pack at one moment: its files, with open texts in place of those on disk, its diagnostics
and its draft. The only module of the language server that reads files."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pmsim.analysis.examine import examine
from pmsim.authoring.fixes import known_words
from pmsim.authoring.lsp.indentation import has_content, parse_line
from pmsim.authoring.symbols import SymbolIndex, index_references
from pmsim.authoring.symbols.docs import SymbolDocs
from pmsim.authoring.symbols.references import find_references
from pmsim.lang import Diagnostic, Draft
from pmsim.lang.memo import Memo
from pmsim.lang.pack_files import PACK_FILE
from pmsim.lang.schema import KINDS
from pmsim.store.folders import is_ignored
from pmsim.store.packs import (
    NoPackError,
    PackFiles,
    add_base_files,
    add_default_pack,
    default_pack_folder,
    enclosing_pack_folder,
    read_folder,
)

_SURE_FIELDS = frozenset(("scenes", "pack", "play"))
"""Fields that identify a pmsim file outside a pack."""
_KNOWN_FIELDS = frozenset(
    field.name for kind in ("scenario", "pack", "playthrough") for field in KINDS[kind].fields
)
"""Fields that a new pmsim file may start with. A file with no other top-level fields counts as
one."""
SUFFIX = ".yaml"


class PackLocation(NamedTuple):
    """The pack of a file. `folder`: the root of its paths. `single_file`: the name of a file
    outside a pack, which is compiled with the shipped pack; '' for a pack."""

    folder: Path
    single_file: str = ""

    def path_of(self, file: str) -> Path:
        """Return the path of a file. Files of the shipped pack are in its own folder."""
        return (
            default_pack_folder() / file
            if self.single_file and file != self.single_file
            else self.folder / file
        )


class WorkspaceFiles(NamedTuple):
    """The files of one examination. `reported`: the files whose diagnostics the author sees."""

    pack: PackFiles
    reported: Collection[str]

    def text(self, file: str) -> str:
        """Return the text of a file, '' for an unknown file. Replace bytes that are not UTF-8."""
        data = self.pack.own_files.get(file) or self.pack.base_files.get(file, b"")
        return data.decode("utf-8-sig", "replace")


def locate_pack(path: Path, text: str) -> PackLocation | None:
    """Return the pack of an open file, or None if it is not a pmsim file. Resolve symbolic links in
    the file's folder."""
    if path.suffix != SUFFIX:
        return None
    try:
        folder = path.parent.resolve()
    except (OSError, ValueError, RuntimeError):  # invalid path on this system, or circular links
        return None
    pack_folder = folder if path.name == PACK_FILE else enclosing_pack_folder(folder)
    if pack_folder is not None:
        return (
            None
            if is_ignored(str(folder.relative_to(pack_folder) / path.name))
            else PackLocation(pack_folder)
        )
    return PackLocation(folder, path.name) if _looks_like_pmsim(text) else None


def _looks_like_pmsim(text: str) -> bool:
    """Return True if the text has a field that only pmsim files have, or no fields except those
    that such a file may start with."""
    top_lines = [
        parse_line(line)
        for line in text.splitlines()
        if has_content(line) and not line.startswith((" ", "}", "]"))
    ]
    keys = {line.key for line in top_lines if line.key and not line.dashes}
    return bool(keys & _SURE_FIELDS) or (
        keys <= _KNOWN_FIELDS and not any(line.dashes for line in top_lines)
    )


def read_files(location: PackLocation, open_texts: Mapping[Path, str]) -> WorkspaceFiles:
    """Return the current files of a pack, with those of packs that it extends. `open_texts`: texts
    in the editor, which take precedence over files on disk.

    Treat unreadable files as missing."""
    texts = {path: text.encode("utf-8", "replace") for path, text in open_texts.items()}
    if location.single_file:
        folder, reported = default_pack_folder(), frozenset((location.single_file,))
        data = texts.get(location.path_of(location.single_file), b"")
        contents = add_default_pack({location.single_file: data})
    else:
        folder = location.folder
        contents = {
            **_read_from_disk(folder),
            **{
                path.relative_to(folder).as_posix(): data
                for path, data in texts.items()
                if path.is_relative_to(folder)
            },
        }
        reported = frozenset(contents)
    pack = PackFiles(contents, {}, folder, {})
    if b"extends" in contents.get(PACK_FILE, b""):  # else spare the search
        with suppress(NoPackError):
            pack = add_base_files(contents, folder)
    return WorkspaceFiles(pack, reported)


def _read_from_disk(folder: Path) -> Mapping[str, bytes]:
    try:
        return read_folder(folder)
    except NoPackError:
        return {}


@dataclass(frozen=True, eq=False)
class PackAnalysis:
    """The analysis of a pack. `diagnostics`: those of all files, including files that are not
    reported. `draft`: None without a readable pack.yaml. `last_draft`: the last draft that was not
    None; its places may be outdated."""

    location: PackLocation
    files: WorkspaceFiles
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None
    last_draft: Draft | None

    def path_of(self, file: str) -> Path:
        """Return the path of a file of the pack, or of a pack that it extends."""
        of = self.location if file in self.files.pack.own_files else self.files.pack
        return of.path_of(file)

    @cached_property
    def docs(self) -> SymbolDocs:
        """Return the documentation of the pack's names, from the last draft."""
        return SymbolDocs(self.last_draft)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Return all words with a meaning in the pack, from the last draft."""
        return known_words(self.last_draft)

    @cached_property
    def symbols(self) -> SymbolIndex:
        """Return the index of all names in the current draft; an empty index without a draft."""
        return index_references(find_references(self.draft) if self.draft else ())


class PackAnalyzer:
    """The analyzer of packs. It caches data of each pack for the next analysis. Only one thread at
    a time may use it."""

    def __init__(self) -> None:
        self.last_drafts: dict[PackLocation, Draft] = {}
        self.memos: dict[PackLocation, Memo] = {}

    def analyze(self, location: PackLocation, open_texts: Mapping[Path, str]) -> PackAnalysis:
        """Return the analysis of a pack, with the texts that are open in the editor."""
        files = read_files(location, open_texts)
        memo = self.memos.setdefault(location, Memo())
        pack = files.pack
        examination = examine(pack.own_files, str(location.folder), pack.base_files, memo)
        if examination.draft is not None:
            self.last_drafts[location] = examination.draft
        return PackAnalysis(
            location,
            files,
            examination.diagnostics,
            examination.draft,
            self.last_drafts.get(location),
        )

    def forget(self, location: PackLocation) -> None:
        """Drop the cached data of a pack that is no longer open."""
        self.memos.pop(location, None)
        self.last_drafts.pop(location, None)
