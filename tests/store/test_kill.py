"""kill -9, at every file-system step in turn and at any moment: what was shown is on disk, and
every save loads."""

import random
import subprocess
import sys
import time
from pathlib import Path

from pmsim.play.state_encoding import digest
from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder
from tests import tiny
from tests.sizes import size
from tests.store.disks import Quick

ROOT = Path(__file__).parents[2]


def player(folder: Path, step: int) -> "subprocess.Popen[str]":
    """A child that plays in the folder until the step, or for ever."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.player", str(folder), str(step)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def ended(child: "subprocess.Popen[str]") -> list[str]:
    """What it had shown when it was killed."""
    out, error = child.communicate(timeout=60)
    assert child.returncode == -9, error
    return [
        line
        for line in out.split("\n")
        if line.count(" ") == 2 and len(line.rsplit(" ", 1)[1]) == 64
    ]


def opened(folder: Path) -> Career:
    """The career last played, as it comes back, without a word of damage."""
    saves = SaveFolder(folder, Quick())
    career = Career.open(tiny.pack(), saves, saves.entries()[0].slot)
    assert career.notes == ()
    return career


def holds(folder: Path, shown: list[str]) -> None:
    """The career stands where it was last shown, or one move further (a choice, or back to where
    one was made). Before its first choice there is none."""
    if not shown or not SaveFolder(folder).slots():
        assert all(line.startswith("1 ") for line in shown)
        return
    with opened(folder) as career:
        session = career.session
        assert session.offered or session.outcome
        nodes, at, seen = shown[-1].split(" ")
        assert len(session.nodes) in (int(nodes), int(nodes) + 1)
        assert digest(session.program, session.nodes[int(at)].turn.state) == seen
        back = [node.number for node in session.path(int(at))]
        assert session.at in back or session.node.parent == int(at)


def test_a_kill_before_each_step_loses_nothing_shown(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    for number in range(size(20, ci=40, long=2_000)):
        holds(folder, ended(player(folder, 1 + number * 3 if number < 40 else 1 + number % 97)))


def test_a_kill_at_any_moment_loses_nothing_shown(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    moment = random.Random(7)
    for _ in range(size(4, ci=12, long=1_000)):
        child = player(folder, 0)
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(moment.random() * 0.15)
        child.kill()
        holds(folder, [first.strip(), *ended(child)])
