"""What is known of a pack at one moment: its files as they then were, everything to say of them, and what was understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pmsim.analysis.examine import examine
from pmsim.authoring.lsp.shelf import Files, Home, files_of
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic


@dataclass(frozen=True, eq=False)
class Study:
    """`diagnostics`: of all the files, those that are not spoken of too. `draft`: None without a readable pack.yaml."""

    home: Home
    files: Files
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None


class Bench:
    """Where packs are studied. It remembers of each what makes the next time quick; one thread at a time may use it."""

    def study(self, home: Home, opened: Mapping[Path, str]) -> Study:
        """Examine a home with the texts that an editor has open of it."""
        files = files_of(home, opened)
        examined = examine(files.own, str(home.folder))
        return Study(home, files, examined.diagnostics, examined.draft)
