"""An author's own files, written by `check --fix`: whole or not at all, with their mode kept."""

from pathlib import Path

from pmsim.store.atomic import Disk, write_whole
from pmsim.store.packs import NoPackError


def write_authored(path: Path, content: bytes) -> None:
    """Put `content` into the file, which exists. A link stays a link to it. Raises NoPackError."""
    try:
        path = path.resolve(strict=True)
        mode = path.stat().st_mode & 0o777
        write_whole(Disk(), path, content)
        path.chmod(mode)
    except OSError as error:
        raise NoPackError(f"{path} cannot be written: {(error.strerror or type(error).__name__).lower()}.") from error
