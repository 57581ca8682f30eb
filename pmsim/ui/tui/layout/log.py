"""The lines of the log, and of the line above it."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.parts import Page
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.layout.story import log_entry
from pmsim.ui.tui.page_lines import (
    BLANK,
    ClickArea,
    PageLine,
    at_both_ends,
    join,
    soft_text,
    styled,
)

MAX_LOG_PAGES = 300
"""Pages shown of the log at most, the newest ones."""


class LogHead(NamedTuple):
    """The words of the line above the log. `place`: the quarter and the decision of the entry under
    the cursor; `position`: its number and how many there are; `found`: the search and its
    matches, '' without one."""

    place: str
    position: str
    found: str = ""


def log_head(head: LogHead, width: int, tokens: ThemeTokens) -> Content:
    """Return the line above the log."""
    left = join(styled("Log", tokens.title, tokens), soft_text(f"  {head.place}", tokens))
    return at_both_ends(left, soft_text(head.found or head.position, tokens), width)


def log_page(pages: Sequence[Page], grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return the entries of the log, newest last, each a row."""
    lines: list[PageLine] = []
    area = (ClickArea(grid.cursor_column, grid.text_column + grid.measure),)
    for row, page in enumerate(pages):
        lines += [BLANK] * ((1 + grid.paragraph_gap) if row else 0)
        lines += [
            line._replace(row=row, click_areas=area) for line in log_entry(page, grid, tokens)
        ]
    return lines


def mark_entry(
    lines: Sequence[PageLine], row: int, query: str, grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    """Return the lines with a bar before the entry under the cursor, and with the searched words
    marked in it."""
    marked = list(lines)
    for at, line in enumerate(lines):
        if line.row != row:
            continue
        bar = styled(tokens.glyphs.bar, tokens.rubric, tokens)
        column = grid.text_column - 2
        content = join(Content(" " * column), bar, Content(" "), line.content[grid.text_column :])
        plain, wanted = content.plain.casefold(), query.casefold()
        found = plain.find(wanted) if wanted else -1
        while found >= 0:
            content = content.stylize(tokens.selected, found, found + len(wanted))
            found = plain.find(wanted, found + len(wanted))
        marked[at] = line._replace(content=content)
    return marked
