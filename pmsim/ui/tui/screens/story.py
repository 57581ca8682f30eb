"""The story screen: the pages of one career. It draws a page and passes on an action; the career
decides and saves.

Screens over it are imported when they open, so that the first page comes soon."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from textual import events
from textual.binding import Binding
from textual.content import Content

from pmsim.play.session import UnplayableError
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.ui.present.ending import ending
from pmsim.ui.present.handbook import news
from pmsim.ui.present.history import cannot_go_back, current_page, step_pages
from pmsim.ui.present.parts import CheckPart, Page
from pmsim.ui.present.status import Status
from pmsim.ui.present.words import choices_sentence
from pmsim.ui.tui.layout.status import margin_lines
from pmsim.ui.tui.layout.story import (
    ENDING_ITEMS,
    FIRST_HALF,
    SECOND_HALF,
    WHOLE_PAGE,
    ending_margin,
    ending_page,
    story_page,
)
from pmsim.ui.tui.screens.reading import ReadingScreen
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import FooterKey

RUN_SECONDS, REST_SECONDS = 0.6, 0.2
"""Seconds in which the dot of a check runs along its line, and seconds from then until the result
is shown."""


class StoryScreen(ReadingScreen):
    """The pages of one career. `is_new`: the career begins now, so show all pages before its first
    decision."""

    BINDINGS = [
        Binding(
            "u",
            "screen.undo",
            "Back one",
            tooltip="Back one decision; both lives stay",
            id="undo",
        ),
        Binding("r", "screen.retry", "Save again", show=False, id="retry"),
        Binding("m", "screen.menu", "Menu", tooltip="Menu; other careers", id="menu"),
    ]

    is_full_width = False

    def __init__(
        self, career: PlayableCareer, *, is_new: bool = False, notes: tuple[str, ...] = ()
    ) -> None:
        super().__init__(career)
        self.set_pages(step_pages(career.session) if is_new else (current_page(career.session),))
        self.notice = " ".join(notes)
        self.unsaved_move: tuple[Callable[[], object], Callable[[], None]] | None = None
        """The move that could not be saved, and what follows it."""
        self.dot_percent = 100
        """Percent of its way that the dot of a check has run."""
        self.outcome_shown = True
        """True if the page shows the result of its check."""

    # content

    def set_pages(self, pages: Sequence[Page]) -> None:
        """Set other pages to read, beginning with the first."""
        self.hold_pages(pages)
        self.ending = (
            ending(self.career.session, self.career.outcomes_seen())
            if self.page.kind == "end"
            else None
        )
        self.half = WHOLE_PAGE

    def layout_key(self) -> object:
        return id(self.page), self.half

    def cursors(self) -> Iterable[int]:
        """Return the first open choice, and the closed ones, which show more lines under the
        cursor."""
        return (
            self.first_row(),
            *(row for row, choice in enumerate(self.page.choices) if not choice.is_open),
        )

    def draw(self, cursor: int) -> list[PageLine]:
        return self.lines_at(cursor, self.dot_percent, self.outcome_shown)

    def lines_at(self, cursor: int, dot_percent: int, with_outcome: bool) -> list[PageLine]:
        """Return the page with its check as far as it has run."""
        if self.ending is not None:
            return ending_page(self.page, self.ending, self.sheet, cursor, self.half)
        return story_page(
            self.page,
            self.sheet,
            cursor,
            odds=self.pmsim.settings.figures,
            costs=self.pmsim.settings.costs,
            sizes=self.pmsim.settings.sizes,
            dot_percent=dot_percent,
            with_outcome=with_outcome,
        )

    def height_of(self, cursor: int) -> int:
        """Return the height of the whole page, so that nothing moves when the check is over."""
        return len(self.lines_at(cursor, 100, True))

    def row_count(self) -> int:
        if not self.outcome_shown:
            return 0
        if self.ending is not None and self.half != FIRST_HALF:
            return len(ENDING_ITEMS)
        return len(self.page.choices) or 1

    def numbers(self) -> dict[int, int]:
        if self.ending is not None and self.half != FIRST_HALF:
            return super().numbers()
        return {
            choice.number: row for row, choice in enumerate(self.page.choices) if choice.is_open
        }

    def footer_keys(self) -> tuple[FooterKey, ...]:
        if self.unsaved_move is not None:
            return (self.key("retry"),)
        if self.ending is not None:
            return self.ending_keys()
        beside = ("timeline", "you", "undo", "log", "glossary")
        looking = tuple(self.key(action) for action in beside)
        waits = bool(self.page.choices) or not self.outcome_shown
        return looking if waits else (self.key("choose", "Go on"), *self.skip_keys(), *looking)

    def ending_keys(self) -> tuple[FooterKey, ...]:
        """Return the footer's keys at the end, for its first half or for its last."""
        if self.half != FIRST_HALF:
            return self.key("choose"), self.key("copy"), self.key("log")
        return (
            self.key("choose", "Go on"),
            self.key("timeline", "From above"),
            self.key("undo"),
            self.key("menu"),
            self.key("log"),
        )

    def status(self) -> Status:
        """Return the status: before a check's result is shown, that before the check; at the end,
        with the role of the end."""
        if self.ending is not None and self.ending.role != self.page.status.role:
            return replace(self.page.status, role=self.ending.role, short=self.ending.role)
        return (
            self.page.status
            if self.outcome_shown or self.page.status_before_check is None
            else self.page.status_before_check
        )

    @property
    def has_strip(self) -> bool:
        """False at the end, where the margin shows the gauges."""
        return self.ending is None

    def margin(self, status: Status) -> list[Content]:
        if self.ending is None:
            return margin_lines(status, self.sheet, self.pmsim.settings.figures)
        return ending_margin(status, self.ending, self.sheet)

    def split_ending(self) -> None:
        """Split the page of an end into two halves if it would have to scroll or lose its blank
        rows."""
        if self.ending is not None and self.half != SECOND_HALF:
            self.half = WHOLE_PAGE
            sheet = self.sheet
            if not sheet.paragraph_gap or self.height_of(0) > sheet.page_rows:
                self.half = FIRST_HALF

    def fit(self) -> None:
        half = self.half
        self.split_ending()
        if self.half != half and self.is_mounted:
            self.page_view.show()
        super().fit()

    # turning pages

    def on_mount(self) -> None:
        super().on_mount()
        self.animate_check()
        if not self.outcome_shown or self.ending is not None:
            self.show_page()
        self._mark_end_read()

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show other pages, beginning with the first."""
        self.note_read()
        self.set_pages(pages)
        self.pmsim.page_changed()
        self.animate_check()
        self.show_page()
        self.call_after_refresh(self._mark_end_read)

    def show_page(self) -> None:
        """Show the current page from its top."""
        self.split_ending()
        self.page_view.show()
        self.show_status()
        self.show_keys()

    def _mark_end_read(self) -> None:
        """Mark the end as read once its last half is on the screen."""
        if self.ending is not None and self.half != FIRST_HALF:
            self.career.mark_end_read()

    def animate_check(self) -> None:
        """Animate a check if motion is on: first its line alone, then number and verdict, then the
        result."""
        self.outcome_shown = self.pmsim.no_motion or not any(
            isinstance(part, CheckPart) for part in self.page.parts
        )
        self.dot_percent = 100 if self.outcome_shown else 0
        if self.outcome_shown:
            return
        began = self.pmsim.clock()
        page = self.page

        def step() -> None:
            if self.page is not page or self.outcome_shown:
                return
            spent = self.pmsim.clock() - began
            if spent >= RUN_SECONDS + REST_SECONDS:
                self.show_outcome()
                return
            if self.dot_percent < 100:
                self.dot_percent = round(100 * (1 - (1 - min(spent / RUN_SECONDS, 1.0)) ** 3))
                self.page_view.redraw()
            self.set_timer(1 / 30, step)

        self.call_after_refresh(step)

    def show_outcome(self) -> None:
        """Show the result of the check at once."""
        if not self.outcome_shown:
            self.dot_percent, self.outcome_shown = 100, True
            self.show_page()

    def on_key(self, event: events.Key | None = None) -> None:
        """Show the result of a running check. The key chooses nothing, because no choice was on the
        screen yet."""
        super().on_key()
        choice_keys = (*"123456789", *self.pmsim.keys_of("choose", "more"))
        if not self.outcome_shown and event is not None and event.key in choice_keys:
            event.stop()
            self.pmsim.page_changed()
        self.show_outcome()

    def on_click(self) -> None:
        self.show_outcome()

    def pick_row(self, row: int) -> None:
        if self.unsaved_move is not None:
            self.say(
                f"The last choice is not on disk. {self.key('retry').key} tries again,"
                f" {self.key('quit').key} quits."
            )
        elif self.unread_pages:
            self.show_pages(self.unread_pages)
        elif self.ending is not None and self.half == FIRST_HALF:
            self.half = SECOND_HALF
            self.pmsim.page_changed()
            self.show_page()
            self._mark_end_read()
        elif self.ending is not None:
            opened = (partial(self.open, "timeline"), partial(self.open, "debrief"))
            (*opened, self.action_undo, self.action_menu)[row]()
        elif not self.page.choices[row].is_open:
            self.say("Closed, for now. The reason is above.")
        else:
            self.act(self.page.choices[row].action)

    def act(self, action: str) -> None:
        """Take a choice, and show its result after saving."""
        self.make_saved_move(partial(self.career.act, action), self.show_result)

    def show_result(self) -> None:
        """Show what the last choice led to, and what it has opened in the handbook."""
        self.show_step(step_pages(self.career.session))
        if self.career.opened:
            self.say(news(self.career.opened, self.key("handbook").key))

    def make_saved_move(self, move: Callable[[], object], then: Callable[[], None]) -> None:
        """Make a move that is saved; do `then` once it is on disk.

        If it cannot be saved now, say so and block other moves until it is saved. If the move is
        impossible, only say why."""
        try:
            move()
        except UnplayableError as error:
            self.say(cannot_go_back(self.career.session, error))
        except NotSavedError as error:
            if error.lasting:
                self.say(str(error))
                return
            self.unsaved_move = move, then
            self.say(
                f"{error} Make it possible and press {self.key('retry').key}, or"
                f" {self.key('quit').key} to quit. Nothing more is asked until then."
            )
            self.show_keys()
        else:
            self.unsaved_move = None
            then()

    def resume(self, sentence: str) -> None:
        """Show the session's current page, and a message."""
        self.show_pages((current_page(self.career.session),))
        self.say(sentence)

    def handle_unknown_number(self) -> None:
        count = sum(choice.is_open for choice in self.page.choices)
        if count:
            self.say(choices_sentence(count, "Press", 3))

    # keys

    def action_undo(self) -> None:
        """Go one decision back."""
        session = self.career.session
        if self.unsaved_move is not None:
            return
        if session.node.parent < 0:
            self.say("This is the beginning. There is nothing before it.")
        else:
            self.make_saved_move(
                self.career.back,
                lambda: self.resume(
                    f"Decision {session.decision} again. The other life is kept:"
                    f" {self.key('timeline').key} shows both."
                ),
            )

    def action_retry(self) -> None:
        """Try again to save the move."""
        if self.unsaved_move is not None:
            self.make_saved_move(*self.unsaved_move)
            self.show_keys()

    def open(self, kind: str) -> None:
        """Open a page; no timeline while a choice is not saved."""
        from pmsim.ui.tui.screens import debrief, timeline, you

        match kind:
            case "you":
                self.app.push_screen(you.YouScreen(self.career.session))
            case "log":
                from pmsim.ui.tui.screens.log import LogScreen

                log = LogScreen(self.career.session)
                self.app.push_screen(log, self.apply_timeline_answer)
            case "debrief":
                self.app.push_screen(debrief.DebriefScreen(self.career))
            case "timeline" if self.unsaved_move is None:
                screen = timeline.TimelineScreen(self.career)
                self.app.push_screen(screen, self.apply_timeline_answer)
            case "help" | "settings" | "glossary" | "handbook":
                super().open(kind)

    def apply_timeline_answer(self, where: tuple[int, int] | None) -> None:
        """Go back to (life, decision), or with decision 0 play that life on; None: stay."""
        if where is None or self.unsaved_move is not None:
            return
        life, decision = where
        if decision:
            move = partial(self.career.rewind, decision, life)
            sentence = (
                f"Decision {decision} again. Every life is kept: {self.key('timeline').key} shows"
                " them."
            )
        else:
            move = partial(self.career.switch_life, life)
            sentence = "Another life. Every life is kept."
        self.make_saved_move(move, lambda: self.resume(sentence))

    def action_menu(self) -> None:
        """Show the menu; the career is saved."""
        if self.unsaved_move is None:
            self.pmsim.show_menu()
