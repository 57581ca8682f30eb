"""Every step that touches a saves folder, one small method each, and the one way a file is written: whole or not at all.

Tests hand in a `Disk` of which any step fails; nothing else in pmsim may write into a folder of saves, or of added packs.
"""

import errno
import os
import shutil
import stat
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from pmsim.store.lock import CLOSE_ON_EXEC, NO_FOLLOW, FileLock, acquire

BINARY = getattr(os, "O_BINARY", 0)
NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)
RENAME_RETRY_DELAYS = (0.0, 0.01, 0.05, 0.2, 0.5)
"""Seconds between tries of a rename that Windows refuses while a scanner holds the file."""

WRITE_LOCK = threading.Lock()
"""Held while a save is being written: a thread that ends the process by force acquires it first."""


class Disk:
    """The file system as the store needs it. Every method may raise OSError."""

    def check(self, folder: Path) -> None:
        """Do nothing if a file may be made in the folder, or the folder in the nearest one above it that is there."""
        nearest = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def make_folder(self, folder: Path) -> None:
        """The folder, with those above it; nobody else may look into a new one."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, sorted; none if it is not there."""
        with suppress(FileNotFoundError):
            return sorted(path.name for path in folder.iterdir())
        return []

    def read(self, path: Path, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a plain file; no link is followed, no pipe waited for."""
        return read_regular_file(path, limit, NO_FOLLOW)

    def create(self, path: Path) -> int:
        """A new file, its owner's only."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | CLOSE_ON_EXEC | BINARY, 0o600)

    def write(self, handle: int, content: bytes) -> None:
        """All of it."""
        while content:
            content = content[os.write(handle, content) :]

    def sync(self, handle: int) -> None:
        """The file's bytes are on the disk after this."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a file."""
        os.close(handle)

    def link(self, path: Path, other: Path) -> None:
        """A second name for a file."""
        os.link(path, other, follow_symlinks=False)

    def replace(self, path: Path, other: Path) -> None:
        """Rename over whatever has that name, in one step."""
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
        """The folder's names are on the disk after this. Windows has no such thing."""
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
        """Away with a folder and all that is in it, or with whatever else has that name. No link is followed."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def lock(self, path: Path) -> FileLock | None:
        """The lock of a file, None if another window has it."""
        return acquire(path)


def read_regular_file(path: Path, limit: int, flags: int = 0) -> bytes:
    """Read at most `limit` + 1 bytes of a plain file. `flags`: more for `os.open`. Raises OSError, for a pipe or a device at once."""
    handle = os.open(path, os.O_RDONLY | CLOSE_ON_EXEC | BINARY | NON_BLOCKING | flags)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file", str(path))
        return file.read(limit + 1)


def write_atomically(disk: Disk, path: Path, content: bytes) -> None:
    """Put `content` under `path`: a temporary file in the same folder, written, synced, renamed, the folder synced.

    At every moment `path` holds the old bytes or the new ones. Raises OSError; what was begun is then cleared away."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):
        disk.remove(temporary)
    try:
        handle = disk.create(temporary)
        try:
            disk.write(handle, content)
            disk.sync(handle)
        finally:
            disk.close(handle)
        disk.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            disk.remove(temporary)
        raise
    disk.sync_folder(path.parent)


def write_preserving_links(disk: Disk, path: Path, content: bytes) -> None:
    """As `write_atomically`, for a file that is somebody's own: of a link what it leads to is written, and a file keeps its mode."""
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    disk.make_folder(path.parent)
    write_atomically(disk, path, content)
    if mode is not None:
        path.chmod(mode)


def link_or_copy(disk: Disk, path: Path, copy: Path, content: bytes) -> None:
    """Give what stands under `path`, which is `content`, the name `copy` as well: by a link, or written out where there are none."""
    temporary = path.with_name(f".{copy.name}.{os.getpid()}.tmp")
    try:
        with suppress(FileNotFoundError):
            disk.remove(temporary)
        disk.link(path, temporary)
    except OSError:
        write_atomically(disk, copy, content)
    else:
        disk.replace(temporary, copy)
