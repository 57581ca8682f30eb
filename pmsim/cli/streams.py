"""Reliable standard streams for every command: all three always exist, and only standard output can
fail, with OutputError."""

import errno
import io
import os
import select
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


class OutputError(Exception):
    """A failed write to standard output. It is no OSError, so that no command mistakes it for an
    error of its own files.

    `quiet`: the reader of a pipe has ended, which is no failure."""

    def __init__(self, error: OSError) -> None:
        self.quiet = error.errno == errno.EPIPE
        super().__init__(
            "Standard output cannot be written:"
            f" {(error.strerror or type(error).__name__).lower()}."
        )


class _Stream(io.RawIOBase):
    """A standard stream whose subclasses handle the errors of the system."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()


class _Input(_Stream):
    """Standard input. A read error counts as its end: the terminal is gone, or the stream was
    opened for writing."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # typeshed names the parameter otherwise than Python
        with suppress(OSError):
            return self._raw.readinto(buffer)
        return 0


class _Output(_Stream):
    """Standard output. Raises OutputError once; later writes, while the process ends, go
    nowhere."""

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
                if count is None:  # the parent process has made the stream non-blocking
                    select.select((), (self,), ())
        return len(data)

    def handle_error(self, error: OSError) -> None:
        raise OutputError(error)


class _ErrorOutput(_Output):
    """Standard error. A failed write changes nothing in how a command ends."""

    def handle_error(self, error: OSError) -> None:
        """Ignore the error."""


def prompts_to_stderr() -> bool:
    """Return True if questions belong on standard error, because standard output is no terminal.
    Call this before asking anything.

    If standard output is a terminal, ask there: standard error may go into a file, and the question
    with it."""
    if not sys.stdout.isatty():
        return True
    with suppress(ImportError):
        import readline  # noqa: F401  without it `input` writes its prompt to standard error
    return False


_STREAM_CLASSES: dict[str, type[_Stream]] = {
    "stdin": _Input,
    "stdout": _Output,
    "stderr": _ErrorOutput,
}


@contextmanager
def standard_streams() -> Iterator[None]:
    """Replace Python's standard streams by these while a command runs. Leave alone streams that a
    caller (a test) has replaced.

    A closed stream becomes the null device: input has ended, output goes nowhere. The null device
    takes the free descriptor, so that no file opened later becomes standard output."""
    before = {name: getattr(sys, name) for name in _STREAM_CLASSES}
    for name, kind in _STREAM_CLASSES.items():
        if getattr(sys, f"__{name}__") is None:
            handle = os.open(os.devnull, os.O_RDWR)
            null = os.fdopen(
                handle,
                "r" if name == "stdin" else "w",
                encoding="utf-8",
                errors="replace",
                closefd=False,
            )
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
    """Return the same stream over a raw one of `kind`. Characters that its encoding lacks are
    replaced."""
    raw = kind(getattr(stream.buffer, "raw", stream.buffer))
    if kind is _Input:
        return io.TextIOWrapper(io.BufferedReader(raw), stream.encoding, "replace")
    through, lines = stream.write_through, stream.line_buffering
    buffer: Any = raw if through else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, stream.encoding, "replace", "\n", lines, through)


def echo_json(value: object) -> None:
    """Print a value as JSON."""
    import json

    import click

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_result(text: str, out: Path | None) -> None:
    """Write a text to a file, or without one to standard output. Raises click.ClickException."""
    import click

    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(
            f"{out} cannot be written: {error.strerror}. --out names another file."
        ) from error
    click.echo(f"Written: {out}", err=True)


def terminal_columns() -> int:
    """Return the columns of the terminal, 0 if there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
