"""Names inside one scalar: in an expression, a text or a path. Offsets into the text only, no
places."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from pmsim.authoring.symbols import SymbolKind
from pmsim.lang import Draft, Node
from pmsim.lang import Mapping as Fields
from pmsim.lang.compiler.names import RESERVED, PackNames
from pmsim.lang.expressions.parse import parse
from pmsim.lang.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    ExpressionSyntaxError,
    Logic,
    Membership,
    Name,
    Negation,
    SyntaxTree,
    UnaryMinus,
)
from pmsim.lang.placeholders import NEWER_PLACEHOLDERS, PIECE, PLACEHOLDERS

_SECTIONS: dict[SymbolKind, str] = {
    "stat": "stats",
    "person": "people",
    "skill": "skills",
    "role": "roles",
    "outcome": "outcomes",
    "start": "starts",
    "persona": "personas",
    "tag": "tags",
    "group": "groups",
    "fact": "facts",
    "part": "parts",
}
"""The sections of a pack that define symbols, by kind."""


class KnownNames(NamedTuple):
    """The names of a pack. `numbers`: names that are read as numbers, with their kind. `words`:
    names that are valid only beside `role`, `stage`, `top(<group>)` or a stat, by that operand.
    `choices`: keys of choices by their own id. `nodes`: the nodes of defined names by kind, in file
    order. `names`: all ids by kind."""

    numbers: Mapping[str, SymbolKind]
    words: Mapping[str, Collection[str]]
    choices: Mapping[str, tuple[str, ...]]
    nodes: Mapping[SymbolKind, Mapping[str, Node]]
    names: Mapping[SymbolKind, Collection[str]]

    def has(self, kind: SymbolKind, name: str) -> bool:
        """Return True if the kind has this id."""
        return name in self.names[kind]


def known_names(draft: Draft | None) -> KnownNames:
    """Return the names in a draft, as the compiler collected them; no names without a draft."""
    if draft is None:
        return KnownNames({}, {}, {}, {}, dict.fromkeys(get_args(SymbolKind), ()))
    own = draft.names
    numbers: dict[str, SymbolKind] = {
        **dict.fromkeys(own.skills, "skill"),
        **dict.fromkeys(own.parts, "part"),
        **dict.fromkeys(own.people, "person"),
        **dict.fromkeys((*own.stats, *own.computed), "stat"),
    }
    choices: dict[str, tuple[str, ...]] = {}
    for choice in own.choice_symbols:
        choices[choice.id] = (*choices.get(choice.id, ()), choice.key)
    groups = {
        f"top({group.text})": [word.text for word in members]
        for group, members in own.pack.scalar_lists("groups")
    }
    defined = _defined_nodes(own)
    topics = (topic.text for one in own.scenarios for topic in one.node.scalars("topics"))
    names: dict[SymbolKind, Collection[str]] = {
        **defined,
        "flag": own.flags,
        "tag": own.tags,
        "topic": frozenset(topics),
        "stage": own.stages,
    }
    return KnownNames(numbers, {**draft.scope.words, **groups}, choices, defined, names)


def _defined_nodes(own: PackNames) -> dict[SymbolKind, dict[str, Node]]:
    pack, scenes = own.pack, own.scene_symbols
    debrief, calendar = pack.inner("debrief"), pack.inner("calendar")
    bands = [
        *((key.text, stat, stat.entries_of("bands")) for key, stat in pack.named_mappings("stats")),
        ("season", calendar, calendar.entries_of("names")),
    ]
    sections: dict[SymbolKind, dict[str, Node]] = {
        kind: {
            key.text: value
            for key, value in pack.entries_of(section)
            if isinstance(value, Fields) or kind in ("tag", "group", "fact", "part")
        }
        for kind, section in _SECTIONS.items()
    }
    return {
        **sections,
        "scenario": {scenario.id: scenario.node for scenario in own.scenarios},
        "scene": {scene.key: scene.node for scene in scenes},
        "choice": {choice.key: choice.node for scene in scenes for choice in scene.choices},
        "phrase": {key: entry.value for key, entry in own.phrases.items()},
        "statement": {key.text: fields for key, fields in debrief.named_mappings("statements")},
        "activity": {key.text: fields for key, fields in debrief.named_mappings("activities")},
        "band": {f"{owner}.{key.text}": node for owner, node, keys in bands for key, _ in keys},
    }


Wanted = Literal["truth", "number", ""]
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_FLAG = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NEVER_FLAGS = RESERVED | {"always", "never", "true", "false", "yes", "no"}


class NameSpan(NamedTuple):
    """A name in a text: the last part of `id` is spelled from the offset `at` on."""

    kind: SymbolKind
    id: str
    at: int


def names_in_expression(
    text: str, wanted: Wanted, names: KnownNames, scene: str = ""
) -> list[NameSpan]:
    """Return the names in an expression in order. If it cannot be parsed, return only the names
    that mean the same anywhere. `scene`: the key that `this` stands for."""
    try:
        spans = _names_in_part(_Part(parse(text), wanted, scene=scene), names)
    except ExpressionSyntaxError:
        spans = (
            one
            for word in _WORD.finditer(text)
            for one in _context_free_names(Name(word[0], word.start()), names)
        )
    return sorted(dict.fromkeys(spans), key=lambda one: one.at)


def names_in_prose(text: str, owners: Collection[str], names: KnownNames) -> Iterator[NameSpan]:
    """Yield the placeholders of a text that name something of the pack. `owners`: the scene and the
    scenario whose phrases it can use."""
    for piece in PIECE.finditer(text):
        if not piece[1]:
            continue
        name = piece[1][0].lower() + piece[1][1:]
        keys = (*(f"{owner}.{name}" for owner in owners), name)
        phrase = next((key for key in keys if names.has("phrase", key)), "")
        if name in names.numbers:
            yield NameSpan(names.numbers[name], name, piece.start(1))
        elif phrase and (name not in PLACEHOLDERS or name in NEWER_PLACEHOLDERS):
            yield NameSpan("phrase", phrase, piece.start(1))


def names_in_path(text: str, at: int, deepest: Literal["scene", "choice"]) -> Iterator[NameSpan]:
    """Yield each part of `scenario.scene.choice`, down to the kind `deepest`."""
    kinds: tuple[SymbolKind, ...] = ("scenario", "scene", "choice")
    part_start = 0
    for kind, part in zip(kinds[: kinds.index(deepest) + 1], text.split("."), strict=False):
        yield NameSpan(kind, text[: part_start + len(part)], at + part_start)
        part_start += len(part) + 1


class _Part(NamedTuple):
    """A part of an expression. `wanted`: its kind of value. `beside`: the key of
    `KnownNames.words` for the words that are valid here, or ''. `scene`: the key that `this` stands
    for."""

    tree: SyntaxTree
    wanted: Wanted
    beside: str = ""
    scene: str = ""


def _names_in_part(part: _Part, names: KnownNames) -> Iterator[NameSpan]:
    match part.tree:
        case Name():
            yield from _name_spans(part.tree, part, names)
        case Call():
            yield from _names_in_call(part.tree, names, part.scene)
        case _:
            for each in _parts(part, names):
                yield from _names_in_part(each._replace(scene=part.scene), names)


def _parts(part: _Part, names: KnownNames) -> Iterable[_Part]:
    """Return the parts of an operation."""
    match part.tree:
        case UnaryMinus(item):
            return [_Part(item, "number")]
        case Negation(item):
            return [_Part(item, "truth")]
        case Arithmetic(_, left, right):
            return [_Part(left, "number"), _Part(right, "number")]
        case Comparison(_, left, right):
            beside_left, beside_right = (_comparison_key(each, names) for each in (right, left))
            return [_Part(left, "", beside_left), _Part(right, "", beside_right)]
        case Membership(item, listed):
            beside = _comparison_key(item, names)
            return [_Part(item, ""), *(_Part(each, "", beside) for each in listed)]
        case Logic(_, items):
            return [_Part(each, "truth") for each in items]
        case Conditional(test, then, other):
            return [_Part(test, "truth"), part._replace(tree=then), part._replace(tree=other)]
        case _:
            return ()


def _comparison_key(tree: SyntaxTree, names: KnownNames) -> str:
    """Return the key of `KnownNames.words` for the words that are valid beside `tree`, or ''."""
    match tree:
        case Name(text) if text in names.words:
            return text
        case Call("top", (Name(group),)):
            return f"top({group})"
        case _:
            return ""


KINDS_BESIDE: dict[str, SymbolKind] = {"role": "role", "stage": "stage"}
"""Words whose other operand names a symbol of a kind."""


def _name_spans(name: Name, part: _Part, names: KnownNames) -> Iterator[NameSpan]:
    text, at = name.text, name.at
    beside = KINDS_BESIDE.get(part.beside)
    if part.beside and text in names.words.get(part.beside, ()):
        if beside:
            yield NameSpan(beside, text, at)
        elif part.beside.startswith("top("):
            yield NameSpan(names.numbers.get(text, "stat"), text, at)
        else:
            yield NameSpan("band", f"{part.beside}.{text}", at)
        return
    spans = list(_context_free_names(name, names))
    yield from spans
    if spans or text in (*_NEVER_FLAGS, "because") or not _FLAG.fullmatch(text):
        return
    if beside or part.wanted == "truth":
        yield NameSpan(beside or "flag", text, at)


def _context_free_names(name: Name, names: KnownNames) -> Iterator[NameSpan]:
    """Yield the names that mean the same anywhere. For a dotted name, this is the part that names
    something of the pack."""
    text, at = name.text, name.at
    head, _, tail = text.partition(".")
    if text in names.numbers:
        yield NameSpan(names.numbers[text], text, at)
    elif names.has("flag", text) or names.has("fact", text):
        yield NameSpan("flag" if names.has("flag", text) else "fact", text, at)
    elif head in ("times", "passed") and tail:
        yield NameSpan("tag", tail, at + len(head) + 1)
    elif tail and names.numbers.get(head) == "skill":
        yield NameSpan("skill", head, at)


def _names_in_call(call: Call, names: KnownNames, scene: str) -> Iterator[NameSpan]:
    match call.name, call.items:
        case "took" | "times_took" | "took_now" | "because", (Name(text, at),) if text.startswith(
            "this."
        ):
            yield NameSpan("choice", scene + text.removeprefix("this"), at + len("this."))
        case "seen" | "times_seen", (Name("this"),):
            return
        case "seen" | "times_seen", (Name(text, at),):
            yield from names_in_path(text, at, "scene")
        case "took" | "times_took" | "took_now" | "because", (Name(text, at),):
            yield from names_in_path(text, at, "choice")
        case "quarters_since", (Name(text, at),):
            yield NameSpan("flag", text, at)
        case "top", (Name(text, at),):
            yield NameSpan("group", text, at)
        case _:
            for each in call.items:
                yield from _names_in_part(_Part(each, "number", scene=scene), names)
