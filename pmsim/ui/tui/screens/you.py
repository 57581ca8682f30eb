"""You: the stats with their figures, the skills, the people."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmsim.play.session import Session
from pmsim.ui.present.careers import current, since
from pmsim.ui.present.status import Status, all_people, figures, skills
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.layout.you import you
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over


class You(Over):
    """One look at the state."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "figures", "Every figure, or fewer", id="every_figure")]
    kind = "you"
    full = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        pack, state = session.pack, session.position
        self.figures = figures(pack, state, since(session, session.node))
        self.every = False
        self.people, self.skills = all_people(pack, state), skills(pack, state)
        self.now = current(session).status

    def draw(self, cursor: int) -> list[Leaf]:
        return you(self.figures, self.people, self.skills, self.now.decision, self.grid, self.look, every=self.every)

    def keys(self) -> tuple[Key, ...]:
        return (*super().keys(), Key("tab", "Fewer" if self.every else "Figures", "screen.figures"))

    def action_figures(self) -> None:
        """Every figure there is, at the foot; or those that have words again."""
        self.every = not self.every
        self.sheet.redraw()
        if self.every:
            self.sheet.action_edge(1)
        self.call_after_refresh(self.sheet.look_at)

    def status(self) -> Status:
        return self.now
