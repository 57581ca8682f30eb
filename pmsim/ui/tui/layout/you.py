"""Oneself: how it stands, what one can do, who thinks what. As leaves. What is too long for its column goes on below."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from pmsim.ui.present.status import LEVELS, Figures, Gauge, SkillLine, Trust
from pmsim.ui.tui.draw import bar, scale
from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import BLANK, Leaf, at_column, block, columns, heading, words, wrapped
from pmsim.ui.tui.look import Look

_WANTED = {"more": "you want more of it", "less": "you want less of it"}


def you(
    figures: Figures, people: Sequence[Trust], skills: Sequence[SkillLine], decision: int, grid: Grid, look: Look, *, every: bool = False
) -> list[Leaf]:
    """Stats, skills, people. `every`: the stats without words as well."""
    leaves = heading("You", "", grid, look, decision=decision)
    leaves += _group("How it stands", (_figure(gauge, grid, look) for gauge in figures.stands), grid, look)
    leaves += _group(f"What {figures.whole} is made of", (_figure(gauge, grid, look) for gauge in figures.made_of), grid, look)
    leaves += _group("What you can do", (_skill(skill, grid, look) for skill in skills), grid, look)
    leaves += _group("Who thinks what of you", (_person(person, grid, look) for person in people), grid, look)
    if every:
        leaves += _group("Figures", (_figure(gauge, grid, look) for gauge in figures.rest), grid, look)
    while leaves and not leaves[-1].content.plain:
        leaves.pop()
    return leaves


def _group(title: str, rows: Iterable[list[Content]], grid: Grid, look: Look) -> list[Leaf]:
    lines = [line for row in rows for line in row]
    return [*block([words(title, look.soft, look), *lines], grid.edge), BLANK] if lines else []


def _row(cells: Sequence[tuple[Content, int]]) -> list[Content]:
    """Texts side by side, each wrapped in a column of so many cells, a blank one at its end."""
    columned = [(wrapped(content, width - 1) or [Content("")], width) for content, width in cells]
    height = max(len(lines) for lines, _ in columned)
    return [columns([(lines[at] if at < len(lines) else Content(""), width) for lines, width in columned]) for at in range(height)]


def _figure(gauge: Gauge, grid: Grid, look: Look) -> list[Content]:
    name, figure = words(gauge.label, look.ink, look), words(str(gauge.value).rjust(3), look.ink, look)
    said = words(gauge.words if gauge.word else gauge.trend, look.soft, look)
    if grid.room < 60:
        return _row([(name, 15), (figure, 5), (said, grid.room - 19)])
    drawn = bar(gauge.value, gauge.min, gauge.max, 16, look)
    return _row([(name, 22), (figure, 6), (drawn, 19), (said, grid.room - 46)])


def _skill(skill: SkillLine, grid: Grid, look: Look) -> list[Content]:
    name, figure = words(skill.label, look.ink, look), words(str(skill.level).rjust(3), look.ink, look)
    told = "; ".join(part for part in (skill.words, _WANTED.get(skill.interest, "")) if part)
    if grid.room < 60:
        return _row([(name, 15), (figure, 5), (words(told, look.soft, look), grid.room - 19)])
    drawn = bar(skill.level, 0, LEVELS, 16, look)
    return _row([(name, 22), (figure, 6), (drawn, 19), (words(told, look.soft, look), grid.room - 46)])


def _person(person: Trust, grid: Grid, look: Look) -> list[Content]:
    name, word = words(person.name, look.ink, look), words(person.word, look.ink, look)
    told = "; ".join(part for part in (person.is_, person.also) if part)
    if grid.room < 60:
        first = _row([(name, 12), (scale(person.value, look), 11), (word, grid.room - 22)])
        return [*first, *(at_column(line, 2) for line in wrapped(words(told, look.soft, look), grid.room - 2))]
    who = words(told, look.soft, look)
    return _row([(name, 10), (scale(person.value, look), 12), (word, 12), (who, grid.room - 33)])
