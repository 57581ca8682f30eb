"""What stands before and around a story: the menu, the doors, the careers, the settings, the keys. As leaves."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.careers import Door
from pmsim.ui.present.text import Line
from pmsim.ui.tui.draw import bar
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import BLANK, Leaf, Spot, apart, at_column, block, columns, heading, joined, paragraphs, prose, row, words, wrapped
from pmsim.ui.tui.look import Look


class Item(NamedTuple):
    """One row of a list: what it is called, a few quiet words on it, fewer where there is little room, and what was said, on a line of its
    own."""

    label: str
    beside: str = ""
    short: str = ""
    said: Line = ()


def listing(
    title: str, under: Sequence[str], items: Sequence[Item], grid: Grid, look: Look, cursor: int, *, beside: str = ""
) -> list[Leaf]:
    """A title with something quiet beside it, a few quiet lines, a list to choose from."""
    leaves = heading(title, beside, grid, look)
    for line in under:
        leaves += block(wrapped(words(line, look.soft, look), grid.measure), grid.edge)
    leaves += [BLANK] if under else []
    return leaves + items_of(items, grid, look, cursor)


def items_of(items: Sequence[Item], grid: Grid, look: Look, cursor: int, width: int = 0) -> list[Leaf]:
    """A numbered list to choose from: what each is called, and in a column beside it a few quiet words."""
    leaves: list[Leaf] = []
    wide = width or grid.measure
    names = max((len(item.label) for item in items), default=0) + 3
    for index, item in enumerate(items):
        here = index == cursor
        name = words(item.label, look.chosen if here else look.ink, look)
        fewer = item.short if item.short and names + len(item.beside) > wide else item.beside
        quiet = words(fewer, look.soft, look)
        said = prose(tuple(span._replace(emphasis=not span.emphasis) for span in item.said), look.ink, look)
        column = names if names + len(fewer) <= wide else 0
        if column:
            lines = [columns([(name, column), (quiet, wide - column)])]
        else:
            lines = [*wrapped(name, wide), *(wrapped(quiet, wide) if fewer else [])]
        if item.said and grid.reasons:
            lines += [at_column(line, column) for line in wrapped(said, wide - column)]
        leaves += [BLANK] * (grid.between if index else 0)
        leaves += row(index + 1, index, lines, grid, look, here=here, width=wide)
    return leaves


LIST_WIDTH = 29
GUTTER = 6
BESIDE = 40


def doors(title: str, under: str, after: str, found: Sequence[Door], grid: Grid, look: Look, cursor: int) -> list[Leaf]:
    """The doors, and behind the one under the cursor who one would be: beside the list, or in its row where there is no room.

    `under`: a quiet line below the title; `after`: one below the list, set apart."""
    wide = grid.room >= LIST_WIDTH + GUTTER + BESIDE
    leaves = heading(title, "", grid, look)[:1]
    leaves += block(wrapped(words(under, look.soft, look), grid.measure), grid.edge)
    leaves += [BLANK] * grid.loose
    rows: list[Leaf] = []
    for index, door in enumerate(found):
        here = index == cursor
        lines = [words(door.title, look.chosen if here else look.ink, look)]
        lines += wrapped(words(door.role, look.soft, look), LIST_WIDTH) if door.role else []
        if here and not wide:
            lines += [leaf.content for leaf in _behind(door, grid, look, grid.measure, drawn=False)]
        rows += [BLANK] * (grid.between if index else 0)
        rows += row(index + 1, index, lines, grid, look, here=here, width=LIST_WIDTH if wide else 0)
    if wide and found:
        beside = [leaf.content for leaf in _behind(found[cursor], grid, look, BESIDE, drawn=True)]
        rows = _side_by_side(rows, beside, grid.edge + LIST_WIDTH + GUTTER)
    return leaves + rows + [BLANK] * max(grid.loose, 1) + block(wrapped(words(after, look.soft, look), grid.measure), grid.edge)


def _behind(door: Door, grid: Grid, look: Look, width: int, *, drawn: bool) -> list[Leaf]:
    """Who one would be, at column 0; `drawn`: the first gauge as a bar as well, which may not stand on a band."""
    leaves = paragraphs(door.text, grid._replace(edge=0), look, width)
    if door.gauge is not None:
        gauge = door.gauge
        name, word = words(gauge.label, look.soft, look), words(gauge.word or str(gauge.value), look.ink, look)
        if drawn:
            leaves += [BLANK, Leaf(apart(name, word, width)), Leaf(bar(gauge.value, gauge.min, gauge.max, width, look))]
        else:
            leaves.append(Leaf(joined(name, Content("  "), word)))
    return leaves


def _side_by_side(rows: list[Leaf], beside: list[Content], column: int) -> list[Leaf]:
    leaves = []
    for at in range(max(len(rows), len(beside))):
        leaf = rows[at] if at < len(rows) else BLANK
        if at < len(beside) and beside[at].plain:
            space = Content(" " * max(column - leaf.content.cell_length, 1))
            leaf = leaf._replace(content=joined(leaf.content, space, beside[at]))
        leaves.append(leaf)
    return leaves


class Value(NamedTuple):
    """A setting: its group ('' as before), its name, its value in words, and what it is for."""

    group: str
    label: str
    value: str
    about: str


def settings(found: Sequence[Value], under: str, grid: Grid, look: Look, cursor: int) -> list[Leaf]:
    """The settings; the value under the cursor stands between angles, which say that it can be changed."""
    leaves = heading("Settings", "", grid, look)[:1]
    leaves += [*block(wrapped(words(under, look.soft, look), grid.measure), grid.edge), *[BLANK] * grid.loose]
    column = min(30, grid.measure // 2)
    for index, value in enumerate(found):
        here = index == cursor
        if value.group:
            leaves += [BLANK] * (grid.loose if index else 0)
            leaves += block([words(value.group, look.soft, look)], grid.edge) if grid.loose else []
        name = wrapped(words(value.label, look.chosen if here else look.ink, look), column - 1)
        angles = (f"{look.glyphs.left} ", f" {look.glyphs.cursor}") if here else ("", "")
        said = joined(words(angles[0], look.rubric, look), words(value.value, look.ink, look), words(angles[1], look.rubric, look))
        lines = [columns([(name[0], column), (said, grid.measure - column)]), *name[1:]]
        first, *others = row(0, index, lines, grid, look, here=here)
        if here:
            begin, end = grid.edge + column, grid.edge + column + said.cell_length
            before, after = Spot(begin, begin + 2, "screen.change(-1)"), Spot(end - 2, end, "screen.change(1)")
            first = first._replace(spots=(before, after, *first.spots))
        leaves += [first, *others]
    leaves += [BLANK, *block(wrapped(words(found[cursor].about, look.soft, look), grid.measure), grid.edge)]
    return leaves


def keys(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], grid: Grid, look: Look) -> list[Leaf]:
    """Every key with what it does, in two columns where there is room."""
    two = grid.room >= 76
    width = (grid.room - 4) // 2 if two else grid.measure
    made = [_group(name, rows, width, look) for name, rows in groups]
    leaves = heading("Help", "every key", grid, look)
    if not two:
        for number, group in enumerate(made):
            leaves += [BLANK] * (1 if number else 0)
            leaves += block(group, grid.edge)
        return leaves
    for left, right in zip(made[0::2], [*made[1::2], []], strict=False):
        for at in range(max(len(left), len(right))):
            cells = [(left[at] if at < len(left) else Content(""), width + 4), (right[at] if at < len(right) else Content(""), width)]
            leaves.append(Leaf(at_column(columns(cells), grid.edge)))
        leaves.append(BLANK)
    return leaves


def _group(name: str, rows: Sequence[tuple[str, str]], width: int, look: Look) -> list[Content]:
    lines = [words(name, look.soft, look)]
    for key, does in rows:
        text = wrapped(words(does, look.ink, look), width - 11)
        lines.append(columns([(words(key, f"bold {look.ink}".strip(), look), 11), (text[0], width - 11)]))
        lines += [at_column(line, 11) for line in text[1:]]
    return lines
