"""What a page is made of: frozen values, the same for every front end. What they say is found in `pages`."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pmsim.ui.present.choices import ChoiceRow
from pmsim.ui.present.ledger import Row
from pmsim.ui.present.status import Status
from pmsim.ui.present.text import Line, Paragraph
from pmsim.ui.present.words import capital, number_word, odds_words


class Prose(NamedTuple):
    """Paragraphs to read."""

    paragraphs: tuple[Paragraph, ...]


class Said(NamedTuple):
    """What the player chose: `verb` is "You said", "You asked" or "You chose"."""

    verb: str
    label: Line


class Checked(NamedTuple):
    """A check: `asks` what of ("your Influence", '' for luck); it passes if `roll` <= `odds`, both 1..100.
    `yes`, `no`: what lies at each end, in few words."""

    asks: str
    odds: int
    roll: int
    passed: bool
    yes: str
    no: str

    @property
    def heading(self) -> str:
        """What was asked of whom."""
        if not self.asks:
            return "A matter of luck"
        return capital(f"{self.asks} {'are' if ' and ' in self.asks else 'is'} asked")

    @property
    def chance(self) -> str:
        """ "About even: 47 in 100." """
        return f"{capital(odds_words(self.odds))}: {self.odds} in 100."

    @property
    def fell(self) -> str:
        """ "Thirty-one." """
        return f"{capital(number_word(self.roll))}."

    @property
    def verdict(self) -> str:
        """ "It goes your way." or "It does not." """
        return "It goes your way." if self.passed else "It does not."

    @property
    def would(self) -> str:
        """ "Forty-seven or under would do." """
        return f"{capital(number_word(self.odds))} or under would {'do' if self.passed else 'have done'}."


class Ledger(NamedTuple):
    """Rows under a heading."""

    heading: str
    rows: tuple[Row, ...]


class Aside(NamedTuple):
    """A quiet line of ours: what came due, how many lines an end has."""

    text: str


Part = Prose | Said | Checked | Ledger | Aside


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind`: a `scene` asks for a decision, `told` only tells, a `result` follows a choice, an `end` is the end.
    `choices` () means that there is one thing to do, called `onward` ('' at the end). `key`: the scene's, or the outcome's id.
    `before`: the status before a check on the page was rolled, None without a check."""

    kind: Literal["scene", "told", "result", "end"]
    key: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    choices: tuple[ChoiceRow, ...]
    onward: str
    status: Status
    before: Status | None = None
