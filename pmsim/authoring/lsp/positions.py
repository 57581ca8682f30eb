"""Where things stand, as an editor counts: lines from 0, and columns in the units that it has agreed to. Everywhere else in pmsim a place
counts lines and characters from 1."""

from typing import Literal, NamedTuple

from pmsim.lang.nodes import Place

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class Span(NamedTuple):
    """A piece of one line. `line` from 0; `start`..`end` in the editor's units, `end` not included."""

    line: int
    start: int
    end: int


def units(text: str, encoding: Encoding) -> int:
    """How many of the editor's units the characters take up."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))


def characters(line: str, count: int, encoding: Encoding) -> int:
    """How many characters begin before the line's unit `count`; no more than it has, and not less than 0."""
    if line.isascii() or encoding == "utf-32":
        return max(0, min(count, len(line)))
    taken = 0
    for number, character in enumerate(line):
        taken += units(character, encoding)
        if taken > count:
            return number
    return len(line)


def span(place: Place, length: int, lines: list[str], encoding: Encoding) -> Span:
    """`length` characters from a place on, as far as the file has that line and they stand in it."""
    number = max(0, min(place.line, len(lines)) - 1)
    line = lines[number]
    start = max(0, min(place.column - 1, len(line)))
    end = min(start + max(0, length), len(line))
    return Span(number, units(line[:start], encoding), units(line[:end], encoding))


def place(file: str, line: int, unit: int, lines: list[str], encoding: Encoding) -> Place:
    """The place that an editor means by a line (from 0) and a unit in it, which both may be beyond the end."""
    number = max(0, min(line, len(lines) - 1))
    return Place(file, number + 1, characters(lines[number], unit, encoding) + 1)
