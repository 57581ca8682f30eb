"""The report on a name: its description and the places that define, set, read, link or show it.
Pure."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import NamedTuple

from pmsim.authoring.graph import Graph, pack_graph, scenario_graph
from pmsim.authoring.symbols import (
    SYMBOL_KINDS,
    USAGES,
    Reference,
    SymbolKind,
    index_references,
    usage_heading,
)
from pmsim.authoring.symbols.docs import SymbolDocs, constant_amount
from pmsim.authoring.symbols.references import find_references
from pmsim.lang import Draft, Place, visible
from pmsim.lang.characters import cut

Connection = tuple[str, str]
"""The other end of an edge (a scene, `each quarter`), and the text of the edge."""


class SymbolUses(NamedTuple):
    """A symbol with its uses. `description`: lines about it. `amounts`: the amounts by which
    effects change it, as written, by place. `comes_from`, `leads_to`: its incoming and outgoing
    edges."""

    kind: SymbolKind
    id: str
    description: tuple[str, ...]
    references: tuple[Reference, ...]
    amounts: Mapping[Place, str]
    comes_from: tuple[Connection, ...]
    leads_to: tuple[Connection, ...]


def find_symbols(draft: Draft, name: str) -> tuple[SymbolUses, ...]:
    """Return all symbols with this id. If there are none, return those whose id ends with it
    (`doorway` for `the_date.doorway`). Sort by kind, then id."""
    references_by_symbol = index_references(find_references(draft)).by_name
    matching = [key for key in references_by_symbol if key[1] == name] or [
        key for key in references_by_symbol if key[1].endswith(f".{name}")
    ]
    matching.sort(key=lambda key: (SYMBOL_KINDS.index(key[0]), key[1]))
    whole_graph = (
        pack_graph(draft) if any(kind in ("scenario", "outcome") for kind, _ in matching) else None
    )
    docs = SymbolDocs(draft)
    return tuple(
        _symbol_uses(draft, docs, kind, id_, tuple(references_by_symbol[kind, id_]), whole_graph)
        for kind, id_ in matching
    )


def nearest_names(draft: Draft, name: str) -> list[str]:
    """Return names of the pack that resemble an unknown name, the most similar first."""
    ids = {mention.id for mention in find_references(draft)}
    alike = get_close_matches(name.lower(), ids, 3) or get_close_matches(
        name.lower(), {part.rpartition(".")[2] for part in ids}, 3
    )
    return [
        *alike,
        *sorted(id_ for id_ in ids if name and name.lower() in id_ and id_ not in alike),
    ][:6]


def _symbol_uses(
    draft: Draft,
    docs: SymbolDocs,
    kind: SymbolKind,
    id_: str,
    references: tuple[Reference, ...],
    whole: Graph | None,
) -> SymbolUses:
    graph = whole if kind in ("scenario", "outcome") else None
    if kind == "scene" and id_.partition(".")[0] in draft.names.scenario_index:
        graph = scenario_graph(draft, id_.partition(".")[0])
    comes_from, leads_to = _connections(graph, f"{kind}:{id_}") if graph else ((), ())
    amounts = docs.amounts.get(id_, {}) if kind in ("stat", "person", "skill") else {}
    return SymbolUses(kind, id_, docs.lines(kind, id_), references, amounts, comes_from, leads_to)


def _connections(graph: Graph, node: str) -> tuple[tuple[Connection, ...], tuple[Connection, ...]]:
    texts = {one.id: one.text() for one in graph.nodes}
    edges = [(edge.source, edge.target, edge.text(200)) for edge in graph.edges]
    comes = tuple((texts[source], text) for source, target, text in edges if target == node)
    return comes, tuple((texts[target], text) for source, target, text in edges if source == node)


Lines = Mapping[str, Sequence[str]]
"""Lines by file."""
MAX_LISTED = 12
"""Maximum number of references per usage that are listed by place. More are grouped by file, unless
all are requested."""
_MIN_QUOTE = 40
"""Minimum width of a quoted line beside its place. With less room it goes below."""


def as_text(
    symbols_found: Iterable[SymbolUses],
    lines: Lines,
    file_name: Callable[[str], str],
    *,
    width: int = 80,
    show_all: bool = False,
) -> str:
    """Return, for each symbol, its description, its references by usage and its edges. `file_name`:
    returns the user's name for a file. `show_all`: leave nothing out. `width`: maximum line length,
    0 for no limit."""
    return "\n\n".join(
        "\n".join(_symbol_lines(one, lines, file_name, width, show_all)) for one in symbols_found
    )


def as_json(
    symbols_found: Iterable[SymbolUses], lines: Lines, file_name: Callable[[str], str]
) -> str:
    """Return a JSON list of {kind, id, about, counts, mentions, comes, leads}. A mention is {deed,
    file, line, column, length, inside, text}, with the written amount as `value` where an effect
    changes the symbol."""
    return json.dumps(
        [_json_fields(one, lines, file_name) for one in symbols_found], ensure_ascii=False, indent=2
    )


def _symbol_lines(
    symbol: SymbolUses, lines: Lines, file_name: Callable[[str], str], width: int, show_all: bool
) -> list[str]:
    output = [
        _shorten(f"{symbol.id}: a{'n' if symbol.kind[0] in 'aeiou' else ''} {symbol.kind}", width)
    ]
    output += [_shorten(f"  {visible(line)}", width) for line in symbol.description if line]
    for deed in USAGES:
        references = [mention for mention in symbol.references if mention.usage == deed]
        if references:
            heading = usage_heading(symbol.kind, deed)
            brief = len(references) > MAX_LISTED and not show_all
            output += [
                "",
                f"{heading} ({len(references)}{'; --all shows each place' if brief else ''})",
            ]
            output += (
                _lines_by_file(symbol, references, width)
                if brief
                else _reference_lines(references, lines, file_name, width)
            )
    for heading, ways in (("Comes from", symbol.comes_from), ("Leads to", symbol.leads_to)):
        if ways:
            output += [
                "",
                f"{heading} ({len(ways)})",
                *(_shorten(f"  {_connection_text(way)}", width) for way in ways),
            ]
    return output


def _reference_lines(
    references: Sequence[Reference], lines: Lines, file_name: Callable[[str], str], width: int
) -> Iterable[str]:
    """Yield each reference's place, its container and its line. Use one line, or two if the room is
    too small."""
    places = [
        f"{visible(file_name(one.place.file))}:{one.place.line}:{one.place.column}"
        for one in references
    ]
    wide = max(map(len, places))
    for one, place in zip(references, places, strict=True):
        head = f"  {place:<{wide}}  {visible(one.inside)}"
        source = _excerpt(one, lines, width - len(head) - 2 if width else 0)
        if not width or len(head) + 2 + _MIN_QUOTE <= width:
            yield f"{head}  {source}".rstrip()
        else:
            inside = _container_text(one)
            yield f"  {place}"
            source = _excerpt(one, lines, max(width - 6 - len(inside), _MIN_QUOTE // 2))
            yield f"      {inside}{source}".rstrip()


def _container_text(mention: Reference) -> str:
    """Return the container of a reference, without what the file's name already says."""
    file, stem = mention.place.file, PurePosixPath(mention.place.file).stem
    inside = "" if mention.inside in (file, stem) else mention.inside.removeprefix(f"{stem}.")
    return visible(f"{inside}: ") if inside else ""


def _excerpt(mention: Reference, lines: Lines, room: int) -> str:
    """Return the line of a reference, cut around the name to fit `room`. `room` 0: the whole
    line."""
    line = _source_line(mention, lines)
    source = visible(line.strip())
    if not room or len(source) <= room:
        return source
    at = len(visible(line[: mention.place.column - 1].lstrip()))
    first = max(0, min(at - room // 3, len(source) - room + 1))
    shown = source[first + 1 :] if first else source
    return f"…{cut(shown, room - 1)}" if first else cut(shown, room - 1)


def _lines_by_file(
    symbol: SymbolUses, references: Sequence[Reference], width: int
) -> Iterable[str]:
    """Yield one line per file: its path, the number of references, the range of amounts, and the
    line numbers."""
    files: dict[str, list[Reference]] = {}
    for one in references:
        files.setdefault(visible(one.place.file), []).append(one)
    spans = {
        file: _amount_range(symbol, file_references) for file, file_references in files.items()
    }
    wide, far = max(map(len, files)), max(map(len, spans.values()))
    for file, file_references in files.items():
        lines = dict.fromkeys(str(one.place.line) for one in file_references)
        by = f"  {spans[file]:<{far}}" if far else ""
        yield _shorten(
            f"  {file:<{wide}} {len(file_references):>4}{by}  line{'s' if len(lines) > 1 else ''}"
            f" {', '.join(lines)}",
            width,
        )


def _amount_range(symbol: SymbolUses, references: Iterable[Reference]) -> str:
    """Return the smallest and largest amount of the effects."""
    amounts = [
        by
        for one in references
        if one.usage == "set"
        and (by := constant_amount(symbol.amounts.get(one.place, ""))) is not None
    ]
    if len(set(amounts)) < 2:
        return "".join(f"{amount:+d}" for amount in amounts[:1])
    return f"{min(amounts):+d} to {max(amounts):+d}"


def _connection_text(way: Connection) -> str:
    other_end, edge_text = way
    return visible(f"{other_end}: {edge_text}" if edge_text else other_end)


def _source_line(mention: Reference, lines: Lines) -> str:
    file_lines = lines.get(mention.place.file, ())
    return file_lines[mention.place.line - 1] if 0 < mention.place.line <= len(file_lines) else ""


def _shorten(line: str, width: int) -> str:
    return cut(line, width) if width else line


def _json_fields(
    symbol: SymbolUses, lines: Lines, file_name: Callable[[str], str]
) -> dict[str, object]:
    return {
        "kind": symbol.kind,
        "id": symbol.id,
        "about": list(symbol.description),
        "counts": dict(Counter(mention.usage for mention in symbol.references)),
        "mentions": [
            {
                "deed": one.usage,
                "file": file_name(one.place.file),
                "line": one.place.line,
                "column": one.place.column,
                "length": one.length,
                "inside": one.inside,
                **(
                    {"value": symbol.amounts[one.place]}
                    if one.usage == "set" and one.place in symbol.amounts
                    else {}
                ),
                "text": _source_line(one, lines).strip(),
            }
            for one in symbol.references
        ],
        "comes": [{"from": who, "says": edge_text} for who, edge_text in symbol.comes_from],
        "leads": [{"to": who, "says": edge_text} for who, edge_text in symbol.leads_to],
    }
