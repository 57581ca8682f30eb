"""Words that a player reads, moved to where YAML leaves them alone: below their field, after `|`. And spaces and signs that YAML wants."""

import re
from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.remarks import comment_at
from pmsim.authoring.mending.spot import STEP, Spot, Value
from pmsim.lang.fields import KINDS
from pmsim.lang.rules.clipping import clipped
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
_NUMBERED = re.compile(r"#[0-9]")
"""A sign that is surely no comment."""
_NAMED = re.compile(r"([a-z_][a-z0-9_]*) +\S")


def below(spot: Spot) -> Iterator[Fix]:
    """Move a line of prose that begins with a sign of YAML's, or has one inside; a comment behind it goes above."""
    value = spot.value()
    if value is None or not _holds_words(value.key):
        return
    begins = value.column == spot.found.place.column
    if spot.found.message.startswith("Behind ` #`"):
        yield from _behind(spot, value)
    elif value.text[0] == "#":
        yield from _moved(spot, value.column, value.text, "|", sure=bool(_NUMBERED.match(value.text)))
    elif (parted := _parted(value.text)) is not None:
        words, comment = parted
        if begins and _QUOTED.fullmatch(words):
            yield from _quoted(spot, words, comment)
        else:
            sure = not (begins and words[0] in "[{") or bool(_ONLY_PLACEHOLDER.match(words))
            yield from _moved(spot, value.column, words, "|", sure, comment)


def beside_bar(spot: Spot) -> Iterator[Fix]:
    """Move words behind the bar; put a comparison into quotation marks."""
    bar, value = _BAR.match(spot.rest), spot.value()
    if not bar or not value or value.column != spot.found.place.column:
        return
    if spot.found.hint == clipped(f'Write `{value.key}: "{value.text}"`.'):
        yield spot.instead(f'Write `"{value.text}"`', f'"{value.text}"', length=len(value.text))
    elif _holds_words(value.key) and (parted := _parted(bar[2])) is not None:
        yield from _moved(spot, value.column, parted[0], bar[1], True, parted[1])


def _holds_words(key: str) -> bool:
    """Return whether words stand behind a key: it is a field of words or nearly one, or none at all."""
    return not key or key in _WORDS or near(key, _WORDS, 0.6).sure


def _parted(text: str) -> tuple[str, str] | None:
    """Return the words of a line, and the comment behind them ('' for none); None if it may be either."""
    at = comment_at(text)
    if at < 0:
        return text, ""
    words, comment = text[:at].rstrip(), text[at:]
    open_ = words.count('"') % 2 or words.count("“") != words.count("”") or (words[:1] == "'" and words.count("'") % 2)
    return (words, comment) if words and comment[1:2] in ("", " ") and not open_ else None


def _behind(spot: Spot, value: Value) -> Iterator[Fix]:
    """A comment behind words: it is a number, as in `item #4`, or it may be either."""
    numbered = bool(_NUMBERED.match(spot.rest.lstrip()))
    yield from _moved(spot, value.column, value.text, "|", numbered)
    if not numbered:
        start = spot.found.place.column
        edits = (_above(spot, spot.rest.strip()), Edit(spot.found.place.line, start, len(spot.line) - start + 1, ""))
        yield Fix("Write the comment on a line of its own", spot.found.place.file, edits, sure=False)


def _above(spot: Spot, comment: str) -> Edit:
    """A comment on a line of its own, above the line."""
    return Edit(spot.found.place.line, 1, 0, f"{spot.line[: len(spot.line) - len(spot.line.lstrip())]}{comment}\n")


def colon(spot: Spot) -> Iterator[Fix]:
    """Write a space behind the colon."""
    name, sign, rest = spot.given.partition(":")
    if name and sign and rest and not rest[0].isspace():
        within = bool(spot.line[: spot.found.place.column - 1].strip(" -"))
        column = spot.found.place.column + len(name) + 1
        yield spot.instead(f"Write `{name}: {rest}`", " ", length=0, column=column, sure=within or _below_field(spot))


def syntax(spot: Spot) -> Iterator[Fix]:
    """Write a colon behind a field's name, or a space behind the dash of a list."""
    bare, open_ = _NAMED.match(spot.rest), _OPEN.match(spot.line.lstrip())
    hint = spot.found.hint
    if bare and hint == clipped(f"Write `{bare[1]}: {spot.rest[len(bare[1]) :].strip()}`.") and bare[1] == spot.given:
        yield spot.instead(f"Write `{bare[1]}:`", f"{bare[1]}:", sure=_below_field(spot))
    elif open_ and hint == clipped(f"Write `- {open_[1][1:]}`."):
        column = len(spot.line) - len(spot.line.lstrip()) + 2
        sure = bool(_FIELD.match(open_[1][1:])) or _below_field(spot)
        yield spot.instead("Write a space behind the dash", " ", length=0, column=column, sure=sure)


def _below_field(spot: Spot) -> bool:
    """Return whether the line above is a field, so that this one is no prose which stands too far out."""
    above = next((line for line in reversed(spot.lines[: spot.found.place.line - 1]) if line.strip()), "")
    return bool(_FIELD.match(above))


def _moved(spot: Spot, column: int, words: str, bar: str, sure: bool, comment: str = "") -> Iterator[Fix]:
    """The words moved below, to where the lines that go on with them stand, and the comment above."""
    value = spot.value()
    assert value is not None
    begins = value.key_column if value.key else value.column - STEP
    depth, block = spot.below(begins)
    if depth >= begins and not any(_FIELD.match(line) for line in block):
        title = f"Write it on the line below, behind `{value.key + ': ' if value.key else ''}{bar}`"
        edit = Edit(spot.found.place.line, column, len(spot.line) - column + 1, f"{bar}\n{' ' * depth}{words}")
        edits = (_above(spot, comment), edit) if comment else (edit,)
        yield Fix(f"{title}; the comment goes above" if comment else title, spot.found.place.file, edits, sure)


def _quoted(spot: Spot, words: str, comment: str) -> Iterator[Fix]:
    """Two ways to read quotation marks around the whole: they are read by the player, or they are a habit from elsewhere."""
    yield from (
        fix._replace(title=f"{fix.title}; the player reads the quotation marks")
        for fix in _moved(spot, spot.found.place.column, words, "|", False, comment)
    )
    if _PLAIN.fullmatch(words[1:-1]):
        yield spot.instead("Write it without the quotation marks", words[1:-1], length=len(words), sure=False)


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
