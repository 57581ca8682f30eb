"""The analysis of a pack at one moment: its files, its diagnostics and its draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pmsim.analysis.examine import IncrementalExaminer
from pmsim.authoring.fixes import known_words
from pmsim.authoring.lsp.workspace import PackLocation, WorkspaceFiles, read_files
from pmsim.authoring.symbols import find_references
from pmsim.authoring.symbols.docs import SymbolDocs
from pmsim.authoring.symbols.index import SymbolIndex, index_references
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic


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
        return self.files.path_of(file, self.location)

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
        self.examiners: dict[PackLocation, IncrementalExaminer] = {}

    def analyze(self, location: PackLocation, open_texts: Mapping[Path, str]) -> PackAnalysis:
        """Return the analysis of a pack, with the texts that are open in the editor."""
        files = read_files(location, open_texts)
        examination = self.examiners.setdefault(location, IncrementalExaminer()).examine(
            files.contents, str(location.folder), files.base
        )
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
        self.examiners.pop(location, None)
        self.last_drafts.pop(location, None)
