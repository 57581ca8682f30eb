"""What a player has set about the screens, kept in `config.toml`. A file that is wrong in places is read where it is right."""

from pathlib import Path
from typing import Any, Literal, NamedTuple

from pmsim.lang.characters import visible
from pmsim.store.atomic import Disk, write_whole
from pmsim.store.errors import not_saved

FILE = "config.toml"
MEASURES = (60, 64, 66, 70, 75)
MOTIONS = ("a little", "still")
THEMES = ("dark", "light", "contrast", "bare")


class Settings(NamedTuple):
    """`measure`: the widest line of prose, 60..75; `figures`: numbers beside words; `plain_characters`: ASCII only."""

    theme: Literal["dark", "light", "contrast", "bare"] = "dark"
    measure: int = 66
    figures: bool = False
    motion: Literal["a little", "still"] = "a little"
    plain_characters: bool = False


ALLOWED: dict[str, tuple[Any, ...]] = {
    "theme": THEMES,
    "measure": tuple(range(60, 76)),
    "figures": (False, True),
    "motion": MOTIONS,
    "plain_characters": (False, True),
}


def read_settings(folder: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings in a folder, and a sentence for everything that could not be read. No file is no complaint."""
    path = folder / FILE
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError):
        return Settings(), (f"{FILE} cannot be read. Everything is as shipped.",)
    # most players have no such file, and the first frame waits for nobody
    import tomllib

    try:
        found = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        return Settings(), (f"{FILE}: {visible(str(error))}. Everything is as shipped.",)
    settings, said = Settings(), []
    for name, value in found.items():
        wrong = _wrong(name, value)
        if wrong:
            said.append(f"{FILE}, line {_line(written, name)}: {wrong} Everything else was read.")
        else:
            settings = settings._replace(**{name: value})
    return settings, tuple(said)


def _wrong(name: str, value: object) -> str:
    """What is wrong with a setting, '' if nothing is."""
    if name not in ALLOWED:
        from difflib import get_close_matches

        near = get_close_matches(name, ALLOWED, 1)
        return f'"{visible(name)[:40]}" is not a setting{f"; the nearest is {near[0]!r}" if near else ""}.'.replace("'", '"')
    allowed = ALLOWED[name]
    if type(value) is type(allowed[0]) and value in allowed:
        return ""
    meant = f"{allowed[0]} to {allowed[-1]}" if name == "measure" else ", ".join(str(each).lower() for each in allowed)
    return f"{name} is one of: {meant}."


def _line(written: str, name: str) -> int:
    lines = written.split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.strip().strip("\"'").startswith(name)), 1)


def write_settings(folder: Path, settings: Settings, disk: Disk | None = None) -> None:
    """Keep the settings. Raises NotSavedError."""
    lines = [f"{name} = {_toml(value)}" for name, value in settings._asdict().items()]
    disk = disk or Disk()
    try:
        disk.make_folder(folder)
        write_whole(disk, folder / FILE, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise not_saved(error, folder) from error


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'
