"""The one table of rules: `check`, `explain`, the reference page and the tests all read it. A rule is data; what finds it lives elsewhere.

found("duplicate-key", place, key="effects", hint="Keep one of the two.")
"""

from collections.abc import Mapping
from types import MappingProxyType

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.rules.allow import ALLOW
from pmsim.lang.rules.clipping import clipped
from pmsim.lang.rules.craft import CRAFT
from pmsim.lang.rules.files import FILES
from pmsim.lang.rules.idle import IDLE
from pmsim.lang.rules.meaning import MEANING
from pmsim.lang.rules.rule import Rule
from pmsim.lang.rules.shape import SHAPE
from pmsim.lang.rules.spare import SPARE
from pmsim.lang.rules.syntax import SYNTAX

RULES: tuple[Rule, ...] = tuple(sorted((*SYNTAX, *FILES, *SHAPE, *MEANING, *IDLE, *SPARE, *CRAFT, *ALLOW)))
"""Every rule, by code."""
BY_NAME: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in RULES})


def found(name: str, place: Place, /, *, hint: str = "", length: int = 1, instead: str = "", **words: object) -> Diagnostic:
    """The rule's complaint at a place: its sentence with `words` put in, long ones cut. KeyError: no such rule, or a word is missing."""
    rule = BY_NAME[name]
    return Diagnostic(rule.code, rule.severity, place, clipped(rule.sentence.format(**words)), clipped(hint), max(1, length), instead)


def found_in(name: str, scalar: Scalar, /, *, hint: str = "", instead: str = "", **words: object) -> Diagnostic:
    """The same of a scalar ('' for a mere place): the whole of its first line is meant."""
    return found(name, scalar.at(0), hint=hint, length=len(scalar.text.partition("\n")[0]), instead=instead, **words)
