"""The fix for an `else` that holds only another `if`: a `first_of` with the same lines."""

import re
from collections.abc import Iterator, Sequence

from pmsim.authoring.fixes.edits import INDENT_STEP, Edit, Fix, FixContext
from pmsim.authoring.fixes.preservation import comment_start

_ITEM = re.compile(r" *- ")


def flat_alternatives(context: FixContext) -> Iterator[Fix]:
    """Write the chain of `if` and `else` that begins above the `else` as one `first_of`."""
    start = context.number - 1
    while start and not context.lines[start].startswith(" " * (context.column - 3) + "- "):
        start -= 1
    dash = context.column - 3
    end = start + 1
    while end < len(context.lines) and _depth(context.lines[end], dash + 1) > dash:
        end += 1
    while not context.lines[end - 1].strip():
        end -= 1
    lines = context.lines[start:end]
    flat = [" " * dash + "- first_of:", *_alternatives(lines, dash, dash + 2 * INDENT_STEP)]
    length = sum(len(line) + 1 for line in lines) - 1
    yield context.fix(
        "Write one `first_of` with an `if` and a `text` a line for each `else`",
        Edit(start + 1, 1, length, "\n".join(flat)),
    )


def _depth(line: str, of_blank: int) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else of_blank


def _alternatives(lines: Sequence[str], dash: int, depth: int) -> list[str]:
    """Return a block with `if` and `else`, whose `-` has `dash` spaces before it, as items with
    `depth` spaces."""
    key = " " * (dash + INDENT_STEP) + "else:"
    at = next((number for number, line in enumerate(lines) if line.startswith(key)), len(lines))
    first = _moved(lines[:at], depth - dash)
    if at == len(lines):
        return first
    value, rest = lines[at][len(key) :], list(lines[at + 1 :])
    comment = comment_start(value)
    if comment >= 0:
        first.append(" " * depth + value[comment:].strip())
        value = value[:comment]
    head = " " * depth + f"- text:{value.rstrip()}"
    items = [line for line in rest if line.strip() and not line.lstrip().startswith("#")]
    inner = _depth(items[0], 0) if items else 0
    starts = [line for line in items if _depth(line, 0) == inner and _ITEM.match(line)]
    if value.strip() or len(starts) != 1:
        return [*first, head, *_moved(rest, depth - dash)]
    begin = rest.index(starts[0])
    if starts[0].lstrip().startswith("- if:"):
        before = _moved(rest[:begin], depth - inner)
        return [*first, *before, *_alternatives(rest[begin:], inner, depth)]
    text = " " * depth + "- text: " + starts[0].lstrip()[2:]
    below = _moved(rest[begin + 1 :], depth + INDENT_STEP - inner)
    return [*first, *_moved(rest[:begin], depth - inner), text, *below]


def _moved(lines: Sequence[str], more: int) -> list[str]:
    """Return the lines with `more` spaces before them, fewer if it is negative."""
    return [
        (" " * more + line if more > 0 else line[-more:]) if line.strip() else line
        for line in lines
    ]
