"""The choices of a scene as rows: numbered if open, with their reason if closed."""

from collections.abc import Sequence
from typing import NamedTuple

from pmsim.core.events import Offer
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from pmsim.ui.present.far import how_far
from pmsim.ui.present.reasons import hint, label
from pmsim.ui.present.text import Line
from pmsim.ui.present.wording import Wording
from pmsim.ui.present.words import often


class ChoiceRow(NamedTuple):
    """One choice. `number`: 1.. for an open one, 0 for a closed; `action`: what to act with; `hint`: its check in words, or what a
    kept hour practised; `odds`: the percentage, -1 without a check. Closed: `reason` is the author's, `how_far` ours ('' if there
    is nothing to say)."""

    number: int
    action: str
    label: Line
    hint: str = ""
    odds: int = -1
    reason: Line = ()
    how_far: str = ""

    @property
    def open(self) -> bool:
        """Whether it may be taken."""
        return self.number > 0


def rows_of(pack: Pack, state: State, offers: Sequence[Offer]) -> tuple[ChoiceRow, ...]:
    """The rows of `offers` as they read in `state`, in story order."""
    found = []
    number = 0
    for offer in offers:
        if not offer.closed:
            number += 1
        found.append(_row(pack, state, offer, 0 if offer.closed else number))
    return tuple(found)


def _row(pack: Pack, state: State, offer: Offer, number: int) -> ChoiceRow:
    choice = pack.program.choices[offer.choice]
    words = Wording(pack, state, offer.moment)
    said = words.line(f"{choice.key}/label")
    if number:
        told = hint(pack, choice.check.odds, offer.odds) if choice.check is not None else _practised(pack, state, offer.moment)
        return ChoiceRow(number, offer.id, said, told, offer.odds)
    reason = words.line(f"{choice.key}/locked")
    far = ""
    if offer.closed == "lock":
        lock = pack.program.locks[offer.lock]
        reason = reason or words.line(f"locks.{pack.program.tags[lock.tag].id}/locked")
        far = how_far(pack, state, lock.when, False)
    elif offer.closed == "needs" and choice.needs is not None:
        far = how_far(pack, state, choice.needs, True)
    return ChoiceRow(0, offer.id, said, "", -1, reason, far)


def _practised(pack: Pack, state: State, moment: int) -> str:
    """What was practised in a moment, and how often so far, every way: "People, told once and taught four times"."""
    kept = next((entry.skills for entry in state.moments if entry.choice == moment), 0)
    found = []
    for number, skill in enumerate(pack.program.skills):
        if kept >> number & 1:
            counts = [state.slots[slot] for slot in (skill.done, skill.told, skill.taught)]
            found.append(f"{label(pack, skill.id)}, {often(counts)}")
    return "; ".join(found)
