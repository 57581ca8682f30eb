"""The player's own words on the grid of skills, in `grid.json` beside the settings: for each pack
the interest by skill. They hold in every career of that pack."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmsim.analysis.debrief import INTEREST_WORDS, Interest
from pmsim.store.atomic import Disk, read_regular_file, write_preserving_links
from pmsim.store.errors import saving_in

CORRECTIONS_FILE = "grid.json"
MAX_CORRECTIONS_BYTES = 64 * 1024


def read_corrections(folder: Path, pack: str) -> dict[str, Interest]:
    """Return the player's interests by skill in a pack. A file that cannot be read counts as
    none."""
    return _own_words(_read_all(folder).get(pack))


def _read_all(folder: Path) -> dict[str, Any]:
    try:
        values = json.loads(read_regular_file(folder / CORRECTIONS_FILE, MAX_CORRECTIONS_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _own_words(values: object) -> dict[str, Interest]:
    """Return the valid interests in a mapping."""
    if not isinstance(values, dict):
        return {}
    return {skill: word for skill, word in values.items() if word in INTEREST_WORDS}


def write_corrections(folder: Path, pack: str, corrections: Mapping[str, Interest]) -> None:
    """Write the player's interests of one pack; keep those of others. Raises NotSavedError."""
    disk = Disk()
    values = {name: _own_words(own) for name, own in _read_all(folder).items()}
    values[pack] = dict(corrections)
    content = json.dumps({name: own for name, own in values.items() if own}, indent=2)
    with saving_in(folder):
        disk.make_folder(folder)
        write_preserving_links(disk, folder / CORRECTIONS_FILE, f"{content}\n".encode("ascii"))
