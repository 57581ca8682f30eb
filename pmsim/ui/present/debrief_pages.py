"""The debrief of a life as frozen values, in plain words: its parts, its choices as they are
quoted, and its pages of passages, which every front end and format draws in its own way."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pmsim.core.compiled import OpenChoice
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.ui.present.pack_texts import PackTexts, scenario_title
from pmsim.ui.present.text import to_plain, without_full_stop
from pmsim.ui.present.words import capitalise, count_words, join_words, number_word, quarter_mark


class QuotedChoice(NamedTuple):
    """A choice that the player made. `mark`: the short mark of its quarter; `place`: the title of
    its scenario; `passed_by`: the label of the open choice not taken, if that is why it is
    quoted."""

    decision: int
    quarter: int
    mark: str
    place: str
    label: str
    passed_by: str = ""


class QuarterStory(NamedTuple):
    """A quarter in a sentence, and the choices that it quotes."""

    quarter: int
    mark: str
    sentence: str
    choices: tuple[QuotedChoice, ...]


class StatedWant(NamedTuple):
    """The player's want from a quarter on."""

    quarter: int
    mark: str
    words: str


class StatementText(NamedTuple):
    """A statement, its strength, and its evidence: numbers of choices for and against it, some of
    them quoted."""

    id: str
    say: str
    strength: str
    total: int
    total_against: int
    quoted: tuple[QuotedChoice, ...]
    quoted_against: tuple[QuotedChoice, ...]


class GridLine(NamedTuple):
    """A skill as shown in the grid. `level`: 0..9; `is_corrected`: the interest is the player's own
    word."""

    skill: str
    label: str
    level: int
    step: str
    times: int
    experience: str
    interest: str
    suggestion: str
    is_corrected: bool


class Advice(NamedTuple):
    """Something to do, and the reason for it ('' for none)."""

    text: str
    because: str


class Curve(NamedTuple):
    """A number over the quarters: at the beginning of each, and last at the end. `kind`: stat or
    skill."""

    id: str
    label: str
    kind: str
    min: int
    max: int
    values: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """The curve in words: "Burnout: 50 at first, 31 at last, 63 at most"."""
        first, last, most = self.values[0], self.values[-1], max(self.values)
        at_most = f", {most} at most" if most > max(first, last) else ""
        return f"{self.label}: {first} at first, {last} at last{at_most}."


class RoadFigures(NamedTuple):
    """The lives played on along a road: their number, the share of each end by its id, and the mean
    of the stat watched (None without one)."""

    lives: int
    ends: tuple[tuple[str, float], ...]
    mean: float | None


class OtherRoad(NamedTuple):
    """A turning point: the choice, the label of the road not taken, and where that one led.
    `distance`, `error`: how far apart the roads lead, 0 to about 1, and its standard error."""

    choice: QuotedChoice
    other: str
    sentence: str
    distance: float
    error: float
    taken_road: RoadFigures
    other_road: RoadFigures


class Debrief(NamedTuple):
    """The debrief of one life. All texts are plain."""

    pack: str
    title: str
    start: str
    outcome: str
    summary: str
    wants: tuple[StatedWant, ...]
    quarters: tuple[QuarterStory, ...]
    turning_points: tuple[OtherRoad, ...]
    roads_note: str
    statements: tuple[StatementText, ...]
    grid: tuple[GridLine, ...]
    stage: str
    do_more: tuple[str, ...]
    do_less: tuple[str, ...]
    activities: tuple[Advice, ...]
    question: Advice
    help: str
    privacy: str
    closing: str
    curves: tuple[Curve, ...]

    @property
    def wants_sentence(self) -> str:
        """Everything that the player wanted: "At the beginning you wanted a title. …"."""
        return " ".join(
            f"From {want.mark} on, you wanted {want.words}."
            if at
            else f"At the beginning you wanted {want.words}."
            for at, want in enumerate(self.wants)
        )

    @property
    def no_statement(self) -> str:
        """The sentence in place of statements, '' if there are any."""
        return "" if self.statements else "Too little to tell. A longer life would say more."


def quoted_label(pack: Pack, state: State, choice: OpenChoice) -> str:
    """Return the label of a choice in quotation marks, without its full stop; quotations inside
    have single marks."""
    number, moment = choice
    label = to_plain(without_full_stop(PackTexts(pack, state, moment).label(number)))
    if label.startswith("“") and label.endswith("”") and label.count("“") == 1:
        return label
    return f"“{label.replace('“', '‘').replace('”', '’')}”"


def quoted_choice(
    pack: Pack, decision: int, state: State, taken: OpenChoice, passed_by: OpenChoice | None = None
) -> QuotedChoice:
    """Return a choice that was made. `decision`: its number, from 1; `state`: the state before it;
    `passed_by`: the choice not taken, if that is why it is quoted."""
    return QuotedChoice(
        decision,
        state.quarter,
        quarter_mark(state.quarter, pack.frame),
        scenario_title(pack, pack.program.scenes[state.scene].scenario, state.calls),
        quoted_label(pack, state, taken),
        quoted_label(pack, state, passed_by) if passed_by else "",
    )


def stopped(text: str) -> str:
    """Return a text that ends with a quotation, with a full stop if the quotation has none."""
    return text if text.endswith((".”", "?”", "!”", "…”")) else f"{text}."


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
