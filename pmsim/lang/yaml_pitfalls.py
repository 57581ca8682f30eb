"""YAML's pitfalls for prose: the one that a line fell into, and a fix. All guesses at an author's
intention from a line are here."""

import re
from collections.abc import Sequence as Lines
from typing import NamedTuple

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.rules import make_diagnostic
from pmsim.lang.schema import KINDS
from pmsim.lang.suppressions import parse_suppression

WORDS_IN_BRACES = 5
"""The number of words from which a text is prose, which does not belong in one-line braces."""

FIRST_CHARACTERS: dict[str, str] = {
    '"': "YAML takes the quotation marks away",
    "'": "YAML takes the quotation marks away",
    "{": "YAML reads fields in braces",
    "[": "YAML reads a list in brackets",
    "*": "YAML reads an alias",
    "&": "YAML reads an anchor",
    "!": "YAML reads a tag",
    "@": "YAML keeps that character for itself",
    "%": "YAML keeps that character for itself",
    "`": "YAML keeps that character for itself",
    "-": "YAML reads the item of a list",
    "?": "YAML reads the beginning of a field",
    "#": "YAML reads a comment",
}
"""YAML's reading of the first character of a value."""

_VALUE = re.compile(r"\s*(?:- +)*(?:([A-Za-z_][\w.]*):(?= |$))? *(.*?)\s*$")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*(([a-z_][a-z0-9_.]*):([^\s:].*?))\s*$")
_BESIDE_BAR = re.compile(r"[|>][-+0-9]*\s*[^\s#]")
_NOT_PLAIN = re.compile(
    r"""  "(?!(?:[^"\\]|\\.)*"\s*(?:\#.*)?$)    # a quotation that does not end with its line
        | '(?!(?:[^']|'')*'\s*(?:\#.*)?$)
        | \{[A-Za-z][\w.]*\}\S                  # a placeholder with words behind it
        | \{[^{}]*\}[^\s,}\]] | \{[^{}]*\}\ +[^\s\#]   # braces with words behind them
        | \[[^\[\]]*\],\ +\w+\ +\w+(?!.*:)
        | \[[^\[\]]*\][^\s,}\]] | \[[^\[\]]*\]\ +[^\s\#]
        | [*&!@%`]
        | [-?](?:\ |$)""",
    re.VERBOSE,
)


_COMPARED = re.compile(r"([a-z_.]+): *(>=? *-?[0-9]+)")
_NAMED = re.compile(r"( *)([a-z_]+):(?: |$)")
_BARE = re.compile(r"\s*(?:- +)*([a-z_][a-z0-9_]*)(?: +(\S.*?))?\s*$")
_LOOKED_AT = 1000
"""The most characters examined of an unreadable line. The time of these patterns grows with the
square of its length."""
_FIELDS = frozenset(field.name for kind in KINDS.values() for field in kind.fields)


class RepairedLine(NamedTuple):
    """A pitfall, and its line changed so that the rest of the file can be read."""

    diagnostic: Diagnostic
    line: str
    lacks_space: bool = False
    """True if a space is missing after a colon."""


def find_in_prose(
    node: Node, field: str, flow: bool, braces: bool, quotes: bool = False
) -> Diagnostic | None:
    """Return the pitfall in a value that players read, or None. `flow`: it stands in one-line
    braces; `braces`, `quotes`: these are allowed."""
    match node:
        case Mapping(flow=True):
            return _line_beginning("{", node.place, field)
        case Sequence(flow=True):
            return _line_beginning("[", node.place, field)
        case Scalar(text, place, style, _, comment):
            if flow and not braces and len(text.split()) >= WORDS_IN_BRACES:
                return make_diagnostic(
                    "prose-in-braces", place, field=field, length=len(text), hint=_block_hint(field)
                )
            if style in ('"', "'") and not quotes:
                return _line_beginning(style, place, field)
            if not style and comment and not (text and parse_suppression(f"#{comment}")):
                return (
                    comment_behind_prose(node, field)
                    if text
                    else _line_beginning("#", place, field)
                )
            if not style and text.startswith(("-", "?")):
                return _line_beginning(text[0], place, field)
    return None


def comment_behind_prose(node: Scalar, field: str) -> Diagnostic:
    """Return the diagnostic for a comment after prose."""
    comment = node.comment.strip()
    hint = (
        f"{_block_hint(field)} A comment goes on a line of its own."
        if node.comment.startswith(" ")
        else _block_hint(field)
    )
    return make_diagnostic(
        "comment-behind-prose",
        node.at(len(node.text)),
        text=comment,
        hint=hint,
        length=len(comment) + 2,
    )


def find_in_line(line: str, place: Place) -> RepairedLine | None:
    """Return the pitfall that makes `line` unreadable, or None. `place`: the beginning of the
    line."""
    line, unseen = line[:_LOOKED_AT], line[_LOOKED_AT:]
    glued = _NO_SPACE_AFTER_COLON.match(line)
    if glued:
        word, name, value = glued.groups()
        start, end = glued.span(1)
        diagnostic = make_diagnostic(
            "colon-without-space",
            place._replace(column=start + 1),
            text=word,
            hint=f"Write `{name}: {value}`.",
            length=len(word),
        )
        return RepairedLine(
            diagnostic, f"{line[:start]}{name}: {value}{line[end:]}{unseen}", lacks_space=True
        )
    value_of = _VALUE.match(line)
    key, rest = value_of.groups() if value_of else ("", "")
    if not value_of or not rest or (not key and not line.lstrip().startswith("- ")):
        return None
    at = place._replace(column=value_of.start(2) + 1)
    mended = f"{line[: value_of.start(2)]}x"
    if _BESIDE_BAR.match(rest):
        hint = f"Begin the words in the line below `{key or '-'}{':' if key else ''} |`, indented."
        if _COMPARED.fullmatch(f"{key}: {rest}"):
            hint = f'Write `{key}: "{rest}"`.'
        return RepairedLine(
            make_diagnostic("words-beside-bar", at, mark=rest[0], hint=hint, length=len(rest)),
            mended,
        )
    if _NOT_PLAIN.match(rest):
        return RepairedLine(_line_beginning(rest[0], at, key), mended)
    if key and rest[0] not in "{[\"'|>" and (": " in rest or rest.endswith(":")):
        at = at._replace(column=at.column + rest.find(":"))
        return RepairedLine(make_diagnostic("colon-in-line", at, hint=_block_hint(key)), mended)
    return None


def find_missing_colon(line: str, place: Place) -> RepairedLine | None:
    """Return the pitfall of a line with a name, or a field and words, that lacks its colon; else
    None."""
    bare = _BARE.match(line[:_LOOKED_AT])
    if not bare or (bare.group(2) and bare.group(1) not in _FIELDS):
        return None
    name, words = bare.groups()
    written = f"{name}: {words}" if words else f"{name}:"
    problem = "this line has no colon behind a field's name"
    at = place._replace(column=bare.start(1) + 1)
    trap = make_diagnostic(
        "syntax", at, problem=problem, hint=f"Write `{written}`.", length=len(name)
    )
    return RepairedLine(trap, f"{line[: bare.start(1)]}{written}{line[_LOOKED_AT:]}")


def indentation_hint(lines: Lines[str], line: int) -> str:
    """Return a hint for a line (from 0) that does not fit, or ''."""
    begin = lines[line][:_LOOKED_AT]
    if re.match(r"\s*-\w", begin):
        return f"Write `{begin.strip().replace('-', '- ', 1)}`."
    above = next((lines[at] for at in range(line - 1, -1, -1) if lines[at].strip()), "")[
        :_LOOKED_AT
    ]
    key = re.match(r"\s*(?:- +)*(\w+): *[|>]\s*$", above)
    if key:
        return f"Words below `{key.group(1)}: |` are indented further than `{key.group(1)}`."
    without_bar = re.match(r"(\s*)(?:- +)*(\w+):\s*$", above)
    if without_bar and re.match(rf"{without_bar[1]}\s+[\"'].", begin):
        return f"Write `{without_bar[2]}: |` in the line above."
    compared = _COMPARED.search(begin)
    if compared:
        return f'Write `{compared[1]}: "{compared[2]}"`.'
    return _off_by_one(lines, line)


def _off_by_one(lines: Lines[str], line: int) -> str:
    """Return a hint that names a line above with an indentation one space different, or ''."""
    depth = len(lines[line]) - len(lines[line].lstrip())
    for before in reversed(lines[:line]):
        field = _NAMED.match(before)
        if field and abs(len(field[1]) - depth) == 1:
            return f"Indent it by {len(field[1])} spaces, as `{field[2]}:` above; here are {depth}."
    return ""


def _line_beginning(character: str, place: Place, field: str) -> Diagnostic:
    return make_diagnostic(
        "line-beginning",
        place,
        what=character,
        because=FIRST_CHARACTERS[character],
        hint=_block_hint(field),
    )


def _block_hint(field: str) -> str:
    if field in ("in_order", "cycle", "once", "shuffle"):
        return f"Write each text below `{field}:` as `- |`, and its words on the line below that."
    return (
        f"Write `{field + ':' if field else '-'} |`, and the words on the line below it,"
        " further in."
    )
