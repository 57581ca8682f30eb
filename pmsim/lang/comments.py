"""Comments that say something to pmsim: which they are, and which lines they are about. A line of prose that begins with # is none.

Only files in which one may stand are read a second time for it.
"""

import re

from pmsim.lang.decoding import decoded
from pmsim.lang.nodes import Comment, Place, Span
from pmsim.lang.source import spans

_SIGN = re.compile(r"(?:(?<=\s)|^)#")


def comments(data: bytes, file: str, wanted: re.Pattern[str], word: bytes) -> tuple[Comment, ...]:
    """The comments whose text, from the # on, `wanted` finds; in file order. `word`, in small letters, is in each. Pure; never raises."""
    text = decoded(data, file, []) if word in data.lower() else None
    if text is None or not wanted.search(text):
        return ()
    lines, written = text.split("\n"), spans(text)
    met = []
    for number, line in enumerate(lines, 1):
        if wanted.search(line):
            column = next((sign.start() + 1 for sign in _SIGN.finditer(line) if not _inside(number, sign.start() + 1, written)), 0)
            if column and wanted.match(line, column - 1):
                met.append(_comment(lines, number, column, file, written))
    return tuple(met)


def _inside(line: int, column: int, written: tuple[Span, ...]) -> bool:
    """Whether the character belongs to a scalar. What stands behind the sign of a block, on its line, does not."""
    return any(span.start <= (line, column) < span.end and not (span.block and line == span.start[0]) for span in written)


def _comment(lines: list[str], number: int, column: int, file: str, written: tuple[Span, ...]) -> Comment:
    line = lines[number - 1]
    alone = not line[: column - 1].strip()
    first = number
    if alone:
        first = next((at for at, below in enumerate(lines[number:], number + 1) if below.strip() and not below.lstrip().startswith("#")), 0)
    last = max([first, *(span.end[0] - (span.end[1] == 1) for span in written if span.start[0] == first)])
    return Comment(line[column - 1 :].rstrip(), Place(file, number, column), alone, first, last)
