"""Comments by the look of lines alone, so that a file that YAML cannot read has them too. PURE."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_BEGIN = re.compile(r"(?P<dashes> *(?:- +)*)(?:(?:\"[^\"]*\"|'[^']*'|[\w.+-]+) *:(?: +|$))?")
_BLOCK = re.compile(r" *(?:- +)*(?P<key>.*?: +)?[|>][-+0-9]*(?: +#.*)? *$")
_QUOTED = re.compile(r"""(?:^|(?<=[\[{,:])) *(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?!\w)""")
_SIGN = re.compile(r"(?:^|(?<=\s))#")


class Remark(NamedTuple):
    """A comment, from its `#` on; `line` and `column` of that from 1."""

    line: int
    column: int
    text: str


def remarks(lines: Sequence[str]) -> Iterator[Remark]:
    """Yield the comments of a file. Lines below `|` or `>` have none, and no quotation that is a value or an item in brackets."""
    for number, line, start in structure(lines):
        at = comment_at(line[start:])
        if at >= 0:
            yield Remark(number, start + at + 1, line[start + at :].rstrip())


def structure(lines: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    """Yield the lines that do not stand below `|` or `>`, each with its number and where its value begins (from 0)."""
    block: int | None = None
    for number, line in enumerate(lines, 1):
        if block is not None and (not line.strip() or len(line) - len(line.lstrip()) > block):
            continue
        begin, header = _BEGIN.match(line), _BLOCK.match(line)
        start = begin.end() if begin else 0
        dashes = begin.end("dashes") if begin else 0
        block = None if header is None else dashes if header["key"] else len(line[:dashes].rstrip()) - 1
        yield number, line, start


def comment_at(value: str) -> int:
    """Return where the comment behind a value begins, -1 for none."""
    plain = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), value) if value[:1] in ('"', "'", "[", "{") else value
    sign = _SIGN.search(plain)
    return sign.start() if sign else -1
