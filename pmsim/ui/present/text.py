"""Prose to paragraphs: fills placeholders, reads the small Markdown, makes letters typographic.
Nothing else may be markup.

An author's text becomes spans of plain characters with two weights. A front end draws the spans and
parses nothing."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pmsim.lang.text import markdown_lines
from pmsim.ui.present.words import Glyph, escape_unseen, to_typographic


class StyledSpan(NamedTuple):
    """Characters of one weight."""

    text: str
    emphasis: bool = False
    strong: bool = False


Line = tuple[StyledSpan, ...]
"""Running text without a paragraph break."""


class Paragraph(NamedTuple):
    """One paragraph, one quotation (`> `) or one list item (`- `)."""

    line: Line
    kind: Literal["prose", "quote", "item"] = "prose"


TextPiece = str | Line
"""A piece of a paragraph: an author's own words, in which `*` may be markup, or a rendered line."""


MAX_OPEN_MARKS = 16
"""Open stars remembered at most, so that no text takes long. If there are more, the first are plain
stars."""


def to_plain(line: Iterable[StyledSpan]) -> str:
    """Return the characters of a line."""
    return "".join(span.text for span in line)


def line_of(text: str) -> Line:
    """Return words of pmsim itself, not of an author, as a line; no Markdown is read in them."""
    return (StyledSpan(text),) if text else ()


def to_paragraphs(pieces: Iterable[TextPiece]) -> tuple[Paragraph, ...]:
    """Return the pieces of one run as paragraphs: a blank line in an author's words separates
    them."""
    result: list[Paragraph] = []
    block: list[Glyph] = []
    kind: Literal["prose", "quote", "item"] = "prose"

    def close() -> None:
        nonlocal block
        line = _line(block)
        if line:
            result.append(Paragraph(line, kind))
        block = []

    lines = _split_lines(_glyphs(pieces))
    written = (
        "".join(glyph.char if glyph.may_be_markup else "\ufffc" for glyph in line) for line in lines
    )
    for row, glyphs in zip(markdown_lines(written), lines, strict=True):
        if row.begins or not row.kind:
            close()
        if row.kind == "rule":
            result.append(Paragraph(line_of("".join(glyph.char for glyph in glyphs).strip())))
        elif row.kind:
            kind = row.kind
            if block:
                block.append(Glyph(" "))
            block += glyphs[row.mark :]
    close()
    return tuple(result)


def join_paragraphs(paragraphs_read: Iterable[Paragraph]) -> Line:
    """Return paragraphs as one running line."""
    spans: list[StyledSpan] = []
    for paragraph in paragraphs_read:
        if spans:
            spans.append(StyledSpan(" "))
        spans += paragraph.line
    return _merge_spans(spans)


def capitalised(line: Line) -> Line:
    """Return the line with its first letter as a capital."""
    for at, span in enumerate(line):
        letter = next((number for number, char in enumerate(span.text) if char.isalnum()), -1)
        if letter >= 0:
            text = span.text[:letter] + span.text[letter].upper() + span.text[letter + 1 :]
            return (*line[:at], span._replace(text=text), *line[at + 1 :])
    return line


def inverted_emphasis(line: Line) -> Line:
    """Return the line with roman and italic exchanged."""
    return tuple(span._replace(emphasis=not span.emphasis) for span in line)


def without_full_stop(line: Line) -> Line:
    """Return the line without its last full stop, for use inside a sentence."""
    if line and line[-1].text.endswith(".") and not line[-1].text.endswith(".."):
        return tuple(
            span for span in (*line[:-1], line[-1]._replace(text=line[-1].text[:-1])) if span.text
        )
    return line


def quoted(line: Line) -> str:
    """Return a label in quotation marks, unless it has some, without its last full stop; '' for
    none."""
    label = to_plain(without_full_stop(line))
    return label if not label or label.startswith("“") else f"“{label}”"


def _glyphs(pieces: Iterable[TextPiece]) -> list[Glyph]:
    glyphs: list[Glyph] = []
    for piece in pieces:
        if isinstance(piece, str):
            glyphs += [Glyph(char) for char in escape_unseen(piece)]
        else:
            glyphs += [
                Glyph(char, False, span.emphasis, span.strong)
                for span in piece
                for char in escape_unseen(span.text).replace("\n", " ")
            ]
    return glyphs


def _split_lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char == "\n":
            rows.append([])
        else:
            rows[-1].append(glyph)
    return rows


def _line(block: list[Glyph]) -> Line:
    text = "".join(glyph.char for glyph in block)
    stripped = block[len(text) - len(text.lstrip(" ")) : len(text.rstrip(" "))]
    return _merge_spans(
        StyledSpan(glyph.char, glyph.emphasis, glyph.strong)
        for glyph in to_typographic(_apply_emphasis(_single_spaced(stripped)))
    )


def _single_spaced(glyphs: list[Glyph]) -> list[Glyph]:
    return [
        glyph
        for at, glyph in enumerate(glyphs)
        if glyph.char != " " or at == 0 or glyphs[at - 1].char != " "
    ]


def _merge_spans(spans: Iterable[StyledSpan]) -> Line:
    merged: list[StyledSpan] = []
    for span in spans:
        if merged and merged[-1][1:] == span[1:]:
            merged[-1] = span._replace(text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return tuple(merged)


class _StarRun(NamedTuple):
    at: int
    end: int

    @property
    def stars(self) -> int:
        return self.end - self.at


def _apply_emphasis(glyphs: list[Glyph]) -> list[Glyph]:
    """Apply `*emphasis*` and `**strong**`. A star without a partner stays a star. Emphasis inside
    emphasis is upright again."""
    open_marks: list[_StarRun] = []
    dropped: set[int] = set()
    weighed = list(glyphs)
    for mark, opens, closes in _star_runs(glyphs):
        fitting = (other for other in reversed(open_marks) if other.stars == mark.stars)
        opening = next(fitting, None) if closes else None
        if opening is not None and opening.end < mark.at:
            _toggle_weight(weighed, opening, mark)
            dropped |= {*range(opening.at, opening.end), *range(mark.at, mark.end)}
            open_marks = open_marks[: open_marks.index(opening)]
        elif opens:
            open_marks = [*open_marks[1 - MAX_OPEN_MARKS :], mark]
    return [glyph for at, glyph in enumerate(weighed) if at not in dropped]


def _star_runs(glyphs: list[Glyph]) -> Iterable[tuple[_StarRun, bool, bool]]:
    """Yield every run of one to three markup stars, and whether it may open and may close.

    The rules are CommonMark's, but a star between letters or digits is a plain star (`5*3*2`)."""
    at = 0
    while at < len(glyphs):
        end = at
        while end < len(glyphs) and glyphs[end].may_be_markup and glyphs[end].char == "*":
            end += 1
        if 1 <= end - at <= 3:
            before = glyphs[at - 1].char if at else " "
            after = glyphs[end].char if end < len(glyphs) else " "
            inside = before.isalnum() and after.isalnum()
            opens = not after.isspace() and (after.isalnum() or not before.isalnum())
            closes = not before.isspace() and (before.isalnum() or not after.isalnum())
            yield _StarRun(at, end), opens and not inside, closes and not inside
        at = max(end, at + 1)


def _toggle_weight(glyphs: list[Glyph], start: _StarRun, end: _StarRun) -> None:
    for at in range(start.end, end.at):
        glyph = glyphs[at]
        glyphs[at] = glyph._replace(
            emphasis=glyph.emphasis != (start.stars != 2),
            strong=glyph.strong or start.stars >= 2,
        )
