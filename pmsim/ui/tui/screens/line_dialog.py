"""A dialog of one line at the foot of the window, which asks for a few words."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from pmsim.ui.tui.page_lines import join, soft_text, styled
from pmsim.ui.tui.screens.base import DismissOnce
from pmsim.ui.tui.widgets import too_small_lines

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

MAX_LENGTH = 40
"""Characters that can be typed at most."""


class LineDialog(ModalScreen[str | None], DismissOnce[str | None]):
    """A dialog that returns what was typed, None to leave everything unchanged. `label`: the word
    before the line; `verb`: what enter does; `value`: what stands there at first."""

    BINDINGS = [Binding("escape", "back", "Back")]

    def __init__(self, label: str, verb: str, value: str = "") -> None:
        super().__init__()
        self.label, self.verb, self.value = label, verb, value

    def compose(self) -> ComposeResult:
        tokens = cast("Pmsim", self.app).theme_tokens
        keys = [
            join(styled(key, tokens.title, tokens), soft_text(f" {does}", tokens))
            for key, does in (("enter", self.verb), ("esc", "Back"))
        ]
        with Horizontal(id="asking"):
            yield Static(Content(f"{self.label}  "))
            yield Input(self.value, max_length=MAX_LENGTH, select_on_focus=True)
            yield Static(join(Content("  "), Content("   ").join(keys)), classes="keys")
        yield too_small_lines(self.app)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_back(self) -> None:
        """Close the dialog without a change."""
        self.dismiss(None)
