"""Short documentation of every name of a pack, from its draft, for completion and hover."""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from pmsim.authoring.symbols import KnownNames, SymbolKind, known_names
from pmsim.lang import Draft, nodes
from pmsim.lang.compiler.symbols import collect_symbols
from pmsim.lang.nodes import Mapping as Fields
from pmsim.lang.nodes import Node, Scalar, Sequence
from pmsim.lang.pack_files import ValidatedFiles

_MAX_QUOTE = 90
"""Maximum length of a quoted text."""


class SymbolDoc(NamedTuple):
    """The documentation of one name. `summary`: a few words; `details`: sentences in Markdown, or
    ''."""

    summary: str
    details: str = ""


class SymbolDocs(NamedTuple):
    """The documentation of a pack's names. `docs`: by kind and id, in file order. `pack`: the
    pack's id. `computed`: stats that effects cannot set."""

    pack: str
    names: KnownNames
    docs: Mapping[SymbolKind, Mapping[str, SymbolDoc]]
    computed: frozenset[str]

    def of_kind(self, kind: SymbolKind) -> dict[str, SymbolDoc]:
        """Return the documentation of all names of a kind, including undocumented names."""
        documented = self.docs.get(kind, {})
        return {
            **documented,
            **{
                name: SymbolDoc("")
                for name in sorted(self.names.names[kind])
                if name not in documented
            },
        }

    def doc(self, kind: SymbolKind, name: str) -> SymbolDoc:
        """Return the documentation of a name; an empty one if it has none."""
        return self.docs.get(kind, {}).get(name, SymbolDoc(""))


def read_docs(draft: Draft | None) -> SymbolDocs:
    """Return the documentation of a draft's names; an empty one without a draft."""
    gathered = draft.files if draft else ValidatedFiles(None, {}, {}, (), broken=False)
    pack = gathered.pack or nodes.EMPTY_MAPPING
    docs: dict[SymbolKind, Mapping[str, SymbolDoc]] = {
        kind: {key.text: describe(fields) for key, fields in nodes.named_mappings(pack, section)}
        for section, kind, describe in _SECTIONS
    }
    docs["tag"] = {
        entry.key.text: SymbolDoc(_first_words(entry.value))
        for entry in nodes.entries(pack, "tags")
    }
    docs["group"] = {
        name.text: SymbolDoc(", ".join(word.text for word in words))
        for name, words in nodes.scalar_lists(pack, "groups")
    }
    debrief = nodes.mapping(pack, "debrief") or nodes.EMPTY_MAPPING
    docs["statement"] = {
        key.text: SymbolDoc(_first_words(fields.get("say")))
        for key, fields in nodes.named_mappings(debrief, "statements")
    }
    docs["band"] = dict(_bands(pack))
    phrases = {entry.key.text: _phrase(entry.value) for entry in nodes.entries(pack, "phrases")}
    scenes: dict[str, SymbolDoc] = {}
    choices: dict[str, SymbolDoc] = {}
    scenarios: dict[str, SymbolDoc] = {}
    for scenario in collect_symbols(gathered.scenarios, []):
        scenarios[scenario.id] = SymbolDoc(
            nodes.text(scenario.node, "title"),
            f"In `{scenario.file}`, {_count_text(len(scenario.scenes), 'scene')}.",
        )
        phrases |= {
            f"{scenario.id}.{each.key.text}": _phrase(each.value)
            for each in nodes.entries(scenario.node, "phrases")
        }
        for scene in scenario.scenes.values():
            scenes[scene.key] = SymbolDoc(
                _first_words(scene.node.get("text")),
                _count_text(len(scene.choices), "choice").capitalize() + ".",
            )
            choices |= {choice.key: _choice(choice.node) for choice in scene.choices}
    docs |= {"scenario": scenarios, "scene": scenes, "choice": choices, "phrase": phrases}
    computed = frozenset(
        key.text
        for key, fields in nodes.named_mappings(pack, "stats")
        if fields.get("value") is not None
    )
    return SymbolDocs(nodes.text(pack, "pack"), known_names(gathered), docs, computed)


def _count_text(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _first_words(node: Node | None) -> str:
    """Return the first words of a text."""
    match node:
        case Scalar(text):
            words = " ".join(text.split())
            return (
                words if len(words) <= _MAX_QUOTE else f"{words[:_MAX_QUOTE].rsplit(' ', 1)[0]} …"
            )
        case Sequence(items):
            return next((words for item in items if (words := _first_words(item))), "")
        case Fields():
            return _first_words(node.get("text") or node.get("one_of"))
        case None:
            return ""


def _titled(field: str) -> Callable[[Fields], SymbolDoc]:
    return lambda fields: SymbolDoc(nodes.text(fields, field))


def _stat(fields: Fields) -> SymbolDoc:
    value, least, most = (nodes.text(fields, field) for field in ("value", "min", "max"))
    bands = nodes.numbers(nodes.mapping(fields, "bands"))
    sentences = [
        (
            f"Computed: `{value}`."
            if value
            else f"From {least} to {most}, {nodes.text(fields, 'start') or least} at first."
        )
    ]
    sentences.append(
        "Less of it is better." if nodes.text(fields, "good") == "low" else "More of it is better."
    )
    sentences += (
        [f"Words: {', '.join(f'{word} from {edge}' for word, edge in bands.items())}."]
        if bands
        else []
    )
    sentences += (
        [f"What it moves, it moves `{feeds}` as well."]
        if (feeds := nodes.text(fields, "feeds"))
        else []
    )
    sentences += (
        [f"Each quarter `{each}` is added."] if (each := nodes.text(fields, "each_quarter")) else []
    )
    return SymbolDoc(
        nodes.text(fields, "label") or ("computed" if value else f"{least} to {most}"),
        " ".join(sentences),
    )


def _person(fields: Fields) -> SymbolDoc:
    name = nodes.text(fields, "full") or nodes.text(fields, "name")
    who = nodes.text(fields, "is")
    away = f" Not there while `{flag}` is set." if (flag := nodes.text(fields, "away")) else ""
    return SymbolDoc(
        f"{name}, {who}" if who else name,
        f"A person; trust from -3 to 5, {nodes.text(fields, 'trust') or '0'} at first.{away}",
    )


def _skill(fields: Fields) -> SymbolDoc:
    return SymbolDoc(
        nodes.text(fields, "label"),
        f"A skill of the stage `{nodes.text(fields, 'stage')}`; levels 0 to 9.",
    )


def _role(fields: Fields) -> SymbolDoc:
    follow = ", ".join(f"`{word.text}`" for word in nodes.scalars(fields, "next"))
    sentences = [
        f"Stage `{nodes.text(fields, 'stage') or 'none'}`, pay {nodes.text(fields, 'pay') or '0'}."
    ]
    return SymbolDoc(
        nodes.text(fields, "title"),
        " ".join([*sentences, f"May be followed by {follow}." if follow else ""]).strip(),
    )


def _outcome(fields: Fields) -> SymbolDoc:
    when = nodes.text(fields, "when")
    condition_text = (
        "Only `end` leads to it."
        if nodes.text(fields, "by")
        else f"When `{when}`."
        if when
        else "When no other is."
    )
    return SymbolDoc(
        nodes.text(fields, "title"),
        " ".join(part for part in (_first_words(fields.get("dot")), condition_text) if part),
    )


def _start(fields: Fields) -> SymbolDoc:
    return SymbolDoc(nodes.text(fields, "title"), f"As `{nodes.text(fields, 'role')}`.")


def _persona(fields: Fields) -> SymbolDoc:
    likes = ", ".join(
        f"{entry.key.text} {_first_words(entry.value)}" for entry in nodes.entries(fields, "likes")
    )
    return SymbolDoc("", f"Likes {likes}." if likes else "")


def _phrase(node: Node) -> SymbolDoc:
    lines = (
        [_first_words(item) for item in node.items]
        if isinstance(node, Sequence)
        else [_first_words(node)]
    )
    return SymbolDoc(" / ".join(line for line in lines if line))


def _choice(fields: Fields) -> SymbolDoc:
    moment, needs = nodes.text(fields, "moment"), nodes.text(fields, "needs")
    sentences = [f"Open when `{needs}`."] if needs else []
    return SymbolDoc(
        _first_words(fields.get("label")),
        " ".join([*sentences, *([f"Remembered as *{moment}*."] if moment else [])]),
    )


def _bands(pack: Fields) -> Iterator[tuple[str, SymbolDoc]]:
    for stat, fields in nodes.named_mappings(pack, "stats"):
        edges = sorted(
            nodes.numbers(nodes.mapping(fields, "bands")).items(), key=lambda one: one[1]
        )
        for (word, edge), after in zip_longest(edges, edges[1:]):
            reach = (
                f"{stat.text} {edge} to {after[1] - 1}" if after else f"{stat.text} {edge} or more"
            )
            yield (
                f"{stat.text}.{word}",
                SymbolDoc(reach, f"`{stat.text} >= {word}` is `{stat.text} >= {edge}`."),
            )


_SECTIONS: tuple[tuple[str, SymbolKind, Callable[[Fields], SymbolDoc]], ...] = (
    ("stats", "stat", _stat),
    ("people", "person", _person),
    ("skills", "skill", _skill),
    ("roles", "role", _role),
    ("starts", "start", _start),
    ("outcomes", "outcome", _outcome),
    ("personas", "persona", _persona),
)
