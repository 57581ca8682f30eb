"""What is known of a pack at one moment: its files as they then were, everything to say of them, and what was understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pmsim.analysis.examine import IncrementalExaminer
from pmsim.authoring.fixes import known_words
from pmsim.authoring.lsp.docs import SymbolDocs, read_docs
from pmsim.authoring.lsp.workspace import PackLocation, WorkspaceFiles, read_files
from pmsim.authoring.symbols import find_references
from pmsim.authoring.symbols.index import SymbolIndex, index_references
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic


@dataclass(frozen=True, eq=False)
class PackAnalysis:
    """`diagnostics`: of all the files, those that are not spoken of too. `draft`: None without a readable pack.yaml; `last_draft`: then the
    one before, whose places may have moved."""

    location: PackLocation
    files: WorkspaceFiles
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None
    last_draft: Draft | None

    def path_of(self, file: str) -> Path:
        """Where a file of the pack, or of one that it extends, lies."""
        return self.files.path_of(file, self.location)

    @cached_property
    def docs(self) -> SymbolDocs:
        """The names of the pack, as they were when it was last understood."""
        return read_docs(self.last_draft)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Every word that means something in the pack, as it was when it was last understood."""
        return known_words(self.last_draft)

    @cached_property
    def symbols(self) -> SymbolIndex:
        """Where every name stands, now; nothing without a draft."""
        return index_references(find_references(self.draft) if self.draft else ())


class PackAnalyzer:
    """Where packs are studied. It remembers of each what makes the next time quick; one thread at a time may use it."""

    def __init__(self) -> None:
        self.last_drafts: dict[PackLocation, Draft] = {}
        self.examiners: dict[PackLocation, IncrementalExaminer] = {}

    def analyze(self, location: PackLocation, open_texts: Mapping[Path, str]) -> PackAnalysis:
        """Examine a home with the texts that an editor has open of it."""
        files = read_files(location, open_texts)
        examination = self.examiners.setdefault(location, IncrementalExaminer()).examine(files.contents, str(location.folder), files.base)
        if examination.draft is not None:
            self.last_drafts[location] = examination.draft
        return PackAnalysis(location, files, examination.diagnostics, examination.draft, self.last_drafts.get(location))

    def forget(self, location: PackLocation) -> None:
        """Nothing of a home is open any more."""
        self.examiners.pop(location, None)
        self.last_drafts.pop(location, None)
