"""The lines of the margin, the strip and the head line, three widths of one status."""

from collections.abc import Sequence

from textual.content import Content

from pmsim.ui.present.status import (
    Gauge,
    PersonLine,
    Status,
)
from pmsim.ui.present.words import unit_word
from pmsim.ui.tui.appearance import Grid, ThemeTokens
from pmsim.ui.tui.page_lines import (
    at_both_ends,
    draw_bar,
    draw_quarters,
    draw_trust,
    in_columns,
    indent,
    ink_text,
    join,
    soft_text,
    styled,
    wrap,
)

_TREND_GLYPHS = {
    **dict.fromkeys(("rising", "climbing", "up"), "up"),
    **dict.fromkeys(("easing", "slipping", "down"), "falls"),
}


def margin_lines(
    status: Status, width: int, tokens: ThemeTokens, figures: bool = False
) -> list[Content]:
    """Return the status in a column of `width` cells. A text that is too long gets a shorter form
    or is wrapped, never cut.

    Between two gauges are two rows: a remark on the upper one or nothing, and a blank row."""
    lines = [*quarter_lines(status, width, tokens), Content("")]
    lines += [
        *wrap(ink_text(status.role, tokens), width),
        soft_text(f"Decision {status.decision}", tokens),
        Content(""),
    ]
    for number, gauge in enumerate(status.gauges):
        lines += [Content("")] if number else []
        lines += gauge_lines(gauge, status.cause if number == 0 else "", width, tokens, figures)
    if status.people:
        lines.append(soft_text("In the room", tokens))
        lines += [
            line for person in status.people for line in _margin_person(person, width, tokens)
        ]
    return lines


def _first_that_fits(texts: Sequence[str], width: int) -> str:
    """Return the first text that fits, else the last."""
    return next((text for text in texts if len(text) <= width), texts[-1])


def quarter_lines(status: Status, width: int, tokens: ThemeTokens) -> list[Content]:
    """Return the quarter in words and as a number, and the dots of the quarters."""
    quarter = soft_text(status.mark, tokens)
    room = width - quarter.cell_length - 1
    when = ink_text(
        _first_that_fits(
            (status.when, status.when.removesuffix(f" {unit_word(status.frame)}")), room
        ),
        tokens,
    )
    lines = (
        [at_both_ends(when, quarter, width)]
        if when.cell_length <= room
        else [*wrap(when, width), quarter]
    )
    return [*lines, *quarter_dots(status, tokens)]


def quarter_dots(status: Status, tokens: ThemeTokens) -> tuple[Content, ...]:
    """Return the dots of the quarters, whole years a line."""
    per_year = status.frame.per_year
    return draw_quarters(
        status.quarter, status.quarters, tokens, ended=status.ended, per_year=per_year
    )


def gauge_lines(
    gauge: Gauge, cause: str, width: int, tokens: ThemeTokens, figures: bool = False
) -> list[Content]:
    """Return a stat in three rows: its words, its bar, and its trend or cause."""
    figure = f"{gauge.value}, " if figures and gauge.word else ""
    name = styled(
        gauge.label, f"bold {tokens.ink}".strip() if gauge.has_moved else tokens.soft, tokens
    )
    room = width - name.cell_length - 1
    full_text = figure + gauge.words
    value_shown = ink_text(
        full_text if len(full_text) <= room else figure + gauge.shown,
        tokens,
    )
    lines = (
        [at_both_ends(name, value_shown, width)]
        if value_shown.cell_length <= room
        else [name, *wrap(value_shown, width)]
    )
    lines.append(draw_bar(gauge.value, gauge.min, gauge.max, width, tokens))
    below = [gauge.trend] if len(full_text) > room and gauge.word != gauge.trend else []
    if cause:
        below.append(_first_that_fits((f"most of it: {cause}", f"mostly: {cause}"), width))
    return [
        *lines,
        *(wrap(soft_text("; ".join(below), tokens), width) if below else [Content("")]),
    ]


def _margin_person(person: PersonLine, width: int, tokens: ThemeTokens) -> list[Content]:
    name, word = ink_text(person.name, tokens), ink_text(person.word, tokens)
    trust_scale = draw_trust(person.value, tokens)
    left = join(name, Content(" " * max(8 - name.cell_length, 1)), trust_scale)
    if left.cell_length + 1 + word.cell_length <= width:
        return [at_both_ends(left, word, width)]
    return [at_both_ends(name, word, width), indent(trust_scale, 8)]


def strip_lines(status: Status, grid: Grid, tokens: ThemeTokens) -> list[Content]:
    """Return the status in one or two lines; [] if there is no room for it."""
    if grid.strip_rows == 1:
        space = 3 if grid.full_width >= 60 else 2
        parts = [
            join(soft_text(f"{gauge.label} ", tokens), _short_gauge(gauge, tokens))
            for gauge in status.gauges
        ]
        parts += [
            join(
                soft_text(f"{person.name} ", tokens),
                ink_text(person.word, tokens),
            )
            for person in status.people
        ]
        while parts and sum(part.cell_length + space for part in parts) - space > grid.full_width:
            parts.pop()
        return [Content(" " * space).join(parts)] if parts else []
    if grid.strip_rows != 2:
        return []
    left = grid.full_width * 37 // 68
    first, second, third = (*status.gauges, None, None, None)[:3]
    left_gauges = [gauge for gauge in (first, third) if gauge is not None]
    names = max((len(gauge.label) for gauge in left_gauges), default=0) + 2
    value_width = max((len(gauge.words) for gauge in left_gauges), default=0) + 2
    people = [
        join(soft_text(f"{person.name}  ", tokens), ink_text(person.word, tokens))
        for person in status.people
    ]
    return [
        in_columns(
            [
                (_gauge_with_bar(first, names, value_width, left, tokens), left),
                (_gauge_in_words(second, tokens), grid.full_width - left),
            ]
        ),
        in_columns(
            [
                (_gauge_with_bar(third, names, value_width, left, tokens), left),
                (Content("    ").join(people), grid.full_width - left),
            ]
        ),
    ]


def _word_and_sign(gauge: Gauge, tokens: ThemeTokens) -> str:
    """Return a gauge's word and its trend as a sign: "frayed ↑"."""
    sign = _TREND_GLYPHS.get(gauge.trend, "")
    return f"{gauge.shown}{f' {getattr(tokens.glyphs, sign)}' if sign else ''}"


def _short_gauge(gauge: Gauge, tokens: ThemeTokens) -> Content:
    return ink_text(_word_and_sign(gauge, tokens), tokens)


def _gauge_with_bar(
    gauge: Gauge | None, names: int, value_width: int, width: int, tokens: ThemeTokens
) -> Content:
    """Return a stat with its bar, in columns of `names` and `value_width` cells."""
    if gauge is None:
        return Content("")
    room = min(width - 3 - names - value_width, 12)
    name = styled(
        gauge.label, f"bold {tokens.ink}".strip() if gauge.has_moved else tokens.soft, tokens
    )
    bar = draw_bar(gauge.value, gauge.min, gauge.max, room, tokens) if room >= 4 else Content("")
    return in_columns(
        [(name, names), (ink_text(gauge.words, tokens), value_width), (bar, max(room, 0))]
    )


def _gauge_in_words(gauge: Gauge | None, tokens: ThemeTokens) -> Content:
    if gauge is None:
        return Content("")
    return join(soft_text(f"{gauge.label}  ", tokens), ink_text(gauge.words, tokens))


def head_line(status: Status, width: int, grid: Grid, tokens: ThemeTokens) -> Content:
    """Return the head line of a window without a margin."""
    decision = soft_text(f"Decision {status.decision}", tokens)
    if width >= 80:
        when = (
            f"{status.mark}, {status.when.partition(',')[0].lower()} "
            f" {tokens.glyphs.between}  {status.role}"
        )
        left = soft_text(when, tokens)
    else:
        left = soft_text(f"{status.mark} {tokens.glyphs.between} {status.short}", tokens)
        if not grid.strip_rows and status.gauges:
            left = _with_first_gauge(
                left, status.gauges[0], grid.line_width - decision.cell_length - 1, tokens
            )
    return at_both_ends(left, decision, grid.line_width)


def _with_first_gauge(left: Content, gauge: Gauge, room: int, tokens: ThemeTokens) -> Content:
    """Return `left` with the first stat's word after it, if there is room."""
    for gauge_words in (
        _short_gauge(gauge, tokens),
        ink_text(gauge.shown, tokens),
    ):
        full = join(left, soft_text(", ", tokens), gauge_words)
        if full.cell_length <= room:
            return full
    return left
