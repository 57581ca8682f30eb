"""The words of a pack on paper: a table of scenarios by role of text, and what a player reads in a career. 80 columns; and JSON."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pmsim.analysis.reading import ROLES, Read, Written
from pmsim.lang.characters import visible

WIDTH = 80
_CELL = 9
_FIRST = WIDTH - _CELL * (len(ROLES) + 1)


class Counted(NamedTuple):
    """What is counted of one pack. `only`: the scenarios that were asked for, None for the whole pack; `read`: a start each."""

    name: str
    written: Written
    only: frozenset[str] | None
    read: tuple[Read, ...]


def as_text(counted: Counted) -> str:
    """The tables."""
    rows = _rows(counted)
    lines = [_line("scenario", ["words", *ROLES]), *(_line(name, [sum(words), *words]) for name, words in rows)]
    if len(rows) > 1:
        together = [sum(column) for column in zip(*(words for _, words in rows), strict=True)]
        lines.append(_line("together", [sum(together), *together]))
    if counted.only is None:
        lines += ["", *(_line(part, [words]) for part, words in counted.written.parts.items() if words)]
        everything = sum(counted.written.parts.values()) + sum(sum(words) for _, words in rows)
        lines.append(_line(counted.name, [everything]))
    if counted.read:
        careers = counted.read[0].careers
        said = "1 career" if careers == 1 else f"{careers} careers"
        lines += ["", f"Read in {said} from each start, choices by chance:", _line("start", ["mean", "least", "most"])]
        lines += [_line(read.start, [read.mean, read.least, read.most]) for read in counted.read]
    return "\n".join(lines)


def as_json(all_counted: Sequence[Counted]) -> str:
    """A list of {name, scenarios: {id: {role: words}}, parts: {name: words}, read: [{start, least, mean, most, careers}]}."""
    found = [
        {
            "name": visible(counted.name),
            "scenarios": {name: dict(zip(ROLES, words, strict=True)) for name, words in _rows(counted)},
            "parts": {} if counted.only is not None else dict(counted.written.parts),
            "read": [read._asdict() for read in counted.read],
        }
        for counted in all_counted
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _rows(counted: Counted) -> list[tuple[str, list[int]]]:
    """The scenarios asked for, in the order of their ids."""
    shown = counted.written.scenarios.items()
    return [(name, [words[role] for role in ROLES]) for name, words in shown if counted.only is None or name in counted.only]


def _line(name: str, cells: Iterable[int | str]) -> str:
    shown = visible(name)
    first = shown if len(shown) < _FIRST else f"{shown[: _FIRST - 2]}…"
    return first.ljust(_FIRST) + "".join(f"{cell:,}".rjust(_CELL) if isinstance(cell, int) else cell.rjust(_CELL) for cell in cells)
