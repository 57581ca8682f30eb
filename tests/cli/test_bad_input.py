"""Whatever a path leads to, every command that takes one ends with a sentence: never a
traceback, never a hang, never silence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsim.cli.commands import COMMANDS, pmsim

TAKING_A_PATH: dict[str, tuple[str, ...]] = {
    "check": ("PATH",),
    "play": ("PATH", "--plain"),
    "run": ("PATH", "--then", "first"),
    "review": ("PATH",),
    "words": ("PATH",),
    "graph": ("PATH",),
    "where": ("standing", "PATH"),
    "simulate": ("PATH", "-n", "2"),
    "test": ("PATH",),
    "packs": ("add", "PATH"),
}
"""Commands that take a path, and all that they are told."""
SHOWING_WHAT_IS_THERE = {"graph", "where"}
"""They show what could be understood, and say that it is not all."""
STAYING = {"serve"}
"""They would go on at a path that can be read; `test_serve` asks them."""
TAKING_NONE = {"new", "explain", "schema", "lsp", "saves", "locate"}
HALF = (
    "language: 1\ntitle: Half\nscenes:\n  door:\n    text: |\n      A door.\n    choices:\n      -"
    " id: kn"
)


TAKING_NONE |= {"debrief"}  # it takes a save: `test_debrief` gives it broken ones


def in_loop(path: Path) -> None:
    path.symlink_to(path)


def written(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


MADE: dict[str, Callable[[Path], object]] = {
    "nothing there": lambda path: None,
    "an empty folder": Path.mkdir,
    "a folder with an empty pack": lambda path: (path.mkdir(), (path / "pack.yaml").touch()),
    "a link to itself": in_loop,
    "an empty file": written(b""),
    "half a file": written(HALF.encode()),
    "a list": written(b"- one\n- two\n"),
    "a word": written(b"scenes"),
    "wrong types": written(b"language: [1]\ntitle: {a: b}\nscenes: 5\nwith: {x: 1}\n"),
    "wrong types below": written(
        b"language: 1\ntitle: T\nscenes:\n  a: [1, 2]\n  b:\n    choices: {id: x}\n"
    ),
    "bytes": written(bytes(range(256)) * 8),
    "UTF-16": written("language: 1\ntitle: Wide\n".encode("utf-16")),
    "two megabytes": written(b"# a comment\n" * 180_000),
    "deep brackets": written(b"scenes: " + b"[" * 30_000),
    "an alias bomb": written(b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nscenes: *c\n"),
    "an escape sequence": written(b"language: 1\ntitle: \x1b]0;owned\x07\nscenes: {}\n"),
}


@pytest.mark.parametrize("name", ["odd.yaml", "odd"])
@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("command", TAKING_A_PATH)
@pytest.mark.cases(60)
def test_it_ends_with_a_sentence(command: str, kind: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    MADE[kind](path)
    words = [command, *(str(path) if word == "PATH" else word for word in TAKING_A_PATH[command])]
    environment = {
        "PMSIM_SAVES": str(tmp_path / "saves"),
        "PMSIM_CONFIG": str(tmp_path / "config"),
        "PMSIM_PACKS": str(tmp_path / "packs"),
        "TERM": "dumb",
    }
    found = CliRunner(env=environment).invoke(pmsim, words, input="quit\n")
    assert found.exception is None or isinstance(found.exception, SystemExit), found.output
    assert found.exit_code in (1, 2) or (
        command in SHOWING_WHAT_IS_THERE and "what could be understood is shown" in found.stderr
    )
    assert "odd" in found.output
    assert "Traceback" not in found.output
    assert not any(character < " " and character != "\n" for character in found.output)


def test_every_command_is_tried_here_or_takes_no_path() -> None:
    assert COMMANDS.keys() == TAKING_A_PATH.keys() | TAKING_NONE | STAYING
