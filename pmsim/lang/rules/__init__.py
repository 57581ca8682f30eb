"""The table of rules, read by `check`, `explain`, the reference page and the tests. The code that
finds problems is elsewhere.

    make_diagnostic("duplicate-key", place, key="effects", hint="Keep one of the two.")
"""

from collections.abc import Mapping
from types import MappingProxyType

from pmsim.lang.diagnostics import Diagnostic, Rule
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.rules.clipping import clipped
from pmsim.lang.rules.lint import NO_EFFECT_RULES, REVIEW_RULES, SUPPRESSION_RULES, UNUSED_RULES
from pmsim.lang.rules.meaning import MEANING_RULES
from pmsim.lang.rules.shape import SHAPE_RULES
from pmsim.lang.rules.syntax import SYNTAX_RULES, UNREADABLE_RULES

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *SYNTAX_RULES,
            *UNREADABLE_RULES,
            *SHAPE_RULES,
            *MEANING_RULES,
            *NO_EFFECT_RULES,
            *UNUSED_RULES,
            *REVIEW_RULES,
            *SUPPRESSION_RULES,
        )
    )
)
"""Every rule, by code."""
BY_NAME: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in RULES})


def make_diagnostic(
    name: str,
    place: Place,
    /,
    *,
    hint: str = "",
    length: int = 1,
    replacement: str = "",
    **words: object,
) -> Diagnostic:
    """Return a rule's diagnostic at a place, its sentence filled with `words`. Long texts are cut.

    Raise KeyError for an unknown rule or a missing word.
    """
    rule = BY_NAME[name]
    return Diagnostic(
        rule.code,
        rule.severity,
        place,
        clipped(rule.sentence.format(**words)),
        clipped(hint),
        max(1, length),
        replacement,
    )


def diagnostic_at(
    name: str, scalar: Scalar, /, *, hint: str = "", replacement: str = "", **words: object
) -> Diagnostic:
    """Return a rule's diagnostic that underlines the first line of a scalar ('': a mere place)."""
    return make_diagnostic(
        name,
        scalar.at(0),
        hint=hint,
        length=len(scalar.text.partition("\n")[0]),
        replacement=replacement,
        **words,
    )
