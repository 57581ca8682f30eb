"""The gallery of ends, the map of the story, and two lives side by side."""

from collections.abc import Collection, Mapping
from math import ceil

from textual.binding import Binding

from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.compare import compare
from pmsim.ui.present.gallery import ask_hint, gallery, story_map
from pmsim.ui.present.history import current_page
from pmsim.ui.tui.layout.gallery import compare_page, gallery_columns, gallery_page, map_page
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import FooterKey


class GalleryScreen(OverlayScreen):
    """The ends of a pack in columns, with a cursor. `places`: by id of an outcome, the careers that
    came to it."""

    BINDINGS = [
        Binding("left", "step_column(-1)", "Left", show=False, id="end_left"),
        Binding("right", "step_column(1)", "Right", show=False, id="end_right"),
        Binding("up,k", "step(-1)", "Above", show=False, priority=True, id="end_above"),
        Binding("down,j", "step(1)", "Below", show=False, priority=True, id="end_below"),
        Binding("h", "screen.hint", "Hint", tooltip="The next hint at an unseen end", id="hint"),
    ]
    kind = "ends"

    def __init__(self, pack: Pack, seen: SeenRecord, places: Mapping[str, Collection[str]]) -> None:
        super().__init__()
        self.pack, self.seen, self.places = pack, seen, places
        self.gallery = gallery(pack, seen, places)
        self.at = 0

    def draw(self, cursor: int) -> list[PageLine]:
        key = self.key("hint").key
        return gallery_page(self.gallery, self.at, key, self.sheet)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        hint = (self.key("hint"),) if self.gallery.ends[self.at].next_hint else ()
        return (*super().footer_keys(), *hint)

    def action_point(self, number: int) -> None:
        """Put the cursor on an end."""
        self.at = min(max(number, 0), len(self.gallery.ends) - 1)
        self.page_view.redraw()
        self.show_keys()

    def action_step(self, by: int) -> None:
        """Move the cursor up or down."""
        self.action_point(self.at + by)

    def action_step_column(self, by: int) -> None:
        """Move the cursor to the column beside."""
        in_column = ceil(len(self.gallery.ends) / gallery_columns(self.sheet))
        if 0 <= self.at + by * in_column < len(self.gallery.ends):
            self.action_point(self.at + by * in_column)

    def action_hint(self) -> None:
        """Show the next hint at the end under the cursor, and remember that it was asked for."""
        if ask_hint(self.gallery.ends[self.at], self.seen):
            self.gallery = gallery(self.pack, self.seen, self.places)
            self.action_point(self.at)
        else:
            self.say("There is no hint more.")


class MapScreen(OverlayScreen):
    """The scenarios that were met, with the choices taken and not taken."""

    def __init__(self, session: Session, seen: SeenRecord) -> None:
        super().__init__()
        self.map = story_map(session, seen)
        self.current_status = current_page(session).status

    def draw(self, cursor: int) -> list[PageLine]:
        return map_page(self.map, self.sheet)


class CompareScreen(OverlayScreen):
    """A life and another one beside it, which can be changed. `first`, `second`: their numbers."""

    BINDINGS = [
        Binding("left,h", "other(-1)", "Another beside it", id="compare_before"),
        Binding("right", "other(1)", "Another beside it", show=False, id="compare_after"),
    ]

    def __init__(self, session: Session, first: int, second: int) -> None:
        super().__init__()
        self.session, self.first, self.second = session, first, second
        self.comparison = compare(session, first, second)
        self.current_status = current_page(session).status

    def draw(self, cursor: int) -> list[PageLine]:
        return compare_page(self.comparison, self.sheet)

    def layout_key(self) -> object:
        return self.second

    def footer_keys(self) -> tuple[FooterKey, ...]:
        more = (self.key("compare_before"),) if len(self.session.lives) > 2 else ()
        return (*super().footer_keys(), *more)

    def action_other(self, by: int) -> None:
        """Put another life beside the first one."""
        others = [life for life in range(len(self.session.lives)) if life != self.first]
        if len(others) < 2:
            return
        self.second = others[(others.index(self.second) + by) % len(others)]
        self.comparison = compare(self.session, self.first, self.second)
        self.page_view.show()
        self.show_status()
