"""The traps that YAML sets for people who write prose: which one a line fell into, and what to do. Everything that guesses at an author's
intention from the look of a line is here.
"""

import re

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.rules import found

WORDS_IN_BRACES = 5
"""So many words are prose, which does not belong in one-line braces."""
BAR = "Write it on the line below, indented, after `{key}: |`."

OPENERS: dict[str, str] = {
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
"""What YAML makes of the first character of a value."""

_FIELD = re.compile(r"^\s*(?:- +)*([A-Za-z_][\w.]*):(.*)$")
_GLUED = re.compile(r"^\s*(?:- +)*[a-z_][a-z0-9_.]*:[^\s:]")
_BESIDE_BAR = re.compile(r"^[|>][-+0-9]*\s+[^\s#]")


def in_prose(node: Node, field: str, flow: bool, braces: bool) -> Diagnostic | None:
    """The trap into which a value fell that a player should read, or None. `flow`: it stands in one-line braces, `braces`: it may."""
    match node:
        case Mapping(flow=True):
            return _opener("{", node.place, field)
        case Sequence(flow=True):
            return _opener("[", node.place, field)
        case Scalar(text, place, style, _, comment):
            if flow and not braces and len(text.split()) >= WORDS_IN_BRACES:
                return found("prose-in-braces", place, field=field, length=len(text), hint=BAR.format(key=field))
            if style in ('"', "'"):
                return _opener(style, place, field)
            if not style and comment:
                return behind(node, field) if text else _opener("#", place, field)
            if not style and text.startswith(("-", "?")):
                return _opener(text[0], place, field)
    return None


def behind(node: Scalar, field: str) -> Diagnostic:
    """The complaint about a comment behind prose."""
    return found("comment-behind-prose", node.at(len(node.text)), text=node.comment, hint=BAR.format(key=field), length=len(node.comment) + 1)


def in_broken_line(line: str, place: Place) -> Diagnostic | None:
    """The trap that made `line`, at `place.line` of the file, unreadable as YAML; None if it is not one of these."""
    field = _FIELD.match(line)
    if field:
        key, rest = field.group(1), field.group(2).strip()
        at = place._replace(column=line.find(rest, field.end(1)) + 1) if rest else place
        if _BESIDE_BAR.match(rest):
            return found("words-beside-bar", at, mark=rest[0], hint=f"Begin the words in the line below `{key}: |`, indented.", length=len(rest))
        if rest[:1] in OPENERS and (rest[0] not in "{[" or not rest.endswith(("}", "]", ","))):
            return _opener(rest[0], at, key)
        if ": " in rest or rest.endswith(":"):
            at = at._replace(column=at.column + rest.find(":"))
            return found("colon-in-line", at, hint=BAR.format(key=key))
    if _GLUED.match(line):
        word = line.strip().removeprefix("- ").split()[0]
        name, _, value = word.partition(":")
        return found("colon-without-space", place._replace(column=line.find(word) + 1), text=word, hint=f"`{name}: {value}`", length=len(word))
    return None


def _opener(character: str, place: Place, field: str) -> Diagnostic:
    return found("line-beginning", place, what=character, because=OPENERS[character], hint=BAR.format(key=field))
