"""What an editor offers where something is being typed: fields, words, and the names that may stand there."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pmsim.authoring.lsp.context import Context
from pmsim.authoring.lsp.lexicon import Lexicon, Meaning
from pmsim.authoring.lsp.scan import read_line, says
from pmsim.authoring.lsp.sums import following, left_of
from pmsim.authoring.mentions import KINDS as ENTITIES
from pmsim.authoring.mentions import EntityKind
from pmsim.lang.expressions import FUNCTIONS
from pmsim.lang.fields import KINDS, Field
from pmsim.lang.lower.names import GIVEN, SKILL_PARTS
from pmsim.lang.lower.outline import OUT
from pmsim.lang.lower.prose import FORMS, PLACEHOLDERS
from pmsim.lang.shapes import Atom, ListOf, MapOf, Number, Prose, Record, Shape, Word

NUMBERS: tuple[EntityKind, ...] = ("stat", "person", "skill")
GIVEN_WORDS = {
    "stage": "the stage of the role that is held",
    "pay": "what the role that is held earns",
    "year": "the year of the career, from 1",
    "season": "the quarter of the year, 1 to 4",
    "quarter": "the quarter of the career, from 1",
    "quarters_left": "how many quarters come after this one",
    "quarters_in_role": "for how many quarters the role has been held",
    "role": "the role that is held",
    "because": "the choice that brought this back",
    "moment": "the moment that this choice is made for",
}
"""What the names mean that every pack has, in conditions and in texts."""
_POLICIES = {"stop": "nobody plays on", "first": "always the first choice that is open", "random": "any choice that is open"}


class Item(NamedTuple):
    """One offer. `text` goes where the typed word stands; `snippet`: as `text`, with `$0` where the cursor then is, '' for the same.
    `what`: a kind of thing, or field, word, function. `rank` sorts: less is nearer the top."""

    label: str
    text: str
    what: str
    detail: str = ""
    more: str = ""
    snippet: str = ""
    rank: int = 1


def offers(context: Context, known: Lexicon, lines: list[str], scenario: str) -> tuple[Item, ...]:
    """All that may stand there, each label once. `lines`: of the file, whose scenes are known as they now are; `scenario`: its id."""
    match context.slot:
        case "key":
            found = _keys(context, known)
        case "value":
            found = _values(context, known, lines, scenario)
        case "expression":
            found = _sum(context, known, lines, scenario)
        case "placeholder":
            found = _placeholders(context, known, lines, scenario)
        case _:
            found = iter(())
    return tuple({item.label: item for item in reversed(list(found))}.values())[::-1]


def local_scenes(lines: Iterable[str], scenario: str) -> Iterator[str]:
    """The keys of the scenes that a scenario's file has as it is typed."""
    inside, column = False, -1
    for written in lines:
        if says(written):
            line = read_line(written)
            if line.indent == 0:
                inside, column = line.key == "scenes", -1
            elif inside and line.key:
                column = line.column if column < 0 else column
                if line.column == column:
                    yield f"{scenario}.{line.key}"


def _keys(context: Context, known: Lexicon) -> Iterator[Item]:
    dash = "- " if context.dashed else ""
    shape = context.shape
    refers = _of(shape.key.refers) if isinstance(shape, MapOf) else ()
    within = shape.value if isinstance(shape, MapOf) else None
    if isinstance(shape, Record):
        kind = KINDS[shape.kind]
        for field in kind.fields:
            if field.name not in context.taken:
                yield _field(field, dash, braces=context.braces, bare=context.colon)
        refers, within = _of(kind.others_refer), kind.others
    for each in refers:
        for name, meaning in known.of(each).items():
            for full in (name, f"{name}.interest") if each == "skill" and isinstance(shape, Record) else (name,):
                if full not in context.taken and not (full in known.computed and context.kind == "effects"):
                    text = full if context.colon else f"{full}: "
                    snippet = f"{text}\n  $0" if isinstance(within, Record) and not context.colon and not context.braces else ""
                    yield Item(full, text, each, meaning.short, meaning.more, snippet, 2 if full == name else 3)


def _field(field: Field, dash: str, *, braces: bool, bare: bool) -> Item:
    """A field as it is written. `braces`: in braces, on one line."""
    more = field.meaning + (f"\n\nLeft out: {field.default}." if field.default else "")
    more += f"\n\n`{field.name}: {field.example}`" if field.example else ""
    text = f"{dash}{field.name}: "
    snippet = f"{text.rstrip()}{_opening(field.shape, braces)}"
    detail = "needed" if field.required else ""
    if bare:
        return Item(field.name, field.name, "field", detail, more, rank=0 if field.required else 1)
    return Item(field.name, text, "field", detail, more, snippet, rank=0 if field.required else 1)


def _opening(shape: Shape, braces: bool) -> str:
    """What follows a field's colon until the cursor."""
    match shape:
        case Record("effects" | "draw") | ListOf(Record("later")) | MapOf(_, Atom() | Number()):
            return " {$0}"
        case Record() | MapOf() | ListOf(Record(), False) if not braces:
            return "\n  - $0" if isinstance(shape, ListOf) else "\n  $0"
        case Record() | MapOf():
            return " {$0}"
        case ListOf(_, False):
            return " [$0]"
        case Prose() if not braces:
            return " |\n  $0"
        case _:
            return " $0"


def _values(context: Context, known: Lexicon, lines: list[str], scenario: str) -> Iterator[Item]:
    dash = "- " if context.dashed else ""
    for item in _plain(context, known, lines, scenario):
        if item.label not in context.taken:
            yield item._replace(text=f"{dash}{item.text}")


def _plain(context: Context, known: Lexicon, lines: list[str], scenario: str) -> Iterator[Item]:
    match context.shape:
        case Word(words):
            yield from (Item(word, word, "word") for word in words)
        case Number(low, high, words):
            yield from (Item(word, word, "word") for word in words)
            if low == high:
                yield Item(str(low), str(low), "word")
        case Atom(refers=refers):
            for kind in _of(refers):
                yield from _names(kind, context, known, lines, scenario)
    if context.field == "goto":
        yield Item(OUT, OUT, "word", "leaves the scenario", rank=2)
    if context.field in ("then", "policy"):
        said = {name: words for name, words in _POLICIES.items() if name != "stop" or context.field == "then"}
        yield from (Item(name, name, "word", words, rank=2) for name, words in said.items())
    if context.field == "play" and known.pack:
        yield Item(known.pack, known.pack, "word", "this pack")


def _of(kinds: Iterable[str]) -> tuple[EntityKind, ...]:
    return tuple(kind for kind in ENTITIES if kind in kinds)


def _names(kind: EntityKind, context: Context, known: Lexicon, lines: list[str], scenario: str) -> Iterator[Item]:
    """Names of a kind as a field takes them: a scene of its own scenario by its last part, a choice by its own id."""
    if kind == "scene" and context.kind != "expect":
        yield from (_item(kind, key.partition(".")[2], meaning) for key, meaning in _scenes(known, lines, scenario).items())
    elif kind == "choice":
        whole = "." in context.typed
        for key, meaning in known.of(kind).items():
            yield _item(kind, key if whole else key.rpartition(".")[2], meaning)
    else:
        yield from (_item(kind, name, meaning) for name, meaning in known.of(kind).items())


def _item(kind: EntityKind, name: str, meaning: Meaning, rank: int = 1) -> Item:
    return Item(name, name, kind, meaning.short, meaning.more, rank=rank)


def _scenes(known: Lexicon, lines: list[str], scenario: str) -> dict[str, Meaning]:
    """The scenes of the scenario that is being written, by their keys, as they now are."""
    return {key: known.meaning("scene", key) for key in local_scenes(lines, scenario)}


def _sum(context: Context, known: Lexicon, lines: list[str], scenario: str) -> Iterator[Item]:
    wanted, beside = following(context.before)
    match wanted:
        case "scene":
            scenes = _scenes(known, lines, scenario) | known.of("scene")
            yield from (_item("scene", key, meaning, 1 if key.startswith(f"{scenario}.") else 2) for key, meaning in scenes.items())
        case "choice":
            for key, meaning in known.of("choice").items():
                yield _item("choice", key, meaning, 1 if key.startswith(f"{scenario}.") else 2)
        case "flag" | "group":
            yield from (_item(wanted, name, meaning) for name, meaning in known.of(wanted).items())
        case "listed":
            yield Item("(…)", "(", "word", "a list of names", snippet="($0)")
        case "operator":
            yield from _operators(left_of(context.before), known)
        case "operand":
            yield from _words_beside(beside, known)
            if beside not in ("role", "stage") and not beside.startswith("top("):
                yield from _operands(context, known)


def _words_beside(beside: str, known: Lexicon) -> Iterator[Item]:
    """Names that mean something only beside another."""
    kind: EntityKind = "role" if beside == "role" else "stage" if beside == "stage" else "stat" if beside.startswith("top(") else "band"
    for name in sorted(known.known.words.get(beside, ())):
        yield _item(kind, name, known.meaning(kind, f"{beside}.{name}" if kind == "band" else name), 0)


def _operands(context: Context, known: Lexicon) -> Iterator[Item]:
    for kind in NUMBERS:
        yield from (_item(kind, name, meaning) for name, meaning in known.of(kind).items())
    truth = isinstance(context.shape, Atom) and context.shape.name == "condition"
    yield from (_item("flag", name, meaning, 1 if truth else 3) for name, meaning in known.of("flag").items())
    if context.field == "needs" and not context.before:
        yield Item("never", "never", "word", "struck through on purpose", rank=2)
    yield from (Item(name, name, "word", GIVEN_WORDS[name], rank=2) for name in GIVEN)
    yield from (Item(name, f"{name}(", "function", said, snippet=f"{name}($0)", rank=2) for name, said in FUNCTIONS.items())
    for tag, meaning in known.of("tag").items():
        yield Item(f"times.{tag}", f"times.{tag}", "tag", f"how often a choice so tagged was taken: {meaning.short}", rank=4)
        yield Item(f"passed.{tag}", f"passed.{tag}", "tag", f"how often one was open and not taken: {meaning.short}", rank=5)
    for skill, meaning in known.of("skill").items():
        yield from (Item(f"{skill}{part}", f"{skill}{part}", "skill", meaning.short, rank=5) for part in (*SKILL_PARTS[1:], ".level"))
    yield Item("not", "not ", "word", rank=6)


def _operators(left: str, known: Lexicon) -> Iterator[Item]:
    if left in ("role", "stage") or left.startswith("top("):
        yield from (Item(sign, f"{sign} ", "word", rank=0) for sign in ("==", "!="))
        yield Item("in (…)", "in (", "word", "one of several", snippet="in ($0)", rank=0)
    elif known.known.words.get(left) or any(left in known.of(kind) for kind in NUMBERS) or left in GIVEN:
        yield from (Item(sign, f"{sign} ", "word", rank=0) for sign in (">=", "<", "==", "!=", "<=", ">"))
    yield from (Item(word, f"{word} ", "word") for word in ("and", "or", "if", "else"))


def _placeholders(context: Context, known: Lexicon, lines: list[str], scenario: str) -> Iterator[Item]:
    """Names between braces. What is typed with a capital is offered with one."""
    written = lines[context.line - 1] if 0 < context.line <= len(lines) else ""
    close = "" if written[context.end - 1 :].startswith("}") else "}"
    capital = context.typed[:1].isupper()
    dotted = "." in context.typed
    for name, kind, meaning in _shown(known, scenario):
        forms = FORMS.get("person" if kind == "person" else "role" if name == "role" else "stat" if kind in ("stat", "skill") else "", ())
        for form in ("", *forms) if dotted or kind == "person" else ("",):
            full = f"{name}.{form}" if form else name
            full = full[0].upper() + full[1:] if capital else full
            yield Item(full, f"{full}{close}", kind, meaning.short, meaning.more, rank=2 if form else 1)


def _shown(known: Lexicon, scenario: str) -> Iterator[tuple[str, str, Meaning]]:
    """What may stand between braces: name, kind, meaning."""
    for kind in ("person", "stat", "skill"):
        yield from ((name, kind, meaning) for name, meaning in known.of(kind).items())
    for key, meaning in known.of("phrase").items():
        owner, dot, name = key.rpartition(".")
        if not dot or owner == scenario:
            yield name, "phrase", meaning
    yield from ((name, "word", Meaning(GIVEN_WORDS[name])) for name in PLACEHOLDERS)
