"""Texts: from what a player will read, as written, to `prose.Text`. Markdown is left alone; placeholders are looked up."""

import re
from typing import NamedTuple

from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.markdown import unread
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence
from pmsim.lang.prose import Block, OneOf, Paragraphs, Slotted, Text, When, Words

PIECE = re.compile(r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_]*)(?:\.([a-z]+))?\}|\{|\}")
_LONELY = "A name stands between two: `{ines}`. One to be read is written twice."
MOST_SAID = 20
"""Of one paragraph run no more is said than this."""
FORMS = {
    "person": ("full", "is", "they", "them", "their", "theirs", "themself", "number"),
    "stat": ("number",),
    "role": ("short",),
}
"""What may stand behind the dot."""
PLACEHOLDERS = ("role", "quarter", "because", "moment")
"""Placeholders that every pack has."""


class Where(NamedTuple):
    """Where a text stands. `key`: its id path. `scenario`: whose phrases it knows besides the pack's. `scene`: the key of the scene on
    whose visits it depends what `{because}` is; '' where it is nothing. `moment`: `{moment}` has a meaning."""

    key: str
    scenario: str = ""
    scene: str = ""
    moment: bool = False


def put(desk: Desk, where: Where, field: str, node: Node | None) -> bool:
    """Lower a text and keep it under `<key>/<field>`. Whether there is one."""
    if node is None:
        return False
    desk.texts[f"{where.key}/{field}"] = text(desk, where, node, where.key if where.scenario or field == "text" else f"{where.key}.{field}")
    return True


def text(desk: Desk, where: Where, node: Node, draw: str) -> Text:
    """A text: one scalar, or a list of scalars and blocks. `draw`: the id on which its `one_of` hang."""
    return _Writer(desk, where, draw).blocks(node)


def phrase(desk: Desk, where: Where, node: Node) -> Text:
    """A phrase: the first of its lines that holds."""
    lines = [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
    found: Text = ()
    for line in reversed(lines):
        words = ask.word(line, "text")
        own: Text = text(desk, where, words, where.key) if words else ()
        condition = ask.word(line, "if")
        test = desk.expr(condition, "truth")
        found = (When(test, own, found),) if test is not None else own if condition is None else found
    if lines and ask.word(lines[-1], "if"):
        at = ask.word(lines[-1], "if")
        assert at is not None
        desk.say("last-holds", at, sentence="The last wording of a phrase has no `if`, so that there are always words.")
    return found


def meaning(desk: Desk, name: str, where: Where | None = None) -> tuple[str, str]:
    """Kind and key of a placeholder that stands somewhere (or, without `where`, anywhere but by being a phrase); ('', '') if it is none."""
    names = desk.names
    if name in names.people:
        return "person", name
    if names.readable(name):
        return "stat", name
    if name in PLACEHOLDERS and (name != "moment" or where is None or where.moment):
        return name, name
    for key in (f"{where.scenario}.{name}", name) if where else ():
        if key in desk.phrases:
            return "phrase", key
    return "", ""


class _Writer:
    def __init__(self, desk: Desk, where: Where, draw: str) -> None:
        self.desk, self.where, self.draw = desk, where, draw
        self.draws = self.said = 0

    def blocks(self, node: Node) -> Text:
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(block for item in items if (block := self.block(item)) is not None)

    def block(self, node: Node) -> Block | None:
        match node:
            case Scalar():
                return Paragraphs(self.parts(node))
            case Mapping():
                drawn = self.one_of(node) if node.get("one_of") is not None else None
                asked = self.when(node)
                return drawn or asked
            case _:
                return None

    def when(self, node: Mapping) -> Block | None:
        test = self.desk.expr(ask.word(node, "if"), "truth")
        then, other = (self.blocks(found) if (found := node.get(key)) is not None else () for key in ("text", "else"))
        if any(isinstance(block, When) for block in other):
            self.desk.nested.add(self.where.key)
        return None if test is None else When(test, then, other)

    def one_of(self, node: Mapping) -> Block | None:
        draw = f"{self.draw}.{self.draws}"
        self.draws += 1
        listed = node.get("one_of")
        options = tuple(self.blocks(item) for item in listed.items) if isinstance(listed, Sequence) else ()
        return OneOf(draw, options) if options else None

    def parts(self, scalar: Scalar) -> tuple[Words | Slotted, ...]:
        source = scalar.text.rstrip("\n")
        found: list[Words | Slotted] = []
        words, end, self.said = "", 0, 0
        for one in unread(source):
            self.complain(scalar, one.text, one.start, one.rule, one.hint, markup=one.text, what=one.what)
        for piece in PIECE.finditer(source):
            words += source[end : piece.start()]
            end = piece.end()
            if piece[0] in ("{{", "}}"):
                words += piece[0][0]
            elif piece[0] in "{}":
                self.complain(scalar, piece[0], piece.start(), "lonely-brace", _LONELY)
            elif (slotted := self.slotted(scalar, piece)) is not None:
                found += [Words(words), slotted] if words else [slotted]
                words = ""
        words += source[end:]
        return (*found, Words(words)) if words else tuple(found)

    def slotted(self, scalar: Scalar, piece: re.Match[str]) -> Slotted | None:
        written, form = piece[1], piece[2] or ""
        capital = written[0].isupper()
        name = written[0].lower() + written[1:]
        kind, key = meaning(self.desk, name, self.where)
        wrong, hint, instead, rule = "", "", "", "unknown-placeholder"
        if not kind and self.said >= MOST_SAID:
            return None
        if not kind:
            meant = self.desk.scope.guesses.nearest(name, self.known())
            wrong, hint = f"Nothing here is called `{piece[0]}`.", f"Did you mean `{{{meant.name}}}`?" if meant.name else ""
            instead = piece[0].replace(written, meant.name.capitalize() if capital else meant.name, 1) if meant.sure else ""
        elif form and form not in FORMS.get(kind, ()):
            forms = " or ".join(f"`{{{name}.{each}}}`" for each in FORMS.get(kind, ()))
            wrong, hint = f"`{piece[0]}` has no form `{form}`.", f"There is {forms}." if forms else f"Write `{{{written}}}`."
        elif kind == "because" and not self.where.scene:
            wrong, rule = "There is no choice here that `{because}` could name.", "no-cause"
        elif kind == "because":
            self.desk.causes.setdefault(self.where.scene, (scalar, piece.start()))
        if wrong:
            self.complain(scalar, piece[0], piece.start(), rule, hint, instead, sentence=wrong)
            return None
        found = Slotted(kind, key, form, capital)
        self.desk.shown.append((self.where.key, found))
        return found

    def complain(self, scalar: Scalar, piece: str, start: int, rule: str, hint: str = "", instead: str = "", **words: str) -> None:
        """Complain of a piece of a text, and where in it the piece begins."""
        self.said += 1
        if self.said <= MOST_SAID:
            self.desk.say(rule, Scalar(piece, scalar.at(start)), hint=hint, instead=instead, **words)

    def known(self) -> list[str]:
        """Return every placeholder that means something here."""
        names = self.desk.names
        phrases = [key.rpartition(".")[2] for key in self.desk.phrases]
        anywhere = dict.fromkeys([*names.people, *names.stats, *names.computed, *names.skills, *phrases, *PLACEHOLDERS])
        return [name for name in anywhere if meaning(self.desk, name, self.where)[0]]
