"""The lines of the page You: words in one column or two, each a row of the cursor; and of the page
about one word."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.horizon import ALSO_NEXT, ON_THEIR_WAY, DueRow, Rung
from pmsim.ui.present.meanings import Meaning
from pmsim.ui.present.status import FigureGroups, Gauge, PersonLine, SkillLine, Status
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import join_words, number_word, times_words
from pmsim.ui.tui.appearance import FULL, Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    BLANK,
    ClickArea,
    PageLine,
    draw_bar,
    draw_trust,
    heading_lines,
    in_columns,
    ink_text,
    join,
    lines_at,
    side_by_side,
    soft_text,
    styled,
    wrap,
    wrapped,
)

GUTTER = 4
"""Columns between two columns of words."""
_NAME = 10
MAX_DUE = 6
"""Rows of what is on its way at most; a last one counts the others."""
_SKILL_NAME, _SKILL_BAR = 12, 8
_WANTED = {"more": "more of it", "less": "less of it"}


class You(NamedTuple):
    """The content of the page."""

    status: Status
    figures: FigureGroups
    causes: str
    skills: tuple[SkillLine, ...]
    people: tuple[PersonLine, ...]
    due: tuple[DueRow, ...]
    rungs: tuple[Rung, ...]


class Cell(NamedTuple):
    """A part of a column. `word`: the word that it is about, '' for none; `name`: its first words,
    which the cursor marks; `rest`: what stands behind them; `below`: its further lines."""

    word: str
    name: str = ""
    rest: Content = Content("")
    below: tuple[Content, ...] = ()
    quiet: bool = False


def you_cells(
    you: You, width: int, tokens: ThemeTokens, *, show_all: bool
) -> tuple[list[Cell], list[Cell]]:
    """Return the cells of the left column and of the right one."""
    left = [*_gauge_cells(you, width, tokens), *_due_cells(you, width, tokens)]
    left += _rung_cells(you, width, tokens)
    right = [_skill_cell(skill, tokens) for skill in you.skills]
    right += [Cell(""), *(_person_cell(person, width >= 60, tokens) for person in you.people)]
    if show_all:
        figures = (*you.figures.components, *you.figures.others)
        left += [Cell(""), *(_figure_cell(gauge, width, tokens) for gauge in figures)]
    return left, right


def _gauge_cells(you: You, width: int, tokens: ThemeTokens) -> Iterator[Cell]:
    """Yield the stats with words, in the order of the margin, and below the first what weighs most
    in it."""
    beside = {gauge.id: gauge for gauge in you.status.gauges}
    others = [gauge for gauge in you.figures.with_words if gauge.id not in beside]
    shown = (*beside.values(), *others)
    for at, gauge in enumerate(shown):
        below = wrap(soft_text(you.causes, tokens), width - _NAME) if not at and you.causes else ()
        bar = draw_bar(gauge.value, gauge.min, gauge.max, _bar_width(width), tokens)
        rest = join(bar, Content("  "), ink_text(_moving(gauge), tokens))
        padded = tuple(line.pad_left(_NAME) for line in below)
        yield Cell(gauge.label, gauge.label, rest, padded)


def _bar_width(width: int) -> int:
    return 12 if width >= 42 else 6


def _moving(gauge: Gauge) -> str:
    """Return a gauge's word, and its trend only if it moves."""
    return gauge.shown if gauge.trend == "steady" else gauge.words


def _figure_cell(gauge: Gauge, width: int, tokens: ThemeTokens) -> Cell:
    bar = draw_bar(gauge.value, gauge.min, gauge.max, _bar_width(width), tokens)
    trend = "" if gauge.trend == "steady" else f", {gauge.trend}"
    return Cell(gauge.label, gauge.label, join(bar, ink_text(f"  {gauge.value}{trend}", tokens)))


def _skill_cell(skill: SkillLine, tokens: ThemeTokens) -> Cell:
    counts = {2: skill.done, 3: skill.told, 4: skill.taught}
    times = counts.get(skill.step, 0)
    words = ", ".join(
        filter(None, (times_words(times) if times else "", _WANTED.get(skill.interest, "")))
    )
    bar = draw_bar(skill.step, 0, 4, _SKILL_BAR, tokens)
    rest = join(bar, ink_text(f" {skill.step_word}", tokens), soft_text(f"  {words}", tokens))
    return Cell(skill.label, skill.label, rest)


def _person_cell(person: PersonLine, wide: bool, tokens: ThemeTokens) -> Cell:
    rest = join(
        draw_trust(person.value, tokens),
        ink_text(f"  {person.word}".ljust(12), tokens),
        soft_text(person.description if wide else "", tokens),
    )
    return Cell(person.name, person.name, rest)


def _due_cells(you: You, width: int, tokens: ThemeTokens) -> Iterator[Cell]:
    if you.due:
        yield from (Cell(""), Cell("", ON_THEIR_WAY, quiet=True))
    for row in you.due[:MAX_DUE]:
        opens = f", which opens {row.opens}" if row.opens else ""
        text = join(ink_text(to_plain(row.what), tokens), soft_text(f"{opens}, {row.when}", tokens))
        first, *more = wrap(text, width)
        yield Cell("", "", first, tuple(line.pad_left(2) for line in more))
    if len(you.due) > MAX_DUE:
        others = f"and {number_word(len(you.due) - MAX_DUE)} more"
        yield Cell("", "", soft_text(others, tokens))


def _rung_cells(you: You, width: int, tokens: ThemeTokens) -> Iterator[Cell]:
    """Yield the roles above the player's: of the nearest what is there and what is missing, of the
    others how much; and the names of the other roles beside it."""
    if you.rungs:
        yield from (Cell(""), Cell("", "The next role", quiet=True))
    plain = []
    for at, rung in enumerate(you.rungs):
        asked = len(rung.there) + len(rung.missing)
        if not asked:
            plain.append(rung.short)
            continue
        lines = [
            line.pad_left(2)
            for head, words in (("there", rung.there), ("missing", rung.missing))
            if words and not at
            for line in wrap(
                join(soft_text(f"{head}: ", tokens), ink_text("; ".join(words), tokens)), width - 2
            )
        ]
        count = number_word(len(rung.there)) if rung.there else "none"
        share = soft_text(f"  {count} of {number_word(asked)} there" if at else "", tokens)
        yield Cell(rung.title, rung.short if at else rung.title, share, tuple(lines))
    if plain:
        also = wrap(soft_text(f"{ALSO_NEXT}: {join_words(plain)}", tokens), width)
        yield Cell("", "", also[0], tuple(line.pad_left(2) for line in also[1:]))


def _cell_lines(
    cell: Cell, row: int, column: int, width: int, tokens: ThemeTokens, *, here: bool
) -> list[PageLine]:
    """Return the lines of a cell in a column that begins at `column`."""
    style = tokens.current if here else tokens.soft if cell.quiet else tokens.ink
    name = styled(cell.name, style, tokens)
    widest = _SKILL_NAME if cell.rest.plain and len(cell.name) >= _NAME else _NAME
    gap = max(widest - name.cell_length, 1) if cell.name and cell.rest.plain else 0
    first = join(name, Content(" " * gap), cell.rest)
    lines = [*(wrap(first, width) if cell.name or cell.rest.plain else [Content("")]), *cell.below]
    result = []
    for at, line in enumerate(lines):
        glyph = tokens.glyphs.bar if tokens.band else tokens.glyphs.cursor
        mark = glyph if here and (at == 0 or glyph == FULL.bar) else " "
        content = join(styled(mark, tokens.rubric if here else "", tokens), Content(" "), line)
        if here and tokens.band:
            content = in_columns([(content, width + 2)]).pad_right(0)
            content = join(content, Content(" " * max(width + 2 - content.cell_length, 0))).stylize(
                tokens.band
            )
        area = ClickArea(column, column + len(line.plain), f"screen.explain({cell.word!r})")
        result.append(PageLine(content, row, (area,) if cell.word else ()))
    return result


def you_page(
    you: You, grid: Grid, tokens: ThemeTokens, cursor: int, *, show_all: bool = False
) -> list[PageLine]:
    """Return the page with the cursor on one of its words: two columns if they fit, else one."""
    two = grid.full_width >= 80
    width = (grid.full_width - GUTTER) // 2 if two else grid.full_width
    left, right = you_cells(you, width, tokens, show_all=show_all)
    lines = heading_lines("You", "", grid, tokens, decision=you.status.decision)
    row = 0
    columns: list[tuple[int, list[PageLine]]] = []
    for number, cells in enumerate((left, right) if two else ([*left, Cell(""), *right],)):
        column = grid.text_column + number * (width + GUTTER)
        drawn: list[PageLine] = []
        for cell in cells:
            at = row if cell.word else -1
            drawn += _cell_lines(cell, at, column, width, tokens, here=0 <= at == cursor)
            row += bool(cell.word)
        columns.append((column - 2, drawn))
    return [*lines, *side_by_side(*columns)]


def word_rows(lines: Iterable[PageLine]) -> dict[int, tuple[int, int]]:
    """Return the line and the column (0 or 1) of every row."""
    places: dict[int, tuple[int, int]] = {}
    for at, line in enumerate(lines):
        for row, column in ((line.row, 0), (line.row_beside, 1)):
            if row >= 0:
                places.setdefault(row, (at, column))
    return places


def word_page(meaning: Meaning, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return the page about one word."""
    lines = heading_lines(meaning.word.label, meaning.now, grid, tokens)
    for heading, texts in meaning.groups:
        if heading:
            lines += lines_at([soft_text(heading, tokens)], grid.text_column)
        for text in texts:
            lines += wrapped(ink_text(text, tokens), grid)
        lines.append(BLANK)
    return lines[:-1]
