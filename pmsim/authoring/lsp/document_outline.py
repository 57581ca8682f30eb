"""The outline of one file, from its text alone: scenes and choices of a scenario, or the entries of
a pack's sections."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple

from pmsim.lang import Entry, Mapping, Node, Place, Scalar, slug
from pmsim.lang.yaml_reader import read_yaml

_TITLE_FIELDS = ("title", "label", "name", "say")
"""Fields with a title in words."""


OutlineKind = Literal["scene", "choice", "section", "entry"]


class OutlineItem(NamedTuple):
    """One line of the outline. `detail`: its title or label. `place`, `length`: those of its name.
    `last`: its last line, from 1."""

    name: str
    detail: str
    kind: OutlineKind
    place: Place
    length: int
    last: int
    inside: tuple["OutlineItem", ...] = ()


def document_outline(text: str, file: str) -> tuple[OutlineItem, ...]:
    """Return the outline of a file in file order; () for an unreadable file."""
    root, _ = read_yaml(text.encode("utf-8", "replace"), file)
    if root is None:
        return ()
    end = text.count("\n") + 1
    if root.has("scenes"):
        return tuple(_scenes(root.entries_of("scenes"), end))
    return tuple(_entries(root.entries, "section", end, deeper=True))


def _scenes(entries: tuple[Entry, ...], end: int) -> Iterator[OutlineItem]:
    for entry, last in _with_last_line(entries, end):
        choices = tuple(_choices(entry.value, last)) if isinstance(entry.value, Mapping) else ()
        yield _outline_item(entry.key, _title(entry.value), "scene", last, choices)


def _choices(scene: Mapping, end: int) -> Iterator[OutlineItem]:
    choices = scene.mappings("choices")
    for choice, after in zip_longest(choices, choices[1:]):
        written, label = choice.scalar("id"), choice.scalar("label")
        name = written if written and written.text else label
        if name and name.text:
            last = max(name.place.line, after.place.line - 1 if after else end)
            called = name.text if name == written else slug(name.text)
            yield _outline_item(name, _title(choice), "choice", last, (), called)


def _entries(
    entries: tuple[Entry, ...], what: Literal["section", "entry"], end: int, *, deeper: bool
) -> Iterator[OutlineItem]:
    for entry, last in _with_last_line(entries, end):
        below = entry.value.entries if deeper and isinstance(entry.value, Mapping) else ()
        yield _outline_item(
            entry.key,
            _title(entry.value),
            what,
            last,
            tuple(_entries(below, "entry", last, deeper=False)),
        )


def _with_last_line(entries: tuple[Entry, ...], end: int) -> Iterator[tuple[Entry, int]]:
    for entry, after in zip_longest(entries, entries[1:]):
        yield entry, max(entry.key.place.line, after.key.place.line - 1 if after else end)


def _title(node: Node) -> str:
    """Return the title of a node on one line, or ''."""
    match node:
        case Mapping():
            values = (node.get(field) for field in _TITLE_FIELDS)
            return next(
                (" ".join(each.text.split()) for each in values if isinstance(each, Scalar)), ""
            )
        case Scalar(text):
            return " ".join(text.split())
        case _:
            return ""


def _outline_item(
    key: Scalar,
    detail: str,
    what: OutlineKind,
    last: int,
    inside: tuple[OutlineItem, ...],
    called: str = "",
) -> OutlineItem:
    """Return an outline item. `called`: its name, if that differs from the text at its place. Use
    `…` for an empty name, which editors reject."""
    name = " ".join((called or key.text).split())
    return OutlineItem(
        name or "…", detail[:120], what, key.at(0), len(key.text.partition("\n")[0]), last, inside
    )
