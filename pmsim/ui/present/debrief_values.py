"""The debrief of a life as frozen values, in plain words, and its choices as they are quoted."""

from typing import NamedTuple

from pmsim.core.compiled import OpenChoice
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.ui.present.pack_texts import PackTexts, scenario_title
from pmsim.ui.present.text import to_plain, without_full_stop
from pmsim.ui.present.words import quarter_mark


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
