"""A filter for key presses: only presses meant for the page on the screen act. Times in seconds of
one clock. Nothing here may import Textual."""

from math import inf


class KeypressFilter:
    """A filter that lets a press act only if its page had been painted when the key went down.

    A second press of a key within `repeat_seconds` is the same press, held or bouncing. It does not
    act on a page that appeared meanwhile."""

    def __init__(self, repeat: float) -> None:
        self.repeat_seconds = repeat
        self.page_number = 0
        """Number of the page on the screen."""
        self.painted = inf
        """Time at which that page was painted."""
        self._last = ("", -inf)
        """The last key pressed, and its time."""
        self._held = False
        """True if the last press was meant for an earlier page."""

    def begin_page(self) -> int:
        """Begin another page; return its number. No press acts before `page_painted` gets that
        number."""
        self.page_number += 1
        self.painted = inf
        self._held = True
        return self.page_number

    def page_painted(self, page: int, now: float) -> None:
        """Record that a page has been painted. Ignore a page that is not the current one any
        more."""
        if page == self.page_number:
            self.painted = now

    def is_for_page(self, pressed: float) -> bool:
        """Return True if a press at that time was made when the page was on the screen."""
        return pressed >= self.painted

    def press(self, key: str, pressed: float) -> bool:
        """Record a press; return True if it may act."""
        last, before = self._last
        again = key == last and pressed - max(before, self.painted) < self.repeat_seconds
        self._last = (key, pressed)
        self._held = not self.is_for_page(pressed) or (again and self._held)
        return not self._held
