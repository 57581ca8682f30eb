"""Where in a file a cursor stands, by indentation alone: half-written YAML is read up to the line being typed, and never refused."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[\w.+-]+)[ ]*:(?=[ ]|$)""")
_DASHES = re.compile(r"[ ]*((?:-[ ]+)*(?:-$)?)")


class PathStep(NamedTuple):
    """One step inwards: `key` of a mapping, '' for an item of a list. `column` (from 0): where the key or the dash stands."""

    key: str
    column: int


class CursorPosition(NamedTuple):
    """Where the cursor stands. `steps`: what is around it, from outside; `text`: what stands between the beginning of the value, or of the
    word, and the cursor; lines of it are joined by newlines. `value`: behind a key's colon, in the value of the last step, else where a
    key or the item of a list begins; `block`: below `|` or `>`. `column` (from 0): where what is being typed began to be indented."""

    steps: tuple[PathStep, ...]
    text: str
    value: bool
    column: int
    block: bool = False


class LineParts(NamedTuple):
    """One line: where its dashes stand, its key ('' for none), where key (or text) and value begin; columns from 0."""

    indent: int
    dashes: tuple[int, ...]
    key: str
    column: int
    value_column: int

    @property
    def parent_column(self) -> int:
        """What its value must be indented further than."""
        return self.column if self.key else self.dashes[-1] if self.dashes else self.indent - 1


def parse_line(line: str) -> LineParts:
    """The parts of a line."""
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
    """Whether anything but a comment stands in a line."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def find_cursor(lines: list[str], row: int, column: int) -> CursorPosition:
    """Where the cursor stands, at `column` (from 0) of the line `row` (from 0)."""
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
            text = "\n".join([lines[number][line.value_column :], *lines[number + 1 : row], lines[row][:column]])
            block = value[0] in "|>"
            return CursorPosition(
                tuple(steps), text.partition("\n")[2] if block else text, value=True, column=line.parent_column, block=block
            )
        if line.key:
            steps.pop()
        number = last + 1
    return _cursor_in_line(steps, lines[row] if row < len(lines) else "", column)


def _cursor_in_line(steps: list[PathStep], written: str, column: int) -> CursorPosition:
    """Where the cursor stands in a line that no value above reaches into."""
    line = parse_line(written if written.strip() else " " * column)
    _leave_blocks(steps, line)
    steps += [PathStep("", at) for at in line.dashes if at < column]
    if line.key and column > line.column + len(line.key) and ":" in written[line.column + len(line.key) : column]:
        return CursorPosition(
            (*steps, PathStep(line.key, line.column)), written[line.value_column : column], value=True, column=line.column
        )
    text = written[line.column : column]
    return CursorPosition(tuple(steps), text, value=text[:1] in ("{", "["), column=line.column)


def _leave_blocks(steps: list[PathStep], line: LineParts) -> None:
    """Forget what a line is no longer in. A dash may stand right below the key whose list it is in."""
    while steps and (steps[-1].column > line.indent or (steps[-1].column == line.indent and not (line.dashes and steps[-1].key))):
        steps.pop()


def _last_line(lines: list[str], number: int, inner: int, value: str, row: int, column: int) -> int:
    """The last line, up to `row`, of a value that begins in line `number` and must be indented further than `inner`."""
    open_count = _open_brackets(value[0], value)
    last = number
    for below in range(number + 1, row + 1):
        if open_count <= 0:
            break
        written = lines[below] if below < len(lines) else ""
        indent = len(written) - len(written.lstrip()) if written.strip() else column if below == row else inner + 1
        if indent <= inner:
            break
        last = below
        open_count += _open_brackets(value[0], written) if value[0] in "{[\"'" else 0
    return last


def _open_brackets(sign: str, text: str) -> int:
    """How many more braces and brackets, or quotes, a text opens than it closes; 1 for a value that begins with neither."""
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
    """The keys of the mapping whose keys stand at `column`, above and below the line `row`, whose own is left out."""
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
    """Where the cursor stands in braces and brackets. `steps`: keys, '' for an item; `key`: a key is being typed, else a value; `text`:
    what of it; `taken`: the keys or items that stand beside it."""

    steps: tuple[str, ...]
    key: bool
    text: str
    taken: tuple[str, ...]


def flow_position(text: str) -> FlowPosition | None:
    """Where the end of `text` stands, which begins with a brace or bracket; None if all are closed."""
    levels: list[tuple[str, list[str], list[str]]] = []
    """Of each that is open: its sign, the key of the value that stands there now, the keys or items before."""
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
        elif character == ":" and levels[-1][0] == "{" and not levels[-1][1] and text[at + 1 : at + 2] in ("", " ", "\n"):
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
