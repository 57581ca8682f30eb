"""How fast careers are played and counted: without tallies, with all of them, and with two
processes; the shipped career by chance.

`python benchmarks/simulate.py --careers 1000 --rounds 3`. The kinds run in turn, round after
round, and of each the best round is printed. What two processes take includes starting them.
"""

import argparse
import time
from collections.abc import Callable

from pmsim import load_pack
from pmsim.analysis.simulate.play import Plan
from pmsim.cli.simulation_runner import run_simulation
from pmsim.core.policy import policy_named
from pmsim.core.step import play_career
from pmsim.lang.pack import Pack


def untold(pack: Pack, plan: Plan) -> int:
    """Decisions of a plan that nobody counts."""
    made = 0
    for policy in plan.policies:
        player = policy_named(pack.program, policy)
        for piece in plan.batches():
            made += sum(
                play_career(pack.program, start, seed, player).decisions
                for seed, start in plan.seeds_and_starts(piece)
            )
    return made


def counted(pack: Pack, plan: Plan, jobs: int) -> int:
    """Decisions of a plan with all tallies."""
    return sum(
        tally.choices for tally in run_simulation(pack, plan, jobs, lambda _: None).played.values()
    )


def main() -> None:
    """Print careers and decisions a second, and the ratios to the untold careers."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pack", default="the_long_game")
    asked.add_argument("--policy", default="random")
    asked.add_argument("--careers", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=3)
    args = asked.parse_args()
    pack = load_pack(args.pack)
    plan = Plan(1, args.careers, tuple(pack.starts), (args.policy,))
    kinds: dict[str, Callable[[], int]] = {
        "no tallies": lambda: untold(pack, plan),
        "all tallies": lambda: counted(pack, plan, 1),
        "2 processes": lambda: counted(pack, plan, 2),
    }
    best: dict[str, float] = {}
    made = {kind: run() for kind, run in kinds.items()}
    if len(set(made.values())) != 1:
        raise SystemExit(f"they did not play the same careers: {made}")
    for _ in range(args.rounds):
        for kind, run in kinds.items():
            began = time.perf_counter()
            run()
            best[kind] = min(best.get(kind, float("inf")), time.perf_counter() - began)
    print(
        f"{plan.careers:,} careers of {pack.id}, {made['no tallies']:,} decisions, played by"
        f" {args.policy}"
    )
    for kind, seconds in best.items():
        rates = (
            f"{plan.careers / seconds:8,.0f} careers/s {made[kind] / seconds:10,.0f} decisions/s"
        )
        print(f"  {kind:<12}{rates}   {best['no tallies'] / seconds:.2f} of no tallies")


if __name__ == "__main__":
    main()
