"""What a file says, before anyone asks what it means: scalars, sequences and mappings, each with its place."""

from collections.abc import Iterator
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands. `line` and `column` count from 1; `file` is the path as the author named it."""

    file: str
    line: int
    column: int


class Scalar(NamedTuple):
    """Text, whatever it looks like: the field decides what it means.

    `style`: '' plain, `'`, `"`, `|`, `>`. `lines`: for a block scalar, the place of its first character in the file is the line after `place`."""

    text: str
    place: Place
    style: str = ""


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
    """A mapping in file order. Keys are unique: the front door has reported doubles and kept the first."""

    entries: tuple[Entry, ...]
    place: Place
    flow: bool = False

    def get(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def keys(self) -> Iterator[str]:
        """The keys, in file order."""
        return (entry.key.text for entry in self.entries)


Node = Scalar | Sequence | Mapping
