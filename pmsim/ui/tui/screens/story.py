"""The story: one page after another of one career. It draws a page and posts an action; the career decides and saves.

The screens that lie over it are imported when they are asked for, so that the first page comes soon.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from pmsim.play.session import UnplayableError
from pmsim.store.errors import NotSavedError
from pmsim.ui.career import Career
from pmsim.ui.lines import of_page
from pmsim.ui.present.careers import chapter, current
from pmsim.ui.present.ending import Ending, ending
from pmsim.ui.present.notes import cannot_go_back
from pmsim.ui.present.parts import Checked
from pmsim.ui.present.parts import Page as Told
from pmsim.ui.present.status import Status
from pmsim.ui.present.words import listed, number_word
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.layout.ending import FIRST, SECOND, WAYS_ON, WHOLE, end
from pmsim.ui.tui.layout.ending import margin as beside_the_end
from pmsim.ui.tui.layout.story import story
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Page

RUN, REST = 0.6, 0.2
"""Seconds that the dot of a check runs along its line, and seconds from there until what came of it is told."""
CHOOSING = frozenset({"enter", "space", *"123456789"})


class Story(Page):
    """One career. `begun`: it begins now, so that everything told on the way to its first decision is read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Back one decision; both lives stay", id="undo"),
        Binding("y", "copy", "Copy this page", id="copy"),
        Binding("r", "retry", "Save again", show=False, id="retry"),
        Binding("m", "menu", "Menu; other careers", id="menu"),
    ]

    def __init__(self, career: Career, *, begun: bool = False, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.career = career
        self.page: Told
        self.unread: list[Told]
        self.ending: Ending | None
        self.take(chapter(career.session) if begun else (current(career.session),))
        self.said = " ".join(notes)
        self.refused: Callable[[], None] | None = None
        self.fallen = 100
        """How far the dot of a check has run, in per cent."""
        self.whole = True
        """What came of the check is on the page."""

    # what stands on it

    def take(self, pages: Sequence[Told]) -> None:
        """Other pages to read, from their first."""
        self.page, *self.unread = pages
        self.ending = ending(self.career.session, self.career.ends_seen()) if self.page.kind == "end" else None
        self.half = WHOLE

    def stands(self) -> object:
        return id(self.page), self.half

    def cursors(self) -> Iterable[int]:
        """The first open choice, and the closed ones that say more under the cursor."""
        return (self.first_row(), *(row for row, choice in enumerate(self.page.choices) if not choice.open))

    def draw(self, cursor: int) -> list[Leaf]:
        return self.leaves(cursor, self.fallen, self.whole)

    def leaves(self, cursor: int, fallen: int, whole: bool) -> list[Leaf]:
        """The page as far as its check has come."""
        if self.ending is not None:
            return end(self.page, self.ending, self.grid, self.look, cursor, self.half)
        return story(self.page, self.grid, self.look, cursor, odds=self.pmsim.settings.figures, fallen=fallen, whole=whole)

    def height_of(self, cursor: int) -> int:
        """The lines of the whole page, so that nothing moves when the check is over."""
        return len(self.leaves(cursor, 100, True))

    def count(self) -> int:
        if not self.whole:
            return 0
        if self.ending is not None and self.half != FIRST:
            return len(WAYS_ON)
        return len(self.page.choices) or 1

    def numbers(self) -> dict[int, int] | None:
        if not self.page.choices:
            return None if self.ending is not None and self.half != FIRST else {}
        return {choice.number: row for row, choice in enumerate(self.page.choices) if choice.open}

    def first_row(self) -> int:
        """Where the cursor begins: the first open choice."""
        return next((row for row, choice in enumerate(self.page.choices) if choice.open), 0)

    def keys(self) -> tuple[Key, ...]:
        looking = (
            Key("t", "Timeline", "screen.look('timeline')"),
            Key("i", "You", "screen.look('you')"),
            Key("u", "Back one", "screen.undo"),
            Key("l", "Log", "screen.look('log')"),
        )
        if self.refused is not None:
            return (Key("r", "Save again", "screen.retry"),)
        if self.ending is not None:
            return self.keys_at_the_end()
        waits = bool(self.page.choices) or not self.whole
        return looking if waits else (Key("enter", "Go on", "screen.onward"), *looking)

    def keys_at_the_end(self) -> tuple[Key, ...]:
        """Every way on, wherever the page stands."""
        log = Key("l", "Log", "screen.look('log')")
        if self.half != FIRST:
            return Key("enter", "Choose", "screen.onward"), Key("y", "Copy", "screen.copy"), log
        ways = Key("t", "From above", "screen.look('timeline')"), Key("u", "Back one", "screen.undo"), Key("m", "Menu", "screen.menu")
        return Key("enter", "Go on", "screen.onward"), *ways, log

    def status(self) -> Status:
        """As before the check until what came of it is told; at the end as who one is then."""
        if self.ending is not None and self.ending.role != self.page.status.role:
            return replace(self.page.status, role=self.ending.role, short=self.ending.role)
        return self.page.status if self.whole or self.page.before is None else self.page.before

    @property
    def stripped(self) -> bool:
        """At the end there is no strip: how it stood is told in the margin."""
        return self.ending is None

    def margin(self, status: Status, own: Grid) -> list[Content]:
        if self.ending is None:
            return super().margin(status, own)
        return beside_the_end(status, self.ending, own.panel, own.rows, self.look)

    def halve(self) -> None:
        """Turn the page of an end once where it would have to scroll, or to close up."""
        if self.ending is not None and self.half != SECOND:
            self.half = WHOLE
            own = self.grid
            if not own.loose or self.height_of(0) > own.rows:
                self.half = FIRST

    def fit(self) -> None:
        half = self.half
        self.halve()
        if self.half != half and self.is_mounted:
            self.sheet.show()
        super().fit()

    # turning pages

    def on_mount(self) -> None:
        super().on_mount()
        self.run_dot()
        if not self.whole or self.ending is not None:
            self.show_page()
        self._settle()

    def turn_to(self, pages: list[Told] | tuple[Told, ...]) -> None:
        """Show other pages, from their first."""
        self.take(pages)
        self.pmsim.turned()
        self.run_dot()
        self.show_page()
        self.call_after_refresh(self._settle)

    def show_page(self) -> None:
        """The page as it stands now, from its top."""
        self.halve()
        self.sheet.show()
        self.show_status()
        self.show_keys()

    def _settle(self) -> None:
        """The page is on the screen."""
        if self.ending is not None and self.half != FIRST:
            self.career.finish()

    def run_dot(self) -> None:
        """Let the dot of a check run, where motion is wanted: first its line alone, then number and verdict, then what came of it."""
        self.whole = self.pmsim.still or not any(isinstance(part, Checked) for part in self.page.parts)
        self.fallen = 100 if self.whole else 0
        if self.whole:
            return
        began = self.pmsim.clock()
        page = self.page

        def step() -> None:
            if self.page is not page or self.whole:
                return
            spent = self.pmsim.clock() - began
            if spent >= RUN + REST:
                self.tell_outcome()
                return
            if self.fallen < 100:
                self.fallen = round(100 * (1 - (1 - min(spent / RUN, 1.0)) ** 3))
                self.sheet.redraw()
            self.set_timer(1 / 30, step)

        self.call_after_refresh(step)

    def tell_outcome(self) -> None:
        """What came of the check, at once."""
        if not self.whole:
            self.fallen, self.whole = 100, True
            self.show_page()

    def on_key(self, event: events.Key | None = None) -> None:
        """A key tells what came of a check; it chooses nothing, as there was nothing to be seen that it could mean."""
        super().on_key()
        if not self.whole and event is not None and event.key in CHOOSING:
            event.stop()
            self.pmsim.turned()
        self.tell_outcome()

    def on_click(self) -> None:
        self.tell_outcome()

    def picked(self, row: int, by: str) -> None:
        if self.refused is not None:
            self.say("The last choice is not on disk. r tries again, q quits.")
        elif self.unread:
            self.turn_to(self.unread)
        elif self.ending is not None and self.half == FIRST:
            self.half = SECOND
            self.pmsim.turned()
            self.show_page()
            self._settle()
        elif self.ending is not None:
            (partial(self.open, "timeline"), self.action_undo, self.action_menu)[row]()
        elif not self.page.choices[row].open:
            self.say("Closed, for now. The reason is above.")
        else:
            self.act(self.page.choices[row].action)

    def act(self, action: str) -> None:
        """Take a choice; what came of it is shown once it is saved."""
        if self.moved(lambda: self.career.act(action), lambda: self.act(action)):
            self.turn_to(chapter(self.career.session))

    def moved(self, move: Callable[[], object], again: Callable[[], None]) -> bool:
        """Make a move that is saved. If it cannot be saved now, say so, and let nothing else be done until it is; if the move can never be
        made, only say why."""
        try:
            move()
        except UnplayableError as error:
            self.say(cannot_go_back(self.career.session, error))
            return False
        except NotSavedError as error:
            if error.lasting:
                self.say(str(error))
                return False
            self.refused = again
            self.say(f"{error} Make it possible and press r, or q to quit. Nothing more is asked until then.")
            self.show_keys()
            return False
        self.refused = None
        return True

    def resume(self, said: str) -> None:
        """The page where the session stands now."""
        self.turn_to((current(self.career.session),))
        self.say(said)

    def no_such(self) -> None:
        count = sum(choice.open for choice in self.page.choices)
        if count:
            named = listed([str(number) for number in range(1, count + 1)], "or") if count < 4 else f"1 to {count}"
            self.say(f"There {'is' if count == 1 else 'are'} {number_word(count)}. Press {named}.")

    # keys

    def action_onward(self) -> None:
        """Go on, by mouse."""
        self.sheet.action_pick()

    def action_undo(self) -> None:
        """Back one."""
        session = self.career.session
        if self.refused is not None:
            return
        if session.node.parent < 0:
            self.say("This is the beginning. There is nothing before it.")
        elif self.moved(self.career.back, self.action_undo):
            self.resume(f"Decision {session.decision} again. The other life is kept: t shows both.")

    def action_retry(self) -> None:
        """Try again what was not saved."""
        if self.refused is not None:
            self.refused()
            if self.refused is None:
                self.show_keys()

    def action_copy(self) -> None:
        """The page, as lines, for the clipboard of the terminal."""
        self.app.copy_to_clipboard("\n".join(of_page(self.page)))
        self.say("Copied.")

    def open(self, kind: str) -> None:
        """Open a page; no timeline while a choice is not saved."""
        match kind:
            case "you":
                from pmsim.ui.tui.screens.you import You

                self.app.push_screen(You(self.career.session))
            case "log":
                from pmsim.ui.tui.screens.log import Log

                self.app.push_screen(Log(self.career.session))
            case "timeline" if self.refused is None:
                from pmsim.ui.tui.screens.timeline import Timeline

                self.app.push_screen(Timeline(self.career), self.back_from_timeline)
            case "help" | "settings":
                super().open(kind)

    def back_from_timeline(self, where: tuple[int, int] | None) -> None:
        """Choose otherwise at (life, decision), or with decision 0 play that life on; None: stay."""
        if where is None:
            return
        life, decision = where

        def move() -> None:
            if decision:
                self.career.rewind(decision, life)
            else:
                self.career.go(life)

        if self.moved(move, lambda: self.back_from_timeline(where)):
            said = f"Decision {decision} again. Every life is kept: t shows them." if decision else "Another life. Every life is kept."
            self.resume(said)

    def action_menu(self) -> None:
        """The menu; the career is saved."""
        if self.refused is None:
            self.pmsim.show_menu()
