"""A pack looked at as its author wants it looked at: what the compiler says of it, and everything that is sound and makes no sense."""

from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.lint import CHECKS
from pmsim.analysis.suppressions import apply_suppressions
from pmsim.lang import Compiled, Draft, compile_pack
from pmsim.lang.compiler.compile import pause_gc
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.filter_diagnostics import filter_diagnostics
from pmsim.lang.memo import Memo
from pmsim.lang.pack import Pack
from pmsim.lang.pack_files import sort_files
from pmsim.lang.rules import BY_NAME, RULES

MAX_PER_CHECK = 2000
"""So many findings of one kind are made in a pack, and no more."""
_NEEDS_WHOLE_FOLDER = frozenset(BY_NAME[name].code for name in ("no-pack", "second-pack", "section-twice", "scenario-twice"))
"""Rules that ask for the other files of a pack."""
_NOTES_BEFORE_VERSION_1 = frozenset(rule.code for rule in RULES if rule.note_until_version_1)


class Examination(NamedTuple):
    """`pack` None: there are errors. `diagnostics`: everything there is to say of all files, by place. `draft`: what was understood, None
    without a pack.yaml."""

    pack: Pack | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None


@pause_gc
def examine(files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None) -> Examination:
    """Everything there is to say of the pack in `files`, which are as for `compile_pack`. Pure; never raises."""
    memo = Memo()
    examination = _lint(compile_pack(files, folder, base, memo), files, base or {}, memo)
    memo.forget()
    return examination


def quick_errors(files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """The errors of these files that are seen before anybody asks what they mean: in their spelling as YAML, and in their fields. They are
    a part of what `examine` says of a pack with them, in a small part of the time."""
    diagnostics = sort_files(files).diagnostics
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity == "error" and diagnostic.code not in _NEEDS_WHOLE_FOLDER)


class IncrementalExaminer:
    """Examines one pack again and again while it is being written: the same answers as `examine`, and what did not change is not worked
    out again. One for each pack; it holds what its last examination needed and no more."""

    def __init__(self) -> None:
        self._memo = Memo()

    @pause_gc
    def examine(self, files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None) -> Examination:
        """As `examine`."""
        self._memo.start_round()
        return _lint(compile_pack(files, folder, base, self._memo), files, base or {}, self._memo)


def _lint(compiled: Compiled, files: Mapping[str, bytes], base: Mapping[str, bytes], memo: Memo) -> Examination:
    """Of a base's files nothing is said that the compiler has not said in the author's own terms."""
    findings = [diagnostic for check in CHECKS for diagnostic in islice(check(compiled.draft), MAX_PER_CHECK)] if compiled.draft else []
    findings = [diagnostic for diagnostic in findings if diagnostic.place.file in files or diagnostic.place.file not in base]
    diagnostics = filter_diagnostics([*compiled.diagnostics, *findings])
    return Examination(compiled.pack, apply_suppressions(files, _soften(diagnostics, compiled.draft), memo), compiled.draft)


def _soften(diagnostics: tuple[Diagnostic, ...], draft: Draft | None) -> tuple[Diagnostic, ...]:
    """The same, with those made notes that are to be expected in a pack below version 1."""
    if draft is None or draft.is_released:
        return diagnostics
    return tuple(
        diagnostic._replace(severity="note") if diagnostic.code in _NOTES_BEFORE_VERSION_1 else diagnostic for diagnostic in diagnostics
    )
