"""The small Markdown of texts, line by line: items of a list, quotations, horizontal lines; and the Markdown that is not read.

The screens, the count of words and `check` all ask here, so that they agree. Emphasis is read where a text is shown.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["", "prose", "quote", "item", "rule"]

_MARK = re.compile(r" *(?:(?P<rule>([-*_])(?: *\2){2,} *$)|(?P<item>[-*] +(?=\S))|(?P<quote>> ?))")
_UNREAD = re.compile(r"(?P<link>!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,300}\))|(?P<tag></?[A-Za-z][^<>\n]{0,200}>)")
_BEGINNING = re.compile(r"^ *(?:[-*_>#]|[0-9]{1,3}[.)] )", re.MULTILINE)
"""A line that may be more than prose. Most texts have none, and need no second look."""
_HEADING = re.compile(r" *#{2,6} +\S")
_NUMBER = re.compile(r" *([0-9]{1,3})[.)] +\S")
_WHAT = {"link": "links or images", "tag": "HTML tags", "rule": "horizontal lines"}
_LISTS = "A list has `- ` before each item, and an empty line above the first."
_HEADINGS = "For a line that stands out write `**it like this**`."
_NAMES = {"item": "list", "quote": "quotation"}


class Row(NamedTuple):
    """One line of a text. `kind`: '' for an empty line. `begins`: a paragraph begins here. `mark`: how many characters stand before the
    words. `marked`: the kind that the mark at its beginning would have, though the line may only go on with the one above."""

    kind: Kind
    begins: bool
    mark: int
    marked: Kind


class Unread(NamedTuple):
    """A piece of Markdown that is not read as its author may mean it: the rule that says so, with the words of its sentence."""

    rule: str
    start: int
    text: str
    what: str
    hint: str = ""


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The lines of one run of text. A mark counts at the beginning of a paragraph, and among items and quotations; behind a line of prose
    it is a part of that prose, which may have been wrapped at a dash."""
    kind: Kind = ""
    for line in lines:
        found = _MARK.match(line)
        marked: Kind = found.lastgroup if found else ""  # type: ignore[assignment]
        if not line.strip():
            kind = ""
            yield Row("", False, 0, "")
        elif marked == "rule":
            kind = ""
            yield Row("rule", True, 0, marked)
        elif found and kind != "prose":
            begins, kind = kind != marked or marked == "item", marked
            yield Row(kind, begins, found.end(), marked)
        else:
            begins, kind = not kind, kind or "prose"
            yield Row(kind, begins, 0, marked)


def unread(text: str) -> Iterator[Unread]:
    """The Markdown of a text that is shown as it stands, or run together with the line above."""
    for found in _UNREAD.finditer(text) if "[" in text or "<" in text else ():
        yield Unread("markup", found.start(), found[0], _WHAT[found.lastgroup or ""])
    if _BEGINNING.search(text):
        yield from _unread_rows(text.split("\n"))


def _unread_rows(lines: list[str]) -> Iterator[Unread]:
    at = 0
    above: Kind = ""
    numbers = [int(found[1]) if (found := _NUMBER.match(line)) else -1 for line in [*lines, ""]]
    for number, (line, row) in enumerate(zip(lines, rows(lines), strict=True)):
        start, words = at + len(line) - len(line.lstrip()), line.strip()
        mark = words.partition(" ")[0]
        first = numbers[number] >= 0 and (number == 0 or numbers[number - 1] != numbers[number] - 1)
        if row.kind == "rule":
            yield Unread("markup", start, words, _WHAT["rule"], "An empty line begins a new paragraph.")
        elif row.marked and row.kind == "prose" and row.marked != above:
            yield Unread("run-together", start, words[0], _NAMES[row.marked], _apart(words[0]))
        elif _HEADING.match(line):
            yield Unread("markup", start, mark, "headings", _HEADINGS)
        elif first and ((numbers[number] == 1 and not row.begins) or numbers[number + 1] == numbers[number] + 1):
            yield Unread("markup", start, mark, "numbered lists", _LISTS)
        at, above = at + len(line) + 1, row.marked


def _apart(mark: str) -> str:
    """What to do about a mark that goes on with the line above."""
    dash = " If it is a dash, put it at the end of the line above." if mark == "-" else ""
    return f"Leave an empty line above the first of them.{dash}"
