"""The command palette: everything that the screen below can do, by name. Textual's own, made safe for keys typed in one burst."""

from textual import on
from textual.app import ComposeResult
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from pmsim.ui.tui.screens.base import LeftOnce, too_small


class Palette(CommandPalette, LeftOnce[None]):
    """Runs one command, however often it is asked to before it is gone."""

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield too_small()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def guard(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        """Ignore what was pressed before the first command had closed the palette."""
        if not self.is_active:
            event.stop()
            event.prevent_default()
