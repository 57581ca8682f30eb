"""How soon a career begins: the shipped pack loaded and a career started, in a process of its own,
the first time (compiled) and after that (from the cache). Milliseconds, the median of rounds."""

import argparse
import os
import subprocess
import sys
import tempfile
from statistics import median

PROGRAM = """
from time import perf_counter
from pmsim.store.pack_loading import load_pack
from pmsim.core import start
import textual.app  # the front end's own imports are counted by screen.py
begun = perf_counter()
pack = load_pack("the_long_game")
loaded = perf_counter()
start(pack.program, "fumes", 1)
print((loaded - begun) * 1000, (perf_counter() - loaded) * 1000)
"""


def begin(cache: str) -> tuple[float, ...]:
    """Return the milliseconds for loading and for starting, in a new process."""
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PMSIM_CACHE": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(float, found.stdout.split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    kinds: dict[str, list[tuple[float, ...]]] = {"the first time": [], "after that": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            for times in kinds.values():
                times.append(begin(cache))
    for kind, times in kinds.items():
        load, start = (median(each) for each in zip(*times, strict=True))
        print(f"{kind:16} load {load:5.0f} ms, start {start:4.0f} ms, together {load + start:5.0f}")


if __name__ == "__main__":
    main()
