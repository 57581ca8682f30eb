"""An author's promises, compared with a simulation. The verdict uses the 95 % interval of a share,
not the share alone."""

from typing import Literal, NamedTuple

from pmsim.analysis.simulate.play import Plan, TalliesByRun
from pmsim.analysis.simulate.statistics import Share, estimate_share
from pmsim.analysis.simulate.tally import merge_tallies
from pmsim.lang.pack import Pack, Promise

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
    counted = estimate_share(
        sum(count for (outcome, _), count in tally.ends.items() if outcome == number), tally.careers
    )
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
