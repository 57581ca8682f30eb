"""Diagnostics as text for people, JSON for programs, and annotations for GitHub. Pure: the lines to quote come in as an argument.

Everything foreign is cleaned on its way out, so that no file name, message or source line can command a terminal.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from pmsim.authoring.shown import bounded
from pmsim.lang.characters import visible
from pmsim.lang.diagnostics import Diagnostic, Severity
from pmsim.lang.rules.clipping import MOST_QUOTED

Sources = Mapping[str, Sequence[str]]
"""File -> its lines."""

_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}
_GITHUB: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
WIDTH = 140
"""A line of this many characters is quoted whole, its number not counted; of a longer one `MOST_QUOTED` around its caret."""
MARGIN = 8
"""Columns that the number of a quoted line takes."""


def as_text(diagnostics: Iterable[Diagnostic], sources: Sources, width: int = WIDTH, columns: int = 0) -> str:
    """`path:line:col CODE message`, the line and a caret, `help: …`; a blank line between two; '' for none. `columns`: of the terminal,
    in which words are kept whole and quoted lines end where it does; 0: none, a sentence is a line."""
    if columns:
        width = min(width, max(20, columns - MARGIN))
    return "\n\n".join(_one(found, sources.get(found.place.file, ()), width, columns) for found in bounded(diagnostics))


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A list of {code, severity, file, line, column, message, hint}."""
    return json.dumps([_fields(found) for found in bounded(diagnostics)], ensure_ascii=False, indent=2)


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """A workflow command a line: `::error file=…,line=…,col=…,title=…::message`."""
    return "\n".join(_annotation(found) for found in bounded(diagnostics))


def total(diagnostics: Iterable[Diagnostic], files: int) -> str:
    """One sentence: how much was found in how many files."""
    counts = Counter(found.severity for found in set(diagnostics))
    parts = [f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}" for severity in _ORDER if counts[severity]]
    return f"{', '.join(parts) or 'Nothing to mend'} in {files} file{'' if files == 1 else 's'}."


def _one(found: Diagnostic, lines: Sequence[str], width: int, columns: int) -> str:
    file, line, column = found.place
    severity = "" if found.severity == "error" else f"{found.severity}: "
    said = _kept_whole(f"{visible(file)}:{line}:{column} {found.code} {severity}{visible(found.message)}", columns, "  ")
    if 0 < line <= len(lines):
        said += quoted(lines[line - 1], line, column, found.length, width)
    if found.hint:
        said += _kept_whole(f"  help: {visible(found.hint)}", columns, "    ")
    return "\n".join(said)


def _kept_whole(said: str, columns: int, indent: str) -> list[str]:
    """The sentence in lines of so many columns, with no word broken; as it is without a terminal."""
    if not columns:
        return [said]
    return wrap(said, max(20, columns), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def quoted(text: str, line: int, column: int, length: int, width: int) -> list[str]:
    """The line with its number, and a caret under the place."""
    width = width if len(text) <= width else min(width, MOST_QUOTED)
    start = max(0, column - width // 2) if len(text) > width else 0
    shown = visible(text[start : start + width].rstrip())
    before = len(visible(text[start : column - 1]))
    room = len(shown) - before
    carets = "^" * max(1, min(length, room))
    margin = f"{line:>5} | "
    return [f"{margin}{shown}".rstrip(), f"{' ' * (len(margin) - 2)}| {' ' * before}{carets}"]


def _fields(found: Diagnostic) -> dict[str, str | int]:
    file, line, column = found.place
    return {
        "code": found.code,
        "severity": found.severity,
        "file": visible(file),
        "line": line,
        "column": column,
        "message": visible(found.message),
        "hint": visible(found.hint),
    }


def _annotation(found: Diagnostic) -> str:
    file, line, column = found.place
    properties = {"file": file, "line": str(line), "col": str(column), "title": found.code}
    written = ",".join(f"{key}={_escaped(visible(value), property_of=True)}" for key, value in properties.items())
    message = visible(f"{found.message} {found.hint}".strip())
    return f"::{_GITHUB[found.severity]} {written}::{_escaped(message)}"


def _escaped(text: str, *, property_of: bool = False) -> str:
    """As GitHub's own toolkit escapes it."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_of else text
