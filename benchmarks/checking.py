"""How long the check of the shipped packs takes, beside what PyYAML's C loader takes to read the
same files; and one edited file.

`python benchmarks/checking.py --rounds 15`, or `--large`: what files of 1 MiB cost that are full
of one thing.
"""

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import yaml

from pmsim.analysis.examine import examine
from pmsim.lang.memo import Memo
from pmsim.store.folders import scenarios_folder
from pmsim.store.packs import read_folder, shipped_packs

Files = Mapping[str, bytes]
PACK = "the_long_game"
FILE = "pace/the_date.yaml"
MOST_TIMES = 6.5
"""The check takes at most so many times what the loader takes."""
MEDIAN_SECONDS, WORST_SECONDS = 0.1, 0.25
"""One edited file is examined in these times, whatever the edit."""
MOST_LARGE = {False: 1.0, True: 3.0}
"""Seconds in which a file of 1 MiB is examined, by whether it can be played."""
MOST_MEBIBYTES = 512
EDITS: Mapping[str, Callable[[bytes], bytes]] = {
    "a word of prose": lambda data: data.replace(b" the ", b" that ", 1),
    "a line more": lambda data: data.replace(b"scenes:\n", b"# a remark\nscenes:\n", 1),
    "a number": lambda data: data.replace(b"effects: {standing: ", b"effects: {standing: 1", 1),
    "a line broken": lambda data: data.replace(b"choices:", b"choices: [", 1),
    "a label that is an id": (
        lambda data: data.replace(b"label: ", b"label: And ", 1).replace(b"- id: ", b"- note: ", 1)
    ),
    "a choice more": lambda data: data.replace(
        b"    choices:\n", b"    choices:\n      - {id: one_more, label: One more.}\n", 1
    ),
    "a new flag": lambda data: data.replace(b"effects: {", b"effects: {set: [one_more], ", 1),
}


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run, so that others on the machine count less. Garbage of the run
    before is not its own; the collector's next look at what it made is."""
    gc.collect()
    began = time.process_time()
    kept = work()
    gc.collect(0)
    spent = time.process_time() - began
    del kept
    return spent


def loaded(packs: list[Files]) -> list[object]:
    """What PyYAML does with the files."""
    return [yaml.load(data, yaml.CSafeLoader) for files in packs for data in files.values()]


def examined(packs: list[Files]) -> list[object]:
    """What `pmsim check` does with them."""
    return [examine(files) for files in packs]


def large() -> None:
    """Print what a file of 1 MiB of each shape costs, each in a process of its own. Exit with 1
    if one is beyond its bounds."""
    root = Path(__file__).parents[1]
    sys.path.insert(0, str(root))
    from tests.large import SHAPES

    beyond = []
    for name, shape in SHAPES.items():
        asked = [sys.executable, "-m", "tests.large", str(1 << 20), "60"]
        done = subprocess.run(
            asked, input=json.dumps([shape]), capture_output=True, text=True, cwd=root, check=False
        )
        cost = (
            json.loads(done.stdout)
            if done.stdout
            else {"milliseconds": 60_000, "mebibytes": 0, "shown": 0, "loads": False}
        )
        took, most = cost["milliseconds"] / 1000, MOST_LARGE[cost["loads"]]
        print(
            f"{name:28} {took:6.2f} s (at most {most:.0f}) {cost['mebibytes']:5} MiB"
            f" {cost['shown']:4} shown",
            flush=True,
        )
        if took > most or cost["mebibytes"] > MOST_MEBIBYTES:
            beyond.append(name)
    if beyond:
        raise SystemExit(f"Beyond the bounds: {', '.join(beyond)}")


def main() -> None:
    """Print both times and their ratio, the best of some rounds in turn; then, for some edits,
    what an editor waits for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument(
        "--large",
        action="store_true",
        help="Files of 1 MiB of every shape instead: seconds and MiB of each.",
    )
    given = asked.parse_args()
    if given.large:
        large()
        return
    rounds = range(given.rounds)
    packs = [read_folder(scenarios_folder() / name) for name in shipped_packs()]
    both = [(seconds(partial(loaded, packs)), seconds(partial(examined, packs))) for _ in rounds]
    load, check = (min(column) for column in zip(*both, strict=True))
    said = (
        f"PyYAML's C loader {load * 1000:.0f} ms, check of {len(packs)} packs {check * 1000:.0f} ms"
    )
    print(f"{said}: {check / load:.2f} x (at most {MOST_TIMES})")
    files, waits = read_folder(scenarios_folder() / PACK), []
    for name, edit in EDITS.items():
        edited = {**files, FILE: edit(files[FILE])}
        if edited == files:
            raise SystemExit(f"{FILE} has nothing to edit for {name!r}.")
        bench = Memo()
        took = []
        for _ in rounds:
            examine(files, memo=bench)
            took.append(seconds(partial(examine, edited, memo=bench)))
        waits.append(min(took))
        print(f"{FILE}, {name}: {waits[-1] * 1000:.0f} ms")
    for what, wait, most in (
        ("the median", statistics.median(waits), MEDIAN_SECONDS),
        ("the worst", max(waits), WORST_SECONDS),
    ):
        print(f"one edited file, {what}: {wait * 1000:.0f} ms (at most {most * 1000:.0f})")


if __name__ == "__main__":
    main()
