"""What keeps a story from being read, while it is written. Goes away by itself once the file is mended."""

from textual.content import Content

from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.leaves import Leaf, block, heading, words, wrapped
from pmsim.ui.tui.screens.base import Over
from pmsim.ui.writing import Edited

MARGIN = 8
"""Columns of a quoted line's number."""


class Findings(Over):
    """The report on `name`, over the page where the game was left."""

    full = True
    yields = False

    def __init__(self, name: str, edited: Edited) -> None:
        super().__init__()
        self.called = name
        self.edited = edited

    def draw(self, cursor: int) -> list[Leaf]:
        what, then = ("cannot be read yet", "mend it, and this page goes") if self.edited.watched else ("is not watched any more", "")
        title = heading(f"{self.called} {what}", then, self.grid, self.look)
        report = self.edited.report(max(self.grid.room - MARGIN, 20))
        return [*title, *block((line for text in report for line in self._lines(text)), self.grid.edge)]

    def _lines(self, text: str) -> list[Content]:
        """Wrapped, but for a line quoted from the file and the caret below it."""
        said = words(text, self.look.soft if text.startswith(" ") else self.look.ink, self.look)
        return [said] if not text or text.lstrip("0123456789 ").startswith("|") else wrapped(said, self.grid.room)

    def keys(self) -> tuple[Key, ...]:
        """Back to the story as it was."""
        return (Key("esc", "The story as it was", "screen.back"),)
