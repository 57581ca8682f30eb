"""Advisory file locks: one window at a time plays a career. Where a file system has no locks, the
generation in the save still shows a conflict."""

import os
import sys
from contextlib import suppress
from pathlib import Path

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)


class FileLock:
    """A lock that is held until `release`, or until the process ends in any way."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Release the lock; do nothing the second time."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            with suppress(OSError):
                os.close(handle)


def acquire(path: Path) -> FileLock | None:
    """Return the lock of the file `path`, None if another window holds it. Create the file if
    necessary. Raises OSError."""
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
        """Return False if another process holds the lock; True if we hold it now, or if the file
        system has no locks."""
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
