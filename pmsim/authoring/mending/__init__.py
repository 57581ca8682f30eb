"""What can be mended by a machine: for a complaint its fixes, from one literal table. PURE: files in, edits out; who writes is `cli`.

for fix in fixes(diagnostic, files, taken(draft)):
    files[fix.file] = apply(files[fix.file], fix.edits)
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pmsim.authoring.mending import allows, characters, conditions, ids, lines, names
from pmsim.authoring.mending.fix import Edit, Fix, apply
from pmsim.authoring.mending.names import taken
from pmsim.authoring.mending.spot import Spot, spot
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules import RULES
from pmsim.lang.rules.clipping import clipped

__all__ = ["MENDERS", "Edit", "Fix", "apply", "fixes", "taken"]

MENDERS: Mapping[str, Callable[[Spot], Iterator[Fix]]] = MappingProxyType(
    {
        "hidden-character": characters.hidden,
        "tab": characters.tabs,
        "look-alike": characters.look_alikes,
        "syntax": lines.syntax,
        "comma-in-braces": lines.braces,
        "prose-in-braces": lines.braces,
        "comment-behind-prose": lines.below,
        "colon-without-space": lines.colon,
        "line-beginning": lines.below,
        "colon-in-line": lines.below,
        "words-beside-bar": lines.beside_bar,
        "unknown-field": names.misspelt,
        "wrong-shape": names.bracketed,
        "unknown-word": names.misspelt,
        "missing-field": names.language,
        "not-a-name": names.not_a_name,
        "unknown-name": names.misspelt,
        "undeclared-tag": names.misspelt,
        "id-left-out": ids.left_out,
        "expression": conditions.spelling,
        "not-in-pack": names.misspelt,
        "twice-in-list": names.twice,
        "allow-unknown": names.misspelt,
        "allow-nothing": allows.useless,
        "unknown-placeholder": names.misspelt,
    }
)
"""What mends a rule's complaints, by the rule's name. A rule that is not here has no one right answer."""
_NAMES = {rule.code: rule.name for rule in RULES}


def fixes(found: Diagnostic, files: Mapping[str, bytes], words: frozenset[str] = taken(None)) -> tuple[Fix, ...]:
    """Return what may be done about a complaint of these files (as `examine` was given them), the best first; () for nothing. Never raises.

    `words`: those that mean something in the pack."""
    name = _NAMES[found.code]
    mender = MENDERS.get(name)
    there = spot(found, files, words, name in ("hidden-character", "tab")) if mender else None
    return tuple(fix._replace(title=clipped(fix.title)) for fix in mender(there)) if mender and there else ()
