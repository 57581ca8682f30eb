"""Problems that a simulation shows: unreached parts, one-sided choices and checks, empty beats,
lost consequences; and the verdicts on an author's promises.

Small samples give no findings. A verdict uses the 95 % interval of a share, not the share alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pmsim.analysis.simulate.play import Plan, TalliesByRun
from pmsim.analysis.simulate.tally import (
    CHOSEN,
    LOCK,
    NEEDS,
    OPEN,
    RIVALLED,
    Share,
    Tally,
    estimate_share,
    merge_tallies,
)
from pmsim.analysis.simulate.unread import UnreadBlock
from pmsim.core.policy import POLICIES
from pmsim.core.program import Program
from pmsim.lang import Pack, visible
from pmsim.lang.compiler.termination import reachable_outcomes, reachable_scenes
from pmsim.lang.pack import Promise

VerdictKind = Literal["kept", "broken", "cannot_tell", "proved", "not_played"]


class Verdict(NamedTuple):
    """The verdict on a promise. `proved`: the compiler has proved it; `not_played`: the simulation
    has no careers of its policy."""

    promise: Promise
    verdict: VerdictKind
    share: Share | None


def judge_share(promise: Promise, counted: Share) -> VerdictKind:
    """Return `kept` if the whole interval is inside the promised range, `broken` if it is wholly
    outside, `not_played` without careers, otherwise `cannot_tell`."""
    low, high = promise.low / 100, promise.high / 100
    if counted.of == 0:
        return "not_played"
    if low <= counted.low and counted.high <= high:
        return "kept"
    return "broken" if counted.high < low or counted.low > high else "cannot_tell"


def judge_promises(pack: Pack, played: TalliesByRun) -> tuple[Verdict, ...]:
    """Return a verdict on every promise of a pack. It covers the careers of the promise's policy
    from all starts."""
    return tuple(judge_promise(pack, promise, played) for promise in pack.promises)


def judge_promise(pack: Pack, promise: Promise, played: TalliesByRun) -> Verdict:
    """Return the verdict on one promise. The compiler checks promises about tags (PM511), so a pack
    without errors satisfies them."""
    if promise.tag:
        return Verdict(promise, "proved", None)
    tally = merge_tallies(
        tally for (policy, _), tally in played.items() if policy == promise.policy
    )
    number = next(
        number
        for number, outcome in enumerate(pack.program.outcomes)
        if outcome.id == promise.outcome
    )
    counted = estimate_share(tally.ends_by_outcome[number], tally.careers)
    kind = judge_share(promise, counted)
    return Verdict(promise, kind, None if kind == "not_played" else counted)


def promise_plans(pack: Pack, seed: int) -> tuple[Plan, ...]:
    """Return the plans that are needed to judge a pack's promises: one for each policy and number
    of runs, with all starts in turn."""
    policies_and_runs = dict.fromkeys(
        (promise.policy, promise.runs) for promise in pack.promises if promise.outcome
    )
    return tuple(
        Plan(seed, runs, tuple(pack.starts), (policy,)) for policy, runs in policies_and_runs
    )


class PlayableParts(NamedTuple):
    """Indices of the reachable scenarios and scenes, of their choices, and of the possible
    outcomes."""

    scenarios: frozenset[int]
    scenes: tuple[int, ...]
    choices: tuple[int, ...]
    outcomes: frozenset[int]


def playable_parts(program: Program, starts: Iterable[str]) -> PlayableParts:
    """Return the parts that are reachable from these starts (ids), without regard to conditions."""
    names = set(starts)
    scenes = tuple(
        sorted(reachable_scenes(program, [start for start in program.starts if start.id in names]))
    )
    by_time = {number for number, outcome in enumerate(program.outcomes) if not outcome.by_choice}
    return PlayableParts(
        frozenset(program.scenes[scene].scenario for scene in scenes),
        scenes,
        tuple(choice for scene in scenes for choice in program.scenes[scene].choices),
        frozenset(reachable_outcomes(program, scenes) | by_time),
    )


MIN_SAMPLE = 30
"""Minimum sample for a finding."""
RARE_SHARE = 0.02
"""Share of careers below which a scenario counts as rare."""
SURE_SHARE, HOPELESS_SHARE = 0.9, 0.1
"""Limits for checks: the whole interval must be above the first, or below the second."""
ALWAYS_SHARE, NEVER_SHARE = 0.95, 0.01
"""Shares at which a choice counts as always taken, or never, by players with other open choices."""
MIN_PERSONAS = 3
"""Minimum number of personas for findings about choices."""
MIN_SKIPS_PER_CAREER = 0.05
"""Minimum number of skips per career for a finding about a beat."""
MIN_LOST_SHARE = 0.25
"""Minimum share of lost consequences for a finding."""
REASON_TEXTS = {
    "past_end": "after the last quarter",
    "pending": "the same was on its way already",
    "while": "its `while` did not hold",
    "holds": "no scene of it could be entered",
    "away": "somebody in it was away",
    "start": "no scene of it could begin",
    "nothing": "nothing was left to draw",
}
"""Reasons for a skip or a loss, as authors read them."""


class SimulationFinding(NamedTuple):
    """A problem to look at. `kind`: a key of `FINDING_HEADINGS`; `place`: an id or key; `says`: the
    numbers."""

    kind: str
    place: str
    says: str


FINDING_HEADINGS = {
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
    "not_called": "Calls that found no scene to enter",
    "lost": "Consequences that often never come",
    "text_unread": "Texts that nobody read",
}
"""Kinds of findings in display order, with their headings."""


def find_problems(
    pack: Pack, played: TalliesByRun, unread: tuple[UnreadBlock, ...] = ()
) -> tuple[SimulationFinding, ...]:
    """Return all findings over all starts and policies together, sorted by kind."""
    total = merge_tallies(played.values())
    if total.careers < MIN_SAMPLE:
        return ()
    personas = {policy for policy, _ in played if policy not in POLICIES}
    persona_total = merge_tallies(
        tally
        for (policy, _), tally in played.items()
        if policy in personas and len(personas) >= MIN_PERSONAS
    )
    program = pack.program
    playable = playable_parts(program, {start for _, start in played})
    problems = (
        *_unreached_outcomes(program, total, playable),
        *_rare_scenarios(program, total, playable),
        *_unseen_scenes(program, total, playable),
        *_closed_choices(program, total, playable),
        *_onesided_choices(program, persona_total),
        *_onesided_checks(total),
        *_empty_beats(total),
        *(
            SimulationFinding("not_called", key, f"{count:,} times")
            for key, count in sorted(total.not_called.items())
        ),
        *_lost_consequences(program, total),
        *(
            SimulationFinding(
                "text_unread",
                f"{block.file}:{block.line}",
                f'{block.read} of {block.of} read, not "{visible(block.words)}"',
            )
            for block in unread
        ),
    )
    order = list(FINDING_HEADINGS)
    return tuple(sorted(problems, key=lambda one: order.index(one.kind)))


def _unreached_outcomes(
    program: Program, tally: Tally, playable: PlayableParts
) -> Iterator[SimulationFinding]:
    for number in sorted(playable.outcomes - tally.ends_by_outcome.keys()):
        yield SimulationFinding(
            "end_never",
            program.outcomes[number].id,
            f"rarer than {percent_text(estimate_share(0, tally.careers).high)}",
        )


def _rare_scenarios(
    program: Program, tally: Tally, playable: PlayableParts
) -> Iterator[SimulationFinding]:
    for scenario in sorted(playable.scenarios):
        careers = tally.played[scenario]
        if careers < RARE_SHARE * tally.careers:
            yield SimulationFinding(
                "scenario_rare",
                program.scenarios[scenario].id,
                f"in {careers:,} of {tally.careers:,} careers",
            )


def _unseen_scenes(
    program: Program, tally: Tally, playable: PlayableParts
) -> Iterator[SimulationFinding]:
    for scene in (program.scenes[number] for number in playable.scenes):
        if not tally.seen[scene.index] and tally.played[scene.scenario] >= MIN_SAMPLE:
            yield SimulationFinding(
                "scene_never",
                scene.key,
                f"its scenario was played in {tally.played[scene.scenario]:,} careers",
            )


def _closed_choices(
    program: Program, tally: Tally, playable: PlayableParts
) -> Iterator[SimulationFinding]:
    times_asked: Counter[int] = Counter()
    for choice in program.choices:
        times_asked[choice.scene] = max(times_asked[choice.scene], tally.times_shown(choice.index))
    for choice in (program.choices[number] for number in playable.choices):
        is_open, needs, lock = (tally.offers[choice.index, what] for what in (OPEN, NEEDS, LOCK))
        if choice.scenery or is_open:
            continue
        if needs + lock >= MIN_SAMPLE:
            yield SimulationFinding(
                "choice_never_open",
                choice.key,
                f"shown {needs + lock:,} times, always struck through",
            )
        elif not needs + lock and times_asked[choice.scene] >= MIN_SAMPLE:
            yield SimulationFinding(
                "choice_never_shown",
                choice.key,
                f"its scene asked {times_asked[choice.scene]:,} times",
            )


def _onesided_choices(program: Program, tally: Tally) -> Iterator[SimulationFinding]:
    """Yield the choices that personas take nearly always or nearly never. The caller leaves out
    players without preferences."""
    for choice in program.choices:
        rivalled, chosen = tally.offers[choice.index, RIVALLED], tally.offers[choice.index, CHOSEN]
        if rivalled < MIN_SAMPLE:
            continue
        share, says = chosen / rivalled, f"{chosen:,} of {rivalled:,} times"
        if share >= ALWAYS_SHARE:
            yield SimulationFinding("choice_always", choice.key, says)
        elif share <= NEVER_SHARE and not choice.otherwise:
            yield SimulationFinding("choice_never", choice.key, says)


def _onesided_checks(tally: Tally) -> Iterator[SimulationFinding]:
    for key, rolls in tally.rolls_by_check.items():
        if rolls.rolled < MIN_SAMPLE:
            continue
        counted = estimate_share(rolls.passed, rolls.rolled)
        says = f"{rolls.passed:,} of {rolls.rolled:,} rolls"
        if counted.low > SURE_SHARE:
            yield SimulationFinding("check_sure", key, says)
        elif counted.high < HOPELESS_SHARE:
            yield SimulationFinding("check_hopeless", key, says)


def _empty_beats(tally: Tally) -> Iterator[SimulationFinding]:
    for (beat, reason), count in sorted(tally.skips.items()):
        if reason != "when" and count >= MIN_SKIPS_PER_CAREER * tally.careers:
            yield SimulationFinding(
                "beat_skipped",
                beat,
                f"{REASON_TEXTS[reason]}, {count / tally.careers:.1f} times a career",
            )


def _lost_consequences(program: Program, tally: Tally) -> Iterator[SimulationFinding]:
    sent = tally.sent
    lost_by_reason: dict[tuple[int, tuple[int, ...]], Counter[str]] = {}
    for (scenario, scenes, _, reason), count in sorted(tally.losses.items()):
        if reason != "pending":
            lost_by_reason.setdefault((scenario, scenes), Counter())[reason] += count
    for (scenario, scenes), reasons in lost_by_reason.items():
        if reasons.total() >= max(MIN_SAMPLE, MIN_LOST_SHARE * sent[scenario, scenes]):
            why, _ = reasons.most_common(1)[0]
            says = (
                f"{percent_text(reasons.total() / sent[scenario, scenes])} of"
                f" {sent[scenario, scenes]:,}, mostly {REASON_TEXTS[why]}"
            )
            yield SimulationFinding("lost", _target_name(program, scenario, scenes), says)


def _target_name(program: Program, scenario: int, scenes: tuple[int, ...]) -> str:
    if not scenes:
        return program.scenarios[scenario].id
    more = "" if len(scenes) == 1 else f" (or {len(scenes) - 1} more)"
    return f"{program.scenes[scenes[0]].key}{more}"


def percent_text(fraction: float) -> str:
    """Return a fraction as a percentage, such as "14.6 %" or "0.19 %"."""
    return f"{fraction * 100:.{2 if 0 < fraction < 0.01 else 1}f} %"
