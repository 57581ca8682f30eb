"""Names and where they stand: which name is at a place, where it is given, and every other place of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from pmsim.lang.nodes import Place

SymbolKind = Literal[
    "scenario", "scene", "choice", "outcome", "role", "stat", "person", "skill", "flag", "tag", "topic", "group", "start", "persona",
    "phrase", "statement", "stage", "band",
]  # fmt: skip
Usage = Literal["defined", "set", "cleared", "read", "linked", "tagged", "shown", "named"]
SYMBOL_KINDS: tuple[SymbolKind, ...] = get_args(SymbolKind)
"""What has a name in a pack."""
USAGES: tuple[Usage, ...] = get_args(Usage)
"""What may be done with a name. `defined`: it is given here. `set`, `cleared`: changed by what happens. `read`: asked for, by a condition,
a sum or a statement. `linked`: led to. `tagged`: put on a choice, a scenario, a role. `shown`: put into a text. `named`: anything else."""


class Reference(NamedTuple):
    """One name at one place. `id` is whole (`the_date`, `the_date.doorway.ship`, `standing`, band `burnout.frayed`, phrase `manager` or
    `the_date.manager`); from `place` on, `length` characters spell its last part — all but capitals in a placeholder. `inside`: the key of
    the scenario, scene, choice or section (`stats.burnout`, `calendar`) in which it stands; of a playthrough the file.

    A scenario is defined by the name of its file, a choice without an `id` by its label: there `length` is 0."""

    kind: SymbolKind
    id: str
    place: Place
    length: int
    usage: Usage
    inside: str


class SymbolDefinition(NamedTuple):
    """Something that has a name, and where that is given, or first stands."""

    kind: SymbolKind
    id: str
    at: Reference


@dataclass(frozen=True, eq=False)
class SymbolIndex:
    """`by_line`: mentions by file and line; `by_name`: by kind and id; both in the order of their places."""

    by_line: dict[tuple[str, int], list[Reference]]
    by_name: dict[tuple[SymbolKind, str], list[Reference]]

    def reference_at(self, place: Place) -> Reference | None:
        """The name in which a place is, or at whose end; of two that touch, the one that begins there."""
        here = self.by_line.get((place.file, place.line), [])
        candidates = [one for one in here if one.length and one.place.column <= place.column <= one.place.column + one.length]
        return max(candidates, key=lambda one: (one.place.column, -one.length), default=None)

    def references_of(self, kind: SymbolKind, name: str) -> list[Reference]:
        """Every place of a name."""
        return self.by_name.get((kind, name), [])

    def definitions(self, kind: SymbolKind, name: str) -> list[Reference]:
        """Where a name is given. A flag is given wherever it is set; a topic or a stage, which nothing gives, stands first there."""
        references = self.references_of(kind, name)
        defining = [one for one in references if one.usage == "defined"] or [
            one for one in references if one.usage == "set" and kind == "flag"
        ]
        return defining or references[:1]

    def search(self, query: str) -> list[SymbolDefinition]:
        """Everything whose id holds the letters of the query in their order; of no query, everything."""
        wanted = query.lower()
        return [SymbolDefinition(*key, self.definitions(*key)[0]) for key in self.by_name if _is_subsequence(key[1], wanted)]


def index_references(references: Iterable[Reference]) -> SymbolIndex:
    """The mentions, to be asked for."""
    by_line: dict[tuple[str, int], list[Reference]] = {}
    by_name: dict[tuple[SymbolKind, str], list[Reference]] = {}
    for one in references:
        by_line.setdefault((one.place.file, one.place.line), []).append(one)
        by_name.setdefault((one.kind, one.id), []).append(one)
    return SymbolIndex(by_line, by_name)


def _is_subsequence(name: str, letters: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
