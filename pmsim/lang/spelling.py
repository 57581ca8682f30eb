"""The nearest name to a misspelt one, and whether no other can be meant."""

from collections.abc import Collection
from difflib import get_close_matches
from itertools import zip_longest
from typing import NamedTuple

MAX_SLIPS = 2
"""The most slips (a letter that is wrong, missing, too many, or swapped with its neighbour) between a name and a sure misspelling of it."""
_ONE_SLIP, _TWO_SLIPS = 3, 8
"""The fewest letters, of the shorter word, in which one slip and two slips still leave the name recognisable."""


class NearestName(NamedTuple):
    """`name`: the nearest, '' for none. `is_certain`: one slip away (two from eight letters on), and no other name is within
    `MAX_SLIPS`."""

    name: str = ""
    is_certain: bool = False

    @property
    def replacement(self) -> str:
        """The name, if it can only be that; else ''."""
        return self.name if self.is_certain else ""


def find_nearest(given: str, names: Collection[str], alike: float) -> NearestName:
    """The name most like the given one, from `alike` (0..1) on."""
    close = get_close_matches(given, list(names), 1, alike)
    if not close:
        return NearestName()
    name = close[0]
    return NearestName(name, _is_slip(given, name) and not any(other != name and _within_slips(given, other) for other in names))


def _is_slip(given: str, name: str) -> bool:
    """Return whether one of the words between dots is a slip of the hand, and all others are the same."""
    unlike = [(one, other) for one, other in zip_longest(given.split("."), name.split("."), fillvalue="") if one != other]
    letters = min(map(len, unlike[0])) if len(unlike) == 1 else 0
    return letters >= _ONE_SLIP and distance(*unlike[0]) <= (MAX_SLIPS if letters >= _TWO_SLIPS else 1)


def _within_slips(given: str, name: str) -> bool:
    """Return whether a name is within `MAX_SLIPS`; most are not, by their lengths or letters alone."""
    alike = abs(len(given) - len(name)) <= MAX_SLIPS and len(set(given) ^ set(name)) <= 2 * MAX_SLIPS
    return alike and distance(given, name) <= MAX_SLIPS


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or changed about with their neighbour."""
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
"""So many names are compared in all, and not more: some tenths of a second."""


class GuessBudget:
    """Guesses that are left to make. `requests`: how many were asked for, made or not."""

    def __init__(self) -> None:
        self.left = MAX_GUESSES
        self.comparisons = MAX_COMPARED
        self.requests = 0

    def nearest(self, given: str, names: Collection[str], alike: float = 0.65) -> NearestName:
        """The name most like the given one, from `alike` (0..1) on."""
        self.requests += 1
        if not self.left or len(names) > self.comparisons:
            return NearestName()
        self.left -= 1
        self.comparisons -= len(names)
        return find_nearest(given, _writable(names), alike)

    def hint(self, given: str, names: Collection[str]) -> tuple[str, str]:
        """The same as a question (else, of a few names, all), and the name if it can only be that."""
        meant = self.nearest(given, names)
        if meant.name:
            return f"Did you mean `{meant.name}`?", meant.replacement
        there = _writable(names) if len(names) <= MAX_GUESSES else []
        return f"There are: {', '.join(there)}." if 0 < len(there) <= 8 else "", ""


def _writable(names: Collection[str]) -> list[str]:
    """Those that an author can write: what has no name of its own was given one with an apostrophe."""
    return [name for name in names if "'" not in name]
