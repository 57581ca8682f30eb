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
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from pmsim.lang.characters import HIDDEN, describe_character, without_hidden
from pmsim.lang.decoding import MAX_BYTES, decode, replace_look_alikes
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.error_recovery import UnreadableError, recover, resolve_merges
from pmsim.lang.nodes import (
    Entry,
    Mapping,
    Node,
    Place,
    Scalar,
    Sequence,
    Span,
    line_map,
    mapping_of,
)
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
    SequenceStartEvent: 1,
    MappingStartEvent: 1,
    SequenceEndEvent: -1,
    MappingEndEvent: -1,
}
Diagnostics = list[Diagnostic]
Event = Any
"""A PyYAML event; these have no common type with their fields."""
_new = tuple.__new__
"""Makes a named tuple from all its fields, faster than its class does."""


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
            diagnostic, recovered = (
                (end.refusal, None) if end.refusal else recover(end, lines, file)
            )
            diagnostics.append(diagnostic)
            if recovered is None or (again + 2) * len(data) > MAX_BYTES // 2:
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


def scalar_spans(text: str, last: int = MAX_BYTES) -> tuple[Span, ...]:
    """Return the span of every scalar that begins up to the line `last`, in order, as far as the
    text can be read. Never raises."""
    spans: list[Span] = []
    depth = 0
    try:
        following: Callable[[], Event] = _Parser(text).get_event
        while depth <= MAX_DEPTH and (event := following()) is not None:
            kind = type(event)
            if kind is not ScalarEvent:
                depth += _DEPTH_CHANGE.get(kind, 0)
                continue
            start, end = event.start_mark, event.end_mark
            if start.line >= last:
                break
            places = ((start.line + 1, start.column + 1), (end.line + 1, end.column + 1))
            spans.append(Span(*places, event.style in ("|", ">")))
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
        text = "\n".join(lines)
        numbered = enumerate(lines if " #" in text else ())
        self.comment_lines = {number for number, line in numbered if " #" in line}
        self.next: Callable[[], Event] = _Parser(text).get_event
        self.following = self.next
        """Returns the next event of a mapping or a list."""

    def refuse(self) -> Event:
        """Raise UnreadableError at the next event of a mapping or a list."""
        place = self.place(self.next())
        raise UnreadableError(refusal=make_diagnostic("too-many", place, sentence=_TOO_MANY))

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
                problem = "flow mapping" if type(begun) is MappingStartEvent else "flow sequence"
                line, column = begun.start_mark.line, begun.start_mark.column
            raise UnreadableError(problem, line, column) from error
        except (yaml.YAMLError, *_UNEXPECTED_ERRORS) as error:
            raise UnreadableError(str(error)) from error

    def root(self) -> Node | None:
        self.next()
        event = self.next()
        if isinstance(event, StreamEndEvent):
            return None
        if event.version or event.tags:
            place = self.place(event)
            self.report("one-document", place, "Delete this line.", what="A directive (%)")
        root = self.node(self.next())
        self.next()
        event = self.next()
        if not isinstance(event, StreamEndEvent):
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
        if kind is ScalarEvent and event.anchor is None and event.tag is None:
            return self.scalar(event)
        if event.anchor is not None:
            alias = kind is AliasEvent
            hint = "Write the thing out here. Words that begin so go on the line below, behind `|`."
            text = f"{'*' if alias else '&'}{event.anchor}"
            what = "alias" if alias else "anchor"
            self.report("anchor", Scalar(text, self.place(event)), hint, text=text, what=what)
            if alias:
                return None
        if event.tag is not None:
            hint = "Words that begin so go on the line below, behind `|`."
            self.report("yaml-tag", Scalar(event.tag, self.place(event)), hint, text=event.tag)
        if kind is ScalarEvent:
            return self.scalar(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableError(
                refusal=make_diagnostic(
                    "too-deep",
                    self.place(event),
                    most=MAX_DEPTH,
                    hint="Perhaps an opening bracket lacks its closing one.",
                ),
            )
        if event.flow_style:
            self.open_brackets.append(event)
        inner = self.mapping(event) if kind is MappingStartEvent else self.sequence(event)
        if event.flow_style:
            self.open_brackets.pop()
        self.depth -= 1
        return inner

    def scalar(self, event: Event) -> Scalar:
        style, mark, end, text = event.style or "", event.start_mark, event.end_mark, event.value
        line, column = mark.line, mark.column
        place = _new(Place, (self.file, line + 1, column + 1))
        if style == '"' and HIDDEN.search(text):
            for character in HIDDEN.findall(text)[:3]:
                self.report("hidden-character", place, name=describe_character(character))
            text = without_hidden(text)
        indent, remark = 0, ""
        if style == "|":
            indent = self.indent(line + 1, text)
        elif line != end.line or column + len(text) + 2 * bool(style) != end.column:
            return self.folded(text, place, style, end)
        elif line in self.comment_lines and not style:
            remark = self.comment(line, end.column)
        return _new(Scalar, (text, place, style, indent, remark, ()))

    def folded(self, text: str, place: Place, style: str, end: Event) -> Scalar:
        """Return a scalar whose text differs from its source. `end`: the mark of its end."""
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
        while type(event := self.following()) is not SequenceEndEvent:
            item = self.node(event)
            if item is not None:
                items.append(item)
        return Sequence(tuple(items), place, flow)

    def mapping(self, event: Event) -> Mapping:
        place, flow = self.place(event), bool(event.flow_style)
        entries: dict[str, Entry] = {}
        duplicates: list[Entry] = []
        while type(event := self.following()) is not MappingEndEvent:
            key, value = self.node(event), self.node(self.next())
            if isinstance(key, Scalar):
                if value is None:
                    continue
                plain = not flow and ":" not in key.text and key.text != "<<"
                entry = _new(Entry, (key, value)) if plain else self.entry(key, value, flow)
                if entry and entries.setdefault(entry.key.text, entry) is not entry:
                    duplicates.append(entry)
                    self.report_duplicate(entry.key, entries)
            elif key is not None:
                what = "mapping" if isinstance(key, Mapping) else "list"
                self.report("key-not-text", key.place, what=what)
        return Mapping(tuple(entries.values()), place, flow, tuple(duplicates), entries)

    def report_duplicate(self, key: Scalar, entries: dict[str, Entry]) -> None:
        first, hint = entries[key.text], "Keep one of the two."
        if first is next(iter(entries.values())):
            hint = (
                "Keep one of the two; or, if something new begins here, begin it with `- ` or"
                " with a name of its own."
            )
        self.report("duplicate-key", key, hint, key=key.text, line=first.key.place.line)

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
        if len(self.diagnostics) > MAX_DIAGNOSTICS:
            self.following = self.refuse

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
            return mapping_of((Entry(Scalar(PurePath(file).stem, root.place), root),), root.place)
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
