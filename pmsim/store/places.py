"""Where things live: saves, settings, scenarios. Nothing here makes or reads a file."""

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

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
    """Where careers are saved: `given`, else PMSIM_SAVES, else `saves/` of a checkout, else the user's data folder."""
    named = given or (os.environ if environment is None else environment).get("PMSIM_SAVES")
    if named:
        return Path(named).expanduser().absolute()
    root = checkout()
    return root / "saves" if root is not None else Path(platformdirs.user_data_dir("pmsim", appauthor=False)) / "saves"


def packs_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where packs are that the user added: PMSIM_PACKS, else the user's data folder."""
    named = (os.environ if environment is None else environment).get("PMSIM_PACKS")
    return Path(named).expanduser().absolute() if named else Path(platformdirs.user_data_dir("pmsim", appauthor=False)) / "packs"


def config_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where `config.toml` is: PMSIM_CONFIG, else the user's configuration folder."""
    named = (os.environ if environment is None else environment).get("PMSIM_CONFIG")
    return Path(named).expanduser().absolute() if named else Path(platformdirs.user_config_dir("pmsim", appauthor=False))
