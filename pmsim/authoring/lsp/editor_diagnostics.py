"""Diagnostics as an editor shows them: the sentence with its hint, a span, and what can be told by the look of it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pmsim.authoring.lsp.workspace import WorkspaceFiles
from pmsim.authoring.report import limit_diagnostics
from pmsim.lang.decoding import lines_of
from pmsim.lang.diagnostics import Diagnostic, Severity
from pmsim.lang.nodes import Place
from pmsim.lang.rules import RULES

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class EditorSpan(NamedTuple):
    """A piece of one line. `line` from 0; `start`..`end` in the editor's units, `end` not included."""

    line: int
    start: int
    end: int


def count_units(text: str, encoding: Encoding) -> int:
    """How many of the editor's units the characters take up."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))


def count_characters(line: str, count: int, encoding: Encoding) -> int:
    """How many characters begin before the line's unit `count`; no more than it has, and not less than 0."""
    if line.isascii() or encoding == "utf-32":
        return max(0, min(count, len(line)))
    taken = 0
    for number, character in enumerate(line):
        taken += count_units(character, encoding)
        if taken > count:
            return number
    return len(line)


def editor_span(place: Place, length: int, lines: list[str], encoding: Encoding) -> EditorSpan:
    """`length` characters from a place on, as far as the file has that line and they stand in it."""
    number = max(0, min(place.line, len(lines)) - 1)
    line = lines[number]
    start = max(0, min(place.column - 1, len(line)))
    end = min(start + max(0, length), len(line))
    return EditorSpan(number, count_units(line[:start], encoding), count_units(line[:end], encoding))


def place_at(file: str, line: int, unit: int, lines: list[str], encoding: Encoding) -> Place:
    """The place that an editor means by a line (from 0) and a unit in it, which both may be beyond the end."""
    number = max(0, min(line, len(lines) - 1))
    return Place(file, number + 1, count_characters(lines[number], unit, encoding) + 1)


_UNUSED_CODES = frozenset(rule.code for rule in RULES if rule.name.endswith(("never-reached", "never-read", "never-used", "never-drawn")))


class EditorDiagnostic(NamedTuple):
    """One problem in one file. `unused`: nothing leads there or asks for it, so an editor may grey it out."""

    span: EditorSpan
    severity: Severity
    code: str
    message: str
    unused: bool


def is_quick_error(diagnostic: EditorDiagnostic) -> bool:
    """Whether it is an error in the spelling or the fields of a file, which need not be understood to be seen."""
    return diagnostic.code < "PM3" and diagnostic.severity == "error"


def editor_diagnostic(diagnostic: Diagnostic, lines: list[str], encoding: Encoding) -> EditorDiagnostic:
    """A diagnostic in a file of these lines."""
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
    """By file, for each file that is spoken of, () for one without any; what is said of other files is left out."""
    by_file: dict[str, list[EditorDiagnostic]] = {file: [] for file in files.reported}
    lines: dict[str, list[str]] = {}
    for diagnostic in limit_diagnostics(diagnostics):
        file = diagnostic.place.file
        if file in by_file:
            if file not in lines:
                lines[file] = lines_of(files.text(file))
            by_file[file].append(editor_diagnostic(diagnostic, lines[file], encoding))
    return {file: tuple(sorted(listed)) for file, listed in by_file.items()}
