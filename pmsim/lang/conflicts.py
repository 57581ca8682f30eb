"""Merges that git has left undecided: where the marked lines of a file are, and the file with the first side kept.

<<<<<<< HEAD          line numbers stay: what is left out becomes an empty line
one side
=======
the other
>>>>>>> branch
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import found

MOST_SAID = 100
"""Of one file no more merges are named than this; all are passed over."""
_MARK = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?= |$)", re.MULTILINE)


def decided(text: str, file: str, said: list[Diagnostic]) -> list[str]:
    """Return the lines of a text, without the marks of a merge and all sides of it but the first; complain of each merge."""
    kept = text.split("\n")
    if not _MARK.search(text):
        return kept
    marks = [(number, line[0]) for number, line in enumerate(kept, 1) if _MARK.match(line)]
    if all(mark == "=" for _, mark in marks):
        return kept
    for count, merge in enumerate(_merges(marks)):
        first, last = merge[0][0], merge[-1][0]
        if count <= MOST_SAID:
            said.append(_complaint(merge, Place(file, first, 1)))
        dropped = next((number for number, mark in merge if mark != "<"), first)
        for number in (first, *range(dropped, last + 1)):
            kept[number - 1] = ""
    return kept


def outside(said: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the complaints less those of lines that a merge has left undecided: it is named, and that is enough."""
    merges = [(one.place.file, one.place.line, one.last) for one in said if one.last]
    if not merges:
        return said

    def inside(place: Place) -> bool:
        return any(file == place.file and first <= place.line <= last for file, first, last in merges)

    return [one for one in said if one.last or not inside(one.place)]


def _merges(marks: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The marks, those of one merge together. One that belongs to none is alone."""
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


def _complaint(merge: list[tuple[int, str]], place: Place) -> Diagnostic:
    lines = [number for number, _ in merge]
    if len(merge) == 1:
        sentence, hint = "This line is left of a merge.", "Delete it."
    else:
        sides = [_lines(before, after) for (before, mark), (after, _) in pairwise(merge) if mark != "|"]
        sentence = f"This is a merge that has not been decided: one side is {sides[0]}, the other {sides[1]}."
        marked = f"{', '.join(map(str, lines[:-1]))} and {lines[-1]}"
        hint = f"Keep one of the two sides, and delete the other and the marked lines ({marked})."
    return found("undecided-merge", place, sentence=sentence, hint=hint, length=7)._replace(last=lines[-1])


def _lines(before: int, after: int) -> str:
    """The lines between two marks, in words."""
    first, last = before + 1, after - 1
    return "empty" if first > last else f"line {first}" if first == last else f"lines {first} to {last}"
