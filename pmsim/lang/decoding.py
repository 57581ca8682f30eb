"""Decoding: from bytes to a text in UTF-8, of limited size, without characters that cannot be
seen."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple
from unicodedata import name

from pmsim.lang.characters import (
    HIDDEN,
    UNEVEN_WIDTH,
    WHY_UNEVEN,
    describe_character,
    separates,
    without_hidden,
)
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import make_diagnostic

MAX_BYTES = 1 << 20
MAX_HIDDEN = 100
"""The most hidden characters reported for one file."""
LINE_END = re.compile(r"\r\n|\r|\n")
"""The end of a line, as YAML and editors read it."""
_PLAIN_BYTES = bytes([ord("\n"), *range(ord(" "), 0x7F)])
"""The bytes of a plain file: printable ASCII and line ends."""
_JOINING = re.compile("[\u200d\u20e3\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""A pattern for the characters of which every sign of uneven width has one."""


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, without their ends; at least one."""
    return LINE_END.split(text)


def source_lines(data: bytes) -> list[str]:
    """Return the lines of a file as a report shows them. Invalid UTF-8 is replaced."""
    return lines_of(data.decode("utf-8-sig", "replace"))


def decode(data: bytes, file: str, diagnostics: list[Diagnostic]) -> str | None:
    """Return the text without forbidden characters, or None if it is too large or not UTF-8."""
    start = Place(file, 1, 1)
    if len(data) > MAX_BYTES:
        diagnostics.append(
            make_diagnostic(
                "too-large", start, most=MAX_BYTES, hint="Give each scenario a file of its own."
            )
        )
        return None
    if not data.translate(None, _PLAIN_BYTES):
        return data.decode()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:256].count(0) > len(data[:256]) // 4:
        diagnostics.append(
            make_diagnostic(
                "not-utf-8", start, what="it looks like UTF-16", hint="Save it as UTF-8."
            )
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = Place(file, line, error.start - (data.rfind(b"\n", 0, error.start)))
        diagnostics.append(
            make_diagnostic(
                "not-utf-8",
                place,
                what=f"byte {data[error.start]:#04x} is no part of a character",
                hint="Save it as UTF-8.",
            )
        )
        return None
    if "\r" in text:
        diagnostics += _lone_returns(text, file)
        text = LINE_END.sub("\n", text)
    if not text.isascii():
        diagnostics += _uneven(text, file)
    if HIDDEN.search(text):
        diagnostics += _hidden(text, file)
        text = without_hidden(expand_tabs(text))
    return text


def expand_tabs(text: str) -> str:
    """Return the text with spaces for tabs.

    If other lines are indented with spaces, a line indented with tabs gets the indentation that the
    line above leads to.
    """
    lines = text.split("\n")
    mixed = any(line.startswith(" ") for line in lines)
    above = ""
    for number, line in enumerate(lines):
        words = line.lstrip(" \t")
        if mixed and "\t" in line[: len(line) - len(words)]:
            deeper = above.lstrip().startswith("- ") or above.endswith((":", "|", ">"))
            lines[number] = " " * (len(above) - len(above.lstrip()) + 2 * deeper) + words
        lines[number] = lines[number].replace("\t", "  ")
        above = lines[number].rstrip() or above
    return "\n".join(lines)


def _uneven(text: str, file: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each sign whose width differs between terminals. Comments may contain
    them."""
    if not _JOINING.search(text):
        return
    for match in islice(UNEVEN_WIDTH.finditer(text), MAX_HIDDEN):
        start = text.rfind("\n", 0, match.start()) + 1
        if not text[start:].lstrip(" ").startswith("#"):
            place = Place(file, text.count("\n", 0, start) + 1, match.start() - start + 1)
            why = WHY_UNEVEN[match.lastgroup or "joined"]
            yield make_diagnostic(
                "uneven-character",
                place,
                sign=match.group(),
                why=why,
                hint="Write a word, or a sign that is a single character.",
                length=len(match.group()),
            )


def _lone_returns(text: str, file: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each line that ends in a lone CR, if most lines of the file end
    otherwise."""
    ends = LINE_END.findall(text)
    if 2 * ends.count("\r") > len(ends):
        return
    lone = (
        (number, line)
        for number, (line, end) in enumerate(zip(lines_of(text), ends, strict=False), 1)
        if end == "\r"
    )
    for number, line in islice(lone, MAX_HIDDEN):
        yield _hidden_character_diagnostic("\r", Place(file, number, len(line) + 1))


def _hidden_character_diagnostic(character: str, place: Place) -> Diagnostic:
    hint = (
        "Write a space, or begin a new line."
        if separates(character)
        else "Delete it, or type the word anew."
    )
    return make_diagnostic("hidden-character", place, name=describe_character(character), hint=hint)


def _joins_emoji(text: str, at: int) -> bool:
    """Return True if the character joins two signs into one; that sign is reported as a whole."""
    return text[at] == "\u200d" and any(
        match.start() < at < match.end()
        for match in UNEVEN_WIDTH.finditer(text, max(0, at - 12), at + 12)
    )


def _hidden(text: str, file: str) -> Iterator[Diagnostic]:
    """Yield one diagnostic for the tabs, and one for each other hidden character."""
    tabs = text.count("\t")
    for position, match in enumerate(HIDDEN.finditer(text)):
        if position > MAX_HIDDEN:
            return
        place = Place(
            file,
            text.count("\n", 0, match.start()) + 1,
            match.start() - text.rfind("\n", 0, match.start()),
        )
        if match.group() != "\t" and not _joins_emoji(text, match.start()):
            yield _hidden_character_diagnostic(match.group(), place)
        elif match.group() == "\t" and tabs:
            more = (
                f" There {'is one' if tabs == 2 else f'are {tabs - 1}'} more." if tabs > 1 else ""
            )
            yield make_diagnostic("tab", place, hint=f"Replace it with two spaces.{more}")
            tabs = 0


MAX_LOOK_ALIKES = 10_000
"""Maximum number of look-alikes that are replaced in a file."""
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = f"[ {_SPACES}]*"
_SIGNS = {
    "：": ":",
    "，": ",",
    "－": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "｜": "|",
}
_ANY = re.compile(f"[{_SPACES}{''.join(_SIGNS)}]")
_GAP = re.compile(_BLANK)
_DASH = re.compile(f"-(?=[ {_SPACES}]|$)|[－–—−](?={_BLANK}[a-z_]+ ?[:：])")
_KEY = re.compile(f"([A-Za-z_][A-Za-z0-9_.]*)({_BLANK})([:：])({_BLANK})")
_BLOCK = re.compile(f"[|｜>][-+0-9]*{_BLANK}$")
_IN_BRACES = re.compile(
    "(?<=[{\\[,:｛［，"
    f"：]){_BLANK}[{_SPACES}]{_BLANK}|(?<![{_SPACES}])[{_SPACES}]{_BLANK}(?=[}}\\],:｝］，"
    f"：])|[｛｝［］：]|，(?={_BLANK}[a-z_][a-z0-9_.]*{_BLANK}[:：,，\\]］])"
)
_WANTED = {
    " ": "space",
    ":": "colon",
    ",": "comma",
    "-": "hyphen",
    "{": "brace",
    "}": "brace",
    "[": "bracket",
    "]": "bracket",
    "|": "bar",
}
_BEHIND = re.compile(r"([A-Za-z0-9_.]+)[ :：,，|]*$")
_BEFORE = re.compile(r"[A-Za-z0-9_.]+")


class LookAlike(NamedTuple):
    """A look-alike of a structural character. `line` and `column` count from 1. `text`: the text
    written; `plain`: the text to read instead."""

    line: int
    column: int
    text: str
    plain: str

    @property
    def character(self) -> str:
        """Return the first look-alike character in the text."""
        return _ANY.search(self.text)[0]  # type: ignore[index]


def replace_look_alikes(lines: list[str], file: str, diagnostics: list[Diagnostic]) -> list[str]:
    """Return the lines with YAML's own characters in their structure. Report each kind of
    look-alike at its first place."""
    look_alikes = list(islice(find_look_alikes(lines), MAX_LOOK_ALIKES))
    result = list(lines)
    for number, group in groupby(look_alikes, lambda one: one.line):
        pieces, done = [], 0
        for one in group:
            pieces += [lines[number - 1][done : one.column - 1], one.plain]
            done = one.column - 1 + len(one.text)
        result[number - 1] = "".join([*pieces, lines[number - 1][done:]])
    first, count = (
        {one.character: one for one in reversed(look_alikes)},
        Counter(one.character for one in look_alikes),
    )
    diagnostics += (
        _look_alike_diagnostic(first[character], more - 1, lines, file)
        for character, more in count.items()
    )
    return result


def find_look_alikes(lines: Sequence[str]) -> Iterator[LookAlike]:
    """Yield the look-alikes in the structure of these lines, in order."""
    if not any(map(_ANY.search, lines)):
        return
    block = body = -1
    for number, line in enumerate(lines, 1):
        lead = _leading_blank(line)
        if block < 0 or (_columns(lead) <= block and len(lead) < len(line)):
            block, body = -1, -1
            scanner = _LineScanner(number, line)
            scanner.scan()
            yield from scanner.look_alikes
            block = scanner.block
        else:
            spaces = len(line) - len(line.lstrip(" "))
            if body < 0 and len(lead) < len(line):
                following = (other for other in lines[number : number + 20] if other.strip())
                below = _leading_blank(next(following, ""))
                aligned = len(below) == len(lead) and "\u3000" not in lead
                body = spaces if spaces > block and not aligned else _columns(lead)
            if spaces < max(body, block + 1) and _ANY.search(lead):
                yield LookAlike(number, 1, lead, " " * _columns(lead))


class _LineScanner:
    """A scanner of one line of structure. `block`: the indentation that a `|` text below must
    exceed, -1 for none. `look_alikes`: those found so far."""

    def __init__(self, number: int, line: str) -> None:
        self.number, self.line = number, line
        self.at, self.block = 0, -1
        self.look_alikes: list[LookAlike] = []

    def scan(self) -> None:
        self.gap()
        depth = self.at
        while dash := _DASH.match(self.line, self.at):
            self.sign(dash.start(), dash.end())
            depth = self.at
            self.at = dash.end()
            self.gap()
        if key := _KEY.match(self.line, self.at):
            depth = self.at
            self.blank(key.start(2), key.end(2))
            self.sign(key.start(3), key.end(3))
            self.blank(key.start(4), key.end(4))
            self.at = key.end()
        if self.line[self.at : self.at + 1] in ("{", "[", "｛", "［"):
            for one in _IN_BRACES.finditer(self.line, self.at):
                (self.sign if one[0] in _SIGNS else self.blank)(*one.span())
        elif (key or depth < self.at) and (block := _BLOCK.match(self.line, self.at)):
            self.block = _columns(self.line[:depth])
            self.sign(block.start(), block.start() + 1)
            self.blank(block.start() + len(block[0].rstrip()), block.end())

    def gap(self) -> None:
        """Step over spaces and their look-alikes; collect the latter."""
        start, self.at = self.at, _GAP.match(self.line, self.at).end()  # type: ignore[union-attr]
        self.blank(start, self.at)

    def blank(self, start: int, end: int) -> None:
        text = self.line[start:end]
        if _ANY.search(text):
            self.look_alikes.append(LookAlike(self.number, start + 1, text, " " * _columns(text)))

    def sign(self, start: int, end: int) -> None:
        text = self.line[start:end]
        if text in _SIGNS:
            parts = text in "：，" and self.line[end : end + 1].strip() not in ("", "｝", "］")
            self.look_alikes.append(
                LookAlike(self.number, start + 1, text, _SIGNS[text] + " " * parts)
            )


def _leading_blank(line: str) -> str:
    """Return the spaces at the beginning of a line, and the look-alikes of spaces among them."""
    return _GAP.match(line)[0]  # type: ignore[index]


def _columns(text: str) -> int:
    """Return the width of a text in columns: a wide space counts as two."""
    return len(text) + text.count("\u3000")


def _look_alike_diagnostic(
    one: LookAlike, more: int, lines: Sequence[str], file: str
) -> Diagnostic:
    line, start, character = lines[one.line - 1], one.column - 1, one.character
    behind, before = (
        _BEHIND.search(line[max(0, start - 80) : start]),
        _BEFORE.search(line, start + len(one.text)),
    )
    where = f"behind `{behind[1]}`" if behind else f"before `{before[0]}`" if before else "here"
    wanted = _WANTED[one.plain[:1] or " "]
    meant = f"`{_SIGNS[character]}`" if character in _SIGNS else "spaces"
    at_least = "at least " * (more + 1 >= MAX_LOOK_ALIKES)
    hint = f"Write {meant} there." + (
        f" There {'is one' if more == 1 else f'are {at_least}{more}'} more." if more else ""
    )
    words = {
        "where": where,
        "name": name(character).lower(),
        "code": f"U+{ord(character):04X}",
        "wanted": wanted,
        "meant": meant,
    }
    return make_diagnostic(
        "look-alike", Place(file, one.line, one.column), hint=hint, length=len(one.text), **words
    )
