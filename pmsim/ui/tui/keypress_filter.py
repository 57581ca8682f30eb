"""The latch: which key presses are meant for the page on the screen. Times in seconds of one clock; nothing of Textual."""

from math import inf


class KeypressFilter:
    """Lets a press act only on a page that had been painted when the key went down.

    A key pressed again within `repeat_seconds` seconds is the same press, held or bouncing: it acts on no page that came meanwhile."""

    def __init__(self, repeat: float) -> None:
        self.repeat_seconds = repeat
        self.page_number = 0
        """Number of the page on the screen."""
        self.painted = inf
        """When that page was painted."""
        self._last = ("", -inf)
        """The last key pressed, and when."""
        self._held = False
        """The last press was meant for an earlier page."""

    def begin_page(self) -> int:
        """Begin another page; return its number. No press acts before `paint` is called with it."""
        self.page_number += 1
        self.painted = inf
        self._held = True
        return self.page_number

    def page_painted(self, page: int, now: float) -> None:
        """Note that a page has been painted; one that has been turned since is ignored."""
        if page == self.page_number:
            self.painted = now

    def is_for_page(self, pressed: float) -> bool:
        """Return whether a press at that time was made with the page on the screen."""
        return pressed >= self.painted

    def press(self, key: str, pressed: float) -> bool:
        """Note a press; return whether it may act."""
        last, before = self._last
        again = key == last and pressed - max(before, self.painted) < self.repeat_seconds
        self._last = (key, pressed)
        self._held = not self.is_for_page(pressed) or (again and self._held)
        return not self._held
