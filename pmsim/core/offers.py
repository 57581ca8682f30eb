"""Which choices stand open, and why the others do not. Reads a machine; moves nothing."""

from typing import TYPE_CHECKING, Literal

from pmsim.core.effects import clamp
from pmsim.core.events import Offer
from pmsim.core.program import VISIT_LIMIT, Choice, Scene

if TYPE_CHECKING:
    from pmsim.core.machine import Machine

Open = tuple[int, int]
"""(choice, moment): moment is the choice that an `each` stands for, else -1."""
Closed = Literal["", "needs", "lock", "scenery"]


def open_choices(m: "Machine") -> list[Open]:
    """The open choices of the scene being asked, in order. Never empty while a decision is asked."""
    rows = m.rules.rows[m.scene]
    if rows is None or m.visited >= VISIT_LIMIT:
        return [(offer.choice, offer.moment) for offer in offers(m) if not offer.closed]
    s, marks = m.s, m.marks
    return [(index, -1) for index, mark, holds in rows if not marks & mark and (holds is None or holds(s))]


def offers(m: "Machine") -> list[Offer]:
    """Every choice as it stands, absent ones left out, in order."""
    scene = m.program.scenes[m.scene]
    found: list[Offer] = []
    fallback: Choice | None = None
    for index in scene.choices:
        choice = m.program.choices[index]
        if choice.otherwise:
            fallback = choice
            continue
        closed, lock = standing(m, choice)
        if closed is None:
            continue
        for moment in moments_of(m, choice) if choice.each >= 0 else (-1,):
            found.append(Offer(index, action_id(m, choice, moment), moment, closed, lock, percentage(m, index)))
    if fallback is not None and all(offer.closed for offer in found):
        found.append(Offer(fallback.index, fallback.id, -1, "", -1, percentage(m, fallback.index)))
        found.sort(key=lambda offer: offer.choice)
    return found


def standing(m: "Machine", choice: Choice) -> tuple[Closed | None, int]:
    """('', -1) open; why it is closed, with the lock; (None, -1) absent."""
    if choice.scenery:
        return "scenery", -1
    if not choice.way_out:
        if m.visited >= VISIT_LIMIT:
            return None, -1
        first = m.program.scenarios[m.program.scenes[choice.scene].scenario].first_choice
        if not choice.again and choice.each < 0 and m.marks >> (choice.index - first) & 1:
            return None, -1
    needs = m.rules.needs[choice.index]
    if needs is not None and not needs(m.s):
        return ("needs", -1) if choice.struck else (None, -1)
    for lock in choice.locks:
        if m.rules.locks[lock](m.s):
            return "lock", lock
    return "", -1


def moments_of(m: "Machine", choice: Choice) -> tuple[int, ...]:
    """The moments an `each` offers: the newest of this quarter, oldest first, less those chosen in this visit."""
    newest = m.moments[-choice.each :] if choice.each else m.moments
    return tuple(moment.choice for moment in newest if moment.choice not in m.kept)


def action_id(m: "Machine", choice: Choice, moment: int) -> str:
    """What an action says to take it."""
    return choice.id if moment < 0 else f"{choice.id}.{m.program.choices[moment].key}"


def percentage(m: "Machine", choice: int) -> int:
    """The odds shown and rolled, 5..95; -1 without a check."""
    odds = m.rules.odds[choice]
    return -1 if odds is None else clamp(odds(m.s), 5, 95)


def holds(m: "Machine", scene: Scene) -> bool:
    """Whether a scene may be gone to: its `when` is true and nobody in its `with` is away."""
    when = m.rules.scene_when[scene.index]
    return (when is None or bool(when(m.s))) and not any(m.s[flag] for flag in scene.away)


def first_that_holds(m: "Machine", scenes: tuple[int, ...]) -> int:
    """The first scene that holds, or -1."""
    for index in scenes:
        if holds(m, m.program.scenes[index]):
            return index
    return -1
