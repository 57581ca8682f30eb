"""Edits and fixes: a fix is a title with a few edits of one file. Applying it changes no other
byte. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pmsim.lang import Diagnostic
from pmsim.lang.characters import HIDDEN
from pmsim.lang.decoding import LINE_END, lines_of

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""The mark that some editors write at the start of a file."""


class Edit(NamedTuple):
    """A replacement of `length` characters, from `line` and `column` (both from 1), by `text`. A
    line end counts as one character, in any form. A newline in `text` becomes the file's most
    frequent line end. Columns count characters, not bytes."""

    line: int
    column: int
    length: int
    text: str

    def end(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the line and column after the last replaced character, in a file of these
        lines."""
        line, column, left = self.line, self.column, self.length
        while line < len(lines) and left > len(lines[line - 1]) - column + 1:
            left -= len(lines[line - 1]) - column + 2
            line, column = line + 1, 1
        return line, column + left


class Fix(NamedTuple):
    """A fix as an editor offers it. `title`: an imperative, such as "Write `standing`". `file`: the
    path as in the diagnostic. `sure`: the fix is certainly right, so `check --fix` may apply it."""

    title: str
    file: str
    edits: tuple[Edit, ...]
    sure: bool = True


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the file with the edits applied. Raise ValueError for overlapping edits, edits outside
    the file, and files that are not UTF-8."""
    edits = list(edits)
    if not edits:
        return content
    mark = content[: len(BYTE_ORDER_MARK)] if content.startswith(BYTE_ORDER_MARK) else b""
    text = content[len(mark) :].decode("utf-8")
    ends = list(LINE_END.finditer(text))
    starts = [0, *(end.end() for end in ends), len(text)]
    commonest_end = Counter(end[0] for end in ends).most_common(1)
    newline = commonest_end[0][0] if commonest_end else "\n"
    spans = sorted(
        (*_offsets(text, starts, edit), edit.text.replace("\n", newline)) for edit in edits
    )
    pieces, end_of_last = [], 0
    for start, end, replacement in spans:
        if start < end_of_last:
            raise ValueError("two edits of one fix overlap")
        pieces += [text[end_of_last:start], replacement]
        end_of_last = end
    return mark + "".join([*pieces, text[end_of_last:]]).encode("utf-8")


def _offsets(text: str, starts: Sequence[int], edit: Edit) -> tuple[int, int]:
    if (
        not 1 <= edit.line < len(starts)
        or not 0 <= edit.column - 1 <= starts[edit.line] - starts[edit.line - 1]
        or edit.length < 0
    ):
        raise ValueError(f"there is no place {edit.line}:{edit.column} in this file")
    end = start = starts[edit.line - 1] + edit.column - 1
    for _ in range(edit.length):
        end += 2 if text.startswith("\r\n", end) else 1
    if end > len(text):
        raise ValueError(
            f"there are fewer than {edit.length} characters from {edit.line}:{edit.column} on"
        )
    return start, end


INDENT_STEP = 2
"""Spaces per level in new lines."""
_VALUE = re.compile(r"(?P<before>\s*(?:- +)*)(?:(?P<key>[A-Za-z_][\w.]*):(?= |$))? *(?P<value>.*)")


class LineValue(NamedTuple):
    """The key and value on a line. `key` is '' for a list item. Columns count from 1."""

    key: str
    key_column: int
    column: int
    text: str


class FixContext(NamedTuple):
    """A diagnostic with its file. `lines`: the file's lines, without hidden characters unless the
    diagnostic is about one. `known_words`: words with a meaning in the pack."""

    diagnostic: Diagnostic
    lines: tuple[str, ...]
    known_words: frozenset[str]

    @property
    def number(self) -> int:
        """Return the number of the diagnostic's line."""
        return self.diagnostic.place.line

    @property
    def column(self) -> int:
        """Return the diagnostic's column."""
        return self.diagnostic.place.column

    @property
    def line(self) -> str:
        """Return the diagnostic's line."""
        return self.lines[self.number - 1]

    @property
    def indent(self) -> int:
        """Return the number of spaces before the line."""
        return len(self.line) - len(self.line.lstrip())

    @property
    def marked_text(self) -> str:
        """Return the characters that the diagnostic underlines."""
        return self.rest_of_line[: self.diagnostic.length]

    @property
    def rest_of_line(self) -> str:
        """Return the line from the diagnostic's column on."""
        return self.line[self.column - 1 :]

    def fix(self, title: str, *edits: Edit, sure: bool = True) -> Fix:
        """Return a fix of the diagnostic's file."""
        return Fix(title, self.diagnostic.place.file, edits, sure)

    def edit_from(self, column: int, text: str) -> Edit:
        """Return an edit that replaces the line from a column on."""
        return Edit(self.number, column, len(self.line) - column + 1, text)

    def has_written(self, edit: Edit) -> bool:
        """Return True if an edit would write what is there: in a line that was corrected for
        reading, the place of a diagnostic may be off."""
        start = edit.column - 1
        return self.lines[edit.line - 1][start : start + edit.length] == edit.text

    def line_value(self) -> LineValue | None:
        """Return the value on the line, or None if there is none."""
        match = _VALUE.match(self.line.rstrip())
        if not match or not match["value"]:
            return None
        return LineValue(
            match["key"] or "", match.end("before") + 1, match.start("value") + 1, match["value"]
        )

    def continuation(self, column: int) -> tuple[int, list[str]]:
        """Return the following lines that belong to the value, and their indentation. `column`:
        where the value's key starts. The indentation is -1 if the lines differ. Blank lines at the
        end are left out."""
        block: list[str] = []
        for line in self.lines[self.number :]:
            if line.strip() and len(line) - len(line.lstrip()) < column:
                break
            block.append(line)
        while block and not block[-1].strip():
            block.pop()
        depths = {len(line) - len(line.lstrip()) for line in block if line.strip()}
        (depth, *others) = depths or {column - 1 + INDENT_STEP}
        return -1 if others else depth, block

    def replacement(
        self, title: str, text: str, *, length: int = -1, column: int = 0, sure: bool = True
    ) -> Fix:
        """Return a fix that replaces the underlined text, or `length` characters from `column`, by
        `text`."""
        characters = len(self.marked_text) if length < 0 else length
        edit = Edit(self.number, column or self.column, characters, text)
        return self.fix(title, edit, sure=sure)


def fix_context(
    diagnostic: Diagnostic, files: Mapping[str, bytes], known_words: frozenset[str], hidden: bool
) -> FixContext | None:
    """Return the context of a diagnostic, or None if its place cannot be fixed. `hidden`: the
    diagnostic is about a hidden character."""
    lines, has_hidden = _file_lines(files.get(diagnostic.place.file, b""))
    if diagnostic.place.line > len(lines) or (has_hidden and not hidden):
        return None
    return FixContext(diagnostic, lines, known_words)


@lru_cache(maxsize=4)
def _file_lines(data: bytes) -> tuple[tuple[str, ...], bool]:
    """Return the lines of a file, none for one that is not UTF-8, and True if they contain a hidden
    character."""
    try:
        lines = tuple(lines_of(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        lines = ()
    return lines, any(map(HIDDEN.search, lines))
