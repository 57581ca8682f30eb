"""The lines of a story's pages: prose, choices, results, checks, the end; and of the log."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.ending import CAME_FROM, Ending, TurningPoint
from pmsim.ui.present.parts import (
    ChangesPart,
    CheckPart,
    ChoiceRow,
    ChosenPart,
    NotePart,
    Page,
    Part,
    ProsePart,
)
from pmsim.ui.present.status import Status
from pmsim.ui.present.text import inverted_emphasis
from pmsim.ui.present.words import quarter_mark
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.layout.dialogs import MenuItem, item_lines
from pmsim.ui.tui.layout.status import gauge_lines, quarter_dots, quarter_lines
from pmsim.ui.tui.layout.title import spaced_capitals
from pmsim.ui.tui.layout.voices import voice_lines
from pmsim.ui.tui.page_lines import (
    BLANK,
    ClickArea,
    PageLine,
    at_both_ends,
    draw_check,
    heading_lines,
    indent,
    ink_text,
    join,
    lines_at,
    paragraph_lines,
    row_lines,
    soft_text,
    styled,
    styled_prose,
    wrap,
    wrapped,
)

LEDGER_COLUMN = 11
MAX_INLINE_NAME = 14
"""Columns of a name beside its change at most; a longer name gets a line of its own."""


def story_page(
    page: Page,
    grid: Grid,
    tokens: ThemeTokens,
    cursor: int,
    *,
    odds: bool = False,
    costs: bool = True,
    sizes: bool = False,
    dot_percent: int = 100,
    with_outcome: bool = True,
) -> list[PageLine]:
    """Return a page. `cursor`: the row under the cursor; `odds`: show percentages beside the words;
    `costs`: show what a choice costs; `sizes`: show how much hangs on it; `dot_percent`: how far
    the dot of a check has run, in percent; `with_outcome` False: end the page with its first
    check."""
    if page.form:
        lines = [*chapter_lines(page, grid, tokens), BLANK]
        return lines + _go_on_lines(page, grid, tokens, here=cursor == 0)
    lines = heading_lines(page.title, page.subtitle, grid, tokens)
    cut = next(
        (at for at, part in enumerate(page.parts) if isinstance(part, CheckPart)), len(page.parts)
    )
    lines += part_lines(
        page.parts if with_outcome else page.parts[: cut + 1], grid, tokens, dot_percent
    )
    if not with_outcome:
        return lines
    if page.parts:
        lines.append(BLANK)
    if page.choices:
        for index, choice in enumerate(page.choices):
            lines += [BLANK] * (grid.choice_gap if index else 0)
            shown = choice if costs else choice._replace(cost="")
            shown = shown if sizes else shown._replace(size=0)
            lines += _choice_lines(shown, index, grid, tokens, here=index == cursor, odds=odds)
        return lines
    return lines + _go_on_lines(page, grid, tokens, here=cursor == 0)


def _go_on_lines(page: Page, grid: Grid, tokens: ThemeTokens, *, here: bool) -> list[PageLine]:
    """Return the row of a page with one thing to do."""
    label = styled(page.continue_label, tokens.current if here else tokens.ink, tokens)
    return row_lines(0, 0, wrap(label, grid.measure), grid, tokens, here=here)


def chapter_lines(page: Page, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return a page that opens a quarter, under the quarter, or a change of role, under the role in
    spaced capitals; what is told there by voices is told apart by form alone."""
    if page.form == "role":
        name = styled(spaced_capitals(page.title, grid.measure), tokens.title, tokens)
        lines = [*wrapped(name, grid), *wrapped(soft_text(page.subtitle, tokens), grid), BLANK]
        return lines + part_lines(page.parts, grid, tokens)
    when = join(
        styled(page.status.when, tokens.title, tokens), soft_text(f"  {page.title}", tokens)
    )
    thread = quarter_dots(page.status, tokens)
    beside = len(thread) == 1 and when.cell_length + 3 + thread[0].cell_length <= grid.measure
    heading = (
        [at_both_ends(when, thread[0], grid.measure)]
        if beside
        else [*wrap(when, grid.measure), *thread]
    )
    lines = [*lines_at(heading, grid.text_column), *[BLANK] * grid.paragraph_gap]
    for number, part in enumerate(page.parts):
        lines += [BLANK] * max(grid.paragraph_gap, isinstance(part, ChangesPart)) if number else []
        if isinstance(part, ProsePart):
            lines += voice_lines(part.paragraphs, grid, tokens)
        else:
            lines += part_lines((part,), grid, tokens)
    return lines


def log_entry(page: Page, grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return a page of the log, without its choices."""
    return [
        *heading_lines(page.title, f"Decision {page.status.decision}", grid, tokens),
        *part_lines(page.parts, grid, tokens),
    ]


def part_lines(
    parts_shown: Sequence[Part], grid: Grid, tokens: ThemeTokens, dot_percent: int = 100
) -> list[PageLine]:
    """Return the parts of a page with the space between them. `dot_percent`: how far the dot of a
    check has run, in percent."""
    lines: list[PageLine] = []
    before: Part | None = None
    for part in parts_shown:
        if before is not None:
            lines += [BLANK] * max(grid.paragraph_gap, isinstance(part, ChangesPart | CheckPart))
        match part:
            case ProsePart(told):
                lines += paragraph_lines(told, grid, tokens, follows=isinstance(before, ProsePart))
            case _:
                lines += _one_part(part, grid, tokens, dot_percent)
        before = part
    return lines


def _one_part(
    part: ChosenPart | CheckPart | ChangesPart | NotePart,
    grid: Grid,
    tokens: ThemeTokens,
    fallen: int,
) -> list[PageLine]:
    match part:
        case ChosenPart(verb, label):
            text = join(soft_text(f"{verb}: ", tokens), styled_prose(label, tokens.ink, tokens))
            return wrapped(text, grid)
        case CheckPart():
            return _check_lines(part, grid, tokens, fallen)
        case ChangesPart(title, rows):
            return changes_lines(title, rows, grid, tokens)
        case NotePart(text):
            return wrapped(soft_text(text, tokens), grid)


def _check_lines(part: CheckPart, grid: Grid, tokens: ThemeTokens, fallen: int) -> list[PageLine]:
    wide = grid.measure
    line, numbers = draw_check(part.odds, max(part.roll * fallen // 100, 1), wide, tokens)
    if fallen < 100:
        numbers = Content("")
    ends = [
        at_both_ends(
            soft_text(part.success_label, tokens),
            soft_text(part.failure_label, tokens),
            wide,
        )
    ]
    if len(part.success_label) + len(part.failure_label) + 2 > wide:
        ends = [
            soft_text(part.success_label, tokens),
            soft_text(part.failure_label, tokens).right(wide),
        ]
    result_line = join(
        ink_text(f"{part.roll_words} ", tokens),
        styled(part.verdict, f"bold {tokens.ink}".strip(), tokens),
        soft_text(f" {part.threshold_words}", tokens),
    )
    lines = wrapped(ink_text(f"{part.heading}.", tokens), grid, wide)
    lines += wrapped(soft_text(part.chance, tokens), grid, wide)
    lines += [BLANK] * grid.paragraph_gap
    lines += lines_at([*ends, line, numbers], grid.text_column)
    lines += [BLANK] * grid.paragraph_gap
    # keep the result's row while the dot runs, so that nothing moves
    visible_result = result_line if fallen >= 100 else Content("")
    return lines + lines_at(wrap(visible_result, wide) or [Content("")], grid.text_column)


def changes_lines(
    title: str, rows: tuple[ChangeRow, ...], grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    """Return the changes: names at the edge, changes in a column, reasons beneath."""
    wide = grid.measure
    names = [len(entry.name) + 2 for entry in rows]
    column = max((name for name in names if name <= MAX_INLINE_NAME), default=0)
    column = max(min(column, wide // 2), LEDGER_COLUMN)
    result = lines_at([soft_text(title, tokens)], grid.text_column)
    for entry in rows:
        name = ink_text(entry.name, tokens)
        change = join(
            styled(entry.change, f"bold {tokens.ink}".strip(), tokens),
            ink_text(entry.suffix, tokens),
        )
        lines = wrap(change, wide - column)
        if name.cell_length >= column:
            result += lines_at([name], grid.text_column)
        else:
            lines[0] = join(name, Content(" " * (column - name.cell_length)), lines[0])
            result += lines_at(lines[:1], grid.text_column)
            lines = lines[1:]
        lines += wrap(soft_text(entry.reason, tokens), wide - column) if entry.reason else []
        result += lines_at([indent(line, column) for line in lines], grid.text_column)
    return result


def _choice_lines(
    choice: ChoiceRow, index: int, grid: Grid, tokens: ThemeTokens, *, here: bool, odds: bool
) -> list[PageLine]:
    if choice.is_open:
        lines = wrap(
            styled_prose(choice.label, tokens.current if here else tokens.ink, tokens), grid.measure
        )
        if choice.taken_elsewhere:
            mark = soft_text(f"  {tokens.glyphs.decision}", tokens)
            lines = [*lines[:-1], *wrap(join(lines[-1], mark), grid.measure)]
        figure = f", {choice.odds} in 100" if odds and choice.odds >= 0 else ""
        cost = choice.cost if here or grid.show_reasons else ""
        dots = tokens.glyphs.to_come * choice.size
        quiet = [part for part in (dots, choice.turn, choice.hint + figure, cost) if part]
        if quiet:
            lines += wrap(soft_text("; ".join(quiet), tokens), grid.measure)
        return row_lines(choice.number, index, lines, grid, tokens, here=here)
    lines = wrap(styled_prose(choice.label, tokens.closed, tokens), grid.measure)
    if choice.reason and (here or grid.show_reasons):
        lines += wrap(styled_prose(choice.reason, tokens.reason, tokens), grid.measure)
    if here and choice.unlock_hint:
        lines += wrap(soft_text(choice.unlock_hint, tokens), grid.measure)
    return row_lines(0, index, lines, grid, tokens, here=here, mark=tokens.glyphs.closed)


WHOLE_PAGE, FIRST_HALF, SECOND_HALF = range(3)
"""Parts of the end's page that are shown."""
TURN_PAGE = "Turn the page."
ENDING_ITEMS = (
    MenuItem("From above", "all your lives"),
    MenuItem("What made this", "what your choices say"),
    MenuItem("Choose otherwise", "at the last decision"),
    MenuItem("Another career", "back to the title"),
)
"""Rows at the end. The first, where the cursor begins, changes nothing."""
QUARTER_INDENT = 6
"""Columns for the quarter before a choice's label."""


def ending_page(
    page: Page, ending: Ending, grid: Grid, tokens: ThemeTokens, cursor: int, half: int = WHOLE_PAGE
) -> list[PageLine]:
    """Return the page of the end, or a half of it."""
    name = wrapped(styled(spaced_capitals(page.title, grid.measure), tokens.title, tokens), grid)
    if half == SECOND_HALF:
        lines = [*name, *[BLANK] * grid.paragraph_gap]
    else:
        lines = wrapped(soft_text(ending.opening, tokens), grid)
        lines += [
            *name,
            *wrapped(soft_text(ending.summary, tokens), grid),
            BLANK,
        ]
    split = len(page.parts) - int(ending.has_epilogue)
    parts_shown = {
        WHOLE_PAGE: page.parts,
        FIRST_HALF: page.parts[:split],
        SECOND_HALF: page.parts[split:],
    }[half]
    gap = [BLANK] * (1 if grid.margin_width and half != FIRST_HALF else grid.paragraph_gap)
    lines += [*part_lines(parts_shown, grid, tokens), *gap] if parts_shown else []
    if half == FIRST_HALF:
        return lines + row_lines(
            0, 0, [styled(TURN_PAGE, tokens.current, tokens)], grid, tokens, here=True
        )
    if not grid.margin_width:
        points = turning_point_lines(ending, grid.measure, tokens, grid.paragraph_gap)
        lines += [*lines_at(points, grid.text_column), BLANK]
    return lines + item_lines(ENDING_ITEMS, grid, tokens, cursor)


def turning_point_lines(
    ending: Ending, width: int, tokens: ThemeTokens, gap: int = 1
) -> list[Content]:
    """Return the turning points, each with its quarter, and, `gap` blank lines below, how many ends
    there are."""
    lines = [soft_text(CAME_FROM, tokens)] if ending.turning_points else []
    for turning in ending.turning_points:
        mark = quarter_mark(turning.quarter, ending.frame)
        lines += _one_turning_point(turning, mark, width, tokens)
    return [
        *lines,
        *([Content("")] * gap if lines else []),
        *wrap(soft_text(ending.ends_sentence, tokens), width),
    ]


def _one_turning_point(
    turning: TurningPoint, mark: str, width: int, tokens: ThemeTokens
) -> list[Content]:
    lead = join(
        ink_text(tokens.glyphs.past, tokens),
        soft_text(f" {mark}".ljust(QUARTER_INDENT - 1), tokens),
    )
    lines = wrap(
        styled_prose(inverted_emphasis(turning.label), tokens.ink, tokens), width - QUARTER_INDENT
    )
    return [join(lead, lines[0]), *(indent(line, QUARTER_INDENT) for line in lines[1:])]


def ending_margin(
    status: Status, ending: Ending, width: int, rows: int, tokens: ThemeTokens
) -> list[Content]:
    """Return the role, the earlier role, gauges and turning points in a column of `width` cells.
    Drop gauges after the first to stay within `rows` lines."""
    lines = [*quarter_lines(status, width, tokens), Content("")]
    lines += wrap(ink_text(ending.role, tokens), width)
    lines += (
        wrap(soft_text(f"{ending.former_role} before", tokens), width) if ending.former_role else []
    )
    below = turning_point_lines(ending, width, tokens)
    gauges = [gauge_lines(gauge, "", width, tokens) for gauge in ending.gauges]
    while len(gauges) > 1 and len(lines) + 1 + sum(map(len, gauges)) + len(below) > rows:
        gauges.pop()
    return [*lines, Content(""), *(line for gauge in gauges for line in gauge), *below]


MAX_LOG_PAGES = 300
"""Pages shown of the log at most, the newest ones."""


class LogHead(NamedTuple):
    """The words of the line above the log. `place`: the quarter and the decision of the entry under
    the cursor; `position`: its number and how many there are; `found`: the search and its
    matches, '' without one."""

    place: str
    position: str
    found: str = ""


def log_head(head: LogHead, width: int, tokens: ThemeTokens) -> Content:
    """Return the line above the log."""
    left = join(styled("Log", tokens.title, tokens), soft_text(f"  {head.place}", tokens))
    return at_both_ends(left, soft_text(head.found or head.position, tokens), width)


def log_page(pages: Sequence[Page], grid: Grid, tokens: ThemeTokens) -> list[PageLine]:
    """Return the entries of the log, newest last, each a row."""
    lines: list[PageLine] = []
    area = (ClickArea(grid.cursor_column, grid.text_column + grid.measure),)
    for row, page in enumerate(pages):
        lines += [BLANK] * ((1 + grid.paragraph_gap) if row else 0)
        lines += [
            line._replace(row=row, click_areas=area) for line in log_entry(page, grid, tokens)
        ]
    return lines


def mark_entry(
    lines: Sequence[PageLine], row: int, query: str, grid: Grid, tokens: ThemeTokens
) -> list[PageLine]:
    """Return the lines with a bar before the entry under the cursor, and with the searched words
    marked in it."""
    marked = list(lines)
    for at, line in enumerate(lines):
        if line.row != row:
            continue
        bar = styled(tokens.glyphs.bar, tokens.rubric, tokens)
        column = grid.text_column - 2
        content = join(Content(" " * column), bar, Content(" "), line.content[grid.text_column :])
        plain, wanted = content.plain.casefold(), query.casefold()
        found = plain.find(wanted) if wanted else -1
        while found >= 0:
            content = content.stylize(tokens.selected, found, found + len(wanted))
            found = plain.find(wanted, found + len(wanted))
        marked[at] = line._replace(content=content)
    return marked
