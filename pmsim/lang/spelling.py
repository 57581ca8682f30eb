"""The nearest name to a misspelt one, and whether no other can be meant."""

from collections.abc import Collection
from difflib import get_close_matches
from itertools import zip_longest
from typing import NamedTuple

SLIPS = 2
"""The most slips (a letter that is wrong, missing, too many, or swapped with its neighbour) between a name and a sure misspelling of it."""
_ONE_SLIP, _TWO_SLIPS = 3, 8
"""The fewest letters, of the shorter word, in which one slip and two slips still leave the name recognisable."""


class Near(NamedTuple):
    """`name`: the nearest, '' for none. `sure`: one slip away (two from eight letters on), and no other name is within `SLIPS`."""

    name: str = ""
    sure: bool = False

    @property
    def instead(self) -> str:
        """The name, if it can only be that; else ''."""
        return self.name if self.sure else ""


def near(given: str, names: Collection[str], alike: float) -> Near:
    """The name most like the given one, from `alike` (0..1) on."""
    close = get_close_matches(given, list(names), 1, alike)
    if not close:
        return Near()
    name = close[0]
    return Near(name, _slipped(given, name) and not any(other != name and _within(given, other) for other in names))


def _slipped(given: str, name: str) -> bool:
    """Return whether one of the words between dots is a slip of the hand, and all others are the same."""
    unlike = [(one, other) for one, other in zip_longest(given.split("."), name.split("."), fillvalue="") if one != other]
    letters = min(map(len, unlike[0])) if len(unlike) == 1 else 0
    return letters >= _ONE_SLIP and distance(*unlike[0]) <= (SLIPS if letters >= _TWO_SLIPS else 1)


def _within(given: str, name: str) -> bool:
    """Return whether a name is within `SLIPS`; most are not, by their lengths or letters alone."""
    alike = abs(len(given) - len(name)) <= SLIPS and len(set(given) ^ set(name)) <= 2 * SLIPS
    return alike and distance(given, name) <= SLIPS


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
