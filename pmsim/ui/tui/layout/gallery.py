"""The lines of the gallery of ends, of the map of the story, and of two lives side by side: their
gauges stand over one another on one axis of quarters, so that the eye compares downwards."""

from collections.abc import Iterable, Sequence
from math import ceil

from rich.console import Console
from textual.content import Content
from textual.renderables.sparkline import Sparkline

from pmsim.ui.present.compare import ComparedGauge, LifeComparison
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
from pmsim.ui.tui.appearance import FULL
from pmsim.ui.tui.sheet import (
    BLANK,
    ClickArea,
    PageLine,
    Sheet,
    hanging,
    indent,
    join,
    padded,
    side_by_side,
    wrap,
)

COLUMN_WIDTH = 29
MIN_GALLERY_ROWS = 3


def gallery_columns(sheet: Sheet) -> int:
    """Return the number of columns of ends that fit."""
    return max(sheet.full_width // COLUMN_WIDTH, 1)


def gallery_page(shown: Gallery, cursor: int, hint_key: str, sheet: Sheet) -> list[PageLine]:
    """Return the ends in columns, and below the rule the one under the cursor. `hint_key`: the key
    for a hint."""
    lines = sheet.heading(WHERE_CAREERS_END, shown.summary)
    columns = gallery_columns(sheet)
    in_column = ceil(len(shown.ends) / columns)
    details = [BLANK, *sheet.rule(), *sheet.gap]
    details += _end_details(shown.ends[cursor], hint_key, sheet)
    room = max(sheet.page_rows - len(lines) - len(details), MIN_GALLERY_ROWS)
    # of a longer list, the rows around the cursor
    first = min(max(cursor % in_column - room // 2, 0), max(in_column - room, 0))
    for row in range(first, min(first + room, in_column)):
        cells, areas = [], []
        for column in range(columns):
            number = column * in_column + row
            if number < len(shown.ends):
                cells.append(_end_cell(shown.ends[number], number == cursor, sheet))
                begin = sheet.text_column + column * COLUMN_WIDTH
                area = ClickArea(begin, begin + COLUMN_WIDTH - 1, f"screen.point({number})")
                areas.append(area)
        content = join(*cells).rstrip()
        lines.append(PageLine(indent(content, sheet.text_column - 2), click_areas=tuple(areas)))
    return lines + details


def _end_cell(end: SeenEnd, here: bool, sheet: Sheet) -> Content:
    glyphs = sheet.glyphs
    bar = sheet.styled(glyphs.bar if here else " ", sheet.tokens.rubric)
    mark = sheet.styled(f" {glyphs.past if end.title else glyphs.lost_here} ", sheet.tokens.ink)
    style = sheet.tokens.current if here else sheet.tokens.ink if end.title else sheet.tokens.soft
    name = sheet.styled(end.title or UNSEEN, style).truncate(COLUMN_WIDTH - 4, ellipsis=True)
    return padded(join(bar, mark, name), COLUMN_WIDTH)


def _end_details(end: SeenEnd, hint_key: str, sheet: Sheet) -> list[PageLine]:
    """Return what is known of an end."""
    lines = sheet.wrapped(sheet.title(end.title or capitalise(UNSEEN)))
    if end.title:
        for place in end.places:
            lines += sheet.note(place)
        return lines
    for kind, hint in zip(HINT_KINDS, end.hints, strict=False):
        text = join(sheet.soft(f"{kind}  "), sheet.ink(hint))
        lines += sheet.wrapped(text, sheet.full_width)
    if end.next_hint:
        offer = f"{hint_key}: {end.next_hint[0].lower()}{end.next_hint[1:]}."
        lines += sheet.note(offer)
    elif not end.hints:
        lines += sheet.note("Nobody has told of it yet.")
    return lines


TITLE_COLUMN = 30


def mark_glyph(mark: ChoiceMark, sheet: Sheet) -> tuple[str, str]:
    """Return the sign of a choice on the map, and its style."""
    glyphs = sheet.glyphs
    return {
        "here": (glyphs.past, sheet.tokens.ink),
        "elsewhere": (glyphs.decision, sheet.tokens.ink),
        "closed": (glyphs.closed, sheet.tokens.soft),
        "open": (glyphs.lost, sheet.tokens.soft),
        "covered": (glyphs.to_come, sheet.tokens.track),
    }[mark]


def map_page(shown: StoryMap, sheet: Sheet) -> list[PageLine]:
    """Return a row for each scenario met: its title, and a sign for each choice, scene by scene."""
    lines = sheet.heading("Map", shown.summary)
    legend: list[Content] = []
    for mark, word in MARK_WORDS.items():
        sign, style = mark_glyph(mark, sheet)
        legend.append(join(sheet.styled(sign, style), sheet.soft(f" {word}")))
    lines += [*sheet.wrapped(Content("   ").join(legend), sheet.full_width), BLANK]
    beside = sheet.full_width >= 2 * TITLE_COLUMN
    for row in shown.rows:
        signs = Content(" ").join(
            [Content.assemble(*(mark_glyph(mark, sheet) for mark in scene)) for scene in row.scenes]
        )
        title = sheet.ink(row.title)
        if beside:
            title = title.truncate(TITLE_COLUMN - 2, ellipsis=True)
            lines += sheet.lines(hanging(title, TITLE_COLUMN, signs, sheet.full_width))
        else:
            lines += sheet.lines([title, *wrap(signs, sheet.full_width)])
    return lines


LABEL_COLUMN, NAME_GAP = 13, 3
TWO_COLUMNS = 66
"""Columns from which on the two lives stand side by side."""


def sparkline(values: Sequence[int], low: int, high: int, sheet: Sheet) -> str:
    """Return one bar for each value, on a scale from `low` to `high`; in ASCII, figures 0 to 7."""
    drawn = Sparkline([low, max(high, low + 1), *values], width=len(values) + 2)
    bars = "".join(segment.text for segment in _CONSOLE.render(drawn)).strip()
    if sheet.glyphs is FULL:
        return bars[2:].replace("█", "▇")
    return "".join(str(Sparkline.BARS.index(bar)) for bar in bars[2:])


_CONSOLE = Console(width=80)


def compare_page(seen: LifeComparison, sheet: Sheet) -> list[PageLine]:
    """Return the comparison."""
    wide = sheet.full_width
    count = "two lives, one seed" if wide >= TWO_COLUMNS else ""
    lines = sheet.heading("Side by side", count)
    names = [[sheet.title(life.name), sheet.soft(life.place)] for life in seen.lives]
    lines += _beside(names, sheet)
    lines += [BLANK, *_parting(seen, sheet), BLANK]
    lines += _axis(seen, sheet)
    for gauge in seen.gauges:
        lines += [*_gauge_rows(gauge, seen, sheet), *sheet.gap]
    became, only = (
        [[sheet.soft(heading), sheet.ink(text)] if text else [] for text in texts]
        for heading, texts in (
            ("Became", [" · ".join(life.roles) for life in seen.lives]),
            ("Only here", ["; ".join(life.only) for life in seen.lives]),
        )
    )
    lines += _beside(became, sheet)
    lines += [BLANK] * bool(any(became) and any(only))
    lines += _beside(only, sheet)
    if seen.both:
        lines += [BLANK, *sheet.note("In both, after that", wide)]
        lines += sheet.text("; ".join(seen.both), wide)
    return lines


def _beside(lives: Iterable[Iterable[Content]], sheet: Sheet) -> list[PageLine]:
    """Return the texts of two lives side by side; in a narrow window, one below the other."""
    narrow = sheet.full_width < TWO_COLUMNS
    width = sheet.full_width if narrow else (sheet.full_width - 4) // 2
    left, right = ([line for text in texts for line in wrap(text, width)] for texts in lives)
    if narrow:
        return sheet.lines([*left, *right])
    column = sheet.text_column
    return side_by_side((column, map(PageLine, left)), (column + width + 4, map(PageLine, right)))


def _parting(seen: LifeComparison, sheet: Sheet) -> list[PageLine]:
    decision, quarter, title = seen.parted
    if not decision:
        return sheet.note("One goes on where the other stands.")
    mark = quarter_mark(quarter, seen.frame)
    place = f", {title}" if title else ""
    said = [[sheet.prose(life.said)] if life.said else [] for life in seen.lives]
    text = f"They parted in {mark}, at decision {decision}{place}."
    return [*sheet.note(text, sheet.full_width), *_beside(said, sheet)]


def _axis(seen: LifeComparison, sheet: Sheet) -> list[PageLine]:
    """Return the numbers of the first and the last quarter, and a sign where the lives parted."""
    pitch = _pitch(seen, sheet)
    cells = [" "] * ((seen.quarters - 1) * pitch + 1)
    if seen.parted[1]:
        cells[(seen.parted[1] - 1) * pitch] = f"{sheet.glyphs.falls} parted"
    text = "".join(cells).rstrip()
    marks = [quarter_mark(quarter, seen.frame) for quarter in (1, seen.quarters)]
    heads = marks[0].ljust(max(len(cells) - 1, len(marks[0]) + 1)) + marks[1]
    rows = [heads, text] if text else [heads]
    return sheet.lines(map(sheet.soft, rows), LABEL_COLUMN)


def _pitch(seen: LifeComparison, sheet: Sheet) -> int:
    return 2 if LABEL_COLUMN + 2 * seen.quarters + 12 <= sheet.full_width else 1


def _gauge_rows(gauge: ComparedGauge, seen: LifeComparison, sheet: Sheet) -> list[PageLine]:
    gap = " " * (_pitch(seen, sheet) - 1)
    width = seen.quarters * (len(gap) + 1)
    word_width = max(map(len, gauge.words)) + NAME_GAP
    lines = []
    for at, (life, values) in enumerate(zip(seen.lives, gauge.values, strict=True)):
        bars = gap.join(sparkline(values, gauge.low, gauge.high, sheet)).ljust(width)
        row = join(
            sheet.soft((gauge.label if at == 0 else "")[: LABEL_COLUMN - 1].ljust(LABEL_COLUMN)),
            sheet.ink(f"{bars}  "),
            sheet.ink(gauge.words[at].ljust(word_width)),
            sheet.soft(life.name),
        )
        lines.append(row.truncate(sheet.full_width))
    return sheet.lines(lines)
