"""What may be written where the cursor stands: which kind of mapping it is in, which field, and what is being typed. Knows no pack."""

import re
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from pmsim.authoring.lsp.scan import Spot, Step, flow, siblings, spot
from pmsim.lang.complaints import meant
from pmsim.lang.fields import KINDS, SECTIONS
from pmsim.lang.folder import PACK_FILE, PLAYTHROUGH
from pmsim.lang.shapes import LABEL, Atom, ListOf, MapOf, Phrase, Prose, Record, Shape

Slot = Literal["key", "value", "expression", "placeholder", "prose", "nothing"]
SUMS = ("condition", "expression", "change", "comparison")
_WORD = re.compile(r"[\w.]*\Z")
_REST = re.compile(r"[\w.]*")
_OPENED = re.compile(r"(?<!\{)(?:\{\{)*\{([A-Za-z][\w]*(?:\.\w*)?)?\Z")
_IN_LABELS = ("moment",)
"""Labels with placeholders."""


class Context(NamedTuple):
    """`inside`: the keys around, from outside, '' for an item. `kind`: the kind of mapping that the field (or the key) is of, '' for names
    of the author's own. `field`: the field in whose value the cursor stands. `shape`: what may stand there: of a value its own, of a key
    the mapping's. `typed`: the part of the word before the cursor, in columns `start`..`end` (from 1, `end` not included) with the part
    behind it. `before`: what of the value stands before the word. `taken`: the keys or items that stand beside it. `dashed`: a dash must
    come first. `colon`: a colon is there already. `braces`: it is in braces or brackets. `line`: of the cursor, from 1."""

    slot: Slot
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


class Held(NamedTuple):
    """What the steps lead to: a shape, as the field `field` of a `kind`."""

    shape: Shape | None
    kind: str = ""
    field: str = ""


def file_kind(file: str, lines: list[str]) -> str:
    """`pack`, `playthrough`, `scenario`, or the name of a section."""
    path = PurePosixPath(file)
    if path.name == PACK_FILE:
        return "pack"
    if file.endswith(PLAYTHROUGH):
        return "playthrough"
    if path.stem in SECTIONS and not any(line.startswith("scenes:") for line in lines):
        return path.stem
    return "scenario"


def context_at(lines: list[str], line: int, column: int, file: str) -> Context:
    """The context of the place at `line` and `column` (from 1) of a file."""
    return _context(lines, line - 1, column - 1, file)._replace(line=line)


def _context(lines: list[str], row: int, at: int, file: str) -> Context:
    written = lines[row] if 0 <= row < len(lines) else ""
    found = spot(lines, row, at)
    held = _held(file_kind(file, lines), found.steps)
    inside = tuple(step.key for step in found.steps)
    if found.value and _is_text(held):
        return _text(held, inside, found.text, written, at)
    if not found.value and _comment(found.text):
        return Context("nothing", inside)
    if not found.value:
        return _entry(held, inside, found, lines, row, at)
    if _is_sum(held.shape):
        return _word("expression", held, inside, found.text, written, at)
    if found.text[:1] in ("{", "["):
        return _flow(held, inside, found.text, written, at)._replace(braces=True)
    free = held.shape is None or (isinstance(held.shape, Atom) and held.shape.name == "note")
    if found.block or free or _comment(found.text):
        return Context("nothing", inside)
    return _word("value", _one(held), inside, found.text, written, at)


def _comment(text: str) -> bool:
    return text.startswith("#") or " #" in text


def _held(root: str, steps: tuple[Step, ...]) -> Held:
    """What stands at the end of the steps in a file."""
    held = Held(Record(root), root) if root in KINDS else Held(None)
    if root in SECTIONS:
        section = next(field for field in KINDS["pack"].fields if field.name == root)
        held = Held(section.shape, "pack", root)
        if steps and steps[0].key == root:
            steps = steps[1:]
    for step in steps:
        held = _into(held, step.key)
    return held


def _into(held: Held, key: str) -> Held:
    """One step inwards; `key` '' is an item of a list."""
    match held.shape:
        case Record(kind):
            fields = {field.name: field for field in KINDS[kind].fields}
            name = key if key in fields else ""
            if not name and not KINDS[kind].others:
                name = meant(key, kind).name
            return Held(fields[name].shape, kind, name) if name else Held(KINDS[kind].others if key else None, kind, key)
        case MapOf(_, value):
            return Held(value if key else None, "", key)
        case ListOf(item, one_will_do):
            return held._replace(shape=item) if not key else _into(Held(item), key) if one_will_do else Held(None)
        case Prose():
            return held if not key else _into(Held(Record("block")), key)
        case Phrase():
            return Held(Record("phrase line")) if not key else _into(Held(Record("phrase line")), key)
        case _:
            return Held(None)


def _one(held: Held) -> Held:
    """Where one will do, a list's item may stand by itself."""
    return held._replace(shape=held.shape.item) if isinstance(held.shape, ListOf) and held.shape.one_will_do else held


def _is_sum(shape: Shape | None) -> bool:
    return isinstance(shape, Atom) and shape.name in SUMS


def _is_text(held: Held) -> bool:
    """Whether words for a player stand there."""
    match held.shape:
        case Prose() | Phrase():
            return True
        case Atom(prose=prose):
            return prose or (held.shape == LABEL and held.field in _IN_LABELS)
        case _:
            return False


def _word(slot: Slot, held: Held, inside: tuple[str, ...], text: str, written: str, at: int, taken: tuple[str, ...] = ()) -> Context:
    """A word is being typed, at the end of `text`."""
    line = text.rpartition("\n")[2]
    word = _WORD.search(line)
    typed = word[0] if word else ""
    rest = _REST.match(written, at)
    end = rest.end() if rest else at
    before = text[: len(text) - len(typed)]
    return Context(slot, inside, held.kind, held.field, held.shape, before, typed, at - len(typed) + 1, end + 1, taken)


def _text(held: Held, inside: tuple[str, ...], text: str, written: str, at: int) -> Context:
    opened = _OPENED.search(text.rpartition("\n")[2])
    return _word("placeholder" if opened else "prose", held, inside, text, written, at)


def _entry(held: Held, inside: tuple[str, ...], found: Spot, lines: list[str], row: int, at: int) -> Context:
    """A key is being typed, or the item of a list."""
    written = lines[row] if row < len(lines) else ""
    taken = tuple(siblings(lines, row, found.column))
    dashed = bool(inside and inside[-1])
    shape = held.shape
    if isinstance(shape, Prose | Phrase) and not _OPENED.search(found.text):
        shape = Record("block" if isinstance(shape, Prose) else "phrase line")
    elif isinstance(shape, ListOf) and not (shape.one_will_do and isinstance(shape.item, Record)):
        shape = shape.item
    else:
        dashed = False
        shape = _one(held).shape
    if isinstance(shape, Record | MapOf):
        if " " in found.text:
            return Context("nothing", inside)
        kind = shape.kind if isinstance(shape, Record) else ""
        key = _word("key", Held(shape, kind, held.field), inside, found.text, written, at, taken)
        return key._replace(dashed=dashed, colon=written[key.end - 1 :].lstrip().startswith(":"))
    if _is_text(Held(shape, held.kind, held.field)):
        return _text(held, inside, found.text, written, at)
    if _is_sum(shape):
        return _word("expression", held._replace(shape=shape), inside, found.text, written, at)
    if shape is None:
        return Context("nothing", inside)
    return _word("value", held._replace(shape=shape), inside, found.text, written, at)._replace(dashed=dashed)


def _flow(held: Held, inside: tuple[str, ...], text: str, written: str, at: int) -> Context:
    """Within braces or brackets."""
    within = flow(text)
    if within is None:
        return Context("nothing", inside)
    for key in within.steps:
        held = _into(held, key)
    inside += within.steps
    if not within.key and _is_text(held):
        return _text(held, inside, within.text, written, at)
    if within.key:
        shape = _one(held).shape
        if _is_text(held) or isinstance(shape, Prose):
            return _word("placeholder", held, inside, "{" + within.text, written, at)
        if not isinstance(shape, Record | MapOf) or " " in within.text:
            return Context("nothing", inside)
        kind = shape.kind if isinstance(shape, Record) else ""
        found = _word("key", Held(shape, kind, held.field), inside, within.text, written, at, within.taken)
        return found._replace(colon=written[found.end - 1 :].lstrip().startswith(":"))
    if _is_sum(held.shape):
        return _word("expression", held, inside, within.text, written, at)
    if held.shape is None:
        return Context("nothing", inside)
    return _word("value", _one(held), inside, within.text, written, at, within.taken)
