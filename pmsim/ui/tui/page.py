"""The view of a page: finished lines and a cursor among rows. It draws what its page returns and
reports the row that was picked."""

from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual

from pmsim.ui.tui.sheet import ClickArea, PageLine, Sheet, padded
from pmsim.ui.tui.widgets import ClickableWidget, SelectableWidget

OVERLAP_LINES = 2
"""Lines that stay in sight when the player turns a page."""


class PageContent(Protocol):
    """A page as its view knows it. The view calls it directly, because a message would be handled
    after the next key."""

    @property
    def sheet(self) -> Sheet:
        """The sheet it is drawn on."""

    def draw(self, cursor: int) -> list[PageLine]:
        """Return the lines with the cursor on a row."""

    def row_count(self) -> int:
        """Return the number of rows that the cursor can rest on."""

    def numbers(self) -> dict[int, int]:
        """Return a mapping of typed numbers to rows."""

    def first_row(self) -> int:
        """Return the row where the cursor begins."""

    def pick_row(self, row: int) -> None:
        """Act on a row that was picked."""

    def handle_unknown_number(self) -> None:
        """Answer a number that no row has."""

    def show_keys(self) -> None:
        """Show in the footer what can be done at the current cursor and scroll position."""

    def takes_click(self, event: events.Click) -> bool:
        """Return True if a click is meant for what is on the screen."""


class PageScroller(VerticalScroll, can_focus=False):
    """The scrolling container of a page view. It takes no key: the view does."""

    def __init__(self, page_view: "PageView") -> None:
        super().__init__(page_view)
        self.page_view = page_view

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Tell the view that other lines are in sight."""
        super().watch_scroll_y(old, new)
        self.page_view.scrolled()

    def on_resize(self) -> None:
        """Keep the row under the cursor in sight."""
        self.page_view.keep_cursor_visible()


class PageView(SelectableWidget, ClickableWidget, can_focus=True):
    """The lines of a page and a cursor. `rows`: number of rows that the cursor can rest on;
    `cursor`: its row, from 0."""

    BINDINGS = [
        Binding("up,k", "move(-1)", "Up", show=False, id="up"),
        Binding("down,j", "move(1)", "Down", show=False, id="down"),
        Binding("home", "edge(0)", "First", show=False, id="first"),
        Binding("end", "edge(1)", "Last", show=False, id="last"),
        Binding("pageup", "turn(-1)", "Page back", show=False, id="page_up"),
        Binding("pagedown", "turn(1)", "Page on", show=False, id="page_down"),
        Binding("space", "screen.more", "More", show=False, id="more"),
        Binding("enter", "screen.choose", "Choose", show=False, id="choose"),
        *(
            Binding(str(number), f"number({number})", str(number), show=False)
            for number in range(1, 10)
        ),
    ]

    def __init__(self, page: PageContent) -> None:
        super().__init__()
        self.page = page
        self.scroller = PageScroller(self)
        self.rows = 0
        self.numbers: dict[int, int] = {}
        self.cursor = 0
        self.docked_row = -1
        """The row that is repeated below the page because it is below the fold, -1 for none."""
        self.cursor_was_visible = False
        self.painted_window: tuple[int, int] | None = None
        """The value of `window` at the last paint, None if these lines have not been painted."""
        self._painted_lines: Sequence[Content] = ()
        self._lines_cache: tuple[tuple[int, int], list[PageLine]] | None = None

    def show(self) -> None:
        """Show the page from its top."""
        self.rows = self.page.row_count()
        self.numbers = self.page.numbers()
        self.cursor = self.page.first_row()
        self.cursor_was_visible = False
        self.painted_window = None
        self._lines_cache = None
        self.set_pointer_target(-1, None)
        if self.is_attached:
            self.screen.clear_selection()
            self.refresh(layout=True)
            self.scroll_to_line(0)

    def redraw(self) -> None:
        """Draw the same lines in another size, theme or state."""
        self._lines_cache = None
        self.refresh(layout=True)

    @property
    def lines(self) -> list[PageLine]:
        """Lines of the page with the current cursor."""
        key = (self.cursor, hash(self.app.size))
        if self._lines_cache is None or self._lines_cache[0] != key:
            self._lines_cache = (key, self.page.draw(self.cursor))
        return self._lines_cache[1]

    def get_content_height(self, *_: object) -> int:
        return len(self.lines)

    def selectable_lines(self) -> list[Content]:
        return [line.content for line in self.lines]

    def text_start(self) -> int:
        return self.page.sheet.text_column

    def render(self) -> Content:
        return Content("\n").join(self.with_selection(self.with_hover()))

    def render_lines(self, crop: Region) -> list[Strip]:
        self._painted_lines = self.with_selection(self.with_hover())
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        # only the lines in sight, because a log has thousands
        if y >= len(self._painted_lines):
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        line = self._painted_lines[y]
        strip = Visual.to_strips(self, line, self.size.width, 1, self.visual_style)[0]
        return strip.apply_offsets(0, y)

    def with_hover(self) -> list[Content]:
        """Return the lines with the pointer's target marked: a band behind all lines of a row, else
        an underline."""
        lines, tokens = self.selectable_lines(), self.page.sheet.tokens
        at, spot = self.pointer_target
        if spot is None or at >= len(lines):
            return lines
        if spot.action or not tokens.band:
            begin, end = (
                (spot.begin, spot.end)
                if spot.action
                else (self.text_start(), len(lines[at].plain.rstrip()))
            )
            lines[at] = lines[at].stylize(tokens.pointed, begin, end)
            return lines
        for number, line in enumerate(self.lines):
            if line.row == self.lines[at].row:
                filled = padded(line.content, spot.end)
                lines[number] = filled.stylize(tokens.band, spot.begin, spot.end)
        return lines

    def on_mount(self) -> None:
        self.call_after_refresh(self.note_painted)

    def on_resize(self) -> None:
        self._lines_cache = None
        self.screen.clear_selection()
        self.call_after_refresh(self.note_painted)

    def keep_cursor_visible(self) -> None:
        """After a change of size, scroll to the row under the cursor if it was in sight before."""
        if self.cursor_was_visible:
            self.call_after_refresh(self.move_cursor_to, self.cursor)
        else:
            self.call_after_refresh(self.note_painted)

    @property
    def visible_height(self) -> int:
        """Number of lines that fit into the scroller."""
        return self.scroller.scrollable_content_region.height or self.scroller.size.height

    @property
    def window(self) -> tuple[int, int]:
        """The first line on the screen, and the line after the last."""
        top = int(self.scroller.scroll_offset.y)
        return top, top + self.visible_height

    @property
    def has_more(self) -> bool:
        """True if there are lines below those on the screen."""
        return self.window[1] < len(self.lines)

    def note_painted(self) -> None:
        """Record which lines are on the screen, after they have been painted."""
        if self.is_attached and self.scroller.size.height:
            self.painted_window = self.window
            self.cursor_was_visible = self.rows > 0 and self.is_row_visible(self.cursor)
            self.page.show_keys()

    def scrolled(self) -> None:
        """Update the footer and wait for the next paint, because other lines are in sight."""
        self.set_pointer_target(-1, None)
        if self.is_attached:
            self.page.show_keys()
            # a row that has just been docked makes the page shorter, which must not scroll back
            self.cursor_was_visible &= self.docked_row < 0
            self.call_after_refresh(self.note_painted)

    def row_extent(self, row: int) -> tuple[int, int]:
        """Return the first line of a row, and the line after its last."""
        indexes = [at for at, line in enumerate(self.lines) if row in (line.row, line.row_beside)]
        return (indexes[0], indexes[-1] + 1) if indexes else (0, 0)

    def is_row_visible(self, row: int) -> bool:
        """Return True if the whole row is on the screen; for a row taller than the window, if its
        end is."""
        (first, after), (top, bottom) = self.row_extent(row), self.window
        return after <= bottom and (first >= top or after - first > bottom - top)

    def action_move(self, by: int) -> None:
        """Move the cursor up or down. Without rows, or above the first one, scroll the page."""
        if not self.rows:
            self.scroll_to_line(self.window[0] + by)
            return
        visible = self.is_row_visible(self.cursor)
        target = min(max(self.cursor + by, 0), self.rows - 1) if visible else self.cursor
        if by < 0 and visible and target == self.cursor:
            self.scroll_to_line(self.window[0] - 1)
        elif by > 0 and self.row_extent(target)[1] > self.window[1] + self.visible_height:
            self.action_turn(1)
        else:
            self.move_cursor_to(target)

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or the last row; without rows, scroll to the top or the
        end."""
        if not self.rows:
            self.scroll_to_line(len(self.lines) if end else 0)
        else:
            self.move_cursor_to(self.rows - 1 if end else 0)

    def move_cursor_to(self, row: int) -> None:
        """Move the cursor to a row and scroll to it; scroll again after the row's extra lines have
        been laid out."""
        before = len(self.lines)
        self.cursor = row
        grown = len(self.lines) != before
        self.refresh(layout=grown)
        self.scroll_to_row(row)
        self.call_after_refresh(self.finish_move, row)

    def finish_move(self, row: int) -> None:
        """Scroll to the row, and record what is on the screen."""
        if self.is_attached and row == self.cursor:
            self.scroll_to_row(row)
        self.note_painted()

    def scroll_to_row(self, row: int) -> None:
        """Bring a row on the screen with as little scrolling as possible."""
        first, after = self.row_extent(row)
        region = Region(0, first, 1, after - first)
        self.scroller.scroll_to_region(
            region, animate=False, force=True, immediate=True, y_axis=True, x_axis=False
        )

    def scroll_to_line(self, line: int) -> None:
        """Bring a line to the top of the page, if there are enough lines below it."""
        self.scroller.scroll_to(y=line, animate=False, force=True, immediate=True)
        self.call_after_refresh(self.note_painted)

    def action_turn(self, by: int) -> None:
        """Turn a page up or down. Two lines stay in sight, and the cursor moves to a row on the
        screen, if there is one."""
        self.scroll_to_line(self.window[0] + by * max(self.visible_height - OVERLAP_LINES, 1))
        self.follow_scroll()

    def follow_scroll(self) -> None:
        """Move the cursor to the nearest row on the screen, unless its row is on the screen."""
        in_sight = [row for row in range(self.rows) if self.is_row_visible(row)]
        if in_sight and self.cursor not in in_sight:
            self.move_cursor_to(min(in_sight, key=lambda row: abs(row - self.cursor)))

    def action_space(self) -> None:
        """Turn to the next page. At the end, pick the row if there is only one."""
        if self.has_more or self.scroller.scroll_offset.y < self.scroller.max_scroll_y:
            self.action_turn(1)
        elif self.rows == 1:
            self.try_pick(0)

    def action_pick(self) -> None:
        """Pick the row under the cursor. One that is docked is only brought to the page: this key
        is pressed to read on, too."""
        if self.rows and self.cursor != self.docked_row:
            self.try_pick(self.cursor)
        elif self.rows:
            self.move_cursor_to(self.cursor)

    def action_number(self, number: int) -> None:
        """Pick a row by its number."""
        row = self.numbers.get(number)
        if row is None:
            self.page.handle_unknown_number()
        else:
            self.try_pick(row)

    def try_pick(self, row: int) -> None:
        """Pick a row that has been painted; otherwise only scroll to it."""
        visible = row == self.docked_row or self.is_row_visible(row)
        if visible and self.painted_window == self.window:
            self.cursor = row
            self._lines_cache = None
            self.refresh()
            self.page.pick_row(row)
        else:
            self.move_cursor_to(row)

    def click_area_at(self, x: int, y: int) -> ClickArea | None:
        spots = self.lines[y].click_areas if 0 <= y < len(self.lines) else ()
        return next((spot for spot in spots if spot.begin <= x < spot.end), None)

    async def on_click(self, event: events.Click) -> None:
        spot = self.click_area_at(event.x, event.y)
        if spot is None or not self.page.takes_click(event):
            return
        if spot.action:
            await self.run_action(spot.action)
        else:
            self.try_pick(self.lines[event.y].row)
