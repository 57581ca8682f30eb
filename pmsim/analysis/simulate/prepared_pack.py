"""A pack prepared for many careers: compiled readers of its numbers and of its texts' lengths."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, TypeVar

from pmsim.analysis.word_counts import WordCount, WordCounter
from pmsim.core.chance import below
from pmsim.core.compile_expr import compile_expr
from pmsim.core.events import TextShown
from pmsim.core.program import QUARTER, Program
from pmsim.core.state import Cause, State
from pmsim.lang.pack import Pack

Length = int | Callable[[State, int], int]
"""Words of a text: a constant, or a function of the state and of the choice for `{moment}` (-1 for
none)."""


PackOrProgram = TypeVar("PackOrProgram", Pack, Program)


class PortablePack:
    """A pack for another process, or (`without_contents`) only its key. Two packs with equal
    digests are equal."""

    __slots__ = ("key", "pack")

    def __init__(self, pack: Pack | None, key: tuple[str, str, str]) -> None:
        self.pack, self.key = pack, key

    @classmethod
    def from_pack(cls, pack: Pack) -> "PortablePack":
        """Return a picklable copy of a pack, with everything needed to play it."""
        digests = partial(_fixed_digests, pack.pack_digest, pack.text_digest)
        whole = _picklable(
            replace(pack, program=_picklable(pack.program), warnings=(), digests=digests)
        )
        return cls(whole, (pack.id, pack.pack_digest, pack.text_digest))

    @property
    def without_contents(self) -> "PortablePack":
        """Return the key alone, for a process that already has the pack."""
        return PortablePack(None, self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PortablePack) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _fixed_digests(of_pack: str, of_text: str) -> tuple[str, str]:
    return of_pack, of_text


def _picklable(value: PackOrProgram) -> PackOrProgram:
    """Return the value with each read-only mapping replaced by a dict, which can be pickled."""
    values: dict[str, Any] = {one.name: getattr(value, one.name) for one in fields(value)}
    views: dict[str, Any] = {
        name: dict(view) for name, view in values.items() if isinstance(view, MappingProxyType)
    }
    return replace(value, **views)


@lru_cache(maxsize=2)
def prepare_pack(portable: PortablePack) -> "PreparedPack":
    """Return the prepared pack. Cache it, so that later calls need only the key.

    Raise LookupError for the key of a pack that this process never received."""
    if portable.pack is None:
        raise LookupError(portable.key[0])
    return PreparedPack(portable.pack)


class PreparedPack:
    """Tables for playing and counting one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.program = pack, pack.program
        self.counter = WordCounter(pack)
        self.stat_readers = [compile_expr(expr) for expr in pack.program.stats.values()]
        self.length_by_key: dict[str, Length] = {}
        """Words of a text, by its key in `Pack.texts`, filled on demand. `length_by_event` has the
        same by the key of the event, `length_of_cause` by the choice."""
        self.length_by_event: dict[str, Length] = {}
        self.length_of_cause: dict[int, Length] = {}
        self.label_lengths = [self.length(f"{choice.key}/label") for choice in pack.program.choices]
        may_close = [
            bool(one.needs or one.locks or one.scenery or one.otherwise or one.each >= 0)
            for one in pack.program.choices
        ]
        self.never_closed = [
            not any(may_close[index] for index in scene.choices) for scene in pack.program.scenes
        ]
        """For each scene, True if its choices are either open or not shown at all."""
        outcomes = [pack.outcomes[outcome.id] for outcome in pack.program.outcomes]
        self.variant_conditions = [
            [compile_expr(when) if when is not None else None for _, when, _ in words.variants]
            for words in outcomes
        ]
        self.outcome_lengths = [
            [self.length(f"outcomes.{one.id}/{field}") for field in ("text", "dot", "epilogue")]
            for one in outcomes
        ]
        self.variant_lengths = [
            [self.length(key) for _, _, key in words.variants] for words in outcomes
        ]

    def words_of_text(self, event: TextShown) -> int:
        """Return the words of a shown text."""
        length = self.length_by_event.get(event.key)
        if length is None:
            length = self.length_by_event[event.key] = self.length(f"{event.key}/text")
        if isinstance(length, int):
            return length
        state = event.state
        return length(state, state.last_choice[1] if state.last_choice is not None else -1)

    def words_of_ending(self, state: State, variant: int) -> int:
        """Return the words at the end of a career."""
        lengths = (
            self.outcome_lengths[state.outcome]
            + self.variant_lengths[state.outcome][variant : variant + 1 if variant >= 0 else 0]
        )
        return sum(length if isinstance(length, int) else length(state, -1) for length in lengths)

    def variant_index(self, state: State) -> int:
        """Return the index of the outcome's first variant that holds, or -1."""
        whens = self.variant_conditions[state.outcome]
        return next((at for at, when in enumerate(whens) if when is None or when(state.slots)), -1)

    def length(self, key: str) -> Length:
        """Return the length of a text."""
        length = self.length_by_key.get(key)
        if length is None:
            length = self.length_by_key[key] = self._length_of_count(self.counter.count_key(key))
        return length

    def _length_of_count(self, counted: WordCount) -> Length:
        measure = _compile_measure(counted)
        if isinstance(measure, int):
            return measure
        if counted.has_causes:
            return lambda state, moment: measure(
                state,
                self._words_of_cause(state.cause, state),
                self._words_of_cause((moment, -1), state) if moment >= 0 else 0,
            )
        return lambda state, _: measure(state, 0, 0)

    def _words_of_cause(self, cause: Cause | None, state: State) -> int:
        """Return the words of the choice that caused the visit, 0 for none."""
        if cause is None:
            return 0
        length = self.length_of_cause.get(cause[0])
        if length is None:
            length = self.length_of_cause[cause[0]] = self._length_of_cause(cause[0])
        return length if isinstance(length, int) else length(state, cause[1])

    def _length_of_cause(self, choice: int) -> Length:
        """Return the length of a choice's moment or label. If it contains a cause itself, leave the
        recursion limit to the counter."""
        key = self.program.choices[choice].key
        text_key = f"{key}/moment" if self.pack.texts.get(f"{key}/moment") else f"{key}/label"
        if self.counter.count_key(text_key).has_causes:
            return lambda state, moment: self.counter.words_of_cause((choice, moment), state, 1)
        return self.length(text_key)


Measure = int | Callable[[State, int, int], int]
"""Words of a text: a constant, or a function of the state and of the words of `{because}` and
`{moment}`."""


def _compile_measure(counted: WordCount) -> Measure:
    """Return a fast function for the words of a text, or a constant."""
    fixed, causes, moments = counted.fixed, counted.causes, counted.moments
    tests = [
        (compile_expr(test), _compile_measure(then), _compile_measure(other))
        for test, then, other in counted.tests
    ]
    draws = [
        (draw, [_compile_measure(option) for option in options]) for draw, options in counted.draws
    ]
    simple = [
        (test, then, other)
        for test, then, other in tests
        if isinstance(then, int) and isinstance(other, int)
    ]
    deep = [
        (test, then, other)
        for test, then, other in tests
        if not (isinstance(then, int) and isinstance(other, int))
    ]
    if not (tests or draws or causes or moments):
        return fixed
    if len(simple) == 1 and not (deep or draws or causes or moments):
        ((only, yes, no),) = simple
        return lambda state, _, __: fixed + (yes if only(state.slots) else no)

    def measure(state: State, cause: int, moment: int) -> int:
        total = fixed + causes * cause + moments * moment
        slots = state.slots
        for test, more, less in simple:
            total += more if test(slots) else less
        for test, then, other in deep:
            side = then if test(slots) else other
            total += side if isinstance(side, int) else side(state, cause, moment)
        for draw, options in draws:
            option = options[below(len(options), state.seed, "one_of", draw, slots[QUARTER])]
            total += option if isinstance(option, int) else option(state, cause, moment)
        return total

    return measure
