"""Writes to an author's own files: fixes by `check --fix`, new files by `new`, CSV row by row; and
the watch for changes in them.

Writes are atomic. Nothing here may overwrite an author's file unless the author asked for it."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import EISDIR
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from pmsim.lang import visible
from pmsim.store.atomic import Disk, write_atomically, write_preserving_links
from pmsim.store.errors import system_reason
from pmsim.store.folders import walk
from pmsim.store.packs import NoPackError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise NoPackError in place of an OSError of the system."""
    try:
        yield
    except OSError as error:
        reason = system_reason(error).lower()
        raise NoPackError(f"{visible(str(path))} cannot be written: {reason}.") from error


def overwrite_author_file(path: Path, content: bytes) -> None:
    """Replace the content of an existing file. A link stays a link to its file. Raises
    NoPackError."""
    with writing(path):
        write_preserving_links(Disk(), path.resolve(strict=True), content)


def create_author_file(path: Path, content: bytes) -> None:
    """Write a new file, and create the folders above it.

    Raises NoPackError if the file exists or cannot be written. A partly written file is removed."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("xb")
        except FileExistsError as error:
            raise NoPackError(
                f"There is a {visible(str(path))} already. Nothing was written."
            ) from error
        try:
            with file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def write_generated_file(path: Path, content: bytes) -> None:
    """Write a file that only pmsim writes, such as a schema, and create its folder. Raises
    NoPackError."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return
        write_atomically(Disk(), path, content)
        path.chmod(0o644)


_DEBOUNCE_MS = 300
"""Milliseconds in which several writes count as one change: editors save a file in several
steps."""
_POLL_MS = 500
"""Milliseconds at most between two checks of the stop event."""
POLL_SECONDS = 1.0
"""Seconds between two polls, where the system reports no changes; ten times a poll's duration if
that is longer."""
_HINTS = {
    "os error 24": (
        " Close other programs that watch files, or raise the limit fs.inotify.max_user_instances."
    ),
    "limit reached": (
        " Close other programs that watch files, or raise the limit fs.inotify.max_user_watches."
    ),
}


def can_watch() -> bool:
    """Return True if the `author` extra, which watches files, is installed."""
    return find_spec("watchfiles") is not None


def watch_problem(folder: Path, *, deep: bool) -> str:
    """Return why the system cannot report changes in a folder, and what helps, in sentences; '' if
    it can.

    `deep`: watch the folders below, too."""
    stop = Event()
    stop.set()
    try:
        for _ in _watch_system(folder, stop, deep):
            pass
    except Exception as error:  # noqa: BLE001  watchfiles' errors have no common type
        return error_sentences(error)
    return ""


def error_sentences(error: Exception) -> str:
    """Return the error that ended watching, and what helps, in sentences."""
    text = str(error) or type(error).__name__
    reason = visible(text.partition(" about [")[0].rstrip("."))
    return f"{reason}.{next((hint for sign, hint in _HINTS.items() if sign in text), '')}"


def watch_changes(
    folder: Path, stop: Event, *, deep: bool = True, looking: bool = False
) -> Iterator[None]:
    """Yield once after each time that YAML files in a folder were saved, made, moved or removed.
    End soon after `stop` is set.

    `deep`: watch the folders below, too. `looking`: poll the files instead of asking the system."""
    return _poll_files(folder, stop, deep) if looking else _watch_system(folder, stop, deep)


def _watch_system(folder: Path, stop: Event, deep: bool) -> Iterator[None]:
    from watchfiles import watch

    changes = watch(
        folder,
        watch_filter=lambda _, path: path.endswith(".yaml") and not Path(path).name.startswith("."),
        debounce=_DEBOUNCE_MS,
        rust_timeout=_POLL_MS,
        stop_event=stop,
        raise_interrupt=False,
        recursive=deep,
    )
    yield from (None for _ in changes)


def _poll_files(folder: Path, stop: Event, deep: bool) -> Iterator[None]:
    before, pause = _file_stamps(folder, deep), POLL_SECONDS
    while not stop.wait(pause):
        began = monotonic()
        now = _file_stamps(folder, deep)
        pause = max(POLL_SECONDS, 10 * (monotonic() - began))
        if now != before:
            before = now
            yield None


def _file_stamps(folder: Path, deep: bool) -> Mapping[Path, tuple[int, int]]:
    """Return each YAML file's time of last change and its size."""
    stamps = {}
    for at, folders, names in walk(folder):
        if not deep:
            folders.clear()
        for name in names:
            with suppress(OSError):
                if name.endswith(".yaml"):
                    status = (at / name).stat()
                    stamps[at / name] = (status.st_mtime_ns, status.st_size)
    return stamps


class CsvWriter:
    """A context manager: `with CsvWriter(path, header) as rows: rows.add_rows(…)`. Leaving it
    without an error replaces the file at `path`.

    It writes straight to a path that is not a regular file (a pipe, a terminal). Every method
    raises NoPackError."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._given_path = path
        with writing(path):
            self._path = path.resolve()
            if path.is_dir():
                raise IsADirectoryError(EISDIR, "it is a folder")
            straight = self._path.exists() and not self._path.is_file()
            partial = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
            self._partial = None if straight else partial
            self._file = (self._partial or self._path).open("w", newline="", encoding="utf-8")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self.add_rows([header])

    def add_rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write more rows."""
        with writing(self._given_path):
            self._writer.writerows(rows)
            self._file.flush()

    def __enter__(self) -> "CsvWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with writing(self._given_path) if kind is None else suppress(OSError):
            try:
                self._file.close()
                if self._partial is not None and kind is None:
                    self._partial.replace(self._path)
            finally:
                if self._partial is not None:
                    self._partial.unlink(missing_ok=True)
