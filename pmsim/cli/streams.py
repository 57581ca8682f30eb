"""The standard streams as every command may rely on them: there is always one, and only standard output can fail, in one way."""

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class OutputError(Exception):
    """Standard output does not take what is written to it. Not an OSError, so that no command takes it for a fault of its own files.

    `quiet`: the reader of a pipe has gone, which is no fault."""

    def __init__(self, error: OSError) -> None:
        self.quiet = error.errno == errno.EPIPE
        super().__init__(f"Standard output cannot be written: {(error.strerror or type(error).__name__).lower()}.")


class _Stream(io.RawIOBase):
    """A standard stream in which the errors of the system are handled by the subclass."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()


class _Input(_Stream):
    """Standard input. What cannot be read has ended: the terminal is gone, or the stream was opened for writing."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # typeshed has a name for it that Python has not
        with suppress(OSError):
            return self._raw.readinto(buffer)
        return 0


class _Output(_Stream):
    """Standard output. Raises OutputError once; what is written afterwards, on the way out, goes nowhere."""

    is_lost = False

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        left = memoryview(data)
        while left and not self.is_lost:
            try:
                count = self._raw.write(left)
            except OSError as error:
                self.is_lost = True
                self.handle_error(error)
            else:
                left = left[count or 0 :]
                if count is None:  # whoever started us has set the stream not to wait
                    select.select((), (self,), ())
        return len(data)

    def handle_error(self, error: OSError) -> None:
        raise OutputError(error)


class _ErrorOutput(_Output):
    """Standard error. No command ends otherwise because nobody can hear it."""

    def handle_error(self, error: OSError) -> None:
        """Go on."""


def prompts_to_stderr() -> bool:
    """Tell whether questions belong on standard error, because standard output is no terminal. Where it is one they are asked there:
    standard error may go into a file, and the question with it. Call this before anything is asked."""
    if not sys.stdout.isatty():
        return True
    with suppress(ImportError):
        import readline  # noqa: F401  without it `input` writes its prompt to standard error, wherever that goes
    return False


_STREAM_CLASSES: dict[str, type[_Stream]] = {"stdin": _Input, "stdout": _Output, "stderr": _ErrorOutput}


@contextmanager
def standard_streams() -> Iterator[None]:
    """Put these streams in the place of Python's while a command runs. Streams that somebody has replaced (a test) are left alone.

    A stream that is closed becomes the null device: input has ended, output goes nowhere. It gets the number that was free, so that no file
    which is opened later is taken for standard output."""
    before = {name: getattr(sys, name) for name in _STREAM_CLASSES}
    for name, kind in _STREAM_CLASSES.items():
        if getattr(sys, f"__{name}__") is None:
            handle = os.open(os.devnull, os.O_RDWR)
            null = os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8", errors="replace", closefd=False)
            setattr(sys, f"__{name}__", null)
            setattr(sys, name, null)
        elif before[name] is getattr(sys, f"__{name}__"):
            setattr(sys, name, _wrap_stream(before[name], kind))
    try:
        yield
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)


def _wrap_stream(stream: Any, kind: type[_Stream]) -> io.TextIOWrapper:
    """The same stream over a raw one of `kind`; characters that its encoding has not got are replaced."""
    raw = kind(getattr(stream.buffer, "raw", stream.buffer))
    if kind is _Input:
        return io.TextIOWrapper(io.BufferedReader(raw), stream.encoding, "replace")
    through, lines = stream.write_through, stream.line_buffering
    buffer: Any = raw if through else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, stream.encoding, "replace", "\n", lines, through)
