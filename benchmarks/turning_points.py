"""How long the turning points of a shipped career take on one core, and whether another seed of the
played careers names the same ones.

`python benchmarks/turning_points.py --careers 20 --repeats 10 --jobs 2`
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import product
from multiprocessing import get_context
from statistics import mean
from typing import NamedTuple

from pmsim import Pack, load_pack
from pmsim.analysis.turning_points import STEPS, turning_points
from pmsim.analysis.turning_points.roads import Watch
from pmsim.core.compile_expr import compile_expr
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import policy_named
from pmsim.core.state import State
from pmsim.core.step import begin_career, new_career, take_and_advance

PLAYERS = ("random", "climber", "enabler", "craftsperson", "random", "rester", "pleaser", "leaver")
"""Players who live the careers, in turn with the doors."""
STAT, SCALE = "burnout", 25


class Run(NamedTuple):
    """One search: the career, the seed, seconds of the processor, and the decisions named, each
    with what is to be printed of it."""

    career: int
    seed: int
    seconds: float
    named: tuple[tuple[int, str], ...]


@cache
def pack() -> Pack:
    """Load the shipped pack once in a process."""
    return load_pack("the_long_game")


def lived(number: int) -> tuple[str, list[tuple[State, str]]]:
    """Live career `number`; return its title and path."""
    program = pack().program
    door = program.starts[number % len(program.starts)].id
    player = PLAYERS[(number + number // len(program.starts)) % len(PLAYERS)]
    policy, m = policy_named(program, player), new_career(program, door, number + 1, 0, None)
    begin_career(m, door)
    path = []
    while m.scene >= 0:
        options = open_choices(m)
        taken = options[policy(m, options)]
        path.append((m.freeze(), action_id(m, taken)))
        take_and_advance(m, taken, options)
    return f"{door} {player}, {len(path)} decisions, {program.outcomes[m.outcome].id}", path


def search(job: tuple[int, int, int]) -> Run:
    """Search one career under one seed."""
    number, seed, steps = job
    program = pack().program
    _, path = lived(number)
    read = compile_expr(program.stats[STAT])
    watch = Watch(lambda state: int(read(state.slots)), SCALE)
    began = time.process_time()
    points = turning_points(program, path, watch, seed, steps=steps)
    seconds = time.process_time() - began
    named = tuple(
        (
            point.number,
            f"{program.choices[point.taken.choice[0]].key} | "
            f"{program.choices[point.other.choice[0]].id} "
            f"{point.distance:.2f} ± {point.error:.3f} ({point.other.careers})",
        )
        for point in points
    )
    return Run(number, seed, seconds, named)


def runs(jobs: list[tuple[int, int, int]], processes: int) -> Iterator[Run]:
    """Yield the searches as they are done."""
    if processes == 1:
        yield from map(search, jobs)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(search, jobs)


def main() -> None:
    """Print the figures of each career, then of all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--careers", type=int, default=20)
    asked.add_argument("--repeats", type=int, default=10)
    asked.add_argument("--jobs", type=int, default=1, help="processes at a time")
    asked.add_argument("--steps", type=int, default=STEPS)
    asked.add_argument("--first", type=int, default=0, help="the number of the first career")
    args = asked.parse_args()
    numbers = range(args.first, args.first + args.careers)
    jobs = [(*job, args.steps) for job in product(numbers, range(1, args.repeats + 1))]
    done: dict[int, list[Run]] = {}
    same, returns, steady = [], [], 0
    for run in runs(jobs, args.jobs):
        of_career = done.setdefault(run.career, [])
        of_career.append(run)
        if len(of_career) < args.repeats:
            continue
        sets = Counter(frozenset(number for number, _ in one.named) for one in of_career)
        usual, times = sets.most_common(1)[0]
        points = Counter(number for one in of_career for number, _ in one.named)
        same.append(times / args.repeats)
        steady += times >= 0.9 * args.repeats
        returns += [points[number] / args.repeats for one in of_career for number, _ in one.named]
        print(
            f"{run.career}: {lived(run.career)[0]}; {len(usual)} named, the same in {times} of"
            f" {args.repeats}; {max(one.seconds for one in of_career):.1f} s at most;"
            f" {dict(points)}"
        )
        for _, text in next(
            one.named for one in of_career if {number for number, _ in one.named} == usual
        ):
            print("   ", text)
    seconds = [run.seconds for of_career in done.values() for run in of_career]
    sizes = Counter(len(run.named) for of_career in done.values() for run in of_career)
    print(
        f"{len(done)} careers, {args.repeats} seeds each: {mean(seconds):.1f} s of one core,"
        f" {max(seconds):.1f} s at most"
    )
    print(
        f"the same set as the career's usual one in {mean(same):.1%} of the searches;"
        f" {steady} of {len(done)} careers have it in nine of ten; a point that is named is named"
        f" in {mean(returns):.1%} of its career's searches"
        if returns
        else "nothing named"
    )
    print("points named: " + ", ".join(f"{size} in {sizes[size]}" for size in sorted(sizes)))


if __name__ == "__main__":
    main()
