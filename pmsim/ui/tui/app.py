"""The Textual app: the screen shown, its theme, and how the app ends. Nothing here may make a move
in a career."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.driver import Driver
from textual.screen import Screen

from pmsim.store.errors import FolderError, NotSavedError
from pmsim.store.folders import PackTitle, config_folder
from pmsim.store.settings import Settings, read_settings, write_settings
from pmsim.ui.tui.appearance import BARE_THEME, HORIZONTAL, VERTICAL, ThemeTokens
from pmsim.ui.tui.keymap import KeyedApp, check_keymap
from pmsim.ui.tui.screens.loading_screen import LoadingScreen
from pmsim.ui.tui.sheet import SMALLEST, Sheet, make_sheet
from pmsim.ui.tui.terminal import TerminalGuard, start_guard, steady_driver, write_fault_report
from pmsim.ui.tui.widgets import REPEAT_SECONDS, KeypressFilter

if TYPE_CHECKING:
    from pmsim.store.career import PlayableCareer
    from pmsim.ui.career import EditedPack, WatchedStory
    from pmsim.ui.career_list import CareerList


class InitialView(NamedTuple):
    """The first view: a career, else the menu of a list. `is_new`: begin with the first page;
    `notes`: remarks for that page; `watched_story`: read again after each change."""

    career_list: "CareerList | None"
    career: "PlayableCareer | None" = None
    is_new: bool = False
    notes: tuple[str, ...] = ()
    watched_story: "WatchedStory | None" = None


ViewLoader = Callable[[], InitialView]
"""A function that reads the pack and opens the career. The app raises its exceptions again."""


class Pmsim(KeyedApp):
    """The app. It shows a loading screen until `view_loader` has returned. `no_motion`: nothing
    moves, whatever the settings say; `reports`: a folder for fault reports, None for no file.

    Imports only what the loading screen needs, so that the first frame comes soon."""

    CSS_PATH = "theme.tcss"
    TITLE = "pmsim"
    HORIZONTAL_BREAKPOINTS = HORIZONTAL
    VERTICAL_BREAKPOINTS = VERTICAL
    pointer = "default"  # the mouse pointer's shape that the terminal was last told

    def __init__(
        self,
        initial_view: InitialView | None = None,
        *,
        view_loader: ViewLoader | None = None,
        settings: Settings | None = None,
        save_settings: Callable[[dict[str, Any]], str] = lambda _: "",
        no_motion: bool = False,
        reports: Path | None = None,
        pack_title: PackTitle | None = None,
        clock: Callable[[], float] = time.monotonic,
        repeat_seconds: float = REPEAT_SECONDS,
    ) -> None:
        self.settings = settings or Settings()
        colourless = bool(os.environ.get("NO_COLOR"))
        if not colourless:
            os.environ.pop("NO_COLOR", None)  # Textual takes an empty value for a set one
        super().__init__(ansi_color=True if colourless else None)
        self.initial_view = initial_view
        self.view_loader = view_loader
        self.pack_title = pack_title
        self.load_error: BaseException | None = None
        self.career_list: CareerList | None = initial_view.career_list if initial_view else None
        self.career: PlayableCareer | None = initial_view.career if initial_view else None
        self.save_settings = save_settings
        self.motion_off = no_motion
        self.reports = reports
        self.clock = clock
        self.keypress_filter = KeypressFilter(repeat_seconds)
        self.fault = ""
        self.terminal_guard: TerminalGuard | None = None
        self.closed = threading.Event()
        """Event set when the app has ended."""
        self.theme = BARE_THEME if colourless else self.settings.theme
        self.set_keymap(self.settings.keys)

    @property
    def plain_characters(self) -> bool:
        """True for ASCII only: by the setting, or because the terminal has no other characters."""
        encoding = (getattr(sys.__stdout__, "encoding", "") or "utf-8").lower().replace("-", "")
        return (
            self.settings.plain_characters
            or os.environ.get("TERM") == "linux"
            or not encoding.startswith("utf")
        )

    @property
    def theme_tokens(self) -> ThemeTokens:
        """Styles and glyphs of the current theme; quiet ones for a page under another one."""
        return self.upper_tokens.quieted() if self.is_covered else self.upper_tokens

    @property
    def sheet(self) -> Sheet:
        """The sheet of a page without a status."""
        measure, tokens = self.settings.measure, self.theme_tokens
        return make_sheet(*self.size, measure, tokens, has_head=False, has_strip=False)

    @property
    def no_motion(self) -> bool:
        """True if nothing may move by itself."""
        return self.motion_off or self.settings.motion == "still" or self.animation_level == "none"

    @property
    def saved_decision(self) -> int:
        """The decision at which the open career is saved, 0 if it is not."""
        career = self.career
        return career.session.decision if career is not None and career.is_saved else 0

    def get_default_screen(self) -> Screen[Any]:
        """Return the story, the menu or the loading screen; never a blank one."""
        view = self.initial_view
        screen = LoadingScreen(self.pack_title) if view is None else self.first_screen(view)
        # `switch_screen` pops a callback that Textual gives to every screen but the first
        screen._push_result_callback(self, None)
        return screen

    def first_screen(self, opened: InitialView) -> Screen[Any]:
        """Return the first screen of a view."""
        if opened.career is not None:
            from pmsim.ui.tui.screens.story import StoryScreen

            return StoryScreen(opened.career, is_new=opened.is_new, notes=opened.notes)
        if opened.career_list is None:
            raise ValueError("an app without a career needs a career_list")
        from pmsim.ui.tui.screens.menu import MenuScreen

        return MenuScreen(opened.career_list)

    def get_driver_class(self) -> type[Driver]:
        return steady_driver(super().get_driver_class())

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; drop a key that was not pressed for the page on the screen.

        A key that no widget handles comes a second time, when another page may be on the screen."""
        if isinstance(event, events.Key):
            heard = (
                self.keypress_filter.is_for_page(event.time)
                if event.is_forwarded
                else self.accepts_key(event)
            )
            # the loading screen's only key may act before it has been painted
            if not heard and not (self.initial_view is None and event.key in self.keys_of("quit")):
                return
        await super().on_event(event)

    def accepts_key(self, event: events.Key) -> bool:
        """Return True if a terminal's key may act. Treat a capital as small unless text is
        typed."""
        typing = self.focused is not None and self.focused.check_consume_key(
            event.key, event.character
        )
        if len(event.key) == 1 and not typing:
            event.key = event.key.lower()
        quits = event.key in self.keys_of("quit_anywhere", "interrupt")
        if self.too_small:
            if event.key.lower() in self.keys_of("quit"):
                self.action_leave()
            return quits
        return self.keypress_filter.press(event.key, event.time) or quits

    @property
    def too_small(self) -> bool:
        """True if the window has room only for the way to quit."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def page_changed(self, _: object = None) -> None:
        """Note that the page on the screen changes. Keys act on the new one only after it has been
        painted."""
        self._set_pointer_shape(self.screen._pointer_shape)
        self.call_after_refresh(self._page_painted, self.keypress_filter.begin_page())

    def _set_pointer_shape(self, shape: str) -> None:
        if shape != self.pointer:
            self.pointer = shape
            super()._set_pointer_shape(shape)

    def _page_painted(self, page: int) -> None:
        # key presses have the time of Textual's own clock
        self.keypress_filter.page_painted(page, events.Event().time)

    def on_resize(self) -> None:
        self.page_changed()

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self.page_changed, immediate=True)
        self.page_changed()
        if not self.is_headless:
            self.terminal_guard = start_guard(self)
        if self.view_loader is not None:
            loader = threading.Thread(target=self._load_view, args=(self.view_loader,), daemon=True)
            self.call_after_refresh(loader.start)

    def _load_view(self, opening: ViewLoader) -> None:
        """Load the view and show it, in a thread of its own; do nothing if the app has ended."""
        # pause the garbage collector: loading allocates much and frees little
        gc.disable()
        try:
            opened = opening()
            screen = self.first_screen(opened)
        except BaseException as error:  # noqa: BLE001  `run_app` raises it again on the main thread
            self.load_error = error
            after: Callable[[], object] = self.exit
        else:
            after = partial(self.show_loaded, opened, screen)
        finally:
            gc.enable()
        with suppress(RuntimeError):
            self.call_from_thread(after)

    def show_loaded(self, opened: InitialView, screen: Screen[Any]) -> None:
        """Show the loaded view."""
        self.initial_view, self.career_list, self.career = opened, opened.career_list, opened.career
        # exempt the loaded pack, which stays, from garbage collection between two keys
        gc.freeze()
        self.show_only(screen)
        if opened.career is None and opened.notes:
            self.call_after_refresh(self.notify_line, " ".join(opened.notes))
        if opened.watched_story is not None:
            watch = partial(self._watch_edits, opened.watched_story)
            threading.Thread(target=watch, daemon=True).start()

    def _watch_edits(self, watched_story: "WatchedStory") -> None:
        """Show every change of the story. Runs in a thread of its own."""
        for edited in watched_story.edits(self.closed):
            with suppress(RuntimeError):
                self.call_from_thread(self.show_edit, watched_story.name, edited)

    def show_edit(self, name: str, edited: "EditedPack") -> None:
        """Show the changed story at the current decision; or show its problems over the old
        story."""
        from pmsim.store.career import PlayableCareer
        from pmsim.ui.career import continue_in
        from pmsim.ui.tui.screens.overlays import ProblemsScreen

        if edited.pack is None:
            if isinstance(self.screen, ProblemsScreen):
                self.pop_screen()
            self.push_screen(ProblemsScreen(name, edited))
        elif self.career is not None:
            session, sentence = continue_in(self.career.session, edited.pack)
            self.play(PlayableCareer(session), is_new=session.node.parent < 0, notes=(sentence,))

    def on_unmount(self) -> None:
        self.closed.set()
        self._set_pointer_shape("default")

    def show_menu(self) -> None:
        """Show the menu alone; without a career list, end the app."""
        if self.career_list is None:
            self.exit()
            return
        self.close_career()
        self.show_only(self.first_screen(InitialView(self.career_list)))

    def play(self, career: "PlayableCareer", *, is_new: bool, notes: tuple[str, ...] = ()) -> None:
        """Play a career that the menu has opened."""
        self.close_career()
        self.career = career
        self.show_only(self.first_screen(InitialView(self.career_list, career, is_new, notes)))

    def show_only(self, screen: Screen[Any]) -> None:
        """Show this screen alone, with no screen below it."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)

    def close_career(self) -> None:
        """Close the open career."""
        if self.career is not None:
            self.career.close()
        self.career = None

    def change_settings(self, settings: Settings) -> None:
        """Show other settings at once, and save the changes."""
        old = self.settings._asdict()
        changes = {name: value for name, value in settings._asdict().items() if value != old[name]}
        self.settings = settings
        if not self.no_color:
            self.theme = settings.theme
        try:
            sentence = self.save_settings(changes)
        except NotSavedError as error:
            sentence = f"The settings hold for now. They could not be kept: {error.reason}."
        except FolderError as error:
            sentence = f"The settings hold for now. {error}"
        if self.no_color and "theme" in changes:
            no_colour = "NO_COLOR is set, and takes the colours of every theme away."
            sentence = f"{no_colour} {sentence}".rstrip()
        for screen in self.screen_stack:
            getattr(screen, "fit", lambda: None)()
        if sentence:
            self.notify_line(sentence)

    def notify_line(self, text: str) -> None:
        """Show a message above the footer of the current screen."""
        getattr(self.screen, "say", lambda _: None)(text)

    def action_leave(self) -> None:
        """Quit; all is saved."""
        self.exit()

    def action_interrupt(self) -> None:
        """Copy the selected text of the page or of an input; without a selection, quit."""
        selected = getattr(self.focused, "selected_text", "") or self.screen.get_selected_text()
        if selected and not self.too_small:
            self.copy_to_clipboard(selected)
            self.notify_line("Copied.")
        else:
            self.action_leave()

    def _handle_exception(self, error: Exception) -> None:
        """Handle a fault of ours: restore the terminal, write a report, and exit with status 1."""
        if not self.is_headless:
            self.fault = write_fault_report(error, self.saved_decision, self.reports)
            self._return_code = 1
            self._exception = error
            self._close_messages_no_wait()
            return
        super()._handle_exception(error)


def run_tui(
    view_loader: ViewLoader,
    reports: Path | None,
    *,
    no_motion: bool = False,
    pack_title: PackTitle | None = None,
) -> int:
    """Run the app with the player's settings; return the exit status. Show the title of
    `pack_title` until `view_loader` returns.

    Raises what `view_loader` raises."""
    try:
        settings, settings_problems = read_settings(config_folder())
    except FolderError as error:
        settings, settings_problems = Settings(), (f"{error} Until then everything is as shipped.",)
    if settings.keys:
        keymap, note = check_keymap(settings.keys)
        settings = settings._replace(keys=keymap)
        settings_problems += (note,) * bool(note)

    def with_notes() -> InitialView:
        opened = view_loader()
        return opened._replace(notes=(*opened.notes, *settings_problems))

    return run_app(
        Pmsim(
            view_loader=with_notes,
            no_motion=no_motion,
            settings=settings,
            save_settings=lambda changes: write_settings(config_folder(), changes),
            reports=reports,
            pack_title=pack_title,
        )
    )


def run_app(app: Pmsim) -> int:
    """Run an app until it ends; print what broke, or what is saved, to stderr.

    Return 0 after quitting, 1 after a fault of ours, 128 + the signal's number after a signal."""
    app.run()
    if app.terminal_guard is not None:
        app.terminal_guard.stop()
    if app.load_error is not None:
        raise app.load_error
    sentence = app.fault
    if not sentence and app.saved_decision:
        sentence = f"Saved at Decision {app.saved_decision}."
    app.close_career()
    if sentence:
        # the terminal may be gone
        with suppress(OSError):
            sys.stderr.write(f"{sentence}\n")
    return app.return_code or 0
