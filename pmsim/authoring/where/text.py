"""What was found of a name, as lines for people and as JSON for programs. Everything foreign is cleaned on its way out."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from pmsim.authoring.mentions import DEEDS, Deed, EntityKind, Mention
from pmsim.authoring.where.about import constant
from pmsim.authoring.where.find import Found, Way
from pmsim.lang.characters import visible

Lines = Mapping[str, Sequence[str]]
"""File -> its lines."""
MOST = 12
"""More mentions of one deed than this are told by file, a line each, unless all are asked for."""
_LEAST = 40
"""Of a line that is quoted beside its place so much is shown; with less room it stands below."""
_HEADINGS: dict[Deed, str] = {
    "defined": "Defined", "set": "Set or moved", "cleared": "Cleared", "read": "Read", "linked": "Led to",
    "tagged": "Tagged with it", "shown": "Shown in texts", "named": "Named",
}  # fmt: skip
_SET: dict[EntityKind, str] = {"flag": "Set", "role": "Taken", "skill": "Practised, told, taught or moved"}


def as_text(found: Iterable[Found], lines: Lines, shown: Callable[[str], str], *, width: int = 80, every: bool = False) -> str:
    """Of each thing: what it is, its mentions by what is done there with their places and lines, and its ways. `shown`: a file as named to
    the user. `every`: leave nothing out. `width`: characters of a line, or 0 for no end."""
    return "\n\n".join("\n".join(_thing(one, lines, shown, width, every)) for one in found)


def as_json(found: Iterable[Found], lines: Lines, shown: Callable[[str], str]) -> str:
    """A list of {kind, id, about, counts, mentions, comes, leads}; a mention is {deed, file, line, column, length, inside, text}
    and, where an effect moves it, `value`: what is written there."""
    return json.dumps([_fields(one, lines, shown) for one in found], ensure_ascii=False, indent=2)


def _thing(found: Found, lines: Lines, shown: Callable[[str], str], width: int, every: bool) -> list[str]:
    said = [_cut(f"{found.id}: a{'n' if found.kind[0] in 'aeiou' else ''} {found.kind}", width)]
    said += [_cut(f"  {visible(line)}", width) for line in found.about if line]
    for deed in DEEDS:
        own = [mention for mention in found.mentions if mention.deed == deed]
        if own:
            heading = _SET.get(found.kind, _HEADINGS[deed]) if deed == "set" else _HEADINGS[deed]
            brief = len(own) > MOST and not every
            said += ["", f"{heading} ({len(own)}{'; --all shows each place' if brief else ''})"]
            said += _by_file(found, own, width) if brief else _each(own, lines, shown, width)
    for heading, ways in (("Comes from", found.comes), ("Leads to", found.leads)):
        if ways:
            said += ["", f"{heading} ({len(ways)})", *(_cut(f"  {_way(way)}", width) for way in ways)]
    return said


def _each(own: Sequence[Mention], lines: Lines, shown: Callable[[str], str], width: int) -> Iterable[str]:
    """Each mention's place, inside what it stands, and the line: on one line, or the place first where there is no room beside it."""
    places = [f"{visible(shown(one.place.file))}:{one.place.line}:{one.place.column}" for one in own]
    wide = max(map(len, places))
    for one, place in zip(own, places, strict=True):
        head = f"  {place:<{wide}}  {visible(one.inside)}"
        source = _excerpt(one, lines, width - len(head) - 2 if width else 0)
        if not width or len(head) + 2 + _LEAST <= width:
            yield f"{head}  {source}".rstrip()
        else:
            inside = _inside(one)
            yield f"  {place}"
            yield f"      {inside}{_excerpt(one, lines, max(width - 6 - len(inside), _LEAST // 2))}".rstrip()


def _inside(mention: Mention) -> str:
    """Inside what a mention stands, as far as its file's name does not say so."""
    file, stem = mention.place.file, PurePosixPath(mention.place.file).stem
    inside = "" if mention.inside in (file, stem) else mention.inside.removeprefix(f"{stem}.")
    return visible(f"{inside}: ") if inside else ""


def _excerpt(mention: Mention, lines: Lines, room: int) -> str:
    """The line of a mention; of a long one as much as there is room for around the name. `room` 0: all of it."""
    line = _line(mention, lines)
    source = visible(line.strip())
    if not room or len(source) <= room:
        return source
    at = len(visible(line[: mention.place.column - 1].lstrip()))
    first = max(0, min(at - room // 3, len(source) - room + 1))
    shown = source[first + 1 :] if first else source
    shown = shown if len(shown) < room else f"{shown[: room - 2]}…"
    return f"…{shown}" if first else shown


def _by_file(found: Found, own: Sequence[Mention], width: int) -> Iterable[str]:
    """A line a file, by its path in the pack: how often, by how much, and in which lines."""
    files: dict[str, list[Mention]] = {}
    for one in own:
        files.setdefault(visible(one.place.file), []).append(one)
    spans = {file: _span(found, there) for file, there in files.items()}
    wide, far = max(map(len, files)), max(map(len, spans.values()))
    for file, there in files.items():
        lines = dict.fromkeys(str(one.place.line) for one in there)
        by = f"  {spans[file]:<{far}}" if far else ""
        yield _cut(f"  {file:<{wide}} {len(there):>4}{by}  line{'s' if len(lines) > 1 else ''} {', '.join(lines)}", width)


def _span(found: Found, own: Iterable[Mention]) -> str:
    """By how much these effects move it: least to most."""
    moved = [by for one in own if one.deed == "set" and (by := constant(found.moves.get(one.place, ""))) is not None]
    return "" if not moved else f"{moved[0]:+d}" if min(moved) == max(moved) else f"{min(moved):+d} to {max(moved):+d}"


def _way(way: Way) -> str:
    who, said = way
    return visible(f"{who}: {said}" if said else who)


def _line(mention: Mention, lines: Lines) -> str:
    own = lines.get(mention.place.file, ())
    return own[mention.place.line - 1] if 0 < mention.place.line <= len(own) else ""


def _cut(line: str, width: int) -> str:
    return line if not width or len(line) <= width else f"{line[: width - 1]}…"


def _fields(found: Found, lines: Lines, shown: Callable[[str], str]) -> dict[str, object]:
    return {
        "kind": found.kind,
        "id": found.id,
        "about": list(found.about),
        "counts": dict(Counter(mention.deed for mention in found.mentions)),
        "mentions": [
            {
                "deed": one.deed,
                "file": shown(one.place.file),
                "line": one.place.line,
                "column": one.place.column,
                "length": one.length,
                "inside": one.inside,
                **({"value": found.moves[one.place]} if one.deed == "set" and one.place in found.moves else {}),
                "text": _line(one, lines).strip(),
            }
            for one in found.mentions
        ],
        "comes": [{"from": who, "says": said} for who, said in found.comes],
        "leads": [{"to": who, "says": said} for who, said in found.leads],
    }
