"""The title page, with or without the list below it: one's own lives in dots, the name, the premise. As leaves.

What stands here depends on the size of the window alone, so that the list may come later and nothing moves. Imports little: the loading
screen is drawn with it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import BLANK, Leaf, block, joined, words, wrapped
from pmsim.ui.tui.look import Look

SENTENCE = ("Three years of somebody’s working life,", "and it may be yours.")
"""On one line, or on two."""
AIRY, TIGHT = 24, 18
"""From this height on there are blank rows; below that one, only the dots of one life and the name."""
WHOLE = 12
"""Quarters that are drawn a column apart; more stand side by side."""


class Strand(NamedTuple):
    """A life as dots, one for each quarter from `first` to `last`. `branched`: it left another life in its first quarter;
    `here`: it is the one that is gone on with."""

    label: str
    first: int
    last: int
    branched: bool = False
    ended: bool = False
    here: bool = False


def spaced(text: str, room: int) -> str:
    """Return a name in spaced capitals, or in plain ones where it would not fit."""
    capitals = text.upper()
    wide = "   ".join(" ".join(word) for word in capitals.split())
    return wide if len(wide) <= room else capitals


def dots(strand: Strand, quarters: int, look: Look) -> Content:
    """Return a life as a line of dots; one that branched hangs from the column before its first."""
    glyphs, pitch = look.glyphs, 2 if quarters <= WHOLE else 1
    line = (glyphs.light, look.track)
    parts: list[tuple[str, str]] = [(" " * (pitch * (strand.first - 1) - 1), "")] if strand.first > 1 else []
    if strand.first > 1:
        parts.append((glyphs.leaves, look.track) if strand.branched else (" ", ""))
    for quarter in range(strand.first, strand.last + 1):
        if quarter > strand.first and pitch == 2:
            parts.append(line)
        at_tip = quarter == strand.last
        if at_tip and strand.ended:
            parts.append((glyphs.ended, look.ink))
        elif at_tip:
            parts.append((glyphs.here, (look.rubric or "bold") if strand.here else look.ink))
        else:
            parts.append((glyphs.lived, look.ink))
    return Content.assemble(*parts)


def strands(found: Sequence[Strand], quarters: int, grid: Grid, look: Look) -> list[Leaf]:
    """Two lines: two lives beneath each other, one life, or the quarters that are to come. Where there is room for one life only, it is the
    one that is gone on with."""
    rows = 2 if grid.height >= TIGHT else 1
    if len(found) > rows:
        found = [strand for strand in found if strand.here] or found[:rows]
    if not found:
        gap = " " if quarters <= WHOLE else ""
        lines = [words(gap.join(look.glyphs.to_come * quarters), look.track, look)]
    else:
        column = min(quarters * 2 - 1 if quarters <= WHOLE else quarters, grid.room)
        lines = []
        for strand in found:
            drawn = dots(strand, quarters, look)
            label = words(strand.label, look.soft, look)
            if column + 3 + label.cell_length <= grid.room:
                drawn = joined(drawn, Content(" " * (column + 3 - drawn.cell_length)), label)
            lines.append(drawn)
    kept = [line.truncate(grid.room) for line in lines]
    return [*block(kept, grid.edge), *[BLANK] * (rows - len(kept))]


def sentence(grid: Grid, look: Look) -> list[Leaf]:
    """Return the one sentence on what this is."""
    whole = " ".join(SENTENCE)
    lines = (whole,) if len(whole) <= grid.measure or max(map(len, SENTENCE)) > grid.measure else SENTENCE
    return block((part for line in lines for part in wrapped(words(line, look.soft, look), grid.measure)), grid.edge)


def title(name: str, premise: str, found: Sequence[Strand], quarters: int, grid: Grid, look: Look) -> list[Leaf]:
    """Return the page down to where its list begins. Where there is little room, the premise is for those who have lived nothing yet."""
    airy = [BLANK] * int(grid.height >= AIRY)
    leaves = [*strands(found, quarters, grid, look), *airy]
    leaves += block(wrapped(words(spaced(name, grid.room), look.title, look), grid.room), grid.edge)
    if grid.height >= TIGHT:
        leaves += sentence(grid, look)
    leaves += airy
    if premise and (grid.height >= TIGHT or not found):
        leaves += block(wrapped(words(premise, look.ink, look), grid.measure), grid.edge)
    return [*leaves, *airy, BLANK]


def waiting(name: str, premise: str, quarters: int, grid: Grid, look: Look) -> list[Content]:
    """Return the page without its list, while that is being read."""
    leaves = title(name, premise if grid.height >= TIGHT else "", (), quarters, grid, look)
    if grid.height < TIGHT:
        leaves += sentence(grid, look)
    return [leaf.content for leaf in leaves]
