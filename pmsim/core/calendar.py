"""The calendar: due consequences, the beats of a quarter, draws, the end of a quarter, the
outcome."""

from pmsim.core import chance
from pmsim.core.compiled import DrawCandidate
from pmsim.core.events import Arrival, Changed, Drawn, LostReason, QuarterBegan, Skipped, SkipReason
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import barrier_to, first_open_scene
from pmsim.core.program import QUARTER, QUARTERS, Beat, Scenario
from pmsim.core.scene import begin_visit, end_career, lose_consequence, show_cause
from pmsim.core.state import Pending


def advance(m: MutableState) -> None:
    """Play on after a visit until a decision is asked or the career is over."""
    while True:
        due = next_due(m) if m.pending else None
        if due is not None:
            stopped = enter_due(m, due)
        elif m.beat < len(m.program.beats):
            number = m.beat
            m.beat += 1
            stopped = play_beat(m, number)
        else:
            stopped = end_quarter(m)
        if stopped:
            return


def next_due(m: MutableState) -> Pending | None:
    """Return the first due consequence, in the order of scheduling, or None."""
    now = m.slots[QUARTER]
    for entry in m.pending:
        if entry.quarter <= now:
            return entry
    return None


def enter_due(m: MutableState, entry: Pending) -> bool:
    """Enter a due consequence. Return True if a decision is asked or the career is over.

    The scenario's `while` must be true, the `when` of one of the scenes, and nobody away whom it
    needs: by its own `with` if it has one, else by the scenario's. Otherwise the consequence is
    lost.
    """
    m.pending = tuple(other for other in m.pending if other is not entry)
    scenario = m.program.scenarios[entry.scenario]
    show_cause(m, entry.cause)
    lasting = m.compiled.scenario_while[entry.scenario]
    reason: LostReason = "holds"
    if lasting is not None and not lasting(m.slots):
        reason = "while"
    for scene in entry.scenes or scenario.starts if reason == "holds" else ():
        barrier = barrier_to(m, scene)
        if not barrier:
            return begin_visit(m, scene, "due", entry.cause)
        reason = "away" if barrier == "away" else reason
    lose_consequence(m, entry, entry.cause, reason)
    show_cause(m, None)
    return False


def play_beat(m: MutableState, number: int) -> bool:
    """Play a beat: a named scenario or a draw. Return True if a decision is asked or the career is
    over."""
    beat = m.program.beats[number]
    when = m.compiled.beat_when[number]
    if when is not None and not when(m.slots):
        if beat.scenario < 0:
            report_draw(m, beat, -1)
        return skip_beat(m, beat.id, "when")
    if beat.scenario >= 0:
        return play_scenario(m, beat.scenario, "beat", beat.id)
    return play_draw(m, number, beat)


def play_scenario(m: MutableState, index: int, arrival: Arrival, name: str) -> bool:
    """Play a scenario named by a beat or a start, if its people are present and one of its starts
    is open.

    Return the same as `play_beat`.
    """
    scenario = m.program.scenarios[index]
    somebody_away = m.compiled.scenario_away[index]
    if somebody_away is not None and somebody_away(m.slots):
        return skip_beat(m, name, "away")
    scene = first_open_scene(m, scenario.starts)
    if scene < 0:
        return skip_beat(m, name, "start")
    return begin_visit(m, scene, arrival, None)


def skip_beat(m: MutableState, beat: str, reason: SkipReason) -> bool:
    """Report a beat without anything to play. Return False."""
    if m.events is not None:
        m.events.append(Skipped(beat, reason))
    return False


def report_draw(m: MutableState, beat: Beat, scenario: int) -> None:
    """Report the result of a draw, -1 for nothing."""
    if m.events is not None:
        m.events.append(Drawn(m.slots[QUARTER], beat.id, scenario, m.event_state()))


def play_draw(m: MutableState, number: int, beat: Beat) -> bool:
    """Play a draw. Return the same as `play_beat`."""
    scenario = draw_scenario(m, number, beat)
    report_draw(m, beat, -1 if scenario is None else scenario.index)
    if scenario is None:
        return skip_beat(m, beat.id, "nothing")
    m.slots[scenario.played] = m.slots[QUARTER]
    if scenario.urgent:
        m.urgent_drawn |= 1 << scenario.index
        return begin_visit(m, first_open_scene(m, scenario.starts), "urgent", None)
    m.last_drawn = scenario.index
    return begin_visit(m, first_open_scene(m, scenario.starts), "draw", None)


def draw_scenario(m: MutableState, number: int, beat: Beat) -> Scenario | None:
    """Choose the scenario for a draw: an urgent one first, else by the clocks. None for an empty
    draw.

    A replay uses the recorded result if that scenario can still start.
    """
    if m.recorded is not None and (m.slots[QUARTER], beat.id) in m.recorded.draws:
        index = m.recorded.draws[m.slots[QUARTER], beat.id]
        if index < 0:
            return None
        if first_open_scene(m, m.program.scenarios[index].starts) >= 0:
            return m.program.scenarios[index]
    return most_urgent(m) or draw_by_clock(m, number)


def most_urgent(m: MutableState) -> Scenario | None:
    """Return the urgent scenario with the highest weight (of equals, the first id) that can be
    drawn now.

    Each is drawn at most once a quarter.
    """
    best: Scenario | None = None
    most = 0
    for scenario in m.compiled.urgent:
        if m.urgent_drawn >> scenario.index & 1 or not can_be_drawn(m, scenario):
            continue
        weight = m.compiled.weights[scenario.index](m.slots)
        if weight > most or (best is not None and weight == most and scenario.id < best.id):
            best, most = scenario, weight
    return best


def draw_by_clock(m: MutableState, number: int) -> Scenario | None:
    """Return the candidate with the earliest clock, or None.

    Candidates that share a topic with the last drawn scenario count only if no others are left.
    """
    last_topics = m.compiled.topics[m.last_drawn] if m.last_drawn >= 0 else frozenset()
    candidates = m.compiled.candidates[number]
    if last_topics:
        weighed = weigh_candidates(
            m, [candidate for candidate in candidates if not last_topics & candidate.topics]
        ) or weigh_candidates(
            m, [candidate for candidate in candidates if last_topics & candidate.topics]
        )
    else:
        weighed = weigh_candidates(m, candidates)
    best: Scenario | None = None
    earliest = 0
    quarter = m.slots[QUARTER]
    for (scenario, name, _), weight in weighed:
        clock = chance.draw_clock(m.seed, name, quarter, weight)
        if best is None or clock < earliest or (clock == earliest and scenario.id < best.id):
            best, earliest = scenario, clock
    return best


def weigh_candidates(
    m: MutableState, candidates: list[DrawCandidate]
) -> list[tuple[DrawCandidate, int]]:
    """Return the candidates that can be drawn and have a positive weight, each with its weight."""
    s, weights = m.slots, m.compiled.weights
    weighed = []
    for candidate in candidates:
        scenario = candidate.scenario
        if (scenario.repeat or not s[scenario.played]) and can_be_drawn(m, scenario):
            weight = weights[scenario.index](s)
            if weight > 0:
                weighed.append((candidate, weight))
    return weighed


def can_be_drawn(m: MutableState, scenario: Scenario) -> bool:
    """Return True if a scenario is not used up, its people are present, its `when` is true and a
    start is open."""
    played = m.slots[scenario.played]
    if played and (not scenario.repeat or m.slots[QUARTER] - played < scenario.repeat):
        return False
    when = m.compiled.scenario_when[scenario.index]
    if when is not None and not when(m.slots):
        return False
    return m.compiled.always_starts[scenario.index] or first_open_scene(m, scenario.starts) >= 0


def end_quarter(m: MutableState) -> bool:
    """End the quarter and begin the next one. In the last quarter, decide the outcome.

    Return True if the career is over.
    """
    s = m.slots
    if s[QUARTER] >= s[QUARTERS]:
        decide_outcome(m)
        return True
    if m.compiled.each_quarter:
        apply_quarter_changes(m)
    s[QUARTER] += 1
    m.beat, m.urgent_drawn, m.moments = 0, 0, ()
    if m.events is not None:
        m.events.append(QuarterBegan(s[QUARTER]))
    return False


def apply_quarter_changes(m: MutableState) -> None:
    """Add the amounts of `each_quarter` to their stats. All amounts are read before any stat
    changes."""
    s = m.slots
    amounts = [(slot, read(s)) for slot, read in m.compiled.each_quarter]
    for slot, amount in amounts:
        row, before = m.program.slots[slot], s[slot]
        s[slot] = min(max(before + amount, row.min), row.max)
        if m.events is not None and s[slot] != before:
            m.events.append(Changed(slot, before, s[slot], "quarter"))


def decide_outcome(m: MutableState) -> None:
    """End the career with the first outcome whose `when` is true; outcomes by choice do not
    count."""
    for number, outcome in enumerate(m.program.outcomes):
        when = m.compiled.outcome_when[number]
        if not outcome.by_choice and (when is None or when(m.slots)):
            end_career(m, number)
            return
    raise AssertionError("the last outcome has no `when`: lang sees to it")
