"""Advisory locks: one window at a time plays a career. Where a file system has none, the generation in the save still tells."""

import os
import sys
from contextlib import suppress
from pathlib import Path

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)


class FileLock:
    """A lock that is held until `release`, or until the process ends, however it ends."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let go; a second time does nothing."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            with suppress(OSError):
                os.close(handle)


def acquire(path: Path) -> FileLock | None:
    """The lock of the file `path`, which is made if it is not there; None if another window holds it. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW | CLOSE_ON_EXEC, 0o600)
    try:
        free = _try_lock(handle)
    except BaseException:
        os.close(handle)
        raise
    if not free:
        os.close(handle)
        return None
    return FileLock(handle)


if sys.platform == "win32":

    def _try_lock(handle: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try_lock(handle: int) -> bool:
        """False if another holds it; True if we do now, and where the file system knows no locks."""
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
