"""The lines of two lives side by side: gauges stand over one another on one axis of quarters, so
that the eye compares downwards."""

from collections.abc import Sequence

from rich.console import Console
from textual.content import Content
from textual.renderables.sparkline import Sparkline

from pmsim.ui.present.compare import ComparedGauge, ComparedLife, LifeComparison
from pmsim.ui.present.words import quarter_mark
from pmsim.ui.tui.appearance import FULL, Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    PageLine,
    heading_lines,
    in_columns,
    indent,
    ink_text,
    join,
    lines_at,
    soft_text,
    styled,
    styled_prose,
    wrap,
    wrapped,
)

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
    width = _half(grid)
    return [
        PageLine(
            indent(
                in_columns(
                    [
                        (column[at] if at < len(column) else Content(""), width + 4)
                        for column in columns
                    ]
                ),
                grid.text_column,
            )
        )
        for at in range(max(map(len, columns), default=0))
    ]


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
