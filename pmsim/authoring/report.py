"""Diagnostics as text for people, JSON for programs, and annotations for GitHub. Pure: the source
lines are arguments.

All foreign text is cleaned, so that no file name, message or source line can send control codes to
a terminal."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pmsim.lang import Diagnostic, Severity, count_text, make_diagnostic, visible
from pmsim.lang.characters import wrap_words
from pmsim.lang.rules import MOST_QUOTED

Sources = Mapping[str, Sequence[str]]
"""Lines by file."""

_SEVERITY_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}
_GITHUB_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
WIDTH = 140
"""Maximum length of a line that is quoted whole, without its number. For longer lines,
`MOST_QUOTED` characters around the caret are shown."""
MARGIN = 8
"""Columns for the number of a quoted line."""


def as_text(
    diagnostics: Iterable[Diagnostic], sources: Sources, width: int = WIDTH, columns: int = 0
) -> str:
    """Return `path:line:col CODE message`, the line with a caret, and `help: …` for each
    diagnostic, separated by blank lines. `columns`: the width of the terminal for wrapping, 0 for
    no wrapping."""
    if columns:
        width = min(width, max(20, columns - MARGIN))
    return "\n\n".join(
        _diagnostic_text(diagnostic, sources.get(diagnostic.place.file, ()), width, columns)
        for diagnostic in limit_diagnostics(diagnostics)
    )


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON list of {code, severity, file, line, column, message, hint}."""
    return json.dumps(
        [_json_fields(diagnostic) for diagnostic in limit_diagnostics(diagnostics)],
        ensure_ascii=False,
        indent=2,
    )


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one workflow command per line: `::error file=…,line=…,col=…,title=…::message`."""
    return "\n".join(_annotation(diagnostic) for diagnostic in limit_diagnostics(diagnostics))


def summary_line(diagnostics: Iterable[Diagnostic], files: int) -> str:
    """Return one sentence with the number of diagnostics and files."""
    counts = Counter(diagnostic.severity for diagnostic in set(diagnostics))
    parts = [
        count_text(counts[severity], severity) for severity in _SEVERITY_ORDER if counts[severity]
    ]
    return f"{', '.join(parts) or 'Nothing to mend'} in {count_text(files, 'file')}."


def _diagnostic_text(diagnostic: Diagnostic, lines: Sequence[str], width: int, columns: int) -> str:
    file, line, column = diagnostic.place
    severity = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
    output = _wrap_sentence(
        f"{visible(file)}:{line}:{column} {diagnostic.code}"
        f" {severity}{visible(diagnostic.message)}",
        columns,
        "  ",
    )
    if 0 < line <= len(lines):
        output += quote_line(lines[line - 1], line, column, diagnostic.length, width)
    if diagnostic.hint:
        output += _wrap_sentence(f"  help: {visible(diagnostic.hint)}", columns, "    ")
    return "\n".join(output)


def _wrap_sentence(sentence: str, columns: int, indent: str) -> list[str]:
    """Return the sentence in lines of `columns` characters, without breaking words. Return one line
    if `columns` is 0."""
    return wrap_words(sentence, max(20, columns), indent) if columns else [sentence]


def quote_line(text: str, line: int, column: int, length: int, width: int) -> list[str]:
    """Return the line with its number, and a caret under the place."""
    width = width if len(text) <= width else min(width, MOST_QUOTED)
    start = max(0, column - width // 2) if len(text) > width else 0
    shown = visible(text[start : start + width].rstrip())
    before = len(visible(text[start : column - 1]))
    columns_left = len(shown) - before
    carets = "^" * max(1, min(length, columns_left))
    margin = f"{line:>5} | "
    return [f"{margin}{shown}".rstrip(), f"{' ' * (len(margin) - 2)}| {' ' * before}{carets}"]


def _json_fields(diagnostic: Diagnostic) -> dict[str, str | int]:
    file, line, column = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": visible(file),
        "line": line,
        "column": column,
        "message": visible(diagnostic.message),
        "hint": visible(diagnostic.hint),
    }


def _annotation(diagnostic: Diagnostic) -> str:
    file, line, column = diagnostic.place
    properties = {"file": file, "line": str(line), "col": str(column), "title": diagnostic.code}
    written = ",".join(
        f"{key}={_escaped(visible(value), property_of=True)}" for key, value in properties.items()
    )
    message = visible(f"{diagnostic.message} {diagnostic.hint}".strip())
    return f"::{_GITHUB_LEVELS[diagnostic.severity]} {written}::{_escaped(message)}"


def _escaped(text: str, *, property_of: bool = False) -> str:
    """Return the text escaped as in GitHub's own toolkit."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_of else text


MAX_PER_FILE = 100
"""Maximum number of diagnostics shown per file, before a note that there are more."""


def limit_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the unique diagnostics to show, sorted by place: for each file the worst
    `MAX_PER_FILE`. If some are left out, add one that says how many, with the severity of the worst
    of them."""
    files: dict[str, list[Diagnostic]] = {}
    for one in dict.fromkeys(diagnostics):
        files.setdefault(one.place.file, []).append(one)
    return sorted(
        (one for own in files.values() for one in _worst_of_file(own)),
        key=lambda one: (one.place, _SEVERITY_ORDER[one.severity], one.code, one.message),
    )


def _worst_of_file(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return the worst diagnostics of a file, and one that says how many more there are."""
    if len(diagnostics) <= MAX_PER_FILE:
        return diagnostics
    diagnostics.sort(
        key=lambda one: (_SEVERITY_ORDER[one.severity], one.place, one.code, one.message)
    )
    first, rest = diagnostics[:MAX_PER_FILE], diagnostics[MAX_PER_FILE:]
    sentence = (
        f"There are at least {len(rest):,} more problems in this file."
        if len(rest) > 1
        else "There is at least one more problem in this file."
    )
    more = make_diagnostic(
        "too-many", rest[0].place, sentence=sentence, hint="Mend the first of them, and look again."
    )
    return [*first, more._replace(severity=rest[0].severity)]
