"""What can go wrong with a save, each as one plain sentence. No OSError leaves the store."""

import errno
from pathlib import Path
from typing import Literal

Trouble = Literal["room", "refused", "fault", "overtaken", "read_only", "large", "other"]

SENTENCES: dict[Trouble, str] = {
    "room": "there is no room",
    "refused": "the folder does not take it",
    "fault": "the disk reports a fault",
    "overtaken": "this career has been played on in another window",
    "read_only": "this career is open for reading only",
    "large": "this career is as large as a save can be. It stays as it is, to be read; a new career has room",
    "other": "the system says: {detail}",
}

_BY_ERRNO: dict[int, Trouble] = {
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


_LASTING: frozenset[Trouble] = frozenset({"overtaken", "read_only", "large"})


class NotSavedError(SaveError):
    """What was just done is not on disk, and therefore was not done. `trouble` says why, `reason` in words; `folder`: where; `lasting`: it
    is no use to try again."""

    def __init__(self, trouble: Trouble, folder: Path, detail: str = "") -> None:
        self.lasting = trouble in _LASTING
        self.trouble, self.folder, self.reason = trouble, folder, SENTENCES[trouble].format(detail=detail)
        super().__init__(f"The last choice is not on disk: {self.reason}.")


class NotLoadedError(SaveError):
    """A save that does not load. `older`: the decision that the save before it stands at, None if there is none that loads."""

    def __init__(self, slot: str, reason: str, older: int | None) -> None:
        self.slot, self.reason, self.older = slot, reason, older
        offer = "" if older is None else f" The save before it is whole, and stands at Decision {older}."
        super().__init__(f"The save {slot} does not load. {reason}{offer}")


class BusyError(SaveError):
    """A career that another window is playing."""

    def __init__(self, slot: str) -> None:
        self.slot = slot
        super().__init__(f"The career {slot} is open in another window.")


class SlotError(SaveError):
    """A name that no save has, or that none may have."""


class PlaceError(Exception):
    """There is no such folder as one that pmsim keeps its things in. `kept`: the things; `reason`; `instead`: how to name another."""

    def __init__(self, kept: str, reason: str, instead: str) -> None:
        super().__init__(f"There is no folder for {kept}: {reason}. Name one with {instead}.")


def not_saved(error: OSError, folder: Path) -> NotSavedError:
    """The sentence for what the system refused."""
    trouble = _BY_ERRNO.get(error.errno or 0, "other")
    return NotSavedError(trouble, folder, (error.strerror or type(error).__name__).rstrip("."))
