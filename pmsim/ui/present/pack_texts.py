"""A pack's words: its texts as they read in one state, its labels, and what a check tests. Only
this module fills placeholders."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import Bit, Expr, Get, IfElse, IsSet, Level, Lookup, Since, Top, children, walk
from pmsim.core.state import CallFrame, Cause, State
from pmsim.lang import Pack
from pmsim.lang.pack import EPITHETS, StatWords, player_of
from pmsim.lang.placeholders import PRONOUN_FORMS
from pmsim.lang.text import Paragraphs, Slotted, Text, Words, visible_runs
from pmsim.ui.present.text import (
    Line,
    Paragraph,
    TextPiece,
    capitalised,
    join_paragraphs,
    line_of,
    to_paragraphs,
    to_plain,
    without_full_stop,
)
from pmsim.ui.present.words import (
    capitalise,
    display_text,
    join_words,
    number_word,
    odds_words,
    season_name,
)

_BEGINNING = re.compile(
    r"""(?:(?:\A|\n\s*\n)\s*(?:[-*>]\ +)?["'“‘«(\[*]* | \n\ *[-*>]\ + | \s["'“‘«(\[*]+)\Z""",
    re.VERBOSE,
)
"""The end of words behind which a paragraph, an item, a quotation or a bracket begins."""
_MAX_DEPTH = 4
"""Depth to which phrases may contain phrases, and moments causes; anything deeper is left out."""


def band_word(stat: StatWords, value: int) -> str:
    """Return the word of the band that `value` lies in, as shown; '' for a stat without bands."""
    band = stat.band_at(value)
    return display_text(band.word) if band else ""


def _number(value: int, form: str) -> str:
    """Return a number in figures, or with the form `words` in words from -99 to 99."""
    figures = str(value).replace("-", "−")
    if form != "words" or abs(value) > 99:
        return figures
    return f"{'minus ' if value < 0 else ''}{number_word(abs(value))}"


def scenario_title(pack: Pack, scenario: int, calls: Sequence[CallFrame] = ()) -> str:
    """Return the title of a scenario. One without a title keeps that of the scenario that called
    it. `calls`: the calls under way."""
    callers = (pack.program.scenes[call.scene].scenario for call in reversed(calls))
    ids = [pack.program.scenarios[number].id for number in (scenario, *callers)]
    return display_text(
        next((title for id_ in ids if (title := pack.scenarios[id_].title)), ids[0])
    )


def role_title(pack: Pack, role: int) -> str:
    """Return the title of a role."""
    return display_text(pack.roles[pack.program.roles[role].id].title)


def outcome_title(pack: Pack, outcome: int) -> str:
    """Return the title of an outcome, '' for -1."""
    if outcome < 0:
        return ""
    return display_text(pack.outcomes[pack.program.outcomes[outcome].id].title)


class PackTexts:
    """The texts of `pack` in `state`. `moment`: the choice that `{moment}` stands for, -1 for
    none."""

    def __init__(self, pack: Pack, state: State, moment: int = -1) -> None:
        self.pack = pack
        self.state = state
        self.moment = moment

    def paragraphs(self, key: str) -> tuple[Paragraph, ...]:
        """Return the text under `key` as it reads now; () if there is none."""
        return self._text(self.pack.texts.get(key, ()), 0)

    def line(self, key: str) -> Line:
        """Return the text under `key` as one running line; () if there is none."""
        return join_paragraphs(self.paragraphs(key))

    def plain(self, key: str) -> str:
        """Return the text under `key` as plain characters in one line; '' if there is none."""
        return to_plain(self.line(key))

    def label(self, choice: int) -> Line:
        """Return the label of a choice."""
        return self.line(f"{self.pack.program.choices[choice].key}/label")

    def epithet(self) -> Line:
        """Return what the career is called, () if the pack calls it nothing."""
        return join_paragraphs(self._text(self.pack.phrases.get(EPITHETS, ()), 0))

    def people(self, key: str) -> tuple[str, ...]:
        """Return the people whom the text under `key` names as it reads now, in order. A phrase
        that reads as a person's name counts, too."""
        named = (
            player_of(self.pack, part.name, self.state)
            if part.kind in ("person", "part")
            else self._person_of_phrase(part)
            for run in visible_runs(self.pack.texts.get(key, ()), self.pack.program, self.state)
            if isinstance(run, Paragraphs)
            for part in run.parts
            if isinstance(part, Slotted)
        )
        return tuple(dict.fromkeys(filter(None, named)))

    def _person_of_phrase(self, part: Slotted) -> str:
        """Return the person whose name a phrase reads as, '' if it is more than a name."""
        if part.kind != "phrase":
            return ""
        reads = to_plain(self._filled(part._replace(capital=False), 0))
        named = (
            person.id
            for person in self.pack.people.values()
            if reads in (display_text(person.name), display_text(person.full))
        )
        return next(named, "")

    def cause_words(self, cause: Cause | None, depth: int = 0) -> Line:
        """Return what was done, in the words of the choice's moment, else of its label, as they
        read now."""
        if cause is None or depth > _MAX_DEPTH:
            return ()
        choice, moment = cause
        key = self.pack.program.choices[choice].key
        texts_at_moment = PackTexts(self.pack, self.state, moment)
        for field in ("moment", "label"):
            text = texts_at_moment._text(self.pack.texts.get(f"{key}/{field}", ()), depth + 1)
            if text:
                return without_full_stop(join_paragraphs(text))
        return ()

    def _text(self, text: Text, depth: int) -> tuple[Paragraph, ...]:
        result: list[Paragraph] = []
        for run in visible_runs(text, self.pack.program, self.state):
            if isinstance(run, Paragraphs):
                result += to_paragraphs(self._pieces(run, depth))
        return tuple(result)

    def _pieces(self, run: Paragraphs, depth: int) -> list[TextPiece]:
        """Return the pieces of a run. A phrase without words takes the space before it along, or at
        a beginning the space behind it; then a capital moves on to the next letter."""
        pieces: list[TextPiece] = []
        begins = capital = False
        for part in run.parts:
            piece = part.text if isinstance(part, Words) else self._value(part, depth)
            if begins and isinstance(piece, str):
                piece = piece.removeprefix(" ")
            begins = False
            if capital and piece:
                raised = capitalised(line_of(piece) if isinstance(piece, str) else piece)
                piece = to_plain(raised) if isinstance(piece, str) else raised
                capital = False
            if isinstance(part, Slotted) and part.kind == "phrase" and not piece:
                before = "".join(one if isinstance(one, str) else to_plain(one) for one in pieces)
                begins = _BEGINNING.search(before) is not None
                capital = begins and part.capital
                if not begins and isinstance(last := pieces[-1], str) and last[-1:].isspace():
                    pieces[-1] = last[:-1]
            pieces.append(piece)
        return pieces

    def _value(self, part: Slotted, depth: int) -> Line:
        line = self._filled(part, depth)
        return capitalised(line) if part.capital else line

    def _filled(self, part: Slotted, depth: int) -> Line:
        match part.kind:
            case "person" | "part":
                return line_of(self._person(part))
            case "stat":
                return line_of(self._stat(part))
            case "role":
                role = self.pack.roles[self.pack.program.roles[self.state.role].id]
                return line_of(display_text(role.short if part.form == "short" else role.title))
            case "quarter" | "year" | "season" as kind:
                quarter, frame = self.state.quarter, self.pack.frame
                if kind == "season" and not part.form and frame.seasons:
                    return line_of(season_name(quarter, frame))
                year, season = divmod(quarter - 1, frame.per_year)
                number = {"quarter": quarter, "year": year + 1, "season": season + 1}[kind]
                return line_of(_number(number, part.form))
            case "because":
                about = self.state.cause or self.state.last_choice
                words = self.cause_words(about, depth + 1)
                return words or line_of(display_text(self.pack.frame.no_cause))
            case "moment":
                return self.cause_words((self.moment, -1) if self.moment >= 0 else None, depth + 1)
            case "phrase" if depth < _MAX_DEPTH:
                return join_paragraphs(self._text(self.pack.phrases.get(part.name, ()), depth + 1))
            case _:
                return ()

    def _person(self, part: Slotted) -> str:
        person = self.pack.people[player_of(self.pack, part.name, self.state)]
        match part.form:
            case "":
                return display_text(person.name)
            case "full":
                return display_text(person.full)
            case "is":
                return display_text(person.is_)
            case "trust" | "number":
                return str(self._reading(person.id))
            case form if form in PRONOUN_FORMS:
                return person.pronoun(form)
            case verb:
                return display_text(person.verb(verb))

    def _stat(self, part: Slotted) -> str:
        value = self._reading(part.name)
        stat = self.pack.stats.get(part.name)
        word = band_word(stat, value) if stat is not None and not part.form else ""
        return word or _number(value, part.form)

    def _reading(self, name: str) -> int:
        return int(evaluate(self.pack.program.stats[name], self.state.slots))


def people_present(
    pack: Pack, state: State, number: int, choices: Iterable[tuple[str, int]]
) -> list[str]:
    """Return the people present: those that the scene needs, those whom its text and these
    `choices` (key, moment) name, then the scenario's company."""
    scene = pack.program.scenes[number]
    people = [*pack.company.get(scene.key, ()), *PackTexts(pack, state).people(f"{scene.key}/text")]
    for key, moment in choices:
        people += PackTexts(pack, state, moment).people(f"{key}/label")
    people += pack.company.get(pack.program.scenarios[scene.scenario].id, ())
    return [player_of(pack, name, state) for name in people]


class NamedValue(NamedTuple):
    """A named value that an expression reads. `kind`: stat, person or skill."""

    id: str
    kind: str


def slots_read(expr: Expr) -> frozenset[int]:
    """Return the slots that an expression reads."""
    return frozenset(slot for node in walk(expr) for slot in _own_slots(node))


def _own_slots(expr: Expr) -> tuple[int, ...]:
    match expr:
        case Get() | IsSet() | Since() | Level() | Lookup() | Bit():
            return (expr.slot,)
        case Top(slots):
            return slots
        case _:
            return ()


def bits_read(expr: Expr) -> frozenset[tuple[int, int]]:
    """Return the bits that an expression reads, as (slot, bit): scenes that were seen, choices that
    were taken."""
    return frozenset((node.slot, node.bit) for node in walk(expr) if isinstance(node, Bit))


def named_value(pack: Pack, expr: Expr) -> NamedValue | None:
    """Return the stat, person or skill that an expression is, None if it is anything else."""
    match expr:
        case Level():
            return NamedValue(pack.program.slots[expr.slot].id, "skill")
        case Get():
            slot = pack.program.slots[expr.slot]
            if slot.kind not in ("stat", "person", "skill"):
                return None
            return NamedValue(slot.id.partition(".")[0], slot.kind)
        case _:
            computed = (
                NamedValue(stat.id, "stat")
                for stat in pack.stats.values()
                if stat.computed and stat.reading == expr
            )
            return next(computed, None)


def values_read(pack: Pack, expr: Expr) -> Iterator[str]:
    """Yield the named values that an expression reads; a computed stat counts as itself."""
    value = named_value(pack, expr)
    if value is not None:
        yield value.id
        return
    for part in children(expr):
        yield from values_read(pack, part)


def _named_values(pack: Pack, expr: Expr, state: State) -> Iterator[NamedValue]:
    """Yield the named values that an expression reads, hidden stats left out. Of `a if c else b`,
    look only into the condition and the branch that it selects in `state`."""
    value = named_value(pack, expr)
    if value is not None:
        if not is_hidden(pack, value.id):
            yield value
        return
    inside = children(expr)
    if isinstance(expr, IfElse):
        inside = (expr.test, expr.then if evaluate(expr.test, state.slots) else expr.other)
    for part in inside:
        yield from _named_values(pack, part, state)


def label_of(pack: Pack, name: str) -> str:
    """Return the label of a stat, a skill or a person, as shown."""
    if name in pack.skills:
        return display_text(pack.skills[name].label)
    if name in pack.people:
        return display_text(pack.people[name].name)
    stat = pack.stats.get(name)
    return display_text(stat.label if stat else capitalise(name.replace("_", " ")))


def is_hidden(pack: Pack, name: str) -> bool:
    """Return True if `name` is a stat that only texts show."""
    return name in pack.stats and pack.stats[name].is_hidden


def check_basis(pack: Pack, odds: Expr, state: State) -> str:
    """Return what a check tests in a state: "your Influence", "your Story and Ines", '' for luck
    alone. Two names at most, skills first."""
    cast = {display_text(person.name) for person in pack.people.values()}
    kind_by_words: dict[str, str] = {}
    for stat in dict.fromkeys(_named_values(pack, odds, state)):
        words = label_of(pack, stat.id)
        # "Ines as sponsor" counts as Ines
        person = next((name for name in cast if words.split(" ")[0] == name), "")
        kind_by_words.setdefault(person or words, "person" if person else stat.kind)
    chosen_words = sorted(
        kind_by_words, key=lambda words: ("skill", "stat", "person").index(kind_by_words[words])
    )[:2]
    people = [words for words in chosen_words if kind_by_words[words] == "person"]
    own_words = join_words(chosen_words[: len(chosen_words) - len(people)])
    return join_words([*([f"your {own_words}"] if own_words else []), *people])


def check_hint(pack: Pack, odds: Expr, percentage: int, state: State) -> str:
    """Return a choice's line about its check: "asks of your Influence: about even"."""
    basis = check_basis(pack, odds, state)
    asks = f"asks of {basis}" if basis else "a matter of luck"
    return f"{asks}: {odds_words(percentage, pack.frame)}"
