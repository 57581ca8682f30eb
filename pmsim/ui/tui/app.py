"""The Textual app: which screen is shown, in which theme, and how it is left. Moves nothing in a career."""

import asyncio
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from pmsim.store.career import Career as SavedCareer
from pmsim.ui.career import Career
from pmsim.ui.settings import Settings
from pmsim.ui.tui.grid import HORIZONTAL, VERTICAL
from pmsim.ui.tui.screens.base import Page
from pmsim.ui.tui.screens.menu import Menu
from pmsim.ui.tui.screens.settings import SettingsPage
from pmsim.ui.tui.screens.story import LATCH, Story
from pmsim.ui.tui.shelf import Shelf
from pmsim.ui.tui.themes import BARE, THEMES

_SIGNALS = ("SIGTERM", "SIGHUP")


class Pmsim(App[None]):
    """`career`: played at once; else `shelf` gives a menu. `reports`: a folder for the report of a fault, None for no file."""

    CSS_PATH = "style.tcss"
    TITLE = "pmsim"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = HORIZONTAL
    VERTICAL_BREAKPOINTS = VERTICAL
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "leave", "Quit; all is saved", id="quit", priority=False),
        Binding("comma", "settings", "Settings", id="settings"),
        Binding("ctrl+c", "leave", "Quit", show=False, id="interrupt", priority=True),
    ]

    def __init__(
        self,
        shelf: Shelf | None = None,
        career: Career | None = None,
        *,
        begun: bool = False,
        settings: Settings | None = None,
        keep: Callable[[Settings], None] = lambda _: None,
        reports: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        latch: float = LATCH,
    ) -> None:
        self.settings = settings or Settings()
        colourless = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if colourless else None)
        self.shelf = shelf
        self.career = career
        self.begun = begun
        self.keep = keep
        self.reports = reports
        self.clock = clock
        self.latch = latch
        self.fault = ""
        for own in THEMES:
            self.register_theme(own)
        self.theme = BARE if colourless else self.settings.theme

    @property
    def plain_characters(self) -> bool:
        """ASCII only: by the setting, or because the terminal has nothing else."""
        encoding = (getattr(sys.__stdout__, "encoding", "") or "utf-8").lower().replace("-", "")
        return self.settings.plain_characters or os.environ.get("TERM") == "linux" or not encoding.startswith("utf")

    @property
    def still(self) -> bool:
        """Nothing moves by itself."""
        return self.settings.motion == "still" or self.animation_level == "none"

    def on_mount(self) -> None:
        self.listen()
        if self.career is not None:
            notes = self.career.notes if isinstance(self.career, SavedCareer) else ()
            self.push_screen(Story(self.career, begun=self.begun, notes=tuple(note.sentence for note in notes)))
        else:
            self.show_menu()

    def listen(self) -> None:
        """A polite kill leaves the terminal as it was. Everything is saved already."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and hasattr(loop, "add_signal_handler"):
                loop.add_signal_handler(number, self.exit, None, 128 + number)

    def show_menu(self) -> None:
        """The menu, with nothing above it; without a shelf there is none, and the app is left."""
        if self.shelf is None:
            self.exit()
            return
        self.put_away()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(Menu(self.shelf))

    def play(self, career: Career, *, begun: bool, notes: tuple[str, ...] = ()) -> None:
        """Play a career that the menu has opened."""
        self.put_away()
        self.career = career
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(Story(career, begun=begun, notes=notes))

    def put_away(self) -> None:
        """Let go of the career that is open."""
        if isinstance(self.career, SavedCareer):
            self.career.close()
        self.career = None

    def change_settings(self, settings: Settings) -> None:
        """Other settings, seen at once and kept."""
        self.settings = settings
        if "NO_COLOR" not in os.environ:
            self.theme = settings.theme
        self.keep(settings)
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.fit()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything the palette offers, by name: what the screen's keys do, and the app's."""
        for source in (screen, self):
            for binding in source._bindings.key_to_bindings.values():
                for own in binding:
                    if own.show and own.description:
                        yield SystemCommand(own.description, f"key {own.key}", self._runner(source, own.action))

    def _runner(self, source: Screen[Any] | App[Any], action: str) -> Callable[[], object]:
        async def run() -> None:
            await self.run_action(action, source)

        return run

    def action_settings(self) -> None:
        """The settings."""
        if not isinstance(self.screen, SettingsPage | CommandPalette):
            self.push_screen(SettingsPage())

    def action_leave(self) -> None:
        """Quit; all is saved."""
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours: the terminal is restored, a report is written, the exit status is 1."""
        if not self.is_headless:
            self.fault = self._report(error)
            self._return_code = 1
            self._exception = error
            self._close_messages_no_wait()
            return
        super()._handle_exception(error)

    def _report(self, error: Exception) -> str:
        decision = f" at Decision {self.career.session.decision}" if self.career is not None else ""
        said = f"Something broke, and it was not you. Your career is saved{decision}."
        if self.reports is None:
            return said
        path = self.reports / "pmsim-report.txt"
        text = "".join(traceback.format_exception(error))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            return f"{said}\n{text}"
        return f"{said} Details: {path}"
