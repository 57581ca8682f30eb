"""The contents of a YAML file as nodes with places: scalars, sequences and mappings. No meaning
yet."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple, TypeGuard


class Place(NamedTuple):
    """A place in a file. `line` and `column` count from 1; `file` is the path as the author named
    it."""

    file: str
    line: int
    column: int


class Scalar(NamedTuple):
    """A text, whatever it looks like; the field decides its meaning.

    `style`: '' plain, `'`, `"`, `|`, `>`. `indent`: the spaces before each line of a block scalar
    (`|`, `>`), whose lines begin in the line after `place`. `comment`: the comment after a plain
    scalar, without ` #`, or ''. `line_map`: for a text that differs from its source, (offset, line,
    column) of each part that equals its source. An empty value is a plain ''.
    """

    text: str
    place: Place
    style: str = ""
    indent: int = 0
    comment: str = ""
    line_map: tuple[tuple[int, int, int], ...] = ()

    def at(self, offset: int) -> Place:
        """Return the place of the character at `offset` (0..len) of the text."""
        file, line, column = self.place
        if self.line_map:
            first, line, column = self.line_map[
                max(0, bisect_right(self.line_map, offset, key=lambda fold: fold[0]) - 1)
            ]
            return Place(file, line, column + max(0, offset - first))
        before = self.text[:offset]
        breaks = before.count("\n")
        if self.style in ("|", ">"):
            return Place(file, line + 1 + breaks, self.indent + offset - before.rfind("\n"))
        return (
            Place(file, line, column + offset + (1 if self.style else 0))
            if not breaks
            else Place(file, line + breaks, 1)
        )

    def part(self, start: int, end: int) -> "Scalar":
        """Return the part from `start` to `end` (offsets in one line), with its place."""
        folds = [(fold[0] - start, *fold[1:]) for fold in self.line_map if start < fold[0] < end]
        place = self.at(start)
        return Scalar(
            self.text[start:end],
            place,
            line_map=((0, place.line, place.column), *folds) if folds else (),
        )

    @property
    def empty(self) -> bool:
        """Return True if there is no value, as after `goto:` at the end of a line."""
        return not self.text and not self.style


class Span(NamedTuple):
    """The source of a scalar: `start` and `end` as line and column from 1, `end` excluded. `block`:
    a `|` or `>` scalar; its span begins at that sign and ends where the first line after it begins.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    block: bool


class Comment(NamedTuple):
    """A comment of the file.

    `text` begins with the #; `place` is the place of the #. `on_own_line`: the line has no other
    content. `first_line`..`last_line`: the lines that the comment applies to, from 1: its own line
    or, for a comment on its own line, the next line with content. A `|` text that begins there is
    included. (0, 0): no line follows.
    """

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

    @property
    def name(self) -> str:
        """Return the text of the key."""
        return self.key.text


class Mapping(NamedTuple):
    """A mapping in file order. Keys are unique: the reader reports duplicates and keeps the first.
    `duplicates`: the other entries, in file order, so that their contents are checked too.
    `by_key`: the entries again, by name. Compare mappings by identity: each level of `==` compares
    everything below it twice."""

    entries: tuple[Entry, ...]
    place: Place
    flow: bool
    duplicates: tuple[Entry, ...]
    by_key: dict[str, Entry]

    def get(self, key: str) -> "Node | None":
        """Return the value under `key`, or None."""
        entry = self.by_key.get(key)
        return entry and entry[1]

    def has(self, key: str) -> bool:
        """Return True if there is an entry with `key`."""
        return key in self.by_key

    def scalar(self, key: str) -> Scalar | None:
        """Return the scalar under `key`, or None."""
        value = self.get(key)
        return value if isinstance(value, Scalar) else None

    def text(self, key: str, default: str = "") -> str:
        """Return the text of the scalar under `key`, in one line."""
        value = self.get(key)
        return " ".join(value.text.split()) if isinstance(value, Scalar) else default

    def number(self, key: str, default: int) -> int:
        """Return the number under `key`."""
        value = self.get(key)
        return int(value.text) if _is_number(value) else default

    def is_true(self, key: str, default: bool = False) -> bool:
        """Return True if the scalar under `key` is `true`."""
        value = self.get(key)
        return value.text == "true" if isinstance(value, Scalar) else default

    def scalars(self, key: str) -> list[Scalar]:
        """Return the scalars of the list under `key`."""
        return _scalars(self.get(key))

    def scalar_lists(self, key: str) -> list[tuple[Scalar, list[Scalar]]]:
        """Return the entries of the mapping under `key`, each with the scalars of its list."""
        return [(entry.key, _scalars(entry.value)) for entry in self.entries_of(key)]

    def numbers(self, key: str) -> dict[str, int]:
        """Return the entries of the mapping under `key` that are numbers."""
        return {
            name.text: int(value.text) for name, value in self.entries_of(key) if _is_number(value)
        }

    def mapping(self, key: str) -> "Mapping | None":
        """Return the mapping under `key`, or None."""
        value = self.get(key)
        return value if isinstance(value, Mapping) else None

    def inner(self, key: str) -> "Mapping":
        """Return the mapping under `key`, an empty one for none."""
        return self.mapping(key) or EMPTY_MAPPING

    def mappings(self, key: str) -> "list[Mapping]":
        """Return the mappings in the list under `key`."""
        value = self.get(key)
        items = value.items if isinstance(value, Sequence) else ()
        return [item for item in items if isinstance(item, Mapping)]

    def entries_of(self, key: str) -> tuple[Entry, ...]:
        """Return the entries of the mapping under `key`."""
        return self.inner(key).entries

    def named_mappings(self, key: str) -> "list[tuple[Scalar, Mapping]]":
        """Return the entries under `key` that are mappings: name and fields."""
        return named_mappings(self.entries_of(key))


Node = Scalar | Sequence | Mapping


def mapping_of(
    entries: Iterable[Entry],
    place: Place,
    flow: bool = False,
    duplicates: tuple[Entry, ...] = (),
) -> Mapping:
    """Return a mapping of entries whose keys are unique."""
    by_key = {entry.key.text: entry for entry in entries}
    return Mapping(tuple(by_key.values()), place, flow, duplicates, by_key)


EMPTY_MAPPING = mapping_of((), Place("", 1, 1))
"""A mapping without fields."""


def scalars_in(node: Node | None) -> list[Scalar]:
    """Return the values below a node that are scalars, what stands twice too."""
    if node is None or isinstance(node, Scalar):
        return [node] if node else []
    inner: Iterable[Node] = (
        node.items
        if isinstance(node, Sequence)
        else [value for _, value in (*node.entries, *node.duplicates)]
    )
    found: list[Scalar] = []
    for value in inner:
        if isinstance(value, Scalar):
            found.append(value)
        else:
            found += scalars_in(value)
    return found


def _is_number(value: Node | None) -> TypeGuard[Scalar]:
    return (
        isinstance(value, Scalar) and value.text.lstrip("+-").isdecimal() and len(value.text) < 20
    )


def _scalars(value: Node | None) -> list[Scalar]:
    items = value.items if isinstance(value, Sequence) else ()
    return [item for item in items if isinstance(item, Scalar)]


def named_mappings(entries: Iterable[Entry]) -> list[tuple[Scalar, Mapping]]:
    """Return the entries that are mappings: name and fields."""
    return [(entry.key, entry.value) for entry in entries if isinstance(entry.value, Mapping)]


# Places of characters in a scalar that differs from its source: YAML joins lines, and reads `''`
# and `\"` as one character. Text and source are walked side by side. White space of the text may
# come from the end of a line; every other character stands in the source, possibly escaped.

LineMapEntry = tuple[int, int, int]
"""(offset, line, column): from this offset on, the text equals its source from this line and column
(from 1)."""
_WIDTHS = {"x": 4, "u": 6, "U": 10}
"""The width of escapes that are longer than two characters."""


def line_map(
    text: str, lines: list[str], line: int, column: int, style: str
) -> tuple[LineMapEntry, ...]:
    """Return the line map of a text. Its source begins at `line` and `column` (from 0), after an
    opening quotation mark."""
    entries: list[LineMapEntry] = []
    for offset, character in enumerate(text):
        white = character in " \t\n"
        while line < len(lines) and _skipped(lines[line], column, style, white):
            line, column = (line, column + 1) if column + 1 < len(lines[line]) else (line + 1, 0)
            joined = column == 0 and lines[line - 1].endswith("\\")
            column += (
                len(lines[line]) - len(lines[line].lstrip()) if joined and line < len(lines) else 0
            )
        if line >= len(lines):
            break
        width = _width(lines[line][column : column + 2], character, style)
        if not width:
            continue
        if not entries or (line + 1, column + 1) != (
            entries[-1][1],
            entries[-1][2] + offset - entries[-1][0],
        ):
            entries.append((offset, line + 1, column + 1))
        column += width
    return tuple(entries)


def _skipped(line: str, column: int, style: str, white: bool) -> bool:
    """Return True if the source character here is not part of the text: white space, a line end, or
    a joining backslash.

    `white`: the next character of the text is white space.
    """
    last = column + 1 == len(line)
    return (style == '"' and last and line[column] == "\\") or (
        not white and line[column : column + 1] in ("", " ", "\t")
    )


def _width(source: str, character: str, style: str) -> int:
    """Return the number of source characters for one character; 0 for white space that comes from a
    line end."""
    if style == '"' and source.startswith("\\"):
        return _WIDTHS.get(source[1:], 2)
    if style == "'" and source == "''":
        return 2
    return int(character not in " \t\n" or source.startswith(character))
