"""The lines of the gallery of ends, of the map of the story, and of two lives side by side: their
gauges stand over one another on one axis of quarters, so that the eye compares downwards."""

from collections.abc import Sequence
from math import ceil

from rich.console import Console
from textual.content import Content
from textual.renderables.sparkline import Sparkline

from pmsim.ui.present.compare import ComparedGauge, ComparedLife, LifeComparison
from pmsim.ui.present.gallery import (
    HINT_KINDS,
    MARK_WORDS,
    UNSEEN,
    WHERE_CAREERS_END,
    ChoiceMark,
    Gallery,
    SeenEnd,
    StoryMap,
)
from pmsim.ui.present.words import capitalise, quarter_mark
from pmsim.ui.tui.appearance import FULL, Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    ClickArea,
    PageLine,
    heading_lines,
    indent,
    ink_text,
    join,
    lines_at,
    side_by_side,
    soft_text,
    styled,
    styled_prose,
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


LABEL_COLUMN, NAME_GAP = 13, 3
TWO_COLUMNS = 66
"""Columns from which on the two lives stand side by side."""


def sparkline(values: Sequence[int], low: int, high: int, tokens: ThemeTokens) -> str:
    """Return one bar for each value, on a scale from `low` to `high`; in ASCII, figures 0 to 7."""
    drawn = Sparkline([low, max(high, low + 1), *values], width=len(values) + 2)
    bars = "".join(segment.text for segment in _CONSOLE.render(drawn)).strip()
    if tokens.glyphs is FULL:
        return bars[2:].replace("█", "▇")
    return "".join(str(Sparkline.BARS.index(bar)) for bar in bars[2:])


_CONSOLE = Console(width=80)


def compare_page(seen: LifeComparison, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return the comparison."""
    wide = grid.full_width
    count = "two lives, one seed" if wide >= TWO_COLUMNS else ""
    lines = heading_lines("Side by side", count, grid, tokens)
    lines += _beside([_heading(life, _half(grid), tokens) for life in seen.lives], grid)
    lines += [BLANK, *_parting(seen, grid, tokens), BLANK]
    lines += _axis(seen, grid, tokens)
    for gauge in seen.gauges:
        lines += [*_gauge_rows(gauge, seen, grid, tokens), *[BLANK] * grid.paragraph_gap]
    became = [_listed("Became", " · ".join(life.roles), tokens, _half(grid)) for life in seen.lives]
    only = [_listed("Only here", "; ".join(life.only), tokens, _half(grid)) for life in seen.lives]
    lines += _beside(became, grid)
    lines += [BLANK] * bool(any(became) and any(only))
    lines += _beside(only, grid)
    if seen.both:
        lines += [BLANK, *wrapped(soft_text("In both, after that", tokens), grid, wide)]
        lines += wrapped(ink_text("; ".join(seen.both), tokens), grid, wide)
    return lines


def _half(grid: Grid) -> int:
    return (grid.full_width - 4) // 2 if grid.full_width >= TWO_COLUMNS else grid.full_width


def _heading(life: ComparedLife, width: int, tokens: ThemeTokens) -> list[Content]:
    """Return the name of a life, and where it is."""
    return [
        *wrap(styled(life.name, tokens.title, tokens), width),
        *wrap(soft_text(life.place, tokens), width),
    ]


def _beside(columns: Sequence[Sequence[Content]], grid: Grid) -> list[PageLine]:
    """Return the lines of two lives side by side; in a narrow window, one below the other."""
    if grid.full_width < TWO_COLUMNS:
        return lines_at([line for column in columns for line in column], grid.text_column)
    pitch = _half(grid) + 4
    return side_by_side(
        *(
            (grid.text_column + number * pitch, lines_at(column, 0))
            for number, column in enumerate(columns)
        )
    )


def _parting(seen: LifeComparison, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    decision, quarter, title = seen.parted
    if not decision:
        return wrapped(soft_text("One goes on where the other stands.", tokens), grid)
    mark = quarter_mark(quarter, seen.frame)
    place = f", {title}" if title else ""
    text = soft_text(f"They parted in {mark}, at decision {decision}{place}.", tokens)
    said = [
        wrap(styled_prose(life.said, tokens.ink, tokens), _half(grid)) if life.said else []
        for life in seen.lives
    ]
    return [*wrapped(text, grid, grid.full_width), *_beside(said, grid)]


def _axis(seen: LifeComparison, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return the numbers of the first and the last quarter, and a sign where the lives parted."""
    pitch = _pitch(seen, grid)
    cells = [" "] * ((seen.quarters - 1) * pitch + 1)
    if seen.parted[1]:
        cells[(seen.parted[1] - 1) * pitch] = f"{tokens.glyphs.falls} parted"
    text = "".join(cells).rstrip()
    marks = [quarter_mark(quarter, seen.frame) for quarter in (1, seen.quarters)]
    heads = marks[0].ljust(max(len(cells) - 1, len(marks[0]) + 1)) + marks[1]
    rows = [heads, text] if text else [heads]
    return lines_at(
        [indent(soft_text(row, tokens), LABEL_COLUMN) for row in rows], grid.text_column
    )


def _pitch(seen: LifeComparison, grid: Grid) -> int:
    return 2 if LABEL_COLUMN + 2 * seen.quarters + 12 <= grid.full_width else 1


def _gauge_rows(
    gauge: ComparedGauge, seen: LifeComparison, grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    gap = " " * (_pitch(seen, grid) - 1)
    width = seen.quarters * (len(gap) + 1)
    word_width = max(map(len, gauge.words)) + NAME_GAP
    lines = []
    for at, (life, values) in enumerate(zip(seen.lives, gauge.values, strict=True)):
        bars = gap.join(sparkline(values, gauge.low, gauge.high, tokens)).ljust(width)
        row = join(
            soft_text(
                (gauge.label if at == 0 else "")[: LABEL_COLUMN - 1].ljust(LABEL_COLUMN), tokens
            ),
            ink_text(f"{bars}  ", tokens),
            ink_text(gauge.words[at].ljust(word_width), tokens),
            soft_text(life.name, tokens),
        )
        lines.append(row.truncate(grid.full_width))
    return lines_at(lines, grid.text_column)


def _listed(heading: str, text: str, tokens: ThemeTokens, width: int) -> list[Content]:
    """Return a quiet heading with a text below it, [] for no text."""
    if not text:
        return []
    return [soft_text(heading, tokens), *wrap(ink_text(text, tokens), width)]
