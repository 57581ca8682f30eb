"""Holds what a file says to the table of fields. Complaints come back beside a mapping of which only sound parts are left, so that
lowering can go on and everything is reported at once.

What `conform` promises of the mapping it returns, all the way down:
- only fields of the kind stand in it, each in its shape; a field misspelt so that only one can be meant stands under its right name;
- prose is always a `Sequence` of `Scalar`s and `block` mappings, a phrase a `Sequence` of `phrase line` mappings;
- where one will do (`goto`, `later`, `do`, `scene`, …) there is always a `Sequence`;
- numbers, names and words read as they should (a badly written name is kept, for its other mentions); conditions and expressions are
  only known not to be empty. Places are those of the file.
"""

import re
from operator import is_
from typing import assert_never

from pmsim.lang import complaints, traps
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.fields import KINDS, Kind
from pmsim.lang.nodes import Entry, Mapping, Node, Scalar, Sequence
from pmsim.lang.rules import found
from pmsim.lang.shapes import DOTTED, ID, LINE, NAME, Atom, ListOf, MapOf, Number, Phrase, Prose, Record, Shape, Word
from pmsim.lang.spelling import Near

Said = list[Diagnostic]
MOST_SAID = 200
"""Of one file no more is said of its shape than this, give or take a few."""
_NAMES = (ID.name, NAME.name, DOTTED.name)
_WHOLE = re.compile(r"-?[0-9]{1,20}\Z")
_AGAIN = re.compile(r"[^a-z0-9_.]+")


def conform(node: Mapping, kind: str) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """The sound part of `node` as a mapping of `kind` (a key of `KINDS`), and everything that is wrong with its shape, in file order."""
    said: Said = []
    sound = _record(node, KINDS[kind], said)
    return sound, tuple(sorted(said, key=lambda one: one.place))


def _record(node: Mapping, kind: Kind, said: Said) -> Mapping:
    fields = complaints.fields_of(kind.name)
    entries: list[Entry] = []
    written = {entry.key.text for entry in node.entries}
    for entry in node.entries:
        if len(said) > MOST_SAID:
            break
        key, value = entry
        name = key
        if key.text in fields:
            shape = fields[key.text].shape
        elif kind.others and (isinstance(value, Scalar) or not complaints.meant(key.text, kind.name).name):
            shape = kind.others
            _name(key, DOTTED if kind.dotted else NAME, said)
        else:
            near = Near("") if complaints.too_far_out(value, kind) else complaints.meant(key.text, kind.name)
            instead = near.name
            said.append(complaints.unknown(key, value, kind, near._replace(sure=near.sure and instead not in written)))
            if not instead or instead in written:
                continue
            written.add(instead)
            name, shape = key._replace(text=instead), fields[instead].shape
        sound = _value(value, shape, name.text, node.flow, said)
        if sound is not None:
            entries.append(entry if sound is value and name is key else Entry(name, sound))
    for key, value in node.doubles:
        if key.text in fields:
            _value(value, fields[key.text].shape, key.text, node.flow, said)
    if not complaints.needed(kind.name) <= written or kind.one_of:
        said += complaints.missing(node, kind, written)
    if kind.one_of or kind.needs or kind.apart:
        said += complaints.unlike(node, kind, written)
    return _mapping(node, entries)


def _mapping(node: Mapping, entries: list[Entry]) -> Mapping:
    """The mapping with these entries; the same one if they are all its own."""
    same = len(entries) == len(node.entries) and all(map(is_, entries, node.entries))
    return node if same else Mapping(tuple(entries), node.place, node.flow)


def _value(node: Node, shape: Shape, field: str, flow: bool, said: Said) -> Node | None:
    """The sound part of one value; None if nothing of it is. `flow`: it stands in one-line braces or brackets."""
    if isinstance(node, Scalar) and node.empty and not (isinstance(shape, Prose | Atom) and node.comment):
        said.append(found("empty-field", node.place, field=field, hint="Write something behind it, or delete the line."))
        return None
    match shape:
        case Atom():
            return _atom(node, shape, field, flow, said)
        case Prose():
            return _prose(node, shape, field, flow, said)
        case Number() | Word():
            return _one_of(node, shape, field, said)
        case ListOf():
            return _list(node, shape, field, said)
        case Record(kind):
            if isinstance(node, Mapping):
                return _record(node, KINDS[kind], said)
            said.append(complaints.no_fields(node, kind, field))
        case MapOf(key, value):
            if isinstance(node, Mapping):
                return _entries(node, key, value, said)
            said.append(complaints.wrong(node, "names, each with a colon and something behind it", field))
        case Phrase():
            return _phrase(node, field, flow, said)
        case _:
            assert_never(shape)
    return None


def _list(node: Node, shape: ListOf, field: str, said: Said) -> Sequence | None:
    if isinstance(node, Sequence):
        return _items(node, shape.item, field, said)
    if shape.one_will_do and isinstance(node, Mapping) == isinstance(shape.item, Record):
        return _items(Sequence((node,), node.place), shape.item, field, said)
    if shape.item == Record("later"):
        which = node.text if isinstance(node, Scalar) and NAME.matches(node.text) else "the_invoice"
        said.append(complaints.wrong(node, "a quarter and a scene", field, f"Write `{field}: {{in: 1, scene: {which}}}`, for example."))
        return None
    hint = f"Put it into brackets: `{field}: [{node.text}]`." if isinstance(node, Scalar) else "Put `- ` before each of them."
    said.append(complaints.wrong(node, "a list", field, hint))
    return None


def _items(node: Sequence, item: Shape, field: str, said: Said) -> Sequence:
    items = [sound for each in node.items if len(said) <= MOST_SAID and (sound := _value(each, item, field, node.flow, said)) is not None]
    same = len(items) == len(node.items) and all(map(is_, items, node.items))
    return node if same else Sequence(tuple(items), node.place, node.flow)


def _entries(node: Mapping, key: Atom, shape: Shape, said: Said) -> Mapping:
    entries: list[Entry] = []
    for entry in (*node.entries, *node.doubles):
        if len(said) > MOST_SAID:
            break
        name, value = entry
        _name(name, key, said)
        sound = _value(value, shape, name.text, node.flow, said)
        if sound is not None:
            entries.append(entry if sound is value else Entry(name, sound))
    if not node.doubles:
        return _mapping(node, entries)
    kept = {entry.key.text: entry for entry in reversed(entries)}
    doubles = tuple(entry for entry in entries if kept[entry.key.text] is not entry)
    return Mapping(tuple(kept[name] for name in dict.fromkeys(entry.key.text for entry in entries)), node.place, node.flow, doubles)


def _atom(node: Node, atom: Atom, field: str, flow: bool, said: Said) -> Scalar | None:
    trap = traps.in_prose(node, field, flow, braces=False) if atom.prose else None
    if trap:
        said.append(trap)
        return node if isinstance(node, Scalar) and not node.empty else None
    if not isinstance(node, Scalar):
        said.append(complaints.wrong(node, atom.says, field))
        return None
    if atom.name == "label" and node.comment and not node.comment[0].isspace():
        said.append(traps.behind(node, field))
    if atom.matches(node.text):
        return node
    if atom.name in _NAMES:
        return _name(node, atom, said)
    said.append(complaints.wrong(node, atom.says, field))
    return None


def _name(node: Scalar, atom: Atom, said: Said) -> Scalar:
    """The name, and a complaint if it is not spelt as names are."""
    if not atom.matches(node.text):
        better = _AGAIN.sub("_", node.text.lower()).strip("_")[:64]
        instead = better if atom.matches(better) else ""
        hint = f"Write `{better}`." if instead else ""
        said.append(found("not-a-name", node.place, given=node.text, wanted=atom.says, hint=hint, length=len(node.text), instead=instead))
    return node


def _one_of(node: Node, shape: Number | Word, field: str, said: Said) -> Scalar | None:
    wanted = complaints.numbers(shape) if isinstance(shape, Number) else complaints.either(shape.words)
    if not isinstance(node, Scalar):
        said.append(complaints.wrong(node, wanted, field))
        return None
    if node.text in shape.words or (isinstance(shape, Number) and _WHOLE.match(node.text) and shape.low <= int(node.text) <= shape.high):
        return node
    if isinstance(shape, Word):
        said.append(complaints.not_in(node, shape.words, field))
    elif field == "language" and _WHOLE.match(node.text):
        hint = f"Write {shape.high}, or get a newer pmsim."
        said.append(found("language-version", node.place, given=node.text, known=shape.high, length=len(node.text), hint=hint))
    else:
        said.append(found("not-a-number", node.place, field=field, wanted=wanted, given=node.text, length=len(node.text)))
    return None


def _prose(node: Node, shape: Prose, field: str, flow: bool, said: Said) -> Sequence | None:
    trap = traps.in_prose(node, field, flow, shape.braces)
    if trap:
        said.append(trap)
        return Sequence((node,), node.place) if isinstance(node, Scalar) and not node.empty else None
    match node:
        case Scalar():
            return Sequence((node,), node.place)
        case Mapping():
            said.append(complaints.wrong(node, "a text, or a list of texts and blocks", field, complaints.not_prose(node, field)))
            return None
    blocks: list[Node] = []
    for item in node.items if len(said) <= MOST_SAID else ():
        match item:
            case Mapping():
                blocks.append(_record(item, KINDS["block"], said))
            case Scalar():
                inner = _prose(item, shape, field, flow, said)
                blocks += inner.items if inner else ()
            case Sequence():
                said.append(complaints.wrong(item, "a text, or `if:` or `one_of:`,", field))
    return Sequence(tuple(blocks), node.place, node.flow)


def _phrase(node: Node, field: str, flow: bool, said: Said) -> Sequence | None:
    if isinstance(node, Sequence):
        return _items(node, Record("phrase line"), field, said)
    text = _atom(node, LINE, field, flow, said)
    return text and Sequence((Mapping((Entry(Scalar("text", text.place), text),), text.place),), text.place)
