"""What a file says, before anyone asks what it means: scalars, sequences and mappings, each with its place."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands. `line` and `column` count from 1; `file` is the path as the author named it."""

    file: str
    line: int
    column: int


class Scalar(NamedTuple):
    """Text, whatever it looks like: the field decides what it means.

    `style`: '' plain, `'`, `"`, `|`, `>`. `indent`: of a block scalar (`|`, `>`), how many spaces stand before its lines, which begin in
    the line after `place`. `comment`: what follows behind ` #` on the line of a plain scalar, or ''. `line_map`: of a text that does not
    stand side by side in its source, from which offset on it does so from which line and column. Nothing at all is a plain ''."""

    text: str
    place: Place
    style: str = ""
    indent: int = 0
    comment: str = ""
    line_map: tuple[tuple[int, int, int], ...] = ()

    def at(self, offset: int) -> Place:
        """The place of the character at `offset` (0..len) of the text."""
        file, line, column = self.place
        if self.line_map:
            first, line, column = self.line_map[max(0, bisect_right(self.line_map, offset, key=lambda fold: fold[0]) - 1)]
            return Place(file, line, column + max(0, offset - first))
        before = self.text[:offset]
        breaks = before.count("\n")
        if self.style in ("|", ">"):
            return Place(file, line + 1 + breaks, self.indent + offset - before.rfind("\n"))
        return Place(file, line, column + offset + (1 if self.style else 0)) if not breaks else Place(file, line + breaks, 1)

    @property
    def empty(self) -> bool:
        """Nothing stands here: `goto:` and the end of the line."""
        return not self.text and not self.style


class Span(NamedTuple):
    """From where to where a scalar is written, as line and column from 1, `end` not included. `block`: it is a `|` or `>` one; its span
    begins at that sign and ends where the first line begins that is no longer its own."""

    start: tuple[int, int]
    end: tuple[int, int]
    block: bool


class Comment(NamedTuple):
    """A comment of the file. `text` is what stands from its # on; `place` is that of the #. `on_own_line`: nothing else is on its line.
    `first_line`..`last_line`: the lines it is about, from 1: its own, or, if it is alone, the next with anything but a comment; with them
    the lines of a `|` text that begins there. (0, 0): nothing follows."""

    text: str
    place: Place
    on_own_line: bool
    first_line: int
    last_line: int


class Sequence(NamedTuple):
    """A list. `flow`: written in one line, `[a, b]`."""

    items: tuple["Node", ...]
    place: Place
    flow: bool = False


class Entry(NamedTuple):
    """One `key: value` of a mapping."""

    key: Scalar
    value: "Node"


class Mapping(NamedTuple):
    """A mapping in file order. Keys are unique: the front door has reported doubles and kept the first. `duplicates`: the others, in file
    order, so that what is wrong inside of them is reported too."""

    entries: tuple[Entry, ...]
    place: Place
    flow: bool = False
    duplicates: tuple[Entry, ...] = ()

    def get(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        for entry in self.entries:
            if entry[0][0] == key:  # its key's text; by number, since nothing is asked more often
                return entry[1]
        return None

    def keys(self) -> Iterator[str]:
        """The keys, in file order."""
        return (entry.key.text for entry in self.entries)


Node = Scalar | Sequence | Mapping


EMPTY_MAPPING = Mapping((), Place("", 1, 1))
"""A mapping without fields."""


def scalar(node: Mapping, key: str) -> Scalar | None:
    """The scalar under `key`."""
    value = node.get(key)
    return value if isinstance(value, Scalar) else None


def text(node: Mapping, key: str, default: str = "") -> str:
    """Its text, in one line."""
    value = node.get(key)
    return " ".join(value.text.split()) if isinstance(value, Scalar) else default


def number(node: Mapping, key: str, default: int) -> int:
    """Its number."""
    value = node.get(key)
    return int(value.text) if isinstance(value, Scalar) and _is_number(value) else default


def is_true(node: Mapping, key: str, default: bool = False) -> bool:
    """Whether it is `true`."""
    value = node.get(key)
    return value.text == "true" if isinstance(value, Scalar) else default


def scalars(node: Mapping, key: str) -> list[Scalar]:
    """The scalars of a list."""
    return _scalars(node.get(key))


def scalar_lists(node: Mapping, key: str) -> list[tuple[Scalar, list[Scalar]]]:
    """The entries that are lists: name, scalars."""
    return [(entry.key, _scalars(entry.value)) for entry in entries(node, key)]


def numbers(node: Mapping | None) -> dict[str, int]:
    """The entries that are numbers."""
    entries_ = node.entries if node else ()
    return {entry.key.text: int(entry.value.text) for entry in entries_ if isinstance(entry.value, Scalar) and _is_number(entry.value)}


def mapping(node: Mapping, key: str) -> Mapping | None:
    """The mapping under `key`."""
    value = node.get(key)
    return value if isinstance(value, Mapping) else None


def mappings(node: Mapping, key: str) -> list[Mapping]:
    """The mappings of a list."""
    value = node.get(key)
    return [item for item in value.items if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def entries(node: Mapping, key: str) -> tuple[Entry, ...]:
    """The entries of a mapping."""
    value = node.get(key)
    return value.entries if isinstance(value, Mapping) else ()


def named_mappings(node: Mapping, key: str) -> list[tuple[Scalar, Mapping]]:
    """The entries that are mappings themselves: name, fields."""
    return [(entry.key, entry.value) for entry in entries(node, key) if isinstance(entry.value, Mapping)]


def duplicate_mappings(node: Mapping, key: str) -> list[tuple[Scalar, Mapping]]:
    """The entries that are mappings themselves, and whose name stands there a second time."""
    value = node.get(key)
    return (
        [(entry.key, entry.value) for entry in value.duplicates if isinstance(entry.value, Mapping)] if isinstance(value, Mapping) else []
    )


def _is_number(scalar: Scalar) -> bool:
    return scalar.text.lstrip("+-").isdecimal() and len(scalar.text) < 20


def _scalars(value: Node | None) -> list[Scalar]:
    return [item for item in value.items if isinstance(item, Scalar)] if isinstance(value, Sequence) else []
