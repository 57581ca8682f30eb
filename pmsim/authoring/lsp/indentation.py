"""The position of a cursor in half-written YAML, found by indentation alone. It accepts any
text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[\w.+-]+)[ ]*:(?=[ ]|$)""")
_DASHES = re.compile(r"[ ]*((?:-[ ]+)*(?:-$)?)")


class PathStep(NamedTuple):
    """A step inwards: the `key` of a mapping, '' for a list item. `column` (from 0): that of the
    key or the dash."""

    key: str
    column: int


class CursorPosition(NamedTuple):
    """The position of a cursor. `steps`: the path to it, outermost first. `text`: the text from the
    start of the value or word to the cursor, with newlines. `value`: the cursor is in the value of
    the last step; otherwise a key or list item starts there. `block`: it is below `|` or `>`.
    `column` (from 0): the column of the key or item at the cursor."""

    steps: tuple[PathStep, ...]
    text: str
    value: bool
    column: int
    block: bool = False


class LineParts(NamedTuple):
    """The parts of a line: its dashes, its key ('' for none), the start of the key or text, and the
    start of the value. Columns count from 0."""

    indent: int
    dashes: tuple[int, ...]
    key: str
    column: int
    value_column: int

    @property
    def parent_column(self) -> int:
        """Return the column beyond which the value's continuation must be indented."""
        return self.column if self.key else self.dashes[-1] if self.dashes else self.indent - 1


def parse_line(line: str) -> LineParts:
    """Return the parts of a line."""
    marks = _DASHES.match(line)
    start = marks.end() if marks else 0
    dashes = tuple(at for at in range(start) if line[at] == "-")
    key = _KEY.match(line, start)
    indent = dashes[0] if dashes else start
    if key is None:
        return LineParts(indent, dashes, "", start, start)
    after = key.end()
    value_column = after + len(line[after:]) - len(line[after:].lstrip(" "))
    return LineParts(indent, dashes, key[1].strip("\"'"), start, value_column)


def has_content(line: str) -> bool:
    """Return True if the line is not blank and not only a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def find_cursor(lines: list[str], row: int, column: int) -> CursorPosition:
    """Return the position of the cursor at `column` (from 0) of line `row` (from 0)."""
    steps: list[PathStep] = []
    number = 0
    while number < row:
        if not has_content(lines[number]):
            number += 1
            continue
        line = parse_line(lines[number])
        _leave_blocks(steps, line)
        steps += [PathStep("", at) for at in line.dashes]
        steps += [PathStep(line.key, line.column)] if line.key else []
        value = _without_comment(lines[number][line.value_column :])
        if not value:
            number += 1
            continue
        last = _last_line(lines, number, line.parent_column, value, row, column)
        if last >= row:
            text = "\n".join(
                [lines[number][line.value_column :], *lines[number + 1 : row], lines[row][:column]]
            )
            block = value[0] in "|>"
            return CursorPosition(
                tuple(steps),
                text.partition("\n")[2] if block else text,
                value=True,
                column=line.parent_column,
                block=block,
            )
        if line.key:
            steps.pop()
        number = last + 1
    return _cursor_in_line(steps, lines[row] if row < len(lines) else "", column)


def _cursor_in_line(steps: list[PathStep], written: str, column: int) -> CursorPosition:
    """Return the position in a line that does not continue a value above."""
    line = parse_line(written if written.strip() else " " * column)
    _leave_blocks(steps, line)
    steps += [PathStep("", at) for at in line.dashes if at < column]
    if (
        line.key
        and column > line.column + len(line.key)
        and ":" in written[line.column + len(line.key) : column]
    ):
        return CursorPosition(
            (*steps, PathStep(line.key, line.column)),
            written[line.value_column : column],
            value=True,
            column=line.column,
        )
    text = written[line.column : column]
    return CursorPosition(tuple(steps), text, value=text[:1] in ("{", "["), column=line.column)


def _leave_blocks(steps: list[PathStep], line: LineParts) -> None:
    """Remove the steps that the line is not inside. A list's dash may be at the column of its
    key."""
    while steps and (
        steps[-1].column > line.indent
        or (steps[-1].column == line.indent and not (line.dashes and steps[-1].key))
    ):
        steps.pop()


def _last_line(lines: list[str], number: int, inner: int, value: str, row: int, column: int) -> int:
    """Return the last line, at most `row`, of a value that starts in line `number` and is indented
    beyond `inner`."""
    open_count = _open_brackets(value[0], value)
    last = number
    for below in range(number + 1, row + 1):
        if open_count <= 0:
            break
        written = lines[below] if below < len(lines) else ""
        indent = (
            len(written) - len(written.lstrip())
            if written.strip()
            else column
            if below == row
            else inner + 1
        )
        if indent <= inner:
            break
        last = below
        open_count += _open_brackets(value[0], written) if value[0] in "{[\"'" else 0
    return last


def _open_brackets(sign: str, text: str) -> int:
    """Return how many more brackets or quotes the text opens than it closes; 1 for other values."""
    match sign:
        case "{" | "[":
            return text.count("{") + text.count("[") - text.count("}") - text.count("]")
        case '"' | "'":
            return 2 - text.count(sign) if text.startswith(sign) else -text.count(sign)
        case _:
            return 1


def _without_comment(value: str) -> str:
    return "" if value.lstrip().startswith("#") else value.strip()


def sibling_keys(lines: list[str], row: int, column: int) -> Iterator[str]:
    """Yield the keys of the mapping at `column`, above and below line `row`, without that line's
    own key."""
    if not (row < len(lines) and parse_line(lines[row]).dashes and lines[row].strip()):
        for written in reversed(lines[:row]):
            if has_content(written):
                line = parse_line(written)
                if line.key and line.column == column:
                    yield line.key
                if line.indent < column:
                    break
    for written in lines[row + 1 :]:
        if has_content(written):
            line = parse_line(written)
            if line.indent < column:
                break
            if line.key and line.column == column and not line.dashes:
                yield line.key


class FlowPosition(NamedTuple):
    """A position inside braces and brackets. `steps`: keys, '' for an item. `key`: a key is being
    typed, otherwise a value. `text`: the typed part. `taken`: keys or items beside it."""

    steps: tuple[str, ...]
    key: bool
    text: str
    taken: tuple[str, ...]


def flow_position(text: str) -> FlowPosition | None:
    """Return the position at the end of `text`, which starts with a brace or bracket. Return None
    if all are closed."""
    levels: list[tuple[str, list[str], list[str]]] = []
    """Open brackets: each one's sign, the key of its current value, and its earlier keys or
    items."""
    token, quote = "", ""
    for at, character in enumerate(text):
        if quote:
            token += character
            quote = "" if character == quote else quote
        elif character in "{[" and not token.strip():
            levels.append((character, [], []))
            token = ""
        elif not levels:
            return None
        elif character in "}]":
            levels.pop()
            token = "" if not levels else f"{token}…"
        elif character == ",":
            levels[-1][2].extend(levels[-1][1] or [token.strip()])
            levels[-1][1].clear()
            token = ""
        elif (
            character == ":"
            and levels[-1][0] == "{"
            and not levels[-1][1]
            and text[at + 1 : at + 2] in ("", " ", "\n")
        ):
            levels[-1][1].append(token.strip().strip("\"'"))
            token = ""
        else:
            quote = character if character in "\"'" and not token.strip() else ""
            token += character
    if not levels:
        return None
    steps = tuple(key[0] if key else "" for sign, key, _ in levels if key or sign == "[")
    sign, key, taken = levels[-1]
    return FlowPosition(steps, sign == "{" and not key, token.lstrip(), tuple(taken))
