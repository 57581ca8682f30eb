"""The few drawn things, each from a value and a width: bar, trust scale, check line, thread of quarters. Pure; returns Content."""

from textual.content import Content

from pmsim.ui.tui.look import Look

TRUST_LOW, TRUST_HIGH = -3, 5


def filled(value: int, low: int, high: int, width: int) -> tuple[int, bool]:
    """Whole cells of a bar that are filled, and whether half a cell follows. Something is never nothing, less than all never all."""
    halves = round(2 * width * (value - low) / max(high - low, 1))
    if value > low:
        halves = max(halves, 1)
    if value < high:
        halves = min(halves, 2 * width - 1)
    halves = min(max(halves, 0), 2 * width)
    return halves // 2, bool(halves % 2)


def bar(value: int, low: int, high: int, width: int, look: Look) -> Content:
    """A bar of `width` cells."""
    whole, half = filled(value, low, high, width)
    glyphs = look.glyphs
    done = glyphs.heavy * whole + (glyphs.half if half else "")
    return Content.assemble((done, look.soft), (glyphs.light * (width - len(done)), look.track))


def scale(trust: int, look: Look) -> Content:
    """Trust -3..5 as nine cells: a dot on a line, with nought marked."""
    glyphs = look.glyphs
    cells = [(glyphs.nought if at == 0 else glyphs.light, look.track) for at in range(TRUST_LOW, TRUST_HIGH + 1)]
    cells[min(max(trust, TRUST_LOW), TRUST_HIGH) - TRUST_LOW] = (glyphs.lived, look.ink)
    return Content.assemble(*cells)


def check(odds: int, roll: int, width: int, look: Look) -> tuple[Content, Content]:
    """The line of a check, 1..100 from left to right, and the two numbers under it. Heavy: it goes your way; the dot is the roll."""
    glyphs = look.glyphs
    edge, dot = place(odds, width), place(roll, width)
    cells = [(glyphs.heavy, look.ink) if at <= edge else (glyphs.light, look.track) for at in range(width)]
    cells[dot] = (glyphs.lived, look.rubric)
    fell, would = str(roll), str(odds)
    at_fell, at_would = _apart(dot, len(fell), edge, len(would), width)
    row = [" "] * width
    row[at_fell : at_fell + len(fell)] = fell
    row[at_would : at_would + len(would)] = would
    numbers = Content("".join(row)).stylize(f"bold {look.ink}".strip(), at_fell, at_fell + len(fell))
    return Content.assemble(*cells), numbers.stylize(look.soft, at_would, at_would + len(would))


def place(percentage: int, width: int) -> int:
    """The cell of a percentage 1..100 on a line of `width` cells."""
    return min(max((percentage * width + 50) // 100 - 1, 0), width - 1)


def _apart(first: int, first_width: int, second: int, second_width: int, width: int) -> tuple[int, int]:
    """Where two numbers stand under their cells without touching."""
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


def thread(quarter: int, quarters: int, look: Look, *, ended: bool = False) -> tuple[Content, ...]:
    """The quarters of a life as dots, a year apart by a space, three years a line."""
    glyphs = look.glyphs
    lines = []
    for begin in range(0, max(quarters, 1), 12):
        parts: list[tuple[str, str]] = []
        for at in range(begin, min(begin + 12, quarters)):
            number = at + 1
            if number < quarter:
                parts.append((glyphs.lived, look.ink))
            elif number == quarter:
                parts.append((glyphs.ended if ended else glyphs.here, look.rubric or "bold"))
            else:
                parts.append((glyphs.to_come, look.track))
            last_of_year, last = number % 4 == 0, number == min(begin + 12, quarters)
            if last:
                continue
            parts.append(("  ", "") if last_of_year else (glyphs.light, look.track) if number < quarter else (" ", ""))
        lines.append(Content.assemble(*parts))
    return tuple(lines)
