"""Completion: the fields, words and names that fit at the cursor."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from pmsim.authoring.lsp.cursor_context import CursorContext, left_operand, next_token
from pmsim.authoring.lsp.indentation import has_content, parse_line
from pmsim.authoring.symbols import SYMBOL_KINDS as ENTITIES
from pmsim.authoring.symbols import SymbolKind
from pmsim.authoring.symbols.docs import SymbolDoc, SymbolDocs
from pmsim.authoring.symbols.names import KINDS_BESIDE
from pmsim.lang import OUT
from pmsim.lang.compiler.names import BUILT_IN_NAMES, SKILL_PARTS
from pmsim.lang.expressions import FUNCTIONS
from pmsim.lang.messages import fields_of
from pmsim.lang.placeholders import FORMS, PLACEHOLDERS
from pmsim.lang.schema import KINDS, Field
from pmsim.lang.schema.types import (
    ListShape,
    MapShape,
    NumberShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    Shape,
    WordShape,
)

NUMBER_KINDS: tuple[SymbolKind, ...] = ("stat", "person", "part", "skill")
BUILT_IN_MEANINGS = {
    "stage": "the stage of the role that is held",
    "pay": "what the role that is held earns",
    "year": "the year of the career, from 1",
    "season": "the quarter of the year, from 1",
    "quarter": "the quarter of the career, from 1",
    "quarters_left": "how many quarters come after this one",
    "quarters_in_role": "for how many quarters the role has been held",
    "role": "the role that is held",
    "because": "the choice that brought this back",
    "moment": "the moment that this choice is made for",
}
"""Meanings of the names that every pack has, in conditions and in texts."""
_BUILT_IN_PLAYERS = {
    "stop": "nobody plays on",
    "first": "always the first choice that is open",
    "random": "any choice that is open",
}


class Suggestion(NamedTuple):
    """One suggestion. `text` replaces the typed word. `snippet`: the same with `$0` for the cursor,
    '' if equal. `kind`: a kind of symbol, or field, word, function. `rank`: lower is nearer the
    top."""

    label: str
    text: str
    kind: str
    detail: str = ""
    documentation: str = ""
    snippet: str = ""
    rank: int = 1


def suggestions(
    context: CursorContext, docs: SymbolDocs, lines: list[str], scenario: str
) -> tuple[Suggestion, ...]:
    """Return all suggestions for a place, with each label once. `lines`: the file's current lines,
    for its scenes; `scenario`: the file's scenario id."""
    match context.slot:
        case "key":
            result = _key_suggestions(context, docs)
        case "value":
            result = _value_suggestions(context, docs, lines, scenario)
        case "expression":
            result = _expression_suggestions(context, docs, lines, scenario)
        case "placeholder":
            result = _placeholder_suggestions(context, docs, lines, scenario)
        case _:
            result = iter(())
    return tuple({item.label: item for item in reversed(list(result))}.values())[::-1]


def local_scenes(lines: Iterable[str], scenario: str) -> Iterator[str]:
    """Yield the keys of the scenes in a scenario's file, as currently typed."""
    inside, column = False, -1
    for written in lines:
        if has_content(written):
            line = parse_line(written)
            if line.indent == 0:
                inside, column = line.key == "scenes", -1
            elif inside and line.key:
                column = line.column if column < 0 else column
                if line.column == column:
                    yield f"{scenario}.{line.key}"


def _key_suggestions(context: CursorContext, docs: SymbolDocs) -> Iterator[Suggestion]:
    dash = "- " if context.dashed else ""
    shape = context.shape
    refers = _symbol_kinds(shape.key.refers) if isinstance(shape, MapShape) else ()
    within = shape.value if isinstance(shape, MapShape) else None
    if isinstance(shape, RecordShape):
        kind = KINDS[shape.kind]
        for field in kind.fields:
            if field.name not in context.taken:
                yield _field_suggestion(field, dash, braces=context.braces, bare=context.colon)
        refers, within = _symbol_kinds(kind.others_refer), kind.others
    opens_below = isinstance(within, RecordShape) and not context.colon and not context.braces
    for each in refers:
        parts = ("", ".interest") if each == "skill" and isinstance(shape, RecordShape) else ("",)
        for name, part in product(docs.of_kind(each), parts):
            full = f"{name}{part}"
            is_fixed = full in docs.computed and context.kind == "effects"
            if full in context.taken or is_fixed:
                continue
            meaning = docs.doc(each, name)
            text = full if context.colon else f"{full}: "
            yield Suggestion(
                full,
                text,
                each,
                meaning.summary,
                meaning.details,
                f"{text}\n  $0" if opens_below else "",
                3 if part else 2,
            )


def _field_suggestion(field: Field, dash: str, *, braces: bool, bare: bool) -> Suggestion:
    """Return the suggestion for a field. `braces`: the field is in braces on one line; `bare`: a
    colon is already there."""
    more = field_text(field)
    text = field.name if bare else f"{dash}{field.name}: "
    snippet = "" if bare else f"{text.rstrip()}{_value_snippet(field.shape, braces)}"
    rank = 0 if field.required else 1
    detail = "needed" if field.required else ""
    return Suggestion(field.name, text, "field", detail, more, snippet, rank)


def field_text(field: Field) -> str:
    """Return the meaning of a field, its default and an example, in Markdown."""
    default = f"Left out: {field.default}." if field.default else ""
    example = f"`{field.name}: {field.example}`" if field.example else ""
    return "\n\n".join(part for part in (field.meaning, default, example) if part)


def _value_snippet(shape: Shape, braces: bool) -> str:
    """Return the text between a field's colon and the cursor."""
    match shape:
        case (
            RecordShape("effects" | "draw")
            | ListShape(RecordShape("later"))
            | MapShape(_, ScalarShape() | NumberShape() | RecordShape("band"))
        ):
            return " {$0}"
        case RecordShape() | MapShape() | ListShape(RecordShape(), False) if not braces:
            return "\n  - $0" if isinstance(shape, ListShape) else "\n  $0"
        case RecordShape() | MapShape():
            return " {$0}"
        case ListShape(_, False):
            return " [$0]"
        case ProseShape() if not braces:
            return " |\n  $0"
        case _:
            return " $0"


def _value_suggestions(
    context: CursorContext, docs: SymbolDocs, lines: list[str], scenario: str
) -> Iterator[Suggestion]:
    dash = "- " if context.dashed else ""
    for item in _bare_value_suggestions(context, docs, lines, scenario):
        if item.label not in context.taken:
            yield item._replace(text=f"{dash}{item.text}")


def _bare_value_suggestions(
    context: CursorContext, docs: SymbolDocs, lines: list[str], scenario: str
) -> Iterator[Suggestion]:
    match context.shape:
        case WordShape(words):
            yield from (Suggestion(word, word, "word") for word in words)
        case NumberShape(low, high, words):
            yield from (Suggestion(word, word, "word") for word in words)
            if low == high:
                yield Suggestion(str(low), str(low), "word")
        case RecordShape(kind_name, alone) if alone:
            inside = context._replace(shape=fields_of(kind_name)[alone].shape)
            yield from _bare_value_suggestions(inside, docs, lines, scenario)
        case ScalarShape(refers=refers):
            for kind in _symbol_kinds(refers):
                yield from _name_suggestions(kind, context, docs, lines, scenario)
    if context.field == "goto":
        yield Suggestion(OUT, OUT, "word", "leaves the scenario", rank=2)
    if context.field in ("then", "policy"):
        for name, meaning in _BUILT_IN_PLAYERS.items():
            if name != "stop" or context.field == "then":
                yield Suggestion(name, name, "word", meaning, rank=2)
    if context.field == "play" and docs.pack:
        yield Suggestion(docs.pack, docs.pack, "word", "this pack")


def _symbol_kinds(kinds: Iterable[str]) -> tuple[SymbolKind, ...]:
    return tuple(kind for kind in ENTITIES if kind in kinds)


def _name_suggestions(
    kind: SymbolKind, context: CursorContext, docs: SymbolDocs, lines: list[str], scenario: str
) -> Iterator[Suggestion]:
    """Yield the names of a kind as a field takes them: scenes of the same scenario by their last
    part, choices by their own id."""
    if context.field == "call":
        shared = {one.id for one in docs.scenarios if one.node.is_true("shared")}
        for key, meaning in docs.of_kind(kind).items():
            if key.partition(".")[0] in shared:
                yield _suggestion(kind, key, meaning)
    elif kind == "scene" and context.kind != "expect":
        for key, meaning in _scene_docs(docs, lines, scenario).items():
            yield _suggestion(kind, key.partition(".")[2], meaning)
    elif kind == "choice" and "." not in context.typed:
        for key, meaning in docs.of_kind(kind).items():
            yield _suggestion(kind, key.rpartition(".")[2], meaning)
    else:
        yield from _all_of(kind, docs)


def _all_of(kind: SymbolKind, docs: SymbolDocs, rank: int = 1) -> Iterator[Suggestion]:
    """Yield all names of a kind."""
    for name, meaning in docs.of_kind(kind).items():
        yield _suggestion(kind, name, meaning, rank)


def _suggestion(kind: SymbolKind, name: str, meaning: SymbolDoc, rank: int = 1) -> Suggestion:
    return Suggestion(name, name, kind, meaning.summary, meaning.details, rank=rank)


def _scene_docs(docs: SymbolDocs, lines: list[str], scenario: str) -> dict[str, SymbolDoc]:
    """Return the current scenes of the edited scenario, by key."""
    return {key: docs.doc("scene", key) for key in local_scenes(lines, scenario)}


def _expression_suggestions(
    context: CursorContext, docs: SymbolDocs, lines: list[str], scenario: str
) -> Iterator[Suggestion]:
    wanted, beside = next_token(context.before)
    match wanted:
        case "scene" | "choice":
            current = _scene_docs(docs, lines, scenario) if wanted == "scene" else {}
            for key, meaning in (current | docs.of_kind(wanted)).items():
                rank = 1 if key.startswith(f"{scenario}.") else 2
                yield _suggestion(wanted, key, meaning, rank)
        case "flag" | "group":
            yield from _all_of(wanted, docs)
        case "listed":
            yield Suggestion("(…)", "(", "word", "a list of names", snippet="($0)")
        case "operator":
            yield from _operators(left_operand(context.before), docs)
        case "operand":
            yield from _compared_words(beside, docs)
            if beside not in ("role", "stage") and not beside.startswith("top("):
                yield from _operands(context, docs)


def _compared_words(beside: str, docs: SymbolDocs) -> Iterator[Suggestion]:
    """Yield the names that are valid only beside the operand `beside`."""
    kind = KINDS_BESIDE.get(beside, "stat" if beside.startswith("top(") else "band")
    for name in sorted(docs.names.words.get(beside, ())):
        meaning = docs.doc(kind, f"{beside}.{name}" if kind == "band" else name)
        yield _suggestion(kind, name, meaning, 0)


def _operands(context: CursorContext, docs: SymbolDocs) -> Iterator[Suggestion]:
    for kind in NUMBER_KINDS:
        yield from _all_of(kind, docs)
    truth = isinstance(context.shape, ScalarShape) and context.shape.name == "condition"
    yield from _all_of("flag", docs, 1 if truth else 3)
    yield from _all_of("fact", docs, 1 if truth else 3)
    if context.field == "needs" and not context.before:
        yield Suggestion("never", "never", "word", "struck through on purpose", rank=2)
    for name in (*BUILT_IN_NAMES, "because"):
        yield Suggestion(name, name, "word", BUILT_IN_MEANINGS[name], rank=2)
    for name, explanation in FUNCTIONS.items():
        text = f"{name}("
        yield Suggestion(name, text, "function", explanation, snippet=f"{text}$0)", rank=2)
    for tag, meaning in docs.of_kind("tag").items():
        for rank, counter, counted in (
            (4, "times", "a choice so tagged was taken"),
            (5, "passed", "one was open and not taken"),
        ):
            name, explanation = f"{counter}.{tag}", f"how often {counted}: {meaning.summary}"
            yield Suggestion(name, name, "tag", explanation, rank=rank)
    for skill, meaning in docs.of_kind("skill").items():
        yield from (
            Suggestion(f"{skill}{part}", f"{skill}{part}", "skill", meaning.summary, rank=5)
            for part in (*SKILL_PARTS[1:], ".level")
        )
    yield Suggestion("not", "not ", "word", rank=6)


def _operators(left: str, docs: SymbolDocs) -> Iterator[Suggestion]:
    if left in ("role", "stage") or left.startswith("top("):
        yield from (Suggestion(sign, f"{sign} ", "word", rank=0) for sign in ("==", "!="))
        yield Suggestion("in (…)", "in (", "word", "one of several", snippet="in ($0)", rank=0)
    elif (
        docs.names.words.get(left)
        or any(left in docs.of_kind(kind) for kind in NUMBER_KINDS)
        or left in BUILT_IN_NAMES
    ):
        yield from (
            Suggestion(sign, f"{sign} ", "word", rank=0)
            for sign in (">=", "<", "==", "!=", "<=", ">")
        )
    yield from (Suggestion(word, f"{word} ", "word") for word in ("and", "or", "if", "else"))


def _placeholder_suggestions(
    context: CursorContext, docs: SymbolDocs, lines: list[str], scenario: str
) -> Iterator[Suggestion]:
    """Yield the names for a placeholder. Use a capital if the typed word starts with one."""
    written = lines[context.line - 1] if 0 < context.line <= len(lines) else ""
    close = "" if written[context.end - 1 :].startswith("}") else "}"
    capital = context.typed[:1].isupper()
    dotted = "." in context.typed
    for name, kind, meaning in _placeholder_names(docs, scenario):
        form_kind = {"skill": "stat", "word": name}.get(kind, kind)
        forms = FORMS.get(form_kind, ())
        for form in ("", *forms) if dotted or kind in ("person", "part") else ("",):
            full = f"{name}.{form}" if form else name
            full = full[0].upper() + full[1:] if capital else full
            yield Suggestion(
                full,
                f"{full}{close}",
                kind,
                meaning.summary,
                meaning.details,
                rank=2 if form else 1,
            )


def _placeholder_names(docs: SymbolDocs, scenario: str) -> Iterator[tuple[str, str, SymbolDoc]]:
    """Yield name, kind and meaning of everything that can be a placeholder."""
    for kind in NUMBER_KINDS:
        yield from ((name, kind, meaning) for name, meaning in docs.of_kind(kind).items())
    for key, meaning in docs.of_kind("phrase").items():
        owner, dot, name = key.rpartition(".")
        if not dot or owner.partition(".")[0] == scenario:
            yield name, "phrase", meaning
    yield from ((name, "word", SymbolDoc(BUILT_IN_MEANINGS[name])) for name in PLACEHOLDERS)
