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
from pmsim.ui.tui.drawings import draw_bar, draw_trust
from pmsim.ui.tui.layout.status import gauge_bar
from pmsim.ui.tui.sheet import (
    BLANK,
    ClickArea,
    PageLine,
    Sheet,
    indent,
    join,
    padded,
    side_by_side,
    wrap,
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
    you: You, width: int, sheet: Sheet, *, show_all: bool
) -> tuple[list[Cell], list[Cell]]:
    """Return the cells of the left column and of the right one."""
    left = [*_gauge_cells(you, width, sheet), *_due_cells(you, width, sheet)]
    left += _rung_cells(you, width, sheet)
    right = [_skill_cell(skill, sheet) for skill in you.skills]
    right += [Cell(""), *(_person_cell(person, width >= 60, sheet) for person in you.people)]
    if show_all:
        figures = (*you.figures.components, *you.figures.others)
        left += [Cell(""), *(_figure_cell(gauge, width, sheet) for gauge in figures)]
    return left, right


def _gauge_cells(you: You, width: int, sheet: Sheet) -> Iterator[Cell]:
    """Yield the stats with words, in the order of the margin, and below the first what weighs most
    in it."""
    beside = {gauge.id: gauge for gauge in you.status.gauges}
    others = [gauge for gauge in you.figures.with_words if gauge.id not in beside]
    shown = (*beside.values(), *others)
    for at, gauge in enumerate(shown):
        below = wrap(sheet.soft(you.causes), width - _NAME) if not at and you.causes else ()
        word = gauge.shown if gauge.trend == "steady" else gauge.words
        rest = join(gauge_bar(gauge, _bar_width(width), sheet), sheet.ink(f"  {word}"))
        yield Cell(gauge.label, gauge.label, rest, tuple(indent(line, _NAME) for line in below))


def _bar_width(width: int) -> int:
    return 12 if width >= 42 else 6


def _figure_cell(gauge: Gauge, width: int, sheet: Sheet) -> Cell:
    bar = gauge_bar(gauge, _bar_width(width), sheet)
    trend = "" if gauge.trend == "steady" else f", {gauge.trend}"
    return Cell(gauge.label, gauge.label, join(bar, sheet.ink(f"  {gauge.value}{trend}")))


def _skill_cell(skill: SkillLine, sheet: Sheet) -> Cell:
    times = {2: skill.done, 3: skill.told, 4: skill.taught}.get(skill.step, 0)
    said = (times_words(times) if times else "", _WANTED.get(skill.interest, ""))
    words = ", ".join(filter(None, said))
    bar = draw_bar(skill.step, 0, 4, _SKILL_BAR, sheet.tokens)
    rest = join(bar, sheet.ink(f" {skill.step_word}"), sheet.soft(f"  {words}"))
    return Cell(skill.label, skill.label, rest)


def _person_cell(person: PersonLine, wide: bool, sheet: Sheet) -> Cell:
    rest = join(
        draw_trust(person.value, sheet.tokens),
        sheet.ink(f"  {person.word}".ljust(12)),
        sheet.soft(person.description if wide else ""),
    )
    return Cell(person.name, person.name, rest)


def _due_cells(you: You, width: int, sheet: Sheet) -> Iterator[Cell]:
    if you.due:
        yield from (Cell(""), Cell("", ON_THEIR_WAY, quiet=True))
    for row in you.due[:MAX_DUE]:
        opens = f", which opens {row.opens}" if row.opens else ""
        text = join(sheet.ink(to_plain(row.what)), sheet.soft(f"{opens}, {row.when}"))
        yield _text_cell(text, width)
    if len(you.due) > MAX_DUE:
        others = f"and {number_word(len(you.due) - MAX_DUE)} more"
        yield Cell("", "", sheet.soft(others))


def _text_cell(text: Content, width: int) -> Cell:
    """Return a text whose further lines are set in."""
    first, *more = wrap(text, width)
    return Cell("", "", first, tuple(indent(line, 2) for line in more))


def _rung_cells(you: You, width: int, sheet: Sheet) -> Iterator[Cell]:
    """Yield the roles next to the player's: for the first, what is there and what is missing; for
    the others that ask for something, how much of it is there; then the names of those that ask for
    nothing."""
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
            for line in wrap(join(sheet.soft(f"{head}: "), sheet.ink("; ".join(words))), width - 2)
        ]
        count = number_word(len(rung.there)) if rung.there else "none"
        share = sheet.soft(f"  {count} of {number_word(asked)} there" if at else "")
        yield Cell(rung.title, rung.short if at else rung.title, share, tuple(lines))
    if plain:
        yield _text_cell(sheet.soft(f"{ALSO_NEXT}: {join_words(plain)}"), width)


def _cell_lines(
    cell: Cell, row: int, column: int, width: int, sheet: Sheet, *, here: bool
) -> list[PageLine]:
    """Return the lines of a cell in a column that begins at `column`."""
    style = sheet.tokens.current if here else sheet.tokens.soft if cell.quiet else sheet.tokens.ink
    name = sheet.styled(cell.name, style)
    widest = _SKILL_NAME if cell.rest.plain and len(cell.name) >= _NAME else _NAME
    if cell.name and cell.rest.plain:
        name = padded(name, max(widest, name.cell_length + 1))
    first = join(name, cell.rest)
    lines = [*wrap(first, width), *cell.below]
    drawn = sheet._replace(text_column=2).row(0, row, lines, here=here, width=width - 1)
    action = f"screen.explain({cell.word!r})"
    return [
        shown._replace(
            click_areas=(ClickArea(column, column + len(line), action),) if cell.word else ()
        )
        for line, shown in zip(lines, drawn, strict=True)
    ]


def you_page(you: You, sheet: Sheet, cursor: int, *, show_all: bool = False) -> list[PageLine]:
    """Return the page with the cursor on one of its words: two columns if they fit, else one."""
    two = sheet.full_width >= 80
    width = (sheet.full_width - GUTTER) // 2 if two else sheet.full_width
    left, right = you_cells(you, width, sheet, show_all=show_all)
    lines = sheet.heading("You", decision=you.status.decision)
    row = 0
    columns: list[tuple[int, list[PageLine]]] = []
    for number, cells in enumerate((left, right) if two else ([*left, Cell(""), *right],)):
        column = sheet.text_column + number * (width + GUTTER)
        drawn: list[PageLine] = []
        for cell in cells:
            at = row if cell.word else -1
            drawn += _cell_lines(cell, at, column, width, sheet, here=0 <= at == cursor)
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


def word_page(meaning: Meaning, sheet: Sheet) -> list[PageLine]:
    """Return the page about one word."""
    lines = sheet.heading(meaning.word.label, meaning.now)
    for heading, texts in meaning.groups:
        if heading:
            lines += sheet.lines([sheet.soft(heading)])
        for text in texts:
            lines += sheet.text(text)
        lines.append(BLANK)
    return lines[:-1]
