"""What is known of a pack at one moment: its files as they then were, everything to say of them, and what was understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pmsim.analysis.examine import Workbench
from pmsim.authoring.lsp.index import Index, index
from pmsim.authoring.lsp.lexicon import Lexicon, lexicon
from pmsim.authoring.lsp.shelf import Files, Home, files_of
from pmsim.authoring.mending import taken
from pmsim.authoring.mentions import mentions
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic


@dataclass(frozen=True, eq=False)
class Study:
    """`diagnostics`: of all the files, those that are not spoken of too. `draft`: None without a readable pack.yaml; `latest`: then the one
    before, whose places may have moved."""

    home: Home
    files: Files
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None
    latest: Draft | None

    def where(self, file: str) -> Path:
        """Where a file of the pack, or of one that it extends, lies."""
        return self.files.where(file, self.home)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of the pack, as they were when it was last understood."""
        return lexicon(self.latest)

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every word that means something in the pack, as it was when it was last understood."""
        return taken(self.latest)

    @cached_property
    def index(self) -> Index:
        """Where every name stands, now; nothing without a draft."""
        return index(mentions(self.draft) if self.draft else ())


class Bench:
    """Where packs are studied. It remembers of each what makes the next time quick; one thread at a time may use it."""

    def __init__(self) -> None:
        self.latest: dict[Home, Draft] = {}
        self.benches: dict[Home, Workbench] = {}

    def study(self, home: Home, opened: Mapping[Path, str]) -> Study:
        """Examine a home with the texts that an editor has open of it."""
        files = files_of(home, opened)
        examined = self.benches.setdefault(home, Workbench()).examine(files.own, str(home.folder), files.base)
        if examined.draft is not None:
            self.latest[home] = examined.draft
        return Study(home, files, examined.diagnostics, examined.draft, self.latest.get(home))

    def forget(self, home: Home) -> None:
        """Nothing of a home is open any more."""
        self.benches.pop(home, None)
        self.latest.pop(home, None)
