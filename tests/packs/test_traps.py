"""Small traps and their twins that are none: what `check` says of each is written in its first
lines, as `# says PM409: the words underlined`, or `# silent`."""

import re
from pathlib import Path

import pytest

from pmsim.analysis.examine import examine

TRAPS = Path(__file__).parent / "traps"
WORLD = ("pack", "elsewhere")
"""The files that are laid under every trap."""
VERDICT = re.compile(r"# (?:says (PM\d+): (.*)|silent)$")
PART = re.compile(r"^#: (\S+)\n", re.MULTILINE)
"""A line that begins a further file of a trap, or further lines of a section of the world."""


def names() -> list[str]:
    """Every trap and every twin."""
    return sorted(path.stem for path in TRAPS.glob("*.yaml") if path.stem not in WORLD)


def laid_out(name: str) -> dict[str, bytes]:
    """The files of a trap, with the world under them."""
    files = {f"{each}.yaml": (TRAPS / f"{each}.yaml").read_text("utf-8") for each in WORLD}
    tale, *more = PART.split((TRAPS / f"{name}.yaml").read_text("utf-8"))
    files["tale.yaml"] = tale
    for part, text in zip(more[::2], more[1::2], strict=True):
        if part.endswith(".yaml"):
            files[part] = text
        else:
            files["pack.yaml"] = files["pack.yaml"].replace(f"\n{part}:\n", f"\n{part}:\n{text}")
    return {path: text.encode() for path, text in files.items()}


@pytest.mark.parametrize("name", names())
def test_a_trap_is_caught_and_its_twin_is_not(name: str) -> None:
    files = laid_out(name)
    heads = [VERDICT.match(line) for line in files["tale.yaml"].decode().splitlines()]
    expected = sorted(head.groups() for head in heads if head is not None and head[1])
    assert bool(expected) == name.endswith("_trap")
    found = examine(files)
    assert found.pack is not None, found.diagnostics
    lines = {path: data.decode().splitlines() for path, data in files.items()}
    said = [
        (
            one.code,
            lines[one.place.file][one.place.line - 1][one.place.column - 1 :][: one.length],
        )
        for one in found.diagnostics
    ]
    assert sorted(said) == expected, found.diagnostics


def test_every_trap_has_its_twin() -> None:
    stems = {name.rpartition("_")[0] for name in names()}
    assert sorted(names()) == sorted(
        f"{stem}_{kind}" for stem in stems for kind in ("trap", "twin")
    )
