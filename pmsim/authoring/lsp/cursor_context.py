"""The context of the cursor: the kind of mapping, the field, and the word that is being typed. No
knowledge of a pack."""

import re
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from pmsim.authoring.lsp.indentation import (
    PathStep,
    find_cursor,
    flow_position,
    sibling_keys,
)
from pmsim.lang.expressions import WORDS
from pmsim.lang.messages import fields_of, nearest_field
from pmsim.lang.pack_files import PACK_FILE, PLAYTHROUGH
from pmsim.lang.schema import KINDS, SECTIONS
from pmsim.lang.schema.types import (
    LABEL,
    ListShape,
    MapShape,
    PhraseShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    Shape,
)

SlotKind = Literal["key", "value", "expression", "placeholder", "prose", "nothing"]
SUM_ATOMS = ("condition", "expression", "change", "comparison")
_WORD = re.compile(r"[\w.]*\Z")
_REST = re.compile(r"[\w.]*")
_OPEN_PLACEHOLDER = re.compile(r"(?<!\{)(?:\{\{)*\{([A-Za-z][\w]*(?:\.\w*)?)?\Z")
_LABELS_WITH_PLACEHOLDERS = ("moment",)
"""Label fields that may have placeholders."""


class CursorContext(NamedTuple):
    """The context of a cursor.

    `inside`: the keys around it, outermost first, '' for a list item. `kind`: the kind of mapping
    that contains the field or key, '' for the author's own names. `field`: the field whose value
    contains the cursor. `shape`: the shape of the value, or for a key that of its mapping. `typed`:
    the part of the word before the cursor. `start`..`end`: columns of the whole word (from 1, `end`
    excluded). `before`: the value before the word. `taken`: keys or items beside it. `dashed`: a
    dash is still needed. `colon`: a colon is already there. `braces`: the cursor is in braces or
    brackets. `line`: the cursor's line, from 1."""

    slot: SlotKind
    inside: tuple[str, ...] = ()
    kind: str = ""
    field: str = ""
    shape: Shape | None = None
    before: str = ""
    typed: str = ""
    start: int = 1
    end: int = 1
    taken: tuple[str, ...] = ()
    dashed: bool = False
    colon: bool = False
    braces: bool = False
    line: int = 1


class FieldShape(NamedTuple):
    """The shape at the end of a path, as the field `field` of a `kind`."""

    shape: Shape | None
    kind: str = ""
    field: str = ""


def file_kind(file: str, lines: list[str]) -> str:
    """Return `pack`, `playthrough`, `scenario`, or the name of a section."""
    path = PurePosixPath(file)
    if path.name == PACK_FILE:
        return "pack"
    if file.endswith(PLAYTHROUGH):
        return "playthrough"
    if path.stem in SECTIONS and not any(line.startswith("scenes:") for line in lines):
        return path.stem
    return "scenario"


def context_at(lines: list[str], line: int, column: int, file: str) -> CursorContext:
    """Return the context at `line` and `column` (from 1) of a file."""
    return _context(lines, line - 1, column - 1, file)._replace(line=line)


class _TypedText(NamedTuple):
    """The text up to a cursor. `inside`: as in `CursorContext`. `text`: the key or value so far.
    `written`: the whole line. `at`: the cursor's offset in it. `taken`: as in `CursorContext`."""

    inside: tuple[str, ...]
    text: str
    written: str
    at: int
    taken: tuple[str, ...] = ()

    @property
    def nothing(self) -> CursorContext:
        """Return the context in which nothing can be completed."""
        return CursorContext("nothing", self.inside)


def _context(lines: list[str], row: int, at: int, file: str) -> CursorContext:
    written = lines[row] if 0 <= row < len(lines) else ""
    cursor = find_cursor(lines, row, at)
    field = _shape_at(file_kind(file, lines), cursor.steps)
    typed = _TypedText(tuple(step.key for step in cursor.steps), cursor.text, written, at)
    if not cursor.value:
        if _has_comment(cursor.text):
            return typed.nothing
        taken = tuple(sibling_keys(lines, row, cursor.column))
        return _entry_context(typed._replace(taken=taken), field)
    if not _is_text(field) and not _is_sum(field.shape):
        if cursor.text[:1] in ("{", "["):
            return _flow_context(typed, field)._replace(braces=True)
        is_note = isinstance(field.shape, ScalarShape) and field.shape.name == "note"
        if cursor.block or is_note or _has_comment(cursor.text):
            return typed.nothing
    return _value_context(typed, _single_item(field))


def _has_comment(text: str) -> bool:
    return text.startswith("#") or " #" in text


def _shape_at(root: str, steps: tuple[PathStep, ...]) -> FieldShape:
    """Return the shape at the end of the steps in a file."""
    current = FieldShape(RecordShape(root), root) if root in KINDS else FieldShape(None)
    if root in SECTIONS:
        current = FieldShape(fields_of("pack")[root].shape, "pack", root)
        if steps and steps[0].key == root:
            steps = steps[1:]
    for step in steps:
        current = _shape_inside(current, step.key)
    return current


def _shape_inside(outer: FieldShape, key: str) -> FieldShape:
    """Return the shape one step deeper. `key` '' means an item of a list."""
    match outer.shape:
        case RecordShape(kind):
            fields, others = fields_of(kind), KINDS[kind].others
            name = key if key in fields or others else nearest_field(key, kind).name
            return (
                FieldShape(fields[name].shape, kind, name)
                if name in fields
                else FieldShape(others if key else None, kind, key)
            )
        case MapShape(_, value):
            return FieldShape(value if key else None, "", key)
        case ListShape(item, one_will_do):
            return (
                outer._replace(shape=item)
                if not key
                else _shape_inside(FieldShape(item), key)
                if one_will_do
                else FieldShape(None)
            )
        case ProseShape():
            return outer if not key else _shape_inside(FieldShape(RecordShape("block")), key)
        case PhraseShape():
            line = FieldShape(RecordShape("phrase line"))
            return _shape_inside(line, key) if key else line
        case _:
            return FieldShape(None)


def _single_item(field: FieldShape) -> FieldShape:
    """Return the shape of a list's item if the list allows a single item; otherwise the shape
    itself."""
    return (
        field._replace(shape=field.shape.item)
        if isinstance(field.shape, ListShape) and field.shape.allows_single
        else field
    )


def _is_sum(shape: Shape | None) -> bool:
    return isinstance(shape, ScalarShape) and shape.name in SUM_ATOMS


def _is_text(field: FieldShape) -> bool:
    """Return True if the field contains text for the player."""
    match field.shape:
        case ProseShape() | PhraseShape():
            return True
        case ScalarShape(prose=prose):
            return prose or (field.shape == LABEL and field.field in _LABELS_WITH_PLACEHOLDERS)
        case _:
            return False


def _word_context(slot: SlotKind, typed: _TypedText, field: FieldShape) -> CursorContext:
    """Return the context of the word at the end of the text."""
    word = _WORD.search(typed.text.rpartition("\n")[2])
    length = len(word[0]) if word else 0
    rest = _REST.match(typed.written, typed.at)
    return CursorContext(
        slot,
        typed.inside,
        field.kind,
        field.field,
        field.shape,
        typed.text[: len(typed.text) - length],
        word[0] if word else "",
        typed.at - length + 1,
        (rest.end() if rest else typed.at) + 1,
        typed.taken,
    )


def _value_context(typed: _TypedText, field: FieldShape) -> CursorContext:
    """Return the context inside a value that is not in braces."""
    if _is_text(field):
        is_open = _OPEN_PLACEHOLDER.search(typed.text.rpartition("\n")[2])
        return _word_context("placeholder" if is_open else "prose", typed, field)
    if _is_sum(field.shape):
        return _word_context("expression", typed, field)
    return typed.nothing if field.shape is None else _word_context("value", typed, field)


def _key_context(typed: _TypedText, shape: Shape | None, field: str) -> CursorContext:
    """Return the context of a key in a mapping of this shape."""
    if not isinstance(shape, RecordShape | MapShape) or " " in typed.text:
        return typed.nothing
    kind = shape.kind if isinstance(shape, RecordShape) else ""
    key = _word_context("key", typed, FieldShape(shape, kind, field))
    return key._replace(colon=typed.written[key.end - 1 :].lstrip().startswith(":"))


def _entry_context(typed: _TypedText, field: FieldShape) -> CursorContext:
    """Return the context where a key or a list item starts."""
    dashed = bool(typed.inside and typed.inside[-1])
    shape = field.shape
    if isinstance(shape, ProseShape | PhraseShape) and not _OPEN_PLACEHOLDER.search(typed.text):
        shape = RecordShape("block" if isinstance(shape, ProseShape) else "phrase line")
    elif isinstance(shape, ListShape) and not (
        shape.allows_single and isinstance(shape.item, RecordShape)
    ):
        shape = shape.item
    else:
        dashed = False
        shape = _single_item(field).shape
    if isinstance(shape, RecordShape | MapShape):
        context = _key_context(typed, shape, field.field)
    else:
        context = _value_context(typed._replace(taken=()), field._replace(shape=shape))
    return context._replace(dashed=dashed and context.slot in ("key", "value"))


def _flow_context(typed: _TypedText, field: FieldShape) -> CursorContext:
    """Return the context inside braces or brackets."""
    within = flow_position(typed.text)
    if within is None:
        return typed.nothing
    for key in within.steps:
        field = _shape_inside(field, key)
    inside = typed.inside + within.steps
    typed = typed._replace(inside=inside, text=within.text, taken=within.taken)
    if not within.key:
        return _value_context(typed, _single_item(field))
    if _is_text(field):
        return _word_context("placeholder", typed._replace(text="{" + within.text), field)
    return _key_context(typed, _single_item(field).shape, field.field)


NextKind = Literal["operand", "operator", "scene", "choice", "flag", "group", "listed"]
_OPEN_CALL = re.compile(r"\b(seen|took|quarters_since|top)\s*\(\s*\Z")
_ARGUMENT_KINDS: dict[str, NextKind] = {
    "seen": "scene",
    "took": "choice",
    "quarters_since": "flag",
    "top": "group",
}
_LEFT_OF_COMPARISON = re.compile(
    r"(\btop\(\s*\w+\s*\)|[A-Za-z_]\w*)\s*(?:(?:<=|>=|==|!=|<|>)|\b(?:not\s+)?in\s*\((?:[^()]*,)?)\s*\Z"
)
_LAST_WORD = re.compile(r"([\w.]+|\))\s*\Z")


class NextToken(NamedTuple):
    """The kind of token that can follow. `beside`: the name or `top(group)` that it is compared
    with, or ''."""

    wanted: NextKind
    beside: str = ""


def next_token(before: str) -> NextToken:
    """Return the kind of token that can follow `before`, which ends where a word starts."""
    call = _OPEN_CALL.search(before)
    if call:
        return NextToken(_ARGUMENT_KINDS[call[1]])
    beside = _LEFT_OF_COMPARISON.search(before)
    if beside:
        return NextToken("operand", re.sub(r"\s", "", beside[1]))
    if re.search(r"\bin\s*\Z", before):
        return NextToken("listed")
    last = _LAST_WORD.search(before)
    return NextToken("operator" if last and last[1] not in WORDS else "operand")


def left_operand(before: str) -> str:
    """Return the operand at the end of `before`: a name, `top(group)` or ''."""
    match = re.search(r"(\btop\(\s*\w+\s*\)|[A-Za-z_][\w.]*)\s*\Z", before)
    return re.sub(r"\s", "", match[1]) if match else ""
