"""You: every stat with its figure, the skills, the people."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmsim.play.session import Session
from pmsim.ui.present.careers import current, since
from pmsim.ui.present.status import Status, all_gauges, all_people, skills
from pmsim.ui.tui.layout import looking
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over


class You(Over):
    """One look at the state."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "back", "Back", show=False, id="you_back")]
    full = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        pack, state = session.pack, session.position
        self.gauges = all_gauges(pack, state, since(session, session.node))
        self.people, self.skills = all_people(pack, state), skills(pack, state)
        self.now = current(session).status

    def draw(self, cursor: int) -> list[Leaf]:
        return looking.you(self.gauges, self.people, self.skills, self.now.decision, self.grid, self.look)

    def status(self) -> Status:
        return self.now
