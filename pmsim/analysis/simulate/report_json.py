"""A simulation as plain values for JSON, by ids. Shares are fractions 0..1 with six decimals. The
field names are fixed."""

from collections import Counter
from typing import Any

from pmsim.analysis.simulate.findings import Verdict, find_problems
from pmsim.analysis.simulate.play import Plan, TalliesByRun
from pmsim.analysis.simulate.tally import (
    AT_THE_END,
    CHOSEN,
    LOCK,
    NEEDS,
    OPEN,
    QUANTILES,
    RIVALLED,
    SCENERY,
    TAKEN,
    Histogram,
    Share,
    Tally,
    estimate_share,
    mean,
    merge_tallies,
    quantiles,
)
from pmsim.analysis.simulate.unread import UnreadBlock
from pmsim.core.program import Program
from pmsim.lang import Pack

JsonObject = dict[str, Any]
BACKEND = "python"


def report_data(
    pack: Pack,
    plan: Plan,
    played: TalliesByRun,
    seconds: float,
    verdicts: tuple[Verdict, ...] = (),
    stopped: bool = False,
    never_true: tuple[str, ...] = (),
    unread: tuple[UnreadBlock, ...] = (),
) -> JsonObject:
    """Return the whole report. The top fields are sums over all starts and policies; `starts` and
    `policies` have each one separately."""
    total = merge_tallies(played.values())
    return {
        "pack": pack.id,
        "seed": plan.seed,
        "stopped": stopped,
        "runs": total.careers,
        "choices": total.choices,
        "seconds": round(seconds, 3),
        "backend": BACKEND,
        "begins": {
            "from": plan.begins,
            "asked": plan.careers,
            **plan.override._asdict(),
            "changes": dict(plan.override.changes),
            "never_true": list(never_true),
        },
        **tally_data(pack, total),
        "promises": [verdict_data(verdict) for verdict in verdicts],
        "findings": [result._asdict() for result in find_problems(pack, played, unread)],
        "unread_texts": [block._asdict() for block in unread],
        "starts": {
            start: _run_data(pack, _tally_for(played, start=start)) for start in plan.starts
        },
        "policies": {
            policy: _run_data(pack, _tally_for(played, policy=policy))
            | (
                {"starts": {start: _run_data(pack, played[policy, start]) for start in plan.starts}}
                if len(plan.policies) > 1
                else {}
            )
            for policy in plan.policies
        },
    }


def _tally_for(played: TalliesByRun, *, start: str = "", policy: str = "") -> Tally:
    return merge_tallies(
        tally
        for (run_policy, run_start), tally in played.items()
        if policy in ("", run_policy) and start in ("", run_start)
    )


def _run_data(pack: Pack, tally: Tally) -> JsonObject:
    return {"runs": tally.careers, "choices": tally.choices, **tally_data(pack, tally)}


def tally_data(pack: Pack, tally: Tally) -> JsonObject:
    """Return the data of one tally."""
    return {
        "outcomes": outcome_data(pack, tally),
        "decisions": distribution(tally.decisions),
        "words": distribution(tally.words),
        "quarters": {str(quarter): count for quarter, count in sorted(tally.quarters.items())},
        "roles": {
            role.id: tally.roles[number]
            for number, role in enumerate(pack.program.roles)
            if tally.roles[number]
        },
        "stats": stat_data(pack.program, tally),
        "scenarios": scenario_data(pack.program, tally),
        "scenes": {
            scene.key: _share_data(estimate_share(tally.seen[scene.index], tally.careers))
            for scene in pack.program.scenes
        },
        "per_choice": choice_data(pack.program, tally),
        "checks": check_data(tally),
        "skipped": [
            {
                "beat": beat,
                "reason": reason,
                "count": count,
                "per_career": round(count / tally.careers, 6),
            }
            for (beat, reason), count in sorted(tally.skips.items())
        ],
        **({"not_called": dict(sorted(tally.not_called.items()))} if tally.not_called else {}),
        "lost": lost_data(pack.program, tally),
    }


def outcome_data(pack: Pack, tally: Tally) -> JsonObject:
    """Return the share of every outcome, in the pack's order."""
    result: JsonObject = {}
    for number, outcome in enumerate(pack.program.outcomes):
        variants = {
            at: count for (place, at), count in sorted(tally.ends.items()) if place == number
        }
        result[outcome.id] = _share_data(estimate_share(sum(variants.values()), tally.careers))
        names = [name for name, _, _ in pack.outcomes[outcome.id].variants]
        if names:
            result[outcome.id]["variants"] = {
                name: variants.get(at, 0) for at, name in enumerate(names)
            }
    return result


def distribution(values: Histogram) -> JsonObject:
    """Return the mean and the quantiles of a histogram."""
    if not values:
        return {}
    rows = zip(QUANTILES, quantiles(values), strict=True)
    return {"mean": round(mean(values), 6), **{f"q{per_cent}": value for per_cent, value in rows}}


def stat_data(program: Program, tally: Tally) -> JsonObject:
    """Return the distribution of each number after each quarter and at the end."""
    result: JsonObject = {}
    for place, name in enumerate(program.stats):
        quarters = sorted(
            quarter for quarter, stat in tally.numbers if stat == place and quarter != AT_THE_END
        )
        values_by_quarter = {str(quarter): tally.numbers[quarter, place] for quarter in quarters}
        result[name] = {
            "end": distribution(tally.numbers.get((AT_THE_END, place), Counter())),
            "quarters": {
                quarter: {"runs": values.total(), **distribution(values)}
                for quarter, values in values_by_quarter.items()
            },
        }
    return result


def scenario_data(program: Program, tally: Tally) -> JsonObject:
    """Return, for each scenario, the share of careers, the number of visits and the mean
    quarter."""
    return {
        scenario.id: _share_data(estimate_share(tally.played[scenario.index], tally.careers))
        | {"visits": when.total(), "quarter": round(mean(when), 6) if when else None}
        for scenario in program.scenarios
        for when in [tally.quarters_of(scenario.index)]
    }


def choice_data(program: Program, tally: Tally) -> JsonObject:
    """Return the counts of each choice. `seen`: decisions that showed it, open or closed. Scenery
    has a count of its own."""
    result: JsonObject = {}
    rolls = tally.rolls_by_check
    for choice in program.choices:
        counts = [tally.offers[choice.index, what] for what in range(CHOSEN + 1)]
        result[choice.key] = {
            "seen": tally.times_shown(choice.index),
            "open": counts[OPEN],
            "locked": counts[NEEDS] + counts[LOCK],
            "taken": counts[TAKEN],
            "taken_share": _ratio(counts[TAKEN], counts[OPEN]),
            "rivalled": counts[RIVALLED],
            "chosen": counts[CHOSEN],
            "careers": tally.took[choice.index],
        }
        if counts[SCENERY]:
            result[choice.key]["scenery"] = counts[SCENERY]
        rolled = rolls.get(choice.key)
        if rolled is not None and rolled.choice >= 0:
            result[choice.key] |= {
                "rolled": rolled.rolled,
                "passed": rolled.passed,
                "passed_share": _ratio(rolled.passed, rolled.rolled),
            }
    return result


def check_data(tally: Tally) -> JsonObject:
    """Return the data of every rolled check, of choices and of scenes."""
    return {
        key: {
            "rolled": row.rolled,
            "passed": row.passed,
            **_interval_data(estimate_share(row.passed, row.rolled)),
            "mean_odds": _ratio(row.odds, row.rolled),
            "at_limit": _ratio(row.limit, row.rolled),
        }
        for key, row in tally.rolls_by_check.items()
    }


def lost_data(program: Program, tally: Tally) -> list[JsonObject]:
    """Return the lost consequences: target, causing choice, reason and count. `sent`: how often any
    choice scheduled that target."""
    sent = tally.sent
    return [
        {
            "scenario": program.scenarios[scenario].id,
            "scenes": [program.scenes[scene].id for scene in scenes],
            "by": program.choices[cause].key if cause >= 0 else None,
            "reason": reason,
            "count": count,
            "sent": sent[scenario, scenes],
        }
        for (scenario, scenes, cause, reason), count in sorted(tally.losses.items())
    ]


def verdict_data(verdict: Verdict) -> JsonObject:
    """Return a promise with its verdict."""
    promise = verdict.promise
    promise_data: JsonObject = {
        "outcome": promise.outcome,
        "from": promise.low / 100,
        "to": promise.high / 100,
        "policy": promise.policy,
    }
    return {
        **(promise_data if promise.outcome else {"tag": promise.tag, "always_open": True}),
        "verdict": verdict.verdict,
        **({"runs": verdict.share.of} | _share_data(verdict.share) if verdict.share else {}),
    }


def _share_data(share: Share) -> JsonObject:
    return {"count": share.times, **_interval_data(share)}


def _interval_data(share: Share) -> JsonObject:
    ends = {"share": share.share, "low": share.low, "high": share.high}
    return {name: round(value, 6) for name, value in ends.items()}


def _ratio(count: int, of: int) -> float | None:
    return round(count / of, 6) if of else None
