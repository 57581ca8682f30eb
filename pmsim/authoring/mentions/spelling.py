"""The names inside one scalar: those of an expression, and the placeholders of a text. Offsets into the text, no places."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pmsim.authoring.mentions.known import Known
from pmsim.authoring.mentions.mention import EntityKind
from pmsim.lang.expressions.parse import parse
from pmsim.lang.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Comparison,
    Inverse,
    Logic,
    Membership,
    Name,
    Negative,
    Number,
    SpellingError,
    Tree,
)
from pmsim.lang.lower.names import RESERVED
from pmsim.lang.lower.prose import PIECE, PLACEHOLDERS

Wanted = Literal["truth", "number", ""]
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_FLAG = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NO_FLAGS = RESERVED | {"always", "never", "true", "false", "yes", "no"}


class Spelt(NamedTuple):
    """A name from `at` on: `length` characters of the text spell the last part of `id`."""

    kind: EntityKind
    id: str
    at: int
    length: int


def in_expression(text: str, wanted: Wanted, known: Known) -> list[Spelt]:
    """The names in an expression, in order. Of one that cannot be read yet, those that mean the same anywhere."""
    try:
        spelt = _names(parse(text), wanted, "", known)
    except SpellingError:
        spelt = (one for word in _WORD.finditer(text) for one in _bare(Name(word[0], word.start()), known))
    return sorted(dict.fromkeys(spelt), key=lambda one: one.at)


def in_prose(text: str, scenario: str, known: Known) -> Iterator[Spelt]:
    """The placeholders of a text that names something of the pack. `scenario`: whose phrases it knows besides the pack's."""
    for piece in PIECE.finditer(text):
        if not piece[1]:
            continue
        name = piece[1][0].lower() + piece[1][1:]
        phrase = next((key for key in (f"{scenario}.{name}", name) if known.has("phrase", key)), "")
        if name in known.numbers:
            yield Spelt(known.numbers[name], name, piece.start(1), len(name))
        elif phrase and name not in PLACEHOLDERS:
            yield Spelt("phrase", phrase, piece.start(1), len(name))


def in_path(text: str, at: int, deepest: Literal["scene", "choice"]) -> Iterator[Spelt]:
    """The parts of `scenario.scene.choice`, each by itself; no more of them than lead to the `deepest`."""
    kinds: tuple[EntityKind, ...] = ("scenario", "scene", "choice") if deepest == "choice" else ("scenario", "scene")
    begun = 0
    for kind, part in zip(kinds, text.split("."), strict=False):
        yield Spelt(kind, text[: begun + len(part)], at + begun, len(part))
        begun += len(part) + 1


def _names(tree: Tree, wanted: Wanted, beside: str, known: Known) -> Iterator[Spelt]:
    match tree:
        case Number():
            return
        case Name():
            yield from _name(tree, wanted, beside, known)
        case Call():
            yield from _call(tree, known)
        case Negative(item):
            yield from _names(item, "number", "", known)
        case Inverse(item):
            yield from _names(item, "truth", "", known)
        case Arithmetic(_, left, right):
            yield from (*_names(left, "number", "", known), *_names(right, "number", "", known))
        case Comparison(_, left, right):
            yield from _names(left, "", _beside(right, known), known)
            yield from _names(right, "", _beside(left, known), known)
        case Membership(item, listed):
            yield from _names(item, "", "", known)
            yield from (one for each in listed for one in _names(each, "", _beside(item, known), known))
        case Logic(_, items):
            yield from (one for each in items for one in _names(each, "truth", "", known))
        case Choose(test, then, other):
            yield from _names(test, "truth", "", known)
            yield from (*_names(then, wanted, beside, known), *_names(other, wanted, beside, known))


def _beside(tree: Tree, known: Known) -> str:
    """Beside `tree`, which further words have a meaning: a key of `Known.words`, or ''."""
    match tree:
        case Name(text) if text in known.words:
            return text
        case Call("top", (Name(group),)):
            return f"top({group})"
        case _:
            return ""


def _name(name: Name, wanted: Wanted, beside: str, known: Known) -> Iterator[Spelt]:
    text, at = name.text, name.at
    if beside and text in known.words.get(beside, ()):
        if beside in ("role", "stage"):
            yield Spelt("role" if beside == "role" else "stage", text, at, len(text))
        elif beside.startswith("top("):
            yield Spelt(known.numbers.get(text, "stat"), text, at, len(text))
        else:
            yield Spelt("band", f"{beside}.{text}", at, len(text))
        return
    spelt = list(_bare(name, known))
    yield from spelt
    if spelt or text in _NO_FLAGS or not _FLAG.fullmatch(text):
        return
    if beside in ("role", "stage"):
        yield Spelt("role" if beside == "role" else "stage", text, at, len(text))
    elif wanted == "truth":
        yield Spelt("flag", text, at, len(text))


def _bare(name: Name, known: Known) -> Iterator[Spelt]:
    """What a name means wherever it stands; a dotted one by the part that is a name of the pack."""
    text, at = name.text, name.at
    head, _, tail = text.partition(".")
    if text in known.numbers:
        yield Spelt(known.numbers[text], text, at, len(text))
    elif known.has("flag", text):
        yield Spelt("flag", text, at, len(text))
    elif head in ("times", "passed") and tail:
        yield Spelt("tag", tail, at + len(head) + 1, len(tail))
    elif tail and known.numbers.get(head) == "skill":
        yield Spelt("skill", head, at, len(head))


def _call(call: Call, known: Known) -> Iterator[Spelt]:
    match call.name, call.items:
        case "seen", (Name(text, at),):
            yield from in_path(text, at, "scene")
        case "took", (Name(text, at),):
            yield from in_path(text, at, "choice")
        case "quarters_since", (Name(text, at),):
            yield Spelt("flag", text, at, len(text))
        case "top", (Name(text, at),):
            yield Spelt("group", text, at, len(text))
        case _:
            yield from (one for each in call.items for one in _names(each, "number", "", known))
