"""Characters that cannot be seen or look like others, and tabs."""

import re
from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.remarks import structure
from pmsim.authoring.mending.spot import Spot
from pmsim.lang import lookalikes
from pmsim.lang.characters import HIDDEN, called, instead, separates
from pmsim.lang.decoding import spaced

_STRUCTURE = re.compile(r"\s{2}|\s*(?:[a-z_][\w.]*:(?:\s|$)|-(?:\s|$)|#|$)")
"""The beginning of a line that is no prose."""


def hidden(spot: Spot) -> Iterator[Fix]:
    """Write what is read for the hidden character. One that may end a line of structure stays: a space would join two lines."""
    character = spot.rest[:1]
    if not spot.rest:
        yield from _lone_return(spot)
    elif separates(character) and _STRUCTURE.match(spot.rest[1:]):
        return
    elif HIDDEN.match(character) and character != "\t":
        space = instead(spot.line, spot.found.place.column - 1)
        yield spot.instead(f"{'Write a space for' if space else 'Delete'} {called(character)}", space, length=1)


def _lone_return(spot: Spot) -> Iterator[Fix]:
    """Go on with the line where words stand below it at the margin; else end it as the other lines end."""
    below = spot.lines[spot.found.place.line]
    if below[:1].strip() and not _STRUCTURE.match(below):
        yield spot.instead(f"Write a space for {called(chr(13))}", " ", length=1)
    elif below:
        yield spot.instead("End the line as the others end", "\n", length=1)


def tabs(spot: Spot) -> Iterator[Fix]:
    """Write spaces for every tab of the file, as they are read now, unless they may make words of a field or of a comment."""
    with_spaces = spaced("\n".join(spot.lines)).split("\n")
    fields = {number for number, _, _ in structure(with_spaces)}
    indented = (number for number, line in enumerate(spot.lines, 1) if line.strip() and "\t" in line[: len(line) - len(line.lstrip())])
    if any(line.startswith(" ") for line in spot.lines) and any(
        number not in fields and _STRUCTURE.match(with_spaces[number - 1].strip()) for number in indented
    ):
        return
    edits = tuple(
        Edit(number, 1, len(line) - len(_same_end(line, instead)), instead[: len(instead) - len(_same_end(line, instead))])
        for number, (line, instead) in enumerate(zip(spot.lines, with_spaces, strict=True), 1)
        if line != instead
    )
    if edits:
        yield Fix("Write spaces for the tabs", spot.found.place.file, edits)


def look_alikes(spot: Spot) -> Iterator[Fix]:
    """Write YAML's own character for every one in the structure of the file that looks like it and is the one complained of."""
    alike = list(lookalikes.look_alikes(spot.lines))
    meant = next((one.character for one in alike if (one.line, one.column) == spot.found.place[1:]), "")
    edits = tuple(Edit(one.line, one.column, len(one.text), one.plain) for one in alike if one.character == meant)
    if edits:
        plain = edits[0].text.strip()
        yield Fix(f"Write {f'`{plain}`' if plain else 'spaces'} for {called(meant)}", spot.found.place.file, edits)


def _same_end(line: str, other: str) -> str:
    """The characters with which both end."""
    same = 0
    while same < min(len(line), len(other)) and line[-1 - same] == other[-1 - same]:
        same += 1
    return line[len(line) - same :]
