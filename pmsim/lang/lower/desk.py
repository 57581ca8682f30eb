"""The desk at which a pack is lowered: what names mean, where complaints go, and what was read and set on the way."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pmsim.core.expr import Expr, Num
from pmsim.core.program import Effects
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import Reading, Scope, read
from pmsim.lang.lower.names import Names
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.prose import Slotted, Text
from pmsim.lang.rules import BY_NAME, found_in

_DOTTED = re.compile(r"\w+(?:\.\w+)+")
MOST_ERRORS = 1000
"""Behind so many errors of one scenario, or of the pack's own files, nothing more is said of it."""
Due = tuple[int, tuple[int, ...]]
"""What a `later` leads to: a scenario, and scenes of it."""


class Written(NamedTuple):
    """An expression that was understood, and where it stands: in `at`, less its first `skip` characters."""

    expr: Expr
    wanted: Literal["number", "truth"]
    at: Scalar
    skip: int


@dataclass
class Desk:
    """`texts`, `phrases`: as in `Pack`. `asked`: flags that some condition reads. `causes`: by the key of a scene, where `{because}` first
    stands in it, as text and offset. `places`: numbers of what `later` leads to; `due`: those asked for here. `readings`: expressions
    read before. `takes_role`: effects that change the role, where they stand. `written`: every expression understood, in the order of
    lowering. `shown`: every placeholder, with the key of what its text is of; `nested`: keys of what has a text with an `if` in the
    `else` of another; `errors`: how many were complained of here."""

    names: Names
    scope: Scope
    memo: Memo
    said: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    phrases: dict[str, Text] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    causes: dict[str, tuple[Scalar, int]] = field(default_factory=dict)
    places: dict[Due, int] = field(default_factory=dict)
    due: dict[Due, int] = field(default_factory=dict)
    readings: dict[tuple[str, str, int], Reading] = field(default_factory=dict)
    takes_role: list[tuple[Scalar, Effects]] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    shown: list[tuple[str, Slotted]] = field(default_factory=list)
    nested: set[str] = field(default_factory=set)
    errors: int = 0

    def apart(self, phrases: Mapping[str, Text]) -> "Desk":
        """A desk beside this one, for a scenario: it knows the pack's phrases and the numbers given away, and has noted nothing."""
        return Desk(self.names, self.scope, self.memo, phrases=dict(phrases), places=dict(self.places), readings=self.readings)

    def add(self, other: "Desk") -> None:
        """Take over what was noted at a desk apart."""
        self.said += other.said
        self.texts |= other.texts
        self.phrases |= other.phrases
        self.asked |= other.asked
        self.causes |= other.causes
        self.places |= other.due
        self.takes_role += other.takes_role
        self.written += other.written
        self.shown += other.shown
        self.nested |= other.nested

    def say(self, rule: str, at: Scalar | Place, *, hint: str = "", instead: str = "", **words: object) -> None:
        """Complain at a scalar, or at a place."""
        self.errors += BY_NAME[rule].severity == "error"
        if self.errors > MOST_ERRORS:
            return
        place = Scalar("", at) if isinstance(at, Place) else at
        self.said.append(found_in(rule, place, hint=hint, instead=instead, **words))

    def expr(self, scalar: Scalar | None, wanted: Literal["number", "truth"], skip: int = 0) -> Expr | None:
        """The expression written there; None if there is none or it cannot be read."""
        if scalar is None:
            return None
        known = (scalar.text, wanted, skip)
        reading = self.readings.get(known) or self._read(scalar, wanted, skip)
        if not reading.diagnostics:
            self.readings[known] = reading
        self.said += reading.diagnostics
        self.asked |= reading.flags
        if reading.expr is not None:
            self.written.append(Written(reading.expr, wanted, scalar, skip))
        return reading.expr

    def _read(self, scalar: Scalar, wanted: Literal["number", "truth"], skip: int) -> Reading:
        asked = (Reading, scalar.text, wanted, skip, self.names.meaning, *self.places_in(scalar.text))
        kept = self.memo.recall(*asked)
        if isinstance(kept, Reading):
            return kept
        reading = read(scalar, self.scope, wanted, skip)
        if not reading.diagnostics:
            self.memo.keep(reading, *asked)
        return reading

    def places_in(self, text: str) -> tuple[int, ...]:
        """The numbers of the scenes and choices that an expression names; -1 where a word is no scene, or no choice."""
        if "seen" not in text and "took" not in text:
            return ()
        scenes, choices = self.scope.scenes, self.scope.choices
        return tuple(number for word in _DOTTED.findall(text) for number in (scenes.get(word, -1), choices.get(word, -1)))

    def number(self, scalar: Scalar | None, default: int = 0) -> Expr:
        """A number's expression, `default` if there is none."""
        return self.expr(scalar, "number") or Num(default)

    def find(self, what: str, name: Scalar, known: Mapping[str, int]) -> int:
        """The index of something by its name; -1 after a complaint."""
        if name.text in known:
            return known[name.text]
        self.missing(what, name, known)
        return -1

    def find_all(self, what: str, names: Sequence[Scalar], known: Mapping[str, int]) -> tuple[int, ...]:
        """Indices of several, less those that are unknown."""
        return tuple(index for name in names if (index := self.find(what, name, known)) >= 0)

    def place(self, due: Due) -> int:
        """The number of what a `later` leads to."""
        number = self.due[due] = self.places.setdefault(due, len(self.places))
        return number

    def missing(self, what: str, name: Scalar, known: Collection[str]) -> None:
        """Complain that nothing of the kind has the name."""
        hint, instead = self.scope.guesses.hint(name.text, known)
        self.say("unknown-name", name, hint=hint, instead=instead, sentence=f"There is no {what} called `{name.text}`.")
