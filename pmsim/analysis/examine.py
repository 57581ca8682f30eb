"""The full check of a pack: compiler diagnostics, lint checks, and suppressions. No file access and
no printing."""

from collections.abc import Mapping
from typing import NamedTuple

from pmsim.analysis.lint import lint
from pmsim.analysis.suppressions import apply_suppressions
from pmsim.lang import BY_NAME, RULES, Diagnostic, Draft, Pack, compile_pack
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
    files: Mapping[str, bytes],
    folder: str = "",
    base: Mapping[str, bytes] | None = None,
    memo: Memo | None = None,
) -> Examination:
    """Return every diagnostic of the pack in `files`. The arguments are those of `compile_pack`.
    `memo`: that of earlier examinations of the same pack, for its unchanged parts; it keeps only
    what the last one needed. Drop lint findings in files that come from the base. Pure; never
    raises."""
    kept = memo or Memo()
    if memo is not None:
        kept.start_round()
    compiled = compile_pack(files, folder, base, kept)
    findings = [
        diagnostic
        for diagnostic in (lint(compiled.draft) if compiled.draft else ())
        if diagnostic.place.file in files or diagnostic.place.file not in (base or {})
    ]
    diagnostics = filter_diagnostics([*compiled.diagnostics, *findings])
    softened = _soften(diagnostics, compiled.draft)
    examination = Examination(
        compiled.pack, apply_suppressions(files, softened, kept), compiled.draft
    )
    if memo is None:
        kept.forget()
    return examination


def quick_errors(files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """Return the YAML and field errors of these files, without resolving names. `examine` reports
    the same errors and more, but takes much longer."""
    return tuple(
        diagnostic
        for diagnostic in sort_files(files).diagnostics
        if diagnostic.severity == "error" and diagnostic.code not in _NEEDS_WHOLE_FOLDER
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
