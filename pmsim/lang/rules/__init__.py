"""The table of rules, read by `check`, `explain`, the reference page and the tests, and what turns
rules into diagnostics worth reporting. The code that finds problems is elsewhere.

    make_diagnostic("duplicate-key", place, key="effects", hint="Keep one of the two.")
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from pmsim.lang.characters import cut
from pmsim.lang.diagnostics import Diagnostic, Rule
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.rules.lint import (
    NO_EFFECT_RULES,
    POSSIBILITY_RULES,
    REVIEW_RULES,
    SUPPRESSION_RULES,
    UNUSED_RULES,
)
from pmsim.lang.rules.meaning import MEANING_RULES
from pmsim.lang.rules.prose import PROSE_RULES
from pmsim.lang.rules.shape import CALL_RULES, NAME_RULES, SHAPE_RULES
from pmsim.lang.rules.syntax import SYNTAX_RULES, UNREADABLE_RULES

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *SYNTAX_RULES,
            *UNREADABLE_RULES,
            *SHAPE_RULES,
            *NAME_RULES,
            *MEANING_RULES,
            *PROSE_RULES,
            *CALL_RULES,
            *NO_EFFECT_RULES,
            *UNUSED_RULES,
            *POSSIBILITY_RULES,
            *REVIEW_RULES,
            *SUPPRESSION_RULES,
        )
    )
)
"""Every rule, by code."""
BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
NAME_OF_CODE: Mapping[str, str] = {rule.code: rule.name for rule in RULES}
_UNKNOWN = BY_NAME["unknown-name"].code
_ABSENCES = frozenset(rule.code for rule in RULES if rule.reports_absence)
MOST_QUOTED = 80
"""The most characters quoted of one name, value or line."""
MOST_WRITTEN = 1000
"""The most characters of a sentence. The longest of pmsim's own has half as many."""
_NAMED = re.compile(r"`([^`]*)`")
_WORD = re.compile(rf"(\S{{{MOST_QUOTED}}})\S{{20,}}")


def make_diagnostic(
    name: str,
    at: Place | Scalar,
    /,
    *,
    hint: str = "",
    length: int = 1,
    replacement: str = "",
    **words: object,
) -> Diagnostic:
    """Return a rule's diagnostic, its sentence filled with `words`. Long texts are cut.

    `at`: a place, or a scalar whose first line is underlined. Raise KeyError for an unknown rule or
    a missing word.
    """
    rule = BY_NAME[name]
    if isinstance(at, Scalar):
        length = len(at.text.partition("\n")[0])
        at = at.at(0)
    return Diagnostic(
        rule.code,
        rule.severity,
        at,
        clipped(rule.sentence.format(**words)),
        clipped(hint),
        max(1, length),
        replacement,
    )


def clipped(sentence: str) -> str:
    """Return a sentence with long names (between backticks), long words and a long end cut and
    marked with `…`."""
    if len(sentence) <= MOST_QUOTED:
        return sentence
    short = _WORD.sub(r"\1…", _NAMED.sub(lambda name: f"`{cut(name[1], MOST_QUOTED)}`", sentence))
    return cut(short, MOST_WRITTEN)


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


def drop_inside_merges(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the diagnostics without those inside an undecided merge: the merge itself is
    reported."""
    merges = [
        (one.place.file, one.place.line, one.last_line) for one in diagnostics if one.last_line
    ]
    if not merges:
        return diagnostics

    def inside(place: Place) -> bool:
        return any(
            file == place.file and first <= place.line <= last for file, first, last in merges
        )

    return [one for one in diagnostics if one.last_line or not inside(one.place)]
