"""Diagnostics for an editor: message with hint, span, and a mark for unused parts."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.report import limit_diagnostics
from pmsim.lang import RULES, Diagnostic, Place, Severity
from pmsim.lang.decoding import lines_of

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class EditorSpan(NamedTuple):
    """A part of one line. `line` counts from 0; `start`..`end` are in the editor's units, `end`
    excluded."""

    line: int
    start: int
    end: int


def count_units(text: str, encoding: Encoding) -> int:
    """Return the length of the text in the editor's units."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))


def count_characters(line: str, count: int, encoding: Encoding) -> int:
    """Return the number of characters before unit `count` of the line, limited to 0..length."""
    if line.isascii() or encoding == "utf-32":
        return max(0, min(count, len(line)))
    taken = 0
    for number, character in enumerate(line):
        taken += count_units(character, encoding)
        if taken > count:
            return number
    return len(line)


def editor_span(place: Place, length: int, lines: list[str], encoding: Encoding) -> EditorSpan:
    """Return the span of `length` characters from a place, limited to the file's lines."""
    number = max(0, min(place.line, len(lines)) - 1)
    line = lines[number]
    start = max(0, min(place.column - 1, len(line)))
    end = min(start + max(0, length), len(line))
    return EditorSpan(
        number, count_units(line[:start], encoding), count_units(line[:end], encoding)
    )


def place_at(file: str, line: int, unit: int, lines: list[str], encoding: Encoding) -> Place:
    """Return the place for an editor's line (from 0) and unit. Both may be beyond the end."""
    number = max(0, min(line, len(lines) - 1))
    return Place(file, number + 1, count_characters(lines[number], unit, encoding) + 1)


_UNUSED_CODES = frozenset(
    rule.code
    for rule in RULES
    if rule.name.endswith(("never-reached", "never-read", "never-used", "never-drawn"))
)


class EditorDiagnostic(NamedTuple):
    """A diagnostic in one file. `unused`: it is about an unreachable or unused part, which an
    editor may grey out."""

    span: EditorSpan
    severity: Severity
    code: str
    message: str
    unused: bool


def is_quick_error(diagnostic: EditorDiagnostic) -> bool:
    """Return True for a syntax or field error, which needs no compilation."""
    return diagnostic.code < "PM3" and diagnostic.severity == "error"


def editor_diagnostic(
    diagnostic: Diagnostic, lines: list[str], encoding: Encoding
) -> EditorDiagnostic:
    """Return a diagnostic for the editor. `lines`: the file's lines."""
    message = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return EditorDiagnostic(
        editor_span(diagnostic.place, diagnostic.length, lines, encoding),
        diagnostic.severity,
        diagnostic.code,
        message,
        diagnostic.code in _UNUSED_CODES,
    )


def diagnostics_by_file(
    diagnostics: Iterable[Diagnostic], files: WorkspaceFiles, encoding: Encoding
) -> dict[str, tuple[EditorDiagnostic, ...]]:
    """Return the diagnostics of each reported file, () for a file without any. Leave out other
    files."""
    by_file: dict[str, list[EditorDiagnostic]] = {file: [] for file in files.reported}
    lines: dict[str, list[str]] = {}
    for diagnostic in limit_diagnostics(diagnostics):
        file = diagnostic.place.file
        if file in by_file:
            if file not in lines:
                lines[file] = lines_of(files.text(file))
            by_file[file].append(editor_diagnostic(diagnostic, lines[file], encoding))
    return {file: tuple(sorted(listed)) for file, listed in by_file.items()}
