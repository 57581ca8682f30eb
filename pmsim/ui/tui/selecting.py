"""Text selected with the mouse: marked and copied without the columns that hang before it. Copies nothing itself."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.selection import Selection
from textual.widget import Widget

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim


def parts(lines: Sequence[Content], selection: Selection, column: int) -> list[tuple[int, int, int]]:
    """Return line, first column and the column after the last of what is selected, from `column` on and without blanks at the ends."""
    found = []
    for at, line in enumerate(lines):
        span = selection.get_span(at)
        if span is not None:
            length = len(line.plain.rstrip())
            begin, end = max(span[0], column), length if span[1] == -1 else min(span[1], length)
            found.append((at, begin, max(begin, end)))
    return found


class Selectable(Widget):
    """Finished lines, of which words can be selected."""

    text_selection = None  # as Textual knows it: it would mark the blank columns too

    @abstractmethod
    def texts(self) -> Sequence[Content]:
        """Return the lines."""

    def column(self) -> int:
        """Return the column where the text of every line begins."""
        return 0

    def marked(self, lines: Sequence[Content]) -> Sequence[Content]:
        """Return the lines with what is selected marked."""
        selection = self.screen.selections.get(self)
        if selection is None:
            return lines
        found, style = list(lines), cast("Pmsim", self.app).look.selected
        for at, begin, end in parts(found, selection, self.column()):
            if begin < end:
                found[at] = found[at].stylize(style, begin, end)
        return found

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the words that are selected, and what stands between them and those of another widget."""
        lines = self.texts()
        text = "\n".join(lines[at].plain[begin:end] for at, begin, end in parts(lines, selection, self.column()))
        return text.strip("\n"), "\n"
