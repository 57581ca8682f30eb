"""The calendar: what is due, the beats of a quarter, draws, the quarter's end, and the question how it all ended."""

from typing import TYPE_CHECKING

from pmsim.core import chance
from pmsim.core.events import Arrival, Changed, LostReason, QuarterBegan, Skipped, SkipReason
from pmsim.core.offers import first_that_holds
from pmsim.core.program import QUARTER, QUARTERS, Beat, Scenario
from pmsim.core.rules import Candidate
from pmsim.core.state import Pending
from pmsim.core.visit import begin, end, lose

if TYPE_CHECKING:
    from pmsim.core.machine import Machine


def advance(m: "Machine") -> None:
    """Go on from the end of a visit until a decision is asked or the career is over."""
    while True:
        due = first_due(m) if m.pending else None
        if due is not None:
            asked = fall_due(m, due)
        elif m.beat < len(m.program.beats):
            number = m.beat
            m.beat += 1
            asked = play_beat(m, number)
        else:
            asked = end_quarter(m)
        if asked:
            return


def first_due(m: "Machine") -> Pending | None:
    """The first consequence, in the order scheduled, whose quarter has come."""
    now = m.s[QUARTER]
    for entry in m.pending:
        if entry.quarter <= now:
            return entry
    return None


def fall_due(m: "Machine", entry: Pending) -> bool:
    """A consequence comes: only the scenario's `while` is asked, and whether the scene holds; what fails is dropped."""
    m.pending = tuple(other for other in m.pending if other is not entry)
    scenario = m.program.scenarios[entry.scenario]
    lasting = m.rules.scenario_lasting[entry.scenario]
    reason: LostReason = "while" if lasting is not None and not lasting(m.s) else "holds"
    scene = first_that_holds(m, entry.scenes or scenario.starts) if reason == "holds" else -1
    if scene < 0:
        lose(m, entry, entry.cause, reason)
        return False
    return begin(m, scene, "due", entry.cause)


def play_beat(m: "Machine", number: int) -> bool:
    """One beat: a named scenario, or a draw. A beat with nothing to play is skipped."""
    beat = m.program.beats[number]
    when = m.rules.beat_when[number]
    if when is not None and not when(m.s):
        return skip(m, beat.id, "when")
    if beat.scenario >= 0:
        return play_named(m, beat.scenario, "beat", beat.id)
    return draw(m, number, beat)


def play_named(m: "Machine", index: int, arrival: Arrival, name: str) -> bool:
    """A scenario that a beat or a start names: only `with` and `start` are asked."""
    scenario = m.program.scenarios[index]
    if scenario.away and any(m.s[flag] for flag in scenario.away):
        return skip(m, name, "away")
    scene = first_that_holds(m, scenario.starts)
    if scene < 0:
        return skip(m, name, "start")
    return begin(m, scene, arrival, None)


def skip(m: "Machine", beat: str, reason: SkipReason) -> bool:
    """Nothing to play; says why."""
    if m.events is not None:
        m.events.append(Skipped(beat, reason))
    return False


def draw(m: "Machine", number: int, beat: Beat) -> bool:
    """A draw: an urgent scenario takes its place; else the candidate whose clock rings first."""
    found = fallen(m, number, beat)
    if found is None:
        return skip(m, beat.id, "nothing")
    m.s[found.played] = m.s[QUARTER]
    if found.urgent:
        m.urgents |= 1 << found.index
        return begin(m, first_that_holds(m, found.starts), "urgent", None)
    m.drawn = found.index
    return begin(m, first_that_holds(m, found.starts), "draw", None)


def fallen(m: "Machine", number: int, beat: Beat) -> Scenario | None:
    """What a draw falls on, None for nothing. In a replay: what it fell on when it was first lived, if that can still begin."""
    if m.recorded is not None and (m.s[QUARTER], beat.id) in m.recorded.draws:
        index = m.recorded.draws[m.s[QUARTER], beat.id]
        if index < 0:
            return None
        if first_that_holds(m, m.program.scenarios[index].starts) >= 0:
            return m.program.scenarios[index]
    return most_urgent(m) or drawn(m, number)


def most_urgent(m: "Machine") -> Scenario | None:
    """The urgent scenario of the highest weight (then by id) that may be played now, each at most once a quarter."""
    best: Scenario | None = None
    most = 0
    for scenario in m.rules.urgent:
        if m.urgents >> scenario.index & 1 or not may_play(m, scenario):
            continue
        weight = m.rules.weight[scenario.index](m.s)
        if weight > most or (best is not None and weight == most and scenario.id < best.id):
            best, most = scenario, weight
    return best


def drawn(m: "Machine", number: int) -> Scenario | None:
    """The scenario a draw falls on, or None. Sharing no topic with the one drawn last gives way when nothing else is left."""
    last = m.rules.topics[m.drawn] if m.drawn >= 0 else frozenset()
    rows = m.rules.candidates[number]
    if last:
        weighed = weigh(m, [row for row in rows if not last & row.topics]) or weigh(m, [row for row in rows if last & row.topics])
    else:
        weighed = weigh(m, rows)
    best: Scenario | None = None
    earliest = 0
    quarter = m.s[QUARTER]
    for (scenario, name, _), weight in weighed:
        rings = chance.clock(m.seed, name, quarter, weight)
        if best is None or rings < earliest or (rings == earliest and scenario.id < best.id):
            best, earliest = scenario, rings
    return best


def weigh(m: "Machine", rows: list[Candidate]) -> list[tuple[Candidate, int]]:
    """Those that may be played and weigh something."""
    s, weights = m.s, m.rules.weight
    found = []
    for row in rows:
        scenario = row.scenario
        if (scenario.repeat or not s[scenario.played]) and may_play(m, scenario):
            weight = weights[scenario.index](s)
            if weight > 0:
                found.append((row, weight))
    return found


def may_play(m: "Machine", scenario: Scenario) -> bool:
    """Whether a scenario may be drawn: not used up, nobody in it away, its `when`, and one of its starts."""
    played = m.s[scenario.played]
    if played and (not scenario.repeat or m.s[QUARTER] - played < scenario.repeat):
        return False
    when = m.rules.scenario_when[scenario.index]
    if when is not None and not when(m.s):
        return False
    return m.rules.sure_start[scenario.index] or first_that_holds(m, scenario.starts) >= 0


def end_quarter(m: "Machine") -> bool:
    """The quarter's end: what it adds by itself, then the next; in the last one, the question how it ended. True: the career is over."""
    s = m.s
    if s[QUARTER] >= s[QUARTERS]:
        settle(m)
        return True
    if m.rules.each_quarter:
        add_up(m)
    s[QUARTER] += 1
    m.beat, m.urgents, m.moments = 0, 0, ()
    if m.events is not None:
        m.events.append(QuarterBegan(s[QUARTER]))
    return False


def add_up(m: "Machine") -> None:
    """What each stat adds by itself at a quarter's end, all read before any moves."""
    s = m.s
    amounts = [(slot, read(s)) for slot, read in m.rules.each_quarter]
    for slot, amount in amounts:
        kept, before = m.program.slots[slot], s[slot]
        s[slot] = min(max(before + amount, kept.min), kept.max)
        if m.events is not None and s[slot] != before:
            m.events.append(Changed(slot, before, s[slot], "quarter"))


def settle(m: "Machine") -> None:
    """Time has run out: the first outcome that holds."""
    for number, outcome in enumerate(m.program.outcomes):
        when = m.rules.outcome_when[number]
        if not outcome.by_choice and (when is None or when(m.s)):
            end(m, number)
            return
    raise AssertionError("the last outcome has no `when`: lang sees to it")
