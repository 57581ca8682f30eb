"""Characters that cannot be seen, and tabs."""

from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.spot import Spot
from pmsim.lang.characters import HIDDEN, called
from pmsim.lang.decoding import spaced


def hidden(spot: Spot) -> Iterator[Fix]:
    """Without the hidden character."""
    character = spot.rest[:1]
    if HIDDEN.match(character) and character != "\t":
        yield spot.instead(f"Delete {called(character)}", "", length=1)


def tabs(spot: Spot) -> Iterator[Fix]:
    """With spaces for every tab of the file, as they are read now."""
    with_spaces = spaced("\n".join(spot.lines)).split("\n")
    edits = tuple(
        Edit(number, 1, len(line) - len(_same_end(line, instead)), instead[: len(instead) - len(_same_end(line, instead))])
        for number, (line, instead) in enumerate(zip(spot.lines, with_spaces, strict=True), 1)
        if line != instead
    )
    if edits:
        yield Fix("Write spaces for the tabs", spot.found.place.file, edits)


def _same_end(line: str, other: str) -> str:
    """The characters with which both end."""
    same = 0
    while same < min(len(line), len(other)) and line[-1 - same] == other[-1 - same]:
        same += 1
    return line[len(line) - same :]
