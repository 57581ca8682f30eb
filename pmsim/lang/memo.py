"""What was worked out before, for whoever compiles nearly the same files again and again. Pure functions only; nothing global."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, cast

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Memo:
    """Answers kept from one round to the next: what a round does not ask for is forgotten at the end of it.

    Arguments are known again by value if they are text, bytes or whole numbers, and by identity otherwise (they are held, so that their
    identity stays their own). Whoever wants an answer again must therefore hand in the same objects; a `Draft` made with the same memo
    has the same node, outline, slots and expressions wherever nothing changed."""

    def __init__(self) -> None:
        self._current: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}
        self._previous: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}

    def start_round(self) -> None:
        """A new round begins."""
        self._previous, self._current = self._current, {}

    def forget(self) -> None:
        """Nothing is known any more."""
        self._previous, self._current = {}, {}

    def __call__(self, work: Callable[[*Ts], T], *of: *Ts) -> T:
        """`work(*of)`, from memory if it can be. `work` is a function of a module, and reads nothing but its arguments."""
        key = _key(work, of)
        stored = self._lookup(key)
        if stored is None:
            stored = self._current[key] = (of, work(*of))
        return cast(T, stored[1])

    def reuse_equal(self, name: str, value: T) -> T:
        """The value of the last round under this name if it was equal, else this one; for what holds only texts and numbers."""
        stored = self._lookup(("same", name))
        if stored is not None and stored[1] == value:
            return stored[1]
        self._current["same", name] = ((), value)
        return value

    def recall(self, *of: object) -> object | None:
        """What was last put away under these arguments."""
        stored = self._lookup(_key(Memo.recall, of))
        return None if stored is None else stored[1]

    def store(self, answer: object, *of: object) -> None:
        """Put an answer away under these arguments."""
        self._current[_key(Memo.recall, of)] = (of, answer)

    def _lookup(self, key: tuple[object, ...]) -> tuple[tuple[object, ...], object] | None:
        stored = self._current.get(key)
        if stored is None and (stored := self._previous.get(key)) is not None:
            self._current[key] = stored
        return stored


def _key(work: object, of: tuple[object, ...]) -> tuple[object, ...]:
    return (work, *(one if isinstance(one, str | bytes | int) else (id(one),) for one in of))
