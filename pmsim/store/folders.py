"""The folders of saves, settings, added packs, compiled packs and shipped scenarios, the title of a
shipped pack, and a walk through an author's folders that leaves out hidden files and what tools
install or build.

Nothing here may create a folder or write a file."""

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple

import platformdirs

from pmsim.lang import visible
from pmsim.store.atomic import read_regular_file
from pmsim.store.errors import FolderError

SEEN_SUFFIX, REPORT_FILE = "seen", "pmsim-report.txt"
"""The ending of a record of what was seen, and the file of a fault's report, beside the saves."""
PACKAGE_FOLDER = Path(__file__).resolve().parent.parent


def checkout_root() -> Path | None:
    """Return the root of the checkout that pmsim runs from, None if pmsim is installed."""
    root = PACKAGE_FOLDER.parent
    return root if (root / "pyproject.toml").is_file() and (root / "scenarios").is_dir() else None


def scenarios_folder() -> Path:
    """Return the folder of the shipped packs: in the package, else (an editable install) in the
    checkout."""
    inside = PACKAGE_FOLDER / "scenarios"
    root = checkout_root()
    return inside if inside.is_dir() or root is None else root / "scenarios"


def saves_folder(given: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of careers: `given`, else PMSIM_SAVES, else `saves/` of a checkout, else a
    folder in the user's data folder.

    Raises FolderError for a home folder that does not exist, as the next two functions do."""

    def usual() -> Path:
        root = checkout_root()
        return root / "saves" if root is not None else _data_folder() / "saves"

    return _choose_folder("saves", "PMSIM_SAVES", usual, given)


def packs_folder() -> Path:
    """Return the folder of the user's added packs: PMSIM_PACKS, else a folder in the user's data
    folder."""
    return _choose_folder("added packs", "PMSIM_PACKS", lambda: _data_folder() / "packs")


def config_folder() -> Path:
    """Return the folder of `config.toml`: PMSIM_CONFIG, else the user's configuration folder."""
    usual = partial(platformdirs.user_config_path, "pmsim", appauthor=False)
    return _choose_folder("settings", "PMSIM_CONFIG", usual)


def cache_folder() -> Path:
    """Return the folder of compiled packs: PMSIM_CACHE, else the user's cache folder."""
    usual = partial(platformdirs.user_cache_path, "pmsim", appauthor=False)
    return _choose_folder("compiled packs", "PMSIM_CACHE", usual)


def _data_folder() -> Path:
    return platformdirs.user_data_path("pmsim", appauthor=False)


def _choose_folder(
    contents: str,
    variable: str,
    default: Callable[[], Path],
    given: str | os.PathLike[str] | None = None,
) -> Path:
    """Return the given folder, else the one that the variable names, else the default, as an
    absolute path. Raises FolderError."""
    named = given or os.environ.get(variable)
    try:
        # older versions of platformdirs leave a ~ that they cannot expand
        return (Path(named) if named else default()).expanduser().absolute()
    except RuntimeError as error:
        reason = (
            f"the home folder in {visible(str(named))} cannot be found"
            if named
            else "this user has no home folder"
        )
        raise FolderError(
            contents, reason, f"--saves DIR or {variable}" if contents == "saves" else variable
        ) from error


MAX_TITLE_BYTES = 4096
"""Bytes at most that are read of a pack's file."""
_TITLE_FIELD = re.compile(r"^(title|premise): ([^\"'|>&*#\[{].*)$", re.MULTILINE)
"""A field on one line, without quotes. Only the compiler reads other forms."""


class PackTitle(NamedTuple):
    """The title and premise that the loading page shows before the pack is compiled; '' for one
    that is not known yet."""

    title: str = ""
    premise: str = ""


def read_pack_title(pack: str) -> PackTitle:
    """Return the title and premise of the shipped pack of that name, an empty PackTitle for any
    other."""
    try:
        head = read_regular_file(scenarios_folder() / pack / "pack.yaml", MAX_TITLE_BYTES).decode(
            "utf-8", "replace"
        )
    except (OSError, ValueError):
        return PackTitle()
    return PackTitle(**dict(_TITLE_FIELD.findall(head)))


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
