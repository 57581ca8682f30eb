"""The lines of the gallery of ends and of the map of the story."""

from math import ceil

from textual.content import Content

from pmsim.ui.present.gallery import HINT_KINDS, UNSEEN, WHERE_CAREERS_END, Gallery, SeenEnd
from pmsim.ui.present.story_map import MARK_WORDS, ChoiceMark, StoryMap
from pmsim.ui.present.words import capitalise
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    ClickArea,
    PageLine,
    heading_lines,
    indent,
    ink_text,
    join,
    lines_at,
    soft_text,
    styled,
    wrap,
    wrapped,
)

COLUMN_WIDTH = 29
MIN_GALLERY_ROWS = 3


def gallery_columns(grid: Grid) -> int:
    """Return the number of columns of ends that fit."""
    return max(grid.full_width // COLUMN_WIDTH, 1)


def gallery_page(
    shown: Gallery, cursor: int, hint_key: str, grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    """Return the ends in columns, and below the rule the one under the cursor. `hint_key`: the key
    for a hint."""
    lines = heading_lines(WHERE_CAREERS_END, shown.summary, grid, tokens)
    columns = gallery_columns(grid)
    in_column = ceil(len(shown.ends) / columns)
    rule = styled(tokens.glyphs.rule * grid.full_width, tokens.rule, tokens)
    details = [BLANK, *lines_at([rule], grid.text_column), *[BLANK] * grid.paragraph_gap]
    details += _end_details(shown.ends[cursor], hint_key, grid, tokens)
    room = max(grid.page_rows - len(lines) - len(details), MIN_GALLERY_ROWS)
    # of a longer list, the rows around the cursor
    first = min(max(cursor % in_column - room // 2, 0), max(in_column - room, 0))
    for row in range(first, min(first + room, in_column)):
        cells, areas = [], []
        for column in range(columns):
            number = column * in_column + row
            if number < len(shown.ends):
                cells.append(_end_cell(shown.ends[number], number == cursor, tokens))
                begin = grid.text_column + column * COLUMN_WIDTH
                area = ClickArea(begin, begin + COLUMN_WIDTH - 1, f"screen.point({number})")
                areas.append(area)
        content = join(*cells).rstrip()
        lines.append(PageLine(indent(content, grid.text_column - 2), click_areas=tuple(areas)))
    return lines + details


def _end_cell(end: SeenEnd, here: bool, tokens: ThemeTokens) -> Content:
    glyphs = tokens.glyphs
    bar = styled(glyphs.bar if here else " ", tokens.rubric, tokens)
    mark = styled(f" {glyphs.past if end.title else glyphs.lost_here} ", tokens.ink, tokens)
    style = tokens.current if here else tokens.ink if end.title else tokens.soft
    name = styled(end.title or UNSEEN, style, tokens).truncate(COLUMN_WIDTH - 4, ellipsis=True)
    cell = join(bar, mark, name)
    return join(cell, Content(" " * (COLUMN_WIDTH - cell.cell_length)))


def _end_details(end: SeenEnd, hint_key: str, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return what is known of an end."""
    lines = wrapped(styled(end.title or capitalise(UNSEEN), tokens.title, tokens), grid)
    if end.title:
        for place in end.places:
            lines += wrapped(soft_text(place, tokens), grid)
        return lines
    for kind, hint in zip(HINT_KINDS, end.hints, strict=False):
        text = join(soft_text(f"{kind}  ", tokens), ink_text(hint, tokens))
        lines += wrapped(text, grid, grid.full_width)
    if end.next_hint:
        offer = f"{hint_key}: {end.next_hint[0].lower()}{end.next_hint[1:]}."
        lines += wrapped(soft_text(offer, tokens), grid)
    elif not end.hints:
        lines += wrapped(soft_text("Nobody has told of it yet.", tokens), grid)
    return lines


TITLE_COLUMN = 30


def mark_glyph(mark: ChoiceMark, tokens: ThemeTokens) -> tuple[str, str]:
    """Return the sign of a choice on the map, and its style."""
    glyphs = tokens.glyphs
    return {
        "here": (glyphs.past, tokens.ink),
        "elsewhere": (glyphs.decision, tokens.ink),
        "closed": (glyphs.closed, tokens.soft),
        "open": (glyphs.lost, tokens.soft),
        "covered": (glyphs.to_come, tokens.track),
    }[mark]


def map_page(shown: StoryMap, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return a row for each scenario met: its title, and a sign for each choice, scene by scene."""
    lines = heading_lines("Map", shown.summary, grid, tokens)
    legend: list[Content] = []
    for mark, word in MARK_WORDS.items():
        sign, style = mark_glyph(mark, tokens)
        legend.append(join(styled(sign, style, tokens), soft_text(f" {word}", tokens)))
    lines += wrapped(Content("   ").join(legend), grid, grid.full_width)
    lines.append(BLANK)
    beside = grid.full_width >= 2 * TITLE_COLUMN
    for row in shown.rows:
        signs = Content(" ").join(
            [
                Content.assemble(*(mark_glyph(mark, tokens) for mark in scene))
                for scene in row.scenes
            ]
        )
        title = ink_text(row.title, tokens)
        if beside:
            drawn = wrap(signs, grid.full_width - TITLE_COLUMN)
            title = title.truncate(TITLE_COLUMN - 2, ellipsis=True)
            space = Content(" " * (TITLE_COLUMN - title.cell_length))
            first = [join(title, space, drawn[0])]
            lines += lines_at(
                [*first, *(indent(line, TITLE_COLUMN) for line in drawn[1:])], grid.text_column
            )
        else:
            lines += lines_at([title, *wrap(signs, grid.full_width)], grid.text_column)
    return lines
