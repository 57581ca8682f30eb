"""What can go wrong with a save, each as one plain sentence. No OSError leaves the store."""

import errno
from pathlib import Path
from typing import Literal

SaveProblem = Literal["room", "refused", "fault", "overtaken", "read_only", "large", "other"]

SENTENCES: dict[SaveProblem, str] = {
    "room": "there is no room",
    "refused": "the folder does not take it",
    "fault": "the disk reports a fault",
    "overtaken": "this career has been played on in another window",
    "read_only": "this career is open for reading only",
    "large": "this career is as large as a save can be. It stays as it is, to be read; a new career has room",
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
    """Something about saves, said in a sentence."""


_LASTING_PROBLEMS: frozenset[SaveProblem] = frozenset({"overtaken", "read_only", "large"})


class NotSavedError(SaveError):
    """What was just done is not on disk, and therefore was not done. `problem` says why, `reason` in words; `folder`: where; `lasting`: it
    is no use to try again."""

    def __init__(self, problem: SaveProblem, folder: Path, detail: str = "") -> None:
        self.lasting = problem in _LASTING_PROBLEMS
        self.problem, self.folder, self.reason = problem, folder, SENTENCES[problem].format(detail=detail)
        super().__init__(f"The last choice is not on disk: {self.reason}.")


class NotLoadedError(SaveError):
    """A save that does not load. `older_decision`: the decision that the save before it stands at, None if there is none that loads."""

    def __init__(self, slot: str, reason: str, older_decision: int | None) -> None:
        self.slot, self.reason, self.older_decision = slot, reason, older_decision
        offer = "" if older_decision is None else f" The save before it is whole, and stands at Decision {older_decision}."
        super().__init__(f"The save {slot} does not load. {reason}{offer}")


class BusyError(SaveError):
    """A career that another window is playing."""

    def __init__(self, slot: str) -> None:
        self.slot = slot
        super().__init__(f"The career {slot} is open in another window.")


class SlotError(SaveError):
    """A name that no save has, or that none may have."""


class FolderError(Exception):
    """There is no such folder as one that pmsim keeps its things in. `kept`: the things; `reason`; `instead`: how to name another."""

    def __init__(self, contents: str, reason: str, instead: str) -> None:
        super().__init__(f"There is no folder for {contents}: {reason}. Name one with {instead}.")


def not_saved_error(error: OSError, folder: Path) -> NotSavedError:
    """The sentence for what the system refused."""
    trouble = _PROBLEM_BY_ERRNO.get(error.errno or 0, "other")
    return NotSavedError(trouble, folder, (error.strerror or type(error).__name__).rstrip("."))
