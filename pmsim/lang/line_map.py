"""Places of characters in a scalar that differs from its source: YAML joins lines, and reads `''`
and `\\"` as one character.

Text and source are walked side by side. White space of the text may come from the end of a line;
every other character stands in the source, possibly escaped.
"""

from collections.abc import Sequence

LineMapEntry = tuple[int, int, int]
"""(offset, line, column): from this offset on, the text equals its source from this line and column
(from 1)."""
_WIDTHS = {"x": 4, "u": 6, "U": 10}
"""The width of escapes that are longer than two characters."""


def line_map(
    text: str, lines: Sequence[str], line: int, column: int, style: str
) -> tuple[LineMapEntry, ...]:
    """Return the line map of a text. Its source begins at `line` and `column` (from 0), after an
    opening quotation mark."""
    entries: list[LineMapEntry] = []
    for offset, character in enumerate(text):
        white = character in " \t\n"
        while line < len(lines) and _skipped(lines[line], column, style, white):
            line, column = (line, column + 1) if column + 1 < len(lines[line]) else (line + 1, 0)
            joined = column == 0 and lines[line - 1].endswith("\\")
            column += (
                len(lines[line]) - len(lines[line].lstrip()) if joined and line < len(lines) else 0
            )
        if line >= len(lines):
            break
        width = _width(lines[line][column : column + 2], character, style)
        if not width:
            continue
        if not entries or (line + 1, column + 1) != (
            entries[-1][1],
            entries[-1][2] + offset - entries[-1][0],
        ):
            entries.append((offset, line + 1, column + 1))
        column += width
    return tuple(entries)


def _skipped(line: str, column: int, style: str, white: bool) -> bool:
    """Return True if the source character here is not part of the text: white space, a line end, or
    a joining backslash.

    `white`: the next character of the text is white space.
    """
    last = column + 1 == len(line)
    return (style == '"' and last and line[column] == "\\") or (
        not white and line[column : column + 1] in ("", " ", "\t")
    )


def _width(source: str, character: str, style: str) -> int:
    """Return the number of source characters for one character; 0 for white space that comes from a
    line end."""
    if style == '"' and source.startswith("\\"):
        return _WIDTHS.get(source[1:], 2)
    if style == "'" and source == "''":
        return 2
    return int(character not in " \t\n" or source.startswith(character))
