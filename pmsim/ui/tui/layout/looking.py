"""What one looks at: the log, the lives. As leaves."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.careers import Dot, LifeLine, Spoken
from pmsim.ui.present.parts import Page
from pmsim.ui.present.words import how_many
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.layout.story import told
from pmsim.ui.tui.leaves import BLANK, Leaf, at_column, block, heading, joined, prose, row, words, wrapped
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


def tree(lives: Sequence[LifeLine], quarters: int, at: tuple[int, int], grid: Grid, look: Look) -> list[Content]:
    """Every life as a line of dots on one axis of quarters; a branch hangs under the decision where it left.

    `at`: the life and the dot under the cursor."""
    pitch = 7 if grid.room >= 7 * quarters + 2 and grid.room >= 86 else max(min(5, (grid.room - 2) // max(quarters, 1)), 2)
    axis = "".join(f"Q{quarter}".ljust(pitch) if pitch > 3 or quarter % 2 else " " * pitch for quarter in range(1, quarters + 1))
    lines = [words(axis.rstrip()[: grid.room], look.soft, look)]
    whole = {life.number: _places(life, lives, pitch) for life in lives}
    for life in lives:
        lines.append(Content(""))
        lines += _life_lines(life, whole, at, pitch, grid, look)
    return lines


def _places(life: LifeLine, lives: Sequence[LifeLine], pitch: int) -> list[int]:
    """The column of each of a life's own dots: by quarter, then by order in it."""
    before: dict[int, int] = {}
    if life.left[0] >= 0 and life.dots:
        parent = next(other for other in lives if other.number == life.left[0])
        for dot in parent.dots:
            if dot.decision < life.left[1]:
                before[dot.quarter] = before.get(dot.quarter, 0) + 1
    columns_: list[int] = []
    for dot in life.dots:
        order = before.get(dot.quarter, 0)
        before[dot.quarter] = order + 1
        columns_.append((dot.quarter - 1) * pitch + min(order, pitch - 1))
    return columns_


def _life_lines(life: LifeLine, whole: dict[int, list[int]], at: tuple[int, int], pitch: int, grid: Grid, look: Look) -> list[Content]:
    glyphs = look.glyphs
    chosen = life.number == at[0]
    places = whole[life.number]
    tip = (places[-1] if places else (life.quarter - 1) * pitch) + 1
    width = min(max(tip + 1, 1), grid.room)
    cells: list[tuple[str, str]] = [(" ", "")] * width
    first = places[0] if places else 0
    for column in range(first, width):
        cells[column] = (glyphs.light, look.track)
    for column, dot in zip(places, life.dots, strict=True):
        if column < width:
            cells[column] = (glyphs.lost if dot.why_lost else glyphs.decision, look.ink if chosen else look.soft)
    if life.left[0] >= 0 and first > 0:
        cells[first - 1] = (glyphs.leaves, look.track)
    if tip < width:
        cells[tip] = (glyphs.ended, look.ink) if life.ended else (glyphs.here, look.rubric or "bold")
    if chosen and 0 <= at[1] < len(places) and places[at[1]] < width:
        cells[places[at[1]]] = (glyphs.lost_here if life.dots[at[1]].why_lost else glyphs.lived, f"bold {look.rubric}".strip())
    where = f"ended in Q{life.quarter}: {life.ended}" if life.ended else f"Q{life.quarter}, still going"
    named = joined(
        words(life.name, f"bold {look.ink}".strip() if chosen else look.ink, look),
        words(f"  {where}{', here' if life.here else ''}", look.soft, look),
    )
    return [*wrapped(named, grid.room), Content.assemble(*cells)]


def timeline(
    lives: Sequence[LifeLine], quarters: int, at: tuple[int, int], spoken: Sequence[Spoken], decision: int, grid: Grid, look: Look
) -> list[Leaf]:
    """The lives, and beneath the rule what was said at the dot under the cursor, in every life."""
    count = how_many(len(lives), "life", "lives")
    leaves = heading("Timeline", f"{count}, one seed" if grid.room >= 60 else count, grid, look, decision=decision)
    leaves += block(tree(lives, quarters, at, grid, look), grid.edge)
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
    name = words(who, look.soft, look)
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
