"""Recovery from unreadable lines: a diagnostic, and the rest of the file without the scene or field
of that line, and without undecided merges."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pmsim.lang import yaml_pitfalls
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import make_diagnostic


class UnreadableError(Exception):
    """A line (from 0) and column at which YAML fails, or, with `refusal`, a refusal to read on."""

    def __init__(
        self,
        problem: str = "",
        line: int = 0,
        column: int = 0,
        refusal: Diagnostic | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem, self.line, self.column, self.refusal = problem, line, column, refusal


_PROBLEMS: tuple[tuple[str, str], ...] = (
    ("quoted scalar", "a quotation mark is opened here and not closed"),
    ("flow mapping", "a brace is opened here and not closed, or a comma is missing in it"),
    ("flow sequence", "a bracket is opened here and not closed, or a comma is missing in it"),
    ("expected ':'", "this line has no colon behind a field's name"),
    (
        "expected key",
        (
            "this line does not fit those above it; look at the indentation, and at the quotation"
            " marks of the line before"
        ),
    ),
    ("'-' indicator", "this line does not fit the list above it; look at the indentation"),
    (
        "mapping values",
        (
            "a field begins here where none can; look at the indentation of this line and the one"
            " before"
        ),
    ),
    ("cannot start", "a value cannot begin with this character"),
    ("node content", "a value is missing here"),
    ("comment or line break", "words stand behind | or >"),
)
"""libyaml's messages, with an explanation for readers who do not know YAML."""


def recover(
    end: UnreadableError, lines: list[str], file: str
) -> tuple[Diagnostic, list[str] | None]:
    """Return the diagnostic for an unreadable line, a known pitfall or YAML's own message, and the
    lines with it repaired or its scene left out; None if that changes nothing."""
    pitfall = _pitfall_line(end, lines, file)
    if pitfall:
        line, repaired = pitfall
        return repaired.diagnostic, [*lines[:line], repaired.line, *lines[line + 1 :]]
    words = next(
        (words for key, words in _PROBLEMS if key in end.problem),
        end.problem.strip().split("\n")[0],
    )
    hint = yaml_pitfalls.indentation_hint(lines, end.line) if end.line < len(lines) else ""
    place = Place(file, end.line + 1, end.column + 1)
    diagnostic = make_diagnostic("syntax", place, problem=words, hint=hint)
    return diagnostic, without_block(lines, end.line)


def _pitfall_line(
    end: UnreadableError, lines: list[str], file: str
) -> tuple[int, yaml_pitfalls.RepairedLine] | None:
    """Return the line (from 0) with a pitfall, repaired: the line at which YAML fails, or the one
    above it if its colon lacks a space."""
    if "expected ':'" in end.problem and end.line < len(lines):
        repaired = yaml_pitfalls.find_missing_colon(lines[end.line], Place(file, end.line + 1, 1))
        if repaired:
            return end.line, repaired
    for line in (end.line, end.line - 1):
        repaired = (
            yaml_pitfalls.find_in_line(lines[line], Place(file, line + 1, 1))
            if 0 <= line < len(lines)
            else None
        )
        if repaired and repaired.line != lines[line] and (line == end.line or repaired.lacks_space):
            return line, repaired
    return None


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
    if not any(mark * 7 in text for mark in "<|=>"):
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
