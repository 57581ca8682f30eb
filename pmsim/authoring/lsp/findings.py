"""Diagnostics as an editor shows them: the sentence with its hint, a span, and what can be told by the look of it."""

from collections.abc import Iterable
from typing import NamedTuple

from pmsim.authoring.lsp.positions import Encoding, Span, span
from pmsim.authoring.lsp.shelf import Files
from pmsim.authoring.shown import bounded
from pmsim.lang.decoding import lines_of
from pmsim.lang.diagnostics import Diagnostic, Severity
from pmsim.lang.rules import RULES

_UNUSED = frozenset(rule.code for rule in RULES if rule.name.endswith(("never-reached", "never-read", "never-used", "never-drawn")))


class Finding(NamedTuple):
    """One problem in one file. `unused`: nothing leads there or asks for it, so an editor may grey it out."""

    span: Span
    severity: Severity
    code: str
    message: str
    unused: bool


def is_of_the_letter(one: Finding) -> bool:
    """Whether it is an error in the spelling or the fields of a file, which need not be understood to be seen."""
    return one.code < "PM3" and one.severity == "error"


def finding(one: Diagnostic, lines: list[str], encoding: Encoding) -> Finding:
    """A diagnostic in a file of these lines."""
    message = f"{one.message}\n{one.hint}" if one.hint else one.message
    return Finding(span(one.place, one.length, lines, encoding), one.severity, one.code, message, one.code in _UNUSED)


def findings(diagnostics: Iterable[Diagnostic], files: Files, encoding: Encoding) -> dict[str, tuple[Finding, ...]]:
    """By file, for each file that is spoken of, () for one without any; what is said of other files is left out."""
    found: dict[str, list[Finding]] = {file: [] for file in files.spoken}
    lines: dict[str, list[str]] = {}
    for one in bounded(diagnostics):
        file = one.place.file
        if file in found:
            if file not in lines:
                lines[file] = lines_of(files.text(file))
            found[file].append(finding(one, lines[file], encoding))
    return {file: tuple(sorted(listed)) for file, listed in found.items()}
