"""The search for turning points in a process of its own, so that the screen never waits for it."""

import signal
import sys
from contextlib import redirect_stderr, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock, Thread

from pmsim.analysis.turning_points import Crossroads
from pmsim.ui.present.roads import RoadRequest

SearchState = float | tuple[Crossroads, ...] | None
"""The part done (0 to 1), the turning points, or None if there is no process for it."""


class RoadWorker:
    """One search under way. `state`: how far it is, and at last what it found.

    A thread starts the process and reads from it: both may take a while."""

    def __init__(self, request: RoadRequest) -> None:
        self.state: SearchState = 0.0
        self._lock = Lock()
        self._is_closed = False
        self._process: SpawnProcess | None = None
        # without what was compiled of it, which is not picklable
        portable = request._replace(program=replace(request.program))
        Thread(target=self._run, args=(portable,), daemon=True).start()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.terminate()

    def _run(self, request: RoadRequest) -> None:
        context = get_context("spawn")
        own, other = context.Pipe()
        process = context.Process(target=_search, args=(other,), daemon=True)
        try:
            with self._lock:
                if self._is_closed:
                    return
                # Textual's own standard error has no descriptor, which `start` asks for
                with redirect_stderr(sys.__stderr__):
                    process.start()
                self._process = process
            other.close()
            own.send(request)
            while isinstance(self.state, float):
                self.state = own.recv()
        except (OSError, EOFError, ImportError, RuntimeError):
            self.state = None
        finally:
            own.close()
            other.close()
        process.join()


def _search(connection: Connection) -> None:
    """Receive a request over the connection and search for its turning points. Send the part done
    (0 to 1) again and again, and at last the turning points."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, EOFError):
        request: RoadRequest = connection.recv()
        connection.send(request.find(connection.send))
