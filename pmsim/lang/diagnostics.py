"""One record per complaint. What a rule is and why stands in the table of `rules`; here is what one finding looks like."""

from typing import Literal, NamedTuple

from pmsim.lang.nodes import Place

Severity = Literal["error", "warning", "note"]


class Diagnostic(NamedTuple):
    """One problem at one place. `message` is a sentence for a person who has never programmed; `hint` is the nearest fix, or ''.
    `length`: how many characters the caret underlines, at least 1. `instead`: what can only be meant by those characters, or ''.
    `last`: the last line that it is about, if that is another; 0 for its own."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    length: int = 1
    instead: str = ""
    last: int = 0


class PackError(Exception):
    """A pack that does not load. `diagnostics` holds every problem found, errors first."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        errors = [found for found in diagnostics if found.severity == "error"]
        lines = [f"{f.place.file}:{f.place.line}:{f.place.column} {f.code} {f.message}" for f in errors]
        super().__init__("\n".join(lines) or "the pack does not load")
