"""Which of the things found are worth saying together."""

from collections.abc import Iterable

from pmsim.lang.conflicts import outside
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules import BY_NAME, RULES

_UNKNOWN = BY_NAME["unknown-name"].code
_ABSENCES = frozenset(rule.code for rule in RULES if rule.absence)


def worth_saying(said: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, each once. While a file cannot be read wholly, or a name in it is wrong, nothing is said to be nowhere.
    What was once found worth saying may be passed in again beside more."""
    worth = sorted(set(outside(list(said))), key=lambda one: (one.place, one.code, one.message))
    partial = any(one.severity == "error" and (one.code < "PM3" or one.code == _UNKNOWN) for one in worth)
    return tuple(one for one in worth if not (partial and one.code in _ABSENCES))
