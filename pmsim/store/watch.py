"""Waiting for somebody to save a file. The only room that knows watchfiles, which comes with the extra `author`."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import monotonic

from pmsim.lang.characters import visible
from pmsim.store.walk import walk

_TOGETHER_MS = 300
"""What is saved within so many milliseconds is one change: editors write a file in several steps."""
_LOOK_MS = 500
"""How often it is looked whether anybody still wants to know, at the least."""
LOOK_S = 1.0
"""Seconds between two looks at the files where the system does not tell of changes; more if a look takes a tenth of that."""
_HELP = {
    "os error 24": " Close other programs that watch files, or raise the limit fs.inotify.max_user_instances.",
    "limit reached": " Close other programs that watch files, or raise the limit fs.inotify.max_user_watches.",
}


def can_watch() -> bool:
    """Whether the extra is installed."""
    return find_spec("watchfiles") is not None


def refusal(folder: Path, *, deep: bool) -> str:
    """Return why the system does not tell of changes in a folder, and what helps, in sentences; '' if it does. `deep`: and below it."""
    stop = Event()
    stop.set()
    try:
        for _ in _told(folder, stop, deep):
            pass
    except Exception as error:  # noqa: BLE001  watchfiles has no type for them all
        return why(error)
    return ""


def why(error: Exception) -> str:
    """Return what ended watching, and what helps, in sentences."""
    text = str(error) or type(error).__name__
    reason = visible(text.partition(" about [")[0].rstrip("."))
    return f"{reason}.{next((hint for sign, hint in _HELP.items() if sign in text), '')}"


def changes(folder: Path, stop: Event, *, deep: bool = True, looking: bool = False) -> Iterator[None]:
    """Yield once after each time that YAML files in a folder were saved, made, moved or removed; end soon after `stop` is set.

    `deep`: or below the folder. `looking`: look at the files now and then, and ask nothing of the system."""
    return _seen(folder, stop, deep) if looking else _told(folder, stop, deep)


def _told(folder: Path, stop: Event, deep: bool) -> Iterator[None]:
    from watchfiles import watch

    said = watch(
        folder,
        watch_filter=lambda _, path: path.endswith(".yaml") and not Path(path).name.startswith("."),
        debounce=_TOGETHER_MS,
        rust_timeout=_LOOK_MS,
        stop_event=stop,
        raise_interrupt=False,
        recursive=deep,
    )
    for _ in said:
        yield None


def _seen(folder: Path, stop: Event, deep: bool) -> Iterator[None]:
    before, pause = _stamps(folder, deep), LOOK_S
    while not stop.wait(pause):
        began = monotonic()
        now = _stamps(folder, deep)
        pause = max(LOOK_S, 10 * (monotonic() - began))
        if now != before:
            before = now
            yield None


def _stamps(folder: Path, deep: bool) -> Mapping[Path, tuple[int, int]]:
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
