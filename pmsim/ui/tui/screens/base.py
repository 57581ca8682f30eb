"""What every screen has: a head line, the sheet, the margin, the strip, a message, the foot, and what it says when there is no room."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from pmsim.ui.present.status import Status
from pmsim.ui.tui.foot import Foot, Key
from pmsim.ui.tui.grid import HIGHEST, Grid, fitting, grid, ladder
from pmsim.ui.tui.layout import status as beside
from pmsim.ui.tui.layout.status import head, strip
from pmsim.ui.tui.leaves import Leaf, at_column, words, wrapped
from pmsim.ui.tui.lines import Lines
from pmsim.ui.tui.look import Look
from pmsim.ui.tui.sheet import Sheet

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

TOO_SMALL = "Too small to read.\n40 x 12 is enough.\nAll is saved.\nq Quit"
MORE = Key("space", "More", "screen.more")
Answer = tuple[int, int] | None
"""What a screen may answer when it is left: the timeline does."""


def too_small() -> Lines:
    """Return what a screen says in a window that is too small for it; elsewhere it is hidden."""
    lines = Lines("small")
    lines.lines = [Content(line) for line in TOO_SMALL.split("\n")]
    return lines


class LeftOnce(Screen[ScreenResultType]):
    """A screen that is left once. Textual's `dismiss` takes away whichever screen lies on top, even if this one is gone.

    Stands behind another base class: Textual reads styles from the first alone."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave this screen with a result; do nothing if another lies on top or there is none below."""
        return super().dismiss(result) if self.is_active and len(self.app.screen_stack) > 1 else AwaitComplete()


class Page(LeftOnce[Answer]):
    """A screen of one sheet. A subclass says what stands on it: `draw`, `count`, `keys`, `picked`; `status` is what the margin shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "look('timeline')", "Timeline of your lives", id="timeline"),
        Binding("i", "look('you')", "You: figures, skills, people", id="you"),
        Binding("l", "look('log')", "Log of this life", id="log"),
        Binding("comma", "look('settings')", "Settings", id="settings"),
        Binding("question_mark,f1", "look('help')", "Help: every key", id="help"),
    ]
    kind: ClassVar[str] = ""
    """By which name `look` opens it, '' if no key does."""
    full: ClassVar[bool] = False
    """It takes the whole width: no margin, no strip."""
    yields: ClassVar[bool] = True
    """Blank rows are given up where the sheet is too long for the window; without, it scrolls at once."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.fitted: tuple[object, ...] = ()
        self._placed: tuple[object, Grid] | None = None
        self.head_line, self.beside, self.below, self.message = Lines("head"), Lines("margin"), Lines("strip"), Lines("message")
        self.sheet, self.foot = Sheet(self), Foot(self)
        self.book = Horizontal(self.sheet.folio, self.beside, id="book")
        self.body = Vertical(self.head_line, self.book, self.below, self.message, self.foot, id="whole")

    @property
    def pmsim(self) -> "Pmsim":
        """The app."""
        return cast("Pmsim", self.app)

    @property
    def grid(self) -> Grid:
        """Where things stand: the roomiest grid of the window that shows the page whole wherever the cursor rests.

        What does not fit at all scrolls: tight where something is to be chosen, roomy where it is only read."""
        key = (self.app.size, self.pmsim.settings, self.stands())
        if self._placed is None or self._placed[0] != key:
            said = self.status() is not None
            roomy = grid(*self.app.size, self.pmsim.settings.measure, head=said, strip=said and self.stripped)

            def lines(own: Grid) -> int:
                self._placed = (key, own)
                return max(self.height_of(cursor) for cursor in self.cursors())

            self._placed = (key, roomy)
            if self.yields:
                found = fitting(ladder(roomy), lines)
                read_only = self.full and not self.count()
                self._placed = (key, roomy if read_only and lines(found) > found.rows else found)
        return self._placed[1]

    @property
    def edge(self) -> int:
        """Return the column where text begins."""
        return self.grid.edge

    def stands(self) -> object:
        """Return something that changes with what is on the sheet, so that its grid is found anew."""
        return self.count()

    def height_of(self, cursor: int) -> int:
        """Return the lines of the sheet with the cursor on a row."""
        return len(self.draw(cursor))

    def cursors(self) -> Iterable[int]:
        """Return the rows that the sheet may be longest with the cursor on."""
        return range(max(self.count(), 1))

    @property
    def look(self) -> Look:
        """How things are marked."""
        return self.pmsim.look

    def compose(self) -> ComposeResult:
        self.set_class(self.full, "alone")
        self.sheet.show()
        yield self.body
        yield too_small()

    def on_mount(self) -> None:
        self.sheet.focus()

    def on_resize(self) -> None:
        self.fit()

    def on_screen_resume(self) -> None:
        self.fit()

    def on_screen_suspend(self) -> None:
        # a cache of Textual's (`StylesCache.get_inner_outer`) keeps the last thousand of these, and each of them the lines it has drawn
        for widget in self.walk_children(Widget, with_self=True):
            widget._styles_cache.clear()

    def fit(self) -> None:
        """Everything again, at the size and in the look of now, if either is new."""
        now = (self.app.size, self.app.theme, self.pmsim.settings)
        if not self.is_mounted or self.fitted == now:
            return
        self.fitted = now
        own = self.grid
        self.sheet.folio.styles.width = "1fr" if self.full or not own.panel else own.edge + own.measure + 2
        self.body.styles.margin = (max(self.app.size.height - HIGHEST, 0) // 3, 0, 0, 0)
        self.show_status()
        self.sheet.redraw()
        self.show_keys()

    def show_status(self) -> None:
        """The head line, the margin, the strip or the message, and where they stand."""
        own, look_ = self.grid, self.look
        status = self.status()
        self.book.styles.padding = (own.top, 0, 0, 0)
        self.head_line.show_lines([at_column(head(status, self.app.size.width, own, look_), own.edge)] if status and own.head else [])
        self.beside.show_lines(self.margin(status, own) if status and own.panel and not self.full else [])
        self.show_message()

    @property
    def stripped(self) -> bool:
        """There is something to say in the strip, where a window has one."""
        return not self.full

    def margin(self, status: Status, own: Grid) -> list[Content]:
        """Return the lines beside the page."""
        return beside.margin(status, own.panel, self.look, self.pmsim.settings.figures)

    def show_keys(self) -> None:
        """The foot. Where a list says what a row is for, what can be done there comes before turning the page."""
        keys, sheet = self.keys(), self.sheet
        if sheet.more:
            keys = (*keys, MORE) if self.full and sheet.rows and sheet.met(sheet.cursor) else (MORE, *keys)
        self.foot.show_keys(keys, self.grid, self.look)

    def say(self, text: str) -> None:
        """One message above the foot, until the next key."""
        self.said = text
        self.show_message()

    def show_message(self) -> None:
        """The message, wrapped. It takes a row that is there anyway, so that the page stays where it is: the strip's, else the blank one
        above the foot, else the foot's."""
        own, status = self.grid, self.status()
        said = wrapped(words(self.said, self.look.soft, self.look), own.room) if self.said else []
        below = strip(status, own, self.look) if status and own.strip else []
        if said and own.strip:
            below, said = [*said, *[Content("")] * (own.strip - len(said))], []
        self.below.show_lines([at_column(line, own.edge) for line in below])
        self.message.show_lines([at_column(line, own.edge) for line in said])
        self.foot.styles.margin = (0 if said else own.above, 0, own.below, 0)
        self.foot.display = bool(own.above) or not said

    def on_key(self) -> None:
        """Any key takes a message away."""
        if self.said:
            self.say("")

    def takes_click(self, event: events.Click) -> bool:
        """Return whether a click is meant for what is on the screen: not the second of a double one, nor the end of a selection."""
        return event.chain == 1 and not self.selections and self.pmsim.latch.press("click", event.time)

    def _select_all_in_widget(self, widget: Widget) -> None:
        """Select nothing at a double click: its second half may fall on a page that the first has turned."""

    @abstractmethod
    def draw(self, cursor: int) -> list[Leaf]:
        """The lines of the sheet."""

    def count(self) -> int:
        """How many rows can be rested on."""
        return 0

    def first_row(self) -> int:
        """Where the cursor begins."""
        return 0

    def numbers(self) -> dict[int, int] | None:
        """Number typed -> row; None: every row has its place as its number."""
        return None

    def keys(self) -> tuple[Key, ...]:
        """What the foot names besides Help and Quit."""
        return ()

    def status(self) -> Status | None:
        """What the margin shows."""
        return None

    def picked(self, row: int, by: str) -> None:
        """A row was picked."""

    def no_such(self) -> None:
        """A number was typed that no row has."""

    def action_more(self) -> None:
        """Turn the page."""
        self.sheet.action_space()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the pages of a career while one is played."""
        return action != "look" or parameters[0] in ("help", "settings") or self.pmsim.career is not None

    def action_look(self, kind: str) -> None:
        """Close the page of that kind, go back to it if it lies below, else open it."""
        if self.kind == kind:
            self.dismiss(None)
        elif any(isinstance(page, Page) and page.kind == kind for page in self.app.screen_stack):
            while isinstance(self.app.screen, Page) and self.app.screen.kind != kind:
                self.app.pop_screen()
        else:
            self.open(kind)

    def open(self, kind: str) -> None:
        """Open a page: help and settings over this one, a page of the career over the story alone."""
        if kind == "help":
            from pmsim.ui.tui.screens.help import Help

            self.app.push_screen(Help())
        elif kind == "settings":
            from pmsim.ui.tui.screens.settings import SettingsPage

            self.app.push_screen(SettingsPage())
        else:
            first = self.app.screen_stack[0]
            while len(self.app.screen_stack) > 1:
                self.app.pop_screen()
            if isinstance(first, Page) and first is not self:
                first.open(kind)


class Over(Page):
    """A screen that lies over another: esc goes back to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "back", "Back", id="back"),
    ]

    def keys(self) -> tuple[Key, ...]:
        """The way back."""
        return (Key("esc", "Back", "screen.back"),)

    def action_back(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)
