"""The debrief as pages of passages, which every front end and format draws in its own way."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pmsim.ui.present.debrief_values import (
    Curve,
    Debrief,
    GridLine,
    QuotedChoice,
    StatementText,
    stopped,
)
from pmsim.ui.present.words import capitalise, count_words, join_words, number_word

GRID_TITLE = "Skill, experience, interest"
GRID_HEADINGS = ("Skill", "How far", "Experience", "Interest", "Suggests")
YOURS = "yours"
"""The mark of an interest that is the player's own word."""


class Passage(NamedTuple):
    """A piece of a page. `kind`: running text, a heading, an item of a list with a short `lead`
    before it, the reason for the item above, or text of less weight."""

    kind: Literal["text", "head", "item", "reason", "soft"]
    text: str
    lead: str = ""


class DebriefPage(NamedTuple):
    """A page of the debrief. `curves`: for those who can draw, after the passages; `grid`: the rows
    of the grid, before them."""

    title: str
    passages: tuple[Passage, ...]
    curves: tuple[Curve, ...] = ()
    grid: tuple[GridLine, ...] = ()


def debrief_pages(debrief: Debrief) -> tuple[DebriefPage, ...]:
    """Return the pages of a debrief in order. Only the grid's has rows."""
    stats, skills = (
        tuple(curve for curve in debrief.curves if curve.kind == kind) for kind in ("stat", "skill")
    )
    growth = tuple(_growth(debrief))
    return (
        DebriefPage("What happened", tuple(_what_happened(debrief)), stats),
        DebriefPage("What it may say", tuple(_statements(debrief))),
        *([DebriefPage(GRID_TITLE, growth, skills, debrief.grid)] if debrief.grid else []),
        DebriefPage("What now", tuple(_what_now(debrief))),
    )


def _what_happened(debrief: Debrief) -> Iterator[Passage]:
    if debrief.wants:
        yield Passage("text", debrief.wants_sentence)
    for quarter in debrief.quarters:
        yield Passage("item", quarter.sentence, quarter.mark)
    roads = tuple(road_lines(debrief))
    if roads:
        yield Passage("head", "The roads not taken")
    for mark, text in roads:
        yield Passage("item" if mark else "text", text, mark)
    for curve in debrief.curves:
        if curve.kind == "stat":
            yield Passage("soft", curve.sentence)


def road_lines(debrief: Debrief) -> Iterator[tuple[str, str]]:
    """Yield the turning points, each with the mark of its quarter, or a note without one."""
    if debrief.roads_note:
        yield "", debrief.roads_note
    for road in debrief.turning_points:
        other = stopped(f"The other road: {road.other}")
        text = f"{road.choice.label} ({road.choice.place}). {other} {road.sentence}"
        yield road.choice.mark, text


def _statements(debrief: Debrief) -> Iterator[Passage]:
    if debrief.no_statement:
        yield Passage("text", debrief.no_statement)
    for statement in debrief.statements:
        yield Passage("head", statement.say, statement.strength)
        for choice in statement.quoted:
            yield Passage("item", quotation(choice), choice.mark)
        yield Passage("soft", counted(statement))


def quotation(choice: QuotedChoice) -> str:
    """Return a quoted choice with its place, and what was passed by."""
    passed_by = f", and not {choice.passed_by}" if choice.passed_by else ""
    return f"{choice.label}{passed_by} ({choice.place})"


def counted(statement: StatementText) -> str:
    """Return how many choices speak for a statement, and how many against it, some quoted."""
    verb = "speaks" if statement.total == 1 else "speak"
    number = capitalise(count_words(statement.total, "choice", "choices"))
    if not statement.total_against:
        return f"{number} {verb} for it, none against it."
    quoted = join_words([f"{one.mark} {one.label}" for one in statement.quoted_against])
    others = f"{number_word(statement.total_against)} against it"
    such = ": " if statement.total_against == len(statement.quoted_against) else ", such as "
    return stopped(f"{number} {verb} for it, {others}{such}{quoted}")


def _growth(debrief: Debrief) -> Iterator[Passage]:
    if debrief.stage:
        yield Passage("text", debrief.stage)
    if debrief.do_more:
        yield Passage("text", f"Do more: {join_words(debrief.do_more)}.")
    if debrief.do_less:
        yield Passage("text", f"Do less: {join_words(debrief.do_less)}.")


def _what_now(debrief: Debrief) -> Iterator[Passage]:
    for number, advice in enumerate(debrief.activities, 1):
        yield Passage("item", advice.text, str(number))
        if advice.because:
            yield Passage("reason", f"Because: {advice.because}")
    yield Passage("head", "One question, for one person")
    yield Passage("text", debrief.question.text)
    for line in (debrief.closing, debrief.help):
        if line:
            yield Passage("text", line)
    if debrief.privacy:
        yield Passage("soft", debrief.privacy)


def grid_cells(row: GridLine) -> tuple[str, ...]:
    """Return the words of a row, as many as `GRID_HEADINGS`."""
    interest = f"{row.interest} ({YOURS})" if row.is_corrected else row.interest
    return row.label, row.step, row.experience, interest, row.suggestion


def grid_sentences(grid: Sequence[GridLine]) -> Iterator[str]:
    """Yield each row as a sentence: "Systems: teach; practised often; interest more." """
    for row in grid:
        label, step, experience, interest, suggestion = grid_cells(row)
        advice = f" {capitalise(suggestion)}." if suggestion else ""
        yield f"{label}: {step}; practised {experience}; interest {interest}.{advice}"
