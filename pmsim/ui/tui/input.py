"""Input: a filter for key presses, and widgets that answer the mouse. The target under the pointer
is marked, the pointer becomes a hand over it, and text can be selected."""

from abc import abstractmethod
from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.selection import Selection
from textual.widget import Widget

from pmsim.ui.tui.page_lines import ClickArea

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim


class ClickableWidget(Widget):
    """A widget with parts that take a click. While the pointer is over one, it has the class
    `pointed`.

    `pointer_target`: the line under the pointer and the area on it, (-1, None) for none."""

    pointer_target: tuple[int, ClickArea | None] = (-1, None)

    @abstractmethod
    def click_area_at(self, x: int, y: int) -> ClickArea | None:
        """Return the area that would take a click there, None if there is none."""

    def set_pointer_target(self, y: int, spot: ClickArea | None) -> None:
        """Mark an area; None removes the mark."""
        before, self.pointer_target = self.pointer_target, (y if spot else -1, spot)
        if self.pointer_target != before:
            self.set_class(spot is not None, "pointed")
            self.refresh()
            if self.is_attached:
                # the style of the pointer is right only after the class has been applied
                self.call_after_refresh(self.screen.update_pointer_shape)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.set_pointer_target(
            event.y, None if event.button else self.click_area_at(event.x, event.y)
        )

    def on_leave(self) -> None:
        self.set_pointer_target(-1, None)


def selected_ranges(
    lines: Sequence[Content], selection: Selection, column: int
) -> list[tuple[int, int, int]]:
    """Return the line, first column and column after the last of each selected range, from `column`
    on and without blanks at the ends."""
    ranges = []
    for at, line in enumerate(lines):
        span = selection.get_span(at)
        if span is not None:
            length = len(line.plain.rstrip())
            begin, end = max(span[0], column), length if span[1] == -1 else min(span[1], length)
            ranges.append((at, begin, max(begin, end)))
    return ranges


class SelectableWidget(Widget):
    """A widget of finished lines whose words can be selected."""

    text_selection = None  # Textual's own selection would mark blank columns, too

    @abstractmethod
    def selectable_lines(self) -> Sequence[Content]:
        """Return the lines."""

    def text_start(self) -> int:
        """Return the column where the text of every line begins."""
        return 0

    def with_selection(self, lines: Sequence[Content]) -> Sequence[Content]:
        """Return the lines with the selection marked."""
        selection = self.screen.selections.get(self)
        if selection is None:
            return lines
        styled_lines, style = list(lines), cast("Pmsim", self.app).theme_tokens.selected
        for at, begin, end in selected_ranges(styled_lines, selection, self.text_start()):
            if begin < end:
                styled_lines[at] = styled_lines[at].stylize(style, begin, end)
        return styled_lines

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected words, and the separator between them and those of another widget."""
        lines = self.selectable_lines()
        text = "\n".join(
            lines[at].plain[begin:end]
            for at, begin, end in selected_ranges(lines, selection, self.text_start())
        )
        return text.strip("\n"), "\n"


class KeypressFilter:
    """A filter that lets a press act only if its page had been painted when the key went down.
    Times are in seconds of one clock.

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
