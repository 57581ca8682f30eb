"""Another name for something, everywhere at once: what has to be written where, or why it cannot be."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from pmsim.authoring.lsp.index import Index
from pmsim.authoring.lsp.shelf import Files
from pmsim.authoring.mentions import EntityKind, Mention, known_names
from pmsim.lang import Draft
from pmsim.lang.decoding import lines_of
from pmsim.lang.lower.names import RESERVED
from pmsim.lang.lower.outline import OUT
from pmsim.lang.nodes import Mapping, Place
from pmsim.lang.shapes import ID, NAME

_BARE: tuple[EntityKind, ...] = ("stat", "person", "skill", "tag", "flag")
"""Kinds whose names stand alone in conditions, so that no two of them share one."""
_REMEMBERED: tuple[EntityKind, ...] = ("scenario", "scene", "choice")
"""What a saved career remembers by a path of ids."""


class Written(NamedTuple):
    """At a place, instead of `length` characters, `text`."""

    place: Place
    length: int
    text: str


class Renaming(NamedTuple):
    """What a new name takes. `file`: the file that gets another name, and `to`, '' for none."""

    writes: tuple[Written, ...]
    file: str = ""
    to: str = ""


def last(name: str) -> str:
    """The part of an id that is written where it is given."""
    return name.rpartition(".")[2]


def why_not(one: Mention, names: Index, files: Files) -> str:
    """Why something can have no other name; '' if it can."""
    given = [each for each in names.all(one.kind, one.id) if each.deed == "defined" and (each.length or each.kind == "scenario")]
    if one.kind in ("stage", "topic", "flag"):
        given = names.all(one.kind, one.id)
        if one.kind == "stage" and one.id == "none":
            return "`none` is a word of the language."
    if not given:
        wants = " Write its `id` first." if one.kind == "choice" else ""
        return f"Nothing here gives the {one.kind} `{last(one.id)}` its name.{wants}"
    if not all(each.place.file in files.spoken for each in given):
        return f"The {one.kind} `{last(one.id)}` belongs to another pack."
    return ""


def refused(one: Mention, new: str, draft: Draft) -> str:
    """Why it cannot be called `new`; '' if it can."""
    shape = ID if one.kind in ("scenario", "scene", "choice") else NAME
    if not shape.matches(new):
        return f"`{new}` is not a name: {shape.says}."
    if (new in RESERVED and one.kind in (*_BARE, "role", "group")) or (new == OUT and one.kind == "scene"):
        return f"`{new}` is a word of the language."
    known = known_names(draft.gathered)
    owner = one.id[: -len(last(one.id))]
    kinds = _BARE if one.kind in _BARE else (one.kind,)
    for kind in kinds:
        if known.has(kind, f"{owner}{new}"):
            return f"There is a {kind} called `{new}` already."
    return ""


def renaming(one: Mention, new: str, draft: Draft, names: Index, files: Files) -> Renaming:
    """All that is to be written. `new` is one that is not `refused`."""
    lines: dict[str, list[str]] = {}
    writes = []
    for each in names.all(one.kind, one.id):
        file, line, column = each.place
        if not each.length or file not in files.spoken:
            continue
        there = lines.setdefault(file, lines_of(files.text(file)))
        written = there[line - 1][column - 1 : column - 1 + each.length] if line <= len(there) else ""
        if written.lower() == last(one.id):
            writes.append(Written(each.place, each.length, new.capitalize() if written[0].isupper() else new))
    if one.kind in _REMEMBERED and draft.ripe:
        writes += _was(one, draft)
    if one.kind != "scenario":
        return Renaming(tuple(writes))
    file = draft.gathered.scenarios[one.id][0]
    return Renaming(tuple(writes), file, str(PurePosixPath(file).with_name(f"{new}.yaml")))


def _was(one: Mention, draft: Draft) -> Iterator[Written]:
    """The old name as `was`, unless there is an older one, which careers may still know."""
    for scenario in draft.desk.names.scenarios:
        if scenario.id == one.id:
            yield from _first_in(scenario.node, one)
        for scene in scenario.scenes.values():
            if scene.key == one.id:
                yield from _first_in(scene.node, one)
            for choice in scene.choices:
                if choice.key == one.id and choice.given:
                    yield from _first_in(choice.node, one)


def _first_in(node: Mapping, one: Mention) -> Iterator[Written]:
    """Among the first fields of a mapping: of a scene before them all, else behind the one that says what it is."""
    if node.entries and node.get("was") is None:
        at = node.entries[0 if one.kind == "scene" else min(1, len(node.entries) - 1)].key.place
        end = ", " if node.flow else f"\n{' ' * (at.column - 1)}"
        yield Written(at, 0, f"was: {last(one.id)}{end}")
