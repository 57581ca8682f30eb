"""A visit: one entry into a scenario, until a decision is asked, the visit is over or the career is
over."""

from pmsim.core import chance
from pmsim.core.compiled import CompiledCheck, CompiledScene, OpenChoice
from pmsim.core.effects import Tellings, count_tellings
from pmsim.core.events import (
    Arrival,
    ChoiceTaken,
    ConsequenceLost,
    Ended,
    Entered,
    LostReason,
    NotCalled,
    Rolled,
    Scheduled,
    TextShown,
)
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import barrier_to, clamped_odds, first_open_scene, open_choices
from pmsim.core.program import (
    COUNTER_MAX,
    QUARTER,
    QUARTERS,
    SEEN,
    TAKEN,
    Branch,
    Choice,
    Exit,
    Later,
    Scene,
)
from pmsim.core.state import CallFrame, Cause, Moment, Pending, State

LEFT, ASKED, OVER = -1, -2, -3
"""Targets of an exit that are not scenes: the visit is over, a decision is asked, the career is
over."""


def begin_visit(m: MutableState, scene: int, arrival: Arrival, cause: Cause | None) -> bool:
    """Begin a visit at `scene`.

    Return True if a decision is asked or the career is over, False if the visit is over.
    """
    m.visit_choices = m.picks = m.visit_decisions = 0
    m.chosen_moments, m.last_choice, m.cause, m.calls = (), None, cause, ()
    show_cause(m, cause)
    return follow_scenes(m, scene, arrival)


def show_cause(m: MutableState, cause: Cause | None) -> None:
    """Let conditions read the cause of a visit that begins, or that is asked whether it can."""
    if m.compiled.because >= 0:
        m.slots[m.compiled.because] = cause[0] + 1 if cause else 0


def follow_scenes(m: MutableState, target: int, arrival: Arrival = "goto") -> bool:
    """Enter scene after scene until one asks for a decision or the visit is over. Each counts as
    seen.

    Return the same as `begin_visit`.
    """
    s, stops, events = m.slots, m.scenes, m.events
    while target >= 0 or (target == LEFT and m.calls):
        if target < 0:
            target = come_back(m)
            continue
        compiled_scene = stops[target]
        m.scene = target
        s[SEEN] |= compiled_scene.seen_bit
        if compiled_scene.counters:
            raise_counters(m, compiled_scene.counters)
        if events is not None:
            events.append(Entered(target, arrival, m.cause, m.event_state()))
            arrival = "goto"
        if events is None and compiled_scene.only_asks and not m.reseed:
            m.picks = 0
            return True
        if not compiled_scene.passes_through:
            target = enter_scene(m, compiled_scene)
        elif compiled_scene.fixed_target >= 0:
            target = compiled_scene.fixed_target
        else:
            target = resolve_exit(m, compiled_scene.exit)
    if target != ASKED:
        for slot in m.compiled.visit_slots:
            s[slot] = 0
    if target == LEFT:
        m.scene = -1
        return False
    return True


def raise_counters(m: MutableState, counters: tuple[int, ...]) -> None:
    """Add 1 to counters, each up to the highest value of its slot."""
    for slot in counters:
        if m.slots[slot] < m.program.slots[slot].max:
            m.slots[slot] += 1


def enter_scene(m: MutableState, compiled_scene: CompiledScene) -> int:
    """Run the effects of a scene and show its text. Return the next target."""
    m.picks = count_picks(m, compiled_scene) if compiled_scene.pick else 0
    if compiled_scene.effects is not None:
        compiled_scene.effects.run(m, compiled_scene.scene.key)
    if compiled_scene.tellings:
        count_tellings(m, compiled_scene.tellings)
    shown_state: State | None = None
    if m.events is not None and compiled_scene.has_text:
        shown_state = m.freeze()
        m.events.append(TextShown(compiled_scene.scene.key, shown_state))
    if compiled_scene.has_choices:
        if compiled_scene.pick and (m.picks >= compiled_scene.pick or not open_choices(m)):
            return leave_scene(m, compiled_scene)
        m.asked_state = shown_state
        if m.reseed:
            apply_reseed(m)
        return ASKED
    if compiled_scene.check is not None:
        branch = run_check(m, compiled_scene.check, clamped_odds(m, compiled_scene.check), None)
        return call_or_go_on(m, branch.exit, -1, branch.key)
    return leave_scene(m, compiled_scene)


def count_picks(m: MutableState, compiled_scene: CompiledScene) -> int:
    """Return the number of a scene's choices made in this visit."""
    made = sum(
        1 for index in compiled_scene.scene.choices if m.visit_choices & m.choices[index].visit_bit
    )
    return made + sum(
        1 for chooser, _ in m.chosen_moments if chooser in compiled_scene.scene.choices
    )


def apply_reseed(m: MutableState) -> None:
    """Switch to the seed that `reseed` sets for the decision now asked, if there is one."""
    while m.reseed and m.reseed[0][0] <= m.decisions + 1:
        m.seed = m.reseed[0][1]
        m.reseed = m.reseed[1:]
        m.asked_state = None


def leave_scene(m: MutableState, compiled_scene: CompiledScene) -> int:
    """Leave a scene without open choices: schedule its consequences and return the next target."""
    if compiled_scene.later:
        schedule_consequences(m, compiled_scene.later)
    exit_ = compiled_scene.exit
    return call_or_go_on(m, exit_, -1, "") if exit_.calls else resolve_exit(m, exit_)


def resolve_exit(m: MutableState, exit_: Exit) -> int:
    """Return the target of an exit in the present state. End the career if it names an outcome."""
    if exit_.scenes:
        return first_open_scene(m, exit_.scenes)
    if exit_.outcome >= 0:
        end_career(m, exit_.outcome)
        return OVER
    return LEFT


def end_career(m: MutableState, outcome: int) -> None:
    """End the career with `outcome`."""
    m.outcome, m.scene, m.calls = outcome, -1, ()
    if m.events is not None:
        m.events.append(Ended(outcome))


def take_choice(m: MutableState, taken: OpenChoice, options: list[OpenChoice]) -> bool:
    """Take one of the open choices. Return the same as `begin_visit`.

    The order: count the choice, run its effects, show its text, roll its check with the odds
    offered, run the branch, follow the exit.
    """
    compiled_choice = m.choices[taken[0]]
    odds = -1 if compiled_choice.check is None else clamped_odds(m, compiled_choice.check)
    if m.events is not None:
        m.events.append(ChoiceTaken(taken[0], taken[1], m.initial_state))
    s = m.slots
    s[TAKEN] |= compiled_choice.taken_bit
    m.last_choice = taken
    if m.compiled.because >= 0 and m.cause is None:
        s[m.compiled.because] = taken[0] + 1
    if compiled_choice.counters:
        raise_counters(m, compiled_choice.counters)
    m.decisions += 1
    m.visit_decisions += 1
    if compiled_choice.scene_has_tags:
        count_tags(m, taken, options)
    if compiled_choice.is_plain:
        m.visit_choices |= compiled_choice.visit_bit
        if m.events is None and compiled_choice.apply_changes is not None:
            compiled_choice.apply_changes(s)
        elif compiled_choice.effects is not None:
            compiled_choice.effects.run(m, compiled_choice.choice.key)
        if m.events is not None and compiled_choice.has_text:
            m.events.append(TextShown(compiled_choice.choice.key, m.freeze()))
        target, exit_ = compiled_choice.fixed_target, compiled_choice.exit
        if target < 0:
            target = first_open_scene(m, exit_.scenes) if exit_.scenes else resolve_exit(m, exit_)
        return follow_scenes(m, target)
    return follow_scenes(m, finish_choice(m, taken, odds))


def finish_choice(m: MutableState, taken: OpenChoice, odds: int) -> int:
    """Run a choice that is not plain (`CompiledChoice.is_plain`), counters aside. Return the next
    target."""
    compiled_choice = m.choices[taken[0]]
    m.practised = 0
    if taken[1] < 0:
        m.visit_choices |= compiled_choice.visit_bit
    elif (compiled_choice.chooser, taken[1]) not in m.chosen_moments:
        m.chosen_moments += ((compiled_choice.chooser, taken[1]),)
    if compiled_choice.effects is not None:
        compiled_choice.effects.run(m, compiled_choice.choice.key)
    tell_text(m, compiled_choice.choice, compiled_choice.tellings)
    exit_, side = compiled_choice.exit, ""
    if compiled_choice.check is not None:
        branch = run_check(m, compiled_choice.check, odds, compiled_choice.choice)
        exit_, side = branch.exit, branch.key
    else:
        record_moment(m, compiled_choice.choice)
        schedule_consequences(m, compiled_choice.later)
    if m.scenes[m.scene].pick:
        m.picks += 1
    return call_or_go_on(m, exit_, taken[0], side)


def call_or_go_on(m: MutableState, exit_: Exit, choice: int, branch: str) -> int:
    """Enter the first open scene that an exit calls, else go on. Return the next target.

    `choice`: the choice that was taken, -1 for none; `branch`: the key of the side that fell, ''
    without a check.
    """
    if not exit_.calls:
        return go_on(m, exit_)
    target = next((scene for scene in exit_.calls if not barrier_to(m, scene)), -1)
    if target < 0:
        if m.events is not None:
            parts = m.program.choices if choice >= 0 else m.program.scenes
            m.events.append(NotCalled(parts[choice if choice >= 0 else m.scene].key))
        return go_on(m, exit_)
    side = branch.rpartition(".")[2]
    m.calls += (CallFrame(m.scene, choice, side, m.visit_choices, m.chosen_moments, m.picks),)
    m.visit_choices, m.chosen_moments, m.picks = 0, (), 0
    return target


def come_back(m: MutableState) -> int:
    """Come back from the innermost call and go on behind it. Return the next target."""
    m.scene, choice, side, m.visit_choices, m.chosen_moments, m.picks = m.calls[-1]
    m.calls = m.calls[:-1]
    part = m.program.choices[choice] if choice >= 0 else m.program.scenes[m.scene]
    way: Choice | Scene | Branch = getattr(part.check, side) if side and part.check else part
    return go_on(m, way.exit)


def go_on(m: MutableState, exit_: Exit) -> int:
    """Go on behind a choice, or behind a scene without choices. Return the next target."""
    compiled_scene = m.scenes[m.scene]
    if not compiled_scene.pick:
        return resolve_exit(m, exit_)
    if m.picks < compiled_scene.pick and open_choices(m):
        apply_reseed(m)
        return ASKED
    return leave_scene(m, compiled_scene)


def tell_text(m: MutableState, owner: Choice | Branch, tellings: Tellings) -> None:
    """Count what is read of the text of a choice or a branch, and show the text."""
    if tellings:
        count_tellings(m, tellings)
    if m.events is not None and owner.told:
        m.events.append(TextShown(owner.key, m.freeze()))


def count_tags(m: MutableState, taken: OpenChoice, options: list[OpenChoice]) -> None:
    """Count the tags of the choice taken, and once each the tags of the other open choices as
    passed."""
    s = m.slots
    others = tuple([other[0] for other in options if other != taken])
    slots = m.compiled.passed_slots.get((taken[0], others))
    if slots is None:
        tags = {tag for other in others for tag in m.program.choices[other].tags}
        slots = m.choices[taken[0]].tag_counters + tuple(
            m.program.tags[tag].passed for tag in sorted(tags)
        )
        m.compiled.passed_slots[taken[0], others] = slots
    for slot in slots:
        if s[slot] < COUNTER_MAX:
            s[slot] += 1


def run_check(m: MutableState, check: CompiledCheck, odds: int, choice: Choice | None) -> Branch:
    """Roll a check and run the branch. Return it. `choice` is None for a scene's check."""
    roll = chance.roll(m.seed, check.key, m.slots[QUARTER])
    if m.recorded is not None:
        count = m.roll_counts[check.key] = m.roll_counts.get(check.key, 0) + 1
        odds, roll = m.recorded.rolls.get(check.key, ((odds, roll),))[:count][-1]
    passed = roll <= odds
    side = check.success if passed else check.failure
    if m.events is not None:
        m.events.append(
            Rolled(
                check.key,
                -1 if choice is None else choice.index,
                odds,
                roll,
                passed,
                m.event_state(),
            )
        )
    if side.effects is not None:
        side.effects.run(m, side.branch.key)
    if choice is not None:
        record_moment(m, choice)
    tell_text(m, side.branch, side.tellings)
    schedule_consequences(m, side.branch.later)
    return side.branch


def record_moment(m: MutableState, choice: Choice) -> None:
    """Record a choice that has a moment. A repeated choice moves to the end and stands there
    once."""
    if not choice.moment:
        return
    skills = m.practised
    for old in m.moments:
        if old.choice == choice.index:
            skills |= old.skills
    m.moments = (
        *(old for old in m.moments if old.choice != choice.index),
        Moment(choice.index, skills),
    )


def schedule_consequences(m: MutableState, laters: tuple[Later, ...]) -> None:
    """Schedule consequences. Their cause is the visit's last choice, else the cause of the
    visit."""
    for later in laters:
        cause = m.last_choice if m.last_choice is not None else m.cause
        due = m.slots[QUARTER] + later.after
        if due > m.slots[QUARTERS]:
            lose_consequence(m, later, cause, "past_end")
            continue
        pending = next((entry for entry in m.pending if entry.place == later.place), None)
        if pending is not None:
            if pending.quarter <= due:
                lose_consequence(m, later, cause, "pending")
                continue
            m.pending = tuple(entry for entry in m.pending if entry is not pending)
        m.pending += (Pending(due, later.scenario, later.scenes, later.place, cause),)
        if m.events is not None:
            m.events.append(Scheduled(due, later.scenario, later.scenes, cause))


def lose_consequence(
    m: MutableState, consequence: Later | Pending, cause: Cause | None, reason: LostReason
) -> None:
    """Report a consequence that will not come, with the reason."""
    if m.events is not None:
        m.events.append(ConsequenceLost(consequence.scenario, consequence.scenes, cause, reason))
