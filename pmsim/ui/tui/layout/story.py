"""The lines of a story's pages: prose, choices, results, checks, the end; and of the log."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.ending import CAME_FROM, Ending
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
from pmsim.ui.tui.drawings import draw_check
from pmsim.ui.tui.layout.dialogs import MenuItem, item_lines
from pmsim.ui.tui.layout.status import gauge_lines, quarter_dots, quarter_lines
from pmsim.ui.tui.layout.title import spaced_capitals
from pmsim.ui.tui.layout.voices import voice_lines
from pmsim.ui.tui.sheet import BLANK, ClickArea, PageLine, Sheet, at_both_ends, hanging, join, wrap

LEDGER_COLUMN = 11
MAX_INLINE_NAME = 14
"""Columns of a name beside its change at most; a longer name gets a line of its own."""


def story_page(
    page: Page,
    sheet: Sheet,
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
        lines = [*chapter_lines(page, sheet), BLANK]
        return lines + _go_on_lines(page, sheet, here=cursor == 0)
    lines = sheet.heading(page.title, page.subtitle)
    cut = next(
        (at for at, part in enumerate(page.parts) if isinstance(part, CheckPart)), len(page.parts)
    )
    lines += part_lines(page.parts if with_outcome else page.parts[: cut + 1], sheet, dot_percent)
    if not with_outcome:
        return lines
    if page.parts:
        lines.append(BLANK)
    if page.choices:
        for index, choice in enumerate(page.choices):
            lines += [BLANK] * (sheet.choice_gap if index else 0)
            shown = choice if costs else choice._replace(cost="")
            shown = shown if sizes else shown._replace(size=0)
            lines += _choice_lines(shown, index, sheet, here=index == cursor, odds=odds)
        return lines
    return lines + _go_on_lines(page, sheet, here=cursor == 0)


def _go_on_lines(page: Page, sheet: Sheet, *, here: bool) -> list[PageLine]:
    """Return the row of a page with one thing to do."""
    label = sheet.label(page.continue_label, here=here)
    return sheet.row(0, 0, wrap(label, sheet.measure), here=here)


def chapter_lines(page: Page, sheet: Sheet) -> list[PageLine]:
    """Return a page that opens a quarter, with the quarter as its heading, or the page of a change
    of role, with the role in spaced capitals as its heading. Paragraphs of a chapter that begin
    with a source are drawn as by `voice_lines`."""
    if page.form == "role":
        name = sheet.title(spaced_capitals(page.title, sheet.measure))
        lines = [*sheet.wrapped(name), *sheet.note(page.subtitle), BLANK]
        return lines + part_lines(page.parts, sheet)
    when = join(sheet.title(page.status.when), sheet.soft(f"  {page.title}"))
    thread = quarter_dots(page.status, sheet)
    beside = len(thread) == 1 and when.cell_length + 3 + thread[0].cell_length <= sheet.measure
    heading = [*wrap(when, sheet.measure), *thread]
    heading = [at_both_ends(when, thread[0], sheet.measure)] if beside else heading
    return [*sheet.lines(heading), *sheet.gap, *part_lines(page.parts, sheet, voices=True)]


def log_entry(page: Page, sheet: Sheet) -> list[PageLine]:
    """Return a page of the log, without its choices."""
    return [
        *sheet.heading(page.title, f"Decision {page.status.decision}"),
        *part_lines(page.parts, sheet),
    ]


def part_lines(
    parts_shown: Sequence[Part], sheet: Sheet, dot_percent: int = 100, *, voices: bool = False
) -> list[PageLine]:
    """Return the parts of a page with the space between them. `dot_percent`: how far the dot of a
    check has run, in percent; `voices`: tell the voices in the prose apart by form."""
    lines: list[PageLine] = []
    before: Part | None = None
    for part in parts_shown:
        if before is not None:
            lines += [BLANK] * max(sheet.paragraph_gap, isinstance(part, ChangesPart | CheckPart))
        if isinstance(part, ProsePart) and voices:
            lines += voice_lines(part.paragraphs, sheet)
        else:
            lines += _one_part(part, sheet, dot_percent, follows=isinstance(before, ProsePart))
        before = part
    return lines


def _one_part(part: Part, sheet: Sheet, fallen: int, *, follows: bool) -> list[PageLine]:
    """Return the lines of a part. `fallen`: how far the dot of a check has run, in percent;
    `follows`: prose stands right above."""
    match part:
        case ProsePart(told):
            return sheet.paragraphs(told, follows=follows)
        case ChosenPart(verb, label):
            return sheet.wrapped(join(sheet.soft(f"{verb}: "), sheet.prose(label)))
        case CheckPart():
            return _check_lines(part, sheet, fallen)
        case ChangesPart(title, rows):
            return changes_lines(title, rows, sheet)
        case NotePart(text):
            return sheet.note(text)


def _check_lines(part: CheckPart, sheet: Sheet, fallen: int) -> list[PageLine]:
    wide = sheet.measure
    line, numbers = draw_check(part.odds, max(part.roll * fallen // 100, 1), wide, sheet.tokens)
    success, failure = sheet.soft(part.success_label), sheet.soft(part.failure_label)
    ends = [at_both_ends(success, failure, wide)]
    if success.cell_length + failure.cell_length + 2 > wide:
        ends = [success, failure.right(wide)]
    result_line = join(
        sheet.ink(f"{part.roll_words} "),
        sheet.bold(part.verdict),
        sheet.soft(f" {part.threshold_words}"),
    )
    if fallen < 100:
        # the result's rows stay empty while the dot runs, so that nothing moves
        numbers = result_line = Content("")
    heading = [*sheet.text(f"{part.heading}."), *sheet.note(part.chance)]
    drawn = [*heading, *sheet.gap, *sheet.lines([*ends, line, numbers]), *sheet.gap]
    return drawn + sheet.wrapped(result_line)


def changes_lines(title: str, rows: tuple[ChangeRow, ...], sheet: Sheet) -> list[PageLine]:
    """Return the changes: names at the edge, changes in a column, reasons beneath."""
    wide = sheet.measure
    names = [len(entry.name) + 2 for entry in rows]
    column = max((name for name in names if name <= MAX_INLINE_NAME), default=0)
    column = max(min(column, wide // 2), LEDGER_COLUMN)
    result = sheet.lines([sheet.soft(title)])
    for entry in rows:
        name, change = (
            sheet.ink(entry.name),
            join(sheet.bold(entry.change), sheet.ink(entry.suffix)),
        )
        if name.cell_length >= column:
            result += sheet.lines([name])
            name = Content("")
        result += sheet.lines(hanging(name, column, change, wide))
        reason = wrap(sheet.soft(entry.reason), wide - column) if entry.reason else []
        result += sheet.lines(reason, column)
    return result


def _choice_lines(
    choice: ChoiceRow, index: int, sheet: Sheet, *, here: bool, odds: bool
) -> list[PageLine]:
    if choice.is_open:
        lines = wrap(
            sheet.prose(choice.label, sheet.tokens.current if here else sheet.tokens.ink),
            sheet.measure,
        )
        if choice.taken_elsewhere:
            mark = sheet.soft(f"  {sheet.glyphs.decision}")
            lines = [*lines[:-1], *wrap(join(lines[-1], mark), sheet.measure)]
        figure = f", {choice.odds} in 100" if odds and choice.odds >= 0 else ""
        cost = choice.cost if here or sheet.show_reasons else ""
        dots = sheet.glyphs.to_come * choice.size
        quiet = [part for part in (dots, choice.turn, choice.hint + figure, cost) if part]
        if quiet:
            lines += wrap(sheet.soft("; ".join(quiet)), sheet.measure)
        return sheet.row(choice.number, index, lines, here=here)
    lines = wrap(sheet.prose(choice.label, sheet.tokens.closed), sheet.measure)
    if choice.reason and (here or sheet.show_reasons):
        lines += wrap(sheet.prose(choice.reason, sheet.tokens.reason), sheet.measure)
    if here and choice.unlock_hint:
        lines += wrap(sheet.soft(choice.unlock_hint), sheet.measure)
    return sheet.row(0, index, lines, here=here, mark=sheet.glyphs.closed)


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
    page: Page, ending: Ending, sheet: Sheet, cursor: int, half: int = WHOLE_PAGE
) -> list[PageLine]:
    """Return the page of the end, or a half of it."""
    name = sheet.wrapped(sheet.title(spaced_capitals(page.title, sheet.measure)))
    if half == SECOND_HALF:
        lines = [*name, *sheet.gap]
    else:
        lines = [*sheet.note(ending.opening), *name, *sheet.note(ending.summary), BLANK]
    split = len(page.parts) - int(ending.has_epilogue)
    parts_shown = {
        WHOLE_PAGE: page.parts,
        FIRST_HALF: page.parts[:split],
        SECOND_HALF: page.parts[split:],
    }[half]
    gap = [BLANK] * (1 if sheet.margin_width and half != FIRST_HALF else sheet.paragraph_gap)
    lines += [*part_lines(parts_shown, sheet), *gap] if parts_shown else []
    if half == FIRST_HALF:
        return lines + sheet.row(0, 0, [sheet.styled(TURN_PAGE, sheet.tokens.current)], here=True)
    if not sheet.margin_width:
        points = turning_point_lines(ending, sheet.measure, sheet, sheet.paragraph_gap)
        lines += [*sheet.lines(points), BLANK]
    return lines + item_lines(ENDING_ITEMS, sheet, cursor)


def turning_point_lines(ending: Ending, width: int, sheet: Sheet, gap: int = 1) -> list[Content]:
    """Return the turning points, each with its quarter, and, `gap` blank lines below, how many ends
    there are."""
    lines = [sheet.soft(CAME_FROM)] if ending.turning_points else []
    for turning in ending.turning_points:
        mark = quarter_mark(turning.quarter, ending.frame)
        lead = join(sheet.ink(sheet.glyphs.past), sheet.soft(f" {mark}"))
        label = sheet.prose(inverted_emphasis(turning.label))
        lines += hanging(lead, QUARTER_INDENT, label, width)
    return [
        *lines,
        *([Content("")] * gap if lines else []),
        *wrap(sheet.soft(ending.ends_sentence), width),
    ]


def ending_margin(status: Status, ending: Ending, sheet: Sheet) -> list[Content]:
    """Return the role, the earlier role, gauges and turning points in the margin. Drop gauges after
    the first to stay within the rows of the page."""
    width = sheet.margin_width
    lines = [*quarter_lines(status, width, sheet), Content("")]
    lines += wrap(sheet.ink(ending.role), width)
    lines += wrap(sheet.soft(f"{ending.former_role} before"), width) if ending.former_role else []
    below = turning_point_lines(ending, width, sheet)
    gauges = [gauge_lines(gauge, "", width, sheet) for gauge in ending.gauges]
    while len(gauges) > 1 and len(lines) + 1 + sum(map(len, gauges)) + len(below) > sheet.page_rows:
        gauges.pop()
    return [*lines, Content(""), *(line for gauge in gauges for line in gauge), *below]


MAX_LOG_PAGES = 300
"""Pages shown of the log at most, the newest ones."""


def log_head(place: str, position: str, sheet: Sheet) -> Content:
    """Return the line above the log. `place`: the quarter and the decision of the entry under the
    cursor; `position`: where that is among all entries, or among those that were found."""
    left = join(sheet.title("Log"), sheet.soft(f"  {place}"))
    return at_both_ends(left, sheet.soft(position), sheet.line_width)


def log_page(pages: Sequence[Page], sheet: Sheet) -> list[PageLine]:
    """Return the entries of the log, newest last, each a row."""
    lines: list[PageLine] = []
    area = (ClickArea(sheet.cursor_column, sheet.text_column + sheet.measure),)
    for row, page in enumerate(pages):
        lines += [BLANK] * ((1 + sheet.paragraph_gap) if row else 0)
        lines += [line._replace(row=row, click_areas=area) for line in log_entry(page, sheet)]
    return lines


def mark_entry(lines: Sequence[PageLine], row: int, query: str, sheet: Sheet) -> list[PageLine]:
    """Return the lines with a bar before the entry under the cursor, and with the searched words
    marked in it."""
    marked = list(lines)
    for at, line in enumerate(lines):
        if line.row != row:
            continue
        bar = sheet.styled(sheet.glyphs.bar, sheet.tokens.rubric)
        column = sheet.text_column - 2
        content = join(Content(" " * column), bar, Content(" "), line.content[sheet.text_column :])
        plain, wanted = content.plain.casefold(), query.casefold()
        found = plain.find(wanted) if wanted else -1
        while found >= 0:
            content = content.stylize(sheet.tokens.selected, found, found + len(wanted))
            found = plain.find(wanted, found + len(wanted))
        marked[at] = line._replace(content=content)
    return marked
