"""The walk through a pack along the table of fields: each value by its shape, each name by what its shape says it names."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from pmsim.authoring.mentions.known import Known, known_names
from pmsim.authoring.mentions.mention import Deed, EntityKind, Mention
from pmsim.authoring.mentions.spelling import Spelt, in_expression, in_path, in_prose
from pmsim.lang import Draft
from pmsim.lang.complaints import fields_of
from pmsim.lang.fields import KINDS as TABLE
from pmsim.lang.fields import Kind
from pmsim.lang.folder import Gathered
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import OUT, slug
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.shapes import Atom, ListOf, MapOf, Phrase, Prose, Record, Shape

POLICIES = ("stop", "first", "random")
"""Players that every pack has, and that nobody named."""
_DEEDS: dict[str, Deed] = {
    "topics": "tagged", "tags": "tagged", "stage": "tagged",
    "goto": "linked", "end": "linked", "start": "linked", "scene": "linked", "scenario": "linked", "next": "linked",
    "do": "set", "tell": "set", "teach": "set", "set": "set", "role": "set", "feeds": "set", "clear": "cleared",
    "away": "read", "likes": "read", "cites": "read", "against": "read",
}  # fmt: skip
"""What is done with a name by standing in a field; `named` in all others."""
_ELSEWHERE: dict[tuple[str, str], Deed] = {
    ("draw", "topics"): "linked", ("expect", "flags"): "read", ("expect", "seen"): "read", ("expect", ""): "read", ("effects", ""): "set",
    ("playthrough", "start"): "named",
}  # fmt: skip
"""The same where the field means something else in one kind of mapping; '' is any key that is no field."""
_WITH_PLACEHOLDERS = ("moment", "why")
"""Fields of a few words in which placeholders are put in; elsewhere only prose has them."""


class _Here(NamedTuple):
    """Where the walk is. `scenario`, `scene`: their keys, or ''. `inside`: as in `Mention`. `kind`, `field`: of the table. `beside`: the
    stat whose words may stand here."""

    inside: str
    scenario: str = ""
    scene: str = ""
    kind: str = ""
    field: str = ""
    beside: str = ""


def mentions(draft: Draft) -> tuple[Mention, ...]:
    """Every mention in a pack, by place. Playthroughs of other packs are left out."""
    gathered = draft.gathered
    walk = _Walk(known_names(gathered))
    if gathered.pack is not None:
        walk.record(gathered.pack, TABLE["pack"], _Here(""))
    for scenario, (file, node) in gathered.scenarios.items():
        walk.found.append(Mention("scenario", scenario, Place(file, 1, 1), 0, "defined", scenario))
        walk.record(node, TABLE["scenario"], _Here(scenario, scenario))
    for file, node in _own_playthroughs(gathered):
        walk.record(node, TABLE["playthrough"], _Here(file))
    return tuple(sorted(walk.found, key=lambda one: one.place))


def entities_for(kind: str, field: str) -> tuple[EntityKind, ...]:
    """What kinds of thing a name may be that stands in a field of a kind of mapping (a key of `fields.KINDS`); for a field that there is
    not, what such a key may itself name. () where no name stands. Raises KeyError for a kind there is not."""
    one = fields_of(kind).get(field)
    return cast(tuple[EntityKind, ...], one.refers if one else TABLE[kind].others_refer)


def _own_playthroughs(gathered: Gathered) -> Iterator[tuple[str, Mapping]]:
    pack = ask.text(gathered.pack, "pack") if gathered.pack is not None else ""
    return ((file, node) for file, node in gathered.playthroughs.items() if ask.text(node, "play") == pack)


class _Walk:
    """One walk: what is known, and what was found so far."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.found: list[Mention] = []

    def record(self, node: Mapping, kind: Kind, here: _Here) -> None:
        fields = fields_of(kind.name)
        for key, value in node.entries:
            field = fields.get(key.text)
            if field is not None:
                inside = here.inside or field.name
                self.value(value, field.shape, here._replace(kind=kind.name, field=field.name, inside=inside))
            elif kind.others is not None:
                own = here._replace(kind=kind.name, field="")
                self.put(self.number_key(key, kind), key, own)
                self.value(value, kind.others, own._replace(beside=key.text))

    def number_key(self, key: Scalar, kind: Kind) -> Iterator[Spelt]:
        """What a key that is no field names: a number of the career, or the skill before a dot."""
        head = key.text.partition(".")[0]
        if key.text == "moment.interest":
            return
        if head in ("times", "passed") and head != key.text:
            yield from in_expression(key.text, "number", self.known)
        else:
            yield Spelt(self.known.numbers.get(head, self.first(head, kind.others_refer)), head, 0, len(head))

    def value(self, node: Node, shape: Shape, here: _Here) -> None:
        match shape, node:
            case Atom(), Scalar():
                self.atom(node, shape, here)
            case ListOf(item), Sequence(items):
                for each in items:
                    self.value(each, item, here)
            case MapOf(key, inner), Mapping(entries):
                for name, value in entries:
                    self.atom(name, key, here)
                    self.value(value, inner, self.below(name, key, here))
            case Record(kind), Mapping():
                self.record(node, TABLE[kind], self.in_choice(node, here) if kind == "choice" else here)
            case (Prose(), Sequence(items)) | (Phrase(), Sequence(items)):
                kind = "block" if isinstance(shape, Prose) else "phrase line"
                for each in items:
                    if isinstance(each, Mapping):
                        self.record(each, TABLE[kind], here)
                    elif isinstance(each, Scalar):
                        self.put(in_prose(each.text, here.scenario, self.known), each, here, "shown")

    def below(self, name: Scalar, key: Atom, here: _Here) -> _Here:
        """Where one stands below a key of a mapping of things."""
        if key.defines == "scene":
            scene = f"{here.scenario}.{name.text}"
            return here._replace(scene=scene, inside=scene)
        return here if here.scenario or "." in here.inside else here._replace(inside=f"{here.inside}.{name.text}")

    def in_choice(self, node: Mapping, here: _Here) -> _Here:
        """Inside a choice; one without an id of its own is defined where its label begins."""
        written, label = ask.word(node, "id"), ask.word(node, "label")
        key = f"{here.scene}.{written.text if written else slug(label.text) if label else ''}"
        if written is None and label is not None:
            self.found.append(Mention("choice", key, label.place, 0, "defined", key))
        return here._replace(inside=key)

    def atom(self, scalar: Scalar, atom: Atom, here: _Here) -> None:
        if atom.defines:
            whole = self.whole(atom.defines, scalar.text, here)
            self.put([Spelt(cast(EntityKind, atom.defines), whole, 0, len(scalar.text))], scalar, here, "defined")
        elif atom.refers:
            self.put(self.names(scalar.text, atom, here), scalar, here)
        elif atom.prose or here.field in _WITH_PLACEHOLDERS:
            self.put(in_prose(scalar.text, here.scenario, self.known), scalar, here, "shown")
        elif atom.name in ("condition", "expression"):
            self.put(in_expression(scalar.text, "truth" if atom.name == "condition" else "number", self.known), scalar, here, "read")
        elif atom.name in ("change", "comparison"):
            self.put(self.behind_a_sign(scalar.text, atom, here), scalar, here, "read")

    def behind_a_sign(self, text: str, atom: Atom, here: _Here) -> Iterator[Spelt]:
        """What stands behind `=` or `<`: a sum, or a word of the stat beside which it stands."""
        rest = text.lstrip(" <>=!" if atom.name == "comparison" else " =")
        skip = len(text) - len(rest)
        if atom.name == "change":
            yield from (one._replace(at=one.at + skip) for one in in_expression(rest, "number", self.known))
        elif (word := rest.rstrip()) in self.known.words.get(here.beside, ()):
            yield Spelt("band", f"{here.beside}.{word}", skip, len(word))

    def whole(self, kind: str, name: str, here: _Here) -> str:
        """The whole id of something by the name that it gets."""
        match kind:
            case "scene":
                return f"{here.scenario}.{name}"
            case "choice":
                return here.inside
            case "band":
                return f"{here.inside.partition('.')[2]}.{name}"
            case "phrase" if here.scenario:
                return f"{here.scenario}.{name}"
            case _:
                return name

    def names(self, text: str, atom: Atom, here: _Here) -> Iterable[Spelt]:
        """What the text of a field names that holds names."""
        match atom.refers:
            case ("scene",) if atom.name != "dotted":
                return [] if text == OUT else [Spelt("scene", f"{here.scenario}.{text}", 0, len(text))]
            case ("scene",):
                return in_path(text, 0, "scene")
            case ("choice",):
                return self.played(text)
            case ("persona",) if text in POLICIES:
                return []
            case _ if atom.name == "dotted" and not self.known.has("outcome", text):
                return in_path(text, 0, "choice")
            case _:
                return [Spelt(self.first(text, atom.refers), text, 0, len(text))]

    def played(self, text: str) -> Iterator[Spelt]:
        """A choice of a playthrough: by its own id, if only one choice has it; of one made by `each: moments` also the choice behind it."""
        own, _, source = text.partition(".")
        keys = self.known.choices.get(own, ())
        if len(keys) == 1:
            yield Spelt("choice", keys[0], 0, len(own))
        if source:
            yield from in_path(source, len(own) + 1, "choice")

    def first(self, name: str, kinds: tuple[str, ...]) -> EntityKind:
        """The first of these kinds that has the name; of none, the first."""
        named = cast(tuple[EntityKind, ...], kinds)
        return next((kind for kind in named if self.known.has(kind, name)), named[0])

    def put(self, spelt: Iterable[Spelt], scalar: Scalar, here: _Here, deed: Deed | None = None) -> None:
        """Note what a scalar mentions. `deed`: None for what its field says."""
        done = deed or _ELSEWHERE.get((here.kind, here.field)) or _DEEDS.get(here.field, "named")
        for kind, name, at, length in spelt:
            self.found.append(Mention(kind, name, scalar.at(at), length, done, here.inside))
