"""What one looks at: the log, the lives. As leaves."""

from collections.abc import Collection, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.careers import Dot, LifeLine, Spoken
from pmsim.ui.present.parts import Page
from pmsim.ui.present.words import capital, how_many
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.layout.story import told
from pmsim.ui.tui.leaves import BLANK, Leaf, Spot, at_column, block, heading, joined, prose, row, words, wrapped
from pmsim.ui.tui.look import Look

LOG_PAGES = 300
"""Pages of the log that are shown, the newest."""


def log(pages: Sequence[Page], decision: int, grid: Grid, look: Look) -> list[Leaf]:
    """A life so far, newest last."""
    left_out = max(len(pages) - LOG_PAGES, 0)
    leaves = heading("Log", "newest last", grid, look, decision=decision)
    if left_out:
        leaves += block([words(f"{how_many(left_out, 'page', 'pages')} before this.", look.soft, look)], grid.edge)
    for page in pages[left_out:]:
        leaves += [*told(page, grid, look), BLANK, *[BLANK] * grid.loose]
    while leaves and not leaves[-1].content.plain:
        leaves.pop()
    return leaves


class Axis(NamedTuple):
    """The columns at which the quarters begin, from the first. `pitch`: 0 if each decision has a column of its own, else a quarter is one
    dot, so many columns from the next."""

    begins: tuple[int, ...]
    pitch: int = 0

    def columns(self, path: Sequence[int], quarter: int) -> list[int]:
        """Return the column of each decision of a life that made them in the quarters `path`, and last the one where it stands, in
        `quarter`."""
        places = ((number, at - path.index(number)) for at, number in enumerate(path))
        dots = [self.begins[number - 1] + (0 if self.pitch else order) for number, order in places]
        made = path.count(quarter)
        return [*dots, self.begins[quarter - 1] + (min(made, 1) if self.pitch else made)]

    @property
    def headings(self) -> str:
        """The numbers of the quarters, each over its first column: all, or one in so many that they stand apart."""
        every = ceil(len(f"Q{len(self.begins)} ") / self.pitch) if self.pitch else 1
        line = ""
        for quarter in range(1, len(self.begins) + 1, every):
            line = f"{line.ljust(self.begins[quarter - 1])}Q{quarter}"
        return line


def axis(paths: Collection[Sequence[int]], quarters: int, room: int) -> Axis:
    """Return the axis of lives that made their decisions in the quarters `paths`: each quarter as wide as the most decisions any life made
    in it and a gap, or one dot a quarter where that does not fit in `room` columns."""
    most = [max(path.count(quarter) for path in paths) for quarter in range(1, quarters + 1)]
    for gap in (2, 1):
        widths = [max(count + gap, len(f"Q{quarter} ")) for quarter, count in enumerate(most, 1)]
        if sum(widths) < room + gap:
            return Axis(tuple(accumulate(widths[:-1], initial=0)))
    pitch = max(min(5, (room - len(f"Q{quarters}")) // max(quarters - 1, 1)), 1)
    return Axis(tuple(range(0, pitch * quarters, pitch)), pitch)


def _paths(lives: Sequence[LifeLine]) -> dict[int, list[int]]:
    """Return the quarter of every decision on the way of each life, those it shares with the life it left included."""
    found: dict[int, list[int]] = {}
    for life in lives:
        shared = found[life.left[0]][: life.left[1] - 1] if life.left[0] >= 0 else []
        found[life.number] = [*shared, *(dot.quarter for dot in life.dots)]
    return found


def tree(lives: Sequence[LifeLine], quarters: int, at: tuple[int, int], grid: Grid, look: Look) -> list[Leaf]:
    """Every life as a line of dots on one axis of quarters; a branch hangs under the decision where it left.

    `at`: the life and the dot under the cursor, which is in sight also where there are more quarters than columns."""
    paths = _paths(lives)
    own = axis(paths.values(), max(quarters, *(life.quarter for life in lives)), grid.room)
    places = {life.number: own.columns(paths[life.number], life.quarter)[-len(life.dots) - 1 :] for life in lives}
    left = next(begin for begin in own.begins if places[at[0]][at[1]] - begin < grid.room)
    seen = slice(left, left + grid.room)
    leaves = block([words(own.headings[seen].rstrip(), look.soft, look)], grid.edge)
    for life in lives:
        drawn = _dots(life, places[life.number], at, look)
        leaves += [BLANK, *block(wrapped(_named(life, at, look), grid.room), grid.edge)]
        leaves.append(Leaf(at_column(drawn[seen], grid.edge), spots=_spots(life, places[life.number], left, grid)))
    return leaves


def _spots(life: LifeLine, places: Sequence[int], left: int, grid: Grid) -> tuple[Spot, ...]:
    """The dots of a life that are in sight; a click puts the cursor there. Where a quarter is one dot, it stands for its first decision."""
    first = {column: number for number, column in reversed(list(enumerate(places[: len(life.dots)])))}
    shown = ((grid.edge + column - left, number) for column, number in first.items() if left <= column < left + grid.room)
    return tuple(Spot(column, column + 1, f"screen.point({life.number}, {number})") for column, number in shown)


def _named(life: LifeLine, at: tuple[int, int], look: Look) -> Content:
    where = f"ended in Q{life.quarter}: {life.ended}" if life.ended else f"Q{life.quarter}, still going"
    return joined(
        words(life.name, f"bold {look.ink}".strip() if life.number == at[0] else look.ink, look),
        words(f"  {where}{', here' if life.here else ''}", look.soft, look),
    )


def _dots(life: LifeLine, places: Sequence[int], at: tuple[int, int], look: Look) -> Content:
    """A life's own decisions at their columns, and at the last one where it stands."""
    glyphs = look.glyphs
    chosen = life.number == at[0]
    first, tip = places[0], places[-1]
    cells = [(" ", "")] * first + [(glyphs.light, look.track)] * (tip - first + 1)
    # backwards, so that the dot of a whole quarter can be played again if its first decision can
    for column, dot in reversed(list(zip(places, life.dots, strict=False))):
        cells[column] = (glyphs.lost if dot.why_lost else glyphs.decision, look.ink if chosen else look.soft)
    if life.left[0] >= 0 and first > 0:
        cells[first - 1] = (glyphs.leaves, look.track)
    cells[tip] = (glyphs.ended, look.ink) if life.ended else (glyphs.here, look.rubric or "bold")
    if chosen and life.dots:
        cells[places[at[1]]] = (glyphs.lost_here if life.dots[at[1]].why_lost else glyphs.lived, f"bold {look.rubric}".strip())
    return Content.assemble(*cells)


def timeline(
    lives: Sequence[LifeLine], quarters: int, at: tuple[int, int], spoken: Sequence[Spoken], decision: int, grid: Grid, look: Look
) -> list[Leaf]:
    """The lives, and beneath the rule what was said at the dot under the cursor, in every life."""
    count = how_many(len(lives), "life", "lives")
    leaves = heading("Timeline", f"{count}, one seed" if grid.room >= 60 else count, grid, look, decision=decision)
    leaves += tree(lives, quarters, at, grid, look)
    leaves += [BLANK, *block([words(look.glyphs.rule * grid.room, look.rule, look)], grid.edge), *[BLANK] * grid.loose]
    life = next(life for life in lives if life.number == at[0])
    if not life.dots:
        return leaves + block([words("No decision yet.", look.soft, look)], grid.edge)
    dot = life.dots[at[1]]
    where = joined(
        words(f"Q{dot.quarter}, decision {dot.decision}, of the life called ", look.soft, look), words(life.name, look.ink, look)
    )
    leaves += [*block(wrapped(where, grid.room), grid.edge), *[BLANK] * grid.loose]
    leaves += block([words(dot.title, look.title, look)], grid.edge)
    for entry in spoken:
        leaves += _spoken(entry, life.name, grid, look)
    only = "One life so far. Enter on any dot starts another; this one stays."
    both = "Choosing otherwise keeps this life and starts another beside it."
    hint = dot.why_lost or (only if len(lives) == 1 and not any(dot.why_lost for dot in life.dots) else both)
    leaves += [*[BLANK] * grid.loose, *block(wrapped(words(hint, look.soft, look), grid.room), grid.edge)]
    return leaves


def _spoken(entry: Spoken, here: str, grid: Grid, look: Look) -> list[Leaf]:
    if here in entry.by:
        others = [name for name in entry.by if name != here]
        who = "Here you chose" if not others else f"Here, and {', '.join(others)}"
    elif entry.by:
        who = f"{', '.join(entry.by)} chose"
    else:
        who = "Closed then" if entry.closed else "Never chosen"
    column = min(25, grid.room // 3)
    if len(who) >= column and entry.by:
        who = "Here, and elsewhere" if here in entry.by else "Another life chose" if len(entry.by) == 1 else "Other lives chose"
    name = words(capital(who), look.soft, look)
    if name.cell_length >= column:
        name = name.truncate(column - 1, ellipsis=True)
    lines = wrapped(prose(entry.label, look.ink if entry.by else look.soft, look), grid.room - column)
    first = joined(name, Content(" " * (column - name.cell_length)), lines[0])
    return block([first, *(at_column(line, column) for line in lines[1:])], grid.edge)


def decisions(dots: Sequence[Dot], grid: Grid, look: Look, cursor: int) -> list[Leaf]:
    """A life's decisions as a list, for a window too narrow to draw them."""
    leaves: list[Leaf] = []
    for index, dot in enumerate(dots):
        here = index == cursor
        where = words(f"Q{dot.quarter}, {dot.decision}  ", look.soft, look)
        lines = wrapped(joined(where, prose(dot.said, look.chosen if here else look.ink, look)), grid.measure)
        leaves += row(0, index, lines, grid, look, here=here)
    return leaves
