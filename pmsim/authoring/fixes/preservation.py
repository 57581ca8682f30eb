"""The check that a fix preserves what its diagnostic does not mention. Pure.

Comments stay comments, in their order, and an `allow` stays with its lines. Fields, names and texts
outside the edits keep their values and order. Removed words must be underlined by the diagnostic;
new words must be in the fix's title."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pmsim.analysis.suppressions import suppressions
from pmsim.authoring.fixes.edits import Fix, apply_edits
from pmsim.lang import BY_NAME, Comment, Diagnostic, Mapping, Node, Scalar
from pmsim.lang import Sequence as Listed
from pmsim.lang.decoding import decode, source_lines
from pmsim.lang.yaml_reader import read_yaml

_BEGIN = re.compile(r"(?P<dashes> *(?:- +)*)(?:(?:\"[^\"]*\"|'[^']*'|[\w.+-]+) *:(?: +|$))?")
_BLOCK = re.compile(r" *(?:- +)*(?P<key>.*?: +)?[|>][-+0-9]*(?: +#.*)? *$")
_QUOTED = re.compile(r"""(?:^|(?<=[\[{,:])) *(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?!\w)""")
_SIGN = re.compile(r"(?:^|(?<=\s))#")


class CommentLine(NamedTuple):
    """A comment from its `#` on, with line and column from 1."""

    line: int
    column: int
    text: str


def find_comments(lines: Sequence[str]) -> Iterator[CommentLine]:
    """Yield the comments of a file. Blocks below `|` or `>` and quoted values contain none."""
    for number, line, start in structure_lines(lines):
        at = comment_start(line[start:])
        if at >= 0:
            yield CommentLine(number, start + at + 1, line[start + at :].rstrip())


def structure_lines(lines: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    """Yield the lines outside blocks below `|` or `>`: number, line, and the offset of its value
    (from 0)."""
    block: int | None = None
    for number, line in enumerate(lines, 1):
        if block is not None and (not line.strip() or len(line) - len(line.lstrip()) > block):
            continue
        begin, header = _BEGIN.match(line), _BLOCK.match(line)
        start = begin.end() if begin else 0
        dashes = begin.end("dashes") if begin else 0
        block = (
            None if header is None else dashes if header["key"] else len(line[:dashes].rstrip()) - 1
        )
        yield number, line, start


def comment_start(value: str) -> int:
    """Return the offset of the comment after a value, or -1 for none."""
    plain = (
        _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), value)
        if value[:1] in ('"', "'", "[", "{")
        else value
    )
    sign = _SIGN.search(plain)
    return sign.start() if sign else -1


_CHARACTER_RULES = frozenset(BY_NAME[name].code for name in ("hidden-character", "tab"))
"""Codes of rules about characters; YAML can still read these lines."""
_WORD = re.compile(r"\w+")


class _FileContent(NamedTuple):
    """The content of a file. `lines`: as written; `broken`: numbers of lines that YAML cannot read;
    `words`: words outside comments; `suppressions`: `allow` comments."""

    lines: list[str]
    comments: list[CommentLine]
    scalars: list[Scalar]
    broken: frozenset[int]
    words: Counter[str]
    suppressions: list[Comment]


class FixStep(NamedTuple):
    """A diagnostic with the fix for it."""

    diagnostic: Diagnostic
    fix: Fix


def preserves_content(steps: Sequence[FixStep], content: bytes) -> bool:
    """Return True if the fixes of a file together preserve everything that their diagnostics do not
    mention."""
    before = _file_content(content)
    after = _file_content(apply_edits(content, [edit for step in steps for edit in step.fix.edits]))
    if before is None or after is None:
        return False
    untouched = _untouched_scalars(before, steps)
    texts = iter([scalar.text for scalar in after.scalars])
    marked_comments = {
        number for step in steps for number in _comments_marked(before, step.diagnostic)
    }
    marked_words = [
        *(_marked_text(before, step.diagnostic) for step in steps),
        *(before.comments[number].text for number in marked_comments),
    ]
    return (
        _same_comments(before, after, marked_comments)
        and all(scalar.text in texts for scalar in untouched)
        and _same_words(
            before, after, " ".join(marked_words), " ".join(step.fix.title for step in steps)
        )
        and _same_allowed(before, after, untouched)
    )


@lru_cache(maxsize=4)
def _file_content(content: bytes) -> _FileContent | None:
    text = decode(content, "", [])
    if text is None:
        return None
    lines = text.split("\n")
    comments = list(find_comments(lines))
    for line, column, _ in comments:
        lines[line - 1] = lines[line - 1][: column - 1]
    node, diagnostics = read_yaml(content, "")
    broken = frozenset(one.place.line for one in diagnostics if one.code not in _CHARACTER_RULES)
    suppression_comments = [comment for comment, _ in suppressions(content, "")]
    return _FileContent(
        source_lines(content),
        comments,
        list(_scalars(node)),
        broken,
        Counter(_WORD.findall("\n".join(lines))),
        suppression_comments,
    )


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """Yield every scalar below a node, in file order."""
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


def _untouched_scalars(content: _FileContent, steps: Sequence[FixStep]) -> list[Scalar]:
    """Return the scalars outside the edits and outside unreadable lines. Return all scalars if the
    diagnostics are only about characters."""
    spans = [
        ((edit.line, edit.column), edit.end(content.lines))
        for step in steps
        for edit in step.fix.edits
    ]
    if all(step.diagnostic.code in _CHARACTER_RULES for step in steps) and all(
        start[0] == end[0] for start, end in spans
    ):
        return content.scalars
    untouched = []
    for scalar in content.scalars:
        begin, last = scalar.place[1:], scalar.at(len(scalar.text.rstrip("\n")))[1:]
        touched = any(
            begin < start < last if start == end else begin <= end and start <= last
            for start, end in spans
        )
        if not touched and scalar.place.line not in content.broken:
            untouched.append(scalar)
    return untouched


def _marked_text(content: _FileContent, diagnostic: Diagnostic) -> str:
    _, line, column = diagnostic.place
    return content.lines[line - 1][column - 1 : column - 1 + diagnostic.length]


def _comments_marked(content: _FileContent, diagnostic: Diagnostic) -> Iterator[int]:
    """Yield the index of each comment that the diagnostic marks."""
    _, line, column = diagnostic.place
    for number, one in enumerate(content.comments):
        if (
            one.line == line
            and one.column <= column + diagnostic.length
            and column <= one.column + len(one.text)
        ):
            yield number


def _same_comments(before: _FileContent, after: _FileContent, marked: set[int]) -> bool:
    """Return True if all comments are unchanged, except the marked ones."""
    old, new = ([one.text for one in reading.comments] for reading in (before, after))
    if len(old) == len(new):
        return all(number in marked or text == new[number] for number, text in enumerate(old))
    remaining = iter(new)
    return len(new) < len(old) and all(
        text in remaining for number, text in enumerate(old) if number not in marked
    )


def _same_words(before: _FileContent, after: _FileContent, named: str, title: str) -> bool:
    """Return True if the diagnostics mark, or the titles announce, all removed and new words."""
    words, announced = Counter(_WORD.findall(named)), set(_WORD.findall(title))
    removed, added = before.words - after.words, after.words - before.words
    return (
        all(count <= words[word] or word in announced for word, count in removed.items())
        and added.keys() <= words.keys() | announced
    )


def _same_allowed(before: _FileContent, after: _FileContent, untouched: list[Scalar]) -> bool:
    """Return True if every `allow` still covers its former texts. Skip the test if the number of
    `allow` comments has changed; `_same_comments` covers that."""
    if len(before.suppressions) != len(after.suppressions):
        return True
    return all(
        _texts_under(old, untouched) <= _texts_under(new, after.scalars)
        for old, new in zip(before.suppressions, after.suppressions, strict=True)
    )


def _texts_under(comment: Comment, scalars: list[Scalar]) -> Counter[str]:
    """Return the texts that start in the lines of a comment's scope."""
    return Counter(
        one.text for one in scalars if comment.first_line <= one.place.line <= comment.last_line
    )
