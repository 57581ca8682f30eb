"""What a fix is: a few edits of one file, under a title. Applying them leaves every other byte of the file as it was. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pmsim.lang.characters import HIDDEN
from pmsim.lang.decoding import LINE_END, lines_of
from pmsim.lang.diagnostics import Diagnostic

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
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


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The file with the edits made. Raises ValueError for edits that overlap or lie outside the file, and for a file not in UTF-8."""
    edits = list(edits)
    if not edits:
        return content
    mark = content[: len(BYTE_ORDER_MARK)] if content.startswith(BYTE_ORDER_MARK) else b""
    text = content[len(mark) :].decode("utf-8")
    ends = list(LINE_END.finditer(text))
    starts = [0, *(end.end() for end in ends), len(text)]
    commonest_end = Counter(end[0] for end in ends).most_common(1)
    newline = commonest_end[0][0] if commonest_end else "\n"
    spans = sorted((*_offsets(text, starts, edit), edit.text.replace("\n", newline)) for edit in edits)
    pieces, end_of_last = [], 0
    for start, end, replacement in spans:
        if start < end_of_last:
            raise ValueError("two edits of one fix overlap")
        pieces += [text[end_of_last:start], replacement]
        end_of_last = end
    return mark + "".join([*pieces, text[end_of_last:]]).encode("utf-8")


def _offsets(text: str, starts: Sequence[int], edit: Edit) -> tuple[int, int]:
    if not 1 <= edit.line < len(starts) or not 0 <= edit.column - 1 <= starts[edit.line] - starts[edit.line - 1] or edit.length < 0:
        raise ValueError(f"there is no place {edit.line}:{edit.column} in this file")
    end = start = starts[edit.line - 1] + edit.column - 1
    for _ in range(edit.length):
        end += 2 if text.startswith("\r\n", end) else 1
    if end > len(text):
        raise ValueError(f"there are fewer than {edit.length} characters from {edit.line}:{edit.column} on")
    return start, end


INDENT_STEP = 2
"""Spaces for each level that is written anew."""
_VALUE = re.compile(r"(?P<before>\s*(?:- +)*)(?:(?P<key>[A-Za-z_][\w.]*):(?= |$))? *(?P<value>.*)")


class LineValue(NamedTuple):
    """What stands on a line: the `key` ('' for an item of a list), its column and that of its value, from 1, and the value."""

    key: str
    key_column: int
    column: int
    text: str


class FixContext(NamedTuple):
    """`lines`: of the file, as an editor shows them. They hold no hidden character but where that is the complaint. `known_words`: every
    word that means something in the pack."""

    diagnostic: Diagnostic
    lines: tuple[str, ...]
    known_words: frozenset[str]

    @property
    def line(self) -> str:
        """The line of the complaint."""
        return self.lines[self.diagnostic.place.line - 1]

    @property
    def marked_text(self) -> str:
        """The characters that the complaint underlines."""
        start = self.diagnostic.place.column - 1
        return self.line[start : start + self.diagnostic.length]

    @property
    def rest_of_line(self) -> str:
        """The line from the complaint on."""
        return self.line[self.diagnostic.place.column - 1 :]

    def line_value(self) -> LineValue | None:
        """The value on the line, if it is one that ends with it."""
        match = _VALUE.match(self.line.rstrip())
        if not match or not match["value"]:
            return None
        return LineValue(match["key"] or "", match.end("before") + 1, match.start("value") + 1, match["value"])

    def continuation(self, column: int) -> tuple[int, list[str]]:
        """The lines below that belong to what begins in `column` of this line, blank ones at the end left out; and how far they are
        indented, -1 if not alike."""
        number = self.diagnostic.place.line
        block: list[str] = []
        for line in self.lines[number:]:
            if line.strip() and len(line) - len(line.lstrip()) < column:
                break
            block.append(line)
        while block and not block[-1].strip():
            block.pop()
        depths = {len(line) - len(line.lstrip()) for line in block if line.strip()}
        return depths.pop() if len(depths) == 1 else -1 if depths else column - 1 + INDENT_STEP, block

    def replacement(self, title: str, text: str, *, length: int = -1, column: int = 0, sure: bool = True) -> Fix:
        """The fix that puts `text` in place of what is underlined, or of `length` characters from `column` on."""
        _, line, own_column = self.diagnostic.place
        edit = Edit(line, column or own_column, len(self.marked_text) if length < 0 else length, text)
        return Fix(title, self.diagnostic.place.file, (edit,), sure)


def fix_context(diagnostic: Diagnostic, files: Mapping[str, bytes], known_words: frozenset[str], hidden: bool) -> FixContext | None:
    """The complaint in its file; None if it stands nowhere that can be mended. `hidden`: the complaint is about a hidden character."""
    lines_and_hidden = _file_lines(files.get(diagnostic.place.file, b""))
    if lines_and_hidden is None or diagnostic.place.line > len(lines_and_hidden[0]) or (lines_and_hidden[1] and not hidden):
        return None
    return FixContext(diagnostic, lines_and_hidden[0], known_words)


@lru_cache(maxsize=4)
def _file_lines(data: bytes) -> tuple[tuple[str, ...], bool] | None:
    """Return the lines of a file, and whether there is a hidden character in them; None for one that is not in UTF-8."""
    try:
        lines = tuple(lines_of(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return None
    return lines, any(map(HIDDEN.search, lines))
