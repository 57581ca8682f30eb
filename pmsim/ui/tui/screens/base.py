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
from pmsim.ui.tui.footer import FooterKey, LineBlock, PageFooter
from pmsim.ui.tui.grid import HIGHEST, Grid, first_fitting, make_grid, tightening_grids
from pmsim.ui.tui.layout import status as beside
from pmsim.ui.tui.layout.status import head_line, strip_lines
from pmsim.ui.tui.page import PageView
from pmsim.ui.tui.page_lines import PageLine, indent, styled, wrap
from pmsim.ui.tui.theme_tokens import ThemeTokens

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

TOO_SMALL = "Too small to read.\n40 x 12 is enough.\nAll is saved.\nq Quit"
MORE_KEY = FooterKey("space", "More", "screen.more")
ScreenAnswer = tuple[int, int] | None
"""What a screen may answer when it is left: the timeline does."""


def too_small_lines() -> LineBlock:
    """Return what a screen says in a window that is too small for it; elsewhere it is hidden."""
    lines = LineBlock("small")
    lines.lines = [Content(line) for line in TOO_SMALL.split("\n")]
    return lines


class DismissOnce(Screen[ScreenResultType]):
    """A screen that is left once. Textual's `dismiss` takes away whichever screen lies on top, even if this one is gone.

    Stands behind another base class: Textual reads styles from the first alone."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave this screen with a result; do nothing if another lies on top or there is none below."""
        return super().dismiss(result) if self.is_active and len(self.app.screen_stack) > 1 else AwaitComplete()


class PageScreen(DismissOnce[ScreenAnswer]):
    """A screen of one sheet. A subclass says what stands on it: `draw`, `row_count`, `footer_keys`, `pick_row`; `status` is what the margin
    shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "look('timeline')", "Timeline of your lives", id="timeline"),
        Binding("i", "look('you')", "You: figures, skills, people", id="you"),
        Binding("l", "look('log')", "Log of this life", id="log"),
        Binding("comma", "look('settings')", "Settings", id="settings"),
        Binding("question_mark,f1", "look('help')", "Help: every key", id="help"),
    ]
    kind: ClassVar[str] = ""
    """By which name `look` opens it, '' if no key does."""
    is_full_width: ClassVar[bool] = False
    """It takes the whole width: no margin, no strip."""
    can_tighten: ClassVar[bool] = True
    """Blank rows are given up where the sheet is too long for the window; without, it scrolls at once."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = ""
        self.fitted_for: tuple[object, ...] = ()
        self._grid_cache: tuple[object, Grid] | None = None
        self.head_line, self.margin_block, self.strip_block, self.message = (
            LineBlock("head"),
            LineBlock("margin"),
            LineBlock("strip"),
            LineBlock("message"),
        )
        self.page_view, self.footer = PageView(self), PageFooter(self)
        self.page_and_margin = Horizontal(self.page_view.scroller, self.margin_block, id="book")
        self.body = Vertical(self.head_line, self.page_and_margin, self.strip_block, self.message, self.footer, id="whole")

    @property
    def pmsim(self) -> "Pmsim":
        """The app."""
        return cast("Pmsim", self.app)

    @property
    def grid(self) -> Grid:
        """Where things stand: the roomiest grid of the window that shows the page whole wherever the cursor rests.

        What does not fit at all scrolls: tight where something is to be chosen, roomy where it is only read."""
        key = (self.app.size, self.pmsim.settings, self.layout_key())
        if self._grid_cache is None or self._grid_cache[0] != key:
            has_status = self.status() is not None
            roomy = make_grid(*self.app.size, self.pmsim.settings.measure, has_head=has_status, has_strip=has_status and self.has_strip)

            def lines(tried: Grid) -> int:
                self._grid_cache = (key, tried)
                return max(self.height_of(cursor) for cursor in self.cursors())

            self._grid_cache = (key, roomy)
            if self.can_tighten:
                fitting = first_fitting(tightening_grids(roomy), lines)
                read_only = self.is_full_width and not self.row_count()
                self._grid_cache = (key, roomy if read_only and lines(fitting) > fitting.page_rows else fitting)
        return self._grid_cache[1]

    @property
    def text_column(self) -> int:
        """Return the column where text begins."""
        return self.grid.text_column

    def layout_key(self) -> object:
        """Return something that changes with what is on the sheet, so that its grid is found anew."""
        return self.row_count()

    def height_of(self, cursor: int) -> int:
        """Return the lines of the sheet with the cursor on a row."""
        return len(self.draw(cursor))

    def cursors(self) -> Iterable[int]:
        """Return the rows that the sheet may be longest with the cursor on."""
        return range(max(self.row_count(), 1))

    @property
    def theme_tokens(self) -> ThemeTokens:
        """How things are marked."""
        return self.pmsim.theme_tokens

    def compose(self) -> ComposeResult:
        self.set_class(self.is_full_width, "alone")
        self.page_view.show()
        yield self.body
        yield too_small_lines()

    def on_mount(self) -> None:
        self.page_view.focus()

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
        if not self.is_mounted or self.fitted_for == now:
            return
        self.fitted_for = now
        layout_grid = self.grid
        self.page_view.scroller.styles.width = (
            "1fr" if self.is_full_width or not layout_grid.margin_width else layout_grid.text_column + layout_grid.measure + 2
        )
        self.body.styles.margin = (max(self.app.size.height - HIGHEST, 0) // 3, 0, 0, 0)
        self.show_status()
        self.page_view.redraw()
        self.show_keys()

    def show_status(self) -> None:
        """The head line, the margin, the strip or the message, and where they stand."""
        layout_grid, tokens = self.grid, self.theme_tokens
        status = self.status()
        self.page_and_margin.styles.padding = (layout_grid.rows_above_page, 0, 0, 0)
        self.head_line.show_lines(
            [indent(head_line(status, self.app.size.width, layout_grid, tokens), layout_grid.text_column)]
            if status and layout_grid.has_head
            else []
        )
        self.margin_block.show_lines(
            self.margin(status, layout_grid) if status and layout_grid.margin_width and not self.is_full_width else []
        )
        self.show_message()

    @property
    def has_strip(self) -> bool:
        """There is something to say in the strip, where a window has one."""
        return not self.is_full_width

    def margin(self, status: Status, layout_grid: Grid) -> list[Content]:
        """Return the lines beside the page."""
        return beside.margin_lines(status, layout_grid.margin_width, self.theme_tokens, self.pmsim.settings.figures)

    def show_keys(self) -> None:
        """The foot. Where a list says what a row is for, what can be done there comes before turning the page."""
        keys, sheet = self.footer_keys(), self.page_view
        if sheet.has_more:
            keys = (*keys, MORE_KEY) if self.is_full_width and sheet.rows and sheet.is_row_visible(sheet.cursor) else (MORE_KEY, *keys)
        self.footer.show_keys(keys, self.grid, self.theme_tokens)

    def say(self, text: str) -> None:
        """One message above the foot, until the next key."""
        self.notice = text
        self.show_message()

    def show_message(self) -> None:
        """The message, wrapped. It takes a row that is there anyway, so that the page stays where it is: the strip's, else the blank one
        above the foot, else the foot's."""
        layout_grid, status = self.grid, self.status()
        notice_lines = wrap(styled(self.notice, self.theme_tokens.soft, self.theme_tokens), layout_grid.full_width) if self.notice else []
        strip_content = strip_lines(status, layout_grid, self.theme_tokens) if status and layout_grid.strip_rows else []
        if notice_lines and layout_grid.strip_rows:
            strip_content, notice_lines = [*notice_lines, *[Content("")] * (layout_grid.strip_rows - len(notice_lines))], []
        self.strip_block.show_lines([indent(line, layout_grid.text_column) for line in strip_content])
        self.message.show_lines([indent(line, layout_grid.text_column) for line in notice_lines])
        self.footer.styles.margin = (0 if notice_lines else layout_grid.rows_above_footer, 0, layout_grid.rows_below_footer, 0)
        self.footer.display = bool(layout_grid.rows_above_footer) or not notice_lines

    def on_key(self) -> None:
        """Any key takes a message away."""
        if self.notice:
            self.say("")

    def takes_click(self, event: events.Click) -> bool:
        """Return whether a click is meant for what is on the screen: not the second of a double one, nor the end of a selection."""
        return event.chain == 1 and not self.selections and self.pmsim.keypress_filter.press("click", event.time)

    def _select_all_in_widget(self, widget: Widget) -> None:
        """Select nothing at a double click: its second half may fall on a page that the first has turned."""

    @abstractmethod
    def draw(self, cursor: int) -> list[PageLine]:
        """The lines of the sheet."""

    def row_count(self) -> int:
        """How many rows can be rested on."""
        return 0

    def first_row(self) -> int:
        """Where the cursor begins."""
        return 0

    def numbers(self) -> dict[int, int] | None:
        """Number typed -> row; None: every row has its place as its number."""
        return None

    def footer_keys(self) -> tuple[FooterKey, ...]:
        """What the foot names besides Help and Quit."""
        return ()

    def status(self) -> Status | None:
        """What the margin shows."""
        return None

    def pick_row(self, row: int, by: str) -> None:
        """A row was picked."""

    def handle_unknown_number(self) -> None:
        """A number was typed that no row has."""

    def action_more(self) -> None:
        """Turn the page."""
        self.page_view.action_space()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the pages of a career while one is played."""
        return action != "look" or parameters[0] in ("help", "settings") or self.pmsim.career is not None

    def action_look(self, kind: str) -> None:
        """Close the page of that kind, go back to it if it lies below, else open it."""
        if self.kind == kind:
            self.dismiss(None)
        elif any(isinstance(page, PageScreen) and page.kind == kind for page in self.app.screen_stack):
            while isinstance(self.app.screen, PageScreen) and self.app.screen.kind != kind:
                self.app.pop_screen()
        else:
            self.open(kind)

    def open(self, kind: str) -> None:
        """Open a page: help and settings over this one, a page of the career over the story alone."""
        if kind == "help":
            from pmsim.ui.tui.screens.overlays import HelpScreen

            self.app.push_screen(HelpScreen())
        elif kind == "settings":
            from pmsim.ui.tui.screens.overlays import SettingsScreen

            self.app.push_screen(SettingsScreen())
        else:
            first = self.app.screen_stack[0]
            while len(self.app.screen_stack) > 1:
                self.app.pop_screen()
            if isinstance(first, PageScreen) and first is not self:
                first.open(kind)


class OverlayScreen(PageScreen):
    """A screen that lies over another: esc goes back to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "back", "Back", id="back"),
    ]

    def footer_keys(self) -> tuple[FooterKey, ...]:
        """The way back."""
        return (FooterKey("esc", "Back", "screen.back"),)

    def action_back(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)
