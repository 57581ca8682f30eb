"""Names and where they stand: which name is at a place, where it is given, and every other place of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pmsim.authoring.mentions import EntityKind, Mention
from pmsim.lang.nodes import Place


class Symbol(NamedTuple):
    """Something that has a name, and where that is given, or first stands."""

    kind: EntityKind
    id: str
    at: Mention


@dataclass(frozen=True, eq=False)
class Index:
    """`by_line`: mentions by file and line; `by_name`: by kind and id; both in the order of their places."""

    by_line: dict[tuple[str, int], list[Mention]]
    by_name: dict[tuple[EntityKind, str], list[Mention]]

    def at(self, place: Place) -> Mention | None:
        """The name in which a place is, or at whose end; of two that touch, the one that begins there."""
        here = self.by_line.get((place.file, place.line), [])
        over = [one for one in here if one.length and one.place.column <= place.column <= one.place.column + one.length]
        return max(over, key=lambda one: (one.place.column, -one.length), default=None)

    def all(self, kind: EntityKind, name: str) -> list[Mention]:
        """Every place of a name."""
        return self.by_name.get((kind, name), [])

    def given(self, kind: EntityKind, name: str) -> list[Mention]:
        """Where a name is given. A flag is given wherever it is set; a topic or a stage, which nothing gives, stands first there."""
        there = self.all(kind, name)
        found = [one for one in there if one.deed == "defined"] or [one for one in there if one.deed == "set" and kind == "flag"]
        return found or there[:1]

    def symbols(self, query: str) -> list[Symbol]:
        """Everything whose id holds the letters of the query in their order; of no query, everything."""
        wanted = query.lower()
        return [Symbol(*key, self.given(*key)[0]) for key in self.by_name if _holds(key[1], wanted)]


def index(mentions: Iterable[Mention]) -> Index:
    """The mentions, to be asked for."""
    by_line: dict[tuple[str, int], list[Mention]] = {}
    by_name: dict[tuple[EntityKind, str], list[Mention]] = {}
    for one in mentions:
        by_line.setdefault((one.place.file, one.place.line), []).append(one)
        by_name.setdefault((one.kind, one.id), []).append(one)
    return Index(by_line, by_name)


def _holds(name: str, letters: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
