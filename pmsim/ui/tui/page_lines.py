"""Finished lines of a page, drawn from values at a given grid. Pure, so that tests can read every
screen without a terminal.

An author's text becomes Content from characters and two weights, never through a markup parser."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content, Span

from pmsim.ui.tui.appearance import FULL, Grid, ThemeTokens

if TYPE_CHECKING:
    # not imported at run time: the loading screen draws no prose and appears sooner without it
    from pmsim.ui.present.text import Line, Paragraph


TRUST_LOW, TRUST_HIGH = -3, 5


def filled_cells(value: int, low: int, high: int, width: int) -> tuple[int, bool]:
    """Return the number of filled cells of a bar, and True if half a cell follows.

    A value above the minimum fills at least half a cell; one below the maximum never fills all."""
    halves = round(2 * width * (value - low) / max(high - low, 1))
    if value > low:
        halves = max(halves, 1)
    if value < high:
        halves = min(halves, 2 * width - 1)
    halves = min(max(halves, 0), 2 * width)
    return halves // 2, bool(halves % 2)


def draw_bar(value: int, low: int, high: int, width: int, tokens: ThemeTokens) -> Content:
    """Draw a bar of `width` cells."""
    full_cells, half = filled_cells(value, low, high, width)
    glyphs = tokens.glyphs
    done = glyphs.heavy * full_cells + (glyphs.half if half else "")
    return Content.assemble((done, tokens.soft), (glyphs.light * (width - len(done)), tokens.track))


def draw_trust(trust: int, tokens: ThemeTokens) -> Content:
    """Draw trust -3..5 as nine cells: a dot on a line, with zero marked."""
    glyphs = tokens.glyphs
    cells = [
        (glyphs.zero if at == 0 else glyphs.light, tokens.track)
        for at in range(TRUST_LOW, TRUST_HIGH + 1)
    ]
    cells[min(max(trust, TRUST_LOW), TRUST_HIGH) - TRUST_LOW] = (glyphs.past, tokens.ink)
    return Content.assemble(*cells)


def draw_check(odds: int, roll: int, width: int, tokens: ThemeTokens) -> tuple[Content, Content]:
    """Draw the line of a check, 1..100 from left to right, and the two numbers under it. The heavy
    part passes; the dot is the roll."""
    glyphs = tokens.glyphs
    edge, dot = percent_cell(odds, width), percent_cell(roll, width)
    cells = [
        (glyphs.heavy, tokens.ink) if at <= edge else (glyphs.light, tokens.track)
        for at in range(width)
    ]
    cells[dot] = (glyphs.past, tokens.rubric)
    fell, would = str(roll), str(odds)
    at_fell, at_would = _number_columns(dot, len(fell), edge, len(would), width)
    row = [" "] * width
    row[at_fell : at_fell + len(fell)] = fell
    row[at_would : at_would + len(would)] = would
    numbers = Content("".join(row)).stylize(
        f"bold {tokens.ink}".strip(), at_fell, at_fell + len(fell)
    )
    return Content.assemble(*cells), numbers.stylize(tokens.soft, at_would, at_would + len(would))


def percent_cell(percentage: int, width: int) -> int:
    """Return the cell of a percentage 1..100 on a line of `width` cells."""
    return min(max((percentage * width + 50) // 100 - 1, 0), width - 1)


def _number_columns(
    first: int, first_width: int, second: int, second_width: int, width: int
) -> tuple[int, int]:
    """Return the columns of two numbers under their cells, so that they do not touch."""
    one = min(max(first - first_width // 2, 0), width - first_width)
    other = min(max(second - second_width // 2, 0), width - second_width)
    if one <= other < one + first_width + 1:
        other = one + first_width + 1
    elif other <= one < other + second_width + 1:
        other = one - second_width - 1
    if other < 0:
        return second_width + 1, 0
    if other + second_width > width:
        return width - second_width - 1 - first_width, width - second_width
    return one, other


def draw_quarters(
    quarter: int, quarters: int, tokens: ThemeTokens, *, ended: bool = False, per_year: int = 4
) -> tuple[Content, ...]:
    """Draw the quarters of a life as dots, with a space between years, whole years a line and
    twelve dots at most."""
    glyphs = tokens.glyphs
    lines = []
    in_line = 12 // per_year * per_year
    for begin in range(0, max(quarters, 1), in_line):
        parts: list[tuple[str, str]] = []
        for at in range(begin, min(begin + in_line, quarters)):
            number = at + 1
            if number < quarter:
                parts.append((glyphs.past, tokens.ink))
            elif number == quarter:
                parts.append((glyphs.ended if ended else glyphs.here, tokens.rubric or "bold"))
            else:
                parts.append((glyphs.to_come, tokens.track))
            last_of_year = number % per_year == 0 and per_year > 1
            last = number == min(begin + in_line, quarters)
            if last:
                continue
            parts.append(
                ("  ", "")
                if last_of_year
                else (glyphs.light, tokens.track)
                if number < quarter
                else (" ", "")
            )
        lines.append(Content.assemble(*parts))
    return tuple(lines)


class ClickArea(NamedTuple):
    """The columns of a line where a click acts. `action`: the action in Textual's syntax; '' picks
    the row."""

    begin: int
    end: int
    action: str = ""


class PageLine(NamedTuple):
    """One line. `row`: the selectable row it belongs to, -1 for none; `click_areas`: where it takes
    a click, the smallest first; `row_beside`: the row of a second column."""

    content: Content
    row: int = -1
    click_areas: tuple[ClickArea, ...] = ()
    row_beside: int = -1


BLANK = PageLine(Content(""))


def docked_lines(lines: Iterable[PageLine], row: int, rows: int) -> list[PageLine]:
    """Return the lines of a row that stands below the fold, to be repeated in the last of the
    `rows` lines of a page; none if they would take more than a third of these."""
    repeated = [line for line in lines if line.row == row]
    return repeated if 3 * len(repeated) <= rows else []


def styled(text: str, style: str, tokens: ThemeTokens) -> Content:
    """Return a text in one style."""
    spelled = tokens.transliterate(text)
    return Content(spelled, [Span(0, len(spelled), style)] if style and spelled else [])


def soft_text(text: str, tokens: ThemeTokens) -> Content:
    """Return a quiet text."""
    return styled(text, tokens.soft, tokens)


def ink_text(text: str, tokens: ThemeTokens) -> Content:
    """Return a text in the colour of prose."""
    return styled(text, tokens.ink, tokens)


def styled_prose(line: "Line", style: str, tokens: ThemeTokens) -> Content:
    """Return a line of an author's words in a style, with its emphasis."""
    spans: list[Span] = []
    pieces: list[str] = []
    at = 0
    for piece in line:
        text = tokens.transliterate(piece.text)
        if style and text:
            spans.append(Span(at, at + len(text), style))
        if piece.emphasis and text:
            spans.append(Span(at, at + len(text), tokens.emphasis))
        if piece.strong and text:
            spans.append(Span(at, at + len(text), tokens.strong))
        at += len(text)
        pieces.append(text)
    return Content("".join(pieces), spans)


def join(*parts: Content) -> Content:
    """Join pieces in a row."""
    return Content("").join(parts)


def wrap(content: Content, width: int) -> list[Content]:
    """Wrap a text into lines of at most `width` cells."""
    return [line.rstrip() for line in content.wrap(max(width, 2))]


def indent(content: Content, column: int) -> Content:
    """Move a line to the right."""
    return content.pad_left(column) if column else content


def at_both_ends(left: Content, right: Content, width: int) -> Content:
    """Put two texts at the two ends of `width` cells, with at least one space between them; cut the
    left one if necessary."""
    room = width - right.cell_length - 1
    if left.cell_length > room:
        left = left.truncate(max(room, 1), ellipsis=True)
    return join(left, Content(" " * max(width - left.cell_length - right.cell_length, 1)), right)


def in_columns(cells: Sequence[tuple[Content, int]]) -> Content:
    """Put texts side by side, each in a column of so many cells, cut to fit."""
    parts = []
    for content, width in cells:
        cut = content if content.cell_length <= width else content.truncate(width, ellipsis=True)
        parts += [cut, Content(" " * (width - cut.cell_length))]
    return join(*parts).rstrip()


def lines_at(contents: Iterable[Content], column: int) -> list[PageLine]:
    """Return lines at a column."""
    return [PageLine(indent(content, column)) for content in contents]


def side_by_side(*columns: tuple[int, Iterable[PageLine]]) -> list[PageLine]:
    """Return the lines of columns beside one another; each column begins at a cell."""
    begins, drawn = zip(*columns, strict=True)
    lines = []
    for beside in zip_longest(*drawn, fillvalue=BLANK):
        content = Content("")
        for begin, line in zip(begins, beside, strict=True):
            space = Content(" " * max(begin - content.cell_length, 0))
            content = join(content, space, line.content) if line.content.plain else content
        areas = tuple(area for line in beside for area in line.click_areas)
        row_beside = beside[-1].row if len(beside) > 1 else -1
        lines.append(PageLine(content, beside[0].row, areas, row_beside))
    return lines


def wrapped(content: Content, grid: Grid, width: int = 0) -> list[PageLine]:
    """Return a text at the column of text, as wide as prose or so many cells wide."""
    return lines_at(wrap(content, width or grid.measure), grid.text_column)


def heading_lines(
    title: str, beside: str, grid: Grid, tokens: ThemeTokens, *, decision: int = 0
) -> list[PageLine]:
    """Return a page's title with a quiet text beside it, then a blank line if there is room.

    `decision`: its number goes to the right end, unless the head line shows it."""
    left = join(
        styled(title, tokens.title, tokens),
        soft_text(f"  {beside}" if beside else "", tokens),
    )
    shows_decision = bool(decision) and not grid.has_head
    lines = (
        [at_both_ends(left, soft_text(f"Decision {decision}", tokens), grid.full_width)]
        if shows_decision
        else wrap(left, grid.measure)
    )
    return [*lines_at(lines, grid.text_column), *[BLANK] * grid.paragraph_gap]


def paragraph_lines(
    paragraphs_read: "Iterable[Paragraph]",
    grid: Grid,
    tokens: ThemeTokens,
    width: int = 0,
    *,
    follows: bool = False,
) -> list[PageLine]:
    """Return paragraphs: list items behind a dash, quotations two columns in.

    Without blank rows between paragraphs, the second of two paragraphs of prose is indented by two
    columns. `follows`: prose stands right above."""
    result: list[PageLine] = []
    last = "prose" if follows else ""
    wide = width or grid.measure
    for paragraph in paragraphs_read:
        if result and not last == paragraph.kind == "item":
            result += [BLANK] * grid.paragraph_gap
        indented = last == paragraph.kind == "prose" and not grid.paragraph_gap
        last = paragraph.kind
        shift = {"prose": 0, "quote": 2, "item": 2}[paragraph.kind]
        lines = wrap(
            styled_prose(paragraph.line, tokens.ink, tokens).pad_left(2 if indented else 0),
            wide - shift,
        )
        for number, line in enumerate(lines):
            mark = soft_text(
                "– " if paragraph.kind == "item" and not number else " " * shift,
                tokens,
            )
            result.append(PageLine(indent(join(mark, line) if shift else line, grid.text_column)))
    return result


def row_lines(
    number: int,
    index: int,
    lines: Sequence[Content],
    grid: Grid,
    tokens: ThemeTokens,
    *,
    here: bool,
    mark: str = "",
    width: int = 0,
) -> list[PageLine]:
    """Return a selectable row. Its number (0: none) or mark stands left of the text. If the cursor
    is `here`, a bar runs down before it and a band behind it.

    Without a number the bar stands right before the text. Without bands, a pointer stands before
    the first line only."""
    # one column more, so that the text does not touch the end of its band
    wide = grid.text_column + (width or grid.measure) + 1
    sign = mark or (str(number) if number else "")
    bar_column = grid.cursor_column if sign else grid.text_column - 2
    glyph = tokens.glyphs.bar if tokens.band else tokens.glyphs.cursor
    result = []
    for at, line in enumerate(lines):
        lead = [" "] * grid.text_column
        if here and (at == 0 or glyph == FULL.bar):
            lead[bar_column] = glyph
        if at == 0 and sign:
            lead[
                max(grid.number_column + 1 - len(sign), bar_column + 1) : grid.number_column + 1
            ] = sign
        hung = Content("".join(lead)[: grid.text_column]).stylize(
            tokens.closed_mark if mark else tokens.number, bar_column + 1, grid.text_column
        )
        if here:
            hung = hung.stylize(tokens.rubric, bar_column, bar_column + 1)
        content = join(hung, line)
        if here and tokens.band:
            content = join(content, Content(" " * max(wide - content.cell_length, 0))).stylize(
                tokens.band, bar_column
            )
        result.append(PageLine(content, index, (ClickArea(bar_column, wide),)))
    return result
