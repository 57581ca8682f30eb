"""Errors of saves and folders, each with one plain sentence. No OSError may leave the store."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

SaveProblem = Literal["room", "refused", "fault", "overtaken", "read_only", "large", "other"]

SENTENCES: dict[SaveProblem, str] = {
    "room": "there is no room",
    "refused": "the folder does not take it",
    "fault": "the disk reports a fault",
    "overtaken": "this career has been played on in another window",
    "read_only": "this career is open for reading only",
    "large": (
        "this career is as large as a save can be. It stays as it is, to be read; a new career has"
        " room"
    ),
    "other": "the system says: {detail}",
}

_PROBLEM_BY_ERRNO: dict[int, SaveProblem] = {
    errno.ENOSPC: "room",
    errno.EDQUOT: "room",
    errno.EFBIG: "room",
    errno.EACCES: "refused",
    errno.EPERM: "refused",
    errno.EROFS: "refused",
    errno.ENOENT: "refused",
    errno.ENOTDIR: "refused",
    errno.EIO: "fault",
}


class SaveError(Exception):
    """An error about saves; its text is a sentence for the player."""


_LASTING_PROBLEMS: frozenset[SaveProblem] = frozenset({"overtaken", "read_only", "large"})


class NotSavedError(SaveError):
    """The last move is not on disk, and so was undone.

    `problem`: its kind; `reason`: the same in words; `folder`: the folder of saves; `lasting`:
    trying again is no use."""

    def __init__(self, problem: SaveProblem, folder: Path, detail: str = "") -> None:
        self.lasting = problem in _LASTING_PROBLEMS
        self.problem, self.folder, self.reason = (
            problem,
            folder,
            SENTENCES[problem].format(detail=detail),
        )
        super().__init__(f"The last choice is not on disk: {self.reason}.")


class NotLoadedError(SaveError):
    """A save that does not load. `older_decision`: the decision that the previous save is at, None
    if there is none that loads."""

    def __init__(self, slot: str, reason: str, older_decision: int | None) -> None:
        self.slot, self.reason, self.older_decision = slot, reason, older_decision
        offer = (
            ""
            if older_decision is None
            else f" The save before it is whole, and stands at Decision {older_decision}."
        )
        super().__init__(f"The save {slot} does not load. {reason}{offer}")


class BusyError(SaveError):
    """A career that is being played in another window."""

    def __init__(self, slot: str) -> None:
        self.slot = slot
        super().__init__(f"The career {slot} is open in another window.")


class SlotError(SaveError):
    """A name that no save has, or that no save may have."""


class FolderError(Exception):
    """A folder that pmsim needs cannot be determined. `contents`: what the folder holds; `reason`;
    `instead`: the option or variable that names another one."""

    def __init__(self, contents: str, reason: str, instead: str) -> None:
        super().__init__(f"There is no folder for {contents}: {reason}. Name one with {instead}.")


def system_reason(error: OSError) -> str:
    """Return the system's words for an error."""
    return error.strerror or type(error).__name__


@contextmanager
def saving_in(folder: Path) -> Iterator[None]:
    """Raise NotSavedError in place of an OSError of the system."""
    try:
        yield
    except OSError as error:
        problem = _PROBLEM_BY_ERRNO.get(error.errno or 0, "other")
        raise NotSavedError(problem, folder, system_reason(error).rstrip(".")) from error
