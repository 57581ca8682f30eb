"""Reading the pages of a story: what was read before can be passed over, and a page copied."""

from abc import abstractmethod
from collections.abc import Sequence

from textual.binding import Binding

from pmsim.store.career import PlayableCareer
from pmsim.ui.plain_text import render_page
from pmsim.ui.present.parts import Page
from pmsim.ui.present.reading import (
    NOTHING_TO_SKIP,
    is_read,
    mark_taken,
    next_unread,
    note_page,
    skipped_sentence,
)
from pmsim.ui.tui.screens.base import PageScreen
from pmsim.ui.tui.sheet import ClickArea, docked_lines
from pmsim.ui.tui.widgets import FooterKey


class ReadingScreen(PageScreen):
    """A screen on which the pages of a career are read one after another."""

    BINDINGS = [
        Binding("y", "screen.copy", "Copy", tooltip="Copy this page", id="copy"),
        Binding("f", "screen.skip", "Skip", tooltip="Skip what was read before", id="skip"),
    ]

    def __init__(self, career: PlayableCareer) -> None:
        super().__init__()
        self.career = career
        self.page: Page
        self.unread_pages: list[Page] = []

    @abstractmethod
    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show other pages, beginning with the first."""

    def hold_pages(self, pages: Sequence[Page]) -> None:
        """Keep the pages to read. On the last one, mark what other lives have chosen."""
        *others, last = pages
        marked = mark_taken(last, self.career.session, self.career.seen) if last.choices else last
        self.page, *self.unread_pages = (*others, marked)

    def note_read(self) -> None:
        """Record the page as read, because the player leaves it."""
        note_page(self.page, self.career.seen)

    def skip_keys(self) -> tuple[FooterKey, ...]:
        """Return the key that passes over the page, if it was read before."""
        known = self.unread_pages and is_read(self.page, self.career.seen)
        return (self.key("skip"),) if known else ()

    def show_step(self, pages: Sequence[Page]) -> None:
        """Show the pages of a step; with the setting, from the first page that was not read."""
        at = next_unread(pages, self.career.seen) if self.pmsim.settings.skip_read else 0
        self.show_pages(pages[at:])
        if at:
            self.say(skipped_sentence(at, self.key("log").key))

    def first_row(self) -> int:
        """Return the first open choice."""
        return next((row for row, choice in enumerate(self.page.choices) if choice.is_open), 0)

    def show_keys(self) -> None:
        """Show the keys; and above them the first open choice, while it is below the fold."""
        super().show_keys()
        view, row, sheet = self.page_view, self.first_row(), self.sheet
        after = view.window[0] + sheet.page_rows
        below = view.rows and self.page.choices and view.row_extent(row)[1] > after
        docked = docked_lines(self.draw(-1), row, sheet.page_rows) if below else []
        view.docked_row = row if docked else -1
        area = ClickArea(sheet.text_column, self.app.size.width, "screen.take_docked")
        quiet = [line.content.stylize(sheet.tokens.soft, sheet.text_column) for line in docked]
        self.docked.show_lines(quiet, [(area,)] * len(docked))

    def action_take_docked(self) -> None:
        """Take the choice that is shown above the keys."""
        self.page_view.try_pick(self.first_row())

    def action_skip(self) -> None:
        """Pass over the pages that were read in any career, up to the next choice."""
        if not self.unread_pages:
            self.say(NOTHING_TO_SKIP)
        elif not is_read(self.page, self.career.seen):
            self.say(f"This page is new. {self.key('choose').key} goes on.")
        else:
            at = next_unread(self.unread_pages, self.career.seen)
            self.show_pages(self.unread_pages[at:])
            self.say(skipped_sentence(at + 1, self.key("log").key))

    def action_copy(self) -> None:
        """Copy the page, as lines, to the terminal's clipboard."""
        lines = list(render_page(self.page))
        self.app.copy_to_clipboard("\n".join(lines))
        self.say(f"Copied: {len(lines)} lines.")
