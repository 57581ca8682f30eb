"""A simulation as plain values for JSON: by ids, shares as fractions 0..1 of six places. The names of these fields are fixed."""

from collections import Counter
from typing import Any

from pmsim.analysis.simulate.figures import QUANTILES, Share, mean, quantiles, share
from pmsim.analysis.simulate.findings import findings
from pmsim.analysis.simulate.plan import Plan
from pmsim.analysis.simulate.play import Played
from pmsim.analysis.simulate.promises import Verdict
from pmsim.analysis.simulate.tally import AT_THE_END, CHOSEN, LOCK, NEEDS, OPEN, RIVALLED, SCENERY, TAKEN, Histogram, Tally, merged
from pmsim.core.program import Program
from pmsim.lang.pack import Pack

Plain = dict[str, Any]
BACKEND = "python"


def report(pack: Pack, plan: Plan, played: Played, seconds: float, verdicts: tuple[Verdict, ...] = (), stopped: bool = False) -> Plain:
    """Everything counted. The top fields are sums over all starts and policies; `starts` and `policies` have each by itself."""
    total = merged(played.values())
    return {
        "pack": pack.id,
        "seed": plan.seed,
        "stopped": stopped,
        "runs": total.careers,
        "choices": total.choices,
        "seconds": round(seconds, 3),
        "backend": BACKEND,
        **counted(pack, total),
        "promises": [verdict_plain(verdict) for verdict in verdicts],
        "findings": [found._asdict() for found in findings(pack, played)],
        "starts": {start: _alone(pack, _of(played, start=start)) for start in plan.starts},
        "policies": {
            policy: _alone(pack, _of(played, policy=policy))
            | ({"starts": {start: _alone(pack, played[policy, start]) for start in plan.starts}} if len(plan.policies) > 1 else {})
            for policy in plan.policies
        },
    }


def _of(played: Played, *, start: str = "", policy: str = "") -> Tally:
    return merged(tally for (who, door), tally in played.items() if policy in ("", who) and start in ("", door))


def _alone(pack: Pack, tally: Tally) -> Plain:
    return {"runs": tally.careers, "choices": tally.choices, **counted(pack, tally)}


def counted(pack: Pack, tally: Tally) -> Plain:
    """One tally."""
    return {
        "outcomes": outcomes(pack, tally),
        "decisions": spread(tally.decisions),
        "words": spread(tally.words),
        "quarters": {str(quarter): count for quarter, count in sorted(tally.quarters.items())},
        "roles": {role.id: tally.roles[number] for number, role in enumerate(pack.program.roles) if tally.roles[number]},
        "stats": stats(pack.program, tally),
        "scenarios": scenarios(pack.program, tally),
        "scenes": {scene.key: _shared(share(tally.seen[scene.index], tally.careers)) for scene in pack.program.scenes},
        "per_choice": per_choice(pack.program, tally),
        "checks": checks(tally),
        "skipped": [
            {"beat": beat, "reason": reason, "count": count, "per_career": round(count / tally.careers, 6)}
            for (beat, reason), count in sorted(tally.skips.items())
        ],
        "lost": lost(pack.program, tally),
    }


def outcomes(pack: Pack, tally: Tally) -> Plain:
    """Every outcome, in the pack's order."""
    found: Plain = {}
    for number, outcome in enumerate(pack.program.outcomes):
        variants = {at: count for (place, at), count in sorted(tally.ends.items()) if place == number}
        found[outcome.id] = _shared(share(sum(variants.values()), tally.careers))
        names = [name for name, _, _ in pack.outcomes[outcome.id].variants]
        if names:
            found[outcome.id]["variants"] = {name: variants.get(at, 0) for at, name in enumerate(names)}
    return found


def spread(values: Histogram) -> Plain:
    """A histogram as its mean and quantiles."""
    if not values:
        return {}
    rows = zip(QUANTILES, quantiles(values), strict=True)
    return {"mean": round(mean(values), 6), **{f"q{per_cent}": value for per_cent, value in rows}}


def stats(program: Program, tally: Tally) -> Plain:
    """Each number that a condition reads, when each quarter was over and at the end."""
    found: Plain = {}
    for place, name in enumerate(program.stats):
        quarters = sorted(quarter for quarter, stat in tally.numbers if stat == place and quarter != AT_THE_END)
        lived = {str(quarter): tally.numbers[quarter, place] for quarter in quarters}
        found[name] = {
            "end": spread(tally.numbers.get((AT_THE_END, place), Counter())),
            "quarters": {quarter: {"runs": values.total(), **spread(values)} for quarter, values in lived.items()},
        }
    return found


def scenarios(program: Program, tally: Tally) -> Plain:
    """In how many careers each scenario was played, how often in all, and in which quarter on average."""
    found: Plain = {}
    for scenario in program.scenarios:
        when = Counter({quarter: count for (place, quarter), count in tally.visits.items() if place == scenario.index})
        careers = _shared(share(tally.played[scenario.index], tally.careers))
        found[scenario.id] = careers | {"visits": when.total(), "quarter": round(mean(when), 6) if when else None}
    return found


def per_choice(program: Program, tally: Tally) -> Plain:
    """What became of each choice. `seen`: decisions in which it was shown, open or closed; scenery is only counted as such."""
    found: Plain = {}
    rolled = {key: row for key, row in _rolls(tally).items() if row.choice >= 0}
    for choice in program.choices:
        how = [tally.offers[choice.index, what] for what in range(CHOSEN + 1)]
        found[choice.key] = {
            "seen": how[OPEN] + how[NEEDS] + how[LOCK],
            "open": how[OPEN],
            "locked": how[NEEDS] + how[LOCK],
            "taken": how[TAKEN],
            "taken_share": _rounded(how[TAKEN], how[OPEN]),
            "rivalled": how[RIVALLED],
            "chosen": how[CHOSEN],
            "careers": tally.took[choice.index],
        }
        if how[SCENERY]:
            found[choice.key]["scenery"] = how[SCENERY]
        if choice.key in rolled:
            found[choice.key] |= {"rolled": rolled[choice.key].rolled, "passed": rolled[choice.key].passed}
            found[choice.key]["passed_share"] = _rounded(rolled[choice.key].passed, rolled[choice.key].rolled)
    return found


class Rolls:
    """What became of a check. `limit`: rolled at 5 or 95 per cent, the edges of what odds may be."""

    def __init__(self, choice: int) -> None:
        self.choice = choice
        self.rolled = self.passed = self.limit = self.odds = 0


def _rolls(tally: Tally) -> dict[str, Rolls]:
    found: dict[str, Rolls] = {}
    for (choice, key, odds, passed), count in sorted(tally.rolls.items()):
        row = found.setdefault(key, Rolls(choice))
        row.rolled += count
        row.passed += count if passed else 0
        row.limit += count if odds in (5, 95) else 0
        row.odds += odds * count
    return found


def checks(tally: Tally) -> Plain:
    """Every check that was rolled, of choices and of scenes."""
    return {
        key: {
            "rolled": row.rolled,
            "passed": row.passed,
            **{name: value for name, value in _shared(share(row.passed, row.rolled)).items() if name != "count"},
            "mean_odds": _rounded(row.odds, row.rolled),
            "at_limit": _rounded(row.limit, row.rolled),
        }
        for key, row in _rolls(tally).items()
    }


def lost(program: Program, tally: Tally) -> list[Plain]:
    """Consequences that never came: what, brought about by which choice, why, how often; `told`: how often that place was sent for."""
    found = []
    sent: Counter[tuple[int, tuple[int, ...]]] = Counter(tally.scheduled)
    for (scenario, scenes, _, reason), count in tally.losses.items():
        if reason in ("past_end", "pending"):
            sent[scenario, scenes] += count
    for (scenario, scenes, cause, reason), count in sorted(tally.losses.items()):
        found.append(
            {
                "scenario": program.scenarios[scenario].id,
                "scenes": [program.scenes[scene].id for scene in scenes],
                "by": program.choices[cause].key if cause >= 0 else None,
                "reason": reason,
                "count": count,
                "sent": sent[scenario, scenes],
            }
        )
    return found


def verdict_plain(verdict: Verdict) -> Plain:
    """A promise and what became of it."""
    promise = verdict.promise
    said: Plain = {"outcome": promise.outcome, "from": promise.low / 100, "to": promise.high / 100, "policy": promise.policy}
    return {
        **(said if promise.outcome else {"tag": promise.tag, "always_open": True}),
        "verdict": verdict.verdict,
        **({"runs": verdict.share.of} | _shared(verdict.share) if verdict.share is not None else {}),
    }


def _shared(found: Share) -> Plain:
    return {"count": found.times, "share": round(found.share, 6), "low": round(found.low, 6), "high": round(found.high, 6)}


def _rounded(count: int, of: int) -> float | None:
    return round(count / of, 6) if of else None
