"""One record per complaint. What a rule is and why stands in the table of `rules`; here is what one finding looks like."""

from typing import Literal, NamedTuple

from pmsim.lang.nodes import Place

Severity = Literal["error", "warning", "note"]


class Diagnostic(NamedTuple):
    """One problem at one place. `message` is a sentence for a person who has never programmed; `hint` is the nearest fix, or ''.
    `length`: how many characters the caret underlines, at least 1. `replacement`: what can only be meant by those characters, or ''.
    `last_line`: the last line that it is about, if that is another; 0 for its own."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    length: int = 1
    replacement: str = ""
    last_line: int = 0


class PackError(Exception):
    """A pack that does not load. `diagnostics` holds every problem found, errors first."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        errors = [each for each in diagnostics if each.severity == "error"]
        lines = [f"{error.place.file}:{error.place.line}:{error.place.column} {error.code} {error.message}" for error in errors]
        super().__init__("\n".join(lines) or "the pack does not load")


class Rule(NamedTuple):
    """One kind of complaint.

    `code`: PM1xx syntax, PM2xx shape, PM3xx names, PM4xx conditions, PM5xx flow, PM6xx reachability and sense, PM7xx prose. `name` reads
    after "allow": `duplicate-key`. `sentence` is a `str.format` pattern whose words the finder gives. `bad` and `good` are the text of
    `file` ('': without it), laid over the small pack of `rules.example`: `bad` must produce the code, `good` not. `file` '': it is about
    what has no text, and there is no example. `more`: further files of the example, the same in both. `note_until_version_1`: a note while
    the pack's `version` is below 1, as a pack in the making has much that nothing uses yet. `reports_absence`: it says that something is
    nowhere in the pack, so it is held back while a part of the pack cannot be read.
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
