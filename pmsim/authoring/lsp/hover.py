"""What is said of the word under the cursor: of a name what it is and where it is used, of a field what it does."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pmsim.authoring.lsp.completion import GIVEN_WORDS
from pmsim.authoring.lsp.context import context_at
from pmsim.authoring.lsp.index import Index
from pmsim.authoring.lsp.lexicon import Lexicon
from pmsim.authoring.mentions import Deed, Mention
from pmsim.lang.expressions import FUNCTIONS
from pmsim.lang.fields import KINDS
from pmsim.lang.nodes import Place
from pmsim.lang.shapes import Record

_DEEDS: tuple[tuple[Deed, str], ...] = (
    ("defined", "Given"),
    ("set", "Changed"),
    ("cleared", "Cleared"),
    ("read", "Asked for"),
    ("linked", "Led to"),
    ("tagged", "Put on"),
    ("shown", "Shown"),
    ("named", "Named"),
)
_FIRST = 3
"""So many places of each deed are named."""


class Said(NamedTuple):
    """Small Markdown, and the characters it is about."""

    words: str
    place: Place
    length: int


def hover(place: Place, lines: list[str], known: Lexicon, names: Index) -> Said | None:
    """What there is to say of a place in a file, whose lines these are."""
    one = names.at(place)
    if one is not None:
        return Said(about(one, known, names), one.place, one.length)
    context = context_at(lines, place.line, place.column, place.file)
    word = lines[place.line - 1][context.start - 1 : context.end - 1] if context.slot != "nothing" else ""
    at = place._replace(column=context.start)
    if context.slot == "key" and isinstance(context.shape, Record):
        field = next((field for field in KINDS[context.kind].fields if field.name == word), None)
        if field is not None:
            parts = [f"**`{field.name}`** of a {context.kind}{', needed' if field.required else ''}", field.meaning]
            parts += [f"Left out: {field.default}."] if field.default else []
            parts += [f"`{field.name}: {field.example}`"] if field.example else []
            return Said("\n\n".join(parts), at, len(word))
    if context.slot in ("expression", "placeholder"):
        said = f"`{word}(…)`: {FUNCTIONS[word]}" if word in FUNCTIONS else GIVEN_WORDS.get(word.partition(".")[0], "")
        return Said(said, at, len(word)) if said else None
    return None


def about(one: Mention, known: Lexicon, names: Index) -> str:
    """What a name is, and where it is used."""
    short, more = known.meaning(one.kind, one.id)
    head = f"**`{one.id}`**, {'an' if one.kind[0] in 'aeiou' else 'a'} {one.kind}{': ' if short else ''}{short}"
    return "\n\n".join(part for part in (head, more, _used(names.all(one.kind, one.id))) if part)


def _used(mentions: Iterable[Mention]) -> str:
    """How often each thing is done with a name, and where first."""
    mentions = list(mentions)
    counts = Counter(one.deed for one in mentions)
    lines = []
    for deed, words in _DEEDS:
        if counts[deed]:
            places = [f"`{one.place.file}:{one.place.line}`" for one in mentions if one.deed == deed]
            more = f" and {len(places) - _FIRST} more" if len(places) > _FIRST else ""
            lines.append(f"- {words}: {', '.join(places[:_FIRST])}{more}")
    return "\n".join(lines)
