"""The full check of a pack: compiler diagnostics, lint checks, and suppressions. No file access and
no printing."""

from collections.abc import Mapping
from typing import NamedTuple

from pmsim.analysis.lint import lint
from pmsim.analysis.suppressions import apply_suppressions
from pmsim.lang import BY_NAME, RULES, Compiled, Diagnostic, Draft, Pack, compile_pack
from pmsim.lang.memo import Memo, pause_gc
from pmsim.lang.pack_files import sort_files
from pmsim.lang.rules import filter_diagnostics

_NEEDS_WHOLE_FOLDER = frozenset(
    BY_NAME[name].code for name in ("no-pack", "second-pack", "section-twice", "scenario-twice")
)
"""Codes of rules that depend on the other files of a pack."""
_NOTES_BEFORE_VERSION_1 = frozenset(rule.code for rule in RULES if rule.note_until_version_1)


class Examination(NamedTuple):
    """The result of checking a pack. `pack` is None if there are errors. `diagnostics` covers all
    files, sorted by place. `draft` is None without a pack.yaml, or if there are too many errors."""

    pack: Pack | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None


@pause_gc
def examine(
    files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None
) -> Examination:
    """Return every diagnostic of the pack in `files`. The arguments are those of `compile_pack`.
    Pure; never raises."""
    memo = Memo()
    examination = _lint(compile_pack(files, folder, base, memo), files, base or {}, memo)
    memo.forget()
    return examination


def quick_errors(files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Return the YAML and field errors of these files, without resolving names. `examine` reports
    the same errors and more, but takes much longer."""
    diagnostics = sort_files(files).diagnostics
    return tuple(
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.severity == "error" and diagnostic.code not in _NEEDS_WHOLE_FOLDER
    )


class IncrementalExaminer:
    """An examiner of one pack that is edited and checked repeatedly. It gives the same results as
    `examine` and reuses the results for unchanged parts. Use one examiner per pack; it stores only
    what the last examination needed."""

    def __init__(self) -> None:
        self._memo = Memo()

    @pause_gc
    def examine(
        self, files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None
    ) -> Examination:
        """Return the same result as the function `examine`, reusing the last round."""
        self._memo.start_round()
        return _lint(compile_pack(files, folder, base, self._memo), files, base or {}, self._memo)


def _lint(
    compiled: Compiled, files: Mapping[str, bytes], base: Mapping[str, bytes], memo: Memo
) -> Examination:
    """Run the checks and apply the suppressions. Drop lint findings in files that come from the
    base."""
    findings = [
        diagnostic
        for diagnostic in (lint(compiled.draft) if compiled.draft else ())
        if diagnostic.place.file in files or diagnostic.place.file not in base
    ]
    diagnostics = filter_diagnostics([*compiled.diagnostics, *findings])
    return Examination(
        compiled.pack,
        apply_suppressions(files, _soften(diagnostics, compiled.draft), memo),
        compiled.draft,
    )


def _soften(diagnostics: tuple[Diagnostic, ...], draft: Draft | None) -> tuple[Diagnostic, ...]:
    """Return the diagnostics, with some warnings lowered to notes while the pack is below version
    1."""
    if draft is None or draft.is_released:
        return diagnostics
    return tuple(
        (
            diagnostic._replace(severity="note")
            if diagnostic.code in _NOTES_BEFORE_VERSION_1
            else diagnostic
        )
        for diagnostic in diagnostics
    )
