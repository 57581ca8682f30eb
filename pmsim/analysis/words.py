"""How many words a text has: written in all, at least and at most read, and read in a given state. PURE.

A word is what stands between spaces on the page: marks of the small Markdown do not count, a placeholder counts as what it puts in.

    counter = Counter(pack)
    counted = counter.of(pack.texts["the_date.slide_eleven/text"])
    counted.written, span(counted), words_read(counted, state.slots, state.seed, quarter)
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pmsim.core.chance import below
from pmsim.core.events import Offer, Told, Turn
from pmsim.core.expr import Compare, Expr, Get, Num, compile_expr, evaluate
from pmsim.core.program import QUARTER, ROLE
from pmsim.core.state import Cause, State
from pmsim.lang.markdown import rows
from pmsim.lang.pack import Pack
from pmsim.lang.prose import OneOf, Paragraphs, Slotted, Text, When, Words

_FILLED = "\ufffc"
_DEPTH = 4
"""So deep a phrase may name a phrase and a deed a deed, as on the page."""


class Counted(NamedTuple):
    """A text in numbers. `fixed`: words that are always read. `tests`: (condition, words if it holds, words if not); `draws`: (id, words of
    each of a `one_of`). `causes`, `moments`: how often `{because}` and `{moment}` stand in it, whose words depend on the career."""

    fixed: int = 0
    tests: tuple[tuple[Expr, "Counted", "Counted"], ...] = ()
    draws: tuple[tuple[str, tuple["Counted", ...]], ...] = ()
    causes: int = 0
    moments: int = 0

    @property
    def written(self) -> int:
        """All words that its author wrote: every alternative; `{because}` and `{moment}` count as one."""
        return self.fixed + self.causes + self.moments + sum(each.written for each in self.inner)

    @property
    def inner(self) -> list["Counted"]:
        """The alternatives."""
        sides = [side for _, then, other in self.tests for side in (then, other)]
        return sides + [option for _, options in self.draws for option in options]

    @property
    def names_deeds(self) -> bool:
        """Whether `{because}` or `{moment}` stands anywhere in it."""
        return bool(self.causes or self.moments) or any(each.names_deeds for each in self.inner)

    @property
    def changeable(self) -> bool:
        """Whether it may read differently."""
        return bool(self.tests or self.draws)


def words_in(words: str) -> int:
    """The words of a piece of text with its marks of Markdown taken off."""
    lines = words.split("\n")
    return sum(len(line[row.mark :].split()) for line, row in zip(lines, rows(lines), strict=True) if row.kind != "rule")


def words_read(counted: Counted, slots: Sequence[int], seed: int, quarter: int, cause: int = 1, moment: int = 1) -> int:
    """The words read in a state. `cause`, `moment`: how many words `{because}` and `{moment}` put in there."""
    total = counted.fixed + counted.causes * cause + counted.moments * moment
    for test, then, other in counted.tests:
        total += words_read(then if compile_expr(test)(slots) else other, slots, seed, quarter, cause, moment)
    for draw, options in counted.draws:
        total += words_read(options[below(len(options), seed, "one_of", draw, quarter)], slots, seed, quarter, cause, moment)
    return total


class Counter:
    """Counts the texts of one pack. What a placeholder puts in is counted as the pack has it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._by_key: dict[str, Counted] = {}

    def at(self, key: str) -> Counted:
        """The text under a key of `Pack.texts`, as numbers; nothing for a key that there is not."""
        if key not in self._by_key:
            self._by_key[key] = self.of(self.pack.texts.get(key, ()))
        return self._by_key[key]

    def of(self, text: Text, depth: int = 0) -> Counted:
        """A text as numbers."""
        found = Counted()
        for block in text:
            match block:
                case Paragraphs(parts):
                    found = _sum(found, self._run(parts, depth))
                case When(test, then, other):
                    found = found._replace(tests=(*found.tests, (test, self.of(then, depth), self.of(other, depth))))
                case OneOf(draw, options):
                    found = found._replace(draws=(*found.draws, (draw, tuple(self.of(option, depth) for option in options))))
        return found

    def read(self, key: str, state: State, moment: int = -1, depth: int = 0) -> int:
        """How many words the text under a key has in a state. `moment`: the choice that `{moment}` stands for, -1 for none."""
        counted = self.at(key)
        cause = made = 0
        if counted.names_deeds:
            cause = self.cause(state.cause, state, depth + 1)
            made = self.cause((moment, -1), state, depth + 1) if moment >= 0 else 0
        return words_read(counted, state.slots, state.seed, state.slots[QUARTER], cause, made)

    def cause(self, cause: Cause | None, state: State, depth: int = 0) -> int:
        """How many words `{because}` puts in: those of the choice's moment, else of its label (which may have a cause of its own)."""
        if cause is None or depth > _DEPTH:
            return 0
        key = self.pack.program.choices[cause[0]].key
        named = f"{key}/moment" if self.pack.texts.get(f"{key}/moment") else f"{key}/label"
        return self.read(named, state, cause[1], depth)

    def turn(self, turn: Turn, offers: Sequence[Offer]) -> int:
        """What a player reads from one decision to the next: the texts, the labels of the `offers`, and at last the end."""
        total = sum(
            self.read(f"{event.key}/text", event.state, event.state.last[1] if event.state.last is not None else -1)
            for event in turn.events
            if isinstance(event, Told)
        )
        state = turn.state
        if state.outcome >= 0:
            return total + self._end(state)
        choices = self.pack.program.choices
        return total + sum(self.read(f"{choices[offer.choice].key}/label", state, offer.moment) for offer in offers)

    def _end(self, state: State) -> int:
        outcome = self.pack.outcomes[self.pack.program.outcomes[state.outcome].id]
        variant = next((key for _, when, key in outcome.variants if when is None or evaluate(when, state.slots)), "")
        keys = [variant, *(f"outcomes.{outcome.id}/{field}" for field in ("text", "dot", "epilogue"))]
        return sum(self.read(key, state) for key in keys)

    def _run(self, parts: Sequence[Words | Slotted], depth: int) -> Counted:
        """A run: each placeholder is first one letter, so that `{ines}'s` is one word, and then as many more as it puts in."""
        found = Counted(words_in("".join(part.text if isinstance(part, Words) else _FILLED for part in parts)))
        for part in parts:
            if isinstance(part, Slotted):
                found = _sum(found, self._slotted(part, depth))
        return found

    def _slotted(self, part: Slotted, depth: int) -> Counted:
        """By how many words a placeholder has more than one."""
        pack = self.pack
        match part.kind:
            case "because":
                return Counted(-1, causes=1)
            case "moment":
                return Counted(-1, moments=1)
            case "person" if part.form in ("", "full", "is"):
                person = pack.people[part.name]
                return Counted(words_in({"": person.name, "full": person.full, "is": person.is_}[part.form]) - 1)
            case "stat" if part.form == "" and part.name in pack.stats:
                stat = pack.stats[part.name]
                return _stepped([(words_in(band.word), Compare(">=", stat.reading, Num(band.edge))) for band in stat.bands])
            case "role":
                titles = [pack.roles[role.id] for role in pack.program.roles]
                lengths = [words_in(words.short if part.form == "short" else words.title) - 1 for words in titles]
                held = [(Compare("==", Get(ROLE), Num(number)), Counted(more), Counted()) for number, more in enumerate(lengths) if more]
                return Counted(0, tuple(held))
            case "phrase" if depth < _DEPTH:
                phrase = self.of(pack.phrases.get(part.name, ()), depth + 1)
                return phrase._replace(fixed=phrase.fixed - 1)
            case _:
                return Counted()


def _stepped(bands: Sequence[tuple[int, Expr]]) -> Counted:
    """Bands: the first's words, and with every edge reached the difference to the one before; less one, which the placeholder was."""
    if not bands:
        return Counted()
    steps = [(at, words - before) for (before, _), (words, at) in pairwise(bands) if words != before]
    return Counted(bands[0][0] - 1, tuple((at, Counted(more), Counted()) for at, more in steps))


def _sum(one: Counted, other: Counted) -> Counted:
    return Counted(
        one.fixed + other.fixed, one.tests + other.tests, one.draws + other.draws, one.causes + other.causes, one.moments + other.moments
    )
