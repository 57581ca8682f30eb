"""Fixes for characters and lines: hidden and look-alike characters and tabs; text for players moves
below its field, after `|`; missing spaces and colons are added."""

import re
from collections.abc import Iterator
from itertools import takewhile

from pmsim.authoring.fixes.edits import INDENT_STEP, Edit, Fix, FixContext, LineValue
from pmsim.authoring.fixes.preservation import comment_start, structure_lines
from pmsim.lang import decoding
from pmsim.lang.characters import HIDDEN, describe_character, replacement_for, separates
from pmsim.lang.decoding import expand_tabs
from pmsim.lang.rules import clipped
from pmsim.lang.schema import KINDS
from pmsim.lang.schema.types import ProseShape, ScalarShape
from pmsim.lang.spelling import find_nearest

_STRUCTURE = re.compile(r"\s{2}|\s*(?:[a-z_][\w.]*:(?:\s|$)|-(?:\s|$)|#|$)")
"""The start of a line that is not prose."""


def hidden_character(context: FixContext) -> Iterator[Fix]:
    """Delete the hidden character or write a space for it, depending on how it is read. Leave a
    possible line separator before a line of structure, because a space would join two lines."""
    character = context.rest_of_line[:1]
    if not context.rest_of_line:
        yield from _lone_carriage_return(context)
    elif separates(character) and _STRUCTURE.match(context.rest_of_line[1:]):
        return
    elif HIDDEN.match(character) and character != "\t":
        space = replacement_for(context.line, context.column - 1)
        yield context.replacement(
            f"{'Write a space for' if space else 'Delete'} {describe_character(character)}",
            space,
            length=1,
        )


def _lone_carriage_return(context: FixContext) -> Iterator[Fix]:
    """Replace the carriage return by a space if prose follows at the margin. Otherwise replace it
    by the usual line end."""
    below = context.lines[context.number]
    if below[:1].strip() and not _STRUCTURE.match(below):
        yield context.replacement(f"Write a space for {describe_character(chr(13))}", " ", length=1)
    elif below:
        yield context.replacement("End the line as the others end", "\n", length=1)


def tabs_to_spaces(context: FixContext) -> Iterator[Fix]:
    """Replace every tab of the file by spaces, with the same meaning. Skip the file if this could
    turn text into a field or a comment."""
    with_spaces = expand_tabs("\n".join(context.lines)).split("\n")
    fields = {number for number, _, _ in structure_lines(with_spaces)}
    indented = (
        number
        for number, line in enumerate(context.lines, 1)
        if line.strip() and "\t" in line[: len(line) - len(line.lstrip())]
    )
    if any(line.startswith(" ") for line in context.lines) and any(
        number not in fields and _STRUCTURE.match(with_spaces[number - 1].strip())
        for number in indented
    ):
        return
    edits = tuple(
        Edit(number, 1, len(line) - same, instead[: len(instead) - same])
        for number, (line, instead) in enumerate(zip(context.lines, with_spaces, strict=True), 1)
        if line != instead
        for same in [_common_end(line, instead)]
    )
    if edits:
        yield context.fix("Write spaces for the tabs", *edits)


def plain_characters(context: FixContext) -> Iterator[Fix]:
    """Replace every look-alike of the reported kind by YAML's own character."""
    alike = list(decoding.find_look_alikes(context.lines))
    meant = next(
        (one.character for one in alike if (one.line, one.column) == context.diagnostic.place[1:]),
        "",
    )
    edits = tuple(
        Edit(one.line, one.column, len(one.text), one.plain)
        for one in alike
        if one.character == meant
    )
    if edits:
        plain = edits[0].text.strip()
        shown = f"`{plain}`" if plain else "spaces"
        yield context.fix(f"Write {shown} for {describe_character(meant)}", *edits)


def _common_end(line: str, other: str) -> int:
    """Return the length of the longest common end of both lines."""
    pairs = zip(reversed(line), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


_PROSE_FIELDS = frozenset(
    field.name
    for kind in KINDS.values()
    for field in kind.fields
    if isinstance(field.shape, ProseShape)
    or (
        isinstance(field.shape, ScalarShape)
        and (field.shape.prose or field.shape.name in ("label", "note"))
    )
)
"""Fields that contain text."""
_BAR = re.compile(r"([|>][-+0-9]*) *(.*?)\s*$")
_FIELD = re.compile(r"\s*(?:- +)*[a-z_]+:(?: |$)|\s*#")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*$""")
_PLAIN = re.compile(r"[A-Za-z0-9](?:(?!: | #)[^\\])*(?<![\s:])")
_ONLY_PLACEHOLDER = re.compile(r"\{[A-Za-z][A-Za-z0-9_]*(?:\.[a-z]+)?\}")
_DASHED = re.compile(r"(-\w.*?)\s*$")
_NUMBERED = re.compile(r"#[0-9]")
"""A `#` that certainly does not start a comment."""
_NAME_AND_VALUE = re.compile(r"([a-z_][a-z0-9_]*) +\S")


def prose_below(context: FixContext) -> Iterator[Fix]:
    """Move text with YAML's special characters to the line below. Put a comment after the text on a
    line above."""
    value = context.line_value()
    if value is None or not _is_prose_field(value.key):
        return
    begins = value.column == context.column
    if context.diagnostic.message.startswith("` #` begins"):
        yield from _comment_behind(context, value)
    elif value.text[0] == "#":
        yield from _move_below(
            context, value.column, value.text, "|", sure=bool(_NUMBERED.match(value.text))
        )
    elif (words_and_comment := _words_and_comment(value.text)) is not None:
        words, comment = words_and_comment
        if begins and _QUOTED.fullmatch(words):
            yield from _quoted_value(context, words, comment)
        else:
            sure = not (begins and words[0] in "[{") or bool(_ONLY_PLACEHOLDER.match(words))
            yield from _move_below(context, value.column, words, "|", sure, comment)


def words_beside_bar(context: FixContext) -> Iterator[Fix]:
    """Move text after the bar to the line below, or quote a comparison."""
    bar, value = _BAR.match(context.rest_of_line), context.line_value()
    if not bar or not value or value.column != context.column:
        return
    if context.diagnostic.hint == clipped(f'Write `{value.key}: "{value.text}"`.'):
        yield context.replacement(
            f'Write `"{value.text}"`', f'"{value.text}"', length=len(value.text)
        )
    elif (
        _is_prose_field(value.key) and (words_and_comment := _words_and_comment(bar[2])) is not None
    ):
        yield from _move_below(
            context, value.column, words_and_comment[0], bar[1], True, words_and_comment[1]
        )


def _is_prose_field(key: str) -> bool:
    """Return True if a key is a text field, is spelled almost like one, or is ''."""
    return not key or key in _PROSE_FIELDS or find_nearest(key, _PROSE_FIELDS, 0.6).is_certain


def _words_and_comment(text: str) -> tuple[str, str] | None:
    """Return the text of a line and its comment ('' for none). Return None if the comment may be
    part of the text."""
    at = comment_start(text)
    if at < 0:
        return text, ""
    words, comment = text[:at].rstrip(), text[at:]
    open_ = (
        words.count('"') % 2
        or words.count("“") != words.count("”")
        or (words[:1] == "'" and words.count("'") % 2)
    )
    return (words, comment) if words and comment[1:2] in ("", " ") and not open_ else None


def _comment_behind(context: FixContext, value: LineValue) -> Iterator[Fix]:
    """Yield fixes for a `#` after text. It belongs to the text if a digit follows, as in `item #4`;
    otherwise offer both readings."""
    numbered = bool(_NUMBERED.match(context.rest_of_line.lstrip()))
    yield from _move_below(context, value.column, value.text, "|", numbered)
    if not numbered:
        yield context.fix(
            "Write the comment on a line of its own",
            _comment_above(context, context.rest_of_line.strip()),
            context.edit_from(context.column, ""),
            sure=False,
        )


def _comment_above(context: FixContext, comment: str) -> Edit:
    """Return an edit that writes the comment on its own line above."""
    return Edit(context.number, 1, 0, f"{' ' * context.indent}{comment}\n")


def space_after_colon(context: FixContext) -> Iterator[Fix]:
    """Write a space after the colon."""
    name, sign, rest = context.marked_text.partition(":")
    if name and sign and rest and not rest[0].isspace():
        within = bool(context.line[: context.column - 1].strip(" -"))
        column = context.column + len(name) + 1
        yield context.replacement(
            f"Write `{name}: {rest}`",
            " ",
            length=0,
            column=column,
            sure=within or _follows_field(context),
        )


def colon_or_dash(context: FixContext) -> Iterator[Fix]:
    """Write a colon after a field's name, or a space after a list's dash."""
    name_and_value, dashed = (
        _NAME_AND_VALUE.match(context.rest_of_line),
        _DASHED.match(context.line.lstrip()),
    )
    hint = context.diagnostic.hint
    if (
        name_and_value
        and hint
        == clipped(
            f"Write `{name_and_value[1]}:"
            f" {context.rest_of_line[len(name_and_value[1]) :].strip()}`."
        )
        and name_and_value[1] == context.marked_text
    ):
        yield context.replacement(
            f"Write `{name_and_value[1]}:`", f"{name_and_value[1]}:", sure=_follows_field(context)
        )
    elif dashed and hint == clipped(f"Write `- {dashed[1][1:]}`."):
        column = context.indent + 2
        sure = bool(_FIELD.match(dashed[1][1:])) or _follows_field(context)
        yield context.replacement(
            "Write a space behind the dash", " ", length=0, column=column, sure=sure
        )


def _follows_field(context: FixContext) -> bool:
    """Return True if the line above is a field. This line is then not badly indented text."""
    above = next(
        (line for line in reversed(context.lines[: context.number - 1]) if line.strip()),
        "",
    )
    return bool(_FIELD.match(above))


def _move_below(
    context: FixContext, column: int, words: str, bar: str, sure: bool, comment: str = ""
) -> Iterator[Fix]:
    """Yield a fix that moves the text below, indented as its continuation lines, and the comment
    above."""
    value = context.line_value()
    assert value is not None
    begins = value.key_column if value.key else value.column - INDENT_STEP
    depth, block = context.continuation(begins)
    if depth >= begins and not any(_FIELD.match(line) for line in block):
        title = f"Write it on the line below, behind `{value.key + ': ' if value.key else ''}{bar}`"
        edit = context.edit_from(column, f"{bar}\n{' ' * depth}{words}")
        if comment:
            title = f"{title}; the comment goes above"
            yield context.fix(title, _comment_above(context, comment), edit, sure=sure)
        else:
            yield context.fix(title, edit, sure=sure)


def _quoted_value(context: FixContext, words: str, comment: str) -> Iterator[Fix]:
    """Yield fixes for a fully quoted text: with the quotation marks in the text, or without
    them."""
    yield from (
        fix._replace(title=f"{fix.title}; the player reads the quotation marks")
        for fix in _move_below(context, context.column, words, "|", False, comment)
    )
    if _PLAIN.fullmatch(words[1:-1]):
        yield context.replacement(
            "Write it without the quotation marks", words[1:-1], length=len(words), sure=False
        )


def split_braces(context: FixContext) -> Iterator[Fix]:
    """Write the fields of one-line braces on lines of their own, and text after `|`."""
    value = context.line_value()
    if value is None or not (value.text.startswith("{") and value.text.endswith("}")):
        return
    fields = _fields(value.text[1:-1], value.key)
    if not fields:
        return
    depth = value.key_column - 1 + INDENT_STEP if value.key else value.column - 1
    written: list[str] = []
    for name, words in fields:
        prose = (
            len(words.split()) > 1
            and (name in _PROSE_FIELDS or value.key in ("why", "likes"))
            and words[0] not in "{["
        )
        written += (
            [f"{' ' * depth}{name}: |", f"{' ' * (depth + INDENT_STEP)}{words}"]
            if prose
            else [f"{' ' * depth}{name}: {words}".rstrip()]
        )
    start = value.key_column + len(value.key) + 1 if value.key else value.column
    text = "\n".join(["", *written]) if value.key else "\n".join(written).lstrip()
    yield context.fix("Write each field on a line of its own", context.edit_from(start, text))


def _fields(inside: str, key: str) -> list[tuple[str, str]]:
    """Return the fields inside one-line braces. A comma inside text stays. Return [] if the fields
    are ambiguous."""
    fields: list[tuple[str, str]] = []
    for part in _split_at_commas(inside):
        name, colon_, words = part.strip().partition(":")
        if colon_ and re.fullmatch(r"[a-z][a-z0-9_.]*", name) and words[:1] in ("", " "):
            fields.append((name, words.strip()))
        elif (
            fields
            and (key == "why" or fields[-1][0] in _PROSE_FIELDS)
            and " " in fields[-1][1]
            and "=" not in part
        ):
            fields[-1] = (fields[-1][0], f"{fields[-1][1]},{part}".rstrip())
        else:
            return []
    return fields


def _split_at_commas(inside: str) -> list[str]:
    """Return the parts between commas that are outside of inner brackets, braces and quotation
    marks."""
    parts, depth, quote, start = [], 0, "", 0
    for at, sign in enumerate(inside):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and not inside[:at].rstrip(" ")[-1:].isalnum():
            quote = sign
        elif sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(inside[start:at])
            start = at + 1
    return [*parts, inside[start:]]
