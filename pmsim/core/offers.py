"""Which choices stand open, and why the others do not. Reads a machine; moves nothing."""

from typing import TYPE_CHECKING, Literal

from pmsim.core.events import Offer
from pmsim.core.program import VISIT_LIMIT, Choice
from pmsim.core.rules import Deed, Open, Roll

if TYPE_CHECKING:
    from pmsim.core.machine import Machine

Closed = Literal["", "needs", "lock", "scenery"]


def open_choices(m: "Machine") -> list[Open]:
    """The open choices of the scene being asked, in order. Never empty while a decision is asked."""
    stop = m.stops[m.scene]
    if stop.quick is None or m.visited >= VISIT_LIMIT:
        return [(offer.choice, offer.moment) for offer in offers(m) if not offer.closed]
    s, marks = m.s, m.marks & stop.marks
    found = []  # not a comprehension: until Python 3.12 that is a call of its own, and nothing here is hotter
    if marks:
        for taken, mark, holds in stop.quick:
            if not marks & mark and (holds is None or holds(s)):
                found.append(taken)
    else:
        for taken, _, holds in stop.quick:
            if holds is None or holds(s):
                found.append(taken)
    return found


def offers(m: "Machine") -> list[Offer]:
    """Every choice as it stands, absent ones left out, in order."""
    found: list[Offer] = []
    fallback: Deed | None = None
    for index in m.program.scenes[m.scene].choices:
        deed = m.deeds[index]
        if deed.choice.otherwise:
            fallback = deed
            continue
        closed, lock = standing(m, deed)
        if closed is None:
            continue
        if deed.open_offer is not None and not closed:
            found.append(deed.open_offer)
            continue
        for moment in moments_of(m, deed.choice) if deed.choice.each >= 0 else (-1,):
            found.append(Offer(index, action_id(m, (index, moment)), moment, closed, lock, percentage(m, deed.roll)))
    if fallback is not None and all(offer.closed for offer in found):
        found.append(Offer(fallback.choice.index, fallback.choice.id, -1, "", -1, percentage(m, fallback.roll)))
        found.sort(key=lambda offer: offer.choice)
    return found


def standing(m: "Machine", deed: Deed) -> tuple[Closed | None, int]:
    """('', -1) open; why it is closed, with the lock; (None, -1) absent."""
    choice = deed.choice
    if choice.scenery:
        return "scenery", -1
    if not choice.way_out:
        spent = not choice.again and choice.each < 0 and m.marks & deed.mark
        if spent or m.visited >= VISIT_LIMIT:
            return None, -1
    if deed.needs is not None and not deed.needs(m.s):
        return ("needs", -1) if choice.struck else (None, -1)
    for lock in choice.locks:
        if m.rules.locks[lock](m.s):
            return "lock", lock
    return "", -1


def moments_of(m: "Machine", choice: Choice) -> tuple[int, ...]:
    """The moments an `each` offers: the newest of this quarter, oldest first, less those chosen in this visit. With `again` it still offers
    those that it has chosen itself."""
    newest = m.moments[-choice.each :] if choice.each else m.moments
    chosen = {moment for chooser, moment in m.kept if not (choice.again and chooser == choice.index)}
    return tuple(moment.choice for moment in newest if moment.choice not in chosen)


def action_id(m: "Machine", taken: Open) -> str:
    """What an action says to take an open choice."""
    choice = m.program.choices[taken[0]]
    return choice.id if taken[1] < 0 else f"{choice.id}.{m.program.choices[taken[1]].key}"


def percentage(m: "Machine", roll: Roll | None) -> int:
    """The odds shown and rolled, 5..95; -1 without a check."""
    return -1 if roll is None else min(max(roll.odds(m.s), 5), 95)


def first_that_holds(m: "Machine", scenes: tuple[int, ...]) -> int:
    """The first scene that may be gone to (its `when` is true and nobody in its `with` is away), or -1."""
    stops, s = m.stops, m.s
    for index in scenes:
        holds = stops[index].holds
        if holds is None or holds(s):
            return index
    return -1
