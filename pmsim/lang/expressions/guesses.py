"""Which name was most likely meant. Only so often for one pack: a file of nothing but slips is answered as quickly as any other."""

from collections.abc import Collection

from pmsim.lang.spelling import Near, near

MOST_GUESSES = 100
MOST_COMPARED = 50_000
"""So many names are compared in all, and not more: some tenths of a second."""


class Guesses:
    """Guesses that are left to make. `asked`: how many were asked for, made or not."""

    def __init__(self) -> None:
        self.left = MOST_GUESSES
        self.comparisons = MOST_COMPARED
        self.asked = 0

    def nearest(self, given: str, names: Collection[str], alike: float = 0.65) -> Near:
        """The name most like the given one, from `alike` (0..1) on."""
        self.asked += 1
        if not self.left or len(names) > self.comparisons:
            return Near()
        self.left -= 1
        self.comparisons -= len(names)
        return near(given, _written(names), alike)

    def hint(self, given: str, names: Collection[str]) -> tuple[str, str]:
        """The same as a question (else, of a few names, all), and the name if it can only be that."""
        meant = self.nearest(given, names)
        if meant.name:
            return f"Did you mean `{meant.name}`?", meant.instead
        there = _written(names) if len(names) <= MOST_GUESSES else []
        return f"There are: {', '.join(there)}." if 0 < len(there) <= 8 else "", ""


def _written(names: Collection[str]) -> list[str]:
    """Those that an author can write: what has no name of its own was given one with an apostrophe."""
    return [name for name in names if "'" not in name]
