"""Columns and blank rows of a screen, from the size of the window and from how much stands on it. Pure."""

from collections.abc import Callable
from typing import NamedTuple

HORIZONTAL = [(0, "-tiny"), (40, "-narrow"), (60, "-middle"), (80, "-wide"), (100, "-margin"), (120, "-full")]
VERTICAL = [(0, "-flat"), (12, "-low"), (18, "-short"), (24, "-medium"), (36, "-tall")]
"""Classes of a window by its width and its height, for Textual's breakpoints."""

SMALLEST = (40, 12)
WIDEST, HIGHEST = 124, 44
"""A larger window is not filled: the whole stands in its middle, a third of the spare rows above it."""


class Grid(NamedTuple):
    """Columns and rows in a window.

    Columns: `edge` where text begins, `lead` where the cursor stands, `digit` where a number ends. Widths: `measure` the widest line of
    prose, `room` of a full screen, `line` head line and foot, `panel` the margin (0: none), `gap` before it.
    `height`: rows used; `head`: one of them is the head line; `strip`: lines of the strip, with a blank row above it.
    Blank rows: `above` and `below` the foot, `top` above the page, `between` choices, `loose` between paragraphs.
    `reasons`: a closed choice says why wherever the cursor rests; without, only where it rests on it."""

    edge: int
    lead: int
    digit: int
    measure: int
    room: int
    line: int
    panel: int
    gap: int
    height: int
    head: bool
    strip: int
    above: int
    below: int
    top: int
    between: int = 1
    loose: int = 1
    reasons: bool = True

    @property
    def rows(self) -> int:
        """The lines of a page that can be seen at once."""
        foot = self.above + 1 + self.below
        return self.height - int(self.head) - self.top - (self.strip + 1 if self.strip else 0) - foot


def grid(width: int, height: int, measure: int = 66, *, head: bool = True, strip: bool = True) -> Grid:
    """Return the roomiest grid of a window of `width` x `height` cells; `measure` is the player's setting, 60..75.

    `head`, `strip`: the screen has something to say in the head line and in the strip, where the window has them."""
    own, rows = min(width, WIDEST), min(height, HIGHEST)
    if width >= 120:
        columns = (10, 5, 7, min(measure, own - 10 - 2 - 5 - 31), own - 16, 30, 4, 0, False)
    elif width >= 100:
        columns = (6, 1, 3, min(measure, width - 6 - 2 - 2 - 27), width - 12, 26, 1, 0, False)
    elif width >= 80:
        columns = (6, 1, 3, min(measure, width - 12), width - 12, 0, 0, 2, True)
    elif width >= 60:
        columns = (4, 0, 1, min(measure, width - 6), width - 8, 0, 0, 1, True)
    else:
        columns = (3, 0, 1, max(width - 4, 10), max(width - 4, 10), 0, 0, 0, True)
    edge, lead, digit, wide, room, panel, gap, lines, headed = columns
    line = wide + 2 + gap + panel if panel else room if width >= 80 else own - edge - (2 if width >= 60 else 1)
    top = 4 if height >= 36 else 1 if height >= 24 else 0
    shown = lines if strip and height >= 18 else 0
    blank = int(height >= 24)
    return Grid(edge, lead, digit, wide, room, line, panel, gap, rows, headed and head, shown, blank, int(height >= 36), top)


def ladder(roomy: Grid) -> tuple[Grid, ...]:
    """Return the grids of a window from the roomiest to the tightest: each gives up a little more blank space than the one before."""
    found = [roomy]
    given_up = (
        {"top": min(roomy.top, 1)},
        {"between": 0},
        {"strip": min(roomy.strip, 1)},
        {"loose": 0},
        {"top": 0},
        {"strip": 0},
        {"reasons": False},
    )
    for change in given_up:
        tighter = found[-1]._replace(**change)
        if tighter != found[-1]:
            found.append(tighter)
    return tuple(found)


def fitting(grids: tuple[Grid, ...], lines: Callable[[Grid], int]) -> Grid:
    """Return the first grid whose rows hold the `lines` that stand in it, else the last."""
    return next((own for own in grids if lines(own) <= own.rows), grids[-1])
