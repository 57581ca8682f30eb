"""Compiling texts: from text as written to `lang.text.Text`. Placeholders are resolved, Markdown
stays as it is."""

import re
from collections.abc import Callable
from typing import NamedTuple, cast

from pmsim.core.expr import All, Expr, Not, Num
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.messages import new_person_hint
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.placeholders import (
    FORMS,
    NEWER_PLACEHOLDERS,
    PIECE,
    PLACEHOLDERS,
    PRONOUN_FORMS,
    agree,
    verb_behind,
    verb_problem,
)
from pmsim.lang.schema.texts import TELLINGS
from pmsim.lang.text import (
    OneOf,
    Paragraphs,
    Slotted,
    Telling,
    TellingMode,
    Text,
    When,
    Words,
    unread_markdown,
)

_LONELY_HINT = "A name stands between two: `{ines}`. One to be read is written twice."
_IF_HINT = "Words on a condition stand in a block of their own: `- if: …`, below it `text: …`."
MOST_LINES = 100
"""The most lines of a `first_of` or a phrase, each of which is read deeper than the one before."""
_VARYING = ("one_of", *TELLINGS)
_ENDING = ("once", "shuffle")
"""Fields beside which an `else` may stand."""
_NO_TELLING = "this text has no moment of its own at which it is told"
MAX_REPORTED = 20
"""The most diagnostics of one paragraph run."""


class TextOwner(NamedTuple):
    """The owner of a text.

    `key`: its id path. `scenario`: the scenario whose phrases the text may use, besides the pack's.
    `scene`: the key of its scene, whose phrases it may use, too; '' for none. `moment`, `cause`:
    `{moment}` and `{because}` have a meaning.
    `after_choice`: a choice of the visit was taken.
    """

    key: str
    scenario: str = ""
    scene: str = ""
    moment: bool = False
    after_choice: bool = False
    cause: bool = False

    @property
    def phrase_owners(self) -> tuple[str, ...]:
        """Return the beginnings of the keys of phrases that the text may use, the nearest first."""
        return tuple(f"{owner}." if owner else "" for owner in (self.scene, self.scenario, ""))


def compile_texts(context: CompileContext, where: TextOwner, node: Mapping, *fields: str) -> None:
    """Compile the texts in some fields of a mapping."""
    for field in fields:
        value = node.get(field)
        if value is not None:
            compile_text(context, where, field, value)


def compile_text(context: CompileContext, where: TextOwner, field: str, node: Node) -> None:
    """Compile a text and store it under `<key>/<field>`. What a career counts of it is stored under
    its key."""
    draw = where.key if where.scenario or field == "text" else f"{where.key}.{field}"
    compiler = _TextCompiler(context, where, draw, counts=bool(where.scenario) and field == "text")
    context.texts[f"{where.key}/{field}"] = compiler.blocks(node)
    if compiler.counters:
        context.tellings[where.key] = compiler.counters


def compile_phrase(context: CompileContext, where: TextOwner, key: str, node: Node) -> None:
    """Compile a phrase and store it under `key`: the first of its lines whose `if` is true.
    `where.key`: the id of its blocks."""
    lines = (
        [item for item in node.items if isinstance(item, Mapping)]
        if isinstance(node, Sequence)
        else []
    )
    compiler = _TextCompiler(context, where, where.key, counts=True)
    context.phrases[key] = (
        compiler.first_of(lines) if len(lines) > 1 else compiler.choose(lines, tuple)
    )
    if compiler.counters:
        context.phrase_tellings[key] = compiler.counters
    if lines and lines[-1].scalar("if"):
        at = lines[-1].scalar("if")
        assert at is not None
        context.report(
            "last-holds",
            at,
            sentence="The last wording of a phrase has no `if`, so that there are always words.",
        )


def placeholder_meaning(
    context: CompileContext, name: str, where: TextOwner | None = None
) -> tuple[str, str]:
    """Return the kind and the key of a placeholder, ('', '') if it has no meaning. Without `where`,
    phrases do not count."""
    names = context.names
    if name in names.people:
        return "person", name
    if name in context.parts:
        return "part", name
    if names.is_number(name):
        return "stat", name
    is_known = name in PLACEHOLDERS and (name != "moment" or where is None or where.moment)
    if is_known and name not in NEWER_PLACEHOLDERS:
        return name, name
    for owner in where.phrase_owners if where else ():
        if f"{owner}{name}" in context.phrases:
            return "phrase", f"{owner}{name}"
    return (name, name) if is_known else ("", "")


class _TextCompiler:
    """A compiler for one text. `draw`: the id of its blocks. `counts`: it may have blocks that
    depend on how often it was told.

    `counters`: the name of each count, with the condition under which it goes up (None: always).
    """

    def __init__(
        self, context: CompileContext, where: TextOwner, draw: str, *, counts: bool
    ) -> None:
        self.context, self.where, self.draw, self.counts = context, where, draw, counts
        self.counters: dict[str, Expr | None] = {}
        self.draws = self.tellings = self.reported = 0
        self.around: tuple[Expr, ...] | None = None
        """The conditions around, None outside any `if` and `first_of`."""
        self.varying = False
        """True inside a block that varies."""
        self.chained: Mapping | None = None
        """The last block that stood alone in an `else`."""

    def blocks(self, node: Node | None) -> Text:
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(block for item in items for block in self.block(item))

    def block(self, node: Node | None) -> Text:
        match node:
            case Scalar():
                return (Paragraphs(self.parts(node)),)
            case Mapping() if node.has("first_of"):
                lines = node.mappings("first_of")
                for early in lines[:-1]:
                    if not early.has("if"):
                        self.report_unlike(
                            early.place,
                            "Only the last line may be without `if`: nothing behind it is read.",
                            "Give it an `if`, or put it last.",
                        )
                return self.first_of(lines)
            case Mapping():
                return self.choose([node], lambda: self.other(node))
            case _:
                return ()

    def other(self, node: Mapping) -> Text:
        """Return what a block reads if its `if` is false."""
        entry = node.by_key.get("else")
        field = next((each for each in _ENDING if node.has(each)), "")
        if entry and field:
            self.report_unlike(
                entry.key.place,
                "When it does not hold, or when all were told?",
                f"Put the `{field}` with its `else` below `text:`.",
            )
        only = entry.value.items if entry and isinstance(entry.value, Sequence) else ()
        if len(only) == 1 and isinstance(only[0], Mapping) and only[0].has("if"):
            if node is not self.chained and entry:
                self.context.report(
                    "nested-else", entry.key, hint="`pmsim check --fix` writes `first_of`."
                )
            self.chained = only[0]
        return self.blocks(entry.value) if entry else ()

    def first_of(self, lines: list[Mapping]) -> Text:
        """Return the first of the lines that holds."""
        if len(lines) > MOST_LINES:
            self.report_unlike(
                lines[MOST_LINES].place,
                f"{MOST_LINES} lines are the most, and here are {len(lines)}.",
                "Put some of them together below one `if`.",
            )
        return self.under((), lambda: self.choose(lines[:MOST_LINES], tuple))

    def choose(self, lines: list[Mapping], other: Callable[[], Text]) -> Text:
        """Return the first of the lines that holds, `other` if none does."""
        if not lines:
            return other()
        line, *rest = lines
        at = line.scalar("if")
        if at is None:
            self.choose(rest, tuple)
            return self.contents(line)
        test = self.context.expr(at, "truth") or Num(0)
        then = self.under((test,), lambda: self.contents(line))
        return (When(test, then, self.under((Not(test),), lambda: self.choose(rest, other))),)

    def under(self, tests: tuple[Expr, ...], work: Callable[[], Text]) -> Text:
        """Return the result of `work` for blocks that are read only under these conditions."""
        around, self.around = self.around, (*(self.around or ()), *tests)
        result = work()
        self.around = around
        return result

    def contents(self, node: Mapping) -> Text:
        """Return what a block or a line reads if its `if` is true."""
        entry = next((each for each in node.entries if each.name in _VARYING), None)
        if entry is None:
            return self.blocks(node.get("text"))
        if entry.name == "one_of":
            draw = f"{self.draw}.{self.draws}"
            self.draws += 1
            options = self.options(entry.value)
            return (OneOf(draw, options),) if options else ()
        number = self.tellings
        self.tellings += 1
        if self.varying or not self.counts:
            why = "it is inside another that varies" if self.varying else _NO_TELLING
            self.context.report(
                "no-telling",
                entry.key,
                field=entry.name,
                why=why,
                hint="Write `if` or `one_of` here.",
            )
        name = self.draw if self.around is None else f"{self.draw}#{number}"
        around = self.around or ()
        self.counters[name] = None if not around else around[0] if len(around) == 1 else All(around)
        options, mode = self.options(entry.value), cast(TellingMode, entry.name)
        varying, self.varying = self.varying, True
        rest = self.blocks(node.get("else")) if mode in _ENDING and node.has("else") else None
        self.varying = varying
        return (Telling(mode, f"told.{name}", f"{self.draw}.{number}", options, rest),)

    def options(self, listed: Node) -> tuple[Text, ...]:
        """Return the texts of a block that varies."""
        varying, self.varying = self.varying, True
        items = listed.items if isinstance(listed, Sequence) else ()
        options = tuple(self.blocks(item) for item in items)
        self.varying = varying
        return options

    def report_unlike(self, at: Place, sentence: str, hint: str) -> None:
        self.context.report("unlike-fields", at, sentence=sentence, hint=hint)

    def parts(self, scalar: Scalar) -> tuple[Words | Slotted, ...]:
        source = scalar.text.rstrip("\n")
        pieces: list[Words | Slotted] = []
        words, end, self.reported = "", 0, 0
        for one in unread_markdown(source):
            self.report(
                scalar,
                one.text,
                one.start,
                one.rule,
                one.hint,
                markup=one.text,
                what=one.what,
                sentence=one.what,
            )
        for piece in PIECE.finditer(source) if "{" in source or "}" in source else ():
            words += source[end : piece.start()]
            end = piece.end()
            if piece[0] in ("{{", "}}"):
                words += piece[0][0]
            elif "|" in piece[0]:
                wordings = " | ".join(map(str.strip, piece[0][1:-1].split("|")))
                named = f"`wording: {{in_order: {wordings}}}`"
                hint = f"Write `{{wording}}` here, and below `phrases:` {named}."
                rule = "wordings-in-braces"
                self.report(scalar, piece[0], piece.start(), rule, hint, markup=piece[0])
            elif piece[0].startswith("{if "):
                wrong, rule = "A condition does not stand in braces.", "unknown-placeholder"
                self.report(scalar, piece[0], piece.start(), rule, _IF_HINT, sentence=wrong)
            elif piece[0] in "{}":
                self.report(scalar, piece[0], piece.start(), "lonely-brace", _LONELY_HINT)
            elif (slotted := self.placeholder(scalar, piece)) is not None:
                pieces += [Words(words), slotted] if words else [slotted]
                words = ""
                self.check_agreement(scalar, piece, slotted)
        words += source[end:]
        return (*pieces, Words(words)) if words else tuple(pieces)

    def check_agreement(self, scalar: Scalar, piece: re.Match[str], slotted: Slotted) -> None:
        """Report a verb that does not agree with the pronoun, or the name, before it."""
        is_verb = slotted.form not in ("", *FORMS["person"])
        if slotted.kind not in ("person", "part") or not (is_verb or slotted.form == "they"):
            return
        own = self.context.names.pack.inner("people").inner(slotted.name).inner("they")
        word = own.text("word") or own.text("verbs", "they")
        many_possible = slotted.kind == "part" or word in ("they", "many")
        one_possible = slotted.kind == "part" or not many_possible
        before, behind = piece.string[: piece.start()], piece.string[piece.end() :]
        verb, of_one = verb_behind(behind) if slotted.form == "they" else ("", True)
        sentence, hint = "", ""
        if verb and (many_possible if of_one else one_possible):
            sentence = f'`{piece[0]}` may read "{"they" if of_one else "she"}" before this verb.'
            hint = f"Write `{piece[0]} {{{slotted.name}.{verb}}}`."
        elif many_possible and is_verb and before.lower().endswith(f"{{{slotted.name}}} "):
            sentence = f"Behind a name `{piece[0]}` reads wrong where the pronoun is *they*."
            hint = f"Write it as behind *she*: {agree(slotted.form, True)}."
        if sentence:
            self.report(scalar, piece[0], piece.start(), "verb-of-one", hint, sentence=sentence)

    def placeholder(self, scalar: Scalar, piece: re.Match[str]) -> Slotted | None:
        written, form = piece[1], piece[2] or ""
        capital = written[0].isupper()
        name = written[0].lower() + written[1:]
        kind, key = placeholder_meaning(self.context, name, self.where)
        if kind in ("person", "part") and form.lower() in PRONOUN_FORMS:
            capital, form = capital or form[0].isupper(), form.lower()
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
        elif kind in ("person", "part") and form and form not in FORMS[kind]:
            problem = verb_problem(written, form)
            if problem is not None:
                wrong, hint = problem.sentence, problem.hint
                if problem.word:
                    replacement = f"{{{written}.{problem.word}}}"
        elif form and form not in FORMS.get(kind, ()):
            forms = " or ".join(f"`{{{name}.{each}}}`" for each in FORMS.get(kind, ()))
            wrong, hint = (
                f"`{piece[0]}` has no form `{form}`.",
                f"There is {forms}." if forms else f"Write `{{{written}}}`.",
            )
        elif kind == "because" and not self.where.cause:
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
        anywhere = dict.fromkeys([*names.numbers, *phrases, *PLACEHOLDERS])
        return [name for name in anywhere if placeholder_meaning(self.context, name, self.where)[0]]
