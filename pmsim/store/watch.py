"""Waiting for somebody to save a file. The only room that knows watchfiles, which comes with the extra `author`."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Event

_TOGETHER_MS = 300
"""What is saved within so many milliseconds is one change: editors write a file in several steps."""
_LOOK_MS = 500
"""How often it is looked whether anybody still wants to know, at the least."""


def can_watch() -> bool:
    """Whether the extra is installed."""
    return find_spec("watchfiles") is not None


def changes(folder: Path, stop: Event) -> Iterator[None]:
    """Once after each time that YAML files below a folder were saved, made, moved or removed; ends soon after `stop` is set."""
    from watchfiles import watch

    said = watch(
        folder,
        watch_filter=lambda _, path: path.endswith(".yaml") and not Path(path).name.startswith("."),
        debounce=_TOGETHER_MS,
        rust_timeout=_LOOK_MS,
        stop_event=stop,
        raise_interrupt=False,
    )
    for _ in said:
        yield None
