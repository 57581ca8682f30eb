"""The lines of the debrief: its passages, and the grid of skills."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.debrief_pages import (
    GRID_HEADINGS,
    DebriefPage,
    Passage,
    grid_cells,
)
from pmsim.ui.present.debrief_values import GridLine
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    PageLine,
    heading_lines,
    in_columns,
    indent,
    ink_text,
    join,
    lines_at,
    row_lines,
    soft_text,
    styled,
    wrap,
    wrapped,
)

LEAD_COLUMNS = 5
"""Columns of an item's lead, such as a quarter's mark."""
GRID_COLUMNS = (11, 9, 12, 16, 20)
"""Columns of the grid where it stands in one line; as many as `GRID_HEADINGS`."""


def debrief_page(
    page: DebriefPage, number: int, count: int, grid: Grid, tokens: ThemeTokens, cursor: int
) -> list[PageLine]:
    """Return a page of the debrief. `number` of `count`: its place; `cursor`: the row of the grid
    under the cursor."""
    lines = heading_lines(page.title, f"{number} of {count}", grid, tokens)
    if page.grid:
        lines += [*_grid_lines(page.grid, grid, tokens, cursor), BLANK]
    before: Passage | None = None
    for passage in page.passages:
        together = before is not None and before.kind == passage.kind == "item"
        if before is not None and not together and passage.kind not in ("soft", "reason"):
            lines.append(BLANK)
        lines += _passage_lines(passage, grid, tokens)
        before = passage
    return lines


def _passage_lines(passage: Passage, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    match passage.kind:
        case "head":
            lead = f"  {passage.lead}" if passage.lead else ""
            head = styled(passage.text, tokens.title, tokens)
            return wrapped(join(head, soft_text(lead, tokens)), grid)
        case "item":
            lines = wrap(ink_text(passage.text, tokens), grid.measure - LEAD_COLUMNS)
            mark = soft_text(passage.lead.ljust(LEAD_COLUMNS), tokens)
            hung = [join(mark, lines[0]), *(indent(line, LEAD_COLUMNS) for line in lines[1:])]
            return lines_at(hung, grid.text_column)
        case "reason":
            lines = wrap(soft_text(passage.text, tokens), grid.measure - LEAD_COLUMNS)
            return lines_at(lines, grid.text_column + LEAD_COLUMNS)
        case "soft":
            return wrapped(soft_text(passage.text, tokens), grid)
        case "text":
            return wrapped(ink_text(passage.text, tokens), grid)


def _grid_lines(
    rows: Sequence[GridLine], grid: Grid, tokens: ThemeTokens, cursor: int
) -> list[PageLine]:
    """Return the rows of the grid in columns; in a narrow window the words of a row below its
    skill."""
    wide = min(sum(GRID_COLUMNS), grid.full_width)
    in_one_line = grid.full_width >= sum(GRID_COLUMNS)
    lines: list[PageLine] = []
    if in_one_line:
        headings = [soft_text(heading, tokens) for heading in GRID_HEADINGS]
        lines += lines_at(
            [in_columns(list(zip(headings, GRID_COLUMNS, strict=True)))], grid.text_column
        )
    for index, row in enumerate(rows):
        here = index == cursor
        name, *words = grid_cells(row)
        label = styled(name, tokens.current if here else tokens.ink, tokens)
        cells = [label, *(ink_text(word, tokens) for word in words)]
        drawn: list[Content]
        if in_one_line:
            drawn = [in_columns(list(zip(cells, GRID_COLUMNS, strict=True)))]
        else:
            details = "; ".join(word for word in words if word)
            below = wrap(soft_text(details, tokens), wide - 2)
            drawn = [label, *(indent(line, 2) for line in below)]
        lines += row_lines(0, index, drawn, grid, tokens, here=here, width=wide)
    return lines
