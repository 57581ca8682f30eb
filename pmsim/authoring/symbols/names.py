"""Names inside one scalar: in an expression, a text or a path. Offsets into the text only, no
places."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from pmsim.authoring.symbols.index import SymbolKind
from pmsim.lang import nodes
from pmsim.lang.compiler.names import RESERVED, effects_in
from pmsim.lang.compiler.symbols import ScenarioSymbol, collect_symbols
from pmsim.lang.compiler.text import PIECE, PLACEHOLDERS
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
    NumberLiteral,
    SyntaxTree,
    UnaryMinus,
)
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.pack_files import ValidatedFiles

_NUMBER_SECTIONS: tuple[tuple[str, SymbolKind], ...] = (
    ("skills", "skill"),
    ("people", "person"),
    ("stats", "stat"),
)


class KnownNames(NamedTuple):
    """The names of a pack. `numbers`: names that are read as numbers, with their kind. `words`:
    names that are valid only beside `role`, `stage`, `top(<group>)` or a stat, by that operand.
    `choices`: keys of choices by their own id. `names`: all ids by kind."""

    numbers: Mapping[str, SymbolKind]
    words: Mapping[str, frozenset[str]]
    choices: Mapping[str, tuple[str, ...]]
    names: Mapping[SymbolKind, frozenset[str]]

    def has(self, kind: SymbolKind, name: str) -> bool:
        """Return True if the kind has this id."""
        return name in self.names[kind]


def known_names(gathered: ValidatedFiles) -> KnownNames:
    """Return the names in these files."""
    pack = gathered.pack or nodes.EMPTY_MAPPING
    scenarios = collect_symbols(gathered.scenarios, [])
    numbers: dict[str, SymbolKind] = {
        key.text: kind
        for section, kind in _NUMBER_SECTIONS
        for key, _ in nodes.named_mappings(pack, section)
    }
    bands = {
        key.text: frozenset(each.key.text for each in nodes.entries(fields, "bands"))
        for key, fields in nodes.named_mappings(pack, "stats")
    }
    groups = {
        group.text: frozenset(word.text for word in members)
        for group, members in nodes.scalar_lists(pack, "groups")
    }
    roles, stages = _keys(pack, "roles"), frozenset(_stages(pack))
    choices: dict[str, tuple[str, ...]] = {}
    for choice in (
        choice
        for scenario in scenarios
        for scene in scenario.scenes.values()
        for choice in scene.choices
    ):
        choices[choice.id] = (*choices.get(choice.id, ()), choice.key)
    roots = [pack, *(scenario.node for scenario in scenarios)]
    names: dict[SymbolKind, frozenset[str]] = {
        "scenario": frozenset(gathered.scenarios),
        "scene": frozenset(
            scene.key for scenario in scenarios for scene in scenario.scenes.values()
        ),
        "choice": frozenset(key for keys in choices.values() for key in keys),
        "outcome": _keys(pack, "outcomes"),
        "role": roles,
        "stat": _keys(pack, "stats"),
        "person": _keys(pack, "people"),
        "skill": _keys(pack, "skills"),
        "flag": frozenset(
            flag.text
            for root in roots
            for effects in effects_in(root)
            for flag in nodes.scalars(effects, "set")
        ),
        "tag": _keys(pack, "tags") | frozenset(_tags(scenarios)),
        "topic": frozenset(
            topic.text for scenario in scenarios for topic in nodes.scalars(scenario.node, "topics")
        ),
        "group": frozenset(groups),
        "start": _keys(pack, "starts"),
        "persona": _keys(pack, "personas"),
        "phrase": frozenset(_phrases(pack, scenarios)),
        "statement": _keys(nodes.mapping(pack, "debrief") or nodes.EMPTY_MAPPING, "statements"),
        "stage": stages,
        "band": frozenset(f"{stat}.{word}" for stat, words in bands.items() for word in words),
    }
    words = {stat: words_of_stat for stat, words_of_stat in bands.items() if words_of_stat} | {
        f"top({group})": words_of_stat for group, words_of_stat in groups.items()
    }
    return KnownNames(numbers, words | {"role": roles, "stage": stages}, choices, names)


def _keys(node: Node, section: str) -> frozenset[str]:
    return frozenset(entry.key.text for entry in nodes.entries(node, section))


def _stages(pack: Node) -> Iterator[str]:
    yield "none"
    for _, fields in (*nodes.named_mappings(pack, "skills"), *nodes.named_mappings(pack, "roles")):
        stage = nodes.scalar(fields, "stage")
        if stage:
            yield stage.text


def _tags(scenarios: tuple[ScenarioSymbol, ...]) -> Iterator[str]:
    for choice in (
        choice
        for scenario in scenarios
        for scene in scenario.scenes.values()
        for choice in scene.choices
    ):
        yield from (tag.text for tag in nodes.scalars(choice.node, "tags"))


def _phrases(pack: Node, scenarios: tuple[ScenarioSymbol, ...]) -> Iterator[str]:
    yield from (entry.key.text for entry in nodes.entries(pack, "phrases"))
    for scenario in scenarios:
        yield from (
            f"{scenario.id}.{entry.key.text}" for entry in nodes.entries(scenario.node, "phrases")
        )


Wanted = Literal["truth", "number", ""]
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_FLAG = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NEVER_FLAGS = RESERVED | {"always", "never", "true", "false", "yes", "no"}


class NameSpan(NamedTuple):
    """A name in a text: the `length` characters from `at` spell the last part of `id`."""

    kind: SymbolKind
    id: str
    at: int
    length: int


def names_in_expression(text: str, wanted: Wanted, names: KnownNames) -> list[NameSpan]:
    """Return the names in an expression in order. If it cannot be parsed, return only the names
    that mean the same anywhere."""
    try:
        spans = _names_in_tree(parse(text), wanted, "", names)
    except ExpressionSyntaxError:
        spans = (
            one
            for word in _WORD.finditer(text)
            for one in _context_free_names(Name(word[0], word.start()), names)
        )
    return sorted(dict.fromkeys(spans), key=lambda one: one.at)


def names_in_prose(text: str, scenario: str, names: KnownNames) -> Iterator[NameSpan]:
    """Yield the placeholders of a text that name something of the pack. `scenario`: the scenario
    whose phrases it can use."""
    for piece in PIECE.finditer(text):
        if not piece[1]:
            continue
        name = piece[1][0].lower() + piece[1][1:]
        phrase = next((key for key in (f"{scenario}.{name}", name) if names.has("phrase", key)), "")
        if name in names.numbers:
            yield NameSpan(names.numbers[name], name, piece.start(1), len(name))
        elif phrase and name not in PLACEHOLDERS:
            yield NameSpan("phrase", phrase, piece.start(1), len(name))


def names_in_path(text: str, at: int, deepest: Literal["scene", "choice"]) -> Iterator[NameSpan]:
    """Yield each part of `scenario.scene.choice`, down to the kind `deepest`."""
    kinds: tuple[SymbolKind, ...] = (
        ("scenario", "scene", "choice") if deepest == "choice" else ("scenario", "scene")
    )
    part_start = 0
    for kind, part in zip(kinds, text.split("."), strict=False):
        yield NameSpan(kind, text[: part_start + len(part)], at + part_start, len(part))
        part_start += len(part) + 1


def _names_in_tree(
    tree: SyntaxTree, wanted: Wanted, beside: str, names: KnownNames
) -> Iterator[NameSpan]:
    match tree:
        case NumberLiteral():
            return
        case Name():
            yield from _name_spans(tree, wanted, beside, names)
        case Call():
            yield from _names_in_call(tree, names)
        case UnaryMinus(item):
            yield from _names_in_tree(item, "number", "", names)
        case Negation(item):
            yield from _names_in_tree(item, "truth", "", names)
        case Arithmetic(_, left, right):
            yield from (
                *_names_in_tree(left, "number", "", names),
                *_names_in_tree(right, "number", "", names),
            )
        case Comparison(_, left, right):
            yield from _names_in_tree(left, "", _comparison_key(right, names), names)
            yield from _names_in_tree(right, "", _comparison_key(left, names), names)
        case Membership(item, listed):
            yield from _names_in_tree(item, "", "", names)
            yield from (
                one
                for each in listed
                for one in _names_in_tree(each, "", _comparison_key(item, names), names)
            )
        case Logic(_, items):
            yield from (one for each in items for one in _names_in_tree(each, "truth", "", names))
        case Conditional(test, then, other):
            yield from _names_in_tree(test, "truth", "", names)
            yield from (
                *_names_in_tree(then, wanted, beside, names),
                *_names_in_tree(other, wanted, beside, names),
            )


def _comparison_key(tree: SyntaxTree, names: KnownNames) -> str:
    """Return the key of `KnownNames.words` for the words that are valid beside `tree`, or ''."""
    match tree:
        case Name(text) if text in names.words:
            return text
        case Call("top", (Name(group),)):
            return f"top({group})"
        case _:
            return ""


def _name_spans(name: Name, wanted: Wanted, beside: str, names: KnownNames) -> Iterator[NameSpan]:
    text, at = name.text, name.at
    if beside and text in names.words.get(beside, ()):
        if beside in ("role", "stage"):
            yield NameSpan("role" if beside == "role" else "stage", text, at, len(text))
        elif beside.startswith("top("):
            yield NameSpan(names.numbers.get(text, "stat"), text, at, len(text))
        else:
            yield NameSpan("band", f"{beside}.{text}", at, len(text))
        return
    spans = list(_context_free_names(name, names))
    yield from spans
    if spans or text in _NEVER_FLAGS or not _FLAG.fullmatch(text):
        return
    if beside in ("role", "stage"):
        yield NameSpan("role" if beside == "role" else "stage", text, at, len(text))
    elif wanted == "truth":
        yield NameSpan("flag", text, at, len(text))


def _context_free_names(name: Name, names: KnownNames) -> Iterator[NameSpan]:
    """Yield the names that mean the same anywhere. For a dotted name, this is the part that names
    something of the pack."""
    text, at = name.text, name.at
    head, _, tail = text.partition(".")
    if text in names.numbers:
        yield NameSpan(names.numbers[text], text, at, len(text))
    elif names.has("flag", text):
        yield NameSpan("flag", text, at, len(text))
    elif head in ("times", "passed") and tail:
        yield NameSpan("tag", tail, at + len(head) + 1, len(tail))
    elif tail and names.numbers.get(head) == "skill":
        yield NameSpan("skill", head, at, len(head))


def _names_in_call(call: Call, names: KnownNames) -> Iterator[NameSpan]:
    match call.name, call.items:
        case "seen", (Name(text, at),):
            yield from names_in_path(text, at, "scene")
        case "took", (Name(text, at),):
            yield from names_in_path(text, at, "choice")
        case "quarters_since", (Name(text, at),):
            yield NameSpan("flag", text, at, len(text))
        case "top", (Name(text, at),):
            yield NameSpan("group", text, at, len(text))
        case _:
            yield from (
                one for each in call.items for one in _names_in_tree(each, "number", "", names)
            )
