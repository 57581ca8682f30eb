"""Help: every key that works."""

from pmsim.ui.tui.layout.around import keys
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over

GROUPS = (
    (
        "Choosing",
        (
            ("1-9", "choose by number"),
            ("up down", "move between choices; k and j do too"),
            ("enter", "choose; go on"),
            ("u", "back one; both lives stay"),
        ),
    ),
    (
        "Looking",
        (
            ("i", "you: stats, skills, people; tab there: every figure"),
            ("t", "timeline of your lives; choose otherwise from any dot, n names a life"),
            ("l", "the log of this life"),
        ),
    ),
    (
        "Reading",
        (
            ("space", "next page of a long scene"),
            ("pgup pgdn", "a page up, a page down"),
            ("y", "copy this page; ctrl+c what is selected"),
        ),
    ),
    (
        "Always",
        (
            ("?  F1", "this page"),
            ("ctrl+p", "everything, by name"),
            ("m", "menu; other careers"),
            (",", "settings: theme, measure, figures, motion"),
            ("esc", "back to the page; so does the key that opened one"),
            ("q  ctrl+q", "quit; all is saved"),
        ),
    ),
)


class Help(Over):
    """One page."""

    kind = "help"
    full = True

    def draw(self, cursor: int) -> list[Leaf]:
        return keys(GROUPS, self.grid, self.look)
