"""Words that a player reads, moved to where YAML leaves them alone: below their field, after `|`. And spaces and signs that YAML wants."""

import re
from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.spot import STEP, Spot
from pmsim.lang.fields import KINDS
from pmsim.lang.shapes import Atom, Prose
from pmsim.lang.spelling import near

_WORDS = frozenset(
    field.name
    for kind in KINDS.values()
    for field in kind.fields
    if isinstance(field.shape, Prose) or (isinstance(field.shape, Atom) and (field.shape.prose or field.shape.name in ("label", "note")))
)
"""Fields with words in them."""
_BAR = re.compile(r"([|>][-+0-9]*) *(.*?)\s*$")
_FIELD = re.compile(r"\s*(?:- +)*[a-z_]+:(?: |$)|\s*#")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*$""")
_PLAIN = re.compile(r"[A-Za-z0-9](?:(?!: | #)[^\\])*(?<![\s:])")
_ONLY_PLACEHOLDER = re.compile(r"\{[A-Za-z][A-Za-z0-9_]*(?:\.[a-z]+)?\}")
_OPEN = re.compile(r"(-\w.*?)\s*$")
_NAMED = re.compile(r"([a-z_][a-z0-9_]*) +\S")


def below(spot: Spot) -> Iterator[Fix]:
    """A line of prose that begins with a sign of YAML's, or has one inside."""
    value = spot.value()
    if value is None or (value.key and value.key not in _WORDS and not near(value.key, _WORDS, 0.6).sure):
        return
    begins = value.column == spot.found.place.column
    if begins and _QUOTED.fullmatch(value.text):
        yield from _quoted(spot, value.text)
        return
    sure = not (begins and value.text[0] in "[{#") or bool(_ONLY_PLACEHOLDER.match(value.text)) or value.text[:1] == "#" != value.text[1:2]
    remark = spot.found.message.startswith("Behind ` #`") and spot.rest.lstrip().startswith("# ")
    yield from _moved(spot, value.column, value.text, "|", sure and not remark)


def beside_bar(spot: Spot) -> Iterator[Fix]:
    """Words behind the bar."""
    bar, value = _BAR.match(spot.rest), spot.value()
    if bar and value and value.column == spot.found.place.column:
        yield from _moved(spot, value.column, bar[2], bar[1], True)


def colon(spot: Spot) -> Iterator[Fix]:
    """A space behind the colon."""
    name, sign, rest = spot.given.partition(":")
    if name and sign and rest and not rest[0].isspace():
        yield spot.instead(f"Write `{name}: {rest}`", " ", length=0, column=spot.found.place.column + len(name) + 1)


def syntax(spot: Spot) -> Iterator[Fix]:
    """A colon behind a field's name, or a space behind the dash of a list."""
    bare, open_ = _NAMED.match(spot.rest), _OPEN.match(spot.line.lstrip())
    written = spot.found.hint.removeprefix("Write `").removesuffix("`.")
    if bare and written == f"{bare[1]}: {spot.rest[len(bare[1]) :].strip()}" and bare[1] == spot.given:
        yield spot.instead(f"Write `{bare[1]}:`", f"{bare[1]}:")
    elif open_ and written == f"- {open_[1][1:]}":
        yield spot.instead("Write a space behind the dash", " ", length=0, column=len(spot.line) - len(spot.line.lstrip()) + 2)


def _moved(spot: Spot, column: int, text: str, bar: str, sure: bool) -> Iterator[Fix]:
    """The rest of the line moved below, to where the lines that go on with it stand."""
    value = spot.value()
    assert value is not None
    begins = value.key_column if value.key else value.column - STEP
    depth, block = spot.below(begins)
    if depth >= begins and not any(_FIELD.match(line) for line in block):
        title = f"Write it on the line below, behind `{value.key + ': ' if value.key else ''}{bar}`"
        length = len(spot.line) - column + 1
        yield spot.instead(title, f"{bar}\n{' ' * depth}{text}", length=length, column=column, sure=sure)


def _quoted(spot: Spot, text: str) -> Iterator[Fix]:
    """Two ways to read quotation marks around the whole: they are read by the player, or they are a habit from elsewhere."""
    yield from (
        fix._replace(title=f"{fix.title}; the player reads the quotation marks")
        for fix in _moved(spot, spot.found.place.column, text, "|", False)
    )
    if _PLAIN.fullmatch(text[1:-1]):
        yield spot.instead("Write it without the quotation marks", text[1:-1], length=len(text), sure=False)


def braces(spot: Spot) -> Iterator[Fix]:
    """The fields of one-line braces, each on a line of its own; words after `|`."""
    value = spot.value()
    if value is None or not (value.text.startswith("{") and value.text.endswith("}")):
        return
    fields = _fields(value.text[1:-1], value.key)
    if not fields:
        return
    depth = value.key_column - 1 + STEP if value.key else value.column - 1
    written: list[str] = []
    for name, words in fields:
        prose = len(words.split()) > 1 and (name in _WORDS or value.key in ("why", "likes")) and words[0] not in "{["
        written += [f"{' ' * depth}{name}: |", f"{' ' * (depth + STEP)}{words}"] if prose else [f"{' ' * depth}{name}: {words}".rstrip()]
    start = value.key_column + len(value.key) + 1 if value.key else value.column
    text = "\n".join(["", *written]) if value.key else "\n".join(written).lstrip()
    edit = Edit(spot.found.place.line, start, len(spot.line) - start + 1, text)
    yield Fix("Write each field on a line of its own", spot.found.place.file, (edit,))


def _fields(inside: str, key: str) -> list[tuple[str, str]]:
    """The fields between one-line braces, a comma inside words left where it is; [] if it is not sure which they are."""
    found: list[tuple[str, str]] = []
    for part in _parts(inside):
        name, colon_, words = part.strip().partition(":")
        if colon_ and re.fullmatch(r"[a-z][a-z0-9_.]*", name) and words[:1] in ("", " "):
            found.append((name, words.strip()))
        elif found and (key == "why" or found[-1][0] in _WORDS) and " " in found[-1][1] and "=" not in part:
            found[-1] = (found[-1][0], f"{found[-1][1]},{part}".rstrip())
        else:
            return []
    return found


def _parts(inside: str) -> list[str]:
    """What stands between the commas that are in no further brackets, braces or quotation marks."""
    parts, depth, quote, start = [], 0, "", 0
    for at, sign in enumerate(inside):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and not inside[:at].rstrip(" ")[-1:].isalnum():
            quote = sign
        elif sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(inside[start:at])
            start = at + 1
    return [*parts, inside[start:]]
