"""The messages of `validate`: unknown, missing, conflicting and malformed fields, with the name
probably meant."""

import re
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Table
from functools import lru_cache

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence
from pmsim.lang.rules import make_diagnostic
from pmsim.lang.schema import KINDS, Field, Kind
from pmsim.lang.schema.types import MAX_NUMBER, NumberShape, ScalarShape
from pmsim.lang.spelling import NearestName, find_nearest

_FOREIGN_NAMES: dict[str, tuple[str, ...]] = {
    "options": ("choices",),
    "next": ("goto",),
    "target": ("goto",),
    "requires": ("needs",),
    "condition": ("needs", "when", "if"),
    "if": ("needs", "when"),
    "body": ("text",),
    "description": ("text",),
    "result": ("text",),
    "name": ("title", "label"),
    "title": ("label",),
    "label": ("title",),
    "delay": ("in",),
    "chance": ("odds",),
    "probability": ("odds",),
    "then": ("text",),
    "tag": ("tags",),
    "topic": ("topics",),
    "scene": ("scenes",),
    "choice": ("choices",),
    "stat": ("stats",),
    "initial": ("start",),
}
"""Names of other story languages for our fields."""
_ASSIGNED = re.compile(r"([a-z][a-z0-9_.]*) *([-+]?=) *([^=\s].*)\Z")
"""A change as programming languages write it: `standing += 1`."""
_OTHER_CONDITIONS = ("elif", "elseif", "elsif", "else_if", "elif_")
"""Fields of other story languages for a second condition of a block."""
_SCENE_FIELDS = ("text", "choices")
"""Fields by which a scene that lacks its indentation is recognised."""
_TRUTHS = {
    **dict.fromkeys(("yes", "on", "true"), "true"),
    **dict.fromkeys(("no", "off", "false"), "false"),
}
"""Words that other YAML readers take for true and false."""


def nearest_name(given: str, names: Iterable[str]) -> NearestName:
    """Return the name that was most likely meant."""
    return find_nearest(given.lower().replace("-", "_"), list(names), 0.7)


@lru_cache
def fields_of(kind: str) -> Table[str, Field]:
    """Return the fields of a kind, by name."""
    return {field.name: field for field in KINDS[kind].fields}


@lru_cache
def required_fields(kind: str) -> frozenset[str]:
    """Return the names of the required fields of a kind."""
    return frozenset(field.name for field in KINDS[kind].fields if field.required)


def nearest_field(key: str, kind: str) -> NearestName:
    """Return the field of the kind that an unknown name most likely meant."""
    fields = fields_of(kind)
    if key in _OTHER_CONDITIONS:
        return NearestName()
    other = next((name for name in _FOREIGN_NAMES.get(key, ()) if name in fields), "")
    return NearestName(other) if other else nearest_name(key, fields)


def unknown_field(key: Scalar, value: Node, kind: Kind, nearest: NearestName) -> Diagnostic:
    """Return the diagnostic for a field that the kind does not have. `value`: the field's value."""
    elsewhere = [other.name for other in KINDS.values() if key.text in fields_of(other.name)]
    if is_outdented_scene(value, kind):
        hint = (
            "A scene stands below `scenes:`; indent it by two spaces, and what belongs to it by two"
            " more."
        )
    elif nearest.name:
        hint = nearest.hint
    elif key.text in _OTHER_CONDITIONS:
        hint = (
            "Write `first_of:` with a list of lines, each with `if` and `text`: the first that"
            " holds is read."
        )
    elif elsewhere:
        hint = (
            f"`{key.text}` is a field of a {' or '.join(elsewhere[:3])}: look at the indentation."
        )
    else:
        fields = ", ".join(fields_of(kind.name))
        hint = f"A {kind.name} has: {fields}. A newer pmsim may know another."
    return make_diagnostic(
        "unknown-field",
        key,
        kind=kind.name,
        key=key.text,
        hint=hint,
        replacement=nearest.replacement,
    )


def is_outdented_scene(value: Node, kind: Kind) -> bool:
    """Return True if the value of an unknown field of a scenario is a scene without its
    indentation."""
    return (
        kind.name == "scenario"
        and isinstance(value, Mapping)
        and any(map(value.has, _SCENE_FIELDS))
    )


def missing_fields(node: Mapping, kind: Kind, written: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each missing field."""
    missing = required_fields(kind.name).difference(
        written, (name for name, other in kind.spared if other in written)
    )
    for field in kind.fields if missing else ():
        if field.name in missing:
            hint = f"Write `{field.name}: {field.example}`, for example." if field.example else ""
            yield make_diagnostic(
                "missing-field", node.place, kind=kind.name, field=field.name, hint=hint
            )
    for group in kind.one_of:
        if not any(name in written for name in group):
            yield make_diagnostic(
                "missing-field", node.place, kind=kind.name, field="` or `".join(group)
            )


def conflicting_fields(node: Mapping, kind: Kind, written: set[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pair of fields that exclude or need each other."""

    def diagnostic(name: str, sentence: str, hint: str = "Keep one of the two.") -> Diagnostic:
        entry = node.by_key.get(name)
        at = entry.key if entry else node.place
        return make_diagnostic("unlike-fields", at, sentence=sentence, hint=hint)

    for group in kind.one_of:
        both = [name for name in group if name in written]
        if len(both) > 1:
            yield diagnostic(
                both[1], f"A {kind.name} has either `{'` or `'.join(both[:2])}`, not both."
            )
    for name, *others in kind.needs:
        if name in written and not written & set(others):
            either = join_alternatives(others)
            yield diagnostic(
                name,
                f"`{name}` stands only beside {either}.",
                f"Write {either}, or leave this out.",
            )
    for name, other in kind.apart:
        if name in written and other in written:
            yield diagnostic(other, f"`{name}` and `{other}` do not go together.")


def wrong_shape(node: Node, wanted: str, field: str, hint: str = "") -> Diagnostic:
    """Return the diagnostic for a value of the wrong shape."""
    length = 1
    match node:
        case Scalar(text):
            given, length = (
                ("a text", 1) if len(text) > 60 or "\n" in text else (f"`{text}`", len(text))
            )
        case Sequence():
            given = "a list"
        case Mapping():
            given = "a mapping with fields"
    return make_diagnostic(
        "wrong-shape", node.place, field=field, wanted=wanted, given=given, hint=hint, length=length
    )


def scalar_expected(node: Node, shape: ScalarShape, field: str) -> Diagnostic:
    """Return the diagnostic for a value that should be one scalar. Conditions in a list are
    joined."""
    hint = ""
    if shape.name == "condition" and isinstance(node, Sequence):
        written = [item.text for item in node.items if isinstance(item, Scalar)]
        whole = len(written) == len(node.items) and not any(
            text.count("(") - text.count(")") or " or " in text for text in written
        )
        joined = " and ".join(written)
        hint = f"Write `{field}: {joined}`." if whole else "Write one condition, joined by `and`."
    return wrong_shape(node, shape.description, field, hint)


def list_hint(node: Node, field: str) -> str:
    """Return a hint for a value in the place of a list: a number that is set, or words without
    brackets."""
    if field == "set" and isinstance(node, Mapping) and node.entries:
        name, value = node.entries[0]
        amount = value.text if isinstance(value, Scalar) else "1"
        return _set_hint(name.text, amount)
    if not isinstance(node, Scalar):
        return "Put `- ` before each of them."
    if field == "set" and (written := _ASSIGNED.match(node.text)) and "+" not in written[2]:
        return _set_hint(written[1], written[3])
    return f"Put it into brackets: `{field}: [{node.text}]`."


def _set_hint(name: str, amount: str) -> str:
    return f"`set` lists flags: `set: [{name}]`. A number is set without it: `{name}: = {amount}`."


def new_person_hint(name: str) -> str:
    """Return a hint that shows how a person of this name is added."""
    return f"Add `{name}: {{name: {name.capitalize()}}}` below `people:`."


def wrong_length(node: Sequence, length: int, field: str) -> Diagnostic:
    """Return the diagnostic for a list that must have another number of items."""
    return make_diagnostic(
        "wrong-shape",
        node.place,
        field=field,
        wanted=f"a list of {length}",
        given=f"a list of {len(node.items)}",
    )


def fields_expected(node: Node, kind: str, field: str) -> Diagnostic:
    """Return the diagnostic for a value that should be a mapping with fields."""
    if kind == "effects":
        change = "standing: 2, workload: 4"
        if isinstance(node, Scalar) and (written := _ASSIGNED.match(node.text)):
            sign = {"=": "= ", "+=": "", "-=": "-"}[written[2]]
            change = f"{written[1]}: {sign}{written[3]}"
        return wrong_shape(
            node,
            "numbers by their names",
            field,
            f"Write `{field}: {{{change}}}`{', for example' if 'workload' in change else ''}.",
        )
    line = isinstance(node, Scalar) and kind in ("line", "phrase line")
    return wrong_shape(
        node,
        f"fields such as `{next(iter(fields_of(kind)))}:` on the lines below",
        field,
        "Write `text:` before these words: without `if`, they are read when no line above is."
        if line
        else "",
    )


def prose_hint(node: Mapping, field: str) -> str:
    """Return a hint for fields in the place of prose: a block lacks its dash, or words with a colon
    lack their bar."""
    block = [name for name in node.by_key if name in fields_of("block")]
    if block:
        return f"Put `- ` before `{block[0]}:`: a block stands in a list, also inside another."
    return f"Are these words? Then write `{field}: |` in the line above them."


def unknown_word(node: Scalar, words: tuple[str, ...], field: str) -> Diagnostic:
    """Return the diagnostic for a word that is not one of the allowed ones."""
    truth_value = _TRUTHS.get(node.text.lower(), "")
    if truth_value in words:
        hint, replacement = f"Write `{truth_value}`.", truth_value
    else:
        nearest = nearest_name(node.text, words)
        hint, replacement = nearest.hint, nearest.replacement
    return make_diagnostic(
        "unknown-word",
        node,
        hint=hint,
        replacement=replacement,
        field=field,
        words=join_alternatives(words),
        given=node.text,
    )


def join_alternatives(words: Iterable[str]) -> str:
    """Return the words joined by "or"."""
    return f"`{'` or `'.join(words)}`"


def describe_number(number: NumberShape) -> str:
    """Return a description of the numbers that are allowed."""
    if number.low == number.high:
        description = f"{number.low}"
    elif number.high < MAX_NUMBER:
        description = f"a whole number from {number.low} to {number.high}"
    else:
        description = (
            "a whole number" if number.low < 0 else f"a whole number, {number.low} or more"
        )
    return " or ".join([description, *(f"`{word}`" for word in number.words)])
