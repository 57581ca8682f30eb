"""The margin, the strip and the head line: one status value at three widths."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.status import Gauge, Status, Trust
from pmsim.ui.present.words import quarter_words
from pmsim.ui.tui.draw import bar, scale, thread
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import apart, at_column, columns, joined, words, wrapped
from pmsim.ui.tui.look import Look

_SIGNS = {"rising": "up", "climbing": "up", "easing": "falls", "slipping": "falls"}


def margin(status: Status, width: int, look: Look, figures: bool = False) -> list[Content]:
    """Who you are now, in a column of `width` cells. What is too long for it is said shorter or goes on below, never cut.

    Between two gauges there are two rows: what there is to say of the upper one or nothing, and a blank one."""
    lines = [*when_of(status, width, look), Content("")]
    lines += [*wrapped(words(status.role, look.ink, look), width), words(f"Decision {status.decision}", look.soft, look), Content("")]
    for number, gauge in enumerate(status.gauges):
        lines += [Content("")] if number else []
        lines += gauge_of(gauge, status.cause if number == 0 else "", width, look, figures)
    if status.people:
        lines.append(words("In the room", look.soft, look))
        lines += [line for person in status.people for line in _person(person, width, look)]
    return lines


def _fitting(said: Sequence[str], width: int) -> str:
    """The first of several ways to say it that fits, else the last."""
    return next((text for text in said if len(text) <= width), said[-1])


def when_of(status: Status, width: int, look: Look) -> list[Content]:
    """The quarter in words and as a number, and the thread of quarters."""
    quarter = words(f"Q{status.quarter}", look.soft, look)
    room = width - quarter.cell_length - 1
    when = words(_fitting((status.when, status.when.removesuffix(" quarter")), room), look.ink, look)
    lines = [apart(when, quarter, width)] if when.cell_length <= room else [*wrapped(when, width), quarter]
    return [*lines, *thread(status.quarter, status.quarters, look, ended=status.ended)]


def gauge_of(gauge: Gauge, cause: str, width: int, look: Look, figures: bool = False) -> list[Content]:
    """A stat in three rows: its words, its bar, and what there is to say besides."""
    figure = f"{gauge.value}, " if figures and gauge.word else ""
    name = words(gauge.label, f"bold {look.ink}".strip() if gauge.moved else look.soft, look)
    room = width - name.cell_length - 1
    whole = figure + gauge.words
    said = words(whole if len(whole) <= room else figure + (gauge.word or str(gauge.value)), look.ink, look)
    lines = [apart(name, said, width)] if said.cell_length <= room else [name, *wrapped(said, width)]
    lines.append(bar(gauge.value, gauge.min, gauge.max, width, look))
    below = [gauge.trend] if len(whole) > room and gauge.word != gauge.trend else []
    if cause:
        below.append(_fitting((f"most of it: {cause}", f"mostly: {cause}"), width))
    return [*lines, *(wrapped(words("; ".join(below), look.soft, look), width) if below else [Content("")])]


def _person(person: Trust, width: int, look: Look) -> list[Content]:
    name, word = words(person.name, look.ink, look), words(person.word, look.ink, look)
    drawn = scale(person.value, look)
    left = joined(name, Content(" " * max(8 - name.cell_length, 1)), drawn)
    if left.cell_length + 1 + word.cell_length <= width:
        return [apart(left, word, width)]
    return [apart(name, word, width), at_column(drawn, 8)]


def strip(status: Status, grid: Grid, look: Look) -> list[Content]:
    """The margin in one line or two, at the edge; [] where there is no room for it."""
    if grid.strip == 1:
        space = 3 if grid.room >= 60 else 2
        parts = [joined(words(f"{gauge.label} ", look.soft, look), _short(gauge, look)) for gauge in status.gauges]
        parts += [joined(words(f"{person.name} ", look.soft, look), words(person.word, look.ink, look)) for person in status.people]
        while parts and sum(part.cell_length + space for part in parts) - space > grid.room:
            parts.pop()
        return [Content(" " * space).join(parts)] if parts else []
    if grid.strip != 2:
        return []
    left = grid.room * 37 // 68
    first, second, third = (*status.gauges, None, None, None)[:3]
    shown = [gauge for gauge in (first, third) if gauge is not None]
    names = max((len(gauge.label) for gauge in shown), default=0) + 2
    said = max((len(gauge.words) for gauge in shown), default=0) + 2
    people = [joined(words(f"{person.name}  ", look.soft, look), words(person.word, look.ink, look)) for person in status.people]
    return [
        columns([(_barred(first, names, said, left, look), left), (_worded(second, look), grid.room - left)]),
        columns([(_barred(third, names, said, left, look), left), (Content("    ").join(people), grid.room - left)]),
    ]


def _signed(gauge: Gauge, look: Look) -> str:
    """Its word and its trend as a sign: "frayed ↑"."""
    sign = _SIGNS.get(gauge.trend, "")
    return f"{gauge.word or gauge.value}{f' {getattr(look.glyphs, sign)}' if sign else ''}"


def _short(gauge: Gauge, look: Look) -> Content:
    return words(_signed(gauge, look), look.ink, look)


def _barred(gauge: Gauge | None, names: int, said: int, width: int, look: Look) -> Content:
    """A stat with its bar, in columns of `names` and `said` cells."""
    if gauge is None:
        return Content("")
    room = min(width - 3 - names - said, 12)
    name = words(gauge.label, f"bold {look.ink}".strip() if gauge.moved else look.soft, look)
    drawn = bar(gauge.value, gauge.min, gauge.max, room, look) if room >= 4 else Content("")
    return columns([(name, names), (words(gauge.words, look.ink, look), said), (drawn, max(room, 0))])


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
        if not grid.strip and status.gauges:
            left = _with_band(left, status.gauges[0], grid.line - decision.cell_length - 1, look)
    return apart(left, decision, grid.line)


def _with_band(left: Content, gauge: Gauge, room: int, look: Look) -> Content:
    """The first stat's word beside the role, as far as there is room for it."""
    for said in (_short(gauge, look), words(gauge.word or str(gauge.value), look.ink, look)):
        full = joined(left, words(", ", look.soft, look), said)
        if full.cell_length <= room:
            return full
    return left
