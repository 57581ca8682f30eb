"""The search for turning points in a process of its own, so that the screen never waits for it."""

import signal
import sys
from contextlib import redirect_stderr, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection

from pmsim.analysis.turning_points import Crossroads
from pmsim.ui.present.roads import RoadRequest

START_ERRORS = (OSError, ImportError, RuntimeError)
"""Errors that Python raises where there are no more processes or descriptors."""
SearchState = float | tuple[Crossroads, ...] | None
"""The part done (0 to 1), the turning points, or None if the process was lost."""


class RoadWorker:
    """One search under way. `state`: as it was at the last `poll`."""

    def __init__(self, request: RoadRequest) -> None:
        """Start the search. Raises one of `START_ERRORS` if the system has no process for it."""
        context = get_context("spawn")
        self.state: SearchState = 0.0
        self._receiver, sender = context.Pipe(duplex=False)
        # without what was compiled of it, which is not picklable
        portable = request._replace(program=replace(request.program))
        self._process = context.Process(target=_search, args=(sender, portable), daemon=True)
        # Textual's own standard error has no descriptor, which `start` asks for
        with redirect_stderr(sys.__stderr__):
            self._process.start()
        sender.close()

    def poll(self) -> SearchState:
        """Return the newest state of the search."""
        try:
            while isinstance(self.state, float) and self._receiver.poll():
                self.state = self._receiver.recv()
        except (EOFError, OSError):
            self.state = None
        return self.state

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()
        self._receiver.close()


def _search(sender: Connection, request: RoadRequest) -> None:
    """Search, and send every part done, then the turning points."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        sender.send(request.find(sender.send))
