"""The nearest name to a misspelt one, and a test if it is the only possible meaning."""

from collections.abc import Collection
from difflib import get_close_matches
from itertools import zip_longest
from typing import NamedTuple

MAX_SLIPS = 2
"""The most slips (a letter that is wrong, missing, surplus, or swapped with its neighbour) between
a name and a certain misspelling of it."""
_SHORT = 4
_ONE_SLIP, _TWO_SLIPS = 3, 8
"""The fewest letters, of the shorter word, for which one slip and two slips still leave the name
recognisable."""


class NearestName(NamedTuple):
    """The nearest name, '' for none. `is_certain`: it is one slip away (two from eight letters on),
    and no other name is within `MAX_SLIPS`."""

    name: str = ""
    is_certain: bool = False

    @property
    def replacement(self) -> str:
        """Return the name if it is certain, else ''."""
        return self.name if self.is_certain else ""

    @property
    def hint(self) -> str:
        """Return the question that suggests the name, '' for no name."""
        return f"Did you mean `{self.name}`?" if self.name else ""


def find_nearest(given: str, names: Collection[str], alike: float) -> NearestName:
    """Return the name most like `given`. `alike`: the lowest similarity (0..1)."""
    close = get_close_matches(given, list(names), 1, alike)
    if not close:
        return NearestName()
    name = close[0]
    return NearestName(
        name,
        _is_slip(given, name)
        and not any(other != name and _is_rival(given, other) for other in names),
    )


def _is_slip(given: str, name: str) -> bool:
    """Return True if exactly one of the words between dots differs, by no more letters than its
    length allows: one from three letters on, two from eight."""
    unlike = [
        (one, other)
        for one, other in zip_longest(given.split("."), name.split("."), fillvalue="")
        if one != other
    ]
    letters = min(map(len, unlike[0])) if len(unlike) == 1 else 0
    return letters >= _ONE_SLIP and distance(*unlike[0]) <= (
        MAX_SLIPS if letters >= _TWO_SLIPS else 1
    )


def _is_rival(given: str, name: str) -> bool:
    """Return True if a name may be meant, too: it is within `MAX_SLIPS`, or one letter off a word
    of four letters or less. Lengths and letters exclude most names quickly."""
    most = MAX_SLIPS if len(given) > _SHORT else 1
    alike = abs(len(given) - len(name)) <= most and len(set(given) ^ set(name)) <= 2 * most
    return alike and distance(given, name) <= most


def distance(one: str, other: str) -> int:
    """Return the number of letters that are wrong, missing, surplus, or swapped with their
    neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows = [rows[-1], row]
    return rows[-1][-1]


MAX_GUESSES = 100
MAX_COMPARED = 50_000
"""The most names compared in one compilation: some tenths of a second."""


class GuessBudget:
    """A limit on guesses, so that many errors cost little time. `requests`: the number of guesses
    asked for, made or not."""

    def __init__(self) -> None:
        self.left = MAX_GUESSES
        self.comparisons = MAX_COMPARED
        self.requests = 0

    def nearest(self, given: str, names: Collection[str], alike: float = 0.65) -> NearestName:
        """Return the name most like `given`, from the similarity `alike` (0..1) on; none if the
        budget is spent."""
        self.requests += 1
        if not self.left or len(names) > self.comparisons:
            return NearestName()
        self.left -= 1
        self.comparisons -= len(names)
        return find_nearest(given, _writable(names), alike)

    def hint(self, given: str, names: Collection[str]) -> tuple[str, str]:
        """Return a hint (the nearest name, or all of a few names), and the replacement if it is
        certain."""
        meant = self.nearest(given, names)
        if meant.name:
            return meant.hint, meant.replacement
        there = _writable(names) if len(names) <= MAX_GUESSES else []
        return f"There are: {', '.join(there)}." if 0 < len(there) <= 8 else "", ""


def _writable(names: Collection[str]) -> list[str]:
    """Return the names that an author can write: names made by the compiler contain an
    apostrophe."""
    return [name for name in names if "'" not in name]
