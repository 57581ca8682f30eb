"""Where things stand, from the size of the window alone: SCREENS' table of breakpoints as data."""

from typing import NamedTuple

HORIZONTAL = [(0, "-tiny"), (40, "-narrow"), (60, "-middle"), (80, "-wide"), (100, "-margin"), (120, "-full")]
VERTICAL = [(0, "-flat"), (12, "-low"), (18, "-short"), (24, "-medium"), (36, "-tall")]
"""Classes of a window by its width and its height, for Textual's breakpoints."""

SMALLEST = (40, 12)
WIDEST = 124
"""Beyond this the whole is centred."""


class Grid(NamedTuple):
    """Columns and rows in a window.

    Columns: `edge` where text begins, `lead` where the cursor stands, `digit` where a number ends. Widths: `measure` the widest line of
    prose, `room` of a full screen, `line` head line and foot, `panel` the margin (0: none), `gap` before it. `strip`: lines of it;
    `head`: there is a head line. Blank rows: `top` above the page, `between` choices, `loose` between paragraphs."""

    edge: int
    lead: int
    digit: int
    measure: int
    room: int
    line: int
    panel: int
    gap: int
    strip: int
    head: bool
    top: int
    between: int
    loose: int


def grid(width: int, height: int, measure: int = 66) -> Grid:
    """The grid of a window of `width` x `height` cells; `measure` is the player's setting, 60..75."""
    own = min(width, WIDEST)
    if width >= 120:
        columns = (10, 5, 7, min(measure, own - 10 - 1 - 6 - 31), own - 16, 30, 5, 0, False)
    elif width >= 100:
        columns = (6, 1, 3, min(measure, width - 6 - 1 - 3 - 27), width - 12, 26, 2, 0, False)
    elif width >= 80:
        columns = (6, 1, 3, min(measure, width - 12), width - 12, 0, 0, 2, True)
    elif width >= 60:
        columns = (4, 0, 1, min(measure, width - 6), width - 8, 0, 0, 1, True)
    else:
        columns = (3, 0, 1, max(width - 4, 10), max(width - 4, 10), 0, 0, 0, True)
    edge, lead, digit, wide, room, panel, gap, strip, head = columns
    line = wide + 1 + gap + panel if panel else room if width >= 80 else own - edge - (2 if width >= 60 else 0)
    top = 4 if height >= 36 else 1 if height >= 24 else 0
    shown = strip if height >= 18 else 0
    return Grid(edge, lead, digit, wide, room, line, panel, gap, shown, head, top, int(height >= 24), int(height >= 18))
