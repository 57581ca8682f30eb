"""The Textual front end in a real terminal: how it is left by a fault of ours and by a polite kill."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Self

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAYER = """
import sys
from pathlib import Path
from pmsim.play.session import Session
from pmsim.ui.career import Unkept
from pmsim.ui.tui.app import Opened, Pmsim, shown
from tests.ui.tiny import pack

class Broken(Unkept):
    kept = True

    def act(self, action):
        raise RuntimeError("a screen broke")

app = Pmsim(Opened(None, Broken(Session(pack(), "fumes", 7))), reports=Path(sys.argv[1]))
sys.exit(shown(app))
"""
SHOWN, LEFT = b"Decision 1", b"\x1b[?1049l"


class Terminal:
    """A process on a pseudo terminal of 100 x 30."""

    def __init__(self, folder: Path, player: str = PLAYER) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", player, str(folder)]
        # Textual draws on stderr
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=ROOT, start_new_session=True)
        os.close(slave)
        self.told = b""

    def read_until(self, mark: bytes, seconds: float = 30) -> None:
        """Read until the mark was printed; fails when it takes too long."""
        end = time.monotonic() + seconds
        while mark not in self.told:
            assert select.select([self.master], [], [], max(end - time.monotonic(), 0))[0], self.told[-300:]
            self.told += self._piece()

    def _piece(self) -> bytes:
        try:
            return os.read(self.master, 65536)
        except OSError:
            return b""

    def end(self) -> tuple[int, str]:
        """The exit status, and what was said after the terminal was given back."""
        end = time.monotonic() + 60
        while self.process.poll() is None:
            assert time.monotonic() < end, "the process lives on"
            if select.select([self.master], [], [], 0.05)[0]:
                self.told += self._piece()
        while select.select([self.master], [], [], 0)[0] and (piece := self._piece()):
            self.told += piece
        assert LEFT in self.told
        said = re.sub(rb"\x1b\[[0-9;?<>=]*[A-Za-z]|[\r]", b"", self.told.rpartition(LEFT)[2])
        return self.process.returncode, said.decode().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def test_a_fault_restores_the_terminal_and_leaves_a_report(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.read_until(SHOWN)
        time.sleep(0.3)
        os.write(terminal.master, b"2")
        status, said = terminal.end()
    assert status == 1
    report = tmp_path / "pmsim-report.txt"
    assert said == f"Something broke, and it was not you. Your career is saved at Decision 1. Details: {report}"
    assert "RuntimeError: a screen broke" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_restores_the_terminal(number: signal.Signals, tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.read_until(SHOWN)
        time.sleep(0.3)
        terminal.process.send_signal(number)
        assert terminal.end() == (128 + number, "Saved at Decision 1.")


def test_a_terminal_that_is_gone_leaves_no_process(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    try:
        terminal.read_until(SHOWN)
        os.close(terminal.master)
        assert terminal.process.wait(20) == 129
    finally:
        terminal.process.kill()
        terminal.process.wait()
