"""Which name was most likely meant. Only so often for one pack: a file of nothing but slips is answered as quickly as any other."""

from collections.abc import Collection
from difflib import get_close_matches

MOST_GUESSES = 100
MOST_NAMES = 5000


class Guesses:
    """Guesses that are left to make."""

    def __init__(self) -> None:
        self.left = MOST_GUESSES

    def nearest(self, given: str, names: Collection[str], alike: float = 0.65) -> str:
        """The name most like the given one, from `alike` (0..1) on; '' for none."""
        if not self.left or len(names) > MOST_NAMES:
            return ""
        self.left -= 1
        return next(iter(get_close_matches(given, list(names), 1, alike)), "")

    def hint(self, given: str, names: Collection[str]) -> str:
        """The same as a question; else, of a few names, all."""
        meant = self.nearest(given, names)
        if meant:
            return f"Did you mean `{meant}`?"
        return f"There are: {', '.join(names)}." if 0 < len(names) <= 8 else ""
