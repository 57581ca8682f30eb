"""References: every place where a pack's name is defined, set, read, linked or shown, with its
exact characters; and their index: the name at a place, its definitions and all its places.

    for reference in find_references(draft):
        print(reference.kind, reference.id, reference.place, reference.usage)

The table of fields drives the search, so new fields are covered once their shape says what they
refer to. Pure. Drafts with errors work: unreadable parts are skipped, and an unknown name gets the
first kind that its field allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from pmsim.lang import Place

SymbolKind = Literal[
    "scenario",
    "scene",
    "choice",
    "outcome",
    "role",
    "stat",
    "person",
    "part",
    "skill",
    "flag",
    "fact",
    "tag",
    "topic",
    "group",
    "start",
    "persona",
    "phrase",
    "statement",
    "activity",
    "stage",
    "band",
]
Usage = Literal["defined", "set", "cleared", "read", "linked", "tagged", "shown", "named"]
SYMBOL_KINDS: tuple[SymbolKind, ...] = get_args(SymbolKind)
"""Kinds of named things in a pack."""
USAGES: tuple[Usage, ...] = get_args(Usage)
"""Usages of a name. `defined`: its definition. `set`, `cleared`: changed by effects. `read`: by a
condition, a formula or a statement. `linked`: as a target. `tagged`: on a choice, scenario or role.
`shown`: in a text. `named`: anything else."""

_USAGE_HEADINGS: dict[Usage, str] = {
    "defined": "Defined",
    "set": "Set or moved",
    "cleared": "Cleared",
    "read": "Read",
    "linked": "Led to",
    "tagged": "Tagged with it",
    "shown": "Shown in texts",
    "named": "Named",
}
_SET_HEADINGS: dict[SymbolKind, str] = {
    "flag": "Set",
    "role": "Taken",
    "skill": "Practised, told, taught or moved",
}


def usage_heading(kind: SymbolKind, usage: Usage) -> str:
    """Return the heading of a name's places with one usage."""
    headings = _SET_HEADINGS if usage == "set" else {}
    return headings.get(kind, _USAGE_HEADINGS[usage])


class Reference(NamedTuple):
    """One name at one place. `id` is complete (`the_date`, `the_date.doorway.ship`, `standing`,
    band `burnout.frayed`, phrase `manager` or `the_date.manager`). The `length` characters from
    `place` spell its last part, except for capitals in a placeholder. `inside`: the key of the
    scenario, scene, choice or section (`stats.burnout`, `calendar`) around it; for a playthrough
    its file.

    A scenario is defined by its file's name, and a choice without `id` by its label; these have
    length 0."""

    kind: SymbolKind
    id: str
    place: Place
    length: int
    usage: Usage
    inside: str


class SymbolDefinition(NamedTuple):
    """A symbol with its definition or first place."""

    kind: SymbolKind
    id: str
    at: Reference


@dataclass(frozen=True, eq=False)
class SymbolIndex:
    """References by place and by name. `by_line`: by file and line; `by_name`: by kind and id. Both
    are sorted by place."""

    by_line: dict[tuple[str, int], list[Reference]]
    by_name: dict[tuple[SymbolKind, str], list[Reference]]

    def reference_at(self, place: Place) -> Reference | None:
        """Return the reference that contains the place or ends there. Of two adjacent ones, return
        the second."""
        here = self.by_line.get((place.file, place.line), [])
        candidates = [
            one
            for one in here
            if one.length and one.place.column <= place.column <= one.place.column + one.length
        ]
        return max(candidates, key=lambda one: (one.place.column, -one.length), default=None)

    def references_of(self, kind: SymbolKind, name: str) -> list[Reference]:
        """Return all references of a name."""
        return self.by_name.get((kind, name), [])

    def definitions(self, kind: SymbolKind, name: str) -> list[Reference]:
        """Return the definitions of a name. For a flag, these are the places that set it. For a
        name without definitions, such as a topic or a stage, return its first place."""
        references = self.references_of(kind, name)
        defining = [one for one in references if one.usage == "defined"] or [
            one for one in references if one.usage == "set" and kind == "flag"
        ]
        return defining or references[:1]

    def search(self, query: str) -> list[SymbolDefinition]:
        """Return all symbols whose id contains the letters of the query in order; all symbols for
        ''."""
        wanted = query.lower()
        return [
            SymbolDefinition(*key, self.definitions(*key)[0])
            for key in self.by_name
            if _is_subsequence(key[1], wanted)
        ]


def index_references(references: Iterable[Reference]) -> SymbolIndex:
    """Return an index of the references."""
    by_line: dict[tuple[str, int], list[Reference]] = {}
    by_name: dict[tuple[SymbolKind, str], list[Reference]] = {}
    for one in references:
        by_line.setdefault((one.place.file, one.place.line), []).append(one)
        by_name.setdefault((one.kind, one.id), []).append(one)
    return SymbolIndex(by_line, by_name)


def _is_subsequence(name: str, letters: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
