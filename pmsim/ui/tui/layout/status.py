"""The lines of the margin, the strip and the head line, three widths of one status."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.status import (
    Gauge,
    PersonLine,
    Status,
)
from pmsim.ui.present.words import unit_word
from pmsim.ui.tui.drawings import draw_bar, draw_quarters, draw_trust
from pmsim.ui.tui.sheet import Sheet, at_both_ends, in_columns, indent, join, padded, wrap

_TREND_GLYPHS = {
    **dict.fromkeys(("rising", "climbing", "up"), "up"),
    **dict.fromkeys(("easing", "slipping", "down"), "falls"),
}


def margin_lines(status: Status, sheet: Sheet, figures: bool = False) -> list[Content]:
    """Return the status in the margin. A text that is too long gets a shorter form
    or is wrapped, never cut.

    Between two gauges are two rows: a remark on the upper one or nothing, and a blank row."""
    width = sheet.margin_width
    lines = [*quarter_lines(status, width, sheet), Content("")]
    lines += [
        *wrap(sheet.ink(status.role), width),
        sheet.soft(f"Decision {status.decision}"),
        Content(""),
    ]
    for number, gauge in enumerate(status.gauges):
        lines += [Content("")] if number else []
        lines += gauge_lines(gauge, status.cause if number == 0 else "", width, sheet, figures)
    if status.people:
        lines.append(sheet.soft("In the room"))
        lines += [line for person in status.people for line in _margin_person(person, width, sheet)]
    return lines


def gauge_bar(gauge: Gauge, width: int, sheet: Sheet) -> Content:
    """Return the bar of a stat."""
    return draw_bar(gauge.value, gauge.min, gauge.max, width, sheet.tokens)


def _first_that_fits(texts: Sequence[str], width: int) -> str:
    """Return the first text that fits, else the last."""
    return next((text for text in texts if len(text) <= width), texts[-1])


def quarter_lines(status: Status, width: int, sheet: Sheet) -> list[Content]:
    """Return the quarter in words and as a number, and the dots of the quarters."""
    quarter = sheet.soft(status.mark)
    room = width - quarter.cell_length - 1
    when = sheet.ink(
        _first_that_fits(
            (status.when, status.when.removesuffix(f" {unit_word(status.frame)}")), room
        )
    )
    lines = (
        [at_both_ends(when, quarter, width)]
        if when.cell_length <= room
        else [*wrap(when, width), quarter]
    )
    return [*lines, *quarter_dots(status, sheet)]


def quarter_dots(status: Status, sheet: Sheet) -> tuple[Content, ...]:
    """Return the dots of the quarters, whole years a line."""
    per_year = status.frame.per_year
    return draw_quarters(
        status.quarter, status.quarters, sheet.tokens, ended=status.ended, per_year=per_year
    )


def gauge_lines(
    gauge: Gauge, cause: str, width: int, sheet: Sheet, figures: bool = False
) -> list[Content]:
    """Return a stat in three rows: its words, its bar, and its trend or cause."""
    figure = f"{gauge.value}, " if figures and gauge.word else ""
    name = sheet.styled(gauge.label, sheet.tokens.bold if gauge.has_moved else sheet.tokens.soft)
    room = width - name.cell_length - 1
    full_text = figure + gauge.words
    value_shown = sheet.ink(full_text if len(full_text) <= room else figure + gauge.shown)
    lines = (
        [at_both_ends(name, value_shown, width)]
        if value_shown.cell_length <= room
        else [name, *wrap(value_shown, width)]
    )
    lines.append(gauge_bar(gauge, width, sheet))
    below = [gauge.trend] if len(full_text) > room and gauge.word != gauge.trend else []
    if cause:
        below.append(_first_that_fits((f"most of it: {cause}", f"mostly: {cause}"), width))
    return [*lines, *wrap(sheet.soft("; ".join(below)), width)]


def _margin_person(person: PersonLine, width: int, sheet: Sheet) -> list[Content]:
    name, word = sheet.ink(person.name), sheet.ink(person.word)
    trust_scale = draw_trust(person.value, sheet.tokens)
    left = join(padded(name, max(8, name.cell_length + 1)), trust_scale)
    if left.cell_length + 1 + word.cell_length <= width:
        return [at_both_ends(left, word, width)]
    return [at_both_ends(name, word, width), indent(trust_scale, 8)]


def strip_lines(status: Status, sheet: Sheet) -> list[Content]:
    """Return the status in one or two lines; [] if there is no room for it."""
    if sheet.strip_rows == 1:
        space = 3 if sheet.full_width >= 60 else 2
        said = [(gauge.label, _short_gauge(gauge, sheet)) for gauge in status.gauges]
        said += [(person.name, person.word) for person in status.people]
        parts = [join(sheet.soft(f"{name} "), sheet.ink(word)) for name, word in said]
        while parts and sum(part.cell_length + space for part in parts) - space > sheet.full_width:
            parts.pop()
        return [Content(" " * space).join(parts)] if parts else []
    if sheet.strip_rows != 2:
        return []
    left = sheet.full_width * 37 // 68
    first, second, third = (*status.gauges, None, None, None)[:3]
    left_gauges = [gauge for gauge in (first, third) if gauge is not None]
    names = max((len(gauge.label) for gauge in left_gauges), default=0) + 2
    value_width = max((len(gauge.words) for gauge in left_gauges), default=0) + 2
    people = [
        join(sheet.soft(f"{person.name}  "), sheet.ink(person.word)) for person in status.people
    ]
    in_words = Content("")
    if second is not None:
        in_words = join(sheet.soft(f"{second.label}  "), sheet.ink(second.words))
    rows = ((first, in_words), (third, Content("    ").join(people)))
    return [
        in_columns(
            [
                (_gauge_with_bar(gauge, names, value_width, left, sheet), left),
                (beside, sheet.full_width - left),
            ]
        )
        for gauge, beside in rows
    ]


def _short_gauge(gauge: Gauge, sheet: Sheet) -> str:
    """Return a gauge's word and its trend as a sign: "frayed ↑"."""
    sign = _TREND_GLYPHS.get(gauge.trend, "")
    return f"{gauge.shown}{f' {getattr(sheet.glyphs, sign)}' if sign else ''}"


def _gauge_with_bar(
    gauge: Gauge | None, names: int, value_width: int, width: int, sheet: Sheet
) -> Content:
    """Return a stat with its bar, in columns of `names` and `value_width` cells."""
    if gauge is None:
        return Content("")
    room = min(width - 3 - names - value_width, 12)
    name = sheet.styled(gauge.label, sheet.tokens.bold if gauge.has_moved else sheet.tokens.soft)
    bar = gauge_bar(gauge, room, sheet) if room >= 4 else Content("")
    return in_columns([(name, names), (sheet.ink(gauge.words), value_width), (bar, max(room, 0))])


def head_line(status: Status, width: int, sheet: Sheet) -> Content:
    """Return the head line of a window without a margin."""
    decision = sheet.soft(f"Decision {status.decision}")
    if width >= 80:
        when = (
            f"{status.mark}, {status.when.partition(',')[0].lower()} "
            f" {sheet.glyphs.between}  {status.role}"
        )
        left = sheet.soft(when)
    else:
        left = sheet.soft(f"{status.mark} {sheet.glyphs.between} {status.short}")
        if not sheet.strip_rows and status.gauges:
            # the first stat's word, if there is room
            room, gauge = sheet.line_width - decision.cell_length - 1, status.gauges[0]
            words = (_short_gauge(gauge, sheet), gauge.shown)
            longer = (join(left, sheet.soft(", "), sheet.ink(word)) for word in words)
            left = next((line for line in longer if line.cell_length <= room), left)
    return at_both_ends(left, decision, sheet.line_width)
