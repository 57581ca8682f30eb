"""Where something is to be mended: a complaint, with the lines of its file as they are written."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.lang.characters import HIDDEN
from pmsim.lang.decoding import lines_of
from pmsim.lang.diagnostics import Diagnostic

STEP = 2
"""Spaces for each level that is written anew."""
_VALUE = re.compile(r"(?P<before>\s*(?:- +)*)(?:(?P<key>[A-Za-z_][\w.]*):(?= |$))? *(?P<value>.*)")


class Value(NamedTuple):
    """What stands on a line: the `key` ('' for an item of a list), its column and that of its value, from 1, and the value."""

    key: str
    key_column: int
    column: int
    text: str


class Spot(NamedTuple):
    """`lines`: of the file, as an editor shows them. They hold no hidden character but where that is the complaint. `taken`: every word
    that means something in the pack."""

    found: Diagnostic
    lines: tuple[str, ...]
    taken: frozenset[str]

    @property
    def line(self) -> str:
        """The line of the complaint."""
        return self.lines[self.found.place.line - 1]

    @property
    def given(self) -> str:
        """The characters that the complaint underlines."""
        start = self.found.place.column - 1
        return self.line[start : start + self.found.length]

    @property
    def rest(self) -> str:
        """The line from the complaint on."""
        return self.line[self.found.place.column - 1 :]

    def value(self) -> Value | None:
        """The value on the line, if it is one that ends with it."""
        match = _VALUE.match(self.line.rstrip())
        if not match or not match["value"]:
            return None
        return Value(match["key"] or "", match.end("before") + 1, match.start("value") + 1, match["value"])

    def below(self, column: int) -> tuple[int, list[str]]:
        """The lines below that belong to what begins in `column` of this line, blank ones at the end left out; and how far they are
        indented, -1 if not alike."""
        number = self.found.place.line
        block: list[str] = []
        for line in self.lines[number:]:
            if line.strip() and len(line) - len(line.lstrip()) < column:
                break
            block.append(line)
        while block and not block[-1].strip():
            block.pop()
        depths = {len(line) - len(line.lstrip()) for line in block if line.strip()}
        return depths.pop() if len(depths) == 1 else -1 if depths else column - 1 + STEP, block

    def instead(self, title: str, text: str, *, length: int = -1, column: int = 0, sure: bool = True) -> Fix:
        """The fix that puts `text` in place of what is underlined, or of `length` characters from `column` on."""
        _, line, own = self.found.place
        edit = Edit(line, column or own, len(self.given) if length < 0 else length, text)
        return Fix(title, self.found.place.file, (edit,), sure)


def spot(found: Diagnostic, files: Mapping[str, bytes], taken: frozenset[str], hidden: bool) -> Spot | None:
    """The complaint in its file; None if it stands nowhere that can be mended. `hidden`: the complaint is about a hidden character."""
    read = _lines(files.get(found.place.file, b""))
    if read is None or found.place.line > len(read[0]) or (read[1] and not hidden):
        return None
    return Spot(found, read[0], taken)


@lru_cache(maxsize=4)
def _lines(data: bytes) -> tuple[tuple[str, ...], bool] | None:
    """Return the lines of a file, and whether there is a hidden character in them; None for one that is not in UTF-8."""
    try:
        lines = tuple(lines_of(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return None
    return lines, any(map(HIDDEN.search, lines))
