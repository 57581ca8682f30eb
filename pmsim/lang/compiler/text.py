"""Compiling texts: from text as written to `lang.text.Text`. Placeholders are resolved, Markdown
stays as it is."""

import re
from typing import NamedTuple

from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.messages import new_person_hint
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence
from pmsim.lang.text import Block, OneOf, Paragraphs, Slotted, Text, When, Words, unread_markdown

PIECE = re.compile(r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_]*)(?:\.([a-z]+))?\}|\{|\}")
_LONELY_HINT = "A name stands between two: `{ines}`. One to be read is written twice."
MAX_REPORTED = 20
"""The most diagnostics of one paragraph run."""
FORMS = {
    "person": ("full", "is", "they", "them", "their", "theirs", "themself", "number"),
    "stat": ("number",),
    "role": ("short",),
    "season": ("number",),
}
"""The forms that may follow the dot of a placeholder, by kind."""
PLACEHOLDERS = ("role", "quarter", "season", "because", "moment")
"""Placeholders that every pack has."""
NEWER_PLACEHOLDERS = ("season",)
"""Those that give way to a phrase of the same name, since packs may be older than they are."""


class TextOwner(NamedTuple):
    """The owner of a text.

    `key`: its id path. `scenario`: the scenario whose phrases the text may use, besides the pack's.
    `scene`: the key of the scene whose visits give `{because}` its meaning; '' where `{because}`
    has none. `moment`: `{moment}` has a meaning. `after_choice`: a choice of the visit was taken.
    """

    key: str
    scenario: str = ""
    scene: str = ""
    moment: bool = False
    after_choice: bool = False


def compile_texts(context: CompileContext, where: TextOwner, node: Mapping, *fields: str) -> None:
    """Compile the texts in some fields of a mapping."""
    for field in fields:
        value = node.get(field)
        if value is not None:
            compile_text(context, where, field, value)


def compile_text(context: CompileContext, where: TextOwner, field: str, node: Node) -> None:
    """Compile a text and store it under `<key>/<field>`."""
    draw = where.key if where.scenario or field == "text" else f"{where.key}.{field}"
    context.texts[f"{where.key}/{field}"] = text_blocks(context, where, node, draw)


def text_blocks(context: CompileContext, where: TextOwner, node: Node, draw: str) -> Text:
    """Return the blocks of a text: one scalar, or a list of scalars and blocks. `draw`: the id for
    its `one_of`s."""
    return _TextCompiler(context, where, draw).blocks(node)


def phrase_blocks(context: CompileContext, where: TextOwner, node: Node) -> Text:
    """Return the blocks of a phrase: the first of its lines whose `if` is true."""
    lines = (
        [item for item in node.items if isinstance(item, Mapping)]
        if isinstance(node, Sequence)
        else []
    )
    blocks: Text = ()
    for line in reversed(lines):
        words = line.scalar("text")
        line_blocks: Text = text_blocks(context, where, words, where.key) if words else ()
        condition = line.scalar("if")
        test = context.expr(condition, "truth")
        blocks = (
            (When(test, line_blocks, blocks),)
            if test is not None
            else line_blocks
            if condition is None
            else blocks
        )
    if lines and lines[-1].scalar("if"):
        at = lines[-1].scalar("if")
        assert at is not None
        context.report(
            "last-holds",
            at,
            sentence="The last wording of a phrase has no `if`, so that there are always words.",
        )
    return blocks


def placeholder_meaning(
    context: CompileContext, name: str, where: TextOwner | None = None
) -> tuple[str, str]:
    """Return the kind and the key of a placeholder, ('', '') if it has no meaning. Without `where`,
    phrases do not count."""
    names = context.names
    if name in names.people:
        return "person", name
    if names.is_number(name):
        return "stat", name
    is_known = name in PLACEHOLDERS and (name != "moment" or where is None or where.moment)
    if is_known and name not in NEWER_PLACEHOLDERS:
        return name, name
    for key in (f"{where.scenario}.{name}", name) if where else ():
        if key in context.phrases:
            return "phrase", key
    return (name, name) if is_known else ("", "")


class _TextCompiler:
    def __init__(self, context: CompileContext, where: TextOwner, draw: str) -> None:
        self.context, self.where, self.draw = context, where, draw
        self.draws = self.reported = 0

    def blocks(self, node: Node) -> Text:
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(block for item in items if (block := self.block(item)) is not None)

    def block(self, node: Node) -> Block | None:
        match node:
            case Scalar():
                return Paragraphs(self.parts(node))
            case Mapping():
                drawn = self.one_of(node) if node.has("one_of") else None
                condition = self.condition(node)
                return drawn or condition
            case _:
                return None

    def condition(self, node: Mapping) -> Block | None:
        test = self.context.expr(node.scalar("if"), "truth")
        then, other = (
            self.blocks(found) if (found := node.get(key)) is not None else ()
            for key in ("text", "else")
        )
        if any(isinstance(block, When) for block in other):
            self.context.nested_conditions.add(self.where.key)
        return None if test is None else When(test, then, other)

    def one_of(self, node: Mapping) -> Block | None:
        draw = f"{self.draw}.{self.draws}"
        self.draws += 1
        listed = node.get("one_of")
        options = (
            tuple(self.blocks(item) for item in listed.items)
            if isinstance(listed, Sequence)
            else ()
        )
        return OneOf(draw, options) if options else None

    def parts(self, scalar: Scalar) -> tuple[Words | Slotted, ...]:
        source = scalar.text.rstrip("\n")
        pieces: list[Words | Slotted] = []
        words, end, self.reported = "", 0, 0
        for one in unread_markdown(source):
            self.report(
                scalar, one.text, one.start, one.rule, one.hint, markup=one.text, what=one.what
            )
        for piece in PIECE.finditer(source):
            words += source[end : piece.start()]
            end = piece.end()
            if piece[0] in ("{{", "}}"):
                words += piece[0][0]
            elif piece[0] in "{}":
                self.report(scalar, piece[0], piece.start(), "lonely-brace", _LONELY_HINT)
            elif (slotted := self.placeholder(scalar, piece)) is not None:
                pieces += [Words(words), slotted] if words else [slotted]
                words = ""
        words += source[end:]
        return (*pieces, Words(words)) if words else tuple(pieces)

    def placeholder(self, scalar: Scalar, piece: re.Match[str]) -> Slotted | None:
        written, form = piece[1], piece[2] or ""
        capital = written[0].isupper()
        name = written[0].lower() + written[1:]
        kind, key = placeholder_meaning(self.context, name, self.where)
        wrong, hint, replacement, rule = "", "", "", "unknown-placeholder"
        if not kind and self.reported >= MAX_REPORTED:
            return None
        if not kind:
            if written.isupper() and len(written) > 1:
                name, capital = written.lower(), False
            meant = self.context.scope.guess_budget.nearest(name, self.known_placeholders())
            wrong, hint = (
                f"Nothing here is called `{piece[0]}`.",
                f"Did you mean `{{{meant.name}}}`?"
                if meant.name
                else f"A person? {new_person_hint(name)}",
            )
            replacement = (
                piece[0].replace(written, meant.name.capitalize() if capital else meant.name, 1)
                if meant.is_certain
                else ""
            )
        elif form and form not in FORMS.get(kind, ()):
            forms = " or ".join(f"`{{{name}.{each}}}`" for each in FORMS.get(kind, ()))
            wrong, hint = (
                f"`{piece[0]}` has no form `{form}`.",
                f"There is {forms}." if forms else f"Write `{{{written}}}`.",
            )
        elif kind == "because" and not self.where.scene:
            wrong, rule = "There is no choice here that `{because}` could name.", "no-cause"
        elif kind == "because" and not self.where.after_choice:
            self.context.cause_placeholders.setdefault(self.where.scene, (scalar, piece.start()))
        if wrong:
            self.report(scalar, piece[0], piece.start(), rule, hint, replacement, sentence=wrong)
            return None
        placeholder = Slotted(kind, key, form, capital)
        self.context.placeholders.append((self.where.key, placeholder))
        return placeholder

    def report(
        self,
        scalar: Scalar,
        piece: str,
        start: int,
        rule: str,
        hint: str = "",
        replacement: str = "",
        **words: str,
    ) -> None:
        """Report a piece of a text. `start`: its offset in the text."""
        self.reported += 1
        if self.reported <= MAX_REPORTED:
            self.context.report(
                rule, Scalar(piece, scalar.at(start)), hint=hint, replacement=replacement, **words
            )

    def known_placeholders(self) -> list[str]:
        """Return every placeholder that has a meaning here."""
        names = self.context.names
        phrases = [key.rpartition(".")[2] for key in self.context.phrases]
        anywhere = dict.fromkeys(
            [*names.people, *names.stats, *names.computed, *names.skills, *phrases, *PLACEHOLDERS]
        )
        return [name for name in anywhere if placeholder_meaning(self.context, name, self.where)[0]]
