"""Texts for players, as data, and the only reader of them: what is read in a state, and every
alternative. No layout, no colour."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from pmsim.core.chance import below, shuffled
from pmsim.core.compile_expr import compile_expr
from pmsim.core.expr import Expr
from pmsim.core.program import Program
from pmsim.core.state import State


class Words(NamedTuple):
    """A literal piece of a paragraph run, with Markdown as written (straight quotes)."""

    text: str


class Slotted(NamedTuple):
    """A placeholder.

    `kind`: person, part, stat, role, quarter, year, season, because, moment, phrase. `name`: the id
    ('ines', 'burnout', a key of `Pack.phrases`). `form`: '' for the short name or the band's word,
    else full, is, they, number …, or a verb behind a person or part. `capital`: written `{Ines}`.
    """

    kind: str
    name: str
    form: str = ""
    capital: bool = False


class Paragraphs(NamedTuple):
    """A run of text; a blank line in it separates paragraphs."""

    parts: tuple[Words | Slotted, ...]


class WordCount(NamedTuple):
    """A number of words, which stands for a run where only the length of a text matters.

    `causes`, `moments`: the number of `{because}` and `{moment}`, whose words depend on the career.
    """

    fixed: int = 0
    causes: int = 0
    moments: int = 0


Run = Paragraphs | WordCount


class When(NamedTuple):
    """A block `if … text … else`."""

    test: Expr
    then: tuple["Block", ...]
    other: tuple["Block", ...]


class OneOf(NamedTuple):
    """A block `one_of`. `u32(seed, "one_of", draw, quarter) * count >> 32` chooses the option."""

    draw: str
    options: tuple[tuple["Block", ...], ...]


TellingMode = Literal["in_order", "cycle", "once", "shuffle"]


class Telling(NamedTuple):
    """A block that reads another of its `options` each time it is told.

    `slot`: the id of the slot with the number of tellings. `draw`: the id of the order of a
    `shuffle`. `rest`: the text after all options, None for none.
    """

    mode: TellingMode
    slot: str
    draw: str
    options: tuple[tuple["Block", ...], ...]
    rest: tuple["Block", ...] | None


Block = Run | When | OneOf | Telling
Text = tuple[Block, ...]
"""A whole text: its blocks in order; () for no text."""

_compiled_test = lru_cache(maxsize=8192)(compile_expr)


def alternatives(block: Block) -> tuple[Text, ...]:
    """Return the texts of which a block shows one; () for a run."""
    match block:
        case When(_, then, other):
            return then, other
        case OneOf(_, options):
            return options
        case Telling(mode, _, _, options, rest):
            return options if rest is None and mode != "once" else (*options, rest or ())
        case _:
            return ()


def all_runs(text: Text) -> Iterator[Run]:
    """Yield the runs of every alternative, as written."""
    for block in text:
        if isinstance(block, Run):
            yield block
        for inner in alternatives(block):
            yield from all_runs(inner)


def phrases_in(text: Text, phrases: Mapping[str, Text]) -> Iterator[str]:
    """Yield the key of every phrase in a text, and of those that it contains, in any alternative. A
    phrase contains only phrases above it."""
    for run in all_runs(text):
        for part in run.parts if isinstance(run, Paragraphs) else ():
            if isinstance(part, Slotted) and part.kind == "phrase":
                yield part.name
                yield from phrases_in(phrases.get(part.name, ()), phrases)


def replace_runs(text: Text, change: Callable[[Run], Text]) -> Text:
    """Return the text with other blocks in the place of each run."""
    result: list[Block] = []
    for block in text:
        match block:
            case When(test, then, other):
                result.append(When(test, replace_runs(then, change), replace_runs(other, change)))
            case OneOf(draw, options):
                result.append(OneOf(draw, tuple(replace_runs(each, change) for each in options)))
            case Telling():
                changed = tuple(replace_runs(each, change) for each in block.options)
                rest = None if block.rest is None else replace_runs(block.rest, change)
                result.append(block._replace(options=changed, rest=rest))
            case _:
                result += change(block)
    return tuple(result)


def visible_runs(text: Text, program: Program, state: State) -> Iterator[Run]:
    """Yield the runs of `text` to show in a state, in order: conditions evaluated, `one_of` chosen.

    Each run is one or more paragraphs, separated by a blank line.
    """
    for block in text:
        match block:
            case When(test, then, other):
                holds = _compiled_test(test)(state.slots)
                yield from visible_runs(then if holds else other, program, state)
            case OneOf(draw, options):
                number = below(len(options), state.seed, "one_of", draw, state.quarter)
                yield from visible_runs(options[number], program, state)
            case Telling():
                told = max(state.slots[program.slot_index[block.slot]] - 1, 0)
                yield from visible_runs(_option_told(block, told, state), program, state)
            case _:
                yield block


def _option_told(block: Telling, number: int, state: State) -> Text:
    """Return what a block reads when it is told. `number`: how often it was told before."""
    mode, _, draw, options, rest = block
    count = len(options)
    if mode == "in_order":
        number = min(number, count - 1)
    if number >= count and (mode == "once" or rest is not None):
        return rest or ()
    if mode == "shuffle":
        return options[shuffled(count, state.seed, draw, number // count)[number % count]]
    return options[number % count]


LineKind = Literal["", "prose", "quote", "item", "rule"]

_MARK = re.compile(r" *(?:(?P<rule>([-*_])(?: *\2){2,} *$)|(?P<item>[-*] +(?=\S))|(?P<quote>> ?))")
_UNREAD = re.compile(
    r"(?P<link>!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,300}\))|(?P<tag></?[A-Za-z][^<>\n]{0,200}>)"
    r"|(?P<bar>\S? ?\| ?\S?)(?![^{}\n]*\})"
    r"|(?P<passage>\[\[[^\[\]\n]{1,200}\]\])|(?P<macro><<[^<>\n]{1,200}>>)"
)
_BEGINNING = re.compile(r"\n *(?:[-*_>#]|TODO\b|[0-9]{1,3}[.)] )")
"""A pattern for lines that may be Markdown, behind a line end. Most texts have no such line and
need no further check."""
_HEADING = re.compile(r" *#{2,6} +\S")
_NUMBER = re.compile(r" *([0-9]{1,3})[.)] +\S")
_NOTE = re.compile(r" *(?:TODO\b:?|# )")
_COMMAND = re.compile(
    r" *\*(?:choice|fake_choice|if|elseif|elsif|else|goto|gosub|label|set|temp|create|rand|finish"
    r"|page_break|line_break|goto_scene|ending|comment)(?: [^*]*)?$"
)
_WHAT = {
    "link": "links or images",
    "tag": "HTML tags",
    "rule": "horizontal lines",
    "passage": "links",
    "macro": "macros",
}
_INSTEAD = {
    "passage": "A choice with `goto` leads to a scene.",
    "macro": "An `if` beside `text` shows words on a condition; `effects` set numbers and flags.",
}
_ONE_TEXT = "This is one text, and its `|` is read as it stands."
_DIVIDED = "Texts that vary stand in one line: `in_order: a lamp | the lamp`. Or in a list."
_LISTS = "A list has `- ` before each item, and an empty line above the first."
_HEADINGS = "For a line that stands out write `**it like this**`."
_COMMANDS = "Choices stand below `choices`, and what they do in `effects` and `goto`."
_NAMES = {"item": "list", "quote": "quotation"}


class MarkdownLine(NamedTuple):
    """One line of a text.

    `kind`: '' for an empty line. `begins`: a paragraph begins here. `mark`: the number of
    characters before the words. `marked`: the kind that its mark stands for, even if the line only
    continues the one above.
    """

    kind: LineKind
    begins: bool
    mark: int
    marked: LineKind


class UnreadMarkdown(NamedTuple):
    """A piece of Markdown that is not read as its author may mean it, with the rule that reports it
    and the words of its sentence."""

    rule: str
    start: int
    text: str
    what: str
    hint: str = ""


def markdown_lines(lines: Iterable[str]) -> Iterator[MarkdownLine]:
    """Yield the lines of one run of text.

    A mark counts at the beginning of a paragraph, and among items and quotations. After a line of
    prose it is part of the prose, which may have been wrapped at a dash.
    """
    kind: LineKind = ""
    for line in lines:
        match = _MARK.match(line)
        marked: LineKind = match.lastgroup if match else ""  # type: ignore[assignment]
        if not line.strip():
            kind = ""
            yield MarkdownLine("", False, 0, "")
        elif marked == "rule":
            kind = ""
            yield MarkdownLine("rule", True, 0, marked)
        elif match and kind != "prose":
            begins, kind = kind != marked or marked == "item", marked
            yield MarkdownLine(kind, begins, match.end(), marked)
        else:
            begins, kind = not kind, kind or "prose"
            yield MarkdownLine(kind, begins, 0, marked)


def unread_markdown(text: str) -> Iterator[UnreadMarkdown]:
    """Yield the Markdown of a text that is shown as written, or joined to the line above."""
    for found in _UNREAD.finditer(text) if "[" in text or "<" in text or "|" in text else ():
        kind = found.lastgroup or ""
        if what := _WHAT.get(kind):
            hint = _INSTEAD.get(kind, "")
            yield UnreadMarkdown("markup", found.start(), found[0], what, hint)
        else:
            yield UnreadMarkdown("texts-divided", found.start(), found[0], _ONE_TEXT, _DIVIDED)
    if _BEGINNING.search(f"\n{text}"):
        yield from _unread_rows(text.split("\n"))


def _unread_rows(lines: list[str]) -> Iterator[UnreadMarkdown]:
    at = 0
    above: LineKind = ""
    numbers = [int(found[1]) if (found := _NUMBER.match(line)) else -1 for line in [*lines, ""]]
    for number, (line, row) in enumerate(zip(lines, markdown_lines(lines), strict=True)):
        start, words = at + len(line) - len(line.lstrip()), line.strip()
        mark = words.partition(" ")[0]
        first = numbers[number] >= 0 and (number == 0 or numbers[number - 1] != numbers[number] - 1)
        if row.kind == "rule":
            yield UnreadMarkdown(
                "markup", start, words, _WHAT["rule"], "An empty line begins a new paragraph."
            )
        elif _NOTE.match(line):
            yield UnreadMarkdown("todo", start, words, "")
        elif _COMMAND.match(line):
            yield UnreadMarkdown("markup", start, mark, "commands", _COMMANDS)
        elif row.marked and row.kind == "prose" and row.marked != above:
            yield UnreadMarkdown(
                "run-together", start, words[0], _NAMES[row.marked], _apart_hint(words[0])
            )
        elif _HEADING.match(line):
            yield UnreadMarkdown("markup", start, mark, "headings", _HEADINGS)
        elif first and (
            (numbers[number] == 1 and not row.begins) or numbers[number + 1] == numbers[number] + 1
        ):
            yield UnreadMarkdown("markup", start, mark, "numbered lists", _LISTS)
        at, above = at + len(line) + 1, row.marked


def _apart_hint(mark: str) -> str:
    """Return a hint for a mark that is joined to the line above."""
    dash = " If it is a dash, put it at the end of the line above." if mark == "-" else ""
    return f"Leave an empty line above the first of them.{dash}"
