"""An author's own files: mended by `check --fix`, begun by `new`. Whole or not at all; nothing of theirs is ever written over unasked."""

import os
from contextlib import suppress
from pathlib import Path

from pmsim.lang.characters import visible
from pmsim.store.atomic import Disk, write_through, write_whole
from pmsim.store.packs import NoPackError


def write_authored(path: Path, content: bytes) -> None:
    """Put `content` into the file, which exists. A link stays a link to it. Raises NoPackError."""
    try:
        write_through(Disk(), path.resolve(strict=True), content)
    except OSError as error:
        raise _not_written(path, error) from error


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, and the folders above it. Raises NoPackError: one is there, or it cannot be written; then
    nothing is left of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise NoPackError(f"There is a {visible(str(path))} already. Nothing was written.") from error
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise _not_written(path, error) from error
        raise


def write_made(path: Path, content: bytes) -> None:
    """Write a file that only pmsim writes, such as a schema, and the folder it is in. Raises NoPackError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return
        write_whole(Disk(), path, content)
        path.chmod(0o644)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> NoPackError:
    return NoPackError(f"{visible(str(path))} cannot be written: {(error.strerror or type(error).__name__).lower()}.")
