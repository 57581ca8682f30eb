"""The margin, the strip and the head line: one status value at three widths."""

from textual.content import Content

from pmsim.ui.present.status import Gauge, Status, Trust
from pmsim.ui.present.words import quarter_words
from pmsim.ui.tui.draw import bar, scale, thread
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import apart, columns, joined, words
from pmsim.ui.tui.look import Look

_SIGNS = {"rising": "up", "easing": "falls"}


def margin(status: Status, width: int, look: Look, figures: bool = False) -> list[Content]:
    """Who you are now, in a column of `width` cells."""
    lines = [_when(status, width, look), *thread(status.quarter, status.quarters, look, ended=status.ended), Content("")]
    lines += [words(status.role, look.ink, look), words(f"Decision {status.decision}", look.soft, look), Content("")]
    for number, gauge in enumerate(status.gauges):
        lines += _gauge(gauge, status.cause if number == 0 else "", width, look, figures)
    if status.people:
        lines += [Content(""), words("In the room", look.soft, look)]
        lines += [_person(person, width, look) for person in status.people]
    return lines


def _when(status: Status, width: int, look: Look) -> Content:
    quarter = f"Q{status.quarter}"
    year = (status.quarter - 1) // 4 + 1
    when = quarter_words(status.quarter)
    if len(when) + 1 + len(quarter) > width:
        when = f"Year {year},{when.partition(',')[2]}"
    return apart(words(when, look.title, look), words(quarter, look.soft, look), width)


def _gauge(gauge: Gauge, cause: str, width: int, look: Look, figures: bool) -> list[Content]:
    figure = f"{gauge.value}, " if figures and gauge.word else ""
    name = words(gauge.label, f"bold {look.ink}".strip() if gauge.moved else look.soft, look)
    below = words(f"most of it: {cause}", look.soft, look) if cause else Content("")
    lines = [apart(name, words(figure + gauge.words, look.ink, look), width), bar(gauge.value, gauge.min, gauge.max, width, look)]
    return [*lines, below if below.cell_length <= width else below.truncate(width, ellipsis=True), *([Content("")] if cause else [])]


def _person(person: Trust, width: int, look: Look) -> Content:
    name = words(person.name, look.ink, look)
    space = max(8 - name.cell_length, 1)
    left = joined(name, Content(" " * space), scale(person.value, look))
    return apart(left, words(person.word, look.ink, look), width)


def strip(status: Status, grid: Grid, look: Look) -> list[Content]:
    """The margin in one line or two, at the edge; [] where there is no room for it."""
    if grid.strip == 1:
        parts = [joined(words(f"{gauge.label} ", look.soft, look), _short(gauge, look)) for gauge in status.gauges]
        while parts and sum(part.cell_length + 2 for part in parts) - 2 > grid.room:
            parts.pop()
        return [Content("  ").join(parts)] if parts else []
    if grid.strip != 2:
        return []
    left = grid.room * 37 // 68
    first, second, third = (*status.gauges, None, None, None)[:3]
    people = [joined(words(f"{person.name}  ", look.soft, look), words(person.word, look.ink, look)) for person in status.people]
    return [
        columns([(_barred(first, left, look), left), (_worded(second, look), grid.room - left)]),
        columns([(_barred(third, left, look), left), (Content("    ").join(people), grid.room - left)]),
    ]


def _short(gauge: Gauge, look: Look) -> Content:
    sign = _SIGNS.get(gauge.trend, "")
    return words(f"{gauge.word or gauge.value}{f' {getattr(look.glyphs, sign)}' if sign else ''}", look.ink, look)


def _barred(gauge: Gauge | None, width: int, look: Look) -> Content:
    if gauge is None:
        return Content("")
    name = words(f"{gauge.label}  ", f"bold {look.ink}".strip() if gauge.moved else look.soft, look)
    said = words(f"{gauge.words}  ", look.ink, look)
    room = min(width - 3 - name.cell_length - said.cell_length, 12)
    return joined(name, said, bar(gauge.value, gauge.min, gauge.max, room, look)) if room >= 6 else joined(name, said)


def _worded(gauge: Gauge | None, look: Look) -> Content:
    if gauge is None:
        return Content("")
    return joined(words(f"{gauge.label}  ", look.soft, look), words(gauge.words, look.ink, look))


def head(status: Status, width: int, grid: Grid, look: Look) -> Content:
    """The head line of a window without a margin."""
    decision = words(f"Decision {status.decision}", look.soft, look)
    if width >= 80:
        when = f"Q{status.quarter}, {quarter_words(status.quarter).partition(',')[0].lower()}  {look.glyphs.between}  {status.role}"
        left = words(when, look.soft, look)
    else:
        left = words(f"Q{status.quarter} {look.glyphs.between} {status.short}", look.soft, look)
        if (grid.strip == 0 or width < 60) and status.gauges:
            left = joined(left, words(", ", look.soft, look), _short(status.gauges[0], look))
    room = grid.room + (2 if width < 80 else 0)
    return apart(left, decision, room)
