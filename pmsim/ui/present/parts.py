"""The parts of a page: frozen values, the same for every front end. `pages` fills them."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.choices import ChoiceRow
from pmsim.ui.present.status import Status
from pmsim.ui.present.text import Line, Paragraph
from pmsim.ui.present.words import capitalise, number_word, odds_words


class ProsePart(NamedTuple):
    """Paragraphs to read."""

    paragraphs: tuple[Paragraph, ...]


class ChosenPart(NamedTuple):
    """The choice that the player made. `verb`: "You said", "You asked" or "You chose"."""

    verb: str
    label: Line


class CheckPart(NamedTuple):
    """A check. `tested`: what it tests ("your Influence", '' for luck); it passes if `roll` <=
    `odds`, both 1..100; `success_label`, `failure_label`: the two results in few words."""

    tested: str
    odds: int
    roll: int
    passed: bool
    success_label: str
    failure_label: str

    @property
    def heading(self) -> str:
        """Sentence on what the check tests."""
        if not self.tested:
            return "A matter of luck"
        return capitalise(f"{self.tested} {'are' if ' and ' in self.tested else 'is'} asked")

    @property
    def chance(self) -> str:
        """Odds in words: "About even: 47 in 100." """
        return f"{capitalise(odds_words(self.odds))}: {self.odds} in 100."

    @property
    def roll_words(self) -> str:
        """Roll in words: "Thirty-one." """
        return f"{capitalise(number_word(self.roll))}."

    @property
    def verdict(self) -> str:
        """Result in words: "It goes your way." or "It does not." """
        return "It goes your way." if self.passed else "It does not."

    @property
    def threshold_words(self) -> str:
        """Threshold in words: "Forty-seven or under would do." """
        return (
            f"{capitalise(number_word(self.odds))} or under would"
            f" {'do' if self.passed else 'have done'}."
        )


class ChangesPart(NamedTuple):
    """Rows under a heading."""

    heading: str
    rows: tuple[ChangeRow, ...]


class NotePart(NamedTuple):
    """A quiet line of ours, such as how many picks are left."""

    text: str


Part = ProsePart | ChosenPart | CheckPart | ChangesPart | NotePart


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind`: a `scene` asks for a decision, `told` only narrates, a `result` follows a
    choice, an `end` is the end.

    `choices` () means that there is only one thing to do, with the label `continue_label` ('' at
    the end). `key`: the scene's or choice's key, or the outcome's id. `status_before_check`: the
    status before a check on the page was rolled, None without a check."""

    kind: Literal["scene", "told", "result", "end"]
    key: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    choices: tuple[ChoiceRow, ...]
    continue_label: str
    status: Status
    status_before_check: Status | None = None
