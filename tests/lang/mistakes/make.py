"""Writes the reports that are expected of the mistakes beside it: `python
tests/lang/mistakes/make.py`. Read every difference before you commit it; no other place may run
this."""

import re
from pathlib import Path

from pmsim.analysis.examine import examine
from pmsim.authoring.report import as_text

HERE = Path(__file__).parent
OFFICE = HERE / "_office"
WITHOUT = "without_pack.txt"
"""In a fixture's folder: the names of files of the office which it does without."""
MADE = {
    "PM102_too_large": lambda: {"pm102_too_large.yaml": b"# " + b"long " * 300_000},
    "PM114_too_many": lambda: {
        "pm114_too_many.yaml": b"language: 1\ntitle: The Lift\n" + b"title: The Lift\n" * 120
    },
}
"""What is too large to keep as a file."""


def names() -> list[str]:
    """Every fixture, by the name of its file or folder, less `.yaml`."""
    kept = {
        path.name.removesuffix(".yaml")
        for path in HERE.glob("PM*")
        if path.is_dir() or path.suffix == ".yaml"
    }
    return sorted(kept | MADE.keys())


def expected(name: str) -> Path:
    """Where the report of a fixture is kept."""
    return HERE / f"{name}.expected"


def report(name: str) -> str:
    """What is said of the fixture's files, laid over the office: the text that `pmsim check`
    prints."""
    files = all_files(name)
    said = [
        one
        for one in examine(files).diagnostics
        if name not in MADE or one.code == name.partition("_")[0]
    ]
    return (
        as_text(
            said,
            {file: data.decode("utf-8", "replace").split("\n") for file, data in files.items()},
        )
        + "\n"
    )


def all_files(name: str) -> dict[str, bytes]:
    """The files of a fixture, laid over the office."""
    folder = HERE / name
    less = (
        (folder / WITHOUT).read_text(encoding="utf-8").split()
        if (folder / WITHOUT).is_file()
        else []
    )
    return {
        **{path.name: path.read_bytes() for path in OFFICE.glob("*.yaml") if path.name not in less},
        **own_files(name),
    }


def own_files(name: str) -> dict[str, bytes]:
    """The files of a fixture: a whole folder, or one scenario, called after its fixture. A `~`
    hides the marks of a merge from tools that look for those."""
    if name in MADE:
        return MADE[name]()
    folder = HERE / name
    if folder.is_dir():
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.yaml"))
        }
    return {f"{name.lower()}.yaml": re.sub(rb"(?m)^~", b"", (HERE / f"{name}.yaml").read_bytes())}


def main() -> None:
    """Write them all."""
    for name in names():
        expected(name).write_text(report(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
