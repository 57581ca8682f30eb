"""The Textual front end in a real terminal: how it is left by a fault of ours and by a polite
kill."""

import fcntl
import os
import pty
import re
import select
import shutil
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
from pmsim.store.career import PlayableCareer
from pmsim.ui.tui.app import InitialView, Pmsim, run_app
from tests.ui.tiny import pack

class Broken(PlayableCareer):
    is_saved = True

    def act(self, action):
        raise RuntimeError("a screen broke")

app = Pmsim(InitialView(None, Broken(Session(pack(), "fumes", 7))), reports=Path(sys.argv[1]))
sys.exit(run_app(app))
"""
SHOWN, LEFT = b"Decision 1", b"\x1b[?1049l"


class Terminal:
    """A process on a pseudo terminal of 100 x 30. `words`: what pmsim is called with, instead of
    a player who breaks; `talk`: a shell's redirection of standard error."""

    def __init__(
        self,
        folder: Path,
        player: str = PLAYER,
        words: tuple[str, ...] | None = None,
        talk: str = "",
        **environment: str,
    ) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        surroundings = {
            **os.environ,
            "TERM": "xterm-256color",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        command = ["-c", player, str(folder)] if words is None else ["-m", "pmsim", *words]
        shell = ["sh", "-c", f'exec "$@" {talk}', "sh", sys.executable, *command]
        self.process = subprocess.Popen(
            shell,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=surroundings,
            cwd=folder,
            start_new_session=True,
        )
        os.close(slave)
        self.told = b""

    def read_until(self, mark: bytes, seconds: float = 30) -> None:
        """Read until the mark was printed; fails when it takes too long."""
        end = time.monotonic() + seconds
        while mark not in self.told:
            assert select.select([self.master], [], [], max(end - time.monotonic(), 0))[0], (
                self.told[-300:]
            )
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
    assert (
        said == "Something broke, and it was not you. Your career is saved at Decision 1. Details:"
        f" {report}"
    )
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


@pytest.mark.parametrize("talk", ["2>log", "2>/dev/null", "2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    "words", [(), ("play", "first_day"), ("play", "mine", "--watch")], ids=["menu", "play", "watch"]
)
@pytest.mark.cases(4)
def test_the_game_is_drawn_on_the_terminal_wherever_talk_goes(
    words: tuple[str, ...], talk: str, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "scenarios" / "first_day", tmp_path / "mine")
    with Terminal(
        tmp_path, words=words, talk=talk, PMSIM_SAVES=str(tmp_path / "saves")
    ) as terminal:
        terminal.read_until(SHOWN if words else b"A new career")
        # every two seconds it is looked whether the terminal is there
        time.sleep(2.3 if words == ("play", "first_day") else 0.3)
        assert terminal.process.poll() is None
        os.write(terminal.master, b"q")
        assert terminal.end()[0] == 0
    if talk == "2>log":
        assert b"\x1b" not in (tmp_path / "log").read_bytes()


def test_a_question_is_asked_on_the_terminal_wherever_talk_goes(tmp_path: Path) -> None:
    """A save that does not load, with one before it that does."""
    saves = {"PMSIM_SAVES": str(tmp_path / "saves")}
    command = [sys.executable, "-m", "pmsim", "play", "first_day", "--plain"]
    subprocess.run(
        command,
        input=b"1\n\n" * 4 + b"quit\n",
        env={**os.environ, **saves},
        capture_output=True,
        check=True,
    )
    (tmp_path / "saves" / "first_day-1.json").write_bytes(b"{")
    with Terminal(tmp_path, words=("play", "first_day"), talk="2>log", **saves) as terminal:
        terminal.read_until(b"Play on from that one? The other is kept. (yes, no)")
        assert b"The save first_day-1 does not load." in terminal.told
        os.write(terminal.master, b"yes\n")
        terminal.read_until(b"\x1b[?1049h")
        terminal.read_until(b"Timeline")
        time.sleep(0.3)
        os.write(terminal.master, b"q")
        assert terminal.end()[0] == 0


@pytest.mark.parametrize("name", ["saves", "packs"])
def test_what_is_removed_is_asked_on_the_terminal(name: str, tmp_path: Path) -> None:
    places = {"PMSIM_SAVES": str(tmp_path / "saves"), "PMSIM_PACKS": str(tmp_path / "packs")}
    pmsim, environment = [sys.executable, "-m", "pmsim"], {**os.environ, **places}
    subprocess.run(
        [*pmsim, "play", "first_day", "--plain"],
        input=b"1\nquit\n",
        env=environment,
        capture_output=True,
        check=True,
    )
    shutil.copytree(ROOT / "scenarios" / "first_day", tmp_path / "packs" / "quay")
    removed = "first_day-1" if name == "saves" else "quay"
    with Terminal(tmp_path, words=(name, "remove", removed), talk="2>log", **places) as terminal:
        terminal.read_until(f"Remove {removed} for good?".encode())
        os.write(terminal.master, b"y\n")
        assert terminal.process.wait(30) == 0
    assert (tmp_path / "log").read_text(encoding="utf-8") == f"Removed: {removed}\n"


@pytest.mark.parametrize(("value", "coloured"), [("", True), ("0", False), ("1", False)])
def test_no_color_set_to_nothing_is_none(value: str, coloured: bool, tmp_path: Path) -> None:
    with Terminal(
        tmp_path, words=("play", "first_day"), NO_COLOR=value, PMSIM_SAVES=str(tmp_path / "saves")
    ) as terminal:
        terminal.read_until(SHOWN)
        time.sleep(0.3)
        os.write(terminal.master, b"q")
        assert terminal.end()[0] == 0
    assert bool(re.search(rb"\x1b\[[0-9;]*[34]8;", terminal.told)) == coloured
