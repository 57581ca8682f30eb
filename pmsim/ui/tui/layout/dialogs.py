"""The lines of the pages around a story: lists, starts, settings, help."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.history import StartSummary
from pmsim.ui.present.text import Line, inverted_emphasis
from pmsim.ui.present.words import join_words
from pmsim.ui.tui.drawings import draw_bar
from pmsim.ui.tui.layout.status import gauge_bar
from pmsim.ui.tui.sheet import (
    BLANK,
    ClickArea,
    PageLine,
    Sheet,
    at_both_ends,
    hanging,
    indent,
    join,
    padded,
    side_by_side,
    wrap,
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
    sheet: Sheet,
    cursor: int,
    *,
    beside: str = "",
) -> list[PageLine]:
    """Return a title with a quiet text beside it, a few quiet lines, and a list to choose from."""
    result = sheet.heading(title, beside)
    for line in under:
        result += sheet.note(line)
    result += [BLANK] if under else []
    return result + item_lines(items, sheet, cursor)


def item_lines(
    items: Sequence[MenuItem], sheet: Sheet, cursor: int, width: int = 0
) -> list[PageLine]:
    """Return a numbered list to choose from: labels, and quiet words in a column beside them."""
    result: list[PageLine] = []
    wide = width or sheet.measure
    names = max((len(item.label) for item in items), default=0) + 3
    for index, item in enumerate(items):
        here = index == cursor
        name = sheet.label(item.label, here=here)
        fewer = item.short if item.short and names + len(item.beside) > wide else item.beside
        quiet = sheet.soft(fewer)
        column = names if names + len(fewer) <= wide else 0
        if column:
            lines = [join(padded(name, column), quiet)]
        else:
            lines = [*wrap(name, wide), *(wrap(quiet, wide) if fewer else [])]
        if item.quote and sheet.show_reasons:
            quote = sheet.prose(inverted_emphasis(item.quote))
            lines += [indent(line, column) for line in wrap(quote, wide - column)]
        result += [BLANK] * (sheet.choice_gap if index else 0)
        result += sheet.row(index + 1, index, lines, here=here, width=wide)
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
    sheet: Sheet,
    cursor: int,
) -> list[PageLine]:
    """Return the list of starts, with the details of the one under the cursor: beside the list, or
    in its row in a narrow window.

    `under`: a quiet line below the title; `after`: a line below the list, set apart."""
    wide = sheet.full_width >= LIST_WIDTH + LIST_GUTTER + DETAILS_WIDTH
    result = _heading_over(title, under, sheet)
    rows: list[PageLine] = []
    for index, start in enumerate(starts):
        here = index == cursor
        lines = [sheet.label(start.title, here=here)]
        lines += wrap(sheet.soft(start.role), LIST_WIDTH) if start.role else []
        if here and not wide:
            lines += _start_details(start, sheet, sheet.measure, with_bar=False)
        rows += [BLANK] * (sheet.choice_gap if index else 0)
        rows += sheet.row(index + 1, index, lines, here=here, width=LIST_WIDTH if wide else 0)
    if wide and starts:
        details = _start_details(starts[cursor], sheet, DETAILS_WIDTH, with_bar=True)
        column = sheet.text_column + LIST_WIDTH + LIST_GUTTER
        rows = side_by_side((0, rows), (column, map(PageLine, details)))
    return result + rows + [BLANK] * max(sheet.paragraph_gap, 1) + sheet.note(after)


def _heading_over(title: str, under: str, sheet: Sheet) -> list[PageLine]:
    """Return a page's title with a quiet text below it."""
    return [sheet.heading(title)[0], *sheet.note(under), *sheet.gap]


def _start_details(
    start: StartSummary, sheet: Sheet, width: int, *, with_bar: bool
) -> list[Content]:
    """Return the text of a start, its first gauge and its facts. `with_bar`: draw the gauge as a
    bar too, which is possible only where no band lies behind the lines."""
    told = sheet._replace(text_column=0).paragraphs(start.text, width)
    lines = [line.content for line in told]
    if start.gauge is not None:
        name, word = sheet.soft(start.gauge.label), sheet.ink(start.gauge.shown)
        if with_bar:
            bar = gauge_bar(start.gauge, width, sheet)
            lines += [Content(""), at_both_ends(name, word, width), bar]
        else:
            lines.append(join(name, Content("  "), word))
    facts = (
        ("Loves", start.loves),
        ("Dreads", start.dreads),
        ("Good at", join_words(start.good_at)),
        ("Weighs", join_words(start.weighs)),
        ("Takes", f"{start.length[:1].lower()}{start.length[1:]}"),
    )
    for label, words in facts:
        if words:
            lines += hanging(sheet.soft(label), FACT_COLUMN, sheet.ink(words), width)
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
    sheet: Sheet,
    cursor: int,
    *,
    figures: bool = False,
) -> list[PageLine]:
    """Return the settings, and a specimen that obeys them where there is room. The value under the
    cursor stands between angle marks, because it can be changed."""
    result = _heading_over("Settings", under, sheet)
    column = min(30, sheet.measure // 2)
    for index, value in enumerate(rows):
        here = index == cursor
        if value.group and sheet.paragraph_gap:
            result += [*(sheet.gap if index else []), *sheet.note(value.group)]
        name = wrap(sheet.label(value.label, here=here), column - 1)
        shown = sheet.ink(value.value)
        if here:
            left, right = (
                sheet.styled(sign, sheet.tokens.rubric)
                for sign in (f"{sheet.glyphs.left} ", f" {sheet.glyphs.cursor}")
            )
            shown = join(left, shown, right)
        lines = [join(padded(name[0], column), shown), *name[1:]]
        first, *others = sheet.row(0, index, lines, here=here)
        if here:
            begin = sheet.text_column + column
            end = begin + shown.cell_length
            before = ClickArea(begin, begin + 2, "screen.change(-1)")
            after = ClickArea(end - 2, end, "screen.change(1)")
            first = first._replace(click_areas=(before, after, *first.click_areas))
        result += [first, *others]
    result += [BLANK, *sheet.note(rows[cursor].about)]
    specimen = [BLANK, *_specimen(sheet, figures=figures)]
    return result + (specimen if len(result) + len(specimen) <= sheet.page_rows else [])


SPECIMEN = (
    "“You’re close,” she says. You have kept last year’s note. It also says close – and a date."
)


def _specimen(sheet: Sheet, *, figures: bool) -> list[PageLine]:
    """Return a few lines that look as the settings say."""
    lines = [*sheet.note("So it looks"), *sheet.text(SPECIMEN)]
    hint = sheet.soft(f"asks of your Influence: about even{', 47 in 100' if figures else ''}")
    words = [sheet.ink("“Who spoke, when my name came up?”"), hint]
    lines += sheet.row(1, -1, words, here=False)
    return [*lines, *sheet.lines([draw_bar(47, 0, 100, SPECIMEN_BAR, sheet.tokens)])]


SPECIMEN_BAR = 24
KEY_COLUMN = 11


def help_page(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], sheet: Sheet
) -> list[PageLine]:
    """Return every key with what it does, in two columns if there is room."""
    two = sheet.full_width >= 76
    width = (sheet.full_width - 4) // 2 if two else sheet.measure
    drawn = [_key_group(name, rows, width, sheet) for name, rows in groups]
    lines = sheet.heading("Help", "every key")
    if not two:
        for number, group in enumerate(drawn):
            lines += [*[BLANK] * bool(number), *sheet.lines(group)]
        return lines
    left_column, right_column = sheet.text_column, sheet.text_column + width + 4
    for left, right in zip_longest(drawn[0::2], drawn[1::2], fillvalue=[Content("")]):
        columns = (left_column, map(PageLine, left)), (right_column, map(PageLine, right))
        lines += [*side_by_side(*columns), BLANK]
    return lines


def _key_group(
    name: str, rows: Sequence[tuple[str, str]], width: int, sheet: Sheet
) -> list[Content]:
    lines = [sheet.soft(name)]
    for key, does in rows:
        lines += hanging(sheet.bold(key), KEY_COLUMN, sheet.ink(does), width)
    return lines
