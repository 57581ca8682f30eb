"""The lines of the title page, with or without its list: lives in dots, the name, the premise.

The layout depends only on the size of the window, so that nothing moves when the list appears.
Imports little, because the loading screen uses it."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    PageLine,
    ink_text,
    join,
    lines_at,
    soft_text,
    styled,
    wrap,
    wrapped,
)

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


def draw_life_dots(life: LifeDots, quarters: int, tokens: ThemeTokens) -> Content:
    """Draw a life as a line of dots; a branch sign stands in the column before the first dot of one
    that branched."""
    glyphs, pitch = tokens.glyphs, 2 if quarters <= MAX_SPACED_QUARTERS else 1
    line = (glyphs.light, tokens.track)
    parts: list[tuple[str, str]] = (
        [(" " * (pitch * (life.first - 1) - 1), "")] if life.first > 1 else []
    )
    if life.first > 1:
        parts.append((glyphs.branch, tokens.track) if life.branched else (" ", ""))
    for quarter in range(life.first, life.last + 1):
        if quarter > life.first and pitch == 2:
            parts.append(line)
        at_tip = quarter == life.last
        if at_tip and life.ended:
            parts.append((glyphs.ended, tokens.ink))
        elif at_tip:
            parts.append(
                (glyphs.here, (tokens.rubric or "bold") if life.is_current else tokens.ink)
            )
        else:
            parts.append((glyphs.past, tokens.ink))
    return Content.assemble(*parts)


def life_dots_lines(
    lives: Sequence[LifeDots], quarters: int, grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    """Return two lines (in a low window one): two lives, one life, or the quarters to come. If only
    one life fits, show the one to resume, with the quarters before it branched."""
    rows = 2 if grid.height >= TIGHT_HEIGHT else 1
    if len(lives) > rows:
        lives = [life._replace(first=1) for life in lives if life.is_current] or lives[:rows]
    if not lives:
        gap = " " if quarters <= MAX_SPACED_QUARTERS else ""
        lines = [styled(gap.join(tokens.glyphs.to_come * quarters), tokens.track, tokens)]
    else:
        column = min(
            quarters * 2 - 1 if quarters <= MAX_SPACED_QUARTERS else quarters, grid.full_width
        )
        lines = []
        for life in lives:
            dots = draw_life_dots(life, quarters, tokens)
            label = soft_text(life.label, tokens)
            if column + 3 + label.cell_length <= grid.full_width:
                dots = join(dots, Content(" " * (column + 3 - dots.cell_length)), label)
            lines.append(dots)
    visible = [line.truncate(grid.full_width) for line in lines]
    return [*lines_at(visible, grid.text_column), *[BLANK] * (rows - len(visible))]


def tagline_lines(grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return the tagline."""
    one_line = " ".join(TAGLINE)
    lines = (
        (one_line,)
        if len(one_line) <= grid.measure or max(map(len, TAGLINE)) > grid.measure
        else TAGLINE
    )
    return lines_at(
        (part for line in lines for part in wrap(soft_text(line, tokens), grid.measure)),
        grid.text_column,
    )


def title_page(
    name: str,
    premise: str,
    lives: Sequence[LifeDots],
    quarters: int,
    grid: Grid,
    tokens: ThemeTokens,
) -> list[PageLine]:
    """Return the title page down to where its list begins. In a low window, show the premise only
    if no life has been played yet."""
    airy = [BLANK] * int(grid.height >= AIRY_HEIGHT)
    lines = [*life_dots_lines(lives, quarters, grid, tokens), *airy]
    lines += wrapped(
        styled(spaced_capitals(name, grid.full_width), tokens.title, tokens), grid, grid.full_width
    )
    if grid.height >= TIGHT_HEIGHT:
        lines += tagline_lines(grid, tokens)
    lines += airy
    if premise and (grid.height >= TIGHT_HEIGHT or not lives):
        lines += wrapped(ink_text(premise, tokens), grid)
    return [*lines, *airy, BLANK]


def loading_page(
    name: str, premise: str, quarters: int, grid: Grid, tokens: ThemeTokens
) -> list[Content]:
    """Return the title page without its list, for the time of loading."""
    lines = title_page(
        name, premise if grid.height >= TIGHT_HEIGHT else "", (), quarters, grid, tokens
    )
    if grid.height < TIGHT_HEIGHT:
        lines += tagline_lines(grid, tokens)
    return [line.content for line in lines]
