"""The timeline: the lives beside one another. From any dot one may choose otherwise; every life stays."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmsim.store.errors import NotSavedError
from pmsim.ui.career import Career
from pmsim.ui.present.careers import LifeLine, current, lives, spoken
from pmsim.ui.present.status import Status
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.layout import looking
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Page
from pmsim.ui.tui.screens.naming import Naming


class Timeline(Page):
    """Answers (life, decision) to choose otherwise there, (life, 0) to play that life on, None to stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "back", "Back", id="timeline_back"),
        Binding("left,h", "along(-1)", "Earlier", show=False, id="earlier"),
        Binding("right", "along(1)", "Later", show=False, id="later"),
        Binding("up,k", "life(-1)", "Life above", show=False, priority=True, id="life_above"),
        Binding("down,j", "life(1)", "Life below", show=False, priority=True, id="life_below"),
        Binding("enter", "otherwise", "Choose otherwise", priority=True, id="otherwise"),
        Binding("p", "play", "Play on", id="play_on"),
        Binding("n", "name", "Name this life", id="name_life"),
    ]
    kind = "timeline"
    full = True

    def __init__(self, career: Career) -> None:
        super().__init__()
        self.career = career
        session = career.session
        self.lives = lives(session)
        self.now = current(session).status
        here = next(number for number, life in enumerate(self.lives) if life.number == session.node.life)
        self.life = here
        made = [number for number, dot in enumerate(self.lives[here].dots) if dot.decision <= session.position.decisions]
        self.dot = made[-1] if made else 0

    @property
    def chosen(self) -> LifeLine:
        """The life under the cursor."""
        return self.lives[self.life]

    def draw(self, cursor: int) -> list[Leaf]:
        said = spoken(self.career.session, self.chosen.dots[self.dot].node) if self.chosen.dots else ()
        at = (self.chosen.number, self.dot)
        return looking.timeline(self.lives, self.now.quarters, at, said, self.now.decision, self.grid, self.look)

    def status(self) -> Status:
        return self.now

    @property
    def why_lost(self) -> str:
        """Why the decision under the cursor can only be read, '' if it can be played again."""
        return self.chosen.dots[self.dot].why_lost if self.chosen.dots else ""

    def keys(self) -> tuple[Key, ...]:
        otherwise = () if self.why_lost else (Key("enter", "Choose otherwise", "screen.otherwise"),)
        return (
            Key("esc", "Back", "screen.back"),
            *otherwise,
            Key("p", "Play on", "screen.play"),
            Key("n", "Name", "screen.name"),
        )

    def moved(self) -> None:
        """Draw again what depends on the cursor."""
        self.sheet.redraw()
        self.show_keys()

    def action_back(self) -> None:
        """Stay where one was."""
        self.dismiss(None)

    def action_along(self, by: int) -> None:
        """Along the life; before its first dot stands the life that it left."""
        target = self.dot + by
        if target < 0 and self.chosen.left[0] >= 0:
            decision = self.chosen.left[1] - 1
            self.life = next(number for number, life in enumerate(self.lives) if life.number == self.chosen.left[0])
            self.dot = next((number for number, dot in enumerate(self.chosen.dots) if dot.decision == decision), 0)
        else:
            self.dot = min(max(target, 0), max(len(self.chosen.dots) - 1, 0))
        self.moved()

    def action_life(self, by: int) -> None:
        """Another life, at the decision nearest to this one."""
        decision = self.chosen.dots[self.dot].decision if self.chosen.dots else 0
        self.life = min(max(self.life + by, 0), len(self.lives) - 1)
        near = [(abs(dot.decision - decision), number) for number, dot in enumerate(self.chosen.dots)]
        self.dot = min(near)[1] if near else 0
        self.moved()

    def action_point(self, life: int, dot: int) -> None:
        """Put the cursor on a dot, by mouse. `life`: the number of the life."""
        self.life = next(at for at, own in enumerate(self.lives) if own.number == life)
        self.dot = dot
        self.moved()

    def action_otherwise(self) -> None:
        """Choose otherwise at the dot under the cursor."""
        if self.why_lost:
            self.say(self.why_lost)
        elif self.chosen.dots:
            self.dismiss((self.chosen.number, self.chosen.dots[self.dot].decision))
        else:
            self.say("There is nothing to choose otherwise yet.")

    def action_play(self) -> None:
        """Play the life under the cursor on from its newest point."""
        self.dismiss((self.chosen.number, 0))

    def action_name(self) -> None:
        """Name the life under the cursor."""
        self.app.push_screen(Naming(self.chosen.name), self.named)

    def named(self, name: str | None) -> None:
        """What was typed, saved."""
        if name is None or name == self.chosen.name:
            return
        try:
            self.career.name(self.chosen.number, name)
        except NotSavedError as error:
            self.say(str(error))
        if self.career.session.outcome is not None:
            # a name does not unread the end
            self.career.finish()
        self.lives = lives(self.career.session)
        self.sheet.redraw()
