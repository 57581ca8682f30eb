"""The lines of the pages around a story: lists, starts, settings, help."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.history import StartSummary
from pmsim.ui.present.text import Line, inverted_emphasis
from pmsim.ui.present.words import join_words
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    ClickArea,
    PageLine,
    at_both_ends,
    draw_bar,
    heading_lines,
    in_columns,
    indent,
    ink_text,
    join,
    lines_at,
    paragraph_lines,
    row_lines,
    side_by_side,
    soft_text,
    styled,
    styled_prose,
    wrap,
    wrapped,
)


class MenuItem(NamedTuple):
    """One row of a list. `label`: its name; `beside`: quiet words next to it; `short`: fewer of
    them for a narrow window; `quote`: a choice's label, on a line of its own."""

    label: str
    beside: str = ""
    short: str = ""
    quote: Line = ()


def list_page(
    title: str,
    under: Sequence[str],
    items: Sequence[MenuItem],
    grid: Grid,
    tokens: ThemeTokens,
    cursor: int,
    *,
    beside: str = "",
) -> list[PageLine]:
    """Return a title with a quiet text beside it, a few quiet lines, and a list to choose from."""
    result = heading_lines(title, beside, grid, tokens)
    for line in under:
        result += wrapped(soft_text(line, tokens), grid)
    result += [BLANK] if under else []
    return result + item_lines(items, grid, tokens, cursor)


def item_lines(
    items: Sequence[MenuItem], grid: Grid, tokens: ThemeTokens, cursor: int, width: int = 0
) -> list[PageLine]:
    """Return a numbered list to choose from: labels, and quiet words in a column beside them."""
    result: list[PageLine] = []
    wide = width or grid.measure
    names = max((len(item.label) for item in items), default=0) + 3
    for index, item in enumerate(items):
        here = index == cursor
        name = styled(item.label, tokens.current if here else tokens.ink, tokens)
        fewer = item.short if item.short and names + len(item.beside) > wide else item.beside
        quiet = soft_text(fewer, tokens)
        quote = styled_prose(
            inverted_emphasis(item.quote),
            tokens.ink,
            tokens,
        )
        column = names if names + len(fewer) <= wide else 0
        if column:
            lines = [in_columns([(name, column), (quiet, wide - column)])]
        else:
            lines = [*wrap(name, wide), *(wrap(quiet, wide) if fewer else [])]
        if item.quote and grid.show_reasons:
            lines += [indent(line, column) for line in wrap(quote, wide - column)]
        result += [BLANK] * (grid.choice_gap if index else 0)
        result += row_lines(index + 1, index, lines, grid, tokens, here=here, width=wide)
    return result


LIST_WIDTH = 29
LIST_GUTTER = 6
DETAILS_WIDTH = 40
FACT_COLUMN = 9


def starts_page(
    title: str,
    under: str,
    after: str,
    starts: Sequence[StartSummary],
    grid: Grid,
    tokens: ThemeTokens,
    cursor: int,
) -> list[PageLine]:
    """Return the list of starts, with the details of the one under the cursor: beside the list, or
    in its row in a narrow window.

    `under`: a quiet line below the title; `after`: a line below the list, set apart."""
    wide = grid.full_width >= LIST_WIDTH + LIST_GUTTER + DETAILS_WIDTH
    result = _heading_over(title, under, grid, tokens)
    rows: list[PageLine] = []
    for index, start in enumerate(starts):
        here = index == cursor
        lines = [styled(start.title, tokens.current if here else tokens.ink, tokens)]
        lines += wrap(soft_text(start.role, tokens), LIST_WIDTH) if start.role else []
        if here and not wide:
            lines += [
                line.content
                for line in _start_details(start, grid, tokens, grid.measure, with_bar=False)
            ]
        rows += [BLANK] * (grid.choice_gap if index else 0)
        rows += row_lines(
            index + 1, index, lines, grid, tokens, here=here, width=LIST_WIDTH if wide else 0
        )
    if wide and starts:
        details = _start_details(starts[cursor], grid, tokens, DETAILS_WIDTH, with_bar=True)
        rows = side_by_side((0, rows), (grid.text_column + LIST_WIDTH + LIST_GUTTER, details))
    return (
        result
        + rows
        + [BLANK] * max(grid.paragraph_gap, 1)
        + wrapped(soft_text(after, tokens), grid)
    )


def _heading_over(title: str, under: str, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return a page's title with a quiet text below it."""
    return [
        heading_lines(title, "", grid, tokens)[0],
        *wrapped(soft_text(under, tokens), grid),
        *[BLANK] * grid.paragraph_gap,
    ]


def _start_details(
    start: StartSummary, grid: Grid, tokens: ThemeTokens, width: int, *, with_bar: bool
) -> list[PageLine]:
    """Return the text of a start and its first gauge, at column 0. `with_bar`: draw the gauge as a
    bar, which must not be on a band."""
    lines = paragraph_lines(start.text, grid._replace(text_column=0), tokens, width)
    if start.gauge is not None:
        gauge = start.gauge
        name, word = (
            soft_text(gauge.label, tokens),
            ink_text(gauge.shown, tokens),
        )
        if with_bar:
            lines += [
                BLANK,
                PageLine(at_both_ends(name, word, width)),
                PageLine(draw_bar(gauge.value, gauge.min, gauge.max, width, tokens)),
            ]
        else:
            lines.append(PageLine(join(name, Content("  "), word)))
    facts = (
        ("Loves", start.loves),
        ("Dreads", start.dreads),
        ("Good at", join_words(start.good_at)),
        ("Weighs", join_words(start.weighs)),
        ("Takes", f"{start.length[:1].lower()}{start.length[1:]}"),
    )
    for label, words in facts:
        if words:
            text = wrap(ink_text(words, tokens), width - FACT_COLUMN)
            label_text = in_columns([(soft_text(label, tokens), FACT_COLUMN), (text[0], width)])
            lines += [PageLine(label_text), *(PageLine(indent(t, FACT_COLUMN)) for t in text[1:])]
    return lines


class SettingRow(NamedTuple):
    """A setting: its group ('' for the same as above), its name, its value in words, and its
    purpose."""

    group: str
    label: str
    value: str
    about: str


def settings_page(
    rows: Sequence[SettingRow],
    under: str,
    grid: Grid,
    tokens: ThemeTokens,
    cursor: int,
    *,
    figures: bool = False,
) -> list[PageLine]:
    """Return the settings, and a specimen that obeys them where there is room. The value under the
    cursor stands between angle marks, because it can be changed."""
    result = _heading_over("Settings", under, grid, tokens)
    column = min(30, grid.measure // 2)
    for index, value in enumerate(rows):
        here = index == cursor
        if value.group:
            result += [BLANK] * (grid.paragraph_gap if index else 0)
            if grid.paragraph_gap:
                result += lines_at([soft_text(value.group, tokens)], grid.text_column)
        name = wrap(styled(value.label, tokens.current if here else tokens.ink, tokens), column - 1)
        angles = (f"{tokens.glyphs.left} ", f" {tokens.glyphs.cursor}") if here else ("", "")
        value_shown = join(
            styled(angles[0], tokens.rubric, tokens),
            ink_text(value.value, tokens),
            styled(angles[1], tokens.rubric, tokens),
        )
        lines = [in_columns([(name[0], column), (value_shown, grid.measure - column)]), *name[1:]]
        first, *others = row_lines(0, index, lines, grid, tokens, here=here)
        if here:
            begin, end = (
                grid.text_column + column,
                grid.text_column + column + value_shown.cell_length,
            )
            before, after = (
                ClickArea(begin, begin + 2, "screen.change(-1)"),
                ClickArea(end - 2, end, "screen.change(1)"),
            )
            first = first._replace(click_areas=(before, after, *first.click_areas))
        result += [first, *others]
    result += [BLANK, *wrapped(soft_text(rows[cursor].about, tokens), grid)]
    shown = [BLANK, *_specimen(grid, tokens, figures=figures)]
    return result + (shown if len(result) + len(shown) <= grid.page_rows else [])


SPECIMEN = (
    "“You’re close,” she says. You have kept last year’s note. It also says close – and a date."
)


def _specimen(grid: Grid, tokens: ThemeTokens, *, figures: bool) -> list[PageLine]:
    """Return a few lines that look as the settings say."""
    lines = lines_at([soft_text("So it looks", tokens)], grid.text_column)
    lines += wrapped(ink_text(SPECIMEN, tokens), grid)
    hint = soft_text(
        f"asks of your Influence: about even{', 47 in 100' if figures else ''}", tokens
    )
    words = [ink_text("“Who spoke, when my name came up?”", tokens), hint]
    lines += row_lines(1, -1, words, grid, tokens, here=False)
    return [*lines, *lines_at([draw_bar(47, 0, 100, SPECIMEN_BAR, tokens)], grid.text_column)]


SPECIMEN_BAR = 24


def help_page(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    """Return every key with what it does, in two columns if there is room."""
    two = grid.full_width >= 76
    width = (grid.full_width - 4) // 2 if two else grid.measure
    column = grid.text_column
    groups_drawn = [
        lines_at(_key_group(name, rows, width, tokens), 0 if two else column)
        for name, rows in groups
    ]
    lines = heading_lines("Help", "every key", grid, tokens)
    if not two:
        for number, group in enumerate(groups_drawn):
            lines += [BLANK] * (1 if number else 0)
            lines += group
        return lines
    for left, right in zip_longest(groups_drawn[0::2], groups_drawn[1::2], fillvalue=[BLANK]):
        lines += [*side_by_side((column, left), (column + width + 4, right)), BLANK]
    return lines


def _key_group(
    name: str, rows: Sequence[tuple[str, str]], width: int, tokens: ThemeTokens
) -> list[Content]:
    lines = [soft_text(name, tokens)]
    for key, does in rows:
        text = wrap(ink_text(does, tokens), width - 11)
        lines.append(
            in_columns(
                [(styled(key, f"bold {tokens.ink}".strip(), tokens), 11), (text[0], width - 11)]
            )
        )
        lines += [indent(line, 11) for line in text[1:]]
    return lines
