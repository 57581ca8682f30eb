"""The base of all screens: head line, page, margin, strip, message, footer, and the text for a
window that is too small."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from pmsim.ui.present.status import Status
from pmsim.ui.tui.appearance import ThemeTokens
from pmsim.ui.tui.layout.status import head_line, strip_lines
from pmsim.ui.tui.page import PageView
from pmsim.ui.tui.sheet import (
    HIGHEST,
    PageLine,
    Sheet,
    first_fitting,
    indent,
    make_sheet,
    tightening_sheets,
    wrap,
)
from pmsim.ui.tui.widgets import (
    ClickBlock,
    DismissOnce,
    FooterKey,
    LineBlock,
    PageFooter,
    WordBlock,
    too_small_lines,
)

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

ScreenAnswer = tuple[int, int] | None
"""Result of a screen when it closes; only the timeline has one."""


class PageScreen(DismissOnce[ScreenAnswer]):
    """A screen with one page. A subclass defines `draw`, `row_count`, `footer_keys` and `pick_row`;
    `status` returns the margin's content."""

    BINDINGS = [
        Binding(
            "t",
            "screen.look('timeline')",
            "Timeline",
            tooltip="Timeline of your lives",
            id="timeline",
        ),
        Binding("i", "screen.look('you')", "You", tooltip="You: figures, skills, people", id="you"),
        Binding("l", "screen.look('log')", "Log", tooltip="Log of this life", id="log"),
        Binding(
            "g", "screen.look('glossary')", "Words", tooltip="Words; what they mean", id="glossary"
        ),
        Binding("b", "screen.look('handbook')", "Handbook", id="handbook"),
        Binding("comma", "screen.look('settings')", "Settings", id="settings"),
        Binding(
            "question_mark,f1", "screen.look('help')", "Help", tooltip="Help: every key", id="help"
        ),
    ]
    kind: ClassVar[str] = ""
    """Name by which `look` opens it, '' if no key does."""
    has_numbers: ClassVar[bool] = True
    """True if a row is picked by its number, too."""
    is_full_width: ClassVar[bool] = True
    """True for a page over the whole width, without margin and strip."""
    current_status: Status | None = None
    can_tighten: ClassVar[bool] = True
    """True if blank rows are removed from a page that is too long for the window; otherwise it
    scrolls at once."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = ""
        self.fitted_for: tuple[object, ...] = ()
        self._sheet_cache: tuple[object, Sheet] | None = None
        self.head_line, self.margin_block, self.strip_block = (
            WordBlock(name, self) for name in ("head", "margin", "strip")
        )
        self.message, self.docked = LineBlock("message"), ClickBlock("docked", self)
        self.page_view, self.footer = PageView(self), PageFooter("footer", self)
        self.page_and_margin = Horizontal(self.page_view.scroller, self.margin_block, id="book")
        self.body = Vertical(
            self.head_line,
            self.page_and_margin,
            self.docked,
            self.strip_block,
            self.message,
            self.footer,
            id="whole",
        )

    @property
    def pmsim(self) -> "Pmsim":
        """The app."""
        return cast("Pmsim", self.app)

    @property
    def sheet(self) -> Sheet:
        """The roomiest sheet of the window on which the whole page fits with the cursor on any row.

        If no sheet is tight enough, the page scrolls: on the tightest if it has rows to choose, on
        the roomiest if it is only read."""
        key = (self.app.size, self.pmsim.settings, self.theme_tokens, self.layout_key())
        if self._sheet_cache is None or self._sheet_cache[0] != key:
            has_status = self.status() is not None
            roomy = make_sheet(
                *self.app.size,
                self.pmsim.settings.measure,
                self.theme_tokens,
                has_head=has_status,
                has_strip=has_status and self.has_strip,
            )

            def lines(tried: Sheet) -> int:
                self._sheet_cache = (key, tried)
                return max(self.height_of(cursor) for cursor in self.cursors())

            self._sheet_cache = (key, roomy)
            if self.can_tighten:
                fitting = first_fitting(tightening_sheets(roomy), lines)
                read_only = self.is_full_width and not self.row_count()
                self._sheet_cache = (
                    key,
                    roomy if read_only and lines(fitting) > fitting.page_rows else fitting,
                )
        return self._sheet_cache[1]

    def layout_key(self) -> object:
        """Return a value that changes with the content of the page, so that its sheet is computed
        again."""
        return self.row_count()

    def height_of(self, cursor: int) -> int:
        """Return the number of lines of the page with the cursor on a row."""
        return len(self.draw(cursor))

    def cursors(self) -> Iterable[int]:
        """Return the cursor rows at which the page may be longest."""
        return range(max(self.row_count(), 1))

    @property
    def theme_tokens(self) -> ThemeTokens:
        """Styles and glyphs of the current theme."""
        return self.pmsim.theme_tokens

    def compose(self) -> ComposeResult:
        self.page_view.show()
        yield self.body
        yield too_small_lines(self.app)

    def on_mount(self) -> None:
        self.page_view.focus()

    def on_resize(self) -> None:
        self.fit()

    def on_screen_resume(self) -> None:
        self.fit()

    def on_screen_suspend(self) -> None:
        # Textual's `StylesCache.get_inner_outer` caches the last thousand of these, and each of
        # them holds the lines it has drawn
        for widget in self.walk_children(Widget, with_self=True):
            widget._styles_cache.clear()

    def fit(self) -> None:
        """Lay out and draw everything again if the size, the theme or the settings have changed."""
        now = (self.app.size, self.app.theme, self.pmsim.settings)
        if not self.is_mounted or self.fitted_for == now:
            return
        self.fitted_for = now
        sheet = self.sheet
        self.page_view.scroller.styles.width = (
            "1fr"
            if self.is_full_width or not sheet.margin_width
            else sheet.text_column + sheet.measure + 2
        )
        self.body.styles.margin = (max(self.app.size.height - HIGHEST, 0) // 3, 0, 0, 0)
        self.show_status()
        self.page_view.redraw()
        self.show_keys()

    def show_status(self) -> None:
        """Show the head line, the margin, and the strip or the message."""
        sheet, status = self.sheet, self.status()
        self.page_and_margin.styles.padding = (sheet.rows_above_page, 0, 0, 0)
        head = [head_line(status, self.app.size.width, sheet)] if status and sheet.has_head else []
        self.head_line.show_lines([indent(line, sheet.text_column) for line in head])
        self.margin_block.show_lines(self.margin(status) if status and sheet.margin_width else [])
        self.show_message()

    @property
    def has_strip(self) -> bool:
        """True if the strip has content, in windows with a strip."""
        return not self.is_full_width

    def margin(self, status: Status) -> list[Content]:
        """Return the lines beside the page."""
        return []

    def key(self, action: str, label: str = "") -> FooterKey:
        """Return the footer's key of an action id, with a label of its own or with the usual
        one."""
        return self.pmsim.key(action, label, type(self))

    def show_keys(self) -> None:
        """Show the keys in the footer. On a full-width list with its row in sight, More comes last,
        else first."""
        keys, view = self.footer_keys(), self.page_view
        if view.has_more:
            more = self.key("more")
            shows_row = view.rows and view.is_row_visible(view.cursor)
            keys = (
                (*keys, more)
                if self.is_full_width and (shows_row or self.kind in ("timeline", "ends"))
                else (more, *keys)
            )
        self.footer.show_keys(keys, self.sheet, (self.key("help"), self.key("quit")))

    def say(self, text: str) -> None:
        """Show a message above the footer until the next key."""
        self.notice = text
        self.show_message()

    def show_message(self) -> None:
        """Show the message, wrapped. The page stays in place: the message uses the strip's rows,
        else the blank row above the footer, else the footer's."""
        sheet, status = self.sheet, self.status()
        notice = sheet.soft(self.notice)
        notice_lines = wrap(notice, sheet.full_width) if self.notice else []
        strip_content = strip_lines(status, sheet) if status and sheet.strip_rows else []
        if notice_lines and sheet.strip_rows:
            blank_rows = sheet.strip_rows - len(notice_lines)
            strip_content, notice_lines = [*notice_lines, *[Content("")] * blank_rows], []
        self.strip_block.show_lines([indent(line, sheet.text_column) for line in strip_content])
        self.message.show_lines([indent(line, sheet.text_column) for line in notice_lines])
        self.footer.styles.margin = (
            0 if notice_lines else sheet.rows_above_footer,
            0,
            sheet.rows_below_footer,
            0,
        )
        self.footer.display = bool(sheet.rows_above_footer) or not notice_lines

    def on_key(self) -> None:
        """Remove the message at any key."""
        if self.notice:
            self.say("")

    def takes_click(self, event: events.Click) -> bool:
        """Return True if a click is meant for what is on the screen: not the second of a double
        click, nor the end of a selection."""
        return (
            event.chain == 1
            and not self.selections
            and self.pmsim.keypress_filter.press("click", event.time)
        )

    def _select_all_in_widget(self, widget: Widget) -> None:
        """Select nothing at a double click: its second click may hit a page that the first has
        opened."""

    @abstractmethod
    def draw(self, cursor: int) -> list[PageLine]:
        """Return the lines of the page."""

    def row_count(self) -> int:
        """Return the number of rows that the cursor can rest on."""
        return 0

    def first_row(self) -> int:
        """Return the row where the cursor begins."""
        return 0

    def numbers(self) -> dict[int, int]:
        """Return a mapping of typed numbers to rows."""
        return {row + 1: row for row in range(self.row_count()) if self.has_numbers}

    def footer_keys(self) -> tuple[FooterKey, ...]:
        """Return the footer's keys besides Help and Quit."""
        return ()

    def status(self) -> Status | None:
        """Return the status for margin, strip and head line, None for none."""
        return self.current_status

    def pick_row(self, row: int) -> None:
        """Act on a picked row."""

    def handle_unknown_number(self) -> None:
        """Answer a number that no row has."""

    def action_choose(self) -> None:
        """Pick the row under the cursor, by mouse."""
        self.page_view.action_pick()

    def action_more(self) -> None:
        """Turn the page."""
        self.page_view.action_space()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow a career's pages only while a career is open."""
        return (
            action != "look"
            or parameters[0] in ("help", "settings")
            or self.pmsim.career is not None
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that can be asked about beside the page."""
        if self.pmsim.career is None:
            return ()
        from pmsim.ui.present.meanings import all_words

        return tuple(word.label for word in all_words(self.pmsim.career.session.pack))

    def action_explain(self, label: str) -> None:
        """Open the page about a word, if the pack has it."""
        if self.pmsim.career is not None:
            from pmsim.ui.present.meanings import all_words, find_word, meaning
            from pmsim.ui.tui.screens.you import WordScreen

            session = self.pmsim.career.session
            word = find_word(all_words(session.pack), label)
            if word is not None:
                self.app.push_screen(WordScreen(meaning(session, word)))

    def action_look(self, kind: str) -> None:
        """Close the page of that kind, return to it if it is below, else open it."""
        if self.kind == kind:
            self.dismiss(None)
        elif any(
            isinstance(page, PageScreen) and page.kind == kind for page in self.app.screen_stack
        ):
            while isinstance(self.app.screen, PageScreen) and self.app.screen.kind != kind:
                self.app.pop_screen()
        else:
            self.open(kind)

    def open(self, kind: str) -> None:
        """Open a page: help and settings over this one, a page of the career only over the
        story."""
        if kind == "help":
            from pmsim.ui.tui.screens.overlays import HelpScreen

            self.app.push_screen(HelpScreen(self))
        elif kind == "settings":
            from pmsim.ui.tui.screens.overlays import SettingsScreen

            self.app.push_screen(SettingsScreen())
        elif kind in ("glossary", "handbook"):
            if self.pmsim.career is not None:
                from pmsim.ui.tui.screens.you import GlossaryScreen, HandbookScreen

                listing = HandbookScreen if kind == "handbook" else GlossaryScreen
                self.app.push_screen(listing(self.pmsim.career))
        else:
            first = self.app.screen_stack[0]
            while len(self.app.screen_stack) > 1:
                self.app.pop_screen()
            if isinstance(first, PageScreen) and first is not self:
                first.open(kind)


class OverlayScreen(PageScreen):
    """A screen over another one; esc returns to that."""

    BINDINGS = [
        Binding("escape,backspace", "screen.back", "Back", id="back"),
    ]

    def footer_keys(self) -> tuple[FooterKey, ...]:
        """Return the key for going back."""
        return (self.key("back"),)

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)
