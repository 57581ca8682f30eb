"""What stands on the screen while the pack is being read. Imports next to nothing: it is there before anything else is."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

TEXT = "Three years of somebody's working life, and it may be yours."
KEYS = "q Quit"


class Curtain(Screen[None]):
    """Two quiet lines; `q` leaves, as everywhere."""

    def compose(self) -> ComposeResult:
        with Vertical(id="curtain"):
            yield Static(Content(TEXT))
            yield Static(Content(KEYS), id="curtain-keys")
