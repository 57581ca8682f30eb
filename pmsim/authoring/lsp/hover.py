"""Hover texts: the meaning and uses of a name, or the meaning of a field."""

from collections.abc import Iterable
from typing import NamedTuple

from pmsim.authoring.lsp.completion import BUILT_IN_MEANINGS, field_text
from pmsim.authoring.lsp.cursor_context import context_at
from pmsim.authoring.symbols import USAGES, Reference, SymbolIndex, usage_heading
from pmsim.authoring.symbols.docs import SymbolDocs
from pmsim.lang import Place
from pmsim.lang.expressions import FUNCTIONS
from pmsim.lang.messages import fields_of
from pmsim.lang.schema.types import RecordShape

_MAX_PLACES = 3
"""Maximum number of listed places for each usage."""


class HoverText(NamedTuple):
    """Markdown, with the place and length of the text that it explains."""

    text: str
    place: Place
    length: int


def hover_text(
    place: Place, lines: list[str], docs: SymbolDocs, symbols: SymbolIndex
) -> HoverText | None:
    """Return the hover text for a place, or None. `lines`: the file's lines."""
    reference = symbols.reference_at(place)
    if reference is not None:
        return HoverText(symbol_text(reference, docs, symbols), reference.place, reference.length)
    context = context_at(lines, place.line, place.column, place.file)
    word = (
        lines[place.line - 1][context.start - 1 : context.end - 1]
        if context.slot != "nothing"
        else ""
    )
    at = place._replace(column=context.start)
    if context.slot == "key" and isinstance(context.shape, RecordShape):
        field = fields_of(context.kind).get(word)
        if field is not None:
            needed = ", needed" if field.required else ""
            heading = f"**`{field.name}`** of a {context.kind}{needed}"
            return HoverText(f"{heading}\n\n{field_text(field)}", at, len(word))
    if context.slot in ("expression", "placeholder"):
        explanation = (
            f"`{word}(…)`: {FUNCTIONS[word]}"
            if word in FUNCTIONS
            else BUILT_IN_MEANINGS.get(word.partition(".")[0], "")
        )
        return HoverText(explanation, at, len(word)) if explanation else None
    return None


def symbol_text(reference: Reference, docs: SymbolDocs, symbols: SymbolIndex) -> str:
    """Return the meaning of a name and its uses."""
    doc = docs.doc(reference.kind, reference.id)
    head = (
        f"**`{reference.id}`**, {'an' if reference.kind[0] in 'aeiou' else 'a'}"
        f" {reference.kind}{doc.summary and f': {doc.summary}'}"
    )
    return "\n\n".join(
        part
        for part in (
            head,
            doc.details,
            _usage_text(symbols.references_of(reference.kind, reference.id)),
        )
        if part
    )


def _usage_text(references: Iterable[Reference]) -> str:
    """Return a line with the first places for each usage of a name."""
    by_heading: dict[str, list[str]] = {}
    for one in sorted(references, key=lambda one: USAGES.index(one.usage)):
        heading = usage_heading(one.kind, one.usage)
        by_heading.setdefault(heading, []).append(f"`{one.place.file}:{one.place.line}`")
    lines = []
    for heading, places in by_heading.items():
        more = f" and {len(places) - _MAX_PLACES} more" if len(places) > _MAX_PLACES else ""
        lines.append(f"- {heading}: {', '.join(places[:_MAX_PLACES])}{more}")
    return "\n".join(lines)
