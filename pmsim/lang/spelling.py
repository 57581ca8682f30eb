"""Which name was meant by a misspelt one: the nearest, and whether it can only be that."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import NamedTuple

SLIPS = 2
"""So many letters may be wrong, missing, too many or changed about in a name that is surely another."""


class Near(NamedTuple):
    """`name`: the nearest, '' for none. `sure`: it is within `SLIPS` of what was written, and no other name is."""

    name: str = ""
    sure: bool = False

    @property
    def instead(self) -> str:
        """The name, if it can only be that; else ''."""
        return self.name if self.sure else ""


def near(given: str, names: Collection[str], alike: float) -> Near:
    """The name most like the given one, from `alike` (0..1) on."""
    close = get_close_matches(given, list(names), 3, alike)
    if not close:
        return Near()
    slips = [distance(given, name) for name in close]
    few = min(SLIPS, (len(given) + 1) // 3)
    return Near(close[0], slips[0] <= few and sum(one <= SLIPS for one in slips) == 1)


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
