"""The terminal under the app: ending the process when it closes or a signal arrives, and the driver
that draws on it."""

import asyncio
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from types import FrameType
from typing import Any

from textual.app import App
from textual.driver import Driver

from pmsim.store.atomic import WRITE_LOCK
from pmsim.store.folders import REPORT_FILE

SIGNALS = ("SIGTERM", "SIGHUP")
TERMINAL_GONE_STATUS = 129
"""Exit status when the terminal is gone: that of a SIGHUP."""
POLL_SECONDS = 0.5
"""Seconds between two checks of the terminal."""
GRACE_SECONDS = 5.0
"""Seconds that the app has for an orderly exit, and a save for reaching the disk."""


def terminal_is_open() -> bool:
    """Return True while the terminal that keys come from is open."""
    try:
        os.get_terminal_size(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0)
    except OSError:
        return False
    return True


class TerminalGuard:
    """A thread that ends the process when a signal arrives or the terminal closes. The app's own
    thread may be blocked by a terminal that does not read any more.

    While the terminal is open, the guard asks the app to exit, so that the app restores the
    terminal. When it is gone, there is nothing to restore."""

    def __init__(self, leave: Callable[[int], object]) -> None:
        """Start the guard. `leave` asks the app to end with an exit status; the guard's thread
        calls it."""
        self.leave = leave
        self.exit_requests: queue.SimpleQueue[int] = (
            queue.SimpleQueue()
        )  # its `put` is reentrant, so a signal handler may call it during a `put`
        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        self.previous_handlers = {
            number: signal.signal(number, self._signalled) for number in numbers
        }
        threading.Thread(target=self._watch, name="pmsim-guard", daemon=True).start()

    def stop(self) -> None:
        """Stop the guard, and restore the previous signal handlers."""
        for number, handler in self.previous_handlers.items():
            signal.signal(number, handler)
        self.exit_requests.put(0)

    def _signalled(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.exit_requests.put(128 + number)

    def _watch(self) -> None:
        status = None
        while status is None:
            try:
                status = self.exit_requests.get(timeout=POLL_SECONDS)
            except queue.Empty:
                status = None if terminal_is_open() else TERMINAL_GONE_STATUS
        if not status:
            return
        if terminal_is_open():
            self.leave(status)
            end = time.monotonic() + GRACE_SECONDS
            while terminal_is_open() and time.monotonic() < end:
                time.sleep(0.05)
        WRITE_LOCK.acquire(timeout=GRACE_SECONDS)
        os._exit(status)


def start_guard(app: App[Any]) -> TerminalGuard:
    """Start a guard of a running app."""
    loop, context = asyncio.get_running_loop(), copy_context()

    def leave(status: int) -> None:
        with suppress(RuntimeError):  # the loop has ended, and the process is about to
            loop.call_soon_threadsafe(app.exit, None, status, context=context)

    return TerminalGuard(leave)


class _SteadyDriver(Driver):
    """A driver that stops before it starts again, and draws on standard output.

    Textual's own driver starts once more at every SIGCONT, which the system also sends when a
    terminal closes. It then has two threads that read keys, and ends only one. On Linux and macOS
    it draws on standard error, which may go into a file."""

    def __init__(self, app: App[Any], **how: Any) -> None:
        super().__init__(app, **how)
        self.app, self.loop = app, asyncio.get_running_loop()
        self.suspended = False
        out = sys.__stdout__
        if out is not None and sys.platform != "win32":
            # the driver's writing thread uses this stream; characters that the encoding lacks
            # become question marks
            self._file = os.fdopen(
                out.fileno(), "w", encoding=out.encoding, errors="replace", closefd=False
            )

    def suspend_application_mode(self) -> None:
        self.suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        if self.suspended:
            self.suspended = False
            super().resume_application_mode()
        else:
            # this runs in a signal handler, which may have interrupted a write
            self.loop.call_soon_threadsafe(self.restart)

    def restart(self) -> None:
        """Set up the terminal and draw again: a shell may have used it while the process was
        stopped."""
        if self.app.is_running and not self.suspended:
            self.suspend_application_mode()
            self.resume_application_mode()


def steady_driver(driver: type[Driver]) -> type[Driver]:
    """Return a driver of the same kind that draws on standard output and starts again only after it
    has stopped."""
    return type(driver.__name__, (_SteadyDriver, driver), {})


def write_fault_report(error: BaseException, saved_at: int, folder: Path | None) -> str:
    """Write a report of a fault into a folder; return the sentence for the player. `saved_at`: the
    decision that is on disk, 0 for none."""
    saved_sentence = f" Your career is saved at Decision {saved_at}." if saved_at else ""
    sentence = f"Something broke, and it was not you.{saved_sentence}"
    if folder is None:
        return sentence
    path = folder / REPORT_FILE
    text = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return f"{sentence}\n{text}"
    return f"{sentence} Details: {path}"
