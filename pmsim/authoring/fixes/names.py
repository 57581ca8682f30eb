"""Fixes for names and signs: spelling, form, brackets and operators; also ids, `allow` comments,
and the first line of a file."""

import re
from collections.abc import Iterator
from itertools import chain, count

from pmsim.authoring.fixes.edits import Edit, Fix, FixContext
from pmsim.authoring.fixes.preservation import FixStep
from pmsim.authoring.symbols.names import known_names
from pmsim.lang import Draft, Mapping, make_diagnostic, slug
from pmsim.lang.compiler.names import RESERVED
from pmsim.lang.placeholders import FORMS, PLACEHOLDERS
from pmsim.lang.schema import KINDS, LANGUAGE
from pmsim.lang.schema.types import WordShape
from pmsim.lang.suppressions import COMMENT_START, parse_suppression
from pmsim.lang.yaml_reader import read_yaml

_SUGGESTION = re.compile(r"Did you mean `([^`]+)`\?")
_NAME_LIST = re.compile(r"([A-Za-z0-9_.]+(?: *, *[A-Za-z0-9_.]+)*)\s*(?: #.*)?$")
_COMMA = re.compile(r" *, *$")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9_.]+")
_PART = re.compile(r"[\w-]+")
_FIELDS = [field for kind in KINDS.values() for field in kind.fields]
_LANGUAGE_WORDS = frozenset(
    [
        *RESERVED,
        *PLACEHOLDERS,
        *(form for forms in FORMS.values() for form in forms),
        *(field.name for field in _FIELDS),
        *(
            word
            for field in _FIELDS
            if isinstance(field.shape, WordShape)
            for word in field.shape.words
        ),
    ]
)
"""The words of the language."""


def known_words(draft: Draft | None) -> frozenset[str]:
    """Return all words with a meaning in a pack: the words of the language and the pack's names.

    If the pack lists its tags, other tags on choices do not count."""
    if draft is None:
        return _LANGUAGE_WORDS
    tags = frozenset(entry.key.text for entry in draft.names.pack.entries_of("tags"))
    names = known_names(draft).names
    ids = [
        name
        for kind, listed in names.items()
        for name in (tags or listed if kind == "tag" else listed)
    ]
    return _LANGUAGE_WORDS.union(*(name.split(".") for name in ids))


def misspelt_name(context: FixContext) -> Iterator[Fix]:
    """Write the suggested name. The fix is sure if there is only one candidate and the written word
    has no other meaning."""
    instead, marked = context.diagnostic.replacement, context.marked_text
    suggestion = _SUGGESTION.search(context.diagnostic.hint)
    before, after = (set(_PART.findall(text.lower())) for text in (marked, instead))
    if instead and not (suggestion and (before - after) & context.known_words):
        yield context.replacement(f"Write `{instead}`", instead)
    elif suggestion and marked:
        yield context.replacement(f"Write `{suggestion[1]}`", suggestion[1], sure=False)


def valid_name(context: FixContext) -> Iterator[Fix]:
    """Write the name in valid form."""
    instead = context.diagnostic.replacement
    if instead and _NOT_IN_NAMES.sub("_", context.marked_text.lower()).strip("_") == instead:
        yield context.replacement(f"Write `{instead}`", instead)


def brackets_for_list(context: FixContext) -> Iterator[Fix]:
    """Put names that must be a list into brackets."""
    name_list = _NAME_LIST.match(context.rest_of_line)
    if name_list and context.diagnostic.hint.startswith("Put it into brackets"):
        yield context.replacement(
            f"Write `[{name_list[1]}]`", f"[{name_list[1]}]", length=len(name_list[1])
        )


def repeated_item(context: FixContext) -> Iterator[Fix]:
    """Remove a repeated name from a list."""
    before = _COMMA.search(context.line[: context.column - 1])
    if before:
        column = before.start() + 1
        length = context.column - column + len(context.marked_text)
        yield context.replacement(
            f"Leave the second `{context.marked_text}` out", "", length=length, column=column
        )


def language_line(context: FixContext) -> Iterator[Fix]:
    """Write the language version above the first field, and above `allow` comments that belong to
    it."""
    if context.diagnostic.message.endswith("has no `language`.") and context.column == 1:
        above = context.number
        while above > 1 and context.lines[above - 2].startswith("#"):
            above -= 1
        allowing = any(
            parse_suppression(comment) for comment in context.lines[above - 1 : context.number - 1]
        )
        edit = Edit(above if allowing else context.number, 1, 0, f"language: {LANGUAGE}\n")
        yield context.fix(f"Write `language: {LANGUAGE}`", edit)


def useless_allow(context: FixContext) -> Iterator[Fix]:
    """Remove the name from an `allow` comment, or the comment. The fix is sure if the comment
    repeats the name."""
    signs = (sign for sign in COMMENT_START.finditer(context.line) if sign.end() < context.column)
    sign = next(signs, None)
    allowed = parse_suppression(context.line[sign.start() :]) if sign else None
    if not sign or not allowed:
        return
    before = context.line[: sign.start()].rstrip()
    others = [named for named in allowed.rules if sign.start() + named.at != context.column - 1]
    if others:
        names = ", ".join(named.written for named in others)
        end = context.line.find(":", sign.end())
        length = (end if end >= 0 else len(context.line)) - sign.end()
        twice = any(named.written == context.marked_text for named in others)
        edit = Edit(context.number, sign.end() + 1, length, names)
        yield context.fix(f"Leave `{context.marked_text}` out", edit, sure=twice)
    elif before:
        yield context.fix("Delete the comment", context.edit_from(len(before) + 1, ""), sure=False)
    else:
        length = len(context.line) + (context.number < len(context.lines))
        yield context.fix("Delete the comment", Edit(context.number, 1, length, ""), sure=False)


_SIGNS = {"=": "==", "≥": ">=", "≤": "<=", "≠": "!=", "−": "-", "–": "-", "×": "*"}
_SWAPPED_SIGNS = {"=>": ">=", "=<": "<="}
_WORD_FOR_SIGN = {"&": "and", "|": "or"}
_AROUND = re.compile(r"([\"'“”„‟‘’‚«»{])([A-Za-z0-9_.]+)([\"'“”„‟‘’‚«»}])")


def condition_signs(context: FixContext) -> Iterator[Fix]:
    """Correct an operator, remove quotation marks or braces around a name, or remove leading
    zeros."""
    rest, marked = context.rest_of_line, context.marked_text
    sign, around = rest[:1], _AROUND.match(rest)
    if marked in _SWAPPED_SIGNS:
        yield context.replacement(f"Write `{_SWAPPED_SIGNS[marked]}`", _SWAPPED_SIGNS[marked])
    elif marked == "=" and not rest.startswith("=="):
        if not context.line[: context.column - 1].rstrip().endswith(":"):
            yield context.replacement("Write `==`", "==")
    elif len(marked) == 1 and sign in _SIGNS and sign != "=":
        yield context.replacement(f"Write `{_SIGNS[sign]}`", _SIGNS[sign])
    elif len(marked) == 1 and sign.isspace() and sign != " ":
        yield context.replacement("Write a space", " ")
    elif sign in _WORD_FOR_SIGN:
        yield from _word_for_sign(context, sign)
    elif around:
        yield context.replacement(f"Write `{around[2]}`", around[2], length=len(around[0]))
    elif marked.isdecimal() and marked.startswith("0") and len(marked) > 1:
        number = marked.lstrip("0") or "0"
        yield context.replacement(f"Write `{number}`", number)


def _word_for_sign(context: FixContext, sign: str) -> Iterator[Fix]:
    """Write `and` for `&` or `&&`, and `or` for `|` or `||`, with spaces around it."""
    signs = len(context.rest_of_line) - len(context.rest_of_line.lstrip(sign))
    before = "" if context.line[: context.column - 1].endswith(" ") else " "
    after = "" if context.rest_of_line[signs : signs + 1] in ("", " ") else " "
    text = f"{before}{_WORD_FOR_SIGN[sign]}{after}"
    yield context.replacement(f"Write `{_WORD_FOR_SIGN[sign]}`", text, length=signs)


def write_ids(data: bytes, file: str) -> Iterator[FixStep]:
    """Yield a step for every choice without an `id`: it writes one before the label. Yield nothing
    for other files and for files with syntax errors.

    If another choice of the scene has the same id, append a number."""
    node, diagnostics = read_yaml(data, file)
    if node is None or diagnostics:
        return
    for choice, name in _choices_without_id(node):
        _, line, column = choice.place
        edit = (
            Edit(line, column + 1, 0, f"id: {name}, ")
            if choice.flow
            else Edit(line, column, 0, f"id: {name}\n{' ' * (column - 1)}")
        )
        yield FixStep(
            make_diagnostic("id-left-out", choice.place, id=name),
            Fix(f"Write `id: {name}`", file, (edit,)),
        )


def missing_id(context: FixContext) -> Iterator[Fix]:
    """Write the id of the reported choice."""
    column = context.column + context.rest_of_line.startswith("{")
    for _, fix in write_ids("\n".join(context.lines).encode(), context.diagnostic.place.file):
        if fix.edits[0][:2] == (context.number, column):
            yield fix


def _choices_without_id(scenario: Mapping) -> Iterator[tuple[Mapping, str]]:
    """Yield every choice without an id, with its new id."""
    for _, scene in scenario.named_mappings("scenes"):
        choices = scene.mappings("choices")
        used_ids = {written.text for one in choices if (written := one.scalar("id"))}
        for choice in choices:
            label = choice.scalar("label")
            name = slug(label.text) if label and not choice.has("id") else ""
            if name:
                numbered = (f"{name[:61]}_{number}" for number in count(2))
                free = next(one for one in chain([name[:64]], numbered) if one not in used_ids)
                used_ids.add(free)
                yield choice, free
