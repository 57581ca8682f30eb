"""One line at the foot in which a name is typed; what lies above stays as it is."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from pmsim.ui.tui.screens.base import LeftOnce, too_small

LONGEST = 40
"""Characters of a name."""


class Naming(ModalScreen[str | None], LeftOnce[str | None]):
    """Answers the name, '' to take it back, None to leave it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back", id="naming_back")]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.called = name

    def compose(self) -> ComposeResult:
        with Horizontal(id="naming"):
            yield Static(Content("Name "))
            yield Input(self.called, max_length=LONGEST, select_on_focus=True)
            yield Static(Content("enter Keep  esc Back"))
        yield too_small()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_back(self) -> None:
        """Leave it."""
        self.dismiss(None)
