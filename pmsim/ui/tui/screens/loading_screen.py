"""The title page while the pack is being read. Imports very little, so that it appears first."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from pmsim.store.folders import PackTitle
from pmsim.ui.tui.layout.title import loading_page
from pmsim.ui.tui.sheet import HIGHEST
from pmsim.ui.tui.widgets import LineBlock, PageFooter

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

QUARTERS_SHOWN = 12
"""Dots to come; the real number is not known yet."""


class LoadingScreen(Screen[None]):
    """The title page without its list. `q` quits, as everywhere."""

    words = ()

    def __init__(self, pack_title: PackTitle | None = None) -> None:
        super().__init__()
        self.pack_title = pack_title or PackTitle()

    def compose(self) -> ComposeResult:
        with Vertical(id="whole"):
            with Horizontal(id="book"):
                yield LineBlock("title")
            yield PageFooter("footer", self)

    def takes_click(self, event: events.Click) -> bool:
        """Return True if a click is meant for what is on the screen."""
        return event.chain == 1

    def on_resize(self) -> None:
        """Lay out everything as the title page will."""
        app = cast("Pmsim", self.app)
        sheet = app.sheet
        self.query_one("#whole").styles.margin = (max(app.size.height - HIGHEST, 0) // 3, 0, 0, 0)
        self.query_one("#book").styles.padding = (sheet.rows_above_page, 0, 0, 0)
        foot = self.query_one(PageFooter)
        foot.styles.margin = (sheet.rows_above_footer, 0, sheet.rows_below_footer, 0)
        foot.show_keys((), sheet, (app.key("quit"),))
        self.query_one("#title", LineBlock).show_lines(
            loading_page(*self.pack_title, QUARTERS_SHOWN, sheet)
        )
