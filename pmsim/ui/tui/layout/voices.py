"""The lines of paragraphs that several voices say. A paragraph that begins with its source in bold
is set apart by its letters and indentation alone, with the source at its right."""

from collections.abc import Sequence

from pmsim.ui.present.text import Line, Paragraph, StyledSpan
from pmsim.ui.tui.sheet import PageLine, Sheet, at_both_ends, wrap

CHANNEL_INDENT = 4
"""Columns by which the voice of a channel is set in."""
_NARROWEST = 28
"""Columns that a voice needs beside its source; with fewer the source stands on a line above."""


def voice_lines(paragraphs: Sequence[Paragraph], sheet: Sheet) -> list[PageLine]:
    """Return the lines of paragraphs. A paragraph whose source begins with `#` is a channel: it is
    in lower-case italics, and indented. If several paragraphs have a source, the first that is no
    channel is a slide: it is in capitals."""
    result: list[PageLine] = []
    sources = [source_of(paragraph) for paragraph in paragraphs]
    is_slide = sum(bool(source) for source in sources) > 1
    for paragraph, source in zip(paragraphs, sources, strict=True):
        result += sheet.gap if result else []
        if not source:
            result += sheet.paragraphs((paragraph,))
            continue
        line, shift = _without_source(paragraph.line), 0
        if source.startswith("#"):
            shift = CHANNEL_INDENT
            line = tuple(
                span._replace(text=span.text.lower(), emphasis=not span.emphasis) for span in line
            )
        elif is_slide:
            line = tuple(span._replace(text=span.text.upper()) for span in line)
            is_slide = False
        result += _voice(line, source, shift, sheet)
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


def _voice(line: Line, source: str, shift: int, sheet: Sheet) -> list[PageLine]:
    """Return a voice, with its source at the right end of the first line if there is room."""
    quiet, prose, wide = sheet.soft(source), sheet.prose(line), sheet.measure - shift
    room = wide - quiet.cell_length - 3
    if room < _NARROWEST:
        return [*sheet.lines([quiet]), *sheet.lines(wrap(prose, wide), shift)]
    first, *others = wrap(prose, room)
    return sheet.lines([at_both_ends(first, quiet, wide), *others], shift)
