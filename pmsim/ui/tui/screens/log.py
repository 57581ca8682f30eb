"""The log: the life being lived, page by page, newest last."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmsim.play.session import Session
from pmsim.ui.lines import of_parts
from pmsim.ui.present.careers import current, log
from pmsim.ui.present.status import Status
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.layout import looking
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over


class Log(Over):
    """A capped transcript."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy the log", id="copy_log"),
    ]
    kind = "log"
    full = True
    yields = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.pages = log(session)
        self.now = current(session).status

    def draw(self, cursor: int) -> list[Leaf]:
        return looking.log(self.pages, self.now.decision, self.grid, self.look)

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(self.sheet.action_edge, 1)

    def status(self) -> Status:
        return self.now

    def keys(self) -> tuple[Key, ...]:
        return (*super().keys(), Key("y", "Copy", "screen.copy"))

    def action_copy(self) -> None:
        """The whole of it, as lines, for the clipboard of the terminal."""
        lines = [line for page in self.pages for line in (f"{page.title}.", "", *of_parts(page), "")]
        self.app.copy_to_clipboard("\n".join(lines))
        self.say("Copied.")
