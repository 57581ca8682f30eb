"""The report of a pack's words: a table of scenarios by role of text, and the words read in a
career. 80 columns of text, or JSON."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pmsim.analysis.review.texts import TEXT_ROLES, WrittenWords
from pmsim.analysis.word_counts import ReadWords
from pmsim.lang import visible

WIDTH = 80
_CELL_WIDTH = 9
_FIRST_WIDTH = WIDTH - _CELL_WIDTH * (len(TEXT_ROLES) + 1)


class WordReport(NamedTuple):
    """The word counts of one pack. `only`: the requested scenarios, None for the whole pack;
    `read`: one entry per start."""

    name: str
    written: WrittenWords
    only: frozenset[str] | None
    read: tuple[ReadWords, ...]


def as_text(report: WordReport) -> str:
    """Return the tables as text."""
    rows = _rows(report)
    lines = [
        _line("scenario", ["words", *TEXT_ROLES]),
        *(_line(name, [sum(words), *words]) for name, words in rows),
    ]
    if len(rows) > 1:
        sums = [sum(column) for column in zip(*(words for _, words in rows), strict=True)]
        lines.append(_line("together", [sum(sums), *sums]))
    if report.only is None:
        lines += [
            "",
            *(_line(part, [words]) for part, words in report.written.parts.items() if words),
        ]
        everything = sum(report.written.parts.values()) + sum(sum(words) for _, words in rows)
        lines.append(_line(report.name, [everything]))
    if report.read:
        careers = report.read[0].careers
        careers_text = "1 career" if careers == 1 else f"{careers} careers"
        lines += [
            "",
            f"Read in {careers_text} from each start, choices by chance:",
            _line("start", ["mean", "least", "most"]),
        ]
        lines += [_line(read.start, [read.mean, read.least, read.most]) for read in report.read]
    return "\n".join(lines)


def as_json(reports: Sequence[WordReport]) -> str:
    """Return a JSON list of {name, scenarios: {id: {role: words}}, parts: {name: words}, read:
    [{start, least, mean, most, careers}]}."""
    result = [
        {
            "name": visible(report.name),
            "scenarios": {
                name: dict(zip(TEXT_ROLES, words, strict=True)) for name, words in _rows(report)
            },
            "parts": {} if report.only is not None else dict(report.written.parts),
            "read": [read._asdict() for read in report.read],
        }
        for report in reports
    ]
    return json.dumps(result, ensure_ascii=False, indent=2)


def _rows(report: WordReport) -> list[tuple[str, list[int]]]:
    """Return the requested scenarios with their words, in the pack's order."""
    shown = report.written.scenarios.items()
    return [
        (name, [words[role] for role in TEXT_ROLES])
        for name, words in shown
        if report.only is None or name in report.only
    ]


def _line(name: str, cells: Iterable[int | str]) -> str:
    shown = visible(name)
    first = shown if len(shown) < _FIRST_WIDTH else f"{shown[: _FIRST_WIDTH - 2]}…"
    return first.ljust(_FIRST_WIDTH) + "".join(
        f"{cell:,}".rjust(_CELL_WIDTH) if isinstance(cell, int) else cell.rjust(_CELL_WIDTH)
        for cell in cells
    )
