"""How long until there is something to press: pmsim against a bare Textual app, as processes on a
pseudo terminal, in turn.

`python benchmarks/screen.py --rounds 7`. A round starts the process and waits until its first text
stands on the screen (the frame), presses `q` as soon as the frame is whole and waits until the
terminal is given back (the key has acted). A third case waits for the first scene, which needs the
pack, and for what `?` brings. Then, in pmsim, it presses `j` and `k` and times each repaint.

`--pages` counts instead how much of the story is seen whole, at five sizes of window, and times
nothing.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import suppress
from pathlib import Path

import pages

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Static("standing here")
Bare().run()
"""
QUIET = 0.02
"""Seconds without output after which a frame counts as whole."""
AGAIN = 0.2
"""Seconds after which a key is pressed again: later than one that is held would come."""
GIVEN_BACK = b"\x1b[?1049l"
PLAY = [
    sys.executable,
    "-m",
    "pmsim",
    "play",
    "the_long_game",
    "--new",
    "--start",
    "fumes",
    "--saves",
    "{saves}",
]
BARE_APP, FIRST_FRAME, FIRST_SCENE = (
    "a bare Textual app",
    "pmsim, first frame",
    "pmsim, first scene",
)
CASES = {
    BARE_APP: ([sys.executable, "-c", BARE], b"standing", b"q", GIVEN_BACK),
    FIRST_FRAME: (PLAY, b"Three", b"q", GIVEN_BACK),
    FIRST_SCENE: (PLAY, b"Priyanka", b"?", b"Choosing"),
}


class Screen:
    """A process on a pseudo terminal of 100 by 30."""

    def __init__(self, command: list[str]) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ |= {
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "TEXTUAL_ANIMATIONS": "none",
            }
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def until(self, text: bytes, seconds: float = 20) -> None:
        """Wait until `text` has been written."""
        said = b""
        end = time.perf_counter() + seconds
        while text not in said:
            if not select.select([self.fd], [], [], max(0.0, end - time.perf_counter()))[0]:
                raise TimeoutError(f"{text!r} did not come; the screen has {said[-300:]!r}")
            said += os.read(self.fd, 65536)

    def whole(self) -> None:
        """Wait until the frame has been written: a key pressed before is not meant for it, and
        does nothing."""
        while select.select([self.fd], [], [], QUIET)[0]:
            os.read(self.fd, 65536)

    def press(self, key: bytes) -> None:
        """Type a key."""
        os.write(self.fd, key)

    def press_until(self, key: bytes, text: bytes) -> None:
        """Type a key until it has brought `text`: one that comes before its page is painted is
        not heard."""
        for _ in range(50):
            self.press(key)
            with suppress(TimeoutError):
                self.until(text, AGAIN)
                return
        raise TimeoutError(f"{key!r} does not bring {text!r}")

    def repaint(self, key: bytes) -> float:
        """Seconds from a key to the first byte of what it changes."""
        while select.select([self.fd], [], [], 0.05)[0]:
            os.read(self.fd, 65536)
        began = time.perf_counter()
        os.write(self.fd, key)
        select.select([self.fd], [], [], 5)
        return time.perf_counter() - began

    def close(self) -> None:
        """End the process."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def acted(name: str, saves: str, keys: int = 0) -> tuple[float, float, list[float]]:
    """Seconds until the first frame and until the key acted, and the repaints of some more keys."""
    command, first, key, then = CASES[name]
    began = time.perf_counter()
    screen = Screen([part.format(saves=saves) if part == "{saves}" else part for part in command])
    try:
        screen.until(first)
        frame = time.perf_counter() - began
        screen.whole()
        screen.press_until(key, then)
        seconds = time.perf_counter() - began
        repaints = []
        if keys:
            screen.press(b"\x1b")
            time.sleep(0.5)
            repaints = [
                screen.repaint(b"jk"[number % 2 : number % 2 + 1]) for number in range(keys)
            ]
        return frame, seconds, repaints
    finally:
        screen.close()


def main() -> None:
    """Time both in turn and print medians and the ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--keys", type=int, default=200)
    asked.add_argument(
        "--pages", action="store_true", help="print only the table of pages that are seen whole"
    )
    args = asked.parse_args()
    if args.pages:
        print("\n".join(pages.table()))
        return
    frames: dict[str, list[float]] = {name: [] for name in CASES}
    times: dict[str, list[float]] = {name: [] for name in CASES}
    repaints: list[float] = []
    for round_number in range(args.rounds + 1):
        for name in CASES:
            with tempfile.TemporaryDirectory(
                dir="/dev/shm" if Path("/dev/shm").is_dir() else None
            ) as saves:
                frame, seconds, more = acted(
                    name,
                    saves,
                    args.keys if round_number == args.rounds and name == FIRST_SCENE else 0,
                )
            repaints += more
            if round_number:
                frames[name].append(frame)
                times[name].append(seconds)
    for name in CASES:
        shown, pressed = (
            statistics.median(
                mine / bare for mine, bare in zip(found[name], found[BARE_APP], strict=True)
            )
            for found in (frames, times)
        )
        frame, key = (statistics.median(found[name]) * 1000 for found in (frames, times))
        print(
            f"{name:20} stands after {frame:5.0f} ms, {shown:.2f} x bare; a key has acted after"
            f" {key:5.0f} ms, {pressed:.2f} x bare"
        )
    repaints.sort()
    print(
        f"key to repaint: median {statistics.median(repaints) * 1000:.1f} ms, p99"
        f" {repaints[len(repaints) * 99 // 100] * 1000:.1f} ms"
    )


if __name__ == "__main__":
    main()
