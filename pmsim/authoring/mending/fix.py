"""What a fix is: a few edits of one file, under a title. Applying them leaves every other byte of the file as it was. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pmsim.lang.decoding import LINE_END

MARK = b"\xef\xbb\xbf"
"""The mark that some editors put at the beginning of a file."""


class Edit(NamedTuple):
    """Instead of `length` characters from `line`, `column` (both from 1) on stands `text`. The end of a line counts as one character,
    however it is written; in `text` it is `\\n`, and is written as most lines of the file end. Columns count characters, not bytes."""

    line: int
    column: int
    length: int
    text: str

    def end(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the line and column behind the last character that goes, in a file of these lines."""
        line, column, left = self.line, self.column, self.length
        while line < len(lines) and left > len(lines[line - 1]) - column + 1:
            left -= len(lines[line - 1]) - column + 2
            line, column = line + 1, 1
        return line, column + left


class Fix(NamedTuple):
    """`title`, in the imperative, as an editor offers it: "Write `standing`". `file`: as in the diagnostic's place. `sure`: exactly this is
    right, so that `check --fix` may do it unasked."""

    title: str
    file: str
    edits: tuple[Edit, ...]
    sure: bool = True


def apply(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The file with the edits made. Raises ValueError for edits that overlap or lie outside the file, and for a file not in UTF-8."""
    edits = list(edits)
    if not edits:
        return content
    mark = content[: len(MARK)] if content.startswith(MARK) else b""
    text = content[len(mark) :].decode("utf-8")
    ends = list(LINE_END.finditer(text))
    starts = [0, *(end.end() for end in ends), len(text)]
    usual = Counter(end[0] for end in ends).most_common(1)
    newline = usual[0][0] if usual else "\n"
    spans = sorted((*_span(text, starts, edit), edit.text.replace("\n", newline)) for edit in edits)
    pieces, done = [], 0
    for start, end, instead in spans:
        if start < done:
            raise ValueError("two edits of one fix overlap")
        pieces += [text[done:start], instead]
        done = end
    return mark + "".join([*pieces, text[done:]]).encode("utf-8")


def _span(text: str, starts: Sequence[int], edit: Edit) -> tuple[int, int]:
    if not 1 <= edit.line < len(starts) or not 0 <= edit.column - 1 <= starts[edit.line] - starts[edit.line - 1] or edit.length < 0:
        raise ValueError(f"there is no place {edit.line}:{edit.column} in this file")
    end = start = starts[edit.line - 1] + edit.column - 1
    for _ in range(edit.length):
        end += 2 if text.startswith("\r\n", end) else 1
    if end > len(text):
        raise ValueError(f"there are fewer than {edit.length} characters from {edit.line}:{edit.column} on")
    return start, end
