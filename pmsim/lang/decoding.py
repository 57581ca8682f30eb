"""From bytes to a text that hides nothing: UTF-8, of a size to read, its lines apart, without characters that cannot be seen."""

import re
from collections.abc import Iterator
from itertools import islice

from pmsim.lang.characters import HIDDEN, UNEVEN, WHY_UNEVEN, called, separates, unhidden
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.rules import found

MOST_BYTES = 1 << 20
MOST_HIDDEN = 100
"""Of one file no more hidden characters are named than this."""
LINE_END = re.compile(r"\r\n|\r|\n")
"""The end of a line, as YAML and editors read it."""
_PLAIN_SIGN = "Write a word, or a sign that is a single character."


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, without their ends; at least one."""
    return LINE_END.split(text)


def source_lines(data: bytes) -> list[str]:
    """Return the lines of a file as a report shows them. Bytes that are no UTF-8 are replaced."""
    return lines_of(data.decode("utf-8-sig", "replace"))


def decoded(data: bytes, file: str, said: list[Diagnostic]) -> str | None:
    """The text, without the characters it may not hold; None if it is no text of a size to read."""
    start = Place(file, 1, 1)
    if len(data) > MOST_BYTES:
        said.append(found("too-large", start, most=MOST_BYTES, hint="Give each scenario a file of its own."))
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:256].count(0) > len(data[:256]) // 4:
        said.append(found("not-utf-8", start, what="it looks like UTF-16", hint="Save it as UTF-8."))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = Place(file, line, error.start - (data.rfind(b"\n", 0, error.start)))
        said.append(found("not-utf-8", place, what=f"byte {data[error.start]:#04x} is no part of a character", hint="Save it as UTF-8."))
        return None
    if "\r" in text:
        said += _lone_returns(text, file)
        text = LINE_END.sub("\n", text)
    if not text.isascii():
        said += _uneven(text, file)
    if HIDDEN.search(text):
        said += _hidden(text, file)
        text = unhidden(spaced(text))
    return text


def spaced(text: str) -> str:
    """The text with spaces for tabs. A line indented with tabs among lines indented with spaces stands where the line above has led."""
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
    """A complaint for each sign of which terminals do not agree how wide it is; comments may hold what they like."""
    for match in islice(UNEVEN.finditer(text), MOST_HIDDEN):
        start = text.rfind("\n", 0, match.start()) + 1
        if not text[start:].lstrip(" ").startswith("#"):
            place = Place(file, text.count("\n", 0, start) + 1, match.start() - start + 1)
            why = WHY_UNEVEN[match.lastgroup or "joined"]
            yield found("uneven-character", place, sign=match.group(), why=why, hint=_PLAIN_SIGN, length=len(match.group()))


def _lone_returns(text: str, file: str) -> Iterator[Diagnostic]:
    """Complain of each line that ends in a lone CR, in a file in which most lines end otherwise."""
    ends = LINE_END.findall(text)
    if 2 * ends.count("\r") > len(ends):
        return
    lone = ((number, line) for number, (line, end) in enumerate(zip(lines_of(text), ends, strict=False), 1) if end == "\r")
    for number, line in islice(lone, MOST_HIDDEN):
        yield _complaint("\r", Place(file, number, len(line) + 1))


def _complaint(character: str, place: Place) -> Diagnostic:
    hint = "Write a space, or begin a new line." if separates(character) else "Delete it, or type the word anew."
    return found("hidden-character", place, name=called(character), hint=hint)


def _joins(text: str, at: int) -> bool:
    """Whether the character is what joins two signs into one; that is said of the sign as a whole."""
    return text[at] == "\u200d" and any(match.start() < at < match.end() for match in UNEVEN.finditer(text, max(0, at - 12), at + 12))


def _hidden(text: str, file: str) -> Iterator[Diagnostic]:
    """One complaint for the tabs, and one for each other hidden character."""
    tabs = text.count("\t")
    for position, match in enumerate(HIDDEN.finditer(text)):
        if position > MOST_HIDDEN:
            return
        place = Place(file, text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start()))
        if match.group() != "\t" and not _joins(text, match.start()):
            yield _complaint(match.group(), place)
        elif match.group() == "\t" and tabs:
            more = f" There {'is one' if tabs == 2 else f'are {tabs - 1}'} more." if tabs > 1 else ""
            yield found("tab", place, hint=f"Replace it with two spaces.{more}")
            tabs = 0
