"""The state of one compilation: the meaning of names, the diagnostics, and what was read and set so
far."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from pmsim.core.effect_kinds import Effects
from pmsim.core.expr import Expr, Num
from pmsim.lang.compiler.names import PackNames
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import (
    NOWHERE,
    CheckedExpression,
    Scope,
    VisitPlace,
    check_expression,
)
from pmsim.lang.memo import Memo
from pmsim.lang.messages import new_person_hint
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.nodes import Place, Scalar
from pmsim.lang.pack import Player
from pmsim.lang.rules import make_diagnostic
from pmsim.lang.text import Slotted, Text

_DOTTED = re.compile(r"\w+(?:\.\w+)+")
_ASKS_OF_PLACES = re.compile("seen|took|because|this")
_ASKS_OF_VISIT = re.compile(r"\b(?:this|because|took_now)\b")
_THIS = re.compile(r"\bthis\b")
MOST_ERRORS = 1000
"""Maximum number of errors of one scenario, or of the pack's own files; then compilation stops."""
ScheduleTarget = tuple[int, tuple[int, ...]]
"""The target of a `later`: a scenario, and scenes of it."""


class TooManyErrorsError(Exception):
    """A scenario, or the pack's own files, have more than `MOST_ERRORS` errors. `diagnostics`: the
    errors found so far."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics


class LocatedExpression(NamedTuple):
    """A compiled expression and its place: the text of `at` without its first `skip` characters."""

    expr: Expr
    kind: Literal["number", "truth"]
    at: Scalar
    skip: int


@dataclass
class CompileContext:
    """The context in which the pack, or one scenario, is compiled.

    `texts`, `phrases`: as in `Pack`. `flags_read`: flags that a condition reads.
    `cause_placeholders`: the first `{because}` of each scene (by key), as text and offset.
    `schedule_numbers`: the numbers of all targets of `later`; `schedule_targets`: the targets
    used in this context. `calls`: what each name that is called or brought stands for.
    `written_calls`: each call, as the number of its scene, its name and a scene that it may enter.
    `checked_expressions`: a cache. `effects`: all effects, with their mappings as written.
    `parts`: who may play each part. `expressions`: every compiled expression, in order.
    `placeholders`: every placeholder, with the key of its text's owner. `tellings`,
    `phrase_tellings`: the counts of texts (by the key of their owner) and of phrases, each with the
    condition under which it goes up. `place`: where the expressions now compiled stand. `places`:
    the numbers of the scenes and choices in each expression, by its text and place. `errors`: the
    number of errors reported here.
    """

    names: PackNames
    scope: Scope
    memo: Memo
    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    phrases: dict[str, Text] = field(default_factory=dict)
    flags_read: set[str] = field(default_factory=set)
    cause_placeholders: dict[str, tuple[Scalar, int]] = field(default_factory=dict)
    schedule_numbers: dict[ScheduleTarget, int] = field(default_factory=dict)
    schedule_targets: dict[ScheduleTarget, int] = field(default_factory=dict)
    calls: dict[str, Any] = field(default_factory=dict)
    written_calls: list[tuple[int, Scalar, int]] = field(default_factory=list)
    checked_expressions: dict[tuple[str, str, int, VisitPlace], CheckedExpression] = field(
        default_factory=dict
    )
    effects: list[tuple[Node, Effects]] = field(default_factory=list)
    parts: dict[str, tuple[Player, ...]] = field(default_factory=dict)
    expressions: list[LocatedExpression] = field(default_factory=list)
    placeholders: list[tuple[str, Slotted]] = field(default_factory=list)
    place: VisitPlace = NOWHERE
    places: dict[tuple[str, VisitPlace], tuple[int, ...]] = field(default_factory=dict)
    tellings: dict[str, dict[str, Expr | None]] = field(default_factory=dict)
    phrase_tellings: dict[str, dict[str, Expr | None]] = field(default_factory=dict)
    errors: int = 0

    def for_scenario(self, phrases: Mapping[str, Text]) -> "CompileContext":
        """Return a new context for a scenario, with the pack's phrases, schedule numbers and cached
        expressions."""
        return CompileContext(
            self.names,
            self.scope,
            self.memo,
            phrases=dict(phrases),
            schedule_numbers=dict(self.schedule_numbers),
            checked_expressions=self.checked_expressions,
            parts=self.parts,
        )

    def absorb(self, other: "CompileContext") -> None:
        """Add everything that another context collected."""
        self.diagnostics += other.diagnostics
        self.texts |= other.texts
        self.phrases |= other.phrases
        self.flags_read |= other.flags_read
        self.cause_placeholders |= other.cause_placeholders
        self.schedule_numbers |= other.schedule_targets
        self.written_calls += other.written_calls
        self.effects += other.effects
        self.expressions += other.expressions
        self.placeholders += other.placeholders
        self.tellings |= other.tellings
        self.phrase_tellings |= other.phrase_tellings

    def report(
        self,
        rule: str,
        at: Scalar | Place,
        *,
        hint: str = "",
        replacement: str = "",
        **words: Any,
    ) -> None:
        """Add a diagnostic at a scalar or at a place."""
        self.add((make_diagnostic(rule, at, hint=hint, replacement=replacement, **words),))

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics. Raise TooManyErrorsError beyond `MOST_ERRORS` errors."""
        for diagnostic in diagnostics:
            self.diagnostics.append(diagnostic)
            self.errors += diagnostic.severity == "error"
        if self.errors > MOST_ERRORS:
            raise TooManyErrorsError(self.diagnostics)

    def expr(
        self, scalar: Scalar | None, wanted: Literal["number", "truth"], skip: int = 0
    ) -> Expr | None:
        """Return the expression in a scalar, None if there is none or it has errors."""
        if scalar is None:
            return None
        text, place = scalar.text, NOWHERE
        if _ASKS_OF_PLACES.search(text):
            if _ASKS_OF_VISIT.search(text):
                place = self.place
            if numbers := self.place_numbers(text, place):
                self.places[text, place] = numbers
        cache_key = (text, wanted, skip, place)
        reading = self.checked_expressions.get(cache_key)
        if reading is None:
            reading = self._check(scalar, wanted, skip, place)
            self.add(reading.diagnostics)
            if not reading.diagnostics:
                self.checked_expressions[cache_key] = reading
        if reading.flags:
            self.flags_read |= reading.flags
        if reading.expr is not None:
            self.expressions.append(LocatedExpression(reading.expr, wanted, scalar, skip))
        return reading.expr

    def _check(
        self, scalar: Scalar, wanted: Literal["number", "truth"], skip: int, place: VisitPlace
    ) -> CheckedExpression:
        if not self.memo.is_kept:
            return check_expression(scalar, self.scope, wanted, skip, place)
        cache_key = (
            CheckedExpression,
            scalar.text,
            wanted,
            skip,
            place.scene,
            int(place.caused),
            self.names.naming_key,
            *self.places.get((scalar.text, place), ()),
        )
        stored = self.memo.recall(*cache_key)
        if isinstance(stored, CheckedExpression):
            return stored
        reading = check_expression(scalar, self.scope, wanted, skip, place)
        if not reading.diagnostics:
            self.memo.store(reading, *cache_key)
        return reading

    def place_numbers(self, text: str, place: VisitPlace) -> tuple[int, ...]:
        """Return the numbers of the scenes and choices that an expression names, -1 for a word that
        names none."""
        if place.scene:
            text = _THIS.sub(place.scene, text)
        scenes, choices = self.scope.scenes, self.scope.choices
        return tuple(
            number
            for word in _DOTTED.findall(text)
            for number in (scenes.get(word, -1), choices.get(word, -1))
        )

    def number(self, scalar: Scalar | None, default: int = 0) -> Expr:
        """Return a number's expression, `default` if there is none."""
        return self.expr(scalar, "number") or Num(default)

    def index_of(
        self, what: str, name: Scalar | None, known: Mapping[str, int] | None = None
    ) -> int:
        """Return the index of a name, -1 for None; for an unknown one, report it and return -1.
        `known`: the names of this kind, if they are not the pack's."""
        known = self.names.indices[what] if known is None else known
        if name is None or name.text in known:
            return known[name.text] if name else -1
        self.report_missing(what, name, known)
        return -1

    def indices_of(
        self, what: str, names: Sequence[Scalar], known: Mapping[str, int] | None = None
    ) -> tuple[int, ...]:
        """Return the indices of several names; report and leave out the unknown ones."""
        return tuple(index for name in names if (index := self.index_of(what, name, known)) >= 0)

    @cached_property
    def numbers(self) -> dict[Place, Expr]:
        """Return the numbers of a compiled pack, by their place."""
        return {each.at.place: each.expr for each in self.expressions if each.kind == "number"}

    @cached_property
    def conditions(self) -> dict[Place, Expr]:
        """Return the conditions of a compiled pack, by their place."""
        return {each.at.place: each.expr for each in self.expressions if each.kind == "truth"}

    @cached_property
    def expressions_of(self) -> dict[str, list[LocatedExpression]]:
        """Return the expressions of a compiled pack by the id of their scenario; '' for the pack's
        own."""
        owners = {scenario.file: scenario.id for scenario in self.names.scenarios}
        grouped: dict[str, list[LocatedExpression]] = {owner.id: [] for owner in self.names.owners}
        for each in self.expressions:
            grouped[owners.get(each.at.place.file, "")].append(each)
        return grouped

    def schedule_number(self, target: ScheduleTarget) -> int:
        """Return the number of the target of a `later`."""
        number = self.schedule_targets[target] = self.schedule_numbers.setdefault(
            target, len(self.schedule_numbers)
        )
        return number

    def report_missing(self, what: str, name: Scalar, known: Collection[str]) -> None:
        """Report an unknown name. `what`: the kind of name that is expected."""
        hint, replacement = self.scope.guess_budget.hint(name.text, known)
        if what == "person" and not hint.startswith("Did"):
            hint = f"{hint} {new_person_hint(name.text)}".lstrip()
        self.report(
            "unknown-name",
            name,
            hint=hint,
            replacement=replacement,
            sentence=f"There is no {what} called `{name.text}`.",
        )
