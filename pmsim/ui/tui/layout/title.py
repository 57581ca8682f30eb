"""The lines of the title page, with or without its list: lives in dots, the name, the premise.

The layout depends only on the size of the window, so that nothing moves when the list appears.
Imports little, because the loading screen uses it."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.tui.sheet import BLANK, PageLine, Sheet, join, padded

TAGLINE = ("Three years of somebody’s working life,", "and it may be yours.")
"""Tagline, for one line or for two."""
AIRY_HEIGHT, TIGHT_HEIGHT = 24, 18
"""Window heights from which on there are blank rows, and below which only the dots of one life and
the name are shown."""
MAX_SPACED_QUARTERS = 12
"""Quarters at most that are drawn with a gap between their dots."""


class LifeDots(NamedTuple):
    """A life as dots, one for each quarter from `first` to `last`. `branched`: it left another life
    in its first quarter; `is_current`: it is the one to resume."""

    label: str
    first: int
    last: int
    branched: bool = False
    ended: bool = False
    is_current: bool = False


def spaced_capitals(text: str, room: int) -> str:
    """Return a name in spaced capitals, in plain capitals if it would not fit."""
    capitals = text.upper()
    wide = "   ".join(" ".join(word) for word in capitals.split())
    return wide if len(wide) <= room else capitals


def draw_life_dots(life: LifeDots, quarters: int, sheet: Sheet) -> Content:
    """Draw a life as a line of dots; a branch sign stands in the column before the first dot of one
    that branched."""
    glyphs, tokens = sheet.glyphs, sheet.tokens
    pitch = 2 if quarters <= MAX_SPACED_QUARTERS else 1
    parts: list[Content] = []
    if life.first > 1:
        branch = sheet.styled(glyphs.branch if life.branched else " ", tokens.track)
        parts = [Content(" " * (pitch * (life.first - 1) - 1)), branch]
    line = sheet.styled(glyphs.light * (pitch - 1), tokens.track)
    parts += [sheet.ink(glyphs.past), line] * (life.last - life.first)
    tip = (tokens.rubric or "bold") if life.is_current else tokens.ink
    return join(*parts, sheet.styled(glyphs.ended if life.ended else glyphs.here, tip))


def life_dots_lines(lives: Sequence[LifeDots], quarters: int, sheet: Sheet) -> list[PageLine]:
    """Return two lines (in a low window one): two lives, one life, or the quarters to come. If only
    one life fits, show the one to resume, with the quarters before it branched."""
    rows = 2 if sheet.height >= TIGHT_HEIGHT else 1
    if len(lives) > rows:
        lives = [life._replace(first=1) for life in lives if life.is_current] or lives[:rows]
    if not lives:
        gap = " " if quarters <= MAX_SPACED_QUARTERS else ""
        lines = [sheet.styled(gap.join(sheet.glyphs.to_come * quarters), sheet.tokens.track)]
    else:
        cells = quarters * 2 - 1 if quarters <= MAX_SPACED_QUARTERS else quarters
        column = min(cells, sheet.full_width) + 3
        lines = []
        for life in lives:
            dots = draw_life_dots(life, quarters, sheet)
            label = sheet.soft(life.label)
            if column + label.cell_length <= sheet.full_width:
                dots = join(padded(dots, column), label)
            lines.append(dots)
    visible = [line.truncate(sheet.full_width) for line in lines]
    return [*sheet.lines(visible), *[BLANK] * (rows - len(visible))]


def tagline_lines(sheet: Sheet) -> list[PageLine]:
    """Return the tagline."""
    one_line = " ".join(TAGLINE)
    if len(one_line) <= sheet.measure or max(map(len, TAGLINE)) > sheet.measure:
        return sheet.note(one_line)
    return sheet.lines(map(sheet.soft, TAGLINE))


def title_page(
    name: str,
    premise: str,
    lives: Sequence[LifeDots],
    quarters: int,
    sheet: Sheet,
) -> list[PageLine]:
    """Return the title page down to where its list begins. In a low window, show the premise only
    if no life has been played yet."""
    airy = [BLANK] * int(sheet.height >= AIRY_HEIGHT)
    lines = [*life_dots_lines(lives, quarters, sheet), *airy]
    lines += sheet.wrapped(sheet.title(spaced_capitals(name, sheet.full_width)), sheet.full_width)
    if sheet.height >= TIGHT_HEIGHT:
        lines += tagline_lines(sheet)
    lines += airy
    if premise and (sheet.height >= TIGHT_HEIGHT or not lives):
        lines += sheet.text(premise)
    return [*lines, *airy, BLANK]


def loading_page(name: str, premise: str, quarters: int, sheet: Sheet) -> list[Content]:
    """Return the title page without its list, for the time of loading."""
    lines = title_page(name, premise if sheet.height >= TIGHT_HEIGHT else "", (), quarters, sheet)
    if sheet.height < TIGHT_HEIGHT:
        lines += tagline_lines(sheet)
    return [line.content for line in lines]
