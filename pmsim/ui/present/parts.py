"""The parts of a page as frozen values, the same for every front end, among them the choices of a
scene: numbered if open, with a reason if closed. `pages` fills them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.events import Offer
from pmsim.core.expr import (
    MIRRORED,
    All,
    Among,
    Bit,
    Compare,
    Expr,
    Get,
    IsSet,
    Lookup,
    Most,
    Not,
    Num,
    Some,
)
from pmsim.core.program import ROLE
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.lang.expressions.ranges import OPPOSITE
from pmsim.lang.pack import StatWords
from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.pack_texts import (
    NamedValue,
    PackTexts,
    band_word,
    check_hint,
    is_hidden,
    label_of,
    named_value,
)
from pmsim.ui.present.status import Status, chief_cause, gauge_ids
from pmsim.ui.present.text import Line, Paragraph
from pmsim.ui.present.words import (
    capitalise,
    display_text,
    join_words,
    number_word,
    practice_words,
)


class ChoiceRow(NamedTuple):
    """One choice. `number`: from 1 for an open one, 0 for a closed one; `action`: its id for
    acting; `hint`: its check in words, or the practice of a moment; `odds`: the percentage, -1
    without a check; `taken_elsewhere`: another life took it.

    Of a closed one: `reason` is the author's, `unlock_hint` ours ('' if there is nothing to
    say)."""

    number: int
    action: str
    label: Line
    hint: str = ""
    odds: int = -1
    reason: Line = ()
    unlock_hint: str = ""
    taken_elsewhere: bool = False

    @property
    def is_open(self) -> bool:
        """True if the choice can be taken."""
        return self.number > 0


def choice_rows(pack: Pack, state: State, offers: Sequence[Offer]) -> tuple[ChoiceRow, ...]:
    """Return the rows of `offers` as they read in `state`, in story order."""
    result = []
    number = 0
    for offer in offers:
        if not offer.closed:
            number += 1
        result.append(_choice_row(pack, state, offer, 0 if offer.closed else number))
    return tuple(result)


def _choice_row(pack: Pack, state: State, offer: Offer, number: int) -> ChoiceRow:
    choice = pack.program.choices[offer.choice]
    words = PackTexts(pack, state, offer.moment)
    choice_label = words.line(f"{choice.key}/label")
    if number:
        hint = (
            check_hint(pack, choice.check.odds, offer.odds, state)
            if choice.check is not None
            else _practice_hint(pack, state, offer.moment)
        )
        return ChoiceRow(number, offer.id, choice_label, hint, offer.odds)
    reason = words.line(f"{choice.key}/locked")
    hint_to_unlock = ""
    if offer.closed == "lock":
        lock = pack.program.locks[offer.lock]
        reason = reason or words.line(f"locks.{pack.program.tags[lock.tag].id}/locked")
        hint_to_unlock = unlock_hint(pack, state, lock.when, False)
    elif offer.closed == "needs" and choice.needs is not None:
        hint_to_unlock = unlock_hint(pack, state, choice.needs, True)
    return ChoiceRow(0, offer.id, choice_label, "", -1, reason, hint_to_unlock)


def _practice_hint(pack: Pack, state: State, moment: int) -> str:
    """Return what was practised in a moment, and how often so far: "People, told once and taught
    four times"."""
    skill_bits = next((entry.skills for entry in state.moments if entry.choice == moment), 0)
    parts = []
    for number, skill in enumerate(pack.program.skills):
        if skill_bits >> number & 1:
            counts = [state.slots[slot] for slot in (skill.done, skill.told, skill.taught)]
            parts.append(f"{label_of(pack, skill.id)}, {practice_words(counts)}")
    return "; ".join(parts)


_NOT_DONE_YET = "something you have not done yet"
_CLOSED_BY_PAST = "something that has happened keeps it closed"
_REST_TAG = "rest"
"""The tag of quarters with nothing in them."""


def unlock_hint(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """Return in a sentence or two what would make `test` come out as `wanted`; '' if everything to
    say would spoil a story."""
    needed = _needed_clauses(pack, state, test, wanted)
    if not needed:
        return ""
    strain = _computed_stat_hint(pack, state, test, wanted)
    if strain:
        return strain
    sentences = []
    opened = [clause for clause in needed if clause != _CLOSED_BY_PAST]
    if opened:
        sentences.append(f"It opens with {join_words(opened)}.")
    if _CLOSED_BY_PAST in needed:
        sentences.append(f"{capitalise(_CLOSED_BY_PAST)}.")
    return " ".join(sentences)


def _computed_stat_hint(pack: Pack, state: State, test: Expr, wanted: bool) -> str:
    """Return the hint for a choice that is closed because a computed gauge is too high: its word,
    by how many points it must fall, and what lowers it; '' for other choices."""
    compared = _comparison(test, wanted)
    if compared is None or compared[0] not in ("<", "<="):
        return ""
    op, left, edge = compared
    stat = _computed_gauge(pack, named_value(pack, left))
    if stat is None:
        return ""
    now = int(evaluate(left, state.slots))
    least = edge + (op == "<=")
    word, worst = display_text(band_word(stat, least)), display_text(band_word(stat, now))
    points = now - least + 1
    says = f"Closed while you are {word}{'' if word == worst else ' or worse'}." if word else ""
    cause = chief_cause(pack, state)
    remedies = [
        *(["rest"] if _REST_TAG in pack.tags else []),
        *([f"a change in what weighs most ({cause})"] if cause else []),
    ]
    would = f": {join_words(remedies, 'or')} would do" if remedies else ""
    return (
        f"{says} It opens {number_word(points)} {'point' if points == 1 else 'points'}"
        f" lower{would}.".strip()
    )


def _computed_gauge(pack: Pack, value: NamedValue | None) -> StatWords | None:
    stat = pack.stats.get(value.id) if value is not None else None
    return (
        stat
        if stat is not None
        and stat.computed
        and stat.good_low
        and stat.bands
        and stat.id in gauge_ids(pack)
        else None
    )


def _comparison(test: Expr, wanted: bool) -> tuple[str, Expr, int] | None:
    """Return the comparison with a number that has to hold, as (operator, left side, number); None
    if the test is anything else."""
    match test:
        case Not(item):
            return _comparison(item, not wanted)
        case Compare(op, left, Num(value)):
            return (op if wanted else OPPOSITE[op]), left, value
        case Compare(op, Num(value), right):
            return (MIRRORED[op] if wanted else OPPOSITE[MIRRORED[op]]), right, value
        case _:
            return None


def _needed_clauses(pack: Pack, state: State, test: Expr, wanted: bool) -> tuple[str, ...]:
    """Return clauses that all have to come true; () if there is nothing to say."""
    if bool(evaluate(test, state.slots)) == wanted:
        return ()
    match test:
        case Not(item):
            return _needed_clauses(pack, state, item, not wanted)
        case All(items) if wanted:
            return _all_clauses(pack, state, items, wanted)
        case Some(items) if not wanted:
            return _all_clauses(pack, state, items, wanted)
        case All(items) | Some(items):
            return _any_clauses(pack, state, items, wanted)
        case Compare():
            return _comparison_clauses(pack, state, test, wanted)
        case IsSet() | Bit():
            return (_NOT_DONE_YET,) if wanted else (_CLOSED_BY_PAST,)
        case Among(Get(slot), _) if slot == ROLE:
            return ("another role",)
        case Among(Lookup(slot, _), _) if slot == ROLE:
            return ("another kind of role",)
        case _:
            return ()


def _all_clauses(
    pack: Pack, state: State, items: tuple[Expr, ...], wanted: bool
) -> tuple[str, ...]:
    clauses = (clause for item in items for clause in _needed_clauses(pack, state, item, wanted))
    return tuple(dict.fromkeys(clauses))


def _any_clauses(
    pack: Pack, state: State, items: tuple[Expr, ...], wanted: bool
) -> tuple[str, ...]:
    alternatives = [
        join_words(way) for item in items if (way := _needed_clauses(pack, state, item, wanted))
    ]
    open_alternatives = [way for way in dict.fromkeys(alternatives) if way != _CLOSED_BY_PAST]
    return (
        (join_words(open_alternatives, "or"),)
        if open_alternatives
        else tuple(dict.fromkeys(alternatives))
    )


def _comparison_clauses(pack: Pack, state: State, test: Compare, wanted: bool) -> tuple[str, ...]:
    compared = _comparison(test, wanted)
    if compared is None:
        return ()
    op, left, edge = compared
    value_read = named_value(pack, left)
    if value_read is not None and is_hidden(pack, value_read.id):
        return ()
    if value_read is None and isinstance(left, Most) and op in (">", ">="):
        return _highest_of_clauses(pack, state, left.items, edge + (op == ">"))
    if value_read is None:
        return ("another role",) if isinstance(left, Get | Lookup) and left.slot == ROLE else ()
    value = int(evaluate(left, state.slots))
    name = (
        f"{label_of(pack, value_read.id)}’s trust"
        if value_read.kind == "person"
        else label_of(pack, value_read.id)
    )
    match op:
        case ">=" | ">":
            least = edge + (op == ">")
            return (
                (
                    f"{name} {number_word(least - value)}"
                    f" higher{_threshold_note(pack, value_read, least)}"
                ),
            )
        case "<=" | "<":
            return (f"{name} {number_word(value - edge + (op == '<'))} lower",)
        case "==":
            return (
                f"{name} {number_word(abs(edge - value))} {'higher' if edge > value else 'lower'}",
            )
        case _:
            return (f"{name} a little different",)


def _threshold_note(pack: Pack, value_read: NamedValue, least: int) -> str:
    """Return the band's word that a stat would reach, or how a skill rises, in brackets."""
    if value_read.kind == "skill":
        return " (by practice)"
    stat = pack.stats.get(value_read.id)
    word = (
        next((display_text(band.word) for band in stat.bands if band.edge == least), "")
        if stat is not None
        else ""
    )
    return f" ({word})" if word else ""


def _highest_of_clauses(
    pack: Pack, state: State, items: tuple[Expr, ...], least: int
) -> tuple[str, ...]:
    distances = [
        (stat, least - int(evaluate(item, state.slots)))
        for item in items
        if (stat := named_value(pack, item)) is not None and not is_hidden(pack, stat.id)
    ]
    if not distances:
        return ()
    by = min(away for _, away in distances)
    names = join_words([label_of(pack, stat.id) for stat, away in distances if away == by], "or")
    return (f"{names} {number_word(by)} higher{_threshold_note(pack, distances[0][0], least)}",)


class ProsePart(NamedTuple):
    """Paragraphs to read."""

    paragraphs: tuple[Paragraph, ...]


class ChosenPart(NamedTuple):
    """The choice that the player made. `verb`: "You said", "You asked" or "You chose"."""

    verb: str
    label: Line


class CheckPart(NamedTuple):
    """A check. `tested`: what it tests ("your Influence", '' for luck); it passes if `roll` <=
    `odds`, both 1..100; `success_label`, `failure_label`: the two results in few words;
    `odds_words`: the odds in words."""

    tested: str
    odds: int
    roll: int
    passed: bool
    success_label: str
    failure_label: str
    odds_words: str

    @property
    def heading(self) -> str:
        """Sentence on what the check tests."""
        if not self.tested:
            return "A matter of luck"
        return capitalise(f"{self.tested} {'are' if ' and ' in self.tested else 'is'} asked")

    @property
    def chance(self) -> str:
        """Odds in words: "About even: 47 in 100." """
        return f"{capitalise(self.odds_words)}: {self.odds} in 100."

    @property
    def roll_words(self) -> str:
        """Roll in words: "Thirty-one." """
        return f"{capitalise(number_word(self.roll))}."

    @property
    def verdict(self) -> str:
        """Result in words: "It goes your way." or "It fails." """
        return "It goes your way." if self.passed else "It fails."

    @property
    def threshold_words(self) -> str:
        """Threshold in words: "Forty-seven or under would do." """
        return (
            f"{capitalise(number_word(self.odds))} or under would"
            f" {'do' if self.passed else 'have done'}."
        )


class ChangesPart(NamedTuple):
    """Rows under a heading."""

    heading: str
    rows: tuple[ChangeRow, ...]


class NotePart(NamedTuple):
    """A quiet line of ours, such as how many picks are left."""

    text: str


Part = ProsePart | ChosenPart | CheckPart | ChangesPart | NotePart


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind`: a `scene` asks for a decision, `told` only narrates, a `result` follows a
    choice, an `end` is the end.

    `choices` () means that there is only one thing to do, with the label `continue_label` ('' at
    the end). `status_before_check`: the status before a check on the page was rolled, None without
    a check."""

    kind: Literal["scene", "told", "result", "end"]
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    choices: tuple[ChoiceRow, ...]
    continue_label: str
    status: Status
    status_before_check: Status | None = None
