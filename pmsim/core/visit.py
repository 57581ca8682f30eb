"""A visit: one entry into a scenario, from scene to scene until a decision is asked, the visit is over, or the career."""

from typing import TYPE_CHECKING

from pmsim.core import chance
from pmsim.core.effects import Mapping, clamp
from pmsim.core.events import Arrival, Ended, Entered, Lost, Rolled, Scheduled, Told, Took
from pmsim.core.offers import Open, first_that_holds, open_choices
from pmsim.core.program import COUNTER_MAX, QUARTER, QUARTERS, SEEN, TAKEN, Branch, Check, Choice, Exit, Later, Scene
from pmsim.core.state import Cause, Moment, Pending

if TYPE_CHECKING:
    from pmsim.core.machine import Machine

LEFT, ASKED, OVER = -1, -2, -3
"""Where a scene leads, besides to another scene: out of the visit, to a decision, to the career's end."""


def begin(m: "Machine", scene: int, arrival: Arrival, cause: Cause | None) -> bool:
    """A new visit at `scene`. True if a decision is asked or the career is over; False if the visit is over."""
    m.marks, m.kept, m.picks, m.visited, m.last, m.cause = 0, (), 0, 0, None, cause
    return travel(m, scene, arrival)


def travel(m: "Machine", scene: int, arrival: Arrival) -> bool:
    """Go on from scene to scene. True as for `begin`."""
    while scene >= 0:
        scene = enter(m, scene, arrival)
        arrival = "goto"
    if scene == LEFT:
        m.scene = -1
        return False
    return True


def enter(m: "Machine", index: int, arrival: Arrival) -> int:
    """Enter a scene: it counts as seen, its effects, its text. Returns where it leads."""
    scene = m.program.scenes[index]
    m.scene = index
    m.picks = 0
    m.s[SEEN] |= 1 << index
    if m.events is not None:
        m.events.append(Entered(index, arrival, m.cause))
    effects = m.rules.scene_effects[index]
    if effects is not None:
        effects.run(m, scene.key)
    if m.events is not None and scene.told:
        m.events.append(Told(scene.key, m.freeze()))
    if scene.choices:
        if scene.pick and not open_choices(m):
            return pass_on(m, scene)
        ask(m)
        return ASKED
    if scene.check is not None:
        odds = m.rules.scene_odds[index]
        assert odds is not None
        return branch(m, scene.check, clamp(odds(m.s), 5, 95), -1, m.rules.scene_branches[index])
    return pass_on(m, scene)


def ask(m: "Machine") -> None:
    """A decision is asked now: from here on a new seed may hold."""
    while m.reseed and m.reseed[0][0] <= m.decisions + 1:
        m.seed = m.reseed[0][1]
        m.reseed = m.reseed[1:]


def pass_on(m: "Machine", scene: Scene) -> int:
    """Leave a scene that has no choice to make (any more)."""
    schedule(m, scene.later)
    return lead(m, scene.exit)


def lead(m: "Machine", way: Exit) -> int:
    """Where an exit leads now."""
    if way.outcome >= 0:
        end(m, way.outcome)
        return OVER
    if not way.scenes:
        return LEFT
    return first_that_holds(m, way.scenes)


def end(m: "Machine", outcome: int) -> None:
    """The career is over."""
    m.outcome, m.scene = outcome, -1
    if m.events is not None:
        m.events.append(Ended(outcome))


def take(m: "Machine", taken: Open, offered: list[Open], odds: int) -> bool:
    """Take an open choice. `odds` as offered (-1 without a check). True as for `begin`."""
    index, moment = taken
    choice = m.program.choices[index]
    if m.events is not None:
        m.events.append(Took(index, moment, m.freeze()))
    count(m, choice, taken, offered)
    m.practised = 0
    effects = m.rules.choice_effects[index]
    if effects is not None:
        effects.run(m, choice.key)
        if moment >= 0:
            effects.run_on_moment(m, next((kept.skills for kept in m.moments if kept.choice == moment), 0))
    if m.events is not None and choice.told:
        m.events.append(Told(choice.key, m.freeze()))
    if choice.check is not None:
        onward = branch(m, choice.check, odds, index, m.rules.branches[index])
    else:
        remember(m, choice)
        schedule(m, choice.later)
        onward = lead(m, choice.exit)
    scene = m.program.scenes[choice.scene]
    if scene.pick and onward != OVER:
        onward = again(m, scene)
    return travel(m, onward, "goto")


def again(m: "Machine", scene: Scene) -> int:
    """After a choice of a `pick` scene: the same scene until enough are made or none is open."""
    m.picks += 1
    if m.picks < scene.pick and open_choices(m):
        ask(m)
        return ASKED
    return pass_on(m, scene)


def count(m: "Machine", choice: Choice, taken: Open, offered: list[Open]) -> None:
    """A choice taken counts: itself, its tags, the tags of what was passed over, the visit's marks."""
    s = m.s
    s[TAKEN] |= 1 << choice.index
    for tag in choice.tags:
        slot = m.program.tags[tag].times
        if s[slot] < COUNTER_MAX:
            s[slot] += 1
    for slot in passed_slots(m, taken, offered):
        if s[slot] < COUNTER_MAX:
            s[slot] += 1
    if taken[1] >= 0:
        m.kept += (taken[1],)
    else:
        m.marks |= 1 << (choice.index - m.program.scenarios[m.program.scenes[choice.scene].scenario].first_choice)
    m.last = taken
    m.decisions += 1
    m.visited += 1


def passed_slots(m: "Machine", taken: Open, offered: list[Open]) -> tuple[int, ...]:
    """The counters of the tags of open choices that were not taken, each once."""
    key = (taken[0], tuple([other[0] for other in offered if other != taken]))
    slots = m.rules.passed.get(key)
    if slots is None:
        tags = {tag for other in key[1] for tag in m.program.choices[other].tags}
        slots = m.rules.passed[key] = tuple(m.program.tags[tag].passed for tag in sorted(tags))
    return slots


def branch(m: "Machine", check: Check, odds: int, choice: int, mappings: tuple[Mapping | None, Mapping | None]) -> int:
    """Roll, and go the way it fell. `choice` -1: a scene's own check."""
    number = chance.roll(m.seed, check.key, m.s[QUARTER])
    passed = number <= odds
    side: Branch = check.success if passed else check.failure
    if m.events is not None:
        m.events.append(Rolled(check.key, choice, odds, number, passed))
    effects = mappings[passed]
    if effects is not None:
        effects.run(m, side.key)
    if choice >= 0:
        remember(m, m.program.choices[choice])
    if m.events is not None and side.told:
        m.events.append(Told(side.key, m.freeze()))
    schedule(m, side.later)
    return lead(m, side.exit)


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
            lose(m, later.scenario, later.scenes, cause, "past_end")
            continue
        rival = next((entry for entry in m.pending if entry.place == later.place), None)
        if rival is not None:
            if rival.quarter <= due:
                lose(m, later.scenario, later.scenes, cause, "pending")
                continue
            m.pending = tuple(entry for entry in m.pending if entry is not rival)
        m.pending += (Pending(due, later.scenario, later.scenes, later.place, cause),)
        if m.events is not None:
            m.events.append(Scheduled(due, later.scenario, later.scenes, cause))


def lose(m: "Machine", scenario: int, scenes: tuple[int, ...], cause: Cause | None, reason: str) -> None:
    """A consequence that will not come, with the reason."""
    if m.events is not None:
        m.events.append(Lost(scenario, scenes, cause, reason))  # type: ignore[arg-type]
