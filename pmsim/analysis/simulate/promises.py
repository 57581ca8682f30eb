"""An author's promises, held against what was counted. A share is judged by its 95 % interval, never by itself alone."""

from typing import Literal, NamedTuple

from pmsim.analysis.simulate.play import Plan, TalliesByRun
from pmsim.analysis.simulate.statistics import Share, estimate_share
from pmsim.analysis.simulate.tally import merge_tallies
from pmsim.lang.pack import Pack, Promise

VerdictKind = Literal["kept", "broken", "cannot_tell", "proved", "not_played"]


class Verdict(NamedTuple):
    """What became of a promise. `proved`: the language has shown it already; `not_played`: nobody of that policy was."""

    promise: Promise
    verdict: VerdictKind
    share: Share | None


def judge_share(promise: Promise, counted: Share) -> VerdictKind:
    """`kept` if the whole interval lies within what is promised, `broken` if it lies wholly outside, else nobody can tell yet."""
    low, high = promise.low / 100, promise.high / 100
    if counted.of == 0:
        return "not_played"
    if low <= counted.low and counted.high <= high:
        return "kept"
    return "broken" if counted.high < low or counted.low > high else "cannot_tell"


def judge_promises(pack: Pack, played: TalliesByRun) -> tuple[Verdict, ...]:
    """Every promise of a pack, by the careers of its policy from all starts played, together."""
    return tuple(judge_promise(pack, promise, played) for promise in pack.promises)


def judge_promise(pack: Pack, promise: Promise, played: TalliesByRun) -> Verdict:
    """One promise. That choices with a tag are always open is an error of the pack where it is not so (PM511), so a pack that loads
    keeps it."""
    if promise.tag:
        return Verdict(promise, "proved", None)
    tally = merge_tallies(tally for (policy, _), tally in played.items() if policy == promise.policy)
    number = next(number for number, outcome in enumerate(pack.program.outcomes) if outcome.id == promise.outcome)
    counted = estimate_share(sum(count for (outcome, _), count in tally.ends.items() if outcome == number), tally.careers)
    kind = judge_share(promise, counted)
    return Verdict(promise, kind, None if kind == "not_played" else counted)


def promise_plans(pack: Pack, seed: int) -> tuple[Plan, ...]:
    """What must be played to judge the promises of a pack: for each policy and number of `runs`, so many careers, all starts in turn."""
    policies_and_runs = dict.fromkeys((promise.policy, promise.runs) for promise in pack.promises if promise.outcome)
    return tuple(Plan(seed, runs, tuple(pack.starts), (policy,)) for policy, runs in policies_and_runs)
