"""Files that a player asks for: written into the folder where pmsim was started, never over
another file."""

from itertools import count
from pathlib import Path

from pmsim.store.atomic import Disk, write_new_file
from pmsim.store.errors import saving_in


def write_export(stem: str, suffix: str, text: str, folder: Path | None = None) -> Path:
    """Write a text into a new file, by default in the current folder, and return its path.

    `stem`: the beginning of its name. Raises NotSavedError if the file cannot be written."""
    folder = folder or Path()
    name = "".join(sign if sign.isalnum() else "-" for sign in stem.lower())[:48].strip("-")
    with saving_in(folder):
        for number in count(1):
            path = folder.absolute() / f"{name}{'' if number == 1 else f'-{number}'}.{suffix}"
            try:
                write_new_file(Disk(), path, text.encode("utf-8"))
            except FileExistsError:
                continue
            return path
    raise AssertionError("some number is free")
