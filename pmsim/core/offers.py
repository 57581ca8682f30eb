"""The choices of the present scene: which are open, which are closed and why, and which scene of a
list is open."""

from typing import Literal

from pmsim.core.compiled import CompiledCheck, CompiledChoice, OpenChoice
from pmsim.core.events import Offer
from pmsim.core.mutable_state import MutableState
from pmsim.core.program import TAKEN, VISIT_LIMIT, Choice

Closed = Literal["", "needs", "lock", "scenery"]


def open_choices(m: MutableState) -> list[OpenChoice]:
    """Return the open choices of the present scene, in order. Never empty while a decision is
    asked."""
    compiled_scene = m.scenes[m.scene]
    if compiled_scene.fast_choices is None or m.visit_decisions >= VISIT_LIMIT:
        return [(offer.choice, offer.moment) for offer in offers(m) if not offer.closed]
    s, marks = m.slots, m.visit_choices & compiled_scene.visit_bits
    open_ = []  # no comprehension: before Python 3.12 it costs a call, and this is the hottest loop
    if marks:
        for taken, mark, holds in compiled_scene.fast_choices:
            if not marks & mark and (holds is None or holds(s)):
                open_.append(taken)
    else:
        for taken, _, holds in compiled_scene.fast_choices:
            if holds is None or holds(s):
                open_.append(taken)
    return open_


def offers(m: MutableState) -> list[Offer]:
    """Return an offer for every choice of the present scene that is not absent, in order."""
    offers_: list[Offer] = []
    fallback: CompiledChoice | None = None
    for index in m.program.scenes[m.scene].choices:
        compiled_choice = m.choices[index]
        if compiled_choice.choice.otherwise:
            fallback = compiled_choice
            continue
        closed, lock = closed_reason(m, compiled_choice)
        if closed is None:
            continue
        if compiled_choice.constant_offer is not None and not closed:
            offers_.append(compiled_choice.constant_offer)
            continue
        choice, odds = compiled_choice.choice, clamped_odds(m, compiled_choice.check)
        for moment in offered_moments(m, choice) if choice.each >= 0 else (-1,):
            offers_.append(Offer(index, action_id(m, (index, moment)), moment, closed, lock, odds))
    if fallback is not None and all(offer.closed for offer in offers_):
        choice, odds = fallback.choice, clamped_odds(m, fallback.check)
        offers_.append(Offer(choice.index, choice.id, -1, "", -1, odds))
        offers_.sort(key=lambda offer: offer.choice)
    return offers_


def closed_reason(m: MutableState, compiled_choice: CompiledChoice) -> tuple[Closed | None, int]:
    """Return ('', -1) for an open choice, (reason, lock) for a closed one, (None, -1) for an absent
    one."""
    choice = compiled_choice.choice
    if choice.scenery:
        return "scenery", -1
    if choice.once and m.slots[TAKEN] & compiled_choice.taken_bit:
        return None, -1
    if not choice.way_out:
        spent = not choice.again and choice.each < 0 and m.visit_choices & compiled_choice.visit_bit
        if spent or m.visit_decisions >= VISIT_LIMIT:
            return None, -1
    if compiled_choice.needs is not None and not compiled_choice.needs(m.slots):
        return ("needs", -1) if choice.struck else (None, -1)
    for lock in choice.locks:
        if m.compiled.locks[lock](m.slots):
            return "lock", lock
    return "", -1


def offered_moments(m: MutableState, choice: Choice) -> tuple[int, ...]:
    """Return the moments that an `each` choice offers, oldest first.

    These are the newest of this quarter without those already chosen in this visit. With `again`,
    the choice still offers the moments that it chose itself.
    """
    newest = m.moments[-choice.each :] if choice.each else m.moments
    chosen = {
        moment
        for chooser, moment in m.chosen_moments
        if not (choice.again and chooser == choice.index)
    }
    return tuple(moment.choice for moment in newest if moment.choice not in chosen)


def action_id(m: MutableState, taken: OpenChoice) -> str:
    """Return the action that takes an open choice."""
    choice = m.program.choices[taken[0]]
    return choice.id if taken[1] < 0 else f"{choice.id}.{m.program.choices[taken[1]].key}"


def clamped_odds(m: MutableState, check: CompiledCheck | None) -> int:
    """Return the odds shown and rolled against, 5..95; -1 without a check."""
    return -1 if check is None else min(max(check.odds(m.slots), 5), 95)


Barrier = Literal["", "holds", "away"]
"""A reason why a scene cannot come back or be called: its `when`, or somebody who is away; '' for
none."""


def barrier_to(m: MutableState, index: int) -> Barrier:
    """Return why a scene cannot come back or be called. It is asked by its own `with` if it has
    one, else by its scenario's."""
    compiled_scene = m.scenes[index]
    if compiled_scene.when is not None and not compiled_scene.when(m.slots):
        return "holds"
    return "away" if any([away(m.slots) for away in compiled_scene.away_when_due]) else ""


def first_open_scene(m: MutableState, scenes: tuple[int, ...]) -> int:
    """Return the first scene whose `when` is true and whose people (`with`) are present, or -1."""
    stops, s = m.scenes, m.slots
    for index in scenes:
        holds = stops[index].condition
        if holds is None or holds(s):
            return index
    return -1
