"""The parts of a page as frozen values, the same for every front end, among them the choices of a
scene: numbered if open, with a reason if closed. `pages` fills them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pmsim.core.events import Offer, Rolled
from pmsim.core.program import Check
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.choice_hints import choice_size, cost_words, turn_words, unlock_hint
from pmsim.ui.present.pack_texts import (
    PackTexts,
    check_basis,
    check_hint,
    label_of,
)
from pmsim.ui.present.status import Status
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
    result = []
    number = 0
    for offer in offers:
        if not offer.closed:
            number += 1
        result.append(_choice_row(pack, state, offer, 0 if offer.closed else number))
    return tuple(result)


def _choice_row(pack: Pack, state: State, offer: Offer, number: int) -> ChoiceRow:
    choice = pack.program.choices[offer.choice]
    words = PackTexts(pack, state, offer.moment)
    choice_label = words.line(f"{choice.key}/label")
    if number:
        hint = (
            check_hint(pack, choice.check.odds, offer.odds, state)
            if choice.check is not None
            else _practice_hint(pack, state, offer.moment)
        )
        turn, cost = turn_words(words, choice), cost_words(words, choice)
        return ChoiceRow(
            number,
            offer.id,
            choice_label,
            hint,
            offer.odds,
            turn=turn,
            cost=cost,
            size=choice_size(words, choice),
        )
    reason = words.line(f"{choice.key}/locked")
    hint_to_unlock = ""
    if offer.closed == "lock":
        lock = pack.program.locks[offer.lock]
        reason = reason or words.line(f"locks.{pack.program.tags[lock.tag].id}/locked")
        hint_to_unlock = unlock_hint(pack, state, lock.when, False)
    elif offer.closed == "needs" and choice.needs is not None:
        hint_to_unlock = unlock_hint(pack, state, choice.needs, True)
    return ChoiceRow(0, offer.id, choice_label, "", -1, reason, hint_to_unlock)


def _practice_hint(pack: Pack, state: State, moment: int) -> str:
    """Return what was practised in a moment, and how often so far: "People, told once and taught
    four times"."""
    skill_bits = next((entry.skills for entry in state.moments if entry.choice == moment), 0)
    parts = []
    for number, skill in enumerate(pack.program.skills):
        if skill_bits >> number & 1:
            counts = [state.slots[slot] for slot in (skill.done, skill.told, skill.taught)]
            parts.append(f"{label_of(pack, skill.id)}, {practice_words(counts)}")
    return "; ".join(parts)


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
        return (
            f"{capitalise(number_word(self.odds))} or under would"
            f" {'do' if self.passed else 'have done'}."
        )


def check_part(pack: Pack, event: Rolled) -> CheckPart:
    """Return a roll as shown."""
    assert event.state is not None
    check = _rolled_check(pack, event)
    words = PackTexts(pack, event.state)
    yes, no = (
        to_plain(words.line(f"{branch.key}/short")) for branch in (check.success, check.failure)
    )
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
