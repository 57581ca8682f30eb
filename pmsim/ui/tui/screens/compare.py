"""Two lives side by side."""

from textual.binding import Binding

from pmsim.play.session import Session
from pmsim.ui.present.compare import compare
from pmsim.ui.present.history import current_page
from pmsim.ui.tui.layout.compare import compare_page
from pmsim.ui.tui.page_lines import PageLine
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.widgets import FooterKey


class CompareScreen(OverlayScreen):
    """A life and another one beside it, which can be changed. `first`, `second`: their numbers."""

    BINDINGS = [
        Binding("left,h", "other(-1)", "Another beside it", id="compare_before"),
        Binding("right", "other(1)", "Another beside it", show=False, id="compare_after"),
    ]
    is_full_width = True

    def __init__(self, session: Session, first: int, second: int) -> None:
        super().__init__()
        self.session, self.first, self.second = session, first, second
        self.comparison = compare(session, first, second)
        self.current_status = current_page(session).status

    def draw(self, cursor: int) -> list[PageLine]:
        return compare_page(self.comparison, self.grid, self.theme_tokens)

    def layout_key(self) -> object:
        return self.second

    def footer_keys(self) -> tuple[FooterKey, ...]:
        more = (self.key("compare_before"),) if len(self.session.lives) > 2 else ()
        return (*super().footer_keys(), *more)

    def action_other(self, by: int) -> None:
        """Put another life beside the first one."""
        count = len(self.session.lives)
        if count <= 2:
            return
        self.second = (self.second + by) % count
        if self.second == self.first:
            self.second = (self.second + by) % count
        self.comparison = compare(self.session, self.first, self.second)
        self.page_view.show()
        self.show_status()
