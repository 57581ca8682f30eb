"""The latch: which key presses are meant for the page on the screen. Times in seconds of one clock; nothing of Textual."""

from math import inf


class Latch:
    """Lets a press act only on a page that had been painted when the key went down.

    A key pressed again within `repeat` seconds is the same press, held or bouncing: it acts on no page that came meanwhile."""

    def __init__(self, repeat: float) -> None:
        self.repeat = repeat
        self.pages = 0
        """Number of the page on the screen."""
        self.painted = inf
        """When that page was painted."""
        self._last = ("", -inf)
        """The last key pressed, and when."""
        self._held = False
        """The last press was meant for an earlier page."""

    def turn(self) -> int:
        """Begin another page; return its number. No press acts before `paint` is called with it."""
        self.pages += 1
        self.painted = inf
        self._held = True
        return self.pages

    def paint(self, page: int, now: float) -> None:
        """Note that a page has been painted; one that has been turned since is ignored."""
        if page == self.pages:
            self.painted = now

    def meant(self, pressed: float) -> bool:
        """Return whether a press at that time was made with the page on the screen."""
        return pressed >= self.painted

    def press(self, key: str, pressed: float) -> bool:
        """Note a press; return whether it may act."""
        last, before = self._last
        again = key == last and pressed - max(before, self.painted) < self.repeat
        self._last = (key, pressed)
        self._held = not self.meant(pressed) or (again and self._held)
        return not self._held
