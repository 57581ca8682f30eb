"""The things ahead of a career, but not what will come of them: consequences that are due, in the
words of the choice that caused each; fixed dates; and the roles next to the player's, with what
the player already has of what each asks for, and what is missing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import All, Expr, IsSet, Most, Not
from pmsim.core.program import QUARTER
from pmsim.core.state import Pending, State
from pmsim.lang import Pack
from pmsim.ui.present.choice_hints import comparison
from pmsim.ui.present.pack_texts import (
    PackTexts,
    label_of,
    named_value,
    scenario_title,
    slots_read,
)
from pmsim.ui.present.text import Line, line_of, to_plain
from pmsim.ui.present.words import (
    count_units,
    display_text,
    join_words,
    number_word,
    unit_word,
)

ON_THEIR_WAY = "On their way"
ALSO_NEXT = "Also next to yours"


class DueRow(NamedTuple):
    """Something to come. `what`: the choice that caused it, else the name of a fixed date;
    `opens`: the title of another story that it opens, '' for none; `when`: about when."""

    what: Line
    opens: str
    when: str

    @property
    def sentence(self) -> str:
        """The row in one piece: "the call at ten, next quarter"."""
        opens = f", which opens {self.opens}" if self.opens else ""
        return f"{to_plain(self.what)}{opens}, {self.when}"


def on_their_way(
    pack: Pack, state: State, pending: Sequence[Pending] | None = None
) -> tuple[DueRow, ...]:
    """Return what is due and the fixed dates of the next year, soonest first. `pending`: scheduled
    consequences to use in place of those of the state."""
    words, quarter = PackTexts(pack, state), state.quarter
    rows = [*_dates(pack, state)]
    for due in state.pending if pending is None else pending:
        what = words.cause_words(due.cause)
        if due.cause is None or due.quarter > state.quarters or not what:
            continue
        caused_in = pack.program.scenes[pack.program.choices[due.cause[0]].scene].scenario
        opens = "" if due.scenario == caused_in else scenario_title(pack, due.scenario)
        rows.append((due.quarter, DueRow(what, opens, _when(pack, due.quarter - quarter))))
    return tuple(dict.fromkeys(row for _, row in sorted(rows, key=lambda each: each[0])))


def _when(pack: Pack, away: int, about: str = " or so") -> str:
    unit = unit_word(pack.frame)
    if away <= 0:
        return f"this {unit}"
    return f"next {unit}" if away == 1 else f"in {count_units(away, pack.frame)}{about}"


def _dates(pack: Pack, state: State) -> Iterator[tuple[int, DueRow]]:
    """Yield the named scenarios that the calendar plays once in the next year, and its last
    quarter, each with its quarter."""
    program, quarter, last = pack.program, state.quarter, state.quarters

    def date_row(title: str, at: int) -> DueRow:
        return DueRow(line_of(title), "", _when(pack, at - quarter, ""))

    ahead = range(quarter, min(quarter + pack.frame.per_year, last + 1))
    for beat in program.beats:
        if beat.scenario < 0 or beat.when is None or QUARTER not in slots_read(beat.when):
            continue
        when = [
            at
            for at in ahead
            if evaluate(beat.when, (at, *state.slots[1:])) and (at > quarter or state.scene >= 0)
        ]
        if len(when) == 1 and when[0] > quarter:
            yield when[0], date_row(scenario_title(pack, beat.scenario), when[0])
    if quarter < last:
        yield last, date_row(f"The last {unit_word(pack.frame)}", last)


def way_sentence(rows: Sequence[DueRow], most: int = 0) -> str:
    """Return what is due as one line, '' if nothing is: "On their way: the call at ten, next
    quarter." `most`: how many are named, 0 for all."""
    named = [row.sentence for row in rows[: most or len(rows)]]
    if len(named) < len(rows):
        named.append(f"and {number_word(len(rows) - len(named))} more")
    return f"{ON_THEIR_WAY}: {'; '.join(named)}." if named else ""


class Rung(NamedTuple):
    """A role next to the player's. `there`, `missing`: the parts of what it asks for, in words."""

    id: str
    title: str
    short: str
    about: str
    there: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The parts of both kinds: "There: an open seat. Missing: a good review, two
        short." """
        parts = [
            f"{head}: {'; '.join(words)}."
            for head, words in (("There", self.there), ("Missing", self.missing))
            if words
        ]
        return " ".join(parts)


def ladder(pack: Pack, state: State) -> tuple[Rung, ...]:
    """Return the roles next to the player's: first those above it that ask for something, the
    nearest of them before the others."""
    words, now = PackTexts(pack, state), pack.program.roles[state.role]
    rungs = []
    for role in (pack.program.roles[number] for number in now.next):
        when = pack.roles[role.id].when if role.pay >= now.pay else None
        clauses = list(_clauses(words, role.id, when)) if when is not None else []
        there, missing = (
            tuple(dict.fromkeys(text for text, holds in clauses if holds == wanted))
            for wanted in (True, False)
        )
        shown = pack.roles[role.id]
        about = words.plain(f"roles.{role.id}/about")
        title, short = display_text(shown.title), display_text(shown.short)
        rungs.append(Rung(role.id, title, short, about, there, missing))
    return tuple(sorted(rungs, key=lambda rung: (not rung.sentence, len(rung.missing))))


def _clauses(words: PackTexts, role: str, test: Expr) -> Iterator[tuple[str, bool]]:
    """Yield the parts of what a role asks for, in words, each with True if it holds."""
    pack, slots = words.pack, words.state.slots
    names = _names(pack, test)
    if isinstance(test, All) and not names:
        for item in test.items:
            yield from _clauses(words, role, item)
        return
    holds = bool(evaluate(test, slots))
    own = (words.plain(f"roles.{role}/missing.{name}") for name in names)
    shown = next((text for text in own if text), "") or join_words(
        [label_of(pack, name) for name in names if name not in pack.facts], "or"
    )
    if shown:
        yield shown + ("" if holds else _short_by(test, slots)), holds


def _names(pack: Pack, test: Expr) -> tuple[str, ...]:
    """Return the names that a part of a condition is about: the fact that it is equal to, else the
    flag, or the values that it compares with a number; () for anything else."""
    item = test.item if isinstance(test, Not) else test
    fact = next((name for name, expr in pack.facts.items() if expr in (test, item)), "")
    if fact:
        return (fact,)
    if item is not test:
        return _names(pack, item)
    if isinstance(test, IsSet):
        return (pack.program.slots[test.slot].id,)
    compared = comparison(test, True)
    if compared is None:
        return ()
    left = compared[1]
    values = [named_value(pack, left)]
    if values == [None] and isinstance(left, Most):
        values = [named_value(pack, item) for item in left.items]
    return tuple(value.id for value in values if value is not None)


def _short_by(test: Expr, slots: Sequence[int]) -> str:
    """Return by how much a number misses its mark: ", two short"; '' for anything else."""
    compared = comparison(test, True)
    if compared is None or compared[0] not in (">", ">=") or isinstance(compared[1], IsSet):
        return ""
    op, left, least = compared
    return f", {number_word(least + (op == '>') - int(evaluate(left, slots)))} short"


def ladder_lines(rungs: Iterable[Rung]) -> Iterator[str]:
    """Yield a sentence or two for each role that asks for something, and one for all others."""
    plain = []
    for rung in rungs:
        if rung.sentence:
            yield f"{rung.title}. {rung.about} {rung.sentence}".replace("  ", " ")
        else:
            plain.append(rung.short)
    if plain:
        yield f"{ALSO_NEXT}: {join_words(plain)}."
