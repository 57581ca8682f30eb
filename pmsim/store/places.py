"""The folders of saves, settings, added packs and shipped scenarios. Nothing here makes or reads a file."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

from pmsim.lang.characters import visible
from pmsim.store.errors import PlaceError

PACKAGE = Path(__file__).resolve().parent.parent


def checkout() -> Path | None:
    """The root of the checkout that pmsim runs from, or None if it is installed."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "scenarios").is_dir() else None


def scenarios_folder() -> Path:
    """The shipped packs: in the package, else (an editable install) in the checkout."""
    inside = PACKAGE / "scenarios"
    root = checkout()
    return inside if inside.is_dir() or root is None else root / "scenarios"


def saves_folder(given: str | os.PathLike[str] | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of careers: `given`, else PMSIM_SAVES, else `saves/` of a checkout, else in the user's data folder.

    Raises PlaceError, as the next two do: for a home folder that is not there."""

    def usual() -> Path:
        root = checkout()
        return root / "saves" if root is not None else _data() / "saves"

    return _place("saves", "PMSIM_SAVES", usual, environment, given)


def packs_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the packs that the user added: PMSIM_PACKS, else in the user's data folder."""
    return _place("added packs", "PMSIM_PACKS", lambda: _data() / "packs", environment)


def config_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of `config.toml`: PMSIM_CONFIG, else the user's configuration folder."""
    return _place("settings", "PMSIM_CONFIG", lambda: Path(platformdirs.user_config_dir("pmsim", appauthor=False)), environment)


def _data() -> Path:
    return Path(platformdirs.user_data_dir("pmsim", appauthor=False))


def _place(
    kept: str,
    variable: str,
    usual: Callable[[], Path],
    environment: Mapping[str, str] | None,
    given: str | os.PathLike[str] | None = None,
) -> Path:
    """Return the folder that is given, or named by the variable, or else the usual one, as an absolute path. Raises PlaceError."""
    named = given or (os.environ if environment is None else environment).get(variable)
    try:
        # older versions of platformdirs leave a ~ that they cannot expand
        return (Path(named) if named else usual()).expanduser().absolute()
    except RuntimeError as error:
        reason = f"the home folder in {visible(str(named))} cannot be found" if named else "this user has no home folder"
        raise PlaceError(kept, reason, f"--saves DIR or {variable}" if kept == "saves" else variable) from error
