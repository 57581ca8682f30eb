"""Drawings in signs: bars, trust, the line of a check, the quarters of a life."""

from textual.content import Content

from pmsim.ui.tui.appearance import ThemeTokens

TRUST_LOW, TRUST_HIGH = -3, 5


def filled_cells(value: int, low: int, high: int, width: int) -> tuple[int, int]:
    """Return the number of filled cells of a bar, and 1 if half a cell follows, else 0.

    A value above the minimum fills at least half a cell; one below the maximum never fills all."""
    halves = round(2 * width * (value - low) / max(high - low, 1))
    least, most = int(value > low), 2 * width - int(value < high)
    return divmod(min(max(halves, least), most), 2)


def draw_bar(value: int, low: int, high: int, width: int, tokens: ThemeTokens) -> Content:
    """Draw a bar of `width` cells."""
    full_cells, half = filled_cells(value, low, high, width)
    glyphs = tokens.glyphs
    done = glyphs.heavy * full_cells + glyphs.half * half
    return Content.assemble((done, tokens.soft), (glyphs.light * (width - len(done)), tokens.track))


def draw_trust(trust: int, tokens: ThemeTokens) -> Content:
    """Draw trust -3..5 as nine cells: a dot on a line, with zero marked."""
    glyphs = tokens.glyphs
    cells = [
        (glyphs.zero if at == 0 else glyphs.light, tokens.track)
        for at in range(TRUST_LOW, TRUST_HIGH + 1)
    ]
    cells[min(max(trust, TRUST_LOW), TRUST_HIGH) - TRUST_LOW] = (glyphs.past, tokens.ink)
    return Content.assemble(*cells)


def draw_check(odds: int, roll: int, width: int, tokens: ThemeTokens) -> tuple[Content, Content]:
    """Draw the line of a check, 1..100 from left to right, and the two numbers under it. The heavy
    part passes; the dot is the roll."""
    glyphs = tokens.glyphs
    edge, dot = percent_cell(odds, width), percent_cell(roll, width)
    cells = [
        (glyphs.heavy, tokens.ink) if at <= edge else (glyphs.light, tokens.track)
        for at in range(width)
    ]
    cells[dot] = (glyphs.past, tokens.rubric)
    fell, would = str(roll), str(odds)
    at_fell, at_would = _number_columns(dot, len(fell), edge, len(would), width)
    row = [" "] * width
    row[at_fell : at_fell + len(fell)] = fell
    row[at_would : at_would + len(would)] = would
    numbers = Content("".join(row)).stylize(
        f"bold {tokens.ink}".strip(), at_fell, at_fell + len(fell)
    )
    return Content.assemble(*cells), numbers.stylize(tokens.soft, at_would, at_would + len(would))


def percent_cell(percentage: int, width: int) -> int:
    """Return the cell of a percentage 1..100 on a line of `width` cells."""
    return min(max((percentage * width + 50) // 100 - 1, 0), width - 1)


def _number_columns(
    first: int, first_width: int, second: int, second_width: int, width: int
) -> tuple[int, int]:
    """Return the columns of two numbers under their cells, so that they do not touch."""
    one = min(max(first - first_width // 2, 0), width - first_width)
    other = min(max(second - second_width // 2, 0), width - second_width)
    if one <= other < one + first_width + 1:
        other = one + first_width + 1
    elif other <= one < other + second_width + 1:
        other = one - second_width - 1
    if other < 0:
        return second_width + 1, 0
    if other + second_width > width:
        return width - second_width - 1 - first_width, width - second_width
    return one, other


def draw_quarters(
    quarter: int, quarters: int, tokens: ThemeTokens, *, ended: bool = False, per_year: int = 4
) -> tuple[Content, ...]:
    """Draw the quarters of a life as dots, with a space between years, whole years a line and
    twelve dots at most."""
    glyphs = tokens.glyphs
    here = (glyphs.ended if ended else glyphs.here, tokens.rubric or "bold")
    lines = []
    in_line = 12 // per_year * per_year
    for begin in range(0, max(quarters, 1), in_line):
        parts: list[tuple[str, str]] = []
        for at in range(begin, min(begin + in_line, quarters)):
            if parts:
                past = (glyphs.light, tokens.track) if at < quarter else (" ", "")
                parts.append(past if at % per_year or per_year == 1 else ("  ", ""))
            coming = (glyphs.to_come, tokens.track) if at >= quarter else here
            parts.append((glyphs.past, tokens.ink) if at + 1 < quarter else coming)
        lines.append(Content.assemble(*parts))
    return tuple(lines)
