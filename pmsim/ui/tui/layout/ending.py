"""The page on which a life ends, and the margin beside it. As leaves.

Where the page would have to scroll it is turned once: first how it ends, then what came after, with everything that can be done."""

from textual.content import Content

from pmsim.ui.present.ending import CAME_FROM, HERE_IT_ENDS, Ending, Turning
from pmsim.ui.present.parts import Page
from pmsim.ui.present.status import Status
from pmsim.ui.present.text import Line
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.layout.around import Item, items_of
from pmsim.ui.tui.layout.status import gauge_of, when_of
from pmsim.ui.tui.layout.story import parts
from pmsim.ui.tui.layout.title import spaced
from pmsim.ui.tui.leaves import BLANK, Leaf, at_column, block, joined, prose, row, words, wrapped
from pmsim.ui.tui.look import Look

WHOLE, FIRST, SECOND = range(3)
"""What of the page is shown."""
TURN = "Turn the page."
WAYS_ON = (
    Item("From above", "all your lives"),
    Item("Choose otherwise", "at the last decision"),
    Item("Another career", "back to the title"),
)
"""What can be done at the end; the one under the cursor changes nothing."""
HANG = 6
"""Columns of a quarter before what was said in it."""


def end(page: Page, told: Ending, grid: Grid, look: Look, cursor: int, half: int = WHOLE) -> list[Leaf]:
    """The page, or a half of it."""
    name = block(wrapped(words(spaced(page.title, grid.measure), look.title, look), grid.measure), grid.edge)
    if half == SECOND:
        leaves = [*name, BLANK]
    else:
        leaves = block([words(HERE_IT_ENDS, look.soft, look)], grid.edge)
        leaves += [*name, *block(wrapped(words(told.lived, look.soft, look), grid.measure), grid.edge), BLANK]
    split = len(page.parts) - int(told.afterwards)
    told_here = {WHOLE: page.parts, FIRST: page.parts[:split], SECOND: page.parts[split:]}[half]
    leaves += [*parts(told_here, grid, look), BLANK] if told_here else []
    if half == FIRST:
        return leaves + row(0, 0, [words(TURN, look.chosen, look)], grid, look, here=True)
    if not grid.panel:
        leaves += [*block(came_from(told, grid.measure, look), grid.edge), BLANK]
    return leaves + items_of(WAYS_ON, grid, look, cursor)


def came_from(told: Ending, width: int, look: Look) -> list[Content]:
    """What it came from, each choice behind its quarter, and how many ends there are."""
    lines = [words(CAME_FROM, look.soft, look)] if told.came_from else []
    for turning in told.came_from:
        lines += _turning(turning, width, look)
    return [*lines, *([Content("")] if lines else []), *wrapped(words(told.one_of, look.soft, look), width)]


def _turning(turning: Turning, width: int, look: Look) -> list[Content]:
    lead = joined(words(look.glyphs.lived, look.ink, look), words(f" Q{turning.quarter}".ljust(HANG - 1), look.soft, look))
    lines = wrapped(prose(emphasised(turning.said), look.ink, look), width - HANG)
    return [joined(lead, lines[0]), *(at_column(line, HANG) for line in lines[1:])]


def emphasised(line: Line) -> Line:
    """The line in the other slope."""
    return tuple(span._replace(emphasis=not span.emphasis) for span in line)


def margin(status: Status, told: Ending, width: int, rows: int, look: Look) -> list[Content]:
    """Who one is, was, and what it came from, in a column of `width` cells and at most `rows` lines where that can be."""
    lines = [*when_of(status, width, look), Content("")]
    lines += wrapped(words(told.role, look.ink, look), width)
    lines += wrapped(words(f"{told.was} before", look.soft, look), width) if told.was else []
    below = came_from(told, width, look)
    gauges = [gauge_of(gauge, "", width, look) for gauge in told.gauges]
    while len(gauges) > 1 and len(lines) + 1 + sum(map(len, gauges)) + len(below) > rows:
        gauges.pop()
    return [*lines, Content(""), *(line for gauge in gauges for line in gauge), *below]
