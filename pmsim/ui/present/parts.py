"""The parts of a page as frozen values, the same for every front end, among them the choices of a
scene: numbered if open, with a reason if closed. `pages` fills them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal, NamedTuple

from pmsim.core.events import Offer, Rolled
from pmsim.core.program import Check, branches
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.play.state_encoding import set_bits
from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.choice_hints import choice_size, cost_words, turn_words, unlock_hint
from pmsim.ui.present.pack_texts import (
    PackTexts,
    check_basis,
    check_hint,
    label_of,
)
from pmsim.ui.present.status import Status, practice_counts
from pmsim.ui.present.text import Line, Paragraph, to_plain
from pmsim.ui.present.words import (
    capitalise,
    number_word,
    odds_words,
    practice_words,
)

GO_ON = "Go on."
"""The label of a page with one thing to do."""


class ChoiceRow(NamedTuple):
    """One choice. `number`: from 1 for an open one, 0 for a closed one; `action`: its id for
    acting; `hint`: its check in words, or the practice of a moment; `odds`: the percentage, -1
    without a check; `turn`: the role that it gives, or that it ends the career; `cost`: what it
    costs; `size`: how much hangs on it, 1 to 3; `taken_elsewhere`: another life took it.

    Of a closed one: `reason` is the author's, `unlock_hint` ours ('' if there is nothing to
    say)."""

    number: int
    action: str
    label: Line
    hint: str = ""
    odds: int = -1
    reason: Line = ()
    unlock_hint: str = ""
    turn: str = ""
    cost: str = ""
    size: int = 1
    taken_elsewhere: bool = False

    @property
    def is_open(self) -> bool:
        """True if the choice can be taken."""
        return self.number > 0


def choice_rows(pack: Pack, state: State, offers: Sequence[Offer]) -> tuple[ChoiceRow, ...]:
    """Return the rows of `offers` as they read in `state`, in story order."""
    numbers = count(1)
    return tuple(
        _choice_row(pack, state, offer, 0 if offer.closed else next(numbers)) for offer in offers
    )


def _choice_row(pack: Pack, state: State, offer: Offer, number: int) -> ChoiceRow:
    choice = pack.program.choices[offer.choice]
    words = PackTexts(pack, state, offer.moment)
    row = ChoiceRow(number, offer.id, words.label(offer.choice))
    if number:
        return row._replace(
            hint=check_hint(pack, choice.check.odds, offer.odds, state)
            if choice.check
            else _practice_hint(pack, state, offer.moment),
            odds=offer.odds,
            turn=turn_words(words, choice),
            cost=cost_words(words, choice),
            size=choice_size(words, choice),
        )
    reason, hint = words.line(f"{choice.key}/locked"), ""
    if offer.closed == "lock":
        lock = pack.program.locks[offer.lock]
        reason = reason or words.line(f"locks.{pack.program.tags[lock.tag].id}/locked")
        hint = unlock_hint(pack, state, lock.when, False)
    elif offer.closed == "needs" and choice.needs is not None:
        hint = unlock_hint(pack, state, choice.needs, True, has_reason=bool(reason))
    return row._replace(reason=reason, unlock_hint=hint)


def _practice_hint(pack: Pack, state: State, moment: int) -> str:
    """Return what was practised in a moment, and how often so far: "People, told once and taught
    four times"."""
    skill_bits = next((entry.skills for entry in state.moments if entry.choice == moment), 0)
    skills = (pack.program.skills[number] for number in set_bits(skill_bits))
    return "; ".join(
        f"{label_of(pack, skill.id)}, {practice_words(practice_counts(skill, state))}"
        for skill in skills
    )


class ProsePart(NamedTuple):
    """Paragraphs to read."""

    paragraphs: tuple[Paragraph, ...]


class ChosenPart(NamedTuple):
    """The choice that the player made. `verb`: "You said", "You asked" or "You chose"."""

    verb: str
    label: Line


class CheckPart(NamedTuple):
    """A check. `tested`: what it tests ("your Influence", '' for luck); it passes if `roll` <=
    `odds`, both 1..100; `success_label`, `failure_label`: the two results in few words;
    `odds_words`: the odds in words."""

    tested: str
    odds: int
    roll: int
    passed: bool
    success_label: str
    failure_label: str
    odds_words: str

    @property
    def heading(self) -> str:
        """Sentence on what the check tests."""
        if not self.tested:
            return "A matter of luck"
        return capitalise(f"{self.tested} {'are' if ' and ' in self.tested else 'is'} asked")

    @property
    def chance(self) -> str:
        """Odds in words: "About even: 47 in 100." """
        return f"{capitalise(self.odds_words)}: {self.odds} in 100."

    @property
    def roll_words(self) -> str:
        """Roll in words: "Thirty-one." """
        return f"{capitalise(number_word(self.roll))}."

    @property
    def verdict(self) -> str:
        """Result in words: "It goes your way." or "It fails." """
        return "It goes your way." if self.passed else "It fails."

    @property
    def threshold_words(self) -> str:
        """Threshold in words: "Forty-seven or under would do." """
        done = "do" if self.passed else "have done"
        return f"{capitalise(number_word(self.odds))} or under would {done}."


def check_part(pack: Pack, event: Rolled) -> CheckPart:
    """Return a roll as shown."""
    assert event.state is not None
    check = _rolled_check(pack, event)
    words = PackTexts(pack, event.state)
    yes, no = (words.plain(f"{branch.key}/short") for branch in branches(check))
    return CheckPart(
        check_basis(pack, check.odds, event.state),
        event.odds,
        event.roll,
        event.passed,
        yes or "it goes your way",
        no or "it does not",
        odds_words(event.odds, pack.frame),
    )


def is_check_shown(check: CheckPart, event: Rolled) -> bool:
    """Return True unless the roll is a scene's own luck: the player tried nothing."""
    return event.choice >= 0 or bool(check.tested)


def _rolled_check(pack: Pack, event: Rolled) -> Check:
    if event.choice >= 0:
        check = pack.program.choices[event.choice].check
    else:
        check = next(scene.check for scene in pack.program.scenes if scene.key == event.key)
    assert check is not None
    return check


def choice_verb(label: Line) -> str:
    """Return the verb that introduces a choice's label when it is repeated."""
    text = to_plain(label)
    if not text.startswith("“"):
        return "You chose"
    return "You asked" if text.endswith("?”") else "You said"


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
    the end). `status_before_check`: the status before a check on the page was rolled, None without
    a check. `form`: a `chapter` opens a quarter, a `role` is a change of role."""

    kind: Literal["scene", "told", "result", "end"]
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    choices: tuple[ChoiceRow, ...]
    continue_label: str
    status: Status
    status_before_check: Status | None = None
    form: Literal["", "chapter", "role"] = ""
