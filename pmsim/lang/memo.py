"""A memo: results of earlier compilations, for callers that compile almost the same files again.
And a pause of the garbage collector, for work that allocates much at once. No globals."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, TypeVarTuple, cast

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
P = ParamSpec("P")
_BY_VALUE = (str, bytes, int)
"""Types whose values are compared, not their identity."""


class Memo:
    """A cache of results between rounds. The next `start_round` drops the results that a round did
    not use.

    Text, bytes and whole numbers are compared by value, all other arguments by identity (the memo
    holds them, so that their identity stays unique). Callers must therefore pass the same objects
    again. A `Draft` made with the same memo has the same nodes, symbols, slots and expressions
    wherever nothing changed.
    """

    def __init__(self) -> None:
        self.is_kept = False
        """True if a later round will ask for the results of this one."""
        self._current: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}
        self._previous: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}

    def start_round(self) -> None:
        """Begin a new round."""
        self.is_kept = True
        self._previous, self._current = self._current, {}

    def forget(self) -> None:
        """Drop all results."""
        self._previous, self._current = {}, {}

    def __call__(self, work: Callable[[*Ts], T], *of: *Ts) -> T:
        """Return `work(*of)`, from the memo if possible. `work` must be a pure function of a
        module."""
        return self.keep(lambda: work(*of), work, *of)

    def reuse_equal(self, name: str, value: T) -> T:
        """Return the stored value of this name if it is equal, else `value`. What depends on it
        then sees the same object: perhaps with expressions of an earlier round."""
        stored = self._lookup(("same", name))
        if stored is not None and stored[1] == value:
            return stored[1]
        self._current["same", name] = ((), value)
        return value

    def keep(self, make: Callable[[], T], *of: object) -> T:
        """Return the result stored for these arguments, else store what `make` returns."""
        key = _key(Memo.keep, of)
        stored = self._lookup(key)
        if stored is None:
            stored = self._current[key] = (of, make())
        return cast(T, stored[1])

    def recall(self, *of: object) -> object | None:
        """Return the result stored for these arguments, or None."""
        stored = self._lookup(_key(Memo.recall, of))
        return None if stored is None else stored[1]

    def store(self, answer: object, *of: object) -> None:
        """Store a result for these arguments."""
        self._current[_key(Memo.recall, of)] = (of, answer)

    def _lookup(self, key: tuple[object, ...]) -> tuple[tuple[object, ...], object] | None:
        stored = self._current.get(key)
        if stored is None and (stored := self._previous.get(key)) is not None:
            self._current[key] = stored
        return stored


def _key(work: object, of: tuple[object, ...]) -> tuple[object, ...]:
    return (work, *[one if isinstance(one, _BY_VALUE) else (id(one),) for one in of])


def pause_gc(work: Callable[P, T]) -> Callable[P, T]:
    """Wrap `work` so that the garbage collector pauses while it runs: compiling, or reading a
    compiled pack, allocates much and frees little."""

    @wraps(work)
    def resting(*args: P.args, **kwargs: P.kwargs) -> T:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if not gc.get_freeze_count():  # make all objects old: only a full collection walks them
                gc.freeze()
                gc.unfreeze()
            gc.enable()

    return resting
