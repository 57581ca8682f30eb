"""The lines of the timeline."""

from collections.abc import Collection, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from textual.content import Content

from pmsim.lang.pack import FRAME, FrameWords
from pmsim.ui.present.history import DecisionOption, LifeLine
from pmsim.ui.present.words import count_words, join_words, number_word, quarter_mark
from pmsim.ui.tui.sheet import ClickArea, PageLine, Sheet, hanging, indent, join, wrap

ALL_ROWS = 10_000


class QuarterAxis(NamedTuple):
    """The first column of each quarter. `pitch`: 0 if each decision has a column of its own, else
    the columns from one quarter's single dot to the next."""

    quarter_columns: tuple[int, ...]
    pitch: int = 0
    frame: FrameWords = FRAME

    def columns(self, path: Sequence[int], quarter: int) -> list[int]:
        """Return the column of each decision of a life, and last that of the life's tip. `path`:
        the quarters of the decisions; `quarter`: that of the tip."""
        widest = 1 if self.pitch else len(path)
        places = [(number, at - path.index(number)) for at, number in enumerate(path)]
        dots = [(number, 0 if self.pitch else order) for number, order in places]
        tip = (quarter, min(path.count(quarter), widest))
        return [self.quarter_columns[number - 1] + shift for number, shift in (*dots, tip)]

    @property
    def headings(self) -> str:
        """Numbers of the quarters over their first columns. Where they do not all fit, only every
        second, third and so on."""
        every = ceil(len(f"Q{len(self.quarter_columns)} ") / self.pitch) if self.pitch else 1
        line = ""
        for quarter in range(1, len(self.quarter_columns) + 1, every):
            line = line.ljust(self.quarter_columns[quarter - 1])
            line += quarter_mark(quarter, self.frame)
        return line


def make_axis(paths: Collection[Sequence[int]], quarters: int, room: int) -> QuarterAxis:
    """Return the axis of lives with decisions in the quarters `paths`. Each quarter is as wide as
    the most decisions of any life in it, plus a gap.

    If that does not fit into `room` columns, each quarter is one dot."""
    most = [max(path.count(quarter) for path in paths) for quarter in range(1, quarters + 1)]
    for gap in (2, 1):
        widths = [max(count + gap, len(f"Q{quarter} ")) for quarter, count in enumerate(most, 1)]
        if sum(widths) < room + gap:
            return QuarterAxis(tuple(accumulate(widths[:-1], initial=0)))
    pitch = max(min(5, (room - len(f"Q{quarters}")) // max(quarters - 1, 1)), 1)
    return QuarterAxis(tuple(range(0, pitch * quarters, pitch)), pitch)


def _decision_quarters(lives: Sequence[LifeLine]) -> dict[int, list[int]]:
    """Return by life the quarters of all its decisions, including those shared with the life it
    branched from."""
    result: dict[int, list[int]] = {}
    for life in lives:
        shared = (
            result[life.branched_from[0]][: life.branched_from[1] - 1]
            if life.branched_from[0] >= 0
            else []
        )
        result[life.number] = [*shared, *(dot.quarter for dot in life.dots)]
    return result


def draw_lives(
    lives: Sequence[LifeLine],
    quarters: int,
    at: tuple[int, int],
    sheet: Sheet,
    rows: int = ALL_ROWS,
) -> list[PageLine]:
    """Draw lives as lines of dots on one axis of quarters, as many as fit into `rows` lines. A
    branch begins under the decision where it left.

    `at`: the life and the dot under the cursor. If there are more columns than fit, scroll to that
    dot."""
    paths = _decision_quarters(lives)
    quarter_axis = make_axis(
        paths.values(), max(quarters, *(life.quarter for life in lives)), sheet.full_width
    )._replace(frame=lives[0].frame)
    places = {
        life.number: quarter_axis.columns(paths[life.number], life.quarter)[-len(life.dots) - 1 :]
        for life in lives
    }
    left = next(
        begin
        for begin in quarter_axis.quarter_columns
        if places[at[0]][at[1]] - begin < sheet.full_width
    )
    seen = slice(left, left + sheet.full_width)
    lines = sheet.lines([sheet.soft(quarter_axis.headings[seen].rstrip())])
    number = next(index for index, life in enumerate(lives) if life.number == at[0])
    start = max(number - rows, 0)
    blocks = [
        [
            *sheet.gap,
            *sheet.wrapped(_life_heading(life, at, sheet), sheet.full_width),
            PageLine(
                indent(_draw_decisions(life, columns, at, sheet)[seen], sheet.text_column),
                click_areas=_dot_areas(life, columns, left, sheet),
            ),
        ]
        for life in lives[start : number + rows + 1]
        for columns in (places[life.number],)
    ]
    heights = [len(block) for block in blocks]
    hides = len(blocks) < len(lives) or sum(heights) > rows - len(lines)
    fitting = around(number - start, heights, rows - len(lines) - 2 * hides)
    above, below = start + fitting.start, len(lives) - start - fitting.stop
    if above:
        lines += sheet.note(f"{_more(above)} above")
    lines += [line for block in blocks[fitting.start : fitting.stop] for line in block]
    return lines + (sheet.note(f"{_more(below)} below") if below else [])


def around(at: int, heights: Sequence[int], room: int) -> range:
    """Return as many neighbours of the block `at`, and itself, as fit into `room` lines."""
    first, after = at, at + 1
    left = room - heights[at]
    while True:
        if first > 0 and heights[first - 1] <= left:
            first -= 1
            left -= heights[first]
        elif after < len(heights) and heights[after] <= left:
            left -= heights[after]
            after += 1
        else:
            return range(first, after)


def _more(count: int) -> str:
    return count_words(count, "life more", "lives more")


def _dot_areas(
    life: LifeLine, places: Sequence[int], left: int, sheet: Sheet
) -> tuple[ClickArea, ...]:
    """Return the click areas of a life's visible dots; a click moves the cursor there. A quarter's
    single dot stands for its first decision."""
    dots, shift = places[: len(life.dots)], sheet.text_column - left
    return tuple(
        ClickArea(column + shift, column + shift + 1, f"screen.point({life.number}, {number})")
        for number, column in enumerate(dots)
        if left <= column < left + sheet.full_width and column not in dots[:number]
    )


def _life_heading(life: LifeLine, at: tuple[int, int], sheet: Sheet) -> Content:
    where = (
        f"ended in {life.mark}: {life.end_title}" if life.end_title else f"{life.mark}, still going"
    )
    return join(
        sheet.styled(life.name, sheet.tokens.bold if life.number == at[0] else sheet.tokens.ink),
        sheet.soft(f"  {where}{', here' if life.is_current else ''}"),
    )


def _draw_decisions(
    life: LifeLine, places: Sequence[int], at: tuple[int, int], sheet: Sheet
) -> Content:
    """Draw a life's own decisions at their columns, and its tip at the last column."""
    glyphs = sheet.glyphs
    chosen = life.number == at[0]
    first, tip = places[0], places[-1]
    cells = [(" ", "")] * first + [(glyphs.light, sheet.tokens.track)] * (tip - first + 1)
    # backwards, so that a quarter's single dot shows the state of its first decision
    for column, dot in reversed(list(zip(places, life.dots, strict=False))):
        cells[column] = (
            glyphs.lost if dot.why_lost else glyphs.decision,
            sheet.tokens.ink if chosen else sheet.tokens.soft,
        )
    if life.branched_from[0] >= 0 and first > 0:
        cells[first - 1] = (glyphs.branch, sheet.tokens.track)
    cells[tip] = (
        (glyphs.ended, sheet.tokens.ink) if life.end_title else (glyphs.here, sheet.tokens.bold)
    )
    if chosen and life.dots:
        cells[places[at[1]]] = (
            glyphs.lost_here if life.dots[at[1]].why_lost else glyphs.past,
            f"bold {sheet.tokens.rubric}".strip(),
        )
    return Content.assemble(*cells)


def timeline_page(
    lives: Sequence[LifeLine],
    quarters: int,
    at: tuple[int, int],
    spoken: Sequence[DecisionOption],
    decision: int,
    sheet: Sheet,
    came: str = "",
) -> list[PageLine]:
    """Return the lives, and beneath the rule the options at the dot under the cursor, with the
    lives that chose them; `came`: what came of the one chosen there.

    If not even one life fits above the options, they come first."""
    count = count_words(len(lives), "life", "lives")
    lines = sheet.heading(
        "Timeline", f"{count}, one seed" if sheet.full_width >= 60 else count, decision=decision
    )
    life = next(life for life in lives if life.number == at[0])
    beneath = _decision_lines(lives, life, at[1], spoken, came, sheet)
    rule, gap = sheet.rule(), sheet.gap
    room = sheet.page_rows - len(lines) - len(beneath) - len(gap) * 2 - 1
    tree = draw_lives(lives, quarters, at, sheet, max(room, MIN_TREE_ROWS))
    if len(tree) > room:
        return [*lines, *beneath, *gap, *rule, *tree]
    return [*lines, *tree, *gap, *rule, *gap, *beneath]


MIN_TREE_ROWS = 8


def _decision_lines(
    lives: Sequence[LifeLine],
    life: LifeLine,
    at: int,
    spoken: Sequence[DecisionOption],
    came: str,
    sheet: Sheet,
) -> list[PageLine]:
    """Return what could be chosen at a dot of a life, and who chose it."""
    if not life.dots:
        return sheet.note("No decision yet.")
    dot = life.dots[at]
    place = f"  {quarter_mark(dot.quarter, life.frame)}, decision {dot.decision}"
    where = join(sheet.soft(f"{place}, in the life "), sheet.ink(life.name))
    heading = join(sheet.title(dot.title), where)
    lines = [*sheet.wrapped(heading, sheet.full_width), *sheet.gap]
    for entry in spoken:
        lines += _option_lines(entry, life.name, came, sheet)
    only = "One life so far. Enter on any dot starts another; this one stays."
    both = "Choosing otherwise keeps this life and starts another beside it."
    hint = dot.why_lost or (
        only if len(lives) == 1 and not any(dot.why_lost for dot in life.dots) else both
    )
    return [*lines, *sheet.gap, *sheet.note(hint, sheet.full_width)]


OPTION_INDENT = 3


def _option_lines(entry: DecisionOption, here: str, came: str, sheet: Sheet) -> list[PageLine]:
    """Return an option: its words first, then who chose it, and what came of it here."""
    glyphs = sheet.glyphs
    chosen_here = here in entry.chosen_by
    mark, style = (
        (glyphs.past, sheet.tokens.ink)
        if chosen_here
        else (glyphs.decision, sheet.tokens.ink)
        if entry.chosen_by
        else (glyphs.closed, sheet.tokens.soft)
        if entry.closed
        else (" ", sheet.tokens.soft)
    )
    others = [name for name in entry.chosen_by if name != here]
    who = [*(["here"] if chosen_here else []), *others]
    if len(others) > MAX_NAMED:
        who = [*who[: -len(others) or None], f"{number_word(len(others))} other lives"]
    width = sheet.full_width - OPTION_INDENT
    label = sheet.prose(entry.label, style)
    tail = sheet.soft(f"  {join_words(who)}" if who else "  closed then" if entry.closed else "")
    said = hanging(sheet.styled(mark, style), OPTION_INDENT, join(label, tail), sheet.full_width)
    result = wrap(sheet.soft(came), width) if chosen_here and came else []
    return [*sheet.lines(said), *sheet.lines(result, OPTION_INDENT)]


MAX_NAMED = 2
"""Other lives named at most beside an option."""
