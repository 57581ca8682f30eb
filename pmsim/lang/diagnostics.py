"""The records of a diagnostic and of a rule. The table of rules is in `rules`."""

from typing import Literal, NamedTuple

from pmsim.lang.nodes import Place

Severity = Literal["error", "warning", "note"]


class Diagnostic(NamedTuple):
    """One problem at one place.

    `message` is a sentence for readers who have never programmed; `hint` is the nearest fix, or ''.
    `length`: the number of characters to underline, at least 1. `replacement`: the only possible
    replacement of those characters, or ''. `last_line`: the last line of a problem over several
    lines, else 0.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    length: int = 1
    replacement: str = ""
    last_line: int = 0


class PackError(Exception):
    """A pack that does not load. `diagnostics` holds every problem found, errors first; `errors`
    only the errors."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        self.errors = [each for each in diagnostics if each.severity == "error"]
        lines = [
            f"{error.place.file}:{error.place.line}:{error.place.column} {error.code}"
            f" {error.message}"
            for error in self.errors
        ]
        super().__init__("\n".join(lines) or "the pack does not load")


class Rule(NamedTuple):
    """One kind of diagnostic.

    `code`: PM1xx syntax, PM2xx shape, PM3xx names, PM4xx conditions, PM5xx flow, PM6xx reachability
    and sense, PM7xx prose. `name` is used after "allow": `duplicate-key`. `sentence` is a
    `str.format` pattern; the caller gives its words. `bad` and `good` are the text of `file` ('':
    the file is left out), laid over the small pack of `rules.example`: `bad` must produce the code,
    `good` must not. `file` '': the problem has no text, and there is no example. `more`: further
    files of the example, the same in both. `note_until_version_1`: a note while the pack's
    `version` is below 1, since an unfinished pack has much that is not used yet. `reports_absence`:
    the rule reports that a name is not used or set anywhere; it is dropped while a part of the pack
    cannot be read.
    """

    code: str
    name: str
    severity: Severity
    sentence: str
    why: str
    bad: str
    good: str
    file: str = "scene.yaml"
    reports_absence: bool = False
    note_until_version_1: bool = False
    more: tuple[tuple[str, str], ...] = ()
