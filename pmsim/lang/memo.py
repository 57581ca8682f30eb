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
        self._now: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}
        self._before: dict[tuple[object, ...], tuple[tuple[object, ...], object]] = {}

    def turn(self) -> None:
        """A new round begins."""
        self._before, self._now = self._now, {}

    def forget(self) -> None:
        """Nothing is known any more."""
        self._before, self._now = {}, {}

    def __call__(self, work: Callable[[*Ts], T], *of: *Ts) -> T:
        """`work(*of)`, from memory if it can be. `work` is a function of a module, and reads nothing but its arguments."""
        key = _key(work, of)
        kept = self._kept(key)
        if kept is None:
            kept = self._now[key] = (of, work(*of))
        return cast(T, kept[1])

    def same(self, name: str, value: T) -> T:
        """The value of the last round under this name if it was equal, else this one; for what holds only texts and numbers."""
        kept = self._kept(("same", name))
        if kept is not None and kept[1] == value:
            return kept[1]
        self._now["same", name] = ((), value)
        return value

    def recall(self, *of: object) -> object | None:
        """What was last put away under these arguments."""
        kept = self._kept(_key(Memo.recall, of))
        return None if kept is None else kept[1]

    def keep(self, answer: object, *of: object) -> None:
        """Put an answer away under these arguments."""
        self._now[_key(Memo.recall, of)] = (of, answer)

    def _kept(self, key: tuple[object, ...]) -> tuple[tuple[object, ...], object] | None:
        kept = self._now.get(key)
        if kept is None and (kept := self._before.get(key)) is not None:
            self._now[key] = kept
        return kept


def _key(work: object, of: tuple[object, ...]) -> tuple[object, ...]:
    return (work, *(one if isinstance(one, str | bytes | int) else (id(one),) for one in of))
