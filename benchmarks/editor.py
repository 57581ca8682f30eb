"""From a key to what is said of it: the real language server over its standard streams, with the
shipped pack open.

`python benchmarks/editor.py --keys 100`. Each key changes one character of a condition in one
file of a copy of the pack, so that something else is to be said of the file each time; the clock
runs from the notification to the findings for that very text. Then it asks as often for
completion at that place, and for the definition of a name there. Other keys come in bursts: ten,
one after another, without a pause. On a busy machine look at the processor time.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# the folder above is not on the path before
from tests.authoring.lsp.editor import Editor, editing  # noqa: E402

PACK = ROOT / "scenarios" / "the_long_game"
FILE = Path("pace", "the_date.yaml")
BURST = 10
PAUSE = 0.15
"""Seconds between two keys of somebody who types."""


def told(name: str, seconds: list[float]) -> str:
    """A line of the table, in milliseconds."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return (
        f"{name:<42} n {len(seconds):>4}   p50 {statistics.median(ordered) * 1000:>7.1f} ms   p99"
        f" {p99 * 1000:>7.1f} ms"
    )


def texts(text: str) -> tuple[str, int, int]:
    """The text with a place for a name, and the line and column (from 0) behind it."""
    line = next(
        number
        for number, written in enumerate(text.split("\n"))
        if written.strip().startswith("needs:")
    )
    lines = text.split("\n")
    indent = lines[line].partition("needs:")[0]
    lines[line] = f"{indent}needs: capital >= 1 and {{name}}"
    return "\n".join(lines), line, len(f"{indent}needs: capital >= 1 and ")


def keys(editor: Editor, uri: str, pattern: str, count: int) -> tuple[list[float], list[float]]:
    """Seconds of single keys, and of the last key of each burst."""
    single, burst = [], []
    for number in range(count):
        begun = time.perf_counter()
        editor.change(uri, pattern.replace("{name}", f"told_nobody_{number}"))
        editor.wait(uri)
        single.append(time.perf_counter() - begun)
    for number in range(count // BURST):
        for key in range(BURST):
            begun = time.perf_counter()
            editor.change(uri, pattern.replace("{name}", f"told_somebody_{number}_{key}"))
        editor.wait(uri)
        burst.append(time.perf_counter() - begun)
    return single, burst


def broken(editor: Editor, uri: str, pattern: str, count: int) -> list[float]:
    """Seconds until it is said that YAML cannot read the line any more, for keys that break it,
    each pressed while what the key before meant is still being looked at; the line is mended
    after each."""
    seconds = []
    for number in range(count):
        editor.change(uri, pattern.replace("{name}", f"told_nobody_{number}"))
        time.sleep(PAUSE)
        begun = time.perf_counter()
        editor.change(uri, pattern.replace("needs: capital", f"needs: [capital_{number}"))
        editor.wait(uri)
        seconds.append(time.perf_counter() - begun)
        time.sleep(PAUSE)
    return seconds


def asked(editor: Editor, method: str, uri: str, line: int, column: int, count: int) -> list[float]:
    """Seconds to each answer."""
    seconds = []
    for _ in range(count):
        begun = time.perf_counter()
        editor.ask(
            method, {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        )
        seconds.append(time.perf_counter() - begun)
    return seconds


def work(editor: Editor) -> float:
    """Seconds of processor time that the server has used; 0 where the system does not tell."""
    stat = Path("/proc", str(editor.process.pid), "stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=100)
    count = parser.parse_args().keys
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(shutil.copytree(PACK, Path(folder) / PACK.name))
        pattern, line, column = texts((pack / FILE).read_text(encoding="utf-8"))
        with editing(pack) as editor:
            begun = time.perf_counter()
            uri = editor.open(pack / FILE, pattern.replace("{name}", "told_nobody"))
            editor.wait(uri)
            print(
                f"{'opening: until the first findings':<42}"
                f" {(time.perf_counter() - begun) * 1000:.1f} ms"
            )
            before = work(editor)
            single, burst = keys(editor, uri, pattern, count)
            print(
                f"{'processor time of a key':<42}"
                f" {(work(editor) - before) * 1000 / (count + count // BURST):.1f} ms"
            )
            print(told("key to findings", single))
            print(told(f"last key of {BURST} in a row to findings", burst))
            print(
                told(
                    "key that breaks a line to saying so", broken(editor, uri, pattern, count // 2)
                )
            )
            print(
                told(
                    "completion in a condition",
                    asked(editor, "textDocument/completion", uri, line, column, count),
                )
            )
            print(
                told(
                    "definition of a name",
                    asked(editor, "textDocument/definition", uri, line, column - 12, count),
                )
            )


if __name__ == "__main__":
    main()
