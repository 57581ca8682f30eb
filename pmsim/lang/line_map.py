"""Where the characters of a scalar stand whose lines YAML joins, or in which it takes `''` and `\\"` for one character each.

The text and its source are walked side by side: white space of the text may stem from the end of a line, and every other character stands
in the source, by itself or behind a sign of escape.
"""

from collections.abc import Sequence

LineMapEntry = tuple[int, int, int]
"""From an offset in the text on, the characters stand side by side from a line and a column on (both from 1)."""
_WIDTHS = {"x": 4, "u": 6, "U": 10}
"""Of escapes that are longer than two characters."""


def line_map(text: str, lines: Sequence[str], line: int, column: int, style: str) -> tuple[LineMapEntry, ...]:
    """The folds of a text whose source begins at a line and a column (from 0) of `lines`, behind its quotation mark if it has one."""
    entries: list[LineMapEntry] = []
    for offset, character in enumerate(text):
        white = character in " \t\n"
        while line < len(lines) and _skipped(lines[line], column, style, white):
            line, column = (line, column + 1) if column + 1 < len(lines[line]) else (line + 1, 0)
            joined = column == 0 and lines[line - 1].endswith("\\")
            column += len(lines[line]) - len(lines[line].lstrip()) if joined and line < len(lines) else 0
        if line >= len(lines):
            break
        width = _width(lines[line][column : column + 2], character, style)
        if not width:
            continue
        if not entries or (line + 1, column + 1) != (entries[-1][1], entries[-1][2] + offset - entries[-1][0]):
            entries.append((offset, line + 1, column + 1))
        column += width
    return tuple(entries)


def _skipped(line: str, column: int, style: str, white: bool) -> bool:
    """Whether there is nothing here of a character, which is white space or not: white space, the end of a line, what joins two lines."""
    last = column + 1 == len(line)
    return (style == '"' and last and line[column] == "\\") or (not white and line[column : column + 1] in ("", " ", "\t"))


def _width(source: str, character: str, style: str) -> int:
    """How many characters of the source are the character; 0 for white space that stems from the end of a line."""
    if style == '"' and source.startswith("\\"):
        return _WIDTHS.get(source[1:], 2)
    if style == "'" and source == "''":
        return 2
    return int(character not in " \t\n" or source.startswith(character))
