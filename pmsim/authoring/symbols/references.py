"""The search for references: a walk through a pack along the table of fields."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from pmsim.authoring.symbols import Reference, SymbolKind, Usage
from pmsim.authoring.symbols.names import (
    KnownNames,
    NameSpan,
    Wanted,
    known_names,
    names_in_expression,
    names_in_path,
    names_in_prose,
)
from pmsim.lang import OUT, Draft, Mapping, Node, Place, Scalar, Sequence, slug
from pmsim.lang.messages import fields_of
from pmsim.lang.pack_files import ValidatedFiles
from pmsim.lang.schema import KINDS as TABLE
from pmsim.lang.schema import Kind
from pmsim.lang.schema.types import (
    LINE,
    ListShape,
    MapShape,
    PhraseShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    Shape,
)

BUILT_IN_PLAYERS = ("stop", "first", "random")
"""Players that exist in every pack."""
_USAGE_OF_FIELD: dict[str, Usage] = {
    "topics": "tagged",
    "tags": "tagged",
    "stage": "tagged",
    "goto": "linked",
    "call": "linked",
    "end": "linked",
    "start": "linked",
    "scene": "linked",
    "scenario": "linked",
    "next": "linked",
    "do": "set",
    "tell": "set",
    "teach": "set",
    "set": "set",
    "role": "set",
    "feeds": "set",
    "clear": "cleared",
    "away": "read",
    "likes": "read",
    "cites": "read",
    "against": "read",
    "passed": "read",
    "watch": "read",
    "wants": "read",
}
"""The usage of names in a field; `named` for other fields."""
_USAGE_OF_KIND_AND_FIELD: dict[tuple[str, str], Usage] = {
    ("draw", "topics"): "linked",
    ("expect", "flags"): "read",
    ("expect", "seen"): "read",
    ("expect", ""): "read",
    ("effects", ""): "set",
    ("playthrough", "start"): "named",
}
"""Exceptions for one kind of mapping. '' stands for any key that is not a field."""
_PLACEHOLDER_FIELDS = ("moment", "why")
"""Fields with placeholders that are not prose."""


class _Location(NamedTuple):
    """The position of the walk. `scenario`, `scene`: their keys, or ''. `inside`: as in
    `Reference`. `kind`, `field`: those of the table. `beside`: the stat whose bands may be used
    here."""

    inside: str
    scenario: str = ""
    scene: str = ""
    kind: str = ""
    field: str = ""
    beside: str = ""


def find_references(draft: Draft) -> tuple[Reference, ...]:
    """Return all references in a pack, sorted by place. Leave out playthroughs of other packs."""
    gathered = draft.files
    collector = _ReferenceCollector(known_names(draft))
    if gathered.pack is not None:
        collector.record(gathered.pack, TABLE["pack"], _Location(""))
    for scenario, (file, node) in gathered.scenarios.items():
        collector.references.append(
            Reference("scenario", scenario, Place(file, 1, 1), 0, "defined", scenario)
        )
        collector.record(node, TABLE["scenario"], _Location(scenario, scenario))
    for file, node in _own_playthroughs(gathered):
        collector.record(node, TABLE["playthrough"], _Location(file))
    return tuple(sorted(collector.references, key=lambda one: one.place))


def symbol_kinds_for(kind: str, field: str) -> tuple[SymbolKind, ...]:
    """Return the kinds of symbols that a field may name, () for none. `kind`: a key of
    `schema.KINDS`. For an unknown field, return the kinds that such a key may name itself. Raise
    KeyError for an unknown kind."""
    one = fields_of(kind).get(field)
    return cast(tuple[SymbolKind, ...], one.refers if one else TABLE[kind].others_refer)


def _own_playthroughs(gathered: ValidatedFiles) -> Iterator[tuple[str, Mapping]]:
    pack = gathered.pack.text("pack") if gathered.pack is not None else ""
    return (
        (file, node) for file, node in gathered.playthroughs.items() if node.text("play") == pack
    )


class _ReferenceCollector:
    """One walk, with the known names and the references found so far."""

    def __init__(self, names: KnownNames) -> None:
        self.names = names
        self.references: list[Reference] = []

    def record(self, node: Mapping, kind: Kind, here: _Location) -> None:
        fields = fields_of(kind.name)
        for key, value in node.entries:
            field = fields.get(key.text)
            if field is not None:
                inside = here.inside or field.name
                location = here._replace(kind=kind.name, field=field.name, inside=inside)
                self.value(value, field.shape, location)
            elif kind.others is not None:
                location = here._replace(kind=kind.name, field="")
                self.add(self.number_key(key, kind), key, location)
                self.value(value, kind.others, location._replace(beside=key.text))

    def number_key(self, key: Scalar, kind: Kind) -> Iterator[NameSpan]:
        """Yield the symbol that a key without a field names: a number, or the skill before a
        dot."""
        head = key.text.partition(".")[0]
        if key.text == "moment.interest":
            return
        if head in ("times", "passed") and head != key.text:
            yield from names_in_expression(key.text, "number", self.names)
        else:
            kind_ = self.names.numbers.get(head, self.first_kind(head, kind.others_refer))
            yield NameSpan(kind_, head, 0)

    def value(self, node: Node, shape: Shape, here: _Location) -> None:
        match shape, node:
            case ScalarShape(), Scalar():
                self.atom(node, shape, here)
            case ListShape(item), Sequence(items):
                for each in items:
                    self.value(each, item, here)
            case MapShape(key, inner), Mapping(entries):
                for name, value in entries:
                    self.atom(name, key, here)
                    self.value(value, inner, self.inside_key(name, key, here))
            case RecordShape(kind), Mapping():
                self.record(
                    node, TABLE[kind], self.inside_choice(node, here) if kind == "choice" else here
                )
            case ((ProseShape() | PhraseShape()), Sequence(items)):
                kind = "block" if isinstance(shape, ProseShape) else "phrase line"
                for each in items:
                    line = LINE if isinstance(each, Scalar) else RecordShape(kind)
                    self.value(each, line, here)

    def inside_key(self, name: Scalar, key: ScalarShape, here: _Location) -> _Location:
        """Return the location below a key of a mapping."""
        if key.defines == "scene":
            scene = f"{here.scenario}.{name.text}"
            return here._replace(scene=scene, inside=scene)
        return (
            here
            if here.scenario or "." in here.inside
            else here._replace(inside=f"{here.inside}.{name.text}")
        )

    def inside_choice(self, node: Mapping, here: _Location) -> _Location:
        """Return the location inside a choice. Record the label as the definition of a choice
        without an id."""
        written, label = node.scalar("id"), node.scalar("label")
        key = f"{here.scene}.{written.text if written else slug(label.text) if label else ''}"
        if written is None and label is not None:
            self.references.append(Reference("choice", key, label.place, 0, "defined", key))
        return here._replace(inside=key)

    def atom(self, scalar: Scalar, atom: ScalarShape, here: _Location) -> None:
        if atom.defines:
            kind = cast(SymbolKind, atom.defines)
            span = NameSpan(kind, self.full_id(kind, scalar.text, here), 0)
            self.add([span], scalar, here, "defined")
        elif atom.refers:
            self.add(self.names_in_text(scalar.text, atom, here), scalar, here)
        elif atom.prose or here.field in _PLACEHOLDER_FIELDS:
            owners = (here.scene, here.scenario)
            self.add(names_in_prose(scalar.text, owners, self.names), scalar, here, "shown")
        elif atom.name in ("condition", "expression"):
            wanted: Wanted = "truth" if atom.name == "condition" else "number"
            spans = names_in_expression(scalar.text, wanted, self.names, here.scene)
            self.add(spans, scalar, here, "read")
        elif atom.name in ("change", "comparison"):
            self.add(self.names_after_operator(scalar.text, atom, here), scalar, here, "read")

    def names_after_operator(
        self, text: str, atom: ScalarShape, here: _Location
    ) -> Iterator[NameSpan]:
        """Yield the names after an operator such as `=` or `<`: those of a formula, or a band of
        the stat beside it."""
        rest = text.lstrip(" <>=!" if atom.name == "comparison" else " =")
        skip = len(text) - len(rest)
        if atom.name == "change":
            yield from (
                one._replace(at=one.at + skip)
                for one in names_in_expression(rest, "number", self.names, here.scene)
            )
        elif (word := rest.rstrip()) in self.names.words.get(here.beside, ()):
            yield NameSpan("band", f"{here.beside}.{word}", skip)

    def full_id(self, kind: str, name: str, here: _Location) -> str:
        """Return the complete id for a defined name."""
        match kind:
            case "scene":
                return f"{here.scenario}.{name}"
            case "choice":
                return here.inside
            case "band":
                return f"{here.inside.partition('.')[2] or 'season'}.{name}"
            case "phrase" if here.scenario:
                return f"{here.scene or here.scenario}.{name}"
            case _:
                return name

    def names_in_text(self, text: str, atom: ScalarShape, here: _Location) -> Iterable[NameSpan]:
        """Return the names in the text of a field that refers to symbols."""
        match atom.refers:
            case ("scene",) if atom.name != "dotted":
                return [] if text == OUT else [NameSpan("scene", f"{here.scenario}.{text}", 0)]
            case ("scene",) | ("scene", "scenario"):
                return names_in_path(text, 0, "scene")
            case ("choice",):
                return self.played_choice(text)
            case ("persona",) if text in BUILT_IN_PLAYERS:
                return []
            case _ if atom.name == "dotted" and not self.names.has("outcome", text):
                return names_in_path(text, 0, "choice")
            case _:
                return [NameSpan(self.first_kind(text, atom.refers), text, 0)]

    def played_choice(self, text: str) -> Iterator[NameSpan]:
        """Yield the choice of a playthrough's step, if only one choice has that id. For a choice of
        `each: moments`, also yield the choice after the dot."""
        choice_id, _, source = text.partition(".")
        keys = self.names.choices.get(choice_id, ())
        if len(keys) == 1:
            yield NameSpan("choice", keys[0], 0)
        if source:
            yield from names_in_path(source, len(choice_id) + 1, "choice")

    def first_kind(self, name: str, kinds: tuple[str, ...]) -> SymbolKind:
        """Return the first of these kinds that has the name; otherwise the first kind."""
        symbol_kinds = cast(tuple[SymbolKind, ...], kinds)
        return next((kind for kind in symbol_kinds if self.names.has(kind, name)), symbol_kinds[0])

    def add(
        self, spans: Iterable[NameSpan], scalar: Scalar, here: _Location, usage: Usage | None = None
    ) -> None:
        """Record the names of a scalar. `usage`: None for the field's own usage."""
        actual_usage = (
            usage
            or _USAGE_OF_KIND_AND_FIELD.get((here.kind, here.field))
            or _USAGE_OF_FIELD.get(here.field, "named")
        )
        for kind, name, at in spans:
            length = len(name.rpartition(".")[2])
            self.references.append(
                Reference(kind, name, scalar.at(at), length, actual_usage, here.inside)
            )
