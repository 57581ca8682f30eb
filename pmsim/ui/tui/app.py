"""The Textual app: which screen is shown, in which theme, and how it is left. Moves nothing in a career."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen

from pmsim.store.errors import NotSavedError, PlaceError
from pmsim.store.face import Face
from pmsim.store.places import config_folder
from pmsim.store.settings import Settings, read_settings, write_settings
from pmsim.ui.tui.fault import report
from pmsim.ui.tui.grid import HORIZONTAL, SMALLEST, VERTICAL
from pmsim.ui.tui.latch import Latch
from pmsim.ui.tui.look import Look, look
from pmsim.ui.tui.screens.curtain import Curtain
from pmsim.ui.tui.terminal import Guard, guard, steady
from pmsim.ui.tui.themes import BARE, THEMES

if TYPE_CHECKING:
    from pmsim.ui.career import Career
    from pmsim.ui.shelf import Shelf
    from pmsim.ui.writing import Edited, Writing

_SPELLED = {"question_mark": "?", "comma": ","}
LEAVING = ("ctrl+q", "ctrl+c")
"""Keys that act whatever is on the screen."""
LATCH = 0.15
"""Seconds within which the same key pressed again is one that is held, or bounces."""


class Opened(NamedTuple):
    """What is shown once it has been opened: a career, played at once, else the menu of a shelf. `begun`: from its very first page;
    `notes`: said on the first page; `writing`: the story is being written, and read again when it was saved."""

    shelf: "Shelf | None"
    career: "Career | None" = None
    begun: bool = False
    notes: tuple[str, ...] = ()
    writing: "Writing | None" = None


Opening = Callable[[], Opened]
"""Reads the pack, opens the career. What it raises ends the app, and is raised again behind it."""


class Pmsim(App[None]):
    """Shows what has been opened, or a curtain until `opening` has. `still`: nothing moves, whatever is set; `reports`: a folder for the
    report of a fault, None for no file.

    Only what the curtain needs is imported above: the first frame waits for nothing of the game."""

    CSS_PATH = "style.tcss"
    TITLE = "pmsim"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = HORIZONTAL
    VERTICAL_BREAKPOINTS = VERTICAL
    pointer = "default"  # the shape of the mouse pointer that the terminal was told last
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "Quit; all is saved", id="quit"),
        Binding("ctrl+q", "leave", "Quit", show=False, id="quit_anywhere", priority=True),
        Binding("ctrl+c", "interrupt", "Copy what is selected, else quit", show=False, id="interrupt", priority=True),
    ]

    def __init__(
        self,
        opened: Opened | None = None,
        *,
        opening: Opening | None = None,
        settings: Settings | None = None,
        keep: Callable[[dict[str, Any]], str] = lambda _: "",
        still: bool = False,
        reports: Path | None = None,
        face: Face | None = None,
        clock: Callable[[], float] = time.monotonic,
        latch: float = LATCH,
    ) -> None:
        self.settings = settings or Settings()
        colourless = bool(os.environ.get("NO_COLOR"))
        if not colourless:
            os.environ.pop("NO_COLOR", None)  # an empty one means nothing, and Textual takes it for one that is set
        super().__init__(ansi_color=True if colourless else None)
        self.opened = opened
        self.opening = opening
        self.face = face
        self.refused: BaseException | None = None
        self.shelf: Shelf | None = opened.shelf if opened else None
        self.career: Career | None = opened.career if opened else None
        self.keep = keep
        self.held_still = still
        self.reports = reports
        self.clock = clock
        self.latch = Latch(latch)
        self.fault = ""
        self.guard: Guard | None = None
        self.left = threading.Event()
        """Set once nobody plays any more."""
        for own in THEMES:
            self.register_theme(own)
        self.theme = BARE if colourless else self.settings.theme

    @property
    def plain_characters(self) -> bool:
        """ASCII only: by the setting, or because the terminal has nothing else."""
        encoding = (getattr(sys.__stdout__, "encoding", "") or "utf-8").lower().replace("-", "")
        return self.settings.plain_characters or os.environ.get("TERM") == "linux" or not encoding.startswith("utf")

    @property
    def look(self) -> Look:
        """How things are marked."""
        return look(self.theme == BARE, self.plain_characters)

    @property
    def still(self) -> bool:
        """Nothing moves by itself."""
        return self.held_still or self.settings.motion == "still" or self.animation_level == "none"

    def get_default_screen(self) -> Screen[Any]:
        """The page of the career, else the menu, else the curtain: nothing blank is shown before."""
        screen = self.first(self.opened) if self.opened is not None else Curtain(self.face)
        # `switch_screen` takes away a callback that Textual gives to every screen but the first
        screen._push_result_callback(self, None)
        return screen

    def first(self, opened: Opened) -> Screen[Any]:
        """The first screen of what has been opened."""
        if opened.career is not None:
            from pmsim.ui.tui.screens.story import Story

            return Story(opened.career, begun=opened.begun, notes=opened.notes)
        if opened.shelf is None:
            raise ValueError("an app without a career needs a shelf")
        return self.menu(opened.shelf)

    def menu(self, shelf: "Shelf") -> Screen[Any]:
        """The menu."""
        from pmsim.ui.tui.screens.menu import Menu

        return Menu(shelf)

    def get_driver_class(self) -> type[Driver]:
        return steady(super().get_driver_class())

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; drop a key that was not pressed for what is on the screen.

        A key comes here twice, from the terminal and, if no widget has taken it, up from the one that has the focus: there may be
        another page by then."""
        if isinstance(event, events.Key):
            heard = self.latch.meant(event.time) if event.is_forwarded else self.heard(event)
            # on the loading page there is but one thing to do, and it need not be seen first
            if not heard and not (self.opened is None and event.key == "q"):
                return
        await super().on_event(event)

    def heard(self, event: events.Key) -> bool:
        """Return whether a key from the terminal may act. A capital is heard as its small letter where nothing is typed."""
        typing = self.focused is not None and self.focused.check_consume_key(event.key, event.character)
        if len(event.key) == 1 and not typing:
            event.key = event.key.lower()
        if self.too_small:
            if event.key.lower() == "q":
                self.action_leave()
            return event.key in LEAVING
        return self.latch.press(event.key, event.time) or event.key in LEAVING

    @property
    def too_small(self) -> bool:
        """Nothing is to be seen but how to quit."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def turned(self, _: object = None) -> None:
        """Note that another page stands on the screen, or the same one otherwise: keys act on it once it has been painted."""
        self._set_pointer_shape(self.screen._pointer_shape)
        self.call_after_refresh(self._painted, self.latch.turn())

    def _set_pointer_shape(self, shape: str) -> None:
        if shape != self.pointer:
            self.pointer = shape
            super()._set_pointer_shape(shape)

    def _painted(self, page: int) -> None:
        # the clock that presses are stamped with is Textual's own
        self.latch.paint(page, events.Event().time)

    def on_resize(self) -> None:
        self.turned()

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self.turned, immediate=True)
        self.turned()
        if not self.is_headless:
            self.guard = guard(self)
        if self.opening is not None:
            self.call_after_refresh(threading.Thread(target=self._open, args=(self.opening,), daemon=True).start)

    def _open(self, opening: Opening) -> None:
        """In a thread of its own: open, then raise the curtain. Whoever has left meanwhile is not called back."""
        # reading a pack makes much and drops little: the collector would look through it again and again
        gc.disable()
        try:
            opened = opening()
            screen = self.first(opened)
        except BaseException as error:  # noqa: BLE001  it is raised again by `shown`, on the thread that can speak
            self.refused = error
            after: Callable[[], object] = self.exit
        else:
            after = partial(self.raise_curtain, opened, screen)
        finally:
            gc.enable()
        with suppress(RuntimeError):
            self.call_from_thread(after)

    def raise_curtain(self, opened: Opened, screen: Screen[Any]) -> None:
        """Show what has been opened."""
        self.opened, self.shelf, self.career = opened, opened.shelf, opened.career
        # what is loaded stays: the collector need not look through it between two keys
        gc.freeze()
        self.only(screen)
        if opened.career is None and opened.notes:
            self.call_after_refresh(self.notify_line, " ".join(opened.notes))
        if opened.writing is not None:
            threading.Thread(target=self._look_after, args=(opened.writing,), daemon=True).start()

    def _look_after(self, writing: "Writing") -> None:
        """In a thread of its own: whatever is saved is shown."""
        for edited in writing.edits(self.left):
            with suppress(RuntimeError):
                self.call_from_thread(self.edited, writing.name, edited)

    def edited(self, name: str, edited: "Edited") -> None:
        """The story as it is now, at the decision where the game was; or, over the story as it was, what is wrong with it."""
        from pmsim.ui.career import Unkept
        from pmsim.ui.tui.screens.findings import Findings
        from pmsim.ui.writing import taken_up

        if edited.pack is None:
            if isinstance(self.screen, Findings):
                self.pop_screen()
            self.push_screen(Findings(name, edited))
        elif self.career is not None:
            session, said = taken_up(self.career.session, edited.pack)
            self.play(Unkept(session), begun=session.node.parent < 0, notes=(said,))

    def on_unmount(self) -> None:
        self.left.set()
        self._set_pointer_shape("default")

    def show_menu(self) -> None:
        """The menu, with nothing above it; without a shelf there is none, and the app is left."""
        if self.shelf is None:
            self.exit()
            return
        self.put_away()
        self.only(self.menu(self.shelf))

    def play(self, career: "Career", *, begun: bool, notes: tuple[str, ...] = ()) -> None:
        """Play a career that the menu has opened."""
        self.put_away()
        self.career = career
        self.only(self.first(Opened(self.shelf, career, begun, notes)))

    def only(self, screen: Screen[Any]) -> None:
        """Show this screen alone: there is none below that one could come back to."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)

    def put_away(self) -> None:
        """Let go of the career that is open."""
        close = getattr(self.career, "close", None)
        if close is not None:
            close()
        self.career = None

    def change_settings(self, settings: Settings) -> None:
        """Show other settings at once, and keep what is changed."""
        changes = {name: value for name, value in settings._asdict().items() if value != getattr(self.settings, name)}
        self.settings = settings
        if not self.no_color:
            self.theme = settings.theme
        try:
            said = self.keep(changes)
        except NotSavedError as error:
            said = f"The settings hold for now. They could not be kept: {error.reason}."
        except PlaceError as error:
            said = f"The settings hold for now. {error}"
        if self.no_color and "theme" in changes:
            said = f"NO_COLOR is set, and takes the colours of every theme away. {said}".rstrip()
        for screen in self.screen_stack:
            getattr(screen, "fit", lambda: None)()
        if said:
            self.notify_line(said)

    def notify_line(self, text: str) -> None:
        """Say something above the foot of the screen that is shown."""
        getattr(self.screen, "say", lambda _: None)(text)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything the palette offers, by name: what the keys of a screen and of the app do."""
        named: set[str] = set()
        for key, active in screen.active_bindings.items():
            binding = active.binding
            if active.enabled and binding.show and binding.description and binding.description not in named:
                named.add(binding.description)
                run = partial(self._run_from_palette, screen, binding.action, active.node)
                yield SystemCommand(binding.description, f"key {_SPELLED.get(key, key)}", run)

    async def _run_from_palette(self, screen: Screen[Any], action: str, node: DOMNode) -> None:
        """Run an action, if the screen that it was offered on is the one below the palette still."""
        if self.screen is screen:
            await self.run_action(action, node)

    def action_command_palette(self) -> None:
        """Open the palette over a page; close it."""
        from pmsim.ui.tui.screens.base import Page
        from pmsim.ui.tui.screens.palette import Palette

        if isinstance(self.screen, Palette):
            self.screen.dismiss()
        elif isinstance(self.screen, Page):
            self.push_screen(Palette())

    def action_leave(self) -> None:
        """Quit; all is saved."""
        self.exit()

    def action_interrupt(self) -> None:
        """Copy what is selected, on the page or in a line that is typed; without a selection quit."""
        selected = getattr(self.focused, "selected_text", "") or self.screen.get_selected_text()
        if selected and not self.too_small:
            self.copy_to_clipboard(selected)
            self.notify_line("Copied.")
        else:
            self.action_leave()

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours: the terminal is restored, a report is written, the exit status is 1."""
        if not self.is_headless:
            saved_at = self.career.session.decision if self.career is not None and self.career.kept else 0
            self.fault = report(error, saved_at, self.reports)
            self._return_code = 1
            self._exception = error
            self._close_messages_no_wait()
            return
        super()._handle_exception(error)


def run(opening: Opening, reports: Path | None, *, still: bool = False, face: Face | None = None) -> int:
    """Show what `opening` opens, and until then the title of `face`, with the player's settings, until it is left; the exit status.

    Raises what `opening` raises."""
    try:
        settings, said = read_settings(config_folder())
    except PlaceError as error:
        settings, said = Settings(), (f"{error} Until then everything is as shipped.",)

    def keep(changes: dict[str, Any]) -> str:
        return write_settings(config_folder(), changes)

    def with_notes() -> Opened:
        opened = opening()
        return opened._replace(notes=(*opened.notes, *said))

    return shown(Pmsim(opening=with_notes, still=still, settings=settings, keep=keep, reports=reports, face=face))


def shown(app: Pmsim) -> int:
    """Run an app until it is left: 0 after quitting, 1 after a fault of ours, 128 + the signal's number after a polite kill.

    Says on stderr what broke, or what is saved."""
    app.run()
    if app.guard is not None:
        app.guard.stop()
    if app.refused is not None:
        raise app.refused
    said = app.fault
    if not said and app.career is not None and app.career.kept:
        said = f"Saved at Decision {app.career.session.decision}."
    app.put_away()
    if said:
        # the terminal may be gone
        with suppress(OSError):
            sys.stderr.write(f"{said}\n")
    return app.return_code or 0
