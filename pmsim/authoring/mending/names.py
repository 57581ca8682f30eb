"""Names and small words: misspelt, badly written, without their brackets; and the first line of a file."""

import re
from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.spot import Spot
from pmsim.lang.fields import LANGUAGE
from pmsim.lang.spelling import SLIPS, distance

_MEANT = re.compile(r"Did you mean `([^`]+)`\?")
_LIST = re.compile(r"([A-Za-z0-9_.]+(?: *, *[A-Za-z0-9_.]+)*)\s*(?: #.*)?$")
_COMMA = re.compile(r" *, *$")
_BETTER = re.compile(r"[^a-z0-9_.]+")


def misspelt(spot: Spot) -> Iterator[Fix]:
    """The name that was meant; surely, if it can only be that."""
    instead, near = spot.found.instead, _MEANT.search(spot.found.hint)
    if instead and (distance(spot.given, instead) <= SLIPS or spot.found.hint == f"Write `{instead}`."):
        yield spot.instead(f"Write `{instead}`", instead)
    elif near and spot.given:
        yield spot.instead(f"Write `{near[1]}`", near[1], sure=False)


def not_a_name(spot: Spot) -> Iterator[Fix]:
    """The name as names are written."""
    instead = spot.found.instead
    if instead and _BETTER.sub("_", spot.given.lower()).strip("_") == instead:
        yield spot.instead(f"Write `{instead}`", instead)


def bracketed(spot: Spot) -> Iterator[Fix]:
    """Names that shall be a list, in brackets."""
    given = _LIST.match(spot.rest)
    if given and spot.found.hint.startswith("Put it into brackets"):
        yield spot.instead(f"Write `[{given[1]}]`", f"[{given[1]}]", length=len(given[1]))


def twice(spot: Spot) -> Iterator[Fix]:
    """The list without the name that stands in it already."""
    before = _COMMA.search(spot.line[: spot.found.place.column - 1])
    if before:
        column = before.start() + 1
        length = spot.found.place.column - column + len(spot.given)
        yield spot.instead(f"Leave the second `{spot.given}` out", "", length=length, column=column)


def language(spot: Spot) -> Iterator[Fix]:
    """The version of the language, above everything else in the file."""
    if spot.found.message.endswith("has no `language`.") and spot.found.place.column == 1:
        edit = Edit(spot.found.place.line, 1, 0, f"language: {LANGUAGE}\n")
        yield Fix(f"Write `language: {LANGUAGE}`", spot.found.place.file, (edit,))
