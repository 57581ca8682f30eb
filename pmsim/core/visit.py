"""A visit: one entry into a scenario, from scene to scene until a decision is asked, the visit is over, or the career."""

from typing import TYPE_CHECKING

from pmsim.core import chance
from pmsim.core.events import Arrival, Ended, Entered, Lost, LostReason, Rolled, Scheduled, Told, Took
from pmsim.core.offers import first_that_holds, open_choices, percentage
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, SEEN, TAKEN, Choice, Exit, Later
from pmsim.core.rules import Open, Roll, Stop
from pmsim.core.state import Cause, Moment, Pending, State

if TYPE_CHECKING:
    from pmsim.core.machine import Machine

LEFT, ASKED, OVER = -1, -2, -3
"""Where a scene leads, besides to another scene: out of the visit, to a decision, to the career's end."""


def begin(m: "Machine", scene: int, arrival: Arrival, cause: Cause | None) -> bool:
    """A new visit at `scene`. True if a decision is asked or the career is over; False if the visit is over."""
    m.marks, m.kept, m.picks, m.visited, m.last, m.cause = 0, (), 0, 0, None, cause
    return travel(m, scene, arrival)


def travel(m: "Machine", onward: int, arrival: Arrival = "goto") -> bool:
    """Go on from scene to scene: each counts as seen. True as for `begin`."""
    s, stops, events = m.s, m.stops, m.events
    while onward >= 0:
        stop = stops[onward]
        m.scene = onward
        s[SEEN] |= stop.bit
        if events is not None:
            events.append(Entered(onward, arrival, m.cause))
            arrival = "goto"
        if events is None and stop.quiet and not m.reseed:
            m.picks = 0
            return True
        if not stop.gate:
            onward = enter(m, stop)
        elif stop.straight >= 0:
            onward = stop.straight
        else:
            onward = lead(m, stop.exit)
    if onward == LEFT:
        m.scene = -1
        return False
    return True


def enter(m: "Machine", stop: Stop) -> int:
    """A scene entered: its effects, its text. Returns where it leads."""
    m.picks = picks_made(m, stop) if stop.pick else 0
    if stop.effects is not None:
        stop.effects.run(m, stop.scene.key)
    told: State | None = None
    if m.events is not None and stop.told:
        told = m.freeze()
        m.events.append(Told(stop.scene.key, told))
    if stop.asks:
        if stop.pick and (m.picks >= stop.pick or not open_choices(m)):
            return pass_on(m, stop)
        m.asked = told
        if m.reseed:
            reseed(m)
        return ASKED
    if stop.roll is not None:
        return fall(m, stop.roll, percentage(m, stop.roll), None)
    return pass_on(m, stop)


def picks_made(m: "Machine", stop: Stop) -> int:
    """How many of a scene's choices were made in this visit."""
    made = sum(1 for index in stop.scene.choices if m.marks & m.deeds[index].mark)
    return made + sum(1 for chooser, _ in m.kept if chooser in stop.scene.choices)


def reseed(m: "Machine") -> None:
    """A decision is asked: from here on a new seed may hold."""
    while m.reseed and m.reseed[0][0] <= m.decisions + 1:
        m.seed = m.reseed[0][1]
        m.reseed = m.reseed[1:]
        m.asked = None


def pass_on(m: "Machine", stop: Stop) -> int:
    """Leave a scene that has no choice to make (any more)."""
    if stop.later:
        schedule(m, stop.later)
    return lead(m, stop.exit)


def lead(m: "Machine", way: Exit) -> int:
    """Where an exit leads now."""
    if way.scenes:
        return first_that_holds(m, way.scenes)
    if way.outcome >= 0:
        end(m, way.outcome)
        return OVER
    return LEFT


def end(m: "Machine", outcome: int) -> None:
    """The career is over."""
    m.outcome, m.scene = outcome, -1
    if m.events is not None:
        m.events.append(Ended(outcome))


def take(m: "Machine", taken: Open, among: list[Open]) -> bool:
    """Take one of the open choices. True as for `begin`.

    It counts; its effects and text; then its check, read as offered, and the side's; then where that leads."""
    deed = m.deeds[taken[0]]
    odds = -1 if deed.roll is None else percentage(m, deed.roll)
    if m.events is not None:
        m.events.append(Took(taken[0], taken[1], m.began))
    s = m.s
    s[TAKEN] |= deed.bit
    m.last = taken
    m.decisions += 1
    m.visited += 1
    if deed.tagged:
        count(m, taken, among)
    if deed.plain:
        m.marks |= deed.mark
        if m.events is None and deed.move is not None:
            deed.move(s)
        elif deed.effects is not None:
            deed.effects.run(m, deed.choice.key)
        if m.events is not None and deed.told:
            m.events.append(Told(deed.choice.key, m.freeze()))
        if deed.straight >= 0:
            return travel(m, deed.straight)
        return travel(m, first_that_holds(m, deed.exit.scenes) if deed.exit.scenes else lead(m, deed.exit))
    return travel(m, conclude(m, taken, odds))


def conclude(m: "Machine", taken: Open, odds: int) -> int:
    """The rest of a choice with more to it than effects and a text. Returns where it leads."""
    deed = m.deeds[taken[0]]
    m.practised = 0
    if taken[1] < 0:
        m.marks |= deed.mark
    elif (deed.chooser, taken[1]) not in m.kept:
        m.kept += ((deed.chooser, taken[1]),)
    if deed.effects is not None:
        deed.effects.run(m, deed.choice.key)
    if m.events is not None and deed.told:
        m.events.append(Told(deed.choice.key, m.freeze()))
    if deed.roll is not None:
        onward = fall(m, deed.roll, odds, deed.choice)
    else:
        remember(m, deed.choice)
        schedule(m, deed.later)
        onward = lead(m, deed.exit)
    stop = m.stops[deed.choice.scene]
    if not stop.pick or onward == OVER:
        return onward
    m.picks += 1
    if m.picks < stop.pick and open_choices(m):
        reseed(m)
        return ASKED
    return pass_on(m, stop)


def count(m: "Machine", taken: Open, among: list[Open]) -> None:
    """Count the tags of the choice taken, and, once each, the tags of the open ones that were not."""
    s = m.s
    others = tuple([other[0] for other in among if other != taken])
    slots = m.rules.passed.get((taken[0], others))
    if slots is None:
        tags = {tag for other in others for tag in m.program.choices[other].tags}
        slots = m.deeds[taken[0]].times + tuple(m.program.tags[tag].passed for tag in sorted(tags))
        m.rules.passed[taken[0], others] = slots
    for slot in slots:
        if s[slot] < COUNTER_MAX:
            s[slot] += 1


def fall(m: "Machine", roll: Roll, odds: int, choice: Choice | None) -> int:
    """Roll, and go the way it fell. `choice` None: a scene's own check."""
    number = chance.roll(m.seed, roll.key, m.s[QUARTER])
    if m.recorded is not None:
        times = m.rolled[roll.key] = m.rolled.get(roll.key, 0) + 1
        odds, number = m.recorded.rolls.get(roll.key, ((odds, number),))[:times][-1]
    passed = number <= odds
    side = roll.success if passed else roll.failure
    if m.events is not None:
        m.events.append(Rolled(roll.key, -1 if choice is None else choice.index, odds, number, passed))
    if side.effects is not None:
        side.effects.run(m, side.branch.key)
    if choice is not None:
        remember(m, choice)
    if m.events is not None and side.branch.told:
        m.events.append(Told(side.branch.key, m.freeze()))
    schedule(m, side.branch.later)
    return lead(m, side.branch.exit)


def remember(m: "Machine", choice: Choice) -> None:
    """A choice with a moment is one of this quarter's; a repeat stands once, at its latest place."""
    if not choice.moment:
        return
    skills = m.practised
    for old in m.moments:
        if old.choice == choice.index:
            skills |= old.skills
    m.moments = (*(old for old in m.moments if old.choice != choice.index), Moment(choice.index, skills))


def schedule(m: "Machine", laters: tuple[Later, ...]) -> None:
    """Consequences on their way. Their cause is the visit's last choice, else the visit's own cause."""
    for later in laters:
        cause = m.last if m.last is not None else m.cause
        due = m.s[QUARTER] + later.after
        if due > m.s[QUARTERS]:
            lose(m, later, cause, "past_end")
            continue
        rival = next((entry for entry in m.pending if entry.place == later.place), None)
        if rival is not None:
            if rival.quarter <= due:
                lose(m, later, cause, "pending")
                continue
            m.pending = tuple(entry for entry in m.pending if entry is not rival)
        m.pending += (Pending(due, later.scenario, later.scenes, later.place, cause),)
        if m.events is not None:
            m.events.append(Scheduled(due, later.scenario, later.scenes, cause))


def lose(m: "Machine", what: Later | Pending, cause: Cause | None, reason: LostReason) -> None:
    """A consequence that will not come, with the reason."""
    if m.events is not None:
        m.events.append(Lost(what.scenario, what.scenes, cause, reason))
