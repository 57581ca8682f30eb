"""Names and small words: misspelt, badly written, without their brackets; and the first line of a file."""

import re
from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.spot import Spot
from pmsim.authoring.mentions import known_names
from pmsim.lang import Draft
from pmsim.lang.allow import allow
from pmsim.lang.fields import KINDS, LANGUAGE
from pmsim.lang.lower import ask
from pmsim.lang.lower.names import RESERVED
from pmsim.lang.lower.prose import FORMS, PLACEHOLDERS
from pmsim.lang.shapes import Word

_MEANT = re.compile(r"Did you mean `([^`]+)`\?")
_LIST = re.compile(r"([A-Za-z0-9_.]+(?: *, *[A-Za-z0-9_.]+)*)\s*(?: #.*)?$")
_COMMA = re.compile(r" *, *$")
_BETTER = re.compile(r"[^a-z0-9_.]+")
_PART = re.compile(r"[\w-]+")
_FIELDS = [field for kind in KINDS.values() for field in kind.fields]
_LANGUAGE = frozenset(
    [
        *RESERVED,
        *PLACEHOLDERS,
        *(form for forms in FORMS.values() for form in forms),
        *(field.name for field in _FIELDS),
        *(word for field in _FIELDS if isinstance(field.shape, Word) for word in field.shape.words),
    ]
)
"""The words of the language."""


def taken(draft: Draft | None) -> frozenset[str]:
    """Return every word that means something in a pack: the words of the language, and the names that the pack gives to anything.

    A tag that stands only on choices is no name where the pack lists its tags."""
    if draft is None:
        return _LANGUAGE
    tags = frozenset(entry.key.text for entry in ask.entries(draft.desk.names.pack, "tags"))
    names = known_names(draft.gathered).names
    ids = [name for kind, listed in names.items() for name in (tags or listed if kind == "tag" else listed)]
    return _LANGUAGE.union(*(name.split(".") for name in ids))


def misspelt(spot: Spot) -> Iterator[Fix]:
    """Write the name that was meant; surely, if only one can be meant and what stands there is no name of anything else."""
    instead, near = spot.found.instead, _MEANT.search(spot.found.hint)
    unlike = set(_PART.findall(spot.given.lower())) - set(_PART.findall(instead.lower()))
    if instead and not (near and unlike & spot.taken):
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
    """Write the version of the language above everything else in the file, and above comments that allow something there."""
    if spot.found.message.endswith("has no `language`.") and spot.found.place.column == 1:
        line = spot.found.place.line
        above = next((number for number in range(line - 1, 0, -1) if not spot.lines[number - 1].startswith("#")), 0) + 1
        allowing = any(allow(comment) for comment in spot.lines[above - 1 : line - 1])
        edit = Edit(above if allowing else line, 1, 0, f"language: {LANGUAGE}\n")
        yield Fix(f"Write `language: {LANGUAGE}`", spot.found.place.file, (edit,))
