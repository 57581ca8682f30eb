"""A player in a process of its own, for `test_kill`: plays, says what it has shown, and ends itself
before a named file-system step.

python -m tests.store.player FOLDER STEP
"""

import os
import signal
import sys
from pathlib import Path

from pmsim.play.state_encoding import digest
from pmsim.store.saves import SaveFolder
from tests import tiny
from tests.store.disks import Faulty
from tests.store.opening import open_or_begin


def kill() -> None:
    """As a power cut: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, step: int) -> None:
    """Play for ever; the last line written is what a player has seen."""
    disk = Faulty(step, instead=kill)
    career = open_or_begin(tiny.pack(), SaveFolder(Path(folder), disk), seed=5)
    count = 0
    while True:
        session = career.session
        sys.stdout.write(
            f"{len(session.nodes)} {session.at} {digest(session.program, session.position)}\n"
        )
        sys.stdout.flush()
        opened = [offer.id for offer in session.offered if not offer.closed]
        count += 1
        if opened and count % 7:
            career.act(opened[(count * 3 + step) % len(opened)])
        else:
            career.rewind(1 + session.position.decisions // 3)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
