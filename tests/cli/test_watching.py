"""`play --watch`, with a real file, a real folder watched and a real process that is talked to in lines."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pmsim.cli.asked import Asked
from pmsim.cli.watching import read_again

ROOT = Path(__file__).parents[2]
SCENARIO = """\
language: 1
title: The Lift
scenes:
  doors:
    text: |
      The lift stops between two floors.
    choices:
      - id: ring
        label: |
          Ring the bell.
        goto: voice
      - id: wait
        label: |
          Wait.
  voice:
    text: |
      A voice asks which lift.
    choices:
      - id: this
        label: |
          "This one."
      - id: hang_up
        label: |
          Say nothing.
"""


class Played:
    """A `pmsim play FILE --watch --plain` that is running, and all it has said."""

    def __init__(self, file: Path, folder: Path) -> None:
        words = [sys.executable, "-m", "pmsim", "play", str(file), "--watch", "--plain", "--saves", str(folder)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = ""
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        self.listener.join()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()

    def type(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def until(self, words: str, typing: str | None = None) -> None:
        """Until it has said something; `typing` meanwhile, so that it looks whether there is something to say."""
        for _ in range(300):
            if words in self.said:
                return
            if typing is not None:
                self.type(typing)
            time.sleep(0.1)
        raise AssertionError(f"{words!r} was not said:\n{self.said}")


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    (tmp_path / "lift.yaml").write_text(SCENARIO, encoding="utf-8")
    game = Played(tmp_path / "lift.yaml", tmp_path / "saves")
    yield game
    game.stop()


def test_a_saved_file_is_read_again_at_the_same_decision(played: Played, tmp_path: Path) -> None:
    file = tmp_path / "lift.yaml"
    played.until("Ring the bell.")
    played.type("1")
    played.until("A voice asks")
    file.write_text(SCENARIO.replace("which lift", "whose lift"), encoding="utf-8")
    played.until("A voice asks whose lift.", "stats")
    file.write_text(SCENARIO.replace("goto: voice", "goto: voise"), encoding="utf-8")
    played.until("There is no scene called `voise`.", "stats")
    assert "Did you mean `voice`?" in played.said
    file.write_text(SCENARIO.replace("id: ring", "id: shout"), encoding="utf-8")
    played.until("`ring` is not open any more; Decision 1 is the last that stands.", "stats")
    played.type("quit")
    assert played.process.wait(20) == 0
    assert not (tmp_path / "saves").exists()
    assert "Saved at" not in played.said


def test_a_file_that_does_not_load_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "lift.yaml"
    file.write_text(SCENARIO.replace("goto: voice", "goto: voise"), encoding="utf-8")
    game = Played(file, tmp_path / "saves")
    try:
        game.until("Waiting for lift.yaml to be saved again")
        for _ in range(300):
            file.write_text(SCENARIO, encoding="utf-8")
            if "Ring the bell." in game.said:
                break
            time.sleep(0.2)
        game.until("Ring the bell.")
    finally:
        game.stop()


@pytest.mark.parametrize(("career", "name"), [(False, "first_day.the_railway"), (True, "first_day")])
def test_what_is_read_again_is_what_was_asked_for(career: bool, name: str) -> None:
    edited = read_again(Asked(str(ROOT / "scenarios" / "first_day" / "the_railway.yaml"), career=career))
    assert edited.pack is not None
    assert edited.pack.id == name


def test_what_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pmsim", "play", str(tmp_path / "lfit.yaml"), "--watch", "--plain"]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "There is no pack or file called" in found.stderr
