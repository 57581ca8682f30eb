"""Leaves: finished lines of a sheet. Values to Content at a given grid; pure, so that every screen can be read in a test without a screen.

What an author wrote becomes Content from characters and two weights, never through a markup parser.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content, Span

from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.look import FULL, Look

if TYPE_CHECKING:
    # the loading page, which has no prose of an author's, is there sooner without
    from pmsim.ui.present.text import Line, Paragraph


class Spot(NamedTuple):
    """The columns of a line where a click does something. `action`: what, as Textual spells actions; '' picks the row."""

    begin: int
    end: int
    action: str = ""


class Leaf(NamedTuple):
    """One line. `row`: the selectable row it belongs to, -1 for none; `spots`: where it takes a click, the smallest first."""

    content: Content
    row: int = -1
    spots: tuple[Spot, ...] = ()


BLANK = Leaf(Content(""))


def words(text: str, style: str, look: Look) -> Content:
    """A text of one style."""
    spelled = look.spelled(text)
    return Content(spelled, [Span(0, len(spelled), style)] if style and spelled else [])


def prose(line: "Line", style: str, look: Look) -> Content:
    """A line of an author's words."""
    spans: list[Span] = []
    pieces: list[str] = []
    at = 0
    for piece in line:
        text = look.spelled(piece.text)
        if style and text:
            spans.append(Span(at, at + len(text), style))
        if piece.emphasis and text:
            spans.append(Span(at, at + len(text), look.emphasis))
        if piece.strong and text:
            spans.append(Span(at, at + len(text), look.strong))
        at += len(text)
        pieces.append(text)
    return Content("".join(pieces), spans)


def joined(*parts: Content) -> Content:
    """Pieces in a row."""
    return Content("").join(parts)


def wrapped(content: Content, width: int) -> list[Content]:
    """A text in lines of at most `width` cells."""
    return [line.rstrip() for line in content.wrap(max(width, 2))]


def at_column(content: Content, column: int) -> Content:
    """A line moved to the right."""
    return content.pad_left(column) if column else content


def apart(left: Content, right: Content, width: int) -> Content:
    """Two texts at the two ends of `width` cells; one space between them at least, the left one cut if need be."""
    room = width - right.cell_length - 1
    if left.cell_length > room:
        left = left.truncate(max(room, 1), ellipsis=True)
    return joined(left, Content(" " * max(width - left.cell_length - right.cell_length, 1)), right)


def columns(cells: Sequence[tuple[Content, int]]) -> Content:
    """Texts side by side, each in a column of so many cells; cut to fit."""
    parts = []
    for content, width in cells:
        cut = content if content.cell_length <= width else content.truncate(width, ellipsis=True)
        parts += [cut, Content(" " * (width - cut.cell_length))]
    return joined(*parts).rstrip()


def block(contents: Iterable[Content], column: int) -> list[Leaf]:
    """Lines at a column."""
    return [Leaf(at_column(content, column)) for content in contents]


def heading(title: str, beside: str, grid: Grid, look: Look, *, decision: int = 0) -> list[Leaf]:
    """A page's title at the edge, something quiet beside it; then a blank line if there is room. `decision`: its number stands at the
    right end of a full screen, unless the head line has it."""
    left = joined(words(title, look.title, look), words(f"  {beside}" if beside else "", look.soft, look))
    told = bool(decision) and not grid.head
    lines = [apart(left, words(f"Decision {decision}", look.soft, look), grid.room)] if told else wrapped(left, grid.measure)
    return [*block(lines, grid.edge), *[BLANK] * grid.loose]


def paragraphs(found: "Iterable[Paragraph]", grid: Grid, look: Look, width: int = 0, *, follows: bool = False) -> list[Leaf]:
    """Paragraphs at the edge. Items hang behind a dash; quotations stand two columns in. Where no blank row parts two paragraphs of prose,
    the second begins two columns in, as in a book. `follows`: there is prose right above."""
    leaves: list[Leaf] = []
    last = "prose" if follows else ""
    wide = width or grid.measure
    for paragraph in found:
        if leaves and not last == paragraph.kind == "item":
            leaves += [BLANK] * grid.loose
        indented = last == paragraph.kind == "prose" and not grid.loose
        last = paragraph.kind
        shift = {"prose": 0, "quote": 2, "item": 2}[paragraph.kind]
        lines = wrapped(prose(paragraph.line, look.ink, look).pad_left(2 if indented else 0), wide - shift)
        for number, line in enumerate(lines):
            mark = words("– " if paragraph.kind == "item" and not number else " " * shift, look.soft, look)
            leaves.append(Leaf(at_column(joined(mark, line) if shift else line, grid.edge)))
    return leaves


def row(
    number: int, index: int, lines: Sequence[Content], grid: Grid, look: Look, *, here: bool, mark: str = "", width: int = 0
) -> list[Leaf]:
    """A row that may be chosen: its number (0: none) or mark hangs left; if it is `here`, a bar runs down before it and a band behind it.

    Without a number the bar stands right before the text. Where there is no band, a pointer before the first line has to do."""
    # a column more than the text, which else would touch the end of its band
    wide = grid.edge + (width or grid.measure) + 1
    sign = mark or (str(number) if number else "")
    bar = grid.lead if sign else grid.edge - 2
    glyph = look.glyphs.bar if look.band else look.glyphs.cursor
    leaves = []
    for at, line in enumerate(lines):
        lead = [" "] * grid.edge
        if here and (at == 0 or glyph == FULL.bar):
            lead[bar] = glyph
        if at == 0 and sign:
            lead[max(grid.digit + 1 - len(sign), bar + 1) : grid.digit + 1] = sign
        hung = Content("".join(lead)[: grid.edge]).stylize(look.shut_mark if mark else look.number, bar + 1, grid.edge)
        if here:
            hung = hung.stylize(look.rubric, bar, bar + 1)
        content = joined(hung, line)
        if here and look.band:
            content = joined(content, Content(" " * max(wide - content.cell_length, 0))).stylize(look.band, bar)
        leaves.append(Leaf(content, index, (Spot(bar, wide),)))
    return leaves
