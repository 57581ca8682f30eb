"""What in a simulation an author can act on: places that nobody comes to, choices that decide nothing, luck that is none, what is lost.

Nothing is said of what was met too seldom to tell.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pmsim.analysis.simulate.figures import share
from pmsim.analysis.simulate.play import Played
from pmsim.analysis.simulate.scope import Scope, scope
from pmsim.analysis.simulate.tally import CHOSEN, LOCK, NEEDS, OPEN, RIVALLED, Tally, merged
from pmsim.core.policy import POLICIES
from pmsim.core.program import Program
from pmsim.lang.pack import Pack

ENOUGH = 30
"""Of what was met less often nothing is said."""
RARE = 0.02
"""Played in fewer careers, a scenario is hardly played."""
SURE, HOPELESS = 0.9, 0.1
"""A check is nearly always (never) passed if its whole interval lies above (below)."""
ALWAYS, NEVER = 0.95, 0.01
"""Players who may choose otherwise take a choice nearly always, nearly never."""
TASTES = 3
"""So many different players with tastes it takes to say that nobody likes a choice."""
SKIPPED = 0.05
"""Skips a career from which on a beat with nothing to play is worth a word."""
LOST = 0.25
"""Share of a consequence's sendings that is lost, from which on it is worth a word."""
REASONS = {
    "past_end": "after the last quarter",
    "pending": "the same was on its way already",
    "while": "its `while` did not hold",
    "holds": "no scene of it could be entered",
    "away": "somebody in it was away",
    "start": "no scene of it could begin",
    "nothing": "nothing was left to draw",
}
"""Why something did not come, as an author reads it."""


class Finding(NamedTuple):
    """Something to look at. `kind` says what it is, `place` an id, `says` the numbers."""

    kind: str
    place: str
    says: str


KINDS = {
    "end_never": "Endings that nobody reached",
    "scenario_rare": "Scenarios hardly played",
    "scene_never": "Scenes that nobody saw",
    "choice_never_shown": "Choices that were never among those shown",
    "choice_never_open": "Choices that nobody could take",
    "choice_always": "Choices that every kind of player takes, though others are open",
    "choice_never": "Choices that no kind of player takes, though open",
    "check_sure": "Checks that nearly always go well",
    "check_hopeless": "Checks that hardly ever go well",
    "beat_skipped": "Beats with nothing to play",
    "lost": "Consequences that often never come",
}
"""Kinds in the order shown, and their headings."""


def findings(pack: Pack, played: Played) -> tuple[Finding, ...]:
    """All findings, by kind, over all starts and policies together."""
    total = merged(played.values())
    if total.careers < ENOUGH:
        return ()
    tastes = {policy for policy, _ in played if policy not in POLICIES}
    liked = merged(tally for (policy, _), tally in played.items() if policy in tastes and len(tastes) >= TASTES)
    program = pack.program
    may = scope(program, {start for _, start in played})
    found = [*_ends(program, total, may), *_scenarios(program, total, may), *_scenes(program, total, may), *_closed(program, total, may)]
    found += [*_onesided(program, liked), *_checks(total), *_skipped(total), *_lost(program, total)]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _ends(program: Program, tally: Tally, may: Scope) -> Iterator[Finding]:
    reached = {outcome for outcome, _ in tally.ends}
    for number in sorted(may.outcomes - reached):
        yield Finding("end_never", program.outcomes[number].id, f"rarer than {per_cent(share(0, tally.careers).high)}")


def _scenarios(program: Program, tally: Tally, may: Scope) -> Iterator[Finding]:
    for scenario in sorted(may.scenarios):
        careers = tally.played[scenario]
        if careers < RARE * tally.careers:
            yield Finding("scenario_rare", program.scenarios[scenario].id, f"in {careers:,} of {tally.careers:,} careers")


def _scenes(program: Program, tally: Tally, may: Scope) -> Iterator[Finding]:
    for scene in (program.scenes[number] for number in may.scenes):
        if not tally.seen[scene.index] and tally.played[scene.scenario] >= ENOUGH:
            yield Finding("scene_never", scene.key, f"its scenario was played in {tally.played[scene.scenario]:,} careers")


def _closed(program: Program, tally: Tally, may: Scope) -> Iterator[Finding]:
    asked: Counter[int] = Counter()
    for choice in program.choices:
        how = [tally.offers[choice.index, what] for what in (OPEN, NEEDS, LOCK)]
        asked[choice.scene] = max(asked[choice.scene], sum(how))
    for choice in (program.choices[number] for number in may.choices):
        is_open, needs, lock = (tally.offers[choice.index, what] for what in (OPEN, NEEDS, LOCK))
        if choice.scenery or is_open:
            continue
        if needs + lock >= ENOUGH:
            yield Finding("choice_never_open", choice.key, f"shown {needs + lock:,} times, always struck through")
        elif not needs + lock and asked[choice.scene] >= ENOUGH:
            yield Finding("choice_never_shown", choice.key, f"its scene asked {asked[choice.scene]:,} times")


def _onesided(program: Program, tally: Tally) -> Iterator[Finding]:
    """Of players with a taste: who chooses by chance or by order has none."""
    for choice in program.choices:
        rivalled, chosen = tally.offers[choice.index, RIVALLED], tally.offers[choice.index, CHOSEN]
        if rivalled < ENOUGH:
            continue
        counted = share(chosen, rivalled)
        if counted.share >= ALWAYS:
            yield Finding("choice_always", choice.key, f"{chosen:,} of {rivalled:,} times")
        elif counted.share <= NEVER and not choice.otherwise:
            yield Finding("choice_never", choice.key, f"{chosen:,} of {rivalled:,} times")


def _checks(tally: Tally) -> Iterator[Finding]:
    rolled: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for (_, key, _, went_well), count in sorted(tally.rolls.items()):
        rolled[key] += count
        passed[key] += count if went_well else 0
    for key, times in rolled.items():
        counted = share(passed[key], times)
        says = f"{passed[key]:,} of {times:,} rolls"
        if times >= ENOUGH and counted.low > SURE:
            yield Finding("check_sure", key, says)
        elif times >= ENOUGH and counted.high < HOPELESS:
            yield Finding("check_hopeless", key, says)


def _skipped(tally: Tally) -> Iterator[Finding]:
    for (beat, reason), count in sorted(tally.skips.items()):
        if reason != "when" and count >= SKIPPED * tally.careers:
            yield Finding("beat_skipped", beat, f"{REASONS[reason]}, {count / tally.careers:.1f} times a career")


def _lost(program: Program, tally: Tally) -> Iterator[Finding]:
    sent: Counter[tuple[int, tuple[int, ...]]] = Counter(tally.scheduled)
    gone: dict[tuple[int, tuple[int, ...]], Counter[str]] = {}
    for (scenario, scenes, _, reason), count in sorted(tally.losses.items()):
        if reason in ("past_end", "pending"):
            sent[scenario, scenes] += count
        if reason != "pending":
            gone.setdefault((scenario, scenes), Counter())[reason] += count
    for (scenario, scenes), reasons in gone.items():
        if reasons.total() >= max(ENOUGH, LOST * sent[scenario, scenes]):
            why, _ = reasons.most_common(1)[0]
            says = f"{per_cent(reasons.total() / sent[scenario, scenes])} of {sent[scenario, scenes]:,}, mostly {REASONS[why]}"
            yield Finding("lost", _place(program, scenario, scenes), says)


def _place(program: Program, scenario: int, scenes: tuple[int, ...]) -> str:
    if not scenes:
        return program.scenarios[scenario].id
    return f"{program.scenes[scenes[0]].key}{'' if len(scenes) == 1 else f' (or {len(scenes) - 1} more)'}"


def per_cent(fraction: float) -> str:
    """A fraction for people: "14.6 %", "0.19 %"."""
    return f"{fraction * 100:.{2 if 0 < fraction < 0.01 else 1}f} %"
