"""A few lines that are told what they say: the head line, the margin, the strip, the message. They hold no fact of their own."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.tui.selecting import Selectable


class Lines(Selectable):
    """Lines, as they are. Without any, no row is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.lines: Sequence[Content] = ()

    def show_lines(self, lines: Sequence[Content]) -> None:
        """Other lines."""
        changed = len(lines) != len(self.lines)
        self.lines = lines
        self.display = bool(lines)
        self.refresh(layout=changed)

    def get_content_height(self, *_: object) -> int:
        return len(self.lines)

    def texts(self) -> Sequence[Content]:
        return self.lines

    def column(self) -> int:
        return min((len(line.plain) - len(line.plain.lstrip()) for line in self.lines if line.plain), default=0)

    def render(self) -> Content:
        return Content("\n").join(self.marked(self.lines))
