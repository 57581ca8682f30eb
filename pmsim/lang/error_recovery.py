"""Recovery from unreadable lines: the rest of the file, without the scene or field of that line,
and without undecided merges."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import make_diagnostic


def without_block(lines: list[str], line: int) -> list[str] | None:
    """Return the lines with the block around `line` (from 0) blank; None if it is blank already.

    A block is everything below a name of the first indented level (a scene, a stat), or else a
    field of the file. A block that begins above `line` keeps its name, with an empty value, so that
    references to it stay valid.
    """
    line = min(line, len(lines) - 1)
    while line > 0 and not _has_content(lines[line]):
        line -= 1
    top = _line_above(lines, line, 0)
    first = next((_depth(below) for below in lines[top + 1 : line + 1] if _has_content(below)), 0)
    head = _line_above(lines, line, first)
    end = next(
        (
            at
            for at in range(head + 1, len(lines))
            if _has_content(lines[at]) and _depth(lines[at]) <= _depth(lines[head])
        ),
        len(lines),
    )
    name = lines[head].rstrip()
    name_line = f"{name} {{}}" if top < head < line and name.endswith(":") else ""
    result = [*lines[:head], name_line, *[""] * (end - head - 1), *lines[end:]]
    return result if result != lines else None


def _line_above(lines: list[str], line: int, depth: int) -> int:
    """Return the nearest line at or above `line` that is indented by at most `depth`."""
    return next(
        (
            at
            for at in range(line, -1, -1)
            if _has_content(lines[at]) and _depth(lines[at]) <= depth
        ),
        0,
    )


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


MOST_SAID = 100
"""The most merges reported for one file; all are left out."""
_MARK = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?= |$)", re.MULTILINE)


def resolve_merges(text: str, file: str, diagnostics: list[Diagnostic]) -> list[str]:
    """Return the lines of a text with only the first side of each undecided merge. Report each
    merge."""
    lines = text.split("\n")
    if not _MARK.search(text):
        return lines
    marks = [(number, line[0]) for number, line in enumerate(lines, 1) if _MARK.match(line)]
    if all(mark == "=" for _, mark in marks):
        return lines
    for count, merge in enumerate(_merges(marks)):
        first, last = merge[0][0], merge[-1][0]
        if count <= MOST_SAID:
            diagnostics.append(_merge_diagnostic(merge, Place(file, first, 1)))
        dropped = next((number for number, mark in merge if mark != "<"), first)
        for number in (first, *range(dropped, last + 1)):
            lines[number - 1] = ""
    return lines


def drop_inside_merges(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the diagnostics without those inside an undecided merge: the merge itself is
    reported."""
    merges = [
        (one.place.file, one.place.line, one.last_line) for one in diagnostics if one.last_line
    ]
    if not merges:
        return diagnostics

    def inside(place: Place) -> bool:
        return any(
            file == place.file and first <= place.line <= last for file, first, last in merges
        )

    return [one for one in diagnostics if one.last_line or not inside(one.place)]


def _merges(marks: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Yield the marks of each merge. A mark without a merge stands alone."""
    merge: list[tuple[int, str]] = []
    for number, mark in marks:
        order = "".join(each for _, each in merge) + mark
        if merge and not "<|=>".startswith(order) and not "<=>".startswith(order):
            yield from ([each] for each in merge)
            merge, order = [], mark
        merge.append((number, mark))
        if order[0] != "<" or mark == ">":
            yield merge
            merge = []
    yield from ([each] for each in merge)


def _merge_diagnostic(merge: list[tuple[int, str]], place: Place) -> Diagnostic:
    lines = [number for number, _ in merge]
    if len(merge) == 1:
        sentence, hint = "This line is left of a merge.", "Delete it."
    else:
        sides = [
            _line_range(before, after)
            for (before, mark), (after, _) in pairwise(merge)
            if mark != "|"
        ]
        sentence = (
            f"This is a merge that has not been decided: one side is {sides[0]}, the other"
            f" {sides[1]}."
        )
        marked = f"{', '.join(map(str, lines[:-1]))} and {lines[-1]}"
        hint = f"Keep one of the two sides, and delete the other and the marked lines ({marked})."
    return make_diagnostic(
        "undecided-merge", place, sentence=sentence, hint=hint, length=7
    )._replace(last_line=lines[-1])


def _line_range(before: int, after: int) -> str:
    """Return the lines between two marks, in words."""
    first, last = before + 1, after - 1
    return (
        "empty"
        if first > last
        else f"line {first}"
        if first == last
        else f"lines {first} to {last}"
    )
