"""Widgets and what they hear: a filter for key presses, widgets that answer the mouse (the target
under the pointer is marked, the pointer becomes a hand over it, and text can be selected), the
footer: keys on the left, as many as fit, and always Help and Quit on the right; and how a screen
closes."""

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, cast

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.screen import Screen, ScreenResultType
from textual.selection import Selection
from textual.widget import Widget

from pmsim.ui.tui.sheet import ClickArea, Sheet, join, padded

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


REPEAT_SECONDS = 0.15
"""Seconds within which a second press of a key counts as the same, held or bouncing."""
TOO_SMALL = ("Too small to read.", "40 x 12 is enough.", "All is saved.")


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


class LineBlock(SelectableWidget):
    """A widget of finished lines. `hides_when_empty`: without lines it takes no row."""

    hides_when_empty: ClassVar[bool] = True

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.lines: Sequence[Content] = ()

    def show_lines(self, lines: Sequence[Content]) -> None:
        """Show other lines."""
        changed = len(lines) != len(self.lines)
        self.lines = lines
        if self.hides_when_empty:
            self.display = bool(lines)
        self.refresh(layout=changed)

    def get_content_height(self, *_: object) -> int:
        return len(self.lines)

    def selectable_lines(self) -> Sequence[Content]:
        return self.lines

    def text_start(self) -> int:
        return min(
            (len(line.plain) - len(line.plain.lstrip()) for line in self.lines if line.plain),
            default=0,
        )

    def render(self) -> Content:
        return Content("\n").join(self.with_selection(self.lines))


class ClickTarget(Protocol):
    """A page as the widgets around it know it."""

    @property
    def words(self) -> tuple[str, ...]:
        """Words that can be asked about."""

    def takes_click(self, event: events.Click) -> bool:
        """Return True if a click is meant for what is on the screen."""


class ClickBlock(LineBlock, ClickableWidget):
    """Finished lines with areas that take a click."""

    def __init__(self, name: str, page: ClickTarget) -> None:
        super().__init__(name)
        self.page = page
        self.click_areas: Sequence[tuple[ClickArea, ...]] = ()

    def show_lines(
        self, lines: Sequence[Content], areas: Sequence[tuple[ClickArea, ...]] = ()
    ) -> None:
        """Show other lines; `areas`: the areas of each."""
        self.set_pointer_target(-1, None)
        self.click_areas = areas
        super().show_lines(lines)

    def click_area_at(self, x: int, y: int) -> ClickArea | None:
        areas = self.click_areas[y] if 0 <= y < len(self.click_areas) else ()
        return next((area for area in areas if area.begin <= x < area.end), None)

    def render(self) -> Content:
        at, spot = self.pointer_target
        lines = list(self.with_selection(self.lines))
        if spot is not None and at < len(lines):
            tokens = cast("Pmsim", self.app).theme_tokens
            lines[at] = lines[at].stylize(tokens.pointed, spot.begin, spot.end)
        return Content("\n").join(lines)

    async def on_click(self, event: events.Click) -> None:
        spot = self.click_area_at(event.x, event.y)
        if spot and self.page.takes_click(event):
            await self.run_action(spot.action)


class WordBlock(ClickBlock):
    """Finished lines in which every word that can be asked about takes a click."""

    def click_area_at(self, x: int, y: int) -> ClickArea | None:
        """Return the longest word at a place."""
        text = self.lines[y].plain.casefold() if 0 <= y < len(self.lines) else ""
        areas = [
            ClickArea(found.start(), found.end(), f"screen.explain({word!r})")
            for word in self.page.words
            for found in re.finditer(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text)
            if found.start() <= x < found.end()
        ]
        return max(areas, key=lambda area: area.end - area.begin, default=None)


class FooterKey(NamedTuple):
    """A key in the footer. `action`: what a click on it does, in Textual's syntax. An empty `key`
    makes a label without an action."""

    key: str
    label: str
    action: str

    @property
    def text(self) -> str:
        """Key and label as shown."""
        return f"{self.key} {self.label}".strip()

    @property
    def words(self) -> str:
        """The label as shown after the key."""
        return self.text[len(self.key) :]


def footer_line(
    keys: Sequence[FooterKey], sheet: Sheet, right: Sequence[FooterKey]
) -> tuple[Content, tuple[ClickArea, ...]]:
    """Return the footer's line, with as many keys as fit and those at its right end, and for each
    key its columns and its action."""
    space = 3 if sheet.full_width >= 60 else 2
    begin, shown = sheet.text_column, list(keys)
    end = begin + sheet.line_width - _keys_width(right, space) + space
    while shown and begin + _keys_width(shown, space) > end:
        shown.pop()
    line, areas = Content(""), []
    for key, column in (*_placed(shown, begin, space), *_placed(right, end, space)):
        line = join(padded(line, column), sheet.title(key.key), sheet.soft(key.words))
        areas.append(ClickArea(column, column + len(key.text), key.action))
    return line, tuple(areas)


def _keys_width(keys: Sequence[FooterKey], space: int) -> int:
    """Return the columns of keys, each with the space behind it."""
    return sum(len(key.text) + space for key in keys)


def _placed(keys: Sequence[FooterKey], begin: int, space: int) -> Iterator[tuple[FooterKey, int]]:
    """Return keys, each with its column."""
    columns = accumulate((len(key.text) + space for key in keys), initial=begin)
    return zip(keys, columns, strict=False)


class PageFooter(ClickBlock):
    """The footer widget. Its page shows and hides it."""

    ALLOW_SELECT = False
    hides_when_empty = False

    def show_keys(
        self,
        keys: tuple[FooterKey, ...],
        sheet: Sheet,
        right: tuple[FooterKey, ...],
    ) -> None:
        """Show other keys, or the same in another width."""
        line, places = footer_line(keys, sheet, right)
        self.show_lines([line], [tuple(place for place in places if place.action)])


class DismissOnce(Screen[ScreenResultType]):
    """A screen that is dismissed only once. Textual's `dismiss` removes whichever screen is on top,
    even if this one is gone.

    List it after another base class: Textual reads styles only from the first."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen with a result; do nothing if another one is on top or none is below."""
        return (
            super().dismiss(result)
            if self.is_active and len(self.app.screen_stack) > 1
            else AwaitComplete()
        )


def too_small_lines(app: App[object]) -> LineBlock:
    """Return the widget for a window that is too small; in a larger one it is hidden."""
    lines = LineBlock("small")
    lines.lines = [Content(line) for line in (*TOO_SMALL, cast("Pmsim", app).key("quit").text)]
    return lines
