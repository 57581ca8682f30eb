"""Signs in conditions that have exactly one counterpart."""

import re
from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.spot import Spot

_SIGNS = {"=": "==", "≥": ">=", "≤": "<=", "≠": "!=", "−": "-", "–": "-", "×": "*"}
_TURNED = {"=>": ">=", "=<": "<="}
_WORDS = {"&": "and", "|": "or"}
_AROUND = re.compile(r"([\"'“”„‟‘’‚«»{])([A-Za-z0-9_.]+)([\"'“”„‟‘’‚«»}])")


def spelling(spot: Spot) -> Iterator[Fix]:
    """The sign that is one, the name without what stands around it, the number without its nought."""
    sign, rest = spot.rest[:1], spot.rest
    around = _AROUND.match(rest)
    if spot.given in _TURNED:
        yield spot.instead(f"Write `{_TURNED[spot.given]}`", _TURNED[spot.given])
    elif spot.given == "=" and not rest.startswith("=="):
        if not spot.line[: spot.found.place.column - 1].rstrip().endswith(":"):
            yield spot.instead("Write `==`", "==")
    elif len(spot.given) == 1 and sign in _SIGNS and sign != "=":
        yield spot.instead(f"Write `{_SIGNS[sign]}`", _SIGNS[sign])
    elif len(spot.given) == 1 and sign.isspace():
        yield spot.instead("Write a space", " ")
    elif sign in _WORDS:
        yield from _word(spot, sign)
    elif around:
        yield spot.instead(f"Write `{around[2]}`", around[2], length=len(around[0]))
    elif spot.given.isdecimal() and spot.given.startswith("0") and len(spot.given) > 1:
        number = spot.given.lstrip("0") or "0"
        yield spot.instead(f"Write `{number}`", number)


def _word(spot: Spot, sign: str) -> Iterator[Fix]:
    """`and` for `&` or `&&`, with spaces around it."""
    _, line, column = spot.found.place
    signs = len(spot.rest) - len(spot.rest.lstrip(sign))
    before = "" if spot.line[: column - 1].endswith(" ") else " "
    after = "" if spot.rest[signs : signs + 1] in ("", " ") else " "
    edit = Edit(line, column, signs, f"{before}{_WORDS[sign]}{after}")
    yield Fix(f"Write `{_WORDS[sign]}`", spot.found.place.file, (edit,))
