"""Validation against the table of fields (`schema`). The valid parts are returned beside the
diagnostics, so that compiling can go on.

The mapping that `validate` returns satisfies, at every depth:
- It has only fields of its kind, each with its shape. A misspelt field with one possible meaning
  has its right name.
- Prose is a `Sequence` of `Scalar`s and `block` mappings, a phrase a `Sequence` of `phrase line`
  mappings.
- Fields that take one item or a list (`goto`, `later`, `do`, `scene`, …) are a `Sequence`.
- Numbers, names and words are valid (an invalid name stays, for its other mentions). Conditions and
  expressions are only known not to be empty. Places are those of the file.
"""

import re
from operator import is_
from typing import assert_never

from pmsim.lang import messages, yaml_pitfalls
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Entry, Mapping, Node, Scalar, Sequence, mapping_of
from pmsim.lang.rules import make_diagnostic
from pmsim.lang.schema import KINDS, Kind
from pmsim.lang.schema.types import (
    DOTTED,
    ID,
    LINE,
    NAME,
    ListShape,
    MapShape,
    NumberShape,
    PhraseShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    Shape,
    WordShape,
)
from pmsim.lang.spelling import NearestName

Diagnostics = list[Diagnostic]
MAX_DIAGNOSTICS = 200
"""The most diagnostics about the shape of one file, within a few."""
_NAMES = (ID.name, NAME.name, DOTTED.name)
_WHOLE = re.compile(r"-?[0-9]{1,20}\Z")
_BAR = re.compile(r" +\| +")
"""The sign between texts in one line."""
_NOT_NAME_CHARACTERS = re.compile(r"[^a-z0-9_.]+")


def validate(node: Mapping, kind: str) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """Return the valid part of `node` as a mapping of `kind` (a key of `KINDS`), and all
    diagnostics in file order."""
    diagnostics: Diagnostics = []
    valid = _validate_record(node, KINDS[kind], diagnostics)
    return valid, tuple(sorted(diagnostics, key=lambda one: one.place))


def _validate_record(node: Mapping, kind: Kind, diagnostics: Diagnostics) -> Mapping:
    fields = messages.fields_of(kind.name)
    entries: list[Entry] = []
    written = {*node.by_key}
    for entry in node.entries:
        if len(diagnostics) > MAX_DIAGNOSTICS:
            break
        key, value = entry
        name = key
        if key.text in fields:
            shape = fields[key.text].shape
        elif kind.others and (
            isinstance(value, Scalar) or not messages.nearest_field(key.text, kind.name).name
        ):
            shape = kind.others
            _validate_name(key, DOTTED if kind.dotted else NAME, diagnostics)
        else:
            near = (
                NearestName("")
                if messages.is_outdented_scene(value, kind)
                else messages.nearest_field(key.text, kind.name)
            )
            replacement = near.name
            diagnostics.append(
                messages.unknown_field(
                    key,
                    value,
                    kind,
                    near._replace(is_certain=near.is_certain and replacement not in written),
                )
            )
            if not replacement or replacement in written:
                continue
            written.add(replacement)
            name, shape = key._replace(text=replacement), fields[replacement].shape
        valid = _validate_value(value, shape, name.text, node.flow, diagnostics)
        if valid is not None:
            entries.append(entry if valid is value and name is key else Entry(name, valid))
    for key, value in node.duplicates:
        if key.text in fields:
            _validate_value(value, fields[key.text].shape, key.text, node.flow, diagnostics)
    if not messages.required_fields(kind.name) <= written or kind.one_of:
        diagnostics += messages.missing_fields(node, kind, written)
    if kind.one_of or kind.needs or kind.apart:
        diagnostics += messages.conflicting_fields(node, kind, written)
    return _mapping(node, entries)


def _mapping(node: Mapping, entries: list[Entry]) -> Mapping:
    """Return the mapping with these entries; the same object if they are all its own."""
    same = len(entries) == len(node.entries) and all(map(is_, entries, node.entries))
    return node if same else mapping_of(entries, node.place, node.flow)


def _validate_value(
    node: Node, shape: Shape, field: str, flow: bool, diagnostics: Diagnostics
) -> Node | None:
    """Return the valid part of a value, or None. `flow`: it stands in one-line braces or
    brackets."""
    if (
        isinstance(node, Scalar)
        and node.empty
        and not (isinstance(shape, ProseShape | ScalarShape) and node.comment)
    ):
        diagnostics.append(
            make_diagnostic(
                "empty-field",
                node.place,
                field=field,
                hint="Write something behind it, or delete the line.",
            )
        )
        return None
    match shape:
        case ScalarShape():
            return _validate_scalar(node, shape, field, flow, diagnostics)
        case ProseShape():
            return _validate_prose(node, shape, field, flow, diagnostics)
        case NumberShape() | WordShape():
            return _validate_number_or_word(node, shape, field, diagnostics)
        case ListShape():
            return _validate_list(node, shape, field, flow, diagnostics)
        case RecordShape(kind, alone):
            if isinstance(node, Mapping):
                return _validate_record(node, KINDS[kind], diagnostics)
            if alone and isinstance(node, Scalar):
                shape = messages.fields_of(kind)[alone].shape
                value = _validate_value(node, shape, field, flow, diagnostics)
                entry = Entry(Scalar(alone, node.place), value) if value else None
                return entry and mapping_of((entry,), node.place)
            diagnostics.append(messages.fields_expected(node, kind, field))
        case MapShape(key, value):
            if isinstance(node, Mapping):
                return _validate_entries(node, key, value, diagnostics)
            diagnostics.append(
                messages.wrong_shape(
                    node, "names, each with a colon and something behind it", field
                )
            )
        case PhraseShape():
            return _validate_phrase(node, field, flow, diagnostics)
        case _:
            assert_never(shape)
    return None


def _validate_list(
    node: Node, shape: ListShape, field: str, flow: bool, diagnostics: Diagnostics
) -> Sequence | None:
    if isinstance(node, Sequence):
        if shape.length and len(node.items) != shape.length:
            diagnostics.append(messages.wrong_length(node, shape.length, field))
            return None
        if shape.divided:
            _report_commas(node, diagnostics)
        return _validate_items(node, shape.item, field, diagnostics)
    if shape.allows_single and isinstance(node, Mapping) == isinstance(shape.item, RecordShape):
        if shape.divided and isinstance(node, Scalar):
            return _divided(node, shape.item, field, flow, diagnostics)
        return _validate_items(Sequence((node,), node.place), shape.item, field, diagnostics)
    if shape.item == RecordShape("later"):
        which = node.text if isinstance(node, Scalar) and NAME.matches(node.text) else "the_invoice"
        diagnostics.append(
            messages.wrong_shape(
                node,
                "a quarter and a scene",
                field,
                f"Write `{field}: {{in: 1, scene: {which}}}`, for example.",
            )
        )
        return None
    hint = messages.list_hint(node, field)
    diagnostics.append(messages.wrong_shape(node, "a list", field, hint))
    return None


def _divided(
    node: Scalar, item: Shape, field: str, flow: bool, diagnostics: Diagnostics
) -> Sequence | None:
    """Return the texts of a scalar: one, or in one line those between ` | `."""
    if _validate_value(node, item, field, flow, diagnostics) is None:
        return None
    bars = [] if node.style in ("|", ">") else [bar.span() for bar in _BAR.finditer(node.text)]
    starts, ends = [0, *(end for _, end in bars)], [*(start for start, _ in bars), len(node.text)]
    parts = map(node.part, starts, ends) if bars else (node,)
    return Sequence(tuple(Sequence((part,), part.place) for part in parts), node.place)


def _report_commas(node: Sequence, diagnostics: Diagnostics) -> None:
    """Report texts in brackets if one of them has a space: a comma in it divides it, too."""
    texts = [item for item in node.items if isinstance(item, Scalar)]
    if node.flow and len(texts) > 1 and any(not one.style and " " in one.text for one in texts):
        listed = ", ".join(f"`{one.text}`" for one in texts)
        diagnostics.append(
            make_diagnostic(
                "texts-divided",
                node.place,
                sentence=f"Commas divide here: these are {len(texts)} texts: {listed}.",
                hint="If that is meant, write each on a line of its own behind `- `.",
            )
        )


def _validate_items(node: Sequence, item: Shape, field: str, diagnostics: Diagnostics) -> Sequence:
    items = [
        valid
        for each in node.items
        if len(diagnostics) <= MAX_DIAGNOSTICS
        and (valid := _validate_value(each, item, field, node.flow, diagnostics)) is not None
    ]
    same = len(items) == len(node.items) and all(map(is_, items, node.items))
    return node if same else Sequence(tuple(items), node.place, node.flow)


def _validate_entries(
    node: Mapping, key: ScalarShape, shape: Shape, diagnostics: Diagnostics
) -> Mapping:
    entries: list[Entry] = []
    for entry in (*node.entries, *node.duplicates):
        if len(diagnostics) > MAX_DIAGNOSTICS:
            break
        name, value = entry
        _validate_name(name, key, diagnostics)
        valid = _validate_value(value, shape, name.text, node.flow, diagnostics)
        if valid is not None:
            entries.append(entry if valid is value else Entry(name, valid))
    if not node.duplicates:
        return _mapping(node, entries)
    first = {entry.name: entry for entry in reversed(entries)}
    duplicates = tuple(entry for entry in entries if first[entry.name] is not entry)
    return mapping_of(
        (entry for entry in entries if first[entry.name] is entry),
        node.place,
        node.flow,
        duplicates,
    )


def _validate_scalar(
    node: Node, atom: ScalarShape, field: str, flow: bool, diagnostics: Diagnostics
) -> Scalar | None:
    pitfall = yaml_pitfalls.find_in_prose(node, field, flow, braces=False) if atom.prose else None
    if pitfall:
        diagnostics.append(pitfall)
        return node if isinstance(node, Scalar) and not node.empty else None
    if not isinstance(node, Scalar):
        diagnostics.append(messages.scalar_expected(node, atom, field))
        return None
    if atom.name == "label" and node.comment and not node.comment[0].isspace():
        diagnostics.append(yaml_pitfalls.comment_behind_prose(node, field))
    if atom.matches(node.text):
        return node
    if atom.name in _NAMES:
        return _validate_name(node, atom, diagnostics)
    diagnostics.append(messages.wrong_shape(node, atom.description, field))
    return None


def _validate_name(node: Scalar, atom: ScalarShape, diagnostics: Diagnostics) -> Scalar:
    """Return the name. Report an invalid spelling."""
    if not atom.matches(node.text):
        better = _NOT_NAME_CHARACTERS.sub("_", node.text.lower()).strip("_")[:64]
        replacement = better if atom.matches(better) else ""
        hint = f"Write `{better}`." if replacement else ""
        if atom.refers == ("scene",) and DOTTED.matches(node.text):
            replacement = ""
            hint = (
                f"Only a scene of this file stands here: `call: {node.text}` goes there and comes"
                " back, `later` with `scenario` brings another file in another quarter."
            )
        diagnostics.append(
            make_diagnostic(
                "not-a-name",
                node,
                given=node.text,
                wanted=atom.description,
                hint=hint,
                replacement=replacement,
            )
        )
    return node


def _validate_number_or_word(
    node: Node, shape: NumberShape | WordShape, field: str, diagnostics: Diagnostics
) -> Scalar | None:
    wanted = (
        messages.describe_number(shape)
        if isinstance(shape, NumberShape)
        else messages.join_alternatives(shape.words)
    )
    if not isinstance(node, Scalar):
        diagnostics.append(messages.wrong_shape(node, wanted, field))
        return None
    if node.text in shape.words or (
        isinstance(shape, NumberShape)
        and _WHOLE.match(node.text)
        and shape.low <= int(node.text) <= shape.high
    ):
        return node
    if isinstance(shape, WordShape):
        diagnostics.append(messages.unknown_word(node, shape.words, field))
    elif field == "language" and _WHOLE.match(node.text):
        hint = f"Write {shape.high}, or get a newer pmsim."
        diagnostics.append(
            make_diagnostic(
                "language-version",
                node,
                given=node.text,
                known=shape.high,
                hint=hint,
            )
        )
    else:
        diagnostics.append(
            make_diagnostic(
                "not-a-number",
                node,
                field=field,
                wanted=wanted,
                given=node.text,
            )
        )
    return None


def _validate_prose(
    node: Node, shape: ProseShape, field: str, flow: bool, diagnostics: Diagnostics
) -> Sequence | None:
    pitfall = yaml_pitfalls.find_in_prose(node, field, flow, shape.braces, shape.quotes)
    if pitfall:
        diagnostics.append(pitfall)
        return (
            Sequence((node,), node.place) if isinstance(node, Scalar) and not node.empty else None
        )
    match node:
        case Scalar():
            return Sequence((node,), node.place)
        case Mapping():
            diagnostics.append(
                messages.wrong_shape(
                    node,
                    "a text, or a list of texts and blocks",
                    field,
                    messages.prose_hint(node, field),
                )
            )
            return None
    blocks: list[Node] = []
    for item in node.items if len(diagnostics) <= MAX_DIAGNOSTICS else ():
        match item:
            case Mapping():
                blocks.append(_validate_record(item, KINDS["block"], diagnostics))
            case Scalar():
                inner = _validate_prose(item, shape, field, flow, diagnostics)
                blocks += inner.items if inner else ()
            case Sequence():
                diagnostics.append(
                    messages.wrong_shape(item, "a text, or `if:` or `one_of:`,", field)
                )
    return Sequence(tuple(blocks), node.place, node.flow)


def _validate_phrase(
    node: Node, field: str, flow: bool, diagnostics: Diagnostics
) -> Sequence | None:
    line = RecordShape("phrase line")
    if not isinstance(node, Scalar):
        lines = node if isinstance(node, Sequence) else Sequence((node,), node.place)
        return _validate_items(lines, line, field, diagnostics)
    text = _validate_scalar(node, LINE, field, flow, diagnostics)
    return text and Sequence(
        (mapping_of((Entry(Scalar("text", text.place), text),), text.place),), text.place
    )
