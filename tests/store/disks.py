"""File systems that go wrong on purpose, at a step that is named by its number."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmsim.store.atomic import Disk, FileLock


class Killed(BaseException):
    """The process ends here, as far as the disk can tell."""


class Quick(Disk):
    """Does not wait for the platters: for tests that save thousands of times."""

    def sync(self, handle: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass


class Unlocked(Quick):
    """A file system without locks, as some network ones are."""

    def lock(self, path: Path) -> FileLock | None:
        return FileLock(os.open(os.devnull, os.O_RDONLY))


class Faulty(Quick):
    """Before step `at` (from 1) something happens: an OSError with `number`, or whatever `instead`
    does. Half of a write is done first.

    `steps` counts them; from then on everything works again.
    """

    def __init__(
        self, at: int, number: int = errno.ENOSPC, instead: Callable[[], None] | None = None
    ) -> None:
        self.at, self.number, self.instead = at, number, instead
        self.steps = 0
        self.names_of_steps: list[str] = []

    def _step(self, name: str) -> None:
        self.steps += 1
        self.names_of_steps.append(name)
        if self.steps == self.at:
            if self.instead is not None:
                self.instead()
            raise OSError(self.number, os.strerror(self.number))

    def write(self, handle: int, content: bytes) -> None:
        if self.steps + 1 == self.at:
            super().write(handle, content[: len(content) // 2])
        self._step("write")
        super().write(handle, content)

    def close(self, handle: int) -> None:
        super().close(handle)
        self._step("close")


def _stepping(name: str) -> Callable[..., Any]:
    plain = getattr(Quick, name)

    def method(self: Faulty, *arguments: Any) -> Any:
        self._step(name)
        return plain(self, *arguments)

    return method


for _name in (
    "make_folder",
    "names",
    "read",
    "create",
    "sync",
    "link",
    "replace",
    "sync_folder",
    "remove",
    "lock",
):
    setattr(Faulty, _name, _stepping(_name))


def killed() -> None:
    """What `instead` does to end the process in a test."""
    raise Killed
