"""The page of a story, its result and its check, as leaves."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.choices import ChoiceRow
from pmsim.ui.present.ledger import Row
from pmsim.ui.present.parts import Aside, Checked, Ledger, Page, Part, Prose, Said
from pmsim.ui.tui.draw import check
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import BLANK, Leaf, apart, at_column, block, heading, joined, paragraphs, prose, row, words, wrapped
from pmsim.ui.tui.look import Look

LEDGER_COLUMN = 11
LONG_NAME = 14
"""A name that would take more columns has a line of its own."""


def story(
    page: Page,
    grid: Grid,
    look: Look,
    cursor: int,
    *,
    odds: bool = False,
    fallen: int = 100,
    whole: bool = True,
) -> list[Leaf]:
    """A page. `cursor`: the row it rests on; `odds`: percentages beside the words; `fallen`: how far the dot of a check has run, in per
    cent; `whole`: without it, the page ends with its first check."""
    leaves = heading(page.title, page.subtitle, grid, look)
    cut = next((at for at, part in enumerate(page.parts) if isinstance(part, Checked)), len(page.parts))
    leaves += parts(page.parts if whole else page.parts[: cut + 1], grid, look, fallen)
    if not whole:
        return leaves
    if page.parts:
        leaves.append(BLANK)
    if page.choices:
        for index, choice in enumerate(page.choices):
            leaves += [BLANK] * (grid.between if index else 0)
            leaves += _choice(choice, index, grid, look, here=index == cursor, odds=odds)
        return leaves
    text = wrapped(words(page.onward, look.chosen if cursor == 0 else look.ink, look), grid.measure)
    return leaves + row(0, 0, text, grid, look, here=cursor == 0)


def told(page: Page, grid: Grid, look: Look) -> list[Leaf]:
    """A page of the log: what was told, without what could be chosen."""
    return [*heading(page.title, f"Decision {page.status.decision}", grid, look), *parts(page.parts, grid, look)]


def parts(found: Sequence[Part], grid: Grid, look: Look, fallen: int = 100) -> list[Leaf]:
    """The parts of a page, with what stands between them. `fallen`: how far the dot of a check has run, in per cent."""
    leaves: list[Leaf] = []
    before: Part | None = None
    for part in found:
        if before is not None:
            leaves += [BLANK] * max(grid.loose, isinstance(part, Ledger | Checked))
        match part:
            case Prose(told):
                leaves += paragraphs(told, grid, look, follows=isinstance(before, Prose))
            case _:
                leaves += _part(part, grid, look, fallen)
        before = part
    return leaves


def _part(part: Said | Checked | Ledger | Aside, grid: Grid, look: Look, fallen: int) -> list[Leaf]:
    match part:
        case Said(verb, label):
            text = joined(words(f"{verb}: ", look.soft, look), prose(label, look.ink, look))
            return block(wrapped(text, grid.measure), grid.edge)
        case Checked():
            return _checked(part, grid, look, fallen)
        case Ledger(title, rows):
            return ledger(title, rows, grid, look)
        case Aside(text):
            return block(wrapped(words(text, look.soft, look), grid.measure), grid.edge)


def _checked(part: Checked, grid: Grid, look: Look, fallen: int) -> list[Leaf]:
    wide = grid.measure
    line, numbers = check(part.odds, max(part.roll * fallen // 100, 1), wide, look)
    if fallen < 100:
        numbers = Content("")
    ends = [apart(words(part.yes, look.soft, look), words(part.no, look.soft, look), wide)]
    if len(part.yes) + len(part.no) + 2 > wide:
        ends = [words(part.yes, look.soft, look), words(part.no, look.soft, look).right(wide)]
    said = joined(
        words(f"{part.fell} ", look.ink, look),
        words(part.verdict, f"bold {look.ink}".strip(), look),
        words(f" {part.would}", look.soft, look),
    )
    leaves = block(wrapped(words(f"{part.heading}.", look.ink, look), wide), grid.edge)
    leaves += block(wrapped(words(part.chance, look.soft, look), wide), grid.edge)
    leaves += [BLANK] * grid.loose
    leaves += block([*ends, line, numbers], grid.edge)
    leaves += [BLANK] * grid.loose
    # kept in place while the dot runs, so that nothing jumps
    shown = said if fallen >= 100 else Content("")
    return leaves + block(wrapped(shown, wide) or [Content("")], grid.edge)


def ledger(title: str, rows: tuple[Row, ...], grid: Grid, look: Look, width: int = 0) -> list[Leaf]:
    """What changed: names at the edge, changes in a column, reasons beneath."""
    wide = width or grid.measure
    names = [len(entry.name) + 2 for entry in rows]
    column = max((name for name in names if name <= LONG_NAME), default=0)
    column = max(min(column, wide // 2), LEDGER_COLUMN)
    leaves = block([words(title, look.soft, look)], grid.edge)
    for entry in rows:
        name = words(entry.name, look.ink, look)
        change = joined(words(entry.change, f"bold {look.ink}".strip(), look), words(entry.rest, look.ink, look))
        lines = wrapped(change, wide - column)
        if name.cell_length >= column:
            leaves += block([name], grid.edge)
        else:
            lines[0] = joined(name, Content(" " * (column - name.cell_length)), lines[0])
            leaves += block(lines[:1], grid.edge)
            lines = lines[1:]
        lines += wrapped(words(entry.reason, look.soft, look), wide - column) if entry.reason else []
        leaves += block([at_column(line, column) for line in lines], grid.edge)
    return leaves


def _choice(choice: ChoiceRow, index: int, grid: Grid, look: Look, *, here: bool, odds: bool) -> list[Leaf]:
    if choice.open:
        lines = wrapped(prose(choice.label, look.chosen if here else look.ink, look), grid.measure)
        if choice.hint:
            figure = f", {choice.odds} in 100" if odds and choice.odds >= 0 else ""
            lines += wrapped(words(choice.hint + figure, look.soft, look), grid.measure)
        return row(choice.number, index, lines, grid, look, here=here)
    lines = wrapped(prose(choice.label, look.shut, look), grid.measure)
    if choice.reason and (here or grid.reasons):
        lines += wrapped(prose(choice.reason, look.reason, look), grid.measure)
    if here and choice.how_far:
        lines += wrapped(words(choice.how_far, look.soft, look), grid.measure)
    return row(0, index, lines, grid, look, here=here, mark=look.glyphs.closed)
