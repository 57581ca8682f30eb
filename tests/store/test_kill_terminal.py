"""`pmsim play` on a pseudo terminal, killed with -9 around its saves: it goes on at the decision
last shown.

The moment of the kill runs through the thirty milliseconds after a choice was typed, so that it
falls before, in and after the save.
"""

import os
import re
import select
import sys
import time
from pathlib import Path

import pytest

from pmsim.store.saves import SaveFolder
from tests.sizes import size

pty = pytest.importorskip("pty", reason="a pseudo terminal is a thing of Unix")

ASKED = re.compile(rb"Decision (\d+)\.")


class Terminal:
    """`pmsim play --plain` on a pseudo terminal."""

    def __init__(self, saves: Path, *more: str) -> None:
        self.said = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(
                sys.executable,
                [
                    sys.executable,
                    "-m",
                    "pmsim",
                    "play",
                    "the_long_game",
                    "--plain",
                    "--saves",
                    str(saves),
                    *more,
                ],
            )

    def until_asked(self) -> bool:
        """Read on to the next prompt. True if it asks for a decision, False if only Enter is
        wanted. AssertionError at its end."""
        start = len(self.said)
        while not self.said.endswith(b"\r\n> "):
            self.read(20)
        return b"Press Enter to go on." not in self.said[start:]

    def read(self, seconds: float) -> None:
        """What it says, within so many seconds."""
        assert select.select([self.fd], [], [], seconds)[0], self.said[-400:]
        self.said += os.read(self.fd, 65536)

    def type(self, text: bytes) -> None:
        """A line."""
        self.said += b"\n"
        os.write(self.fd, text + b"\r")

    def kill(self) -> None:
        """kill -9, and what was still on its way to the screen."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        while select.select([self.fd], [], [], 0.05)[0]:
            try:
                more = os.read(self.fd, 65536)
            except OSError:
                break
            if not more:
                break
            self.said += more
        os.close(self.fd)

    @property
    def shown(self) -> int:
        """The last decision shown."""
        return int(ASKED.findall(self.said)[-1])


def test_it_goes_on_at_the_decision_last_shown(tmp_path: Path) -> None:
    last = 1
    more: tuple[str, ...] = ("--start", "fumes", "--seed", "5")
    for number in range(size(6, ci=10, long=200)):
        terminal = Terminal(tmp_path / "saves", *more)
        while not terminal.until_asked():
            terminal.type(b"")
        began = int(ASKED.findall(terminal.said)[0])
        assert began in (last, last + 1), f"kill {number}: {last} was shown, it goes on at {began}"
        terminal.type(b"1")
        time.sleep(number % 31 / 1000)
        terminal.kill()
        last = max(terminal.shown, began)
        # killed before its first choice was on disk, a career has left nothing to go on with
        more = () if SaveFolder(tmp_path / "saves").slots() else more
        if last >= 50:
            more = ("--new", "--start", "passed_over", "--seed", str(number))
            last = 1
