"""A terminal that closes while a career is played: the process ends, and what was shown is on
disk."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

from pmsim import load_pack
from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder
from tests.sizes import size
from tests.ui.test_terminal import SHOWN, Terminal

STUCK = """
import os, sys, threading
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui.tui import terminal
from pmsim.ui.tui.app import InitialView, Pmsim, run_app
from tests.ui.tiny import pack

class Stuck(PlayableCareer):
    def act(self, action):
        os.write(2, b"STUCK")
        threading.Event().wait()

terminal.GRACE_SECONDS = 0.2
sys.exit(run_app(Pmsim(InitialView(None, Stuck(Session(pack(), "fumes", 7))))))
"""
SLOW = """
import os, sys, time
from pathlib import Path
from pmsim.store.atomic import Disk
from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder
from pmsim.ui.tui.app import InitialView, Pmsim, run_app
from tests.ui.tiny import pack

class Slow(Disk):
    def sync(self, handle):
        if career is not None:
            os.write(2, b"SYNC")
            time.sleep(1)

career = None
career = Career.begin(pack(), SaveFolder(Path(sys.argv[1]), Slow()), start="fumes", seed=7)
sys.exit(run_app(Pmsim(InitialView(None, career))))
"""
CONTINUED = """
import sys, threading
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui.tui.app import InitialView, Pmsim, run_app
from tests.ui.tiny import pack

status = run_app(Pmsim(InitialView(None, PlayableCareer(Session(pack(), "fumes", 7)))))
print("LEFT OVER:", [thread.name for thread in threading.enumerate() if thread.name.startswith("textual")])
sys.exit(status)
"""


@pytest.mark.parametrize("how", ["closed", "SIGTERM", "SIGHUP"])
def test_an_app_that_waits_for_something_for_ever_is_ended(how: str, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, STUCK)
    try:
        terminal.read_until(SHOWN)
        time.sleep(0.3)
        os.write(terminal.master, b"2")
        terminal.read_until(b"STUCK")
        if how == "closed":
            os.close(terminal.master)
        else:
            terminal.process.send_signal(getattr(signal, how))
        assert terminal.process.wait(20) == (143 if how == "SIGTERM" else 129)
    finally:
        terminal.process.kill()
        terminal.process.wait()


def test_a_save_that_is_being_written_reaches_the_disk(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, SLOW)
    try:
        terminal.read_until(SHOWN)
        time.sleep(0.3)
        os.write(terminal.master, b"2")
        terminal.read_until(b"SYNC")
        os.close(terminal.master)
        terminal.process.send_signal(signal.SIGHUP)
        assert terminal.process.wait(20) == 129
    finally:
        terminal.process.kill()
        terminal.process.wait()
    assert SaveFolder(tmp_path).entries()[0].saved.decision == 2  # type: ignore[union-attr]


def test_a_process_that_goes_on_without_having_stopped_reads_keys_once(tmp_path: Path) -> None:
    with Terminal(tmp_path, CONTINUED) as terminal:
        terminal.read_until(SHOWN)
        for _ in range(3):
            time.sleep(0.3)
            terminal.process.send_signal(signal.SIGCONT)
        time.sleep(1)
        os.write(terminal.master, b"q")
        assert terminal.end() == (0, "LEFT OVER: []")


class Player:
    """`pmsim play` of the shipped short pack, on the controlling terminal of a session of its
    own."""

    def __init__(self, saves: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            command = [
                sys.executable,
                "-m",
                "pmsim",
                "play",
                "first_day",
                "--saves",
                str(saves),
                "--reduced-motion",
            ]
            os.environ["TERM"] = "xterm-256color"
            os.execv(
                sys.executable,
                [
                    *command,
                    *(
                        ["--new", "--start", "monday", "--seed", "5"]
                        if not SaveFolder(saves).slots()
                        else []
                    ),
                ],
            )
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.told = b""

    def read(self, seconds: float) -> bool:
        """Read what is printed within so many seconds; False if there was nothing."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            self.told += os.read(self.fd, 65536)
        except OSError:
            return False
        return True

    def close(self) -> int:
        """Close the terminal; the exit status of the process. Fails if it lives on."""
        os.close(self.fd)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("a terminal was closed, and its process lived on")


def test_a_closed_terminal_ends_the_process_and_loses_nothing_shown(tmp_path: Path) -> None:
    """The terminal closes 0 to 180 ms after a key, so before, in and after the save and the page
    that follows it."""
    saves, made = tmp_path / "saves", 0
    for number in range(size(3, ci=8, long=200)):
        player = Player(saves)
        while b"Decision" not in player.told:
            assert player.read(60), player.told[-300:]
        while player.read(0.3):
            pass
        player.told = b""
        os.write(player.fd, b"1")
        end = time.monotonic() + number % 16 * 0.012
        while (left := end - time.monotonic()) > 0:
            player.read(left)
        assert player.close() in (129, -signal.SIGHUP)
        if not SaveFolder(saves).slots():  # the first choice was not saved, nor shown
            assert b"Go on" not in player.told
            continue
        with Career.open(load_pack("first_day"), SaveFolder(saves), "first_day-1") as career:
            shown = b"Go on" in player.told
            assert made + shown <= len(career.session.choices) <= made + 1
            made = len(career.session.choices)
            if career.session.outcome is not None:
                career.rewind(1)
                made = 0
