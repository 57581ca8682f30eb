"""The same careers in inkjs and in pmsim, in turn; prints choices a second and the ratios.
`python benchmarks/engines.py --help`."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from reference import ink, pmsim_pack
from reference.story import M32, Tally, load, seed_of

import pmsim.lang.compiler
from pmsim.core import offered, start, step
from pmsim.core.compiled import OpenChoice
from pmsim.core.mutable_state import MutableState
from pmsim.core.program import Program
from pmsim.core.step import play_career

HERE = Path(__file__).parent
WORK = HERE / ".work"


def program_of_reference() -> Program:
    """The reference story, compiled by pmsim's own language."""
    compiled = pmsim.lang.compiler.compile_pack(pmsim_pack.write(load()))
    if compiled.pack is None:
        sys.exit("\n".join(str(found) for found in compiled.diagnostics))
    return compiled.pack.program


def told(program: Program, careers: int) -> Tally:
    """`step` by `step`: frozen states, all events."""
    choices = trace = 0
    endings = [0] * len(program.outcomes)
    began = time.perf_counter()
    for career in range(careers):
        r, h = seed_of(career), 0
        state = start(program, "", career).state
        while state.outcome < 0:
            opened = [offer for offer in offered(program, state) if not offer.closed]
            r = (r * 1664525 + 1013904223) & M32
            pick = ((r >> 16) * len(opened)) >> 16
            h = (h * 31 + pick * 8 + len(opened)) & M32
            choices += 1
            state = step(program, state, opened[pick].id).state
        endings[state.outcome] += 1
        trace = (trace + h * 31 + state.outcome) & M32
    return Tally(
        "pmsim, step and events", choices, time.perf_counter() - began, trace, tuple(endings)
    )


def untold(program: Program, careers: int) -> Tally:
    """The same compiled program without events."""
    choices = trace = h = r = 0
    endings = [0] * len(program.outcomes)

    def pick(_: MutableState, among: list[OpenChoice]) -> int:
        nonlocal r, h, choices
        count = len(among)
        r = (r * 1664525 + 1013904223) & M32
        number = ((r >> 16) * count) >> 16
        h = (h * 31 + number * 8 + count) & M32
        choices += 1
        return number

    began = time.perf_counter()
    for career in range(careers):
        r, h = seed_of(career), 0
        state = play_career(program, "", career, pick)
        endings[state.outcome] += 1
        trace = (trace + h * 31 + state.outcome) & M32
    return Tally("pmsim, no events", choices, time.perf_counter() - began, trace, tuple(endings))


def inkjs(careers: int) -> Tally:
    """inkjs, from npm by name."""
    file = WORK / "reference.ink"
    file.write_text(ink.write(load()), encoding="utf-8")
    run = subprocess.run(
        ["node", str(HERE / "reference" / "ink.js"), str(file), str(careers)],
        env={**os.environ, "NODE_PATH": str(WORK / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(run.stdout)
    return Tally("inkjs", said["choices"], said["seconds"], said["trace"], tuple(said["endings"]))


def set_up() -> None:
    """inkjs into the work folder, once."""
    WORK.mkdir(exist_ok=True)
    if shutil.which("node") is None or shutil.which("npm") is None:
        sys.exit("node and npm are needed for inkjs")
    if not (WORK / "node_modules" / "inkjs").exists():
        subprocess.run(
            ["npm", "install", "--silent", "--no-save", "--prefix", str(WORK), "inkjs"], check=True
        )


def same(one: Tally, other: Tally) -> bool:
    """Whether two engines played the same careers."""
    return (one.choices, one.trace, one.endings) == (other.choices, other.trace, other.endings)


def main() -> None:
    """Check that all play the same, then time them in turn."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument(
        "--careers",
        type=int,
        default=100,
        help="careers a round in inkjs; pmsim plays 5 and 20 times as many",
    )
    args = asked.parse_args()
    set_up()
    program = program_of_reference()
    ours = (told(program, args.careers), untold(program, args.careers))
    theirs = inkjs(args.careers)
    for tally in ours:
        if not same(tally, theirs):
            sys.exit(f"not the same careers: {theirs} and {tally}")
    print(
        f"{theirs.choices} choices in {args.careers} careers: the same picks, options and endings"
        f" (trace {theirs.trace})"
    )
    speeds: dict[str, list[float]] = {}
    for _ in range(args.rounds):
        for tally in (
            inkjs(args.careers),
            told(program, args.careers * 5),
            untold(program, args.careers * 20),
        ):
            speeds.setdefault(tally.engine, []).append(tally.choices / tally.seconds)
    base = speeds["inkjs"]
    for engine, found in speeds.items():
        ratio = statistics.median(
            speed / ink_speed for speed, ink_speed in zip(found, base, strict=True)
        )
        print(f"{engine:24} {statistics.median(found):12,.0f} choices/s {ratio:8.1f} x inkjs")


if __name__ == "__main__":
    main()
