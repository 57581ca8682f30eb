"""Reading YAML: from the bytes of a file to nodes and syntax diagnostics. The only module that uses
PyYAML, and only its events.

`read_yaml` returns for any bytes. Everything that could expand, execute or hide content is refused
with a diagnostic: other encodings, size, depth, hidden characters, tags, anchors, aliases, merge
keys, further documents. Every scalar is text. After a line that YAML cannot read, the rest of the
file is still read: the line is repaired or its scene left out, so that one error does not hide
others.
"""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import yaml

from pmsim.lang.characters import HIDDEN, describe_character, without_hidden
from pmsim.lang.decoding import MAX_BYTES, decode, replace_look_alikes
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.error_recovery import (
    UnreadableError,
    recovered_lines,
    resolve_merges,
    syntax_diagnostic,
)
from pmsim.lang.line_map import line_map
from pmsim.lang.nodes import Entry, Mapping, Node, Place, Scalar, Sequence, Span
from pmsim.lang.rules import drop_inside_merges, make_diagnostic

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MAX_DEPTH = 40
MAX_DIAGNOSTICS = 100
"""The number of problems after which the rest of a file is not read."""
_TOO_MANY = (
    f"There are more than {MAX_DIAGNOSTICS} problems up to here; the rest of the file was not read."
)
MAX_ROUNDS = 25
"""The most attempts to read a file with unreadable lines. Together they read no more than
`MAX_BYTES / 2`."""

_UNEXPECTED_ERRORS = (
    ValueError,
    OverflowError,
    TypeError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    AssertionError,
)
"""Exceptions that PyYAML raises on odd input, besides its own YAMLError."""
_DEPTH_CHANGE = {
    yaml.SequenceStartEvent: 1,
    yaml.MappingStartEvent: 1,
    yaml.SequenceEndEvent: -1,
    yaml.MappingEndEvent: -1,
}
Diagnostics = list[Diagnostic]
Event = Any
"""A PyYAML event; these have no common type with their fields."""


def read_yaml(data: bytes, file: str) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """Return the nodes of a file, and all its syntax diagnostics in file order. Never raises.

    `file` is the path as the author named it. The mapping is None if nothing can be read. A file
    that is one list (a section such as `promises`) becomes a mapping from the file's stem to the
    list.
    """
    diagnostics: Diagnostics = []
    text = decode(data, file, diagnostics)
    if text is None:
        return None, tuple(diagnostics)
    lines = resolve_merges(text, file, diagnostics)
    lines = lines if text.isascii() else replace_look_alikes(lines, file, diagnostics)
    root: Node | None = None
    for again in range(MAX_ROUNDS):
        attempt: Diagnostics = []
        try:
            root = _Builder(lines, file, attempt).document()
        except UnreadableError as end:
            diagnostics.append(end.refusal or syntax_diagnostic(end, lines, file))
            recovered = (
                None
                if end.refusal or (again + 2) * len(data) > MAX_BYTES // 2
                else recovered_lines(end, lines, file)
            )
            if recovered is None:
                diagnostics += attempt
                break
            lines = recovered
        else:
            diagnostics += attempt
            break
    root = _root_mapping(root, file, diagnostics)
    return root, tuple(
        sorted(set(drop_inside_merges(diagnostics)), key=lambda one: (one.place, one.code))
    )


def scalar_spans(text: str) -> tuple[Span, ...]:
    """Return the span of every scalar of the text, in order, as far as it can be read. Never
    raises."""
    spans: list[Span] = []
    depth = 0
    try:
        parser = _Parser(text)
        while depth <= MAX_DEPTH and (event := parser.get_event()) is not None:
            depth += _DEPTH_CHANGE.get(type(event), 0)
            if type(event) is yaml.ScalarEvent:
                start, end = (
                    (mark.line + 1, mark.column + 1)
                    for mark in (event.start_mark, event.end_mark)
                    if mark
                )
                spans.append(Span(start, end, event.style in ("|", ">")))
    except (yaml.YAMLError, *_UNEXPECTED_ERRORS):
        pass
    return tuple(spans)


class _Builder:
    """A builder of nodes from events. `MAX_DEPTH` bounds its recursion."""

    def __init__(self, lines: list[str], file: str, diagnostics: Diagnostics) -> None:
        self.lines, self.file, self.diagnostics = lines, file, diagnostics
        self.depth = 0
        self.open_brackets: list[Event] = []
        """The events that began the braces and brackets still open."""
        self.comment_lines = {number for number, line in enumerate(lines) if " #" in line}
        self.next: Callable[[], Event] = _Parser("\n".join(lines)).get_event

    def following(self) -> Event:
        """Return the next event of a mapping or a list. Raise UnreadableError after too many
        diagnostics."""
        event = self.next()
        if len(self.diagnostics) > MAX_DIAGNOSTICS:
            raise UnreadableError(
                "", 0, 0, make_diagnostic("too-many", self.place(event), sentence=_TOO_MANY)
            )
        return event

    def document(self) -> Node | None:
        """Return the root of the first document, None if there is none. Raise UnreadableError
        where YAML fails.

        The scanner reads up to 1,024 characters ahead of its events, and libyaml from 0.2.6 on has
        a depth limit of its own. If it stops there, only the text before that place is read, so
        that the limit in `node` decides.
        """
        try:
            return self.root()
        except yaml.MarkedYAMLError as error:
            if error.problem_mark and "nesting depth" in (error.problem or ""):
                self.diagnostics.clear()
                before = "\n".join(self.lines)[: error.problem_mark.index]
                return _Builder(before.split("\n"), self.file, self.diagnostics).document()
            mark = error.problem_mark or error.context_mark
            if (
                error.context_mark
                and error.context
                and not error.context.endswith(("block mapping", "block collection", "next token"))
            ):
                mark = error.context_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            problem = f"{error.problem} {error.context or ''}"
            if self.open_brackets and self.open_brackets[-1].start_mark.line < line:
                begun = self.open_brackets[-1]
                problem = (
                    "flow mapping" if type(begun) is yaml.MappingStartEvent else "flow sequence"
                )
                line, column = begun.start_mark.line, begun.start_mark.column
            raise UnreadableError(problem, line, column) from error
        except (yaml.YAMLError, *_UNEXPECTED_ERRORS) as error:
            raise UnreadableError(str(error), 0, 0) from error

    def root(self) -> Node | None:
        self.next()
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.version or event.tags:
            place = self.place(event)
            self.report("one-document", place, "Delete this line.", what="A directive (%)")
        root = self.node(self.next())
        self.next()
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            self.report(
                "one-document",
                self.place(event),
                "Give each scenario a file of its own.",
                what="A second document, behind `---`,",
            )
        return root

    def node(self, event: Event) -> Node | None:
        """Return the node that begins with the event, None for one that is refused."""
        kind = type(event)
        if kind is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            return self.scalar(event)
        if event.anchor is not None:
            alias = kind is yaml.AliasEvent
            hint = "Write the thing out here. Words that begin so go on the line below, behind `|`."
            text = f"{'*' if alias else '&'}{event.anchor}"
            what = "alias" if alias else "anchor"
            self.report("anchor", Scalar(text, self.place(event)), hint, text=text, what=what)
            if alias:
                return None
        if event.tag is not None:
            hint = "Words that begin so go on the line below, behind `|`."
            self.report("yaml-tag", Scalar(event.tag, self.place(event)), hint, text=event.tag)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableError(
                "",
                0,
                0,
                make_diagnostic(
                    "too-deep",
                    self.place(event),
                    most=MAX_DEPTH,
                    hint="Perhaps an opening bracket lacks its closing one.",
                ),
            )
        if event.flow_style:
            self.open_brackets.append(event)
        inner = self.mapping(event) if kind is yaml.MappingStartEvent else self.sequence(event)
        if event.flow_style:
            self.open_brackets.pop()
        self.depth -= 1
        return inner

    def scalar(self, event: Event) -> Scalar:
        style, mark, text = event.style or "", event.start_mark, event.value
        place = Place(self.file, mark.line + 1, mark.column + 1)
        if style == '"' and HIDDEN.search(text):
            for character in HIDDEN.findall(text)[:3]:
                self.report("hidden-character", place, name=describe_character(character))
            text = without_hidden(text)
        if style == "|":
            return Scalar(text, place, style, self.indent(place.line, text))
        end = event.end_mark
        if mark.line == end.line and mark.column + len(text) + 2 * bool(style) == end.column:
            remark = (
                self.comment(end.line, end.column)
                if self.comment_lines and not style and end.line in self.comment_lines
                else ""
            )
            return Scalar(text, place, style, 0, remark)
        return self.folded(text, place, style, event)

    def folded(self, text: str, place: Place, style: str, event: Event) -> Scalar:
        """Return a scalar whose text differs from its source."""
        end = event.end_mark
        begins = (
            (place.line, 0) if style == ">" else (place.line - 1, place.column - 1 + bool(style))
        )
        indent = self.indent(place.line, text) if style == ">" else 0
        remark = "" if style else self.comment(end.line, end.column)
        return Scalar(
            text, place, style, indent, remark, line_map(text, self.lines, *begins, style)
        )

    def sequence(self, event: Event) -> Sequence:
        place, flow = self.place(event), bool(event.flow_style)
        items = []
        while type(event := self.following()) is not yaml.SequenceEndEvent:
            item = self.node(event)
            if item is not None:
                items.append(item)
        return Sequence(tuple(items), place, flow)

    def mapping(self, event: Event) -> Mapping:
        place, flow = self.place(event), bool(event.flow_style)
        entries: dict[str, Entry] = {}
        duplicates: list[Entry] = []
        while type(event := self.following()) is not yaml.MappingEndEvent:
            key = self.node(event)
            value = self.node(self.next())
            if isinstance(key, Mapping | Sequence):
                what = "mapping" if isinstance(key, Mapping) else "list"
                self.report("key-not-text", key.place, what=what)
            elif key is not None and value is not None:
                plain = not flow and ":" not in key.text and key.text != "<<"
                entry = Entry(key, value) if plain else self.entry(key, value, flow)
                if entry:
                    self.add_entry(entry, entries, duplicates)
        return Mapping(tuple(entries.values()), place, flow, tuple(duplicates))

    def add_entry(self, entry: Entry, entries: dict[str, Entry], duplicates: list[Entry]) -> None:
        """Add an entry to `entries`, or to `duplicates` if its key is already there."""
        first = entries.setdefault(entry.key.text, entry)
        if first is not entry:
            duplicates.append(entry)
            key, hint = entry.key, "Keep one of the two."
            if first is next(iter(entries.values())):
                hint = (
                    "Keep one of the two; or, if something new begins here, begin it with `- ` or"
                    " with a name of its own."
                )
            line = first.key.place.line
            self.report("duplicate-key", key, hint, key=key.text, line=line)

    def entry(self, key: Scalar, value: Node, flow: bool) -> Entry | None:
        """Return the entry, or None if YAML does not read it as its author meant."""
        if key.text == "<<" and not key.style:
            self.report("merge-key", key, "Write the fields out.")
            return None
        name, colon, rest = key.text.partition(":")
        if colon and name.isidentifier() and not key.style:
            self.report("colon-without-space", key, f"Write `{name}: {rest}`.", text=key.text)
            return (
                Entry(key._replace(text=name), value._replace(text=rest))
                if isinstance(value, Scalar) and value.empty
                else None
            )
        if flow and " " in name and isinstance(value, Scalar) and value.empty and not key.style:
            field, equals, value_ = key.text.partition(" = ")
            hint = (
                f"Write `{field}: {value_}`; in effects, that adds {value_}, and `{field}: ="
                f" {value_}` sets it."
                if equals
                else "Write each field on a line of its own, without braces."
            )
            self.report("comma-in-braces", key, hint, key=key.text)
            return None
        return Entry(key, value)

    def report(self, rule: str, at: Scalar | Place, hint: str = "", **words: Any) -> None:
        """Add a diagnostic at a place, or at a key, whose text it underlines."""
        self.diagnostics.append(make_diagnostic(rule, at, hint=hint, **words))

    def place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def comment(self, line: int, column: int) -> str:
        """Return the comment after a place, without ` #`; '' for none."""
        sign = _REMARK.match(self.lines[line], column) if line < len(self.lines) else None
        return self.lines[line][sign.end() :].rstrip() or " " if sign else ""

    def indent(self, line: int, text: str) -> int:
        """Return the indentation of a block whose first line with words is at or after `line` (from
        0).

        Leading spaces of the text do not count.
        """
        for number in range(line, len(self.lines)):
            if (below := self.lines[number]).strip():
                return (
                    len(below) - len(below.lstrip()) - (len(text.lstrip("\n")) - len(text.lstrip()))
                )
        return 0


_REMARK = re.compile(r"\s+#")
_NEW_HINT = "`pmsim new` writes a scenario to start from."


def _root_mapping(root: Node | None, file: str, diagnostics: Diagnostics) -> Mapping | None:
    match root:
        case Mapping():
            return root
        case Sequence():
            return Mapping((Entry(Scalar(PurePath(file).stem, root.place), root),), root.place)
        case Scalar():
            diagnostics.append(
                make_diagnostic("empty-file", root.place, what="only a text", hint=_NEW_HINT)
            )
        case None:
            if not diagnostics:
                diagnostics.append(
                    make_diagnostic("empty-file", Place(file, 1, 1), what="nothing", hint=_NEW_HINT)
                )
    return None
