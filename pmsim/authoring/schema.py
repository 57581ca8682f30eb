"""The JSON Schema (draft-07) of all YAML that authors write, made from the table of fields. Editors
use it to complete, explain and check.

An editor reads `4` as a number, `true` as a boolean and `null` as null, but `check` reads all of
them as text. The schema therefore accepts each spelling that `check` accepts: `4` and `"4"`, and
`null` wherever a word is allowed."""

from collections.abc import Iterator
from itertools import count
from typing import Any, assert_never

from pmsim.lang.messages import describe_number, fields_of, join_alternatives
from pmsim.lang.schema import KINDS, SECTIONS, Field, Kind
from pmsim.lang.schema.types import (
    YES,
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

Json = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
FILES = ("scenario", "pack", "playthrough")
"""The kinds of mapping that are whole files."""

_TEXT_SCHEMA: Json = {"type": ["string", "number", "boolean", "null"]}
_SUM_SCHEMA: Json = {"type": ["string", "integer", "boolean", "null"]}
_TYPE_IN_EDITORS: dict[str, str] = {
    "1": "integer",
    "1.5": "number",
    "true": "boolean",
    "null": "null",
}
"""Sample texts that editors read as another type, with that type."""
_SUM_ATOMS = ("condition", "expression", "change", "comparison")
_SNIPPET_FIELDS: dict[str, tuple[str, ...]] = {
    "scenario": ("language", "title", "topics", "when", "scenes"),
    "scene": ("text", "choices"),
    "choice": ("id", "label", "tags", "text"),
    "branch": ("short", "text"),
    "later": ("in", "scene"),
    "beat": ("scenario",),
    "outcome": ("title", "when", "dot", "text"),
    "stat": ("label", "min", "max", "start"),
    "person": ("name", "full", "is", "they"),
    "role": ("title", "short", "stage", "pay"),
    "playthrough": ("play", "start", "seed", "choices", "then"),
}
"""Fields in the snippet for each kind."""


def schema(kind: str = "") -> Json:
    """Return the schema of a kind of file or of a section. With '', return the schema of any file,
    which depends on its content. Raise KeyError for an unknown kind."""
    header: Json = {"$schema": DRAFT, "title": "pmsim"}
    definitions: Json = {
        "definitions": {_key(each.name): _kind_schema(each) for each in KINDS.values()}
    }
    if kind in SECTIONS:
        section = _shape_schema(fields_of("pack")[kind].shape)
        alone = {
            "type": "object",
            "properties": {kind: section},
            "required": [kind],
            "additionalProperties": False,
        }
        return header | {"anyOf": [section, alone]} | definitions
    if kind:
        return header | {"allOf": [_ref(KINDS[kind].name)]} | definitions
    by_content = _undecided_file(KINDS["scenario"])
    for name, mark in reversed(list(zip(FILES, ("scenes", "pack", "play"), strict=True))):
        by_content = {
            "if": {"type": "object", "required": [mark]},
            "then": _ref(name),
            "else": by_content,
        }
    return header | by_content | definitions


def _undecided_file(kind: Kind) -> Json:
    """Return the schema of a file whose kind is not clear yet. It suggests the fields of `kind` and
    accepts anything."""
    anything = ("string", "object", "array", "integer", "number", "boolean", "null")
    likely = {MapShape: "object", RecordShape: "object", ListShape: "array", NumberShape: "integer"}

    def offered(field: Field) -> Json:
        first = likely.get(type(field.shape), "string")
        return _description(field) | {"type": sorted(anything, key=lambda each: each != first)}

    return {
        "type": list(anything),
        "properties": {field.name: offered(field) for field in kind.fields},
        "defaultSnippets": _default_snippets(kind),
    }


def _kind_schema(kind: Kind) -> Json:
    result: Json = {
        "type": "object",
        "markdownDescription": kind.meaning,
        "properties": {field.name: _field_schema(field) for field in kind.fields},
        "additionalProperties": (
            _shape_schema(kind.others) | {"markdownDescription": kind.others_meaning}
            if kind.others
            else False
        ),
    }
    spared = dict(kind.spared)
    required = [one.name for one in kind.fields if one.required and one.name not in spared]
    if required:
        result["required"] = required
    if kind.needs:
        result["dependencies"] = {
            name: {"anyOf": [{"required": [other]} for other in others]} if others[1:] else others
            for name, *others in kind.needs
        }
    rules: list[Json] = [
        {"oneOf": [{"required": [name]} for name in group]} for group in kind.one_of
    ]
    rules += [{"not": {"required": list(pair)}} for pair in kind.apart]
    rules += [{"anyOf": [{"required": [name]} for name in pair]} for pair in kind.spared]
    if rules:
        result["allOf"] = rules
    if kind.name in _SNIPPET_FIELDS:
        result["defaultSnippets"] = _default_snippets(kind)
    return result


def _field_schema(field: Field) -> Json:
    shape = _shape_schema(field.shape)
    return ({"type": "object", "allOf": [shape]} if "$ref" in shape else shape) | _description(
        field
    )


def _description(field: Field) -> Json:
    words = [field.meaning]
    if field.default:
        words.append(f"Left out: {field.default}.")
    if field.example:
        words.append(f"Example: `{field.name}: {field.example}`")
    number = (
        {"examples": [int(field.example)]}
        if isinstance(field.shape, NumberShape) and field.example.isdigit()
        else {}
    )
    return {"markdownDescription": "\n\n".join(words), **number}


def _default_snippets(kind: Kind) -> list[Json]:
    return [{"label": kind.name, "description": kind.meaning, "body": _snippet(kind, count(1))}]


def _snippet(kind: Kind, numbers: Iterator[int]) -> Json:
    """Return the snippet for a kind. Each placeholder gets the next of `numbers`, because an editor
    fills equal numbers together."""
    body: Json = {}
    for name in _SNIPPET_FIELDS[kind.name]:
        field = fields_of(kind.name)[name]
        match field.shape:
            case ListShape(RecordShape(inner)):
                body[name] = [_snippet(KINDS[inner], numbers)]
            case MapShape(key, RecordShape(inner)):
                body[name] = {
                    f"${{{next(numbers)}:{key.example}}}": _snippet(KINDS[inner], numbers)
                }
            case ListShape():
                body[name] = [f"${{{next(numbers)}:{field.example.strip('[]').split(',')[0]}}}"]
            case NumberShape(low, high) if low == high:
                body[name] = low
            case ProseShape():
                body[name] = f"${{{next(numbers)}:What the player reads.}}"
            case _:
                body[name] = f"${{{next(numbers)}:{field.example}}}"
    return body


def _shape_schema(shape: Shape) -> Json:
    match shape:
        case ScalarShape(name, says, pattern):
            if pattern:
                kinds = [
                    "string",
                    *(kind for text, kind in _TYPE_IN_EDITORS.items() if shape.matches(text)),
                ]
                least = {} if shape.matches("-1") else {"minimum": 0}
                return {
                    "type": kinds,
                    "pattern": pattern,
                    "patternErrorMessage": f"This must be {says}.",
                } | least
            return _SUM_SCHEMA if name in _SUM_ATOMS else _TEXT_SCHEMA
        case NumberShape(low, high, words):
            digits = f"^{low}$" if low == high else f"^{'-?' * (low < 0)}[0-9]{{1,20}}$"
            says = f"This must be {describe_number(shape)}."
            number: Json = {
                "type": ["integer", "string"],
                "minimum": low,
                "maximum": high,
                "pattern": digits,
                "errorMessage": says,
                "patternErrorMessage": says,
            }
            return {"anyOf": [number, {"enum": list(words)}]} if words else number
        case WordShape(words):
            says = f"This must be {join_alternatives(words)}."
            if shape == YES:
                return {
                    "type": ["boolean", "string"],
                    "pattern": "^(true|false)$",
                    "errorMessage": says,
                    "patternErrorMessage": says,
                }
            return {"enum": list(words), "errorMessage": says}
        case ListShape(item, one_will_do, length):
            many: Json = {"type": "array", "items": _shape_schema(item)}
            if length:
                many |= {"minItems": length, "maxItems": length}
            return {"anyOf": [_shape_schema(item), many]} if one_will_do else many
        case MapShape(key, value):
            return {
                "type": "object",
                "propertyNames": {"pattern": key.pattern, "title": key.defines or key.name},
                "additionalProperties": _shape_schema(value),
            }
        case RecordShape(kind, alone):
            short = [_shape_schema(fields_of(kind)[alone].shape)] if alone else []
            return {"anyOf": [*short, _ref(kind)]} if alone else _ref(kind)
        case ProseShape():
            return {
                "anyOf": [
                    _TEXT_SCHEMA,
                    {"type": "array", "items": {"anyOf": [_TEXT_SCHEMA, _ref("block")]}},
                ]
            }
        case PhraseShape():
            line = _ref("phrase line")
            return {"anyOf": [_TEXT_SCHEMA, line, {"type": "array", "items": line}]}
        case _:
            assert_never(shape)


def _ref(kind: str) -> Json:
    return {"$ref": f"#/definitions/{_key(kind)}"}


def _key(kind: str) -> str:
    return kind.replace(" ", "_")
