"""The sentences of `conform`: what is said of a field that does not exist, is missing, or holds the wrong thing, and which was meant."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Table
from functools import lru_cache

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.fields import KINDS, Field, Kind
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence
from pmsim.lang.rules import found
from pmsim.lang.shapes import MOST, Number
from pmsim.lang.spelling import Near, near

_MEANT: dict[str, tuple[str, ...]] = {
    "options": ("choices",), "next": ("goto",), "target": ("goto",), "requires": ("needs",), "condition": ("needs", "when", "if"),
    "if": ("needs", "when"), "body": ("text",), "description": ("text",), "result": ("text",), "name": ("title", "label"),
    "title": ("label",), "label": ("title",), "delay": ("in",), "chance": ("odds",), "probability": ("odds",), "then": ("text",),
    "tag": ("tags",), "topic": ("topics",), "scene": ("scenes",), "choice": ("choices",), "stat": ("stats",), "initial": ("start",),
}  # fmt: skip
"""What other story languages call it."""
_OF_A_SCENE = ("text", "choices")
"""What makes a mapping look like a scene that stands too far out."""
_TRUTHS = {**dict.fromkeys(("yes", "on", "true"), "true"), **dict.fromkeys(("no", "off", "false"), "false")}
"""What other YAML readers take for true and false."""


def nearest(given: str, names: Iterable[str]) -> Near:
    """The name that was most likely meant."""
    return near(given.lower().replace("-", "_"), list(names), 0.7)


@lru_cache
def fields_of(kind: str) -> Table[str, Field]:
    """The fields of a kind, by name."""
    return {field.name: field for field in KINDS[kind].fields}


@lru_cache
def needed(kind: str) -> frozenset[str]:
    """The fields that a kind cannot do without."""
    return frozenset(field.name for field in KINDS[kind].fields if field.required)


def meant(key: str, kind: str) -> Near:
    """The field of the kind that was meant by a name that is none."""
    fields = fields_of(kind)
    other = next((name for name in _MEANT.get(key, ()) if name in fields), "")
    return Near(other) if other else nearest(key, fields)


def unknown(key: Scalar, value: Node, kind: Kind, instead: Near) -> Diagnostic:
    """Of a field that the kind does not have. `value`: what stands behind it."""
    elsewhere = [other.name for other in KINDS.values() if key.text in fields_of(other.name)]
    if too_far_out(value, kind):
        hint = "A scene stands below `scenes:`; indent it by two spaces, and what belongs to it by two more."
    elif instead.name:
        hint = f"Did you mean `{instead.name}`?"
    elif elsewhere:
        hint = f"`{key.text}` is a field of a {' or '.join(elsewhere[:3])}: look at the indentation."
    else:
        hint = f"A {kind.name} has: {', '.join(fields_of(kind.name))}."
    return found("unknown-field", key.place, kind=kind.name, key=key.text, hint=hint, length=len(key.text), instead=instead.instead)


def too_far_out(value: Node, kind: Kind) -> bool:
    """Whether what stands behind an unknown field is a scene, at the margin of its file."""
    return kind.name == "scenario" and isinstance(value, Mapping) and any(entry.key.text in _OF_A_SCENE for entry in value.entries)


def missing(node: Mapping, kind: Kind, written: Collection[str]) -> Iterator[Diagnostic]:
    """Of fields that are missing."""
    for field in kind.fields:
        if field.required and field.name not in written:
            hint = f"Write `{field.name}: {field.example}`, for example." if field.example else ""
            yield found("missing-field", node.place, kind=kind.name, field=field.name, hint=hint)
    for group in kind.one_of:
        if not any(name in written for name in group):
            yield found("missing-field", node.place, kind=kind.name, field="` or `".join(group))


def unlike(node: Mapping, kind: Kind, written: Collection[str]) -> Iterator[Diagnostic]:
    """Of fields that do not go together."""

    def said(name: str, sentence: str, hint: str = "Keep one of the two.") -> Diagnostic:
        place = next((entry.key.place for entry in node.entries if entry.key.text == name), node.place)
        return found("unlike-fields", place, sentence=sentence, hint=hint, length=len(name))

    for group in kind.one_of:
        both = [name for name in group if name in written]
        if len(both) > 1:
            yield said(both[1], f"A {kind.name} has either `{'` or `'.join(group)}`, not both.")
    for name, other in kind.needs:
        if name in written and other not in written:
            yield said(name, f"`{name}` stands only beside `{other}`.", f"Write `{other}`, or leave this out.")
    for name, other in kind.apart:
        if name in written and other in written:
            yield said(other, f"`{name}` and `{other}` do not go together.")


def wrong(node: Node, wanted: str, field: str, hint: str = "") -> Diagnostic:
    """Of a value that is not what its field wants."""
    length = 1
    match node:
        case Scalar(text):
            given, length = ("a text", 1) if len(text) > 60 or "\n" in text else (f"`{text}`", len(text))
        case Sequence():
            given = "a list"
        case Mapping():
            given = "a mapping with fields"
    return found("wrong-shape", node.place, field=field, wanted=wanted, given=given, hint=hint, length=length)


def no_fields(node: Node, kind: str, field: str) -> Diagnostic:
    """Of anything but fields where fields stand."""
    if kind == "effects":
        return wrong(node, "numbers by their names", field, f"Write `{field}: {{standing: 2, workload: 4}}`, for example.")
    return wrong(node, f"fields such as `{next(iter(fields_of(kind)))}:` on the lines below", field)


def not_prose(node: Mapping, field: str) -> str:
    """What to do about fields where words stand: a block lacks its dash, or words with a colon in them their bar."""
    if any(entry.key.text in fields_of("block") for entry in node.entries):
        return "Put `- ` before `if:` or `one_of:`."
    return f"Are these words? Then write `{field}: |` in the line above them."


def not_in(node: Scalar, words: tuple[str, ...], field: str) -> Diagnostic:
    """Of a word that is none of a few."""
    said = {"field": field, "words": either(words), "given": node.text}
    plain = _TRUTHS.get(node.text.lower(), "")
    if plain in words:
        return found("unknown-word", node.place, hint=f"Write `{plain}`.", length=len(node.text), instead=plain, **said)
    near_ = nearest(node.text, words)
    hint = f"Did you mean `{near_.name}`?" if near_.name else ""
    return found("unknown-word", node.place, hint=hint, length=len(node.text), instead=near_.instead, **said)


def either(words: tuple[str, ...]) -> str:
    """The words as an author reads them."""
    return f"`{'` or `'.join(words)}`"


def numbers(number: Number) -> str:
    """Which numbers may stand there."""
    if number.low == number.high:
        says = f"{number.low}"
    elif number.high < MOST:
        says = f"a whole number from {number.low} to {number.high}"
    else:
        says = "a whole number" if number.low < 0 else f"a whole number, {number.low} or more"
    return " or ".join([says, *(f"`{word}`" for word in number.words)])
