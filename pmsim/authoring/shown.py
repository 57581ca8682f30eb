"""How many of the things found are shown, in a terminal and in an editor."""

from collections.abc import Iterable

from pmsim.lang.diagnostics import Diagnostic, Severity
from pmsim.lang.rules import found

MOST_SAID = 100
"""Of one file no more is said than this, and that there is more."""
_WORST_FIRST: tuple[Severity, ...] = ("error", "warning", "note")


def bounded(said: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what is shown of all that is said, by place, each once: of each file the first `MOST_SAID`, the worst before the others, and
    one more that says how many are left out, as bad as the worst of them."""
    files: dict[str, list[Diagnostic]] = {}
    for one in dict.fromkeys(said):
        files.setdefault(one.place.file, []).append(one)
    shown = [one for own in files.values() for one in (own if len(own) <= MOST_SAID else _first(own))]
    return sorted(shown, key=lambda one: (one.place, _WORST_FIRST.index(one.severity), one.code, one.message))


def _first(said: list[Diagnostic]) -> list[Diagnostic]:
    """Return the first problems of one file, and that there are more."""
    said.sort(key=lambda one: (_WORST_FIRST.index(one.severity), one.place, one.code, one.message))
    kept, rest = said[:MOST_SAID], said[MOST_SAID:]
    sentence = f"There {'is at least one more problem' if len(rest) == 1 else f'are at least {len(rest):,} more problems'} in this file."
    more = found("too-many", rest[0].place, sentence=sentence, hint="Mend the first of them, and look again.")
    return [*kept, more._replace(severity=rest[0].severity)]
