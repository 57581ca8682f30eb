"""The law of every fix: what its complaint does not name stays as it is. PURE.

- Comments stay comments, in their order, and an `allow` stays with what it is about.
- Fields, names and texts that no edit touches are read as before, in their order.
- Words that go were underlined by the complaint; words that come stand in the title of the fix.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pmsim.analysis.silence import allows
from pmsim.authoring.mending.fix import Fix, apply
from pmsim.authoring.mending.remarks import Remark, remarks
from pmsim.lang.decoding import decoded, source_lines
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Comment, Mapping, Node, Scalar
from pmsim.lang.nodes import Sequence as Listed
from pmsim.lang.rules import BY_NAME
from pmsim.lang.source import read

_OF_CHARACTERS = frozenset(BY_NAME[name].code for name in ("hidden-character", "tab"))
"""Complaints about a line that can be read all the same."""
_WORD = re.compile(r"\w+")


class _Reading(NamedTuple):
    """A file as it is read. `lines`: as they are written; `broken`: the numbers of those that YAML cannot read; `words`: outside of
    comments; `allowed`: the comments that allow something."""

    lines: list[str]
    remarks: list[Remark]
    scalars: list[Scalar]
    broken: frozenset[int]
    words: Counter[str]
    allowed: list[Comment]


class Step(NamedTuple):
    """A complaint, and the fix that is to end it."""

    found: Diagnostic
    fix: Fix


def keeps(steps: Sequence[Step], content: bytes) -> bool:
    """Return whether the fixes of a file, made together, keep everything that their complaints do not name."""
    before = _reading(content)
    after = _reading(apply(content, [edit for step in steps for edit in step.fix.edits]))
    if before is None or after is None:
        return False
    kept = _untouched(before, steps)
    texts = iter([scalar.text for scalar in after.scalars])
    named = {number for step in steps for number in _comments_of(before, step.found)}
    words = [*(_underlined(before, step.found) for step in steps), *(before.remarks[number].text for number in named)]
    return (
        _same_comments(before, after, named)
        and all(scalar.text in texts for scalar in kept)
        and _named_words(before, after, " ".join(words), " ".join(step.fix.title for step in steps))
        and _same_allowed(before, after, kept)
    )


@lru_cache(maxsize=4)
def _reading(content: bytes) -> _Reading | None:
    text = decoded(content, "", [])
    if text is None:
        return None
    lines = text.split("\n")
    comments = list(remarks(lines))
    for line, column, _ in comments:
        lines[line - 1] = lines[line - 1][: column - 1]
    node, said = read(content, "")
    broken = frozenset(one.place.line for one in said if one.code not in _OF_CHARACTERS)
    allowed = [comment for comment, _ in allows(content, "")]
    return _Reading(source_lines(content), comments, list(_scalars(node)), broken, Counter(_WORD.findall("\n".join(lines))), allowed)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """Yield every scalar below a node, in the order of the file."""
    match node:
        case Scalar():
            yield node
        case Listed(items):
            for item in items:
                yield from _scalars(item)
        case Mapping(entries):
            for entry in entries:
                yield entry.key
                yield from _scalars(entry.value)


def _untouched(reading: _Reading, steps: Sequence[Step]) -> list[Scalar]:
    """Return the scalars outside of the edits and of lines that cannot be read; all, if the complaints are about characters of a line."""
    spans = [((edit.line, edit.column), edit.end(reading.lines)) for step in steps for edit in step.fix.edits]
    if all(step.found.code in _OF_CHARACTERS for step in steps) and all(start[0] == end[0] for start, end in spans):
        return reading.scalars
    kept = []
    for scalar in reading.scalars:
        begin, last = scalar.place[1:], scalar.at(len(scalar.text.rstrip("\n")))[1:]
        touched = any(begin < start < last if start == end else begin <= end and start <= last for start, end in spans)
        if not touched and scalar.place.line not in reading.broken:
            kept.append(scalar)
    return kept


def _underlined(reading: _Reading, found: Diagnostic) -> str:
    _, line, column = found.place
    return reading.lines[line - 1][column - 1 : column - 1 + found.length]


def _comments_of(reading: _Reading, found: Diagnostic) -> Iterator[int]:
    """Yield the number of the comment that a complaint is about, if it is about one."""
    _, line, column = found.place
    for number, one in enumerate(reading.remarks):
        if one.line == line and one.column <= column + found.length and column <= one.column + len(one.text):
            yield number


def _same_comments(before: _Reading, after: _Reading, named: set[int]) -> bool:
    """Return whether all comments are the same, but for the named ones, which may be gone or changed."""
    old, new = ([one.text for one in reading.remarks] for reading in (before, after))
    if len(old) == len(new):
        return all(number in named or text == new[number] for number, text in enumerate(old))
    left = iter(new)
    return len(new) < len(old) and all(text in left for number, text in enumerate(old) if number not in named)


def _named_words(before: _Reading, after: _Reading, named: str, title: str) -> bool:
    """Return whether every word that goes was named by the complaint, and every word that comes was, or is in the title."""
    words = Counter(_WORD.findall(named))
    return before.words - after.words <= words and (after.words - before.words).keys() <= words.keys() | set(_WORD.findall(title))


def _same_allowed(before: _Reading, after: _Reading, kept: list[Scalar]) -> bool:
    """Return whether every `allow` is still about what it was about; of comments that come or go `_same_comments` says."""
    if len(before.allowed) != len(after.allowed):
        return True
    return all(_under(old, kept) <= _under(new, after.scalars) for old, new in zip(before.allowed, after.allowed, strict=True))


def _under(comment: Comment, scalars: list[Scalar]) -> Counter[str]:
    """Return the texts that begin in the lines a comment is about."""
    return Counter(one.text for one in scalars if comment.first <= one.place.line <= comment.last)
