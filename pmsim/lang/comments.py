"""Comments for pmsim in YAML files, and the lines that they apply to. Prose that begins with # is
no comment.

Only files that contain the wanted word are read a second time.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pmsim.lang.decoding import decode
from pmsim.lang.nodes import Comment, Place, Span
from pmsim.lang.yaml_reader import scalar_spans

MOST_COMMENTS = 500
"""The most comments read from one file."""
_SIGN = re.compile(r"(?:(?<=\s)|^)#")


def comments(data: bytes, file: str, wanted: re.Pattern[str], word: bytes) -> tuple[Comment, ...]:
    """Return the comments whose text, from the # on, matches `wanted`; in file order. Never raises.

    `word`: a word in small letters that every such comment contains.
    """
    text = decode(data, file, []) if word in data.lower() else None
    if text is None or not wanted.search(text):
        return ()
    lines = text.split("\n")
    below = _first_below(lines)
    numbers = [number for number, line in enumerate(lines, 1) if wanted.search(line)]
    last = max((max(number, below[number - 1]) for number in numbers), default=0)
    scalars = scalar_spans(text, last)
    result: list[Comment] = []
    for number in numbers:
        if len(result) == MOST_COMMENTS:
            break
        line = lines[number - 1]
        signs = (sign.start() + 1 for sign in _SIGN.finditer(line))
        column = next((at for at in signs if not _inside(number, at, scalars)), 0)
        if column and wanted.match(line, column - 1):
            result.append(_comment(lines, number, column, file, scalars, below))
    return tuple(result)


def _inside(line: int, column: int, scalars: tuple[Span, ...]) -> bool:
    """Return True if the character belongs to a scalar. A comment on the line of a block's sign
    does not."""
    before = bisect_right(scalars, (line, column), key=lambda span: span.start) - 1
    span = scalars[before] if before >= 0 else None
    return (
        span is not None
        and (line, column) < span.end
        and not (span.block and line == span.start[0])
    )


def _first_below(lines: Sequence[str]) -> list[int]:
    """Return for each line the next line below that is neither empty nor a comment, 0 for none."""
    first, found = 0, []
    for number in range(len(lines), 0, -1):
        found.append(first)
        words = lines[number - 1].lstrip()
        first = number if words and not words.startswith("#") else first
    return found[::-1]


def _comment(
    lines: list[str],
    number: int,
    column: int,
    file: str,
    scalars: tuple[Span, ...],
    below: list[int],
) -> Comment:
    line = lines[number - 1]
    alone = not line[: column - 1].strip()
    first = below[number - 1] if alone else number
    begin, end = (
        bisect_left(scalars, line, key=lambda span: span.start[0]) for line in (first, first + 1)
    )
    last = max([first, *(span.end[0] - (span.end[1] == 1) for span in scalars[begin:end])])
    return Comment(line[column - 1 :].rstrip(), Place(file, number, column), alone, first, last)
