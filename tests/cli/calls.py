"""A call of every command, for the laws that all of them keep."""

import shutil
from pathlib import Path

from pmsim.store.folders import scenarios_folder

WORDS: dict[str, tuple[str, ...]] = {
    "play": ("play", "first_day", "--plain", "--seed", "1", "--saves", "saves"),
    "serve": ("serve", "broken.yaml"),
    "run": ("run", "first_day", "--then", "first"),
    "new": ("new", "lift", "--title", "The lift"),
    "simulate": ("simulate", "first_day", "-n", "1", "--json", "--out", "rows.csv"),
    "check": ("check", "broken.yaml"),
    "test": ("test", "mine"),
    "review": ("review", "first_day", "--strict"),
    "words": ("words", "first_day", "-n", "0"),
    "where": ("where", "energy", "first_day"),
    "graph": ("graph", "first_day"),
    "explain": ("explain", "PM107"),
    "schema": ("schema",),
    "lsp": ("lsp",),
    "packs": ("packs", "list"),
    "saves": ("saves", "list", "--json"),
    "debrief": ("debrief", "monday.json", "--without-turning-points"),
    "locate": ("locate",),
    "the menu": (),
    "the version": ("--version",),
    "help": ("--help",),
    "a slip": ("dance",),
}
"""A call of every command, and of what is none. Each writes to standard output or standard
error."""


def furnish(folder: Path) -> None:
    """Put into a folder what the calls name: a pack of one's own, and a file with an error in
    it."""
    shutil.copytree(scenarios_folder() / "first_day", folder / "mine")
    (folder / "broken.yaml").write_text("language: 1\ntitel: Broken\n", encoding="utf-8")
