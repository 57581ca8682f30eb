"""File system steps for the store, one small method each, atomic file writes, and advisory locks:
one window at a time plays a career. Where a file system has no locks, the generation in the save
still shows a conflict.

Tests pass in a `Disk` in which any step can fail. Every write into a folder of saves or of added
packs must go through this module."""

import errno
import os
import shutil
import stat
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
BINARY = getattr(os, "O_BINARY", 0)
NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)
RENAME_RETRY_DELAYS = (0.0, 0.01, 0.05, 0.2, 0.5)
"""Seconds before each try of a rename, which Windows refuses while a scanner holds the file."""

WRITE_LOCK = threading.Lock()
"""Lock held while a save is being written. A thread that ends the process by force acquires it
first."""


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
    lock = FileLock(handle)
    with ExitStack() as unless_ours:
        unless_ours.callback(lock.release)
        if _try_lock(handle):
            unless_ours.pop_all()
            return lock
    return None


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


class Disk:
    """The file system as the store needs it. Every method may raise OSError."""

    def check(self, folder: Path) -> None:
        """Raise OSError if no file can be created in the folder. If the folder does not exist,
        check the nearest existing folder above it."""
        nearest = next(
            path for path in (folder, *folder.absolute().parents) if os.path.lexists(path)
        )
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def make_folder(self, folder: Path) -> None:
        """Create the folder and those above it. Only the owner may look into a new folder."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def names(self, folder: Path) -> list[str]:
        """Return the names in a folder, sorted; [] if there is no such folder."""
        with suppress(FileNotFoundError):
            return sorted(path.name for path in folder.iterdir())
        return []

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of a regular file. Follow no link and wait for no
        pipe."""
        return read_regular_file(path, limit, NO_FOLLOW)

    def create(self, path: Path) -> int:
        """Create a file that only its owner may read and write; return its handle."""
        return os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | CLOSE_ON_EXEC | BINARY, 0o600
        )

    def write(self, handle: int, content: bytes) -> None:
        """Write all of the content."""
        while content:
            content = content[os.write(handle, content) :]

    def sync(self, handle: int) -> None:
        """Force the file's bytes to the disk."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a file."""
        os.close(handle)

    def link(self, path: Path, other: Path) -> None:
        """Give a file a second name."""
        os.link(path, other, follow_symlinks=False)

    def replace(self, path: Path, other: Path) -> None:
        """Rename a file over any file of the other name, in one step."""
        for wait in RENAME_RETRY_DELAYS if sys.platform == "win32" else RENAME_RETRY_DELAYS[:1]:
            time.sleep(wait)
            try:
                path.replace(other)
            except PermissionError:
                if wait == RENAME_RETRY_DELAYS[-1] or sys.platform != "win32":
                    raise
            else:
                return

    def sync_folder(self, folder: Path) -> None:
        """Force the folder's names to the disk. Do nothing on Windows, which cannot do that."""
        if sys.platform == "win32":
            return
        handle = os.open(folder, os.O_RDONLY | CLOSE_ON_EXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def clear(self, path: Path) -> None:
        """Remove a folder with everything in it, or a file or link of that name. Follow no link."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def lock(self, path: Path) -> FileLock | None:
        """Return the lock of a file, None if another window holds it."""
        return acquire(path)


def read_regular_file(path: Path, limit: int, flags: int = 0) -> bytes:
    """Read at most `limit` + 1 bytes of a regular file. `flags`: further flags for `os.open`.

    Raises OSError; for a pipe or a device at once, without waiting."""
    handle = os.open(path, os.O_RDONLY | CLOSE_ON_EXEC | BINARY | NON_BLOCKING | flags)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file", str(path))
        return file.read(limit + 1)


def write_new_file(disk: Disk, path: Path, content: bytes) -> None:
    """Create a file with `content`, and force it to the disk. Raises OSError."""
    handle = disk.create(path)
    try:
        disk.write(handle, content)
        disk.sync(handle)
    finally:
        disk.close(handle)


def write_atomically(disk: Disk, path: Path, content: bytes) -> None:
    """Write `content` to `path`: write a temporary file in the same folder, sync it, rename it,
    sync the folder.

    At every moment `path` holds either the old bytes or the new ones. Raises OSError after removing
    the temporary file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):
        disk.remove(temporary)
    try:
        write_new_file(disk, temporary, content)
        disk.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            disk.remove(temporary)
        raise
    disk.sync_folder(path.parent)


def write_preserving_links(disk: Disk, path: Path, content: bytes) -> None:
    """Write `content` as `write_atomically` does, for a file that belongs to the user.

    If `path` is a link, write the file that it leads to. An existing file keeps its mode."""
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    disk.make_folder(path.parent)
    write_atomically(disk, path, content)
    if mode is not None:
        path.chmod(mode)


def link_or_copy(disk: Disk, path: Path, copy: Path, content: bytes) -> None:
    """Give the file `path` the second name `copy`: by a hard link, or by writing `content` where
    links do not work. `content`: the bytes of `path`."""
    temporary = path.with_name(f".{copy.name}.{os.getpid()}.tmp")
    try:
        with suppress(FileNotFoundError):
            disk.remove(temporary)
        disk.link(path, temporary)
    except OSError:
        write_atomically(disk, copy, content)
    else:
        disk.replace(temporary, copy)
