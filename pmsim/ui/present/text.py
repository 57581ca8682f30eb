"""Prose to paragraphs: placeholders filled, the small Markdown read, letters made typographic. Nothing else is ever markup.

An author's text comes out as spans of plain characters with two weights. A front end draws the spans; it parses nothing.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pmsim.lang.text import markdown_lines
from pmsim.ui.present.typography import Glyph, guard, typographic


class Span(NamedTuple):
    """Characters of one weight."""

    text: str
    emphasis: bool = False
    strong: bool = False


Line = tuple[Span, ...]
"""Running text without a paragraph break."""


class Paragraph(NamedTuple):
    """One paragraph, one quotation (`> `) or one item of a list (`- `)."""

    line: Line
    kind: Literal["prose", "quote", "item"] = "prose"


Piece = str | Line
"""What a paragraph is made of: an author's own words, in which `*` may be markup, or something rendered already."""


MOST_OPEN = 16
"""Of more stars that wait for their fellows the first are only stars, so that no text takes long."""


def plain(line: Iterable[Span]) -> str:
    """The characters of a line."""
    return "".join(span.text for span in line)


def said(text: str, *, emphasis: bool = False, strong: bool = False) -> Line:
    """Words of ours as a line."""
    return (Span(text, emphasis, strong),) if text else ()


def paragraphs(pieces: Iterable[Piece]) -> tuple[Paragraph, ...]:
    """Pieces of one run as paragraphs: a blank line in an author's words separates them."""
    found: list[Paragraph] = []
    block: list[Glyph] = []
    kind: Literal["prose", "quote", "item"] = "prose"

    def close() -> None:
        nonlocal block
        line = _line(block)
        if line:
            found.append(Paragraph(line, kind))
        block = []

    lines = _rows(_glyphs(pieces))
    for row, glyphs in zip(
        markdown_lines("".join(glyph.char if glyph.live else "\ufffc" for glyph in line) for line in lines), lines, strict=True
    ):
        if row.begins or not row.kind:
            close()
        if row.kind == "rule":
            found.append(Paragraph(said("".join(glyph.char for glyph in glyphs).strip())))
        elif row.kind:
            kind = row.kind
            block += [*_space(block), *glyphs[row.mark :]]
    close()
    return tuple(found)


def in_one_line(found: Iterable[Paragraph]) -> Line:
    """Paragraphs as one running line."""
    spans: list[Span] = []
    for paragraph in found:
        if spans:
            spans.append(Span(" "))
        spans += paragraph.line
    return _joined(spans)


def capitalised(line: Line) -> Line:
    """The line with its first letter as a capital."""
    for at, span in enumerate(line):
        letter = next((number for number, char in enumerate(span.text) if char.isalnum()), -1)
        if letter >= 0:
            text = span.text[:letter] + span.text[letter].upper() + span.text[letter + 1 :]
            return (*line[:at], span._replace(text=text), *line[at + 1 :])
    return line


def without_stop(line: Line) -> Line:
    """The line without the full stop at its end, to stand inside a sentence."""
    if line and line[-1].text.endswith(".") and not line[-1].text.endswith(".."):
        return tuple(span for span in (*line[:-1], line[-1]._replace(text=line[-1].text[:-1])) if span.text)
    return line


def _glyphs(pieces: Iterable[Piece]) -> list[Glyph]:
    found: list[Glyph] = []
    for piece in pieces:
        if isinstance(piece, str):
            found += [Glyph(char) for char in guard(piece)]
        else:
            found += [Glyph(char, False, span.emphasis, span.strong) for span in piece for char in guard(span.text).replace("\n", " ")]
    return found


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char == "\n":
            rows.append([])
        else:
            rows[-1].append(glyph)
    return rows


def _space(block: list[Glyph]) -> list[Glyph]:
    return [Glyph(" ")] if block else []


def _line(block: list[Glyph]) -> Line:
    text = "".join(glyph.char for glyph in block)
    kept = block[len(text) - len(text.lstrip(" ")) : len(text.rstrip(" "))]
    return _joined(Span(glyph.char, glyph.emphasis, glyph.strong) for glyph in typographic(_weighed(_single_spaced(kept))))


def _single_spaced(glyphs: list[Glyph]) -> list[Glyph]:
    return [glyph for at, glyph in enumerate(glyphs) if glyph.char != " " or at == 0 or glyphs[at - 1].char != " "]


def _joined(spans: Iterable[Span]) -> Line:
    found: list[Span] = []
    for span in spans:
        if found and found[-1][1:] == span[1:]:
            found[-1] = span._replace(text=found[-1].text + span.text)
        else:
            found.append(span)
    return tuple(found)


class _Mark(NamedTuple):
    at: int
    stars: int


def _weighed(glyphs: list[Glyph]) -> list[Glyph]:
    """`*emphasis*` and `**strong**` read; a star without its fellow stays a star. Inside another emphasis it stands upright again."""
    open_marks: list[_Mark] = []
    dropped: set[int] = set()
    weighed = list(glyphs)
    for mark, opens, closes in _marks(glyphs):
        fellow = next((other for other in reversed(open_marks) if other.stars == mark.stars), None) if closes else None
        if fellow is not None and fellow.at + fellow.stars < mark.at:
            _turn(weighed, fellow, mark)
            dropped |= {*range(fellow.at, fellow.at + fellow.stars), *range(mark.at, mark.at + mark.stars)}
            open_marks = open_marks[: open_marks.index(fellow)]
        elif opens:
            open_marks = [*open_marks[1 - MOST_OPEN :], mark]
    return [glyph for at, glyph in enumerate(weighed) if at not in dropped]


def _marks(glyphs: list[Glyph]) -> Iterable[tuple[_Mark, bool, bool]]:
    """Every run of one to three live stars, and whether it may open and may close: as in CommonMark, but a star between letters or figures
    is a star (`5*3*2`)."""
    at = 0
    while at < len(glyphs):
        end = at
        while end < len(glyphs) and glyphs[end].live and glyphs[end].char == "*":
            end += 1
        if 1 <= end - at <= 3:
            before = glyphs[at - 1].char if at else " "
            after = glyphs[end].char if end < len(glyphs) else " "
            inside = before.isalnum() and after.isalnum()
            opens = not after.isspace() and (after.isalnum() or not before.isalnum())
            closes = not before.isspace() and (before.isalnum() or not after.isalnum())
            yield _Mark(at, end - at), opens and not inside, closes and not inside
        at = max(end, at + 1)


def _turn(glyphs: list[Glyph], start: _Mark, end: _Mark) -> None:
    for at in range(start.at + start.stars, end.at):
        glyph = glyphs[at]
        glyphs[at] = glyph._replace(
            emphasis=glyph.emphasis != (start.stars != 2),
            strong=glyph.strong or start.stars >= 2,
        )
