"""A process in a pseudo-terminal: one visitor's game. It ends as in a terminal that closes, so
everything that holds there holds here; each decision is on disk before the next is asked."""

import asyncio
import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

GRACE_SECONDS = 10.0
"""Seconds that a game has to end by itself."""
MAX_COLUMNS, MAX_ROWS = 400, 200
_CHUNK = 64 * 1024


class TerminalSize(NamedTuple):
    """Columns and rows of a terminal."""

    columns: int = 80
    rows: int = 24

    @property
    def packed(self) -> bytes:
        """Return the size as the system takes it, kept within what a screen can have."""
        rows, columns = (
            max(1, min(value, most))
            for value, most in ((self.rows, MAX_ROWS), (self.columns, MAX_COLUMNS))
        )
        return struct.pack("HHHH", rows, columns, 0, 0)


def game_command(pack: str) -> list[str]:
    """Return the command that plays a pack: on from the last career, or from the menu."""
    return [sys.executable, "-P", "-m", "pmsim", "play", pack]


class GameTerminal:
    """A running game. `start` makes one; `stop` ends it, and may be called again."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, handle: int
    ) -> None:
        self._process = process
        self._reader = reader
        self._handle: int | None = handle

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        size: TerminalSize,
    ) -> "GameTerminal":
        """Start a game in a folder, which is created. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, inner = os.openpty()
        try:
            fcntl.ioctl(inner, termios.TIOCSWINSZ, size.packed)
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=inner,
                stdout=inner,
                stderr=inner,
                cwd=folder,
                env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
                | {"PYTHONUTF8": "1", **environment},
                start_new_session=True,
            )
        except BaseException:
            os.close(handle)
            raise
        finally:
            os.close(inner)
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(os.dup(handle), "rb", 0)
        )
        return cls(process, reader, handle)

    async def output(self) -> AsyncIterator[bytes]:
        """Yield what the game writes, until it ends."""
        with suppress(OSError):  # the end of a pseudo-terminal is an error to its reader
            while data := await self._reader.read(_CHUNK):
                yield data

    def write(self, keys: bytes) -> None:
        """Hand keys to the game; drop what a busy game leaves no room for."""
        if self._handle is not None:
            with suppress(OSError):
                os.write(self._handle, keys)

    def resize(self, size: TerminalSize) -> None:
        """Tell the game the size of its window."""
        if self._handle is not None:
            with suppress(OSError):
                fcntl.ioctl(self._handle, termios.TIOCSWINSZ, size.packed)
                self._process.send_signal(signal.SIGWINCH)

    async def stop(self) -> None:
        """End the game, by force after `GRACE_SECONDS`."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGHUP)
        try:
            await asyncio.wait_for(self._process.wait(), GRACE_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
