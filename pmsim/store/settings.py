"""The player's settings of the screens, in `config.toml`.

The file belongs to the player. Its valid part is used, and only the settings that the player
changes on the screen are rewritten."""

import codecs
import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pmsim.lang import visible
from pmsim.store.atomic import Disk, link_or_copy, read_regular_file, write_preserving_links
from pmsim.store.errors import saving_in, system_reason

SETTINGS_FILE = "config.toml"
MAX_SETTINGS_BYTES = 16 * 1024
"""Largest settings file in bytes: `tomllib` takes a minute for a dotted name of 60 KiB."""
MEASURES = (60, 64, 66, 70, 75)
MOTIONS = ("a little", "still")
THEMES = ("dark", "light", "contrast", "bare")
TEXTUAL_THEMES = (
    "nord",
    "gruvbox",
    "dracula",
    "tokyo-night",
    "monokai",
    "flexoki",
    "catppuccin-mocha",
    "catppuccin-macchiato",
    "catppuccin-frappe",
    "catppuccin-latte",
    "rose-pine",
    "rose-pine-moon",
    "rose-pine-dawn",
    "atom-one-dark",
    "atom-one-light",
)
"""Textual's own themes that a player may have: those that can be read in our colours."""


class Settings(NamedTuple):
    """The settings. `measure`: the widest line of prose, 60..75; `figures`: numbers beside words;
    `costs`: what a choice costs, below it; `sizes`: how much hangs on it, as dots; `skip_read`:
    pages that were read before are passed over by themselves; `plain_characters`: ASCII only;
    `keys`: the player's keys by action id, which only the screens know."""

    theme: str = "dark"
    measure: int = 66
    figures: bool = False
    costs: bool = True
    sizes: bool = False
    skip_read: bool = False
    motion: Literal["a little", "still"] = "a little"
    plain_characters: bool = False
    keys: Mapping[str, str] = {}


ALLOWED_VALUES: dict[str, tuple[Any, ...]] = {
    "theme": (*THEMES, *TEXTUAL_THEMES),
    "measure": tuple(range(60, 76)),
    "figures": (False, True),
    "costs": (False, True),
    "sizes": (False, True),
    "skip_read": (False, True),
    "motion": MOTIONS,
    "plain_characters": (False, True),
}


def read_settings(folder: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings in a folder, and a sentence for every problem. A missing file is no
    problem."""
    try:
        content = _read(folder / SETTINGS_FILE)
        values = _parse(content)
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (
            (
                f"{SETTINGS_FILE} cannot be read:"
                f" {system_reason(error).lower()}. Everything is as shipped."
            ),
        )
    except ValueError as error:
        return Settings(), (f"{SETTINGS_FILE}: {visible(str(error))}. Everything is as shipped.",)
    settings, problems = Settings(), []
    for name, value in values.items():
        problem = _value_error(name, value)
        if problem:
            problems.append(
                f"{SETTINGS_FILE}, line {_line_number(content.decode(_encoding(content)), name)}:"
                f" {problem} Everything else was read."
            )
        else:
            settings = settings._replace(**{name: value})
    return settings, tuple(problems)


def _read(path: Path) -> bytes:
    """Return the content of a file, following links. Raises OSError."""
    content = read_regular_file(path, MAX_SETTINGS_BYTES)
    if len(content) > MAX_SETTINGS_BYTES:
        raise OSError(errno.EINVAL, "it is larger than 16 KiB", str(path))
    return content


def _encoding(content: bytes) -> str:
    """Return the encoding that the byte order mark names (Notepad and PowerShell write one), else
    UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"


def _parse(content: bytes) -> dict[str, Any]:
    """Return the names and values in a file. Raises ValueError with the reason if it is not TOML,
    or too much for the TOML reader."""
    # imported here to draw the first frame sooner: most players have no such file
    import tomllib

    try:
        return tomllib.loads(content.decode(_encoding(content)))
    except UnicodeDecodeError as error:
        raise ValueError("It is not UTF-8") from error
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:
        raise ValueError("A number in it is too long") from error
    except RecursionError as error:
        raise ValueError("Something in it is nested too deeply") from error


def _value_error(name: str, value: object) -> str:
    """Return a sentence on why a setting is wrong, '' if it is right."""
    if name == "keys":
        named = isinstance(value, dict) and all(isinstance(key, str) for key in value.values())
        return "" if named else 'keys is a table: action = "key".'
    if name not in ALLOWED_VALUES:
        from difflib import get_close_matches

        nearest = get_close_matches(name, Settings._fields, 1)
        hint = f'; the nearest is "{nearest[0]}"' if nearest else ""
        return f'"{visible(name)[:40]}" is not a setting{hint}.'
    allowed = ALLOWED_VALUES[name]
    if type(value) is type(allowed[0]) and value in allowed:
        return ""
    allowed_words = ", ".join(str(each).lower() for each in allowed)
    if name == "measure":
        allowed_words = f"{allowed[0]} to {allowed[-1]}"
    elif name == "theme":
        allowed_words = f"{', '.join(THEMES)}, or one of Textual's that Go to lists"
    return f"{name} is one of: {allowed_words}."


def _line_number(written: str, name: str) -> int:
    for number, line in enumerate(written.split("\n"), 1):
        if line.strip().strip("\"'").startswith(name):
            return number
    return 1


def write_settings(folder: Path, changes: dict[str, Any], disk: Disk | None = None) -> str:
    """Write some settings into the file; keep comments, other names and everything else in it.
    Raises NotSavedError.

    Save an unreadable file under another name; return a sentence about that, else ''."""
    disk = disk or Disk()
    path, aside = folder / SETTINGS_FILE, ""
    with saving_in(folder):
        disk.make_folder(folder)
        try:
            before = _read(path)
        except FileNotFoundError:
            before = b""
        after = _apply_changes(before, changes)
        if after is None or _replaces_bad_value(before, changes):
            taken = set(disk.names(folder))
            aside = next(
                name
                for n in range(1, len(taken) + 2)
                if (name := f"{SETTINGS_FILE}.damaged-{n}") not in taken
            )
            link_or_copy(disk, path.resolve(), folder / aside, before)
        write_preserving_links(
            disk, path, _apply_changes(b"", changes) or b"" if after is None else after
        )
    return (
        f"{SETTINGS_FILE} could not be read; what stood there is kept as {aside}." if aside else ""
    )


def _apply_changes(content: bytes, changes: dict[str, Any]) -> bytes | None:
    """Return the file with the changes in it; None if it cannot be read, or if reading it again
    would not give the same values."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    encoding = _encoding(content)
    try:
        wanted = _parse(content) | changes
        document = tomlkit.parse(content.decode(encoding))
        document.update(changes)
        written = tomlkit.dumps(document).encode(encoding)
        reread = _parse(written)
    except (TOMLKitError, ValueError, RecursionError):
        return None
    same = {name: repr(value) for name, value in reread.items()} == {
        name: repr(value) for name, value in wanted.items()
    }
    return written if same else None


def _replaces_bad_value(content: bytes, changes: dict[str, Any]) -> bool:
    """Return True if one of the changes replaces an invalid value."""
    values = _parse(content)
    return any(name in values and _value_error(name, values[name]) for name in changes)
