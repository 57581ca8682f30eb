"""The title page while the pack is being read. Imports next to nothing: it is there before anything else is."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from pmsim.store.face import Face
from pmsim.ui.tui.foot import ALWAYS, Foot
from pmsim.ui.tui.grid import HIGHEST, grid
from pmsim.ui.tui.layout.title import waiting
from pmsim.ui.tui.lines import Lines

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

QUARTERS = 12
"""Dots to come: nobody knows yet how many there are."""


class Curtain(Screen[None]):
    """The title without its list; `q` leaves, as everywhere."""

    def __init__(self, face: Face | None = None) -> None:
        super().__init__()
        self.face = face or Face()

    def compose(self) -> ComposeResult:
        with Vertical(id="whole"):
            with Horizontal(id="book"):
                yield Lines("title")
            yield Foot(self)

    def takes_click(self, event: events.Click) -> bool:
        """Return whether a click is meant for what is on the screen."""
        return event.chain == 1

    def on_resize(self) -> None:
        """Everything where the title page will have it."""
        app = cast("Pmsim", self.app)
        own = grid(*app.size, app.settings.measure, head=False, strip=False)
        self.query_one("#whole").styles.margin = (max(app.size.height - HIGHEST, 0) // 3, 0, 0, 0)
        self.query_one("#book").styles.padding = (own.top, 0, 0, 0)
        foot = self.query_one(Foot)
        foot.styles.margin = (own.above, 0, own.below, 0)
        foot.show_keys((), own, app.look, ALWAYS[1:])
        self.query_one(Lines).show_lines(waiting(*self.face, QUARTERS, own, app.look))
