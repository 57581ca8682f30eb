"""An author's own files: mended by `check --fix`, begun by `new`. Whole or not at all; nothing of theirs is ever written over unasked."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import monotonic

from pmsim.lang.characters import visible
from pmsim.store.atomic import Disk, write_atomically, write_preserving_links
from pmsim.store.packs import NoPackError
from pmsim.store.walk import walk


def overwrite_author_file(path: Path, content: bytes) -> None:
    """Put `content` into the file, which exists. A link stays a link to it. Raises NoPackError."""
    try:
        write_preserving_links(Disk(), path.resolve(strict=True), content)
    except OSError as error:
        raise _write_error(path, error) from error


def create_author_file(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, and the folders above it. Raises NoPackError: one is there, or it cannot be written; then
    nothing is left of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _write_error(path, error) from error
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise NoPackError(f"There is a {visible(str(path))} already. Nothing was written.") from error
    except OSError as error:
        raise _write_error(path, error) from error
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise _write_error(path, error) from error
        raise


def write_generated_file(path: Path, content: bytes) -> None:
    """Write a file that only pmsim writes, such as a schema, and the folder it is in. Raises NoPackError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return
        write_atomically(Disk(), path, content)
        path.chmod(0o644)
    except OSError as error:
        raise _write_error(path, error) from error


def _write_error(path: Path, error: OSError) -> NoPackError:
    return NoPackError(f"{visible(str(path))} cannot be written: {(error.strerror or type(error).__name__).lower()}.")


_DEBOUNCE_MS = 300
"""What is saved within so many milliseconds is one change: editors write a file in several steps."""
_POLL_MS = 500
"""How often it is looked whether anybody still wants to know, at the least."""
POLL_SECONDS = 1.0
"""Seconds between two looks at the files where the system does not tell of changes; more if a look takes a tenth of that."""
_HINTS = {
    "os error 24": " Close other programs that watch files, or raise the limit fs.inotify.max_user_instances.",
    "limit reached": " Close other programs that watch files, or raise the limit fs.inotify.max_user_watches.",
}


def can_watch() -> bool:
    """Whether the extra is installed."""
    return find_spec("watchfiles") is not None


def watch_problem(folder: Path, *, deep: bool) -> str:
    """Return why the system does not tell of changes in a folder, and what helps, in sentences; '' if it does. `deep`: and below it."""
    stop = Event()
    stop.set()
    try:
        for _ in _watch_system(folder, stop, deep):
            pass
    except Exception as error:  # noqa: BLE001  watchfiles has no type for them all
        return error_sentences(error)
    return ""


def error_sentences(error: Exception) -> str:
    """Return what ended watching, and what helps, in sentences."""
    text = str(error) or type(error).__name__
    reason = visible(text.partition(" about [")[0].rstrip("."))
    return f"{reason}.{next((hint for sign, hint in _HINTS.items() if sign in text), '')}"


def watch_changes(folder: Path, stop: Event, *, deep: bool = True, looking: bool = False) -> Iterator[None]:
    """Yield once after each time that YAML files in a folder were saved, made, moved or removed; end soon after `stop` is set.

    `deep`: or below the folder. `looking`: look at the files now and then, and ask nothing of the system."""
    return _poll_files(folder, stop, deep) if looking else _watch_system(folder, stop, deep)


def _watch_system(folder: Path, stop: Event, deep: bool) -> Iterator[None]:
    from watchfiles import watch

    said = watch(
        folder,
        watch_filter=lambda _, path: path.endswith(".yaml") and not Path(path).name.startswith("."),
        debounce=_DEBOUNCE_MS,
        rust_timeout=_POLL_MS,
        stop_event=stop,
        raise_interrupt=False,
        recursive=deep,
    )
    for _ in said:
        yield None


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
    """When each YAML file was last changed, and its size."""
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
