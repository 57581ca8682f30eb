"""The title and the premise of a shipped pack, read before the pack is: the first screen waits for no compiler."""

import re
from typing import NamedTuple

from pmsim.store.atomic import read_plain
from pmsim.store.places import scenarios_folder

MOST = 4096
"""Bytes of the file that are read."""
_FIELD = re.compile(r"^(title|premise): ([^\"'|>&*#\[{].*)$", re.MULTILINE)
"""A field on one line, without quotes: in any other form it is left to the compiler."""


class Face(NamedTuple):
    """What a title page says before the pack is there; '' for what is not known yet."""

    title: str = ""
    premise: str = ""


def face(pack: str) -> Face:
    """Return the face of the shipped pack of that name, an empty one for any other."""
    try:
        head = read_plain(scenarios_folder() / pack / "pack.yaml", MOST).decode("utf-8", "replace")
    except (OSError, ValueError):
        return Face()
    return Face(**dict(_FIELD.findall(head)))
