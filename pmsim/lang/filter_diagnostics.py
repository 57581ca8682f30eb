"""A filter that keeps the diagnostics worth reporting together."""

from collections.abc import Iterable

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.error_recovery import drop_inside_merges
from pmsim.lang.rules import BY_NAME, RULES

_UNKNOWN = BY_NAME["unknown-name"].code
_ABSENCES = frozenset(rule.code for rule in RULES if rule.reports_absence)


def filter_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort and de-duplicate. Drop findings of absence while a file has syntax errors, shape errors
    or unknown names.

    The result may be passed in again together with further diagnostics.
    """
    unique = sorted(
        set(drop_inside_merges(list(diagnostics))),
        key=lambda one: (one.place, one.code, one.message),
    )
    partial = any(
        one.severity == "error" and (one.code < "PM3" or one.code == _UNKNOWN) for one in unique
    )
    return tuple(one for one in unique if not (partial and one.code in _ABSENCES))
