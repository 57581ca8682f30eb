"""The same career on every machine: no hash seed, locale, clock or directory has a say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = ("run", "the_long_game", "--seed", "5", "--then", "random", "--json", "--transcript")
PLACES: dict[str, dict[str, str]] = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 4321": {"PYTHONHASHSEED": "4321", "TZ": "Pacific/Kiritimati"},
    "plain C": {
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "utf-8",
    },
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
}


def said(words: tuple[str, ...], environment: dict[str, str], folder: Path) -> str:
    """What the command prints, warnings being errors."""
    found = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error", "-m", "pmsim", *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=folder,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    return found.stdout


@pytest.fixture(scope="module")
def here() -> str:
    """The career as this machine plays it."""
    return said(WORDS, {}, ROOT)


@pytest.mark.parametrize("place", PLACES)
def test_a_career_is_the_same_everywhere(place: str, here: str, tmp_path: Path) -> None:
    assert said(WORDS, PLACES[place], tmp_path) == here


def test_saves_are_the_same_everywhere(tmp_path: Path) -> None:
    """The same choices write the same bytes."""
    written = []
    for number, environment in enumerate(PLACES.values()):
        folder = tmp_path / str(number)
        subprocess.run(
            [
                sys.executable,
                "-X",
                "warn_default_encoding",
                "-W",
                "error",
                "-m",
                "pmsim",
                "play",
                "first_day",
                "--plain",
                "--seed",
                "3",
            ],
            input="\n1\n\n\n\n1\nquit\n",
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            check=True,
            env={**os.environ, **environment, "PMSIM_SAVES": str(folder)},
        )
        written.append((folder / "first_day-1.json").read_bytes())
    assert len(set(written)) == 1
