"""Characters in the structure of a file that look like YAML's own and are others: no-break and wide spaces, wide colons, commas and braces.

What a player reads may hold them. Structure is only what stands before a field or an item, around its colon, and between the parts of
one-line braces; it is looked for line by line, since a file with such characters can often not be read as YAML.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import name

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import found

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = f"[ {_SPACES}]*"
_SIGNS = {"：": ":", "，": ",", "－": "-", "–": "-", "—": "-", "−": "-", "｛": "{", "｝": "}", "［": "[", "］": "]", "｜": "|"}
_ANY = re.compile(f"[{_SPACES}{''.join(_SIGNS)}]")
_GAP = re.compile(_BLANK)
_DASH = re.compile(f"-(?=[ {_SPACES}]|$)|[－–—−](?={_BLANK}[a-z_]+ ?[:：])")
_KEY = re.compile(f"([A-Za-z_][A-Za-z0-9_.]*)({_BLANK})([:：])({_BLANK})")
_BLOCK = re.compile(f"[|｜>][-+0-9]*{_BLANK}$")
_IN_BRACES = re.compile(
    f"(?<=[{{\\[,:｛［，：]){_BLANK}[{_SPACES}]{_BLANK}|(?<![{_SPACES}])[{_SPACES}]{_BLANK}(?=[}}\\],:｝］，：])"
    f"|[｛｝［］：]|，(?={_BLANK}[a-z_][a-z0-9_.]*{_BLANK}[:：,，\\]］])"
)
_WANTED = {" ": "space", ":": "colon", ",": "comma", "-": "hyphen", "{": "brace", "}": "brace", "[": "bracket", "]": "bracket", "|": "bar"}
_BEHIND = re.compile(r"([A-Za-z0-9_.]+)[ :：,，|]*$")
_BEFORE = re.compile(r"[A-Za-z0-9_.]+")


class LookAlike(NamedTuple):
    """`line` and `column` count from 1. `text`: what stands there; `plain`: what is read instead."""

    line: int
    column: int
    text: str
    plain: str

    @property
    def character(self) -> str:
        """The first character in it that is not what it looks like."""
        return next(character for character in self.text if _ANY.match(character))


def plain(lines: list[str], file: str, said: list[Diagnostic]) -> list[str]:
    """Return the lines with YAML's own characters in their structure; complain of each kind of others, at its first place."""
    alike = list(look_alikes(lines))
    kept = list(lines)
    for number, group in groupby(alike, lambda one: one.line):
        pieces, done = [], 0
        for one in group:
            pieces += [lines[number - 1][done : one.column - 1], one.plain]
            done = one.column - 1 + len(one.text)
        kept[number - 1] = "".join([*pieces, lines[number - 1][done:]])
    for character in dict.fromkeys(one.character for one in alike):
        same = [one for one in alike if one.character == character]
        said.append(_complaint(same[0], len(same) - 1, lines, file))
    return kept


def look_alikes(lines: Sequence[str]) -> Iterator[LookAlike]:
    """Yield what stands in the structure of these lines and only looks as if it belonged there, in order."""
    if not any(map(_ANY.search, lines)):
        return
    block = body = -1
    for number, line in enumerate(lines, 1):
        lead = _GAP.match(line)[0]  # type: ignore[index]
        if block < 0 or (_wide(lead) <= block and len(lead) < len(line)):
            block, body = -1, -1
            scanner = _Line(number, line)
            yield from scanner.scan()
            block = scanner.block
        else:
            spaces = len(line) - len(line.lstrip(" "))
            if body < 0 and len(lead) < len(line):
                below = next((_GAP.match(other)[0] for other in lines[number : number + 20] if other.strip()), "")  # type: ignore[index]
                alike = len(below) == len(lead) and "\u3000" not in lead
                body = spaces if spaces > block and not alike else _wide(lead)
            if spaces < max(body, block + 1) and _ANY.search(lead):
                yield LookAlike(number, 1, lead, " " * _wide(lead))


class _Line:
    """One line of structure. `block`: how far a `|` text below it must be indented more than, -1 for none."""

    def __init__(self, number: int, line: str) -> None:
        self.number, self.line = number, line
        self.at, self.block = 0, -1

    def scan(self) -> Iterator[LookAlike]:
        yield from self.gap()
        depth = self.at
        while dash := _DASH.match(self.line, self.at):
            yield from self.sign(dash.start(), dash.end())
            depth = self.at
            self.at = dash.end()
            yield from self.gap()
        if key := _KEY.match(self.line, self.at):
            depth = self.at
            yield from self.blank(key.start(2), key.end(2))
            yield from self.sign(key.start(3), key.end(3))
            yield from self.blank(key.start(4), key.end(4))
            self.at = key.end()
        if self.line[self.at : self.at + 1] in ("{", "[", "｛", "［"):
            for one in _IN_BRACES.finditer(self.line, self.at):
                yield from self.blank(*one.span()) if not one[0].strip() else self.sign(*one.span())
        elif (key or depth < self.at) and (block := _BLOCK.match(self.line, self.at)):
            self.block = _wide(self.line[:depth])
            yield from self.sign(block.start(), block.start() + 1)
            yield from self.blank(block.start() + len(block[0].rstrip()), block.end())

    def gap(self) -> Iterator[LookAlike]:
        """Step over spaces and what looks like some."""
        start, self.at = self.at, _GAP.match(self.line, self.at).end()  # type: ignore[union-attr]
        yield from self.blank(start, self.at)

    def blank(self, start: int, end: int) -> Iterator[LookAlike]:
        text = self.line[start:end]
        if _ANY.search(text):
            yield LookAlike(self.number, start + 1, text, " " * _wide(text))

    def sign(self, start: int, end: int) -> Iterator[LookAlike]:
        text = self.line[start:end]
        if text in _SIGNS:
            parts = text in "：，" and self.line[end : end + 1].strip() not in ("", "｝", "］")
            yield LookAlike(self.number, start + 1, text, _SIGNS[text] + " " * parts)


def _wide(text: str) -> int:
    """How many columns a text takes: a wide space stands for two."""
    return len(text) + text.count("\u3000")


def _complaint(one: LookAlike, more: int, lines: Sequence[str], file: str) -> Diagnostic:
    line, start, character = lines[one.line - 1], one.column - 1, one.character
    behind, before = _BEHIND.search(line[max(0, start - 80) : start]), _BEFORE.search(line, start + len(one.text))
    where = f"behind `{behind[1]}`" if behind else f"before `{before[0]}`" if before else "here"
    wanted = _WANTED[one.plain[:1] or " "]
    meant = f"`{_SIGNS[character]}`" if character in _SIGNS else "spaces"
    hint = f"Write {meant} there." + (f" There {'is one' if more == 1 else f'are {more}'} more." if more else "")
    words = {"where": where, "name": name(character).lower(), "code": f"U+{ord(character):04X}", "wanted": wanted, "meant": meant}
    return found("look-alike", Place(file, one.line, one.column), hint=hint, length=len(one.text), **words)
