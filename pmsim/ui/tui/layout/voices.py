"""The lines of what several voices say: paragraphs that begin with their source in bold are told
apart by form alone, with the source at the right."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.text import Line, Paragraph, StyledSpan
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    PageLine,
    at_both_ends,
    indent,
    lines_at,
    paragraph_lines,
    soft_text,
    styled_prose,
    wrap,
)

CHANNEL_INDENT = 4
"""Columns by which the voice of a channel is set in."""
_NARROWEST = 28
"""Columns that a voice needs beside its source; with fewer the source stands on a line above."""


def voice_lines(paragraphs: Sequence[Paragraph], grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return paragraphs. Of those that begin with a source, one that begins with `#` is a channel,
    in small italics and set in; the first other one of several is a slide, in capitals."""
    result: list[PageLine] = []
    sources = [source_of(paragraph) for paragraph in paragraphs]
    is_slide = sum(bool(source) for source in sources) > 1
    for paragraph, source in zip(paragraphs, sources, strict=True):
        result += [BLANK] * grid.paragraph_gap if result else []
        if not source:
            result += paragraph_lines((paragraph,), grid, tokens)
            continue
        line = _without_source(paragraph.line)
        if source.startswith("#"):
            shown = tuple(
                span._replace(text=span.text.lower(), emphasis=not span.emphasis) for span in line
            )
            result += _voice(shown, source, CHANNEL_INDENT, grid, tokens)
        elif is_slide:
            shown = tuple(span._replace(text=span.text.upper()) for span in line)
            result += _voice(shown, source, 0, grid, tokens)
            is_slide = False
        else:
            result += _voice(line, source, 0, grid, tokens)
    return result


def source_of(paragraph: Paragraph) -> str:
    """Return the source that a paragraph begins with, without its full stop; '' for none."""
    first = paragraph.line[0] if paragraph.line else StyledSpan("")
    source, more = first.text.strip(), len(paragraph.line) > 1
    begins = first.strong and not first.emphasis and more and paragraph.kind == "prose"
    return source[:-1] if begins and source.endswith(".") else ""


def _without_source(line: Line) -> Line:
    rest = line[1:]
    return (rest[0]._replace(text=rest[0].text.lstrip()), *rest[1:])


def _voice(line: Line, source: str, shift: int, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return a voice, with its source at the right end of the first line if there is room."""
    wide = grid.measure
    quiet = soft_text(source, tokens)
    room = wide - shift - quiet.cell_length - 3
    prose = styled_prose(line, tokens.ink, tokens)
    if room < _NARROWEST:
        lines = [quiet, *(indent(each, shift) for each in wrap(prose, wide - shift))]
        return lines_at(lines, grid.text_column)
    lines = [indent(each, shift) for each in wrap(prose, room)] or [Content("")]
    return lines_at([at_both_ends(lines[0], quiet, wide), *lines[1:]], grid.text_column)
