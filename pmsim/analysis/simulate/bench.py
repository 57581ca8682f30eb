"""A pack made ready to be played and counted many times over: how its numbers are read, how long its texts are."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, TypeVar

from pmsim.analysis.words import Counted, Counter
from pmsim.core.chance import below
from pmsim.core.events import Told
from pmsim.core.expr import compile_expr
from pmsim.core.program import QUARTER, Program
from pmsim.core.state import Cause, State
from pmsim.lang.pack import Pack

Length = int | Callable[[State, int], int]
"""Words of a text: always as many, or read from a state (and the moment that `{moment}` stands for, -1)."""


Table = TypeVar("Table", Pack, Program)


class Portable:
    """A pack that can be sent to another process, or (`name`) only which one it is. Two of the same digests are the same."""

    __slots__ = ("key", "pack")

    def __init__(self, pack: Pack | None, key: tuple[str, str, str]) -> None:
        self.pack, self.key = pack, key

    @classmethod
    def of(cls, pack: Pack) -> "Portable":
        """A pack with all that playing it needs."""
        digests = partial(_digests, pack.pack_digest, pack.text_digest)
        whole = _plain(replace(pack, program=_plain(pack.program), warnings=(), digests=digests))
        return cls(whole, (pack.id, pack.pack_digest, pack.text_digest))

    @property
    def name(self) -> "Portable":
        """The same without its contents, for a process that has them."""
        return Portable(None, self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Portable) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _digests(of_pack: str, of_text: str) -> tuple[str, str]:
    return of_pack, of_text


def _plain(value: Table) -> Table:
    """The value with each read-only view of a mapping replaced by the mapping, which can be pickled."""
    held: dict[str, Any] = {one.name: getattr(value, one.name) for one in fields(value)}
    views: dict[str, Any] = {name: dict(view) for name, view in held.items() if isinstance(view, MappingProxyType)}
    return replace(value, **views)


@lru_cache(maxsize=2)
def bench_of(portable: Portable) -> "Bench":
    """The bench of a pack that was sent; the first copy of each that arrives is kept, so that afterwards its name will do.

    Raises LookupError for the name of a pack that never came."""
    if portable.pack is None:
        raise LookupError(portable.key[0])
    return Bench(portable.pack)


class Bench:
    """What playing and counting asks again and again."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.program = pack, pack.program
        self.counter = Counter(pack)
        self.reads = [compile_expr(expr) for expr in pack.program.stats.values()]
        self.lengths: dict[str, Length] = {}
        """Words of a text, by its key in `Pack.texts`; filled as they are met. So are `texts`, by the key of the event that tells it, and
        `deeds`: words of what was done, by the choice."""
        self.texts: dict[str, Length] = {}
        self.deeds: dict[int, Length] = {}
        self.labels = [self.length(f"{choice.key}/label") for choice in pack.program.choices]
        shut = [bool(one.needs or one.locks or one.scenery or one.otherwise or one.each >= 0) for one in pack.program.choices]
        self.wide_open = [not any(shut[index] for index in scene.choices) for scene in pack.program.scenes]
        """Scenes whose choices are open or absent, and never anything else."""
        outcomes = [pack.outcomes[outcome.id] for outcome in pack.program.outcomes]
        self.variants = [[compile_expr(when) if when is not None else None for _, when, _ in words.variants] for words in outcomes]
        self.endings = [[self.length(f"outcomes.{one.id}/{field}") for field in ("text", "dot", "epilogue")] for one in outcomes]
        self.turns = [[self.length(key) for _, _, key in words.variants] for words in outcomes]

    def told(self, event: Told) -> int:
        """Words of a text that was told."""
        length = self.texts.get(event.key)
        if length is None:
            length = self.texts[event.key] = self.length(f"{event.key}/text")
        if isinstance(length, int):
            return length
        state = event.state
        return length(state, state.last[1] if state.last is not None else -1)

    def end(self, state: State, variant: int) -> int:
        """Words read at the end of a career."""
        lengths = self.endings[state.outcome] + self.turns[state.outcome][variant : variant + 1 if variant >= 0 else 0]
        return sum(length if isinstance(length, int) else length(state, -1) for length in lengths)

    def variant(self, state: State) -> int:
        """Which variant of its outcome holds, by its place; -1 if none does."""
        whens = self.variants[state.outcome]
        return next((at for at, when in enumerate(whens) if when is None or when(state.slots)), -1)

    def length(self, key: str) -> Length:
        """How long a text is."""
        found = self.lengths.get(key)
        if found is None:
            found = self.lengths[key] = self._length(self.counter.at(key))
        return found

    def _length(self, counted: Counted) -> Length:
        measure = _measure(counted)
        if isinstance(measure, int):
            return measure
        if counted.names_deeds:
            return lambda state, moment: measure(
                state, self._deed(state.cause, state), self._deed((moment, -1), state) if moment >= 0 else 0
            )
        return lambda state, _: measure(state, 0, 0)

    def _deed(self, deed: Cause | None, state: State) -> int:
        """Words of what was done."""
        if deed is None:
            return 0
        length = self.deeds.get(deed[0])
        if length is None:
            length = self.deeds[deed[0]] = self._deed_length(deed[0])
        return length if isinstance(length, int) else length(state, deed[1])

    def _deed_length(self, choice: int) -> Length:
        """A deed that names no other is read from its length; how far the rest is followed is the counter's to say."""
        key = self.program.choices[choice].key
        named = f"{key}/moment" if self.pack.texts.get(f"{key}/moment") else f"{key}/label"
        if self.counter.at(named).names_deeds:
            return lambda state, moment: self.counter.cause((choice, moment), state, 1)
        return self.length(named)


Measure = int | Callable[[State, int, int], int]
"""Words of a text: always as many, or of a state and the words that `{because}` and `{moment}` put in."""


def _measure(counted: Counted) -> Measure:
    """The words of a text made quick to read."""
    fixed, causes, moments = counted.fixed, counted.causes, counted.moments
    tests = [(compile_expr(test), _measure(then), _measure(other)) for test, then, other in counted.tests]
    draws = [(draw, [_measure(option) for option in options]) for draw, options in counted.draws]
    simple = [(test, then, other) for test, then, other in tests if isinstance(then, int) and isinstance(other, int)]
    deep = [(test, then, other) for test, then, other in tests if not (isinstance(then, int) and isinstance(other, int))]
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
