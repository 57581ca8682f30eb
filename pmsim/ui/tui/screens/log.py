"""The log of the current life: reading, searching, copying and exporting it, and choosing otherwise
at any of its entries."""

from textual.binding import Binding

from pmsim.play.session import Session
from pmsim.store.errors import NotSavedError
from pmsim.store.exports import write_export
from pmsim.ui.present.history import current_page, life_names
from pmsim.ui.present.reading import NOBODY_SAID, log_finder, log_text, logged_pages
from pmsim.ui.present.status import Status
from pmsim.ui.present.words import quarter_mark
from pmsim.ui.tui.layout.story import MAX_LOG_PAGES, log_head, log_page, mark_entry
from pmsim.ui.tui.page import OVERLAP_LINES
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.screens.overlays import LineDialog
from pmsim.ui.tui.screens.timeline import NARROW
from pmsim.ui.tui.sheet import PageLine, Sheet, indent
from pmsim.ui.tui.widgets import FooterKey


class LogScreen(OverlayScreen):
    """The pages of the current life, newest last; of a long life only the newest ones. It returns
    (life, decision) to choose otherwise there, None to stay."""

    BINDINGS = [
        Binding("up,k", "step(-1)", "Up", show=False, priority=True, id="entry_above"),
        Binding("down,j", "step(1)", "Down", show=False, priority=True, id="entry_below"),
        Binding("slash", "screen.find", "Find", tooltip="Find words in the log", id="find"),
        Binding("n", "screen.next", "Next", tooltip="The match before", id="find_next"),
        Binding("left_square_bracket", "quarter(-1)", "Quarter before", id="quarter_before"),
        Binding("right_square_bracket", "quarter(1)", "Quarter after", id="quarter_after"),
        Binding("y", "screen.copy", "Copy", tooltip="Copy the log", id="copy_log"),
        Binding("e", "screen.export", "Export", tooltip="Write the log to a file", id="export"),
    ]
    kind = "log"
    has_numbers = False
    can_tighten = False
    current_status: Status

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.all_pages = logged_pages(session)
        self.pages = self.all_pages[-MAX_LOG_PAGES:]
        self.finder = log_finder(self.pages)
        self.current_status = current_page(session).status
        self.query_text = ""
        self.matches: tuple[int, ...] = ()
        self._drawn: tuple[object, list[PageLine]] | None = None

    def draw(self, cursor: int) -> list[PageLine]:
        key = self.sheet
        if self._drawn is None or self._drawn[0] != key:
            self._drawn = (key, log_page(self.pages, key))
        return mark_entry(self._drawn[1], cursor, self.query_text, key)

    def row_count(self) -> int:
        return len(self.pages)

    def first_row(self) -> int:
        return max(len(self.pages) - 1, 0)

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(self.show_last)

    @property
    def sheet(self) -> Sheet:
        """The sheet, with a line above the page in every window."""
        return super().sheet._replace(has_head=True)

    @property
    def entry(self) -> int:
        """The entry under the cursor."""
        return self.page_view.cursor

    def show_status(self) -> None:
        super().show_status()
        self.show_head()

    def show_keys(self) -> None:
        super().show_keys()
        self.show_head()

    def show_head(self) -> None:
        """Show which entry is under the cursor, in the line above the page."""
        if not self.pages:
            return
        if self.page_view.painted_window is not None:
            self.follow_scroll()
        status = self.pages[self.entry].status
        mark = quarter_mark(status.quarter, self.session.pack.frame)
        position = f"{self.entry + 1} of {len(self.pages)}"
        if self.query_text:
            number = self.matches.index(self.entry) + 1 if self.entry in self.matches else "-"
            position = f"“{self.query_text}”: {number} of {len(self.matches)}"
        line = log_head(f"{mark}, Decision {status.decision}", position, self.sheet)
        self.head_line.show_lines([indent(line, self.sheet.text_column)])

    def footer_keys(self) -> tuple[FooterKey, ...]:
        narrow = self.sheet.full_width < NARROW
        return (
            *super().footer_keys(),
            self.key("choose", "Otherwise" if narrow else "Choose otherwise"),
            self.key("find"),
            *((self.key("find_next"),) if self.matches else ()),
            self.key("export"),
            self.key("copy_log"),
        )

    def action_quarter(self, by: int) -> None:
        """Move to the first entry of the quarter before or after."""
        self.go_to(self.finder.quarter_start(self.entry, by))

    def go_to(self, row: int) -> None:
        """Move the cursor to an entry, with its first line at the top of the page."""
        self.place(row, self.page_view.row_extent(row)[0])

    def place(self, row: int, top: int) -> None:
        """Put the cursor on an entry, and scroll until line `top` is the first on the screen."""
        view = self.page_view
        view.cursor = row
        view.refresh()
        view.scroll_to_line(max(top, 0))

    def show_last(self) -> None:
        """Show the end of the newest entry."""
        if self.pages:
            view = self.page_view
            self.place(len(self.pages) - 1, len(view.lines) - view.visible_height)

    def action_step(self, by: int) -> None:
        """Move to the entry above or below. If the entry is taller than the page, first scroll
        through it, a page at a time."""
        if not self.pages:
            return
        view = self.page_view
        (first, after), (top, bottom) = view.row_extent(self.entry), view.window
        page = max(view.visible_height - OVERLAP_LINES, 1)
        if by > 0 and after > bottom:
            self.place(self.entry, top + min(after - bottom, page))
            return
        if by < 0 and first < top:
            self.place(self.entry, top - min(top - first, page))
            return
        row = min(max(self.entry + by, 0), len(self.pages) - 1)
        first, after = view.row_extent(row)
        if first < top or after > bottom:
            fits = after - first <= view.visible_height
            top = first if (by < 0) == fits else after - view.visible_height
        self.place(row, top)

    def action_choose(self) -> None:
        """Choose otherwise at the decision of the entry under the cursor."""
        if self.pages:
            self.dismiss((self.session.node.life, self.pages[self.entry].status.decision))

    def follow_scroll(self) -> None:
        """Move the cursor to the first entry on the screen if its own has been scrolled away."""
        view = self.page_view
        (first, after), (top, bottom) = view.row_extent(self.entry), view.window
        if after <= top or first >= bottom:
            seen = (line.row for line in view.lines[top:bottom] if line.row >= 0)
            view.cursor = next(seen, view.cursor)
            view.refresh()

    def action_find(self) -> None:
        """Ask for words, and move to the newest entry that has them."""
        self.app.push_screen(LineDialog("Find", "Find", self.query_text), self.find)

    def find(self, query: str | None) -> None:
        """Move to the newest entry with these words, at the cursor or before it."""
        if query is None:
            return
        self.query_text, self.matches = query, self.finder.matches(query)
        self.page_view.redraw()
        if self.matches:
            before = [at for at in self.matches if at <= self.entry]
            self.go_to(before[-1] if before else self.matches[-1])
        elif query:
            self.say(NOBODY_SAID)
        self.show_keys()

    def action_next(self) -> None:
        """Move to the match before; from the oldest, to the newest."""
        if self.matches:
            before = [at for at in self.matches if at < self.entry]
            self.go_to(before[-1] if before else self.matches[-1])
        else:
            self.say(f"{self.key('find').key} finds words in the log.")

    def action_copy(self) -> None:
        """Copy the whole log, as lines, to the terminal's clipboard."""
        text = log_text(self.session, self.all_pages)
        self.app.copy_to_clipboard(text)
        self.say(f"Copied: {len(text.splitlines())} lines.")

    def action_export(self) -> None:
        """Write the log to a new file in the current folder."""
        name = life_names(self.session)[self.session.node.life]
        try:
            path = write_export(f"log {name}", "txt", log_text(self.session, self.all_pages))
        except NotSavedError as error:
            copies = self.key("copy_log").key
            self.say(f"{error.folder} takes no file: {error.reason}. {copies} copies instead.")
        else:
            self.say(f"Written: {path}")
