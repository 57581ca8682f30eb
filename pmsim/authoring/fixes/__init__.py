"""Automatic fixes for diagnostics, from one table of fixers. Pure: files in, edits out. `cli`
writes the files.

    for fix in find_fixes(diagnostic, files, known_words(draft)):
        files[fix.file] = apply_edits(files[fix.file], fix.edits)
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pmsim.authoring.fixes import first_of, lines, names
from pmsim.authoring.fixes.edits import Edit, Fix, FixContext, apply_edits, fix_context
from pmsim.authoring.fixes.names import known_words
from pmsim.lang import Diagnostic
from pmsim.lang.rules import NAME_OF_CODE, clipped

__all__ = ["FIXERS", "Edit", "Fix", "apply_edits", "find_fixes", "known_words"]

FIXERS: Mapping[str, Callable[[FixContext], Iterator[Fix]]] = MappingProxyType(
    {
        "hidden-character": lines.hidden_character,
        "tab": lines.tabs_to_spaces,
        "look-alike": lines.plain_characters,
        "syntax": lines.colon_or_dash,
        "comma-in-braces": lines.split_braces,
        "prose-in-braces": lines.split_braces,
        "comment-behind-prose": lines.prose_below,
        "colon-without-space": lines.space_after_colon,
        "line-beginning": lines.prose_below,
        "colon-in-line": lines.prose_below,
        "words-beside-bar": lines.words_beside_bar,
        "unknown-field": names.misspelt_name,
        "wrong-shape": names.brackets_for_list,
        "unknown-word": names.misspelt_name,
        "missing-field": names.language_line,
        "not-a-name": names.valid_name,
        "unknown-name": names.misspelt_name,
        "undeclared-tag": names.misspelt_name,
        "id-left-out": names.missing_id,
        "expression": names.condition_signs,
        "not-in-pack": names.misspelt_name,
        "twice-in-list": names.repeated_item,
        "allow-unknown": names.misspelt_name,
        "allow-nothing": names.useless_allow,
        "unknown-placeholder": names.misspelt_name,
        "nested-else": first_of.flat_alternatives,
    }
)
"""The fixer of each rule, by the rule's name. Rules without a fixer have no single right answer."""


def find_fixes(
    diagnostic: Diagnostic, files: Mapping[str, bytes], words: frozenset[str] = known_words(None)
) -> tuple[Fix, ...]:
    """Return the possible fixes for a diagnostic of these files, the best first. `files` are those
    that `examine` got. Never raises.

    `words`: words with a meaning in the pack."""
    name = NAME_OF_CODE[diagnostic.code]
    hidden = name in ("hidden-character", "tab")
    context = fix_context(diagnostic, files, words, hidden) if name in FIXERS else None
    if context is None:
        return ()
    return tuple(
        fix._replace(title=clipped(fix.title))
        for fix in FIXERS[name](context)
        if not all(map(context.has_written, fix.edits))
    )
