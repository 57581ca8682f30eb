"""Fixes for hidden characters, look-alike characters and tabs."""

import re
from collections.abc import Iterator

from pmsim.authoring.fixes.edits import Edit, Fix, FixContext
from pmsim.authoring.fixes.preservation import structure_lines
from pmsim.lang import decoding
from pmsim.lang.characters import HIDDEN, describe_character, replacement_for, separates
from pmsim.lang.decoding import expand_tabs

_STRUCTURE = re.compile(r"\s{2}|\s*(?:[a-z_][\w.]*:(?:\s|$)|-(?:\s|$)|#|$)")
"""The start of a line that is not prose."""


def hidden_character(context: FixContext) -> Iterator[Fix]:
    """Delete the hidden character or write a space for it, depending on how it is read. Leave a
    possible line separator before a line of structure, because a space would join two lines."""
    character = context.rest_of_line[:1]
    if not context.rest_of_line:
        yield from _lone_carriage_return(context)
    elif separates(character) and _STRUCTURE.match(context.rest_of_line[1:]):
        return
    elif HIDDEN.match(character) and character != "\t":
        space = replacement_for(context.line, context.column - 1)
        yield context.replacement(
            f"{'Write a space for' if space else 'Delete'} {describe_character(character)}",
            space,
            length=1,
        )


def _lone_carriage_return(context: FixContext) -> Iterator[Fix]:
    """Replace the carriage return by a space if prose follows at the margin. Otherwise replace it
    by the usual line end."""
    below = context.lines[context.number]
    if below[:1].strip() and not _STRUCTURE.match(below):
        yield context.replacement(f"Write a space for {describe_character(chr(13))}", " ", length=1)
    elif below:
        yield context.replacement("End the line as the others end", "\n", length=1)


def tabs_to_spaces(context: FixContext) -> Iterator[Fix]:
    """Replace every tab of the file by spaces, with the same meaning. Skip the file if this could
    turn text into a field or a comment."""
    with_spaces = expand_tabs("\n".join(context.lines)).split("\n")
    fields = {number for number, _, _ in structure_lines(with_spaces)}
    indented = (
        number
        for number, line in enumerate(context.lines, 1)
        if line.strip() and "\t" in line[: len(line) - len(line.lstrip())]
    )
    if any(line.startswith(" ") for line in context.lines) and any(
        number not in fields and _STRUCTURE.match(with_spaces[number - 1].strip())
        for number in indented
    ):
        return
    edits = tuple(
        Edit(
            number,
            1,
            len(line) - len(_common_suffix(line, instead)),
            instead[: len(instead) - len(_common_suffix(line, instead))],
        )
        for number, (line, instead) in enumerate(zip(context.lines, with_spaces, strict=True), 1)
        if line != instead
    )
    if edits:
        yield context.fix("Write spaces for the tabs", *edits)


def plain_characters(context: FixContext) -> Iterator[Fix]:
    """Replace every look-alike of the reported kind by YAML's own character."""
    alike = list(decoding.find_look_alikes(context.lines))
    meant = next(
        (one.character for one in alike if (one.line, one.column) == context.diagnostic.place[1:]),
        "",
    )
    edits = tuple(
        Edit(one.line, one.column, len(one.text), one.plain)
        for one in alike
        if one.character == meant
    )
    if edits:
        plain = edits[0].text.strip()
        shown = f"`{plain}`" if plain else "spaces"
        yield context.fix(f"Write {shown} for {describe_character(meant)}", *edits)


def _common_suffix(line: str, other: str) -> str:
    """Return the longest common end of both lines."""
    same = 0
    while same < min(len(line), len(other)) and line[-1 - same] == other[-1 - same]:
        same += 1
    return line[len(line) - same :]
