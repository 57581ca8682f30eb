"""The lines of the debrief: its passages, and the grid of skills."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.debrief_pages import (
    GRID_HEADINGS,
    DebriefPage,
    GridLine,
    Passage,
    grid_cells,
)
from pmsim.ui.tui.sheet import BLANK, PageLine, Sheet, hanging, in_columns, indent, join, wrap

LEAD_COLUMNS = 5
"""Columns of an item's lead, such as a quarter's mark."""
GRID_COLUMNS = (11, 9, 12, 16, 20)
"""Columns of the grid where it stands in one line; as many as `GRID_HEADINGS`."""


def debrief_page(
    page: DebriefPage, number: int, count: int, sheet: Sheet, cursor: int
) -> list[PageLine]:
    """Return a page of the debrief. `number` of `count`: its place; `cursor`: the row of the grid
    under the cursor."""
    lines = sheet.heading(page.title, f"{number} of {count}")
    if page.grid:
        lines += [*_grid_lines(page.grid, sheet, cursor), BLANK]
    before: Passage | None = None
    for passage in page.passages:
        together = before is not None and before.kind == passage.kind == "item"
        if before is not None and not together and passage.kind not in ("soft", "reason"):
            lines.append(BLANK)
        lines += _passage_lines(passage, sheet)
        before = passage
    return lines


def _passage_lines(passage: Passage, sheet: Sheet) -> list[PageLine]:
    match passage.kind:
        case "head":
            lead = sheet.soft(f"  {passage.lead}" if passage.lead else "")
            return sheet.wrapped(join(sheet.title(passage.text), lead))
        case "item":
            lead, text = sheet.soft(passage.lead), sheet.ink(passage.text)
            return sheet.lines(hanging(lead, LEAD_COLUMNS, text, sheet.measure))
        case "reason":
            lines = wrap(sheet.soft(passage.text), sheet.measure - LEAD_COLUMNS)
            return sheet.lines(lines, LEAD_COLUMNS)
        case "soft":
            return sheet.note(passage.text)
        case "text":
            return sheet.text(passage.text)


def _grid_lines(rows: Sequence[GridLine], sheet: Sheet, cursor: int) -> list[PageLine]:
    """Return the rows of the grid in columns; in a narrow window the words of a row below its
    skill."""
    wide = min(sum(GRID_COLUMNS), sheet.full_width)
    in_one_line = sheet.full_width >= sum(GRID_COLUMNS)
    lines: list[PageLine] = []
    if in_one_line:
        headings = [sheet.soft(heading) for heading in GRID_HEADINGS]
        lines += sheet.lines([in_columns(list(zip(headings, GRID_COLUMNS, strict=True)))])
    for index, row in enumerate(rows):
        here = index == cursor
        name, *words = grid_cells(row)
        label = sheet.label(name, here=here)
        cells = [label, *(sheet.ink(word) for word in words)]
        drawn: list[Content]
        if in_one_line:
            drawn = [in_columns(list(zip(cells, GRID_COLUMNS, strict=True)))]
        else:
            details = "; ".join(word for word in words if word)
            below = wrap(sheet.soft(details), wide - 2)
            drawn = [label, *(indent(line, 2) for line in below)]
        lines += sheet.row(0, index, drawn, here=here, width=wide)
    return lines
