"""The debrief over a story: its pages, and the grid of skills, in which the player's own word on
an interest takes precedence."""

from collections.abc import Callable, Iterable
from weakref import WeakKeyDictionary

from textual.binding import Binding

from pmsim.analysis.debrief import INTEREST_WORDS
from pmsim.analysis.turning_points import Crossroads
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.ui.debrief_html import html_page
from pmsim.ui.present.debrief import debrief_of
from pmsim.ui.present.debrief_pages import DebriefPage, debrief_pages
from pmsim.ui.present.roads import RoadRequest, road_request
from pmsim.ui.road_worker import RoadWorker, SearchState
from pmsim.ui.tui.layout.debrief import debrief_page
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import FooterKey

POLL_SECONDS = 0.5
SEARCHING = "Playing on from each of your decisions, to see which weighed most:"
_FOUND: "WeakKeyDictionary[Session, dict[int, tuple[Crossroads, ...]]]" = WeakKeyDictionary()
"""Turning points that were found in this process."""


class DebriefScreen(OverlayScreen):
    """The debrief of the current life, one page at a time."""

    BINDINGS = [
        Binding("n,right", "screen.turn(1)", "Next page", id="next_page"),
        Binding("p,left", "screen.turn(-1)", "Page before", id="page_before"),
        Binding(
            "e",
            "screen.write",
            "Write a file",
            tooltip="Write the debrief as a page, to print or to show",
            id="write_debrief",
        ),
        Binding(
            "u",
            "screen.take_back",
            "Take it back",
            tooltip="Take your own word on this skill back",
            id="take_back",
        ),
    ]
    kind = "debrief"
    has_numbers = False
    can_tighten = False

    def __init__(
        self, career: PlayableCareer, start_search: Callable[[RoadRequest], RoadWorker] = RoadWorker
    ) -> None:
        super().__init__()
        self.career = career
        self.start_search = start_search
        self.worker: RoadWorker | None = None
        self.shown_state: SearchState = None
        self.at = 0
        self.read_again()

    @property
    def current_page(self) -> DebriefPage:
        """The page that is shown."""
        return self.pages[self.at]

    @property
    def found_roads(self) -> dict[int, tuple[Crossroads, ...]]:
        """The turning points of this career that were found, by the newest node of their life."""
        return _FOUND.setdefault(self.career.session, {})

    def read_again(self) -> None:
        """Make the debrief anew, with the player's own words."""
        session = self.career.session
        found = self.found_roads.get(session.at)
        state = self.worker.state if self.worker is not None else None
        searching = f"{SEARCHING} {state:.0%}." if isinstance(state, float) else ""
        interests = self.career.interests()
        self.debrief = debrief_of(session, interests, found, searching)
        self.pages = debrief_pages(self.debrief)

    def on_mount(self) -> None:
        super().on_mount()
        if self.career.session.at not in self.found_roads:
            self.worker = self.start_search(road_request(self.career.session))
            self.shown_state = self.worker.state
            self.set_interval(POLL_SECONDS, self.watch_search)

    def on_unmount(self) -> None:
        self.end_search()

    def end_search(self) -> None:
        """End the process of the search."""
        if self.worker is not None:
            self.worker.close()
            self.worker = None

    def watch_search(self) -> None:
        """Show how far the search is, and what it found."""
        if self.worker is None:
            return
        state = self.worker.state
        if state == self.shown_state:
            return
        self.shown_state = state
        if isinstance(state, tuple):
            self.found_roads[self.career.session.at] = state
        if not isinstance(state, float):
            self.end_search()
        self.read_again()
        self.page_view.redraw()
        self.show_keys()

    def layout_key(self) -> object:
        return self.at, self.pages

    def draw(self, cursor: int) -> list[PageLine]:
        return debrief_page(self.current_page, self.at + 1, len(self.pages), self.sheet, cursor)

    def row_count(self) -> int:
        return len(self.current_page.grid)

    def cursors(self) -> Iterable[int]:
        return (0,)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        back, grid = super().footer_keys(), self.current_page.grid
        onward = self.key("next_page" if self.at + 1 < len(self.pages) else "page_before")
        change = (self.key("choose", "Interest"), self.key("take_back")) if grid else ()
        return (*back, onward, *change, self.key("write_debrief"))

    def action_turn(self, by: int) -> None:
        """Show the page after or before."""
        target = min(max(self.at + by, 0), len(self.pages) - 1)
        if target != self.at:
            self.at = target
            self.page_view.show()
            self.show_keys()

    def action_write(self) -> None:
        """Write the debrief as an HTML page into the current folder."""
        from pmsim.store.exports import write_export

        page = html_page(self.debrief)
        try:
            path = write_export(f"debrief-{self.career.session.start}", "html", page)
        except NotSavedError as error:
            self.say(f"Nothing is written: {error.reason}. pmsim debrief --out names another file.")
        else:
            self.say(f"Written into the current folder: {path.name}.")

    def pick_row(self, row: int) -> None:
        """Give the interest in a skill its next word."""
        line = self.current_page.grid[row]
        words: tuple[str, ...] = INTEREST_WORDS
        following = words[(words.index(line.interest) + 1) % len(words)]
        self.correct(line.skill, following)

    def action_take_back(self) -> None:
        """Take the player's own word on the skill under the cursor back."""
        if self.current_page.grid:
            self.correct(self.current_page.grid[self.page_view.cursor].skill, "")

    def correct(self, skill: str, word: str) -> None:
        """Keep the player's word on a skill, '' for none, and show the page with it."""
        try:
            self.career.correct_interest(skill, word)
        except NotSavedError as error:
            self.say(f"Your word is not kept: {error.reason}.")
            return
        self.read_again()
        self.page_view.redraw()
