"""The sheet that a page is drawn on, and its finished lines: columns and blank rows, computed from
the size of the window and the length of the page, and the styles of the theme. Pure, so that tests
can read every screen without a terminal.

An author's text becomes Content from characters and two weights, never through a markup parser."""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content, Span

from pmsim.ui.tui.appearance import COLOUR_TOKENS, FULL, Glyphs, ThemeTokens

if TYPE_CHECKING:
    # not imported at run time: the loading screen draws no prose and appears sooner without it
    from pmsim.ui.present.text import Line, Paragraph


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


def join(*parts: Content) -> Content:
    """Join pieces in a row."""
    return Content("").join(parts)


def wrap(content: Content, width: int) -> list[Content]:
    """Wrap a text into lines of at most `width` cells."""
    return [line.rstrip() for line in content.wrap(max(width, 2))]


def indent(content: Content, column: int) -> Content:
    """Move a line to the right."""
    return content.pad_left(column) if column else content


def padded(content: Content, width: int) -> Content:
    """Return a text with blanks after it up to `width` cells."""
    return join(content, Content(" " * max(width - content.cell_length, 0)))


def hanging(lead: Content, column: int, text: Content, width: int) -> list[Content]:
    """Return a text in lines of at most `width` cells, set in by `column` of them, with `lead`
    before the first."""
    first, *others = wrap(text, width - column)
    return [join(padded(lead, column), first), *(indent(line, column) for line in others)]


def at_both_ends(left: Content, right: Content, width: int) -> Content:
    """Put two texts at the two ends of `width` cells, with at least one space between them; cut the
    left one if necessary."""
    room = width - right.cell_length - 1
    if left.cell_length > room:
        left = left.truncate(max(room, 1), ellipsis=True)
    return join(left, Content(" " * max(width - left.cell_length - right.cell_length, 1)), right)


def in_columns(cells: Sequence[tuple[Content, int]]) -> Content:
    """Put texts side by side, each in a column of so many cells, cut to fit."""
    cut = (
        content if content.cell_length <= width else content.truncate(width, ellipsis=True)
        for content, width in cells
    )
    widths = [width for _, width in cells]
    return join(*map(padded, cut, widths)).rstrip()


def side_by_side(*columns: tuple[int, Iterable[PageLine]]) -> list[PageLine]:
    """Return the lines of columns beside one another; each column begins at a cell."""
    begins, drawn = zip(*columns, strict=True)
    lines = []
    for beside in zip_longest(*drawn, fillvalue=BLANK):
        content = Content("")
        for begin, line in zip(begins, beside, strict=True):
            content = join(padded(content, begin), line.content) if line.content.plain else content
        areas = tuple(area for line in beside for area in line.click_areas)
        row_beside = beside[-1].row if len(beside) > 1 else -1
        lines.append(PageLine(content, beside[0].row, areas, row_beside))
    return lines


def docked_lines(lines: Iterable[PageLine], row: int, rows: int) -> list[PageLine]:
    """Return the lines of a row that stands below the fold, to be repeated in the last of the
    `rows` lines of a page; none if they would take more than a third of these."""
    repeated = [line for line in lines if line.row == row]
    return repeated if 3 * len(repeated) <= rows else []


SMALLEST = (40, 12)
WIDEST, HIGHEST = 124, 44
"""Largest size that is used. In a larger window the screen is centred, with a third of the spare
rows above it."""


class Sheet(NamedTuple):
    """Columns and rows in a window, and the styles and glyphs of the theme.

    Columns: `text_column` where text begins, `cursor_column` of the cursor, `number_column` where a
    number ends. Widths: `measure` the widest line of prose, `full_width` of a full screen,
    `line_width` of head line and footer, `margin_width` of the margin (0: none). `height`: rows
    used; `has_head`: one of them is the head line; `strip_rows`: lines of the strip, which has a
    blank row above it. Blank rows: `rows_above_footer` and `rows_below_footer`, `rows_above_page`,
    `choice_gap` between choices, `paragraph_gap` between paragraphs. `show_reasons`: every closed
    choice shows its reason, not only the one under the cursor."""

    text_column: int
    cursor_column: int
    number_column: int
    measure: int
    full_width: int
    line_width: int
    margin_width: int
    height: int
    has_head: bool
    strip_rows: int
    rows_above_footer: int
    rows_below_footer: int
    rows_above_page: int
    tokens: ThemeTokens = COLOUR_TOKENS
    choice_gap: int = 1
    paragraph_gap: int = 1
    show_reasons: bool = True

    @property
    def page_rows(self) -> int:
        """Lines of a page that fit on the screen."""
        foot = self.rows_above_footer + 1 + self.rows_below_footer
        strip = self.strip_rows + 1 if self.strip_rows else 0
        return self.height - int(self.has_head) - self.rows_above_page - strip - foot

    @property
    def glyphs(self) -> Glyphs:
        """Signs that are not letters."""
        return self.tokens.glyphs

    @property
    def gap(self) -> list[PageLine]:
        """The blank rows between two paragraphs."""
        return [BLANK] * self.paragraph_gap

    # texts

    def styled(self, text: str, style: str) -> Content:
        """Return a text in one style."""
        spelled = self.tokens.transliterate(text)
        return Content(spelled, [Span(0, len(spelled), style)] if style and spelled else [])

    def soft(self, text: str) -> Content:
        """Return a quiet text."""
        return self.styled(text, self.tokens.soft)

    def ink(self, text: str) -> Content:
        """Return a text in the colour of prose."""
        return self.styled(text, self.tokens.ink)

    def bold(self, text: str) -> Content:
        """Return a word that has changed, or stands out."""
        return self.styled(text, self.tokens.bold)

    def title(self, text: str) -> Content:
        """Return a title."""
        return self.styled(text, self.tokens.title)

    def label(self, text: str, *, here: bool) -> Content:
        """Return the label of a row, with the cursor on it or not."""
        return self.styled(text, self.tokens.current if here else self.tokens.ink)

    def prose(self, line: "Line", style: str | None = None) -> Content:
        """Return a line of an author's words with its emphasis, in the colour of prose or in
        another style."""
        style = self.tokens.ink if style is None else style
        spans: list[Span] = []
        pieces: list[str] = []
        at = 0
        for piece in line:
            text = self.tokens.transliterate(piece.text)
            for used, name in (
                (bool(style), style),
                (piece.emphasis, self.tokens.emphasis),
                (piece.strong, self.tokens.strong),
            ):
                if used and text:
                    spans.append(Span(at, at + len(text), name))
            at += len(text)
            pieces.append(text)
        return Content("".join(pieces), spans)

    # lines

    def lines(self, contents: Iterable[Content], shift: int = 0) -> list[PageLine]:
        """Return lines at the column of text, or so many cells further in."""
        return [PageLine(indent(content, self.text_column + shift)) for content in contents]

    def wrapped(self, content: Content, width: int = 0) -> list[PageLine]:
        """Return a text at the column of text, as wide as prose or so many cells wide."""
        return self.lines(wrap(content, width or self.measure))

    def text(self, text: str, width: int = 0) -> list[PageLine]:
        """Return a text in the colour of prose, in lines."""
        return self.wrapped(self.ink(text), width)

    def note(self, text: str, width: int = 0) -> list[PageLine]:
        """Return a quiet text, in lines."""
        return self.wrapped(self.soft(text), width)

    def rule(self) -> list[PageLine]:
        """Return a rule over the whole width."""
        return self.lines([self.styled(self.glyphs.rule * self.full_width, self.tokens.rule)])

    def heading(self, title: str, beside: str = "", decision: int = 0) -> list[PageLine]:
        """Return a page's title with a quiet text beside it, then a blank line if there is room.

        `decision`: its number goes to the right end, unless the head line shows it."""
        left = join(self.title(title), self.soft(f"  {beside}" if beside else ""))
        if decision and not self.has_head:
            lines = [at_both_ends(left, self.soft(f"Decision {decision}"), self.full_width)]
        else:
            lines = wrap(left, self.measure)
        return [*self.lines(lines), *self.gap]

    def paragraphs(
        self, read: "Iterable[Paragraph]", width: int = 0, *, follows: bool = False
    ) -> list[PageLine]:
        """Return paragraphs: list items behind a dash, quotations two columns in.

        Without blank rows between paragraphs, the second of two paragraphs of prose is indented by
        two columns. `follows`: prose stands right above."""
        result: list[PageLine] = []
        last = "prose" if follows else ""
        for paragraph in read:
            if result and not last == paragraph.kind == "item":
                result += self.gap
            indented = last == paragraph.kind == "prose" and not self.paragraph_gap
            last = paragraph.kind
            shift = 0 if last == "prose" else 2
            text = self.prose(paragraph.line).pad_left(2 if indented else 0)
            mark = self.soft("– " if last == "item" else "")
            result += self.lines(hanging(mark, shift, text, width or self.measure))
        return result

    def row(
        self,
        number: int,
        index: int,
        lines: Sequence[Content],
        *,
        here: bool,
        mark: str = "",
        width: int = 0,
    ) -> list[PageLine]:
        """Return a selectable row. Its number (0: none) or mark stands left of the text. If the
        cursor is `here`, a bar runs down before it and a band behind it.

        Without a number the bar stands right before the text. Without bands, a pointer stands
        before the first line only."""
        tokens, column = self.tokens, self.text_column
        # one column more, so that the text does not touch the end of its band
        wide = column + (width or self.measure) + 1
        sign = mark or (str(number) if number else "")
        bar_column = self.cursor_column if sign else column - 2
        glyph = tokens.cursor_glyph
        result = []
        for at, line in enumerate(lines):
            lead = [" "] * column
            if here and (at == 0 or glyph == FULL.bar):
                lead[bar_column] = glyph
            if at == 0 and sign:
                after = self.number_column + 1
                lead[max(after - len(sign), bar_column + 1) : after] = sign
            hung = Content("".join(lead)[:column]).stylize(
                tokens.closed_mark if mark else tokens.number, bar_column + 1, column
            )
            if here:
                hung = hung.stylize(tokens.rubric, bar_column, bar_column + 1)
            content = join(hung, line)
            if here and tokens.band:
                content = padded(content, wide).stylize(tokens.band, bar_column)
            result.append(PageLine(content, index, (ClickArea(bar_column, wide),)))
        return result


_COLUMNS = {
    120: (10, 5, 7, 48, 16, 30),
    100: (6, 1, 3, 37, 12, 26),
    80: (6, 1, 3, 12, 12, 0),
    60: (4, 0, 1, 6, 8, 0),
    0: (3, 0, 1, 4, 4, 0),
}
"""By the least width of a window: the columns of text, cursor and number, the columns that prose
and a full screen leave free, and the width of the margin."""


def make_sheet(
    width: int,
    height: int,
    measure: int = 66,
    tokens: ThemeTokens = COLOUR_TOKENS,
    *,
    has_head: bool = True,
    has_strip: bool = True,
) -> Sheet:
    """Return the roomiest sheet of a window of `width` x `height` cells. `measure`: the player's
    setting, 60..75.

    `has_head`, `has_strip`: the screen has content for the head line and for the strip, in windows
    with room for them."""
    used_width, least = min(width, WIDEST), next(least for least in _COLUMNS if width >= least)
    text, cursor, number, beside_prose, beside_full, margin = _COLUMNS[least]
    prose = max(min(measure, used_width - beside_prose), 10)
    full = max(used_width - beside_full, 10)
    line = prose + margin + (6 if least == 120 else 3) if margin else full + 2 * (least == 60)
    strip_rows = {80: 2, 60: 1}.get(least, 0) if has_strip and height >= 18 else 0
    return Sheet(
        text,
        cursor,
        number,
        prose,
        full,
        line,
        margin,
        min(height, HIGHEST),
        has_head and not margin,
        strip_rows,
        rows_above_footer=int(height >= 24),
        rows_below_footer=int(height >= 36),
        rows_above_page=4 if height >= 36 else int(height >= 24),
        tokens=tokens,
    )


def tightening_sheets(roomy: Sheet) -> tuple[Sheet, ...]:
    """Return the sheets of a window from the roomiest to the tightest. Each has a little less blank
    space than the one before."""
    sheets = [roomy]
    given_up = (
        {"rows_above_page": min(roomy.rows_above_page, 1)},
        {"choice_gap": 0},
        {"strip_rows": min(roomy.strip_rows, 1)},
        {"paragraph_gap": 0},
        {"rows_above_page": 0},
        {"strip_rows": 0},
        {"show_reasons": False},
    )
    for change in given_up:
        tighter = sheets[-1]._replace(**change)
        if tighter != sheets[-1]:
            sheets.append(tighter)
    return tuple(sheets)


def first_fitting(sheets: tuple[Sheet, ...], lines: Callable[[Sheet], int]) -> Sheet:
    """Return the first sheet whose page rows suffice for its `lines`, else the last sheet."""
    return next(
        (candidate for candidate in sheets if lines(candidate) <= candidate.page_rows), sheets[-1]
    )
