"""Short documentation of every name of a pack, in the author's words, for `where`, hover and
completion."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from pmsim.authoring.symbols import SymbolKind
from pmsim.authoring.symbols.names import known_names
from pmsim.lang import Draft, Mapping, Node, Place, Scalar, Sequence, count_text, nodes, shortened
from pmsim.lang.compiler.symbols import band_edges

MAX_QUOTE = 100
"""Maximum length of a quoted text."""
_MANY_MOVES = 8
"""Minimum number of effects for a report of the middle half of their amounts."""
_QUOTED: tuple[SymbolKind, ...] = ("scene", "choice", "phrase", "statement", "activity")
"""Kinds whose summary is a text for the player."""
_SEPARATORS: dict[SymbolKind, str] = {"stat": ": ", "start": ". "}
"""The text between the summary and the facts; `; ` for other kinds."""
UNDEFINED = "Nothing in this pack is called so; it is only mentioned."


class SymbolDoc(NamedTuple):
    """The documentation of one name. `summary`: its title or first words; `facts`: the rest of the
    first sentence; `more`: further sentences."""

    summary: str
    facts: str = ""
    more: tuple[str, ...] = ()

    @property
    def details(self) -> str:
        """Return everything but the summary, as paragraphs."""
        return "\n\n".join(part for part in (self.facts, *self.more) if part)


class SymbolDocs:
    """The documentation of a draft's names; no names without a draft. `computed`: stats that
    effects cannot set."""

    def __init__(self, draft: Draft | None) -> None:
        self.draft = draft
        self.names = known_names(draft)
        self.pack_node = draft.names.pack if draft else nodes.EMPTY_MAPPING
        self.pack = self.pack_node.text("pack")
        self.computed = frozenset(draft.names.computed) if draft else frozenset[str]()
        self.scenarios = draft.names.scenarios if draft else ()
        self._by_kind: dict[SymbolKind, dict[str, SymbolDoc]] = {}

    def of_kind(self, kind: SymbolKind) -> dict[str, SymbolDoc]:
        """Return the documentation of all names of a kind: defined names in file order, then the
        others."""
        defined = self._defined(kind)
        others = sorted(name for name in self.names.names[kind] if name not in defined)
        return defined | {name: self.doc(kind, name) for name in others}

    def doc(self, kind: SymbolKind, name: str) -> SymbolDoc:
        """Return the documentation of a name; an empty one if it has none."""
        if kind in _UNDEFINED_DESCRIBERS:
            return _UNDEFINED_DESCRIBERS[kind](self, name)
        return self._defined(kind).get(name, SymbolDoc(""))

    def lines(self, kind: SymbolKind, name: str) -> tuple[str, ...]:
        """Return the documentation of a name as lines. If the pack does not define it, return a
        line that says so."""
        if kind not in _UNDEFINED_DESCRIBERS and name not in self._defined(kind):
            return (UNDEFINED,)
        summary, facts, more = self.doc(kind, name)
        if kind in _QUOTED:
            summary = f"“{summary}”"
        first = _SEPARATORS.get(kind, "; ").join(part for part in (summary, facts) if part)
        return (first, *more) if first else more

    @cached_property
    def amounts(self) -> dict[str, dict[Place, str]]:
        """Return the amounts by which effects change each symbol, as written (`4`, `= 3`, `scope //
        2`), by place, in file order."""
        amounts: dict[str, dict[Place, str]] = {}
        for effects in self.draft.names.effects if self.draft else ():
            for key, value in effects.entries:
                if isinstance(value, Scalar):
                    of_name = amounts.setdefault(key.text, {})
                    of_name[key.place] = " ".join(value.text.split())
        return amounts

    def moved_text(self, name: str) -> str:
        """Return a sentence about the effects that change a stat or a person's trust."""
        amounts = [constant_amount(amount) for amount in self.amounts.get(name, {}).values()]
        constants = sorted(by for by in amounts if by is not None)
        if not amounts:
            return "No effect moves it."
        parts = [f"by {constants[0]:+d} to {constants[-1]:+d}"] if constants else []
        if len(constants) >= _MANY_MOVES:
            quarter = len(constants) // 4
            parts.append(f"half of them by {constants[quarter]:+d} to {constants[-1 - quarter]:+d}")
        if len(constants) < len(amounts):
            how_many = f"{len(amounts) - len(constants)} of them " if constants else ""
            parts.append(f"{how_many}by a sum or to a number")
        verb = "effects move" if len(amounts) > 1 else "effect moves"
        return f"{len(amounts)} {verb} it {', '.join(parts)}."

    def _defined(self, kind: SymbolKind) -> dict[str, SymbolDoc]:
        """Return the documentation of the defined names of a kind."""
        if kind not in self._by_kind:
            defined = self.names.nodes.get(kind, {}).items()
            self._by_kind[kind] = {
                name: _with_about(kind, name, node, self._describe(kind, name, node))
                for name, node in defined
            }
        return self._by_kind[kind]

    def _describe(self, kind: SymbolKind, name: str, node: Any) -> SymbolDoc:
        match kind:
            case "stat":
                return self._stat(name, node)
            case "person":
                return self._person(name, node)
            case "band":
                return _band(name, node)
            case _:
                return _DESCRIBERS[kind](node)

    def _stat(self, name: str, fields: Mapping) -> SymbolDoc:
        assert self.draft is not None
        scope, computed = self.draft.scope, name in self.computed
        value = scope.values.get(name)
        low, high = scope.ranges.of(value.expr) if value else (0, 0)
        begins = "" if computed else f", starts at {fields.number('start', low)}"
        better = "less" if fields.text("good") == "low" else "more"
        bands = ", ".join(f"{word} from {edge}" for word, edge in _bands(fields))
        return SymbolDoc(
            fields.text("label", name.replace("_", " ").capitalize()),
            f"{low} to {high}{begins}; {better} of it is better.",
            (
                *([f"Bands: {bands}."] if bands else []),
                *_labelled(fields, value="Computed", each_quarter="Each quarter", feeds="Feeds"),
                *([] if computed else [self.moved_text(name)]),
            ),
        )

    def _person(self, name: str, fields: Mapping) -> SymbolDoc:
        full, who = fields.text("full"), fields.text("is")
        away = fields.text("away")
        return SymbolDoc(
            f"{full or fields.text('name', name)}{who and f', {who}'}",
            f"trust from -3 to 5, starts at {fields.number('trust', 0)}.",
            (*([f"Away while {away} is set."] if away else []), self.moved_text(name)),
        )


def _with_about(kind: SymbolKind, name: str, node: Any, doc: SymbolDoc) -> SymbolDoc:
    """Return the documentation with the author's `about` as its first further sentence. `node`: of
    a band, the stat's."""
    described = node.inner("bands").inner(name.partition(".")[2]) if kind == "band" else node
    about = _first_words(described.get("about")) if isinstance(described, Mapping) else ""
    return doc._replace(more=(about, *doc.more)) if about else doc


def constant_amount(amount: str) -> int | None:
    """Return the added number, or None for a formula or an amount that is set."""
    return int(amount) if amount.lstrip("+-").isdecimal() else None


def _first_words(node: Node | None) -> str:
    """Return the first words of a text."""
    match node:
        case Scalar(text):
            return shortened(text, MAX_QUOTE)
        case Sequence(items):
            return next((words for item in items if (words := _first_words(item))), "")
        case Mapping():
            return _first_words(node.get("text") or node.get("one_of") or node.get("person"))
        case None:
            return ""


def _players(node: Sequence) -> Iterator[str]:
    """Yield those who may play a part, each once, as the pack calls them."""
    people = (item.text("person") for item in node.items if isinstance(item, Mapping))
    yield from dict.fromkeys(filter(None, people))


def _labelled(fields: Mapping, **labels: str) -> Iterator[str]:
    """Yield `label: value` for those of the fields that are written."""
    for field, label in labels.items():
        if fields.has(field):
            yield f"{label}: {fields.text(field)}"


def _bands(stat: Mapping) -> list[tuple[str, int]]:
    """Return the bands of a stat with their lower edges, in order."""
    return sorted(band_edges(stat).items(), key=lambda band: band[1])


def _band(key: str, stat: Mapping) -> SymbolDoc:
    name, _, word = key.partition(".")
    if stat.has("names"):
        return SymbolDoc(stat.inner("names").text(word))
    edges = dict(_bands(stat))
    above = [edge for edge in edges.values() if edge > edges.get(word, edge)]
    end = f"to {above[0] - 1}" if above else "on"
    return SymbolDoc(f"{name} from {edges.get(word, 0)} {end}.")


def _skill(fields: Mapping) -> SymbolDoc:
    facts = f"levels 0 to 9, of the stage {fields.text('stage')}."
    return SymbolDoc(fields.text("label"), facts)


def _role(fields: Mapping) -> SymbolDoc:
    following = ", ".join(role.text for role in fields.scalars("next"))
    return SymbolDoc(
        fields.text("title"),
        f"stage {fields.text('stage', 'none')}, pay {fields.number('pay', 0)}.",
        (f"After it may come: {following or 'nothing without a warning'}.",),
    )


def _outcome(fields: Mapping) -> SymbolDoc:
    by_choice = fields.text("by") == "choice"
    when = f"if {fields.text('when', 'nothing above it holds')}"
    facts = f"{'only by a choice that says so' if by_choice else when}."
    dot = _first_words(fields.get("dot"))
    return SymbolDoc(fields.text("title"), facts, (dot,) if dot else ())


def _start(fields: Mapping) -> SymbolDoc:
    text, role = _first_words(fields.get("text")), fields.text("role")
    return SymbolDoc(fields.text("title"), text, (f"The role is {role}.",) if role else ())


def _persona(fields: Mapping) -> SymbolDoc:
    likes = fields.entries_of("likes")
    liked = ", ".join(f"{key.text} {_first_words(value)}" for key, value in likes)
    return SymbolDoc("", f"Likes {liked}." if liked else "")


def _scenario(fields: Mapping) -> SymbolDoc:
    scenes = [scene for _, scene in fields.named_mappings("scenes")]
    choices = sum(len(scene.mappings("choices")) for scene in scenes)
    return SymbolDoc(
        fields.text("title"),
        f"{len(scenes)} scenes, {choices} choices.",
        tuple(_labelled(fields, when="When")),
    )


def _scene(fields: Mapping) -> SymbolDoc:
    choices = count_text(len(fields.mappings("choices")), "choice")
    when = _labelled(fields, when="When")
    return SymbolDoc(_first_words(fields.get("text")), "", (*when, f"{choices}."))


def _choice(fields: Mapping) -> SymbolDoc:
    more = tuple(_labelled(fields, needs="Needs", moment="Moment"))
    return SymbolDoc(_first_words(fields.get("label")), "", more)


def _phrase(node: Node) -> SymbolDoc:
    lines = node.items if isinstance(node, Sequence) else (node,)
    words = (shortened(_first_words(line), 40) for line in lines)
    return SymbolDoc(" / ".join(line for line in words if line))


def _group(node: Node) -> SymbolDoc:
    items = node.items if isinstance(node, Sequence) else ()
    return SymbolDoc(", ".join(item.text for item in items if isinstance(item, Scalar)))


def _flag(docs: SymbolDocs, name: str) -> SymbolDoc:
    away = docs.draft.names.away_flags if docs.draft else {}
    people = " and ".join(person for person, flag in away.items() if flag.text == name)
    while_set = f" While it is set, {people} cannot be met." if people else ""
    return SymbolDoc("", f"True or false.{while_set}")


def _stage(docs: SymbolDocs, name: str) -> SymbolDoc:
    lines = []
    for section in ("roles", "skills"):
        entries = docs.pack_node.named_mappings(section)
        ids = [key.text for key, fields in entries if fields.text("stage") == name]
        if ids:
            lines.append(f"{section.capitalize()}: {', '.join(ids)}.")
    return SymbolDoc("", "", tuple(lines))


def _topic(docs: SymbolDocs, name: str) -> SymbolDoc:
    topics = {one.id: one.node.scalars("topics") for one in docs.scenarios}
    ids = [id_ for id_, listed in topics.items() if name in {topic.text for topic in listed}]
    return SymbolDoc("", f"Scenarios: {', '.join(ids) or 'none'}.")


_DESCRIBERS: dict[SymbolKind, Callable[[Any], SymbolDoc]] = {
    "scenario": _scenario,
    "scene": _scene,
    "choice": _choice,
    "outcome": _outcome,
    "role": _role,
    "skill": _skill,
    "tag": lambda fields: SymbolDoc(fields.text("label")),
    "part": lambda node: SymbolDoc("", f"Played by {' or '.join(_players(node))}."),
    "fact": lambda node: SymbolDoc("", f"Stands for: {_first_words(node)}"),
    "group": _group,
    "start": _start,
    "persona": _persona,
    "phrase": _phrase,
    "statement": lambda fields: SymbolDoc(_first_words(fields.get("say"))),
    "activity": lambda fields: SymbolDoc(_first_words(fields.get("do"))),
}
_UNDEFINED_DESCRIBERS: dict[SymbolKind, Callable[[SymbolDocs, str], SymbolDoc]] = {
    "flag": _flag,
    "stage": _stage,
    "topic": _topic,
}
"""Describers of the kinds whose names a pack uses without a definition."""
