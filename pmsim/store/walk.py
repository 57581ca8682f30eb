"""A walk through an author's folders that leaves out hidden files and what tools install or build.
Nothing here may read a file."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

_INSTALLED = frozenset(
    {"node_modules", "site-packages", "dist-packages", "__pycache__", "__pypackages__", "__MACOSX"}
)
"""Folders that hold only other people's files, inside a pack as well."""
_BUILT = frozenset({"build", "dist", "venv", "CVS", "_darcs"})
"""Folders beside a pack that hold copies or other people's files. Inside a pack an author may use
these names."""
_ENVIRONMENT = ("pyvenv.cfg", "conda-meta/history")
"""Files at the top of a virtual environment, which may have any name."""


def is_ignored(path: str) -> bool:
    """Return True if a path below a pack leads to, or through, a hidden file or a folder that a
    tool installs."""
    return any(part.startswith(".") or part in _INSTALLED for part in PurePath(path).parts)


Folder = tuple[Path, list[str], list[str]]


def walk(
    root: Path, *, built: bool = True, failed: Callable[[OSError], object] | None = None
) -> Iterator[Folder]:
    """Yield each folder at or below `root` with the names of its folders and files, sorted.

    `built` False: leave out build folders as well. `failed` gets the errors of folders without
    access. The root itself is never left out. Clear the list of folders to go no deeper."""
    for at, folders, names in os.walk(root, onerror=failed):
        here = Path(at)
        folders[:] = sorted(name for name in folders if _is_entered(here, name, built=built))
        yield here, folders, sorted(name for name in names if not name.startswith("."))


def _is_entered(parent: Path, name: str, *, built: bool) -> bool:
    if is_ignored(name) or (not built and (name in _BUILT or name.endswith(".egg"))):
        return False
    return not any(os.path.isfile(parent / name / file) for file in _ENVIRONMENT)  # noqa: PTH113  never raises
