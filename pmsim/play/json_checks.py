"""Readers of JSON values from untrusted files: each returns a value of the right shape or raises
DamagedError. Nothing here knows an id.

`record` makes a reader of a table of fields: name, reader, and with `optional` a default.
"""

from collections.abc import Callable
from typing import Any, Literal

DamageReason = Literal[
    "size", "json", "shape", "checksum", "format", "pack", "tree", "states", "system"
]

DAMAGE_SENTENCES: dict[DamageReason, str] = {
    "size": "It is larger than a career can be.",
    "json": "It is not whole: the text breaks off or holds something that does not belong there.",
    "shape": "Something is missing from it, or stands where something else should.",
    "checksum": "Its checksum is wrong: a part of it has changed since it was written.",
    "format": "It was written by a newer pmsim, which can play it; this one leaves it as it is.",
    "pack": "It is a career in another pack.",
    "tree": "Its decisions do not hang together.",
    "states": "It does not say where its lives stand.",
    "system": "The system says: {detail}.",
}
"""One sentence for each reason why a save does not load."""

MAX_NUMBER = 2**53
"""The largest number in a save, seeds aside."""


class DamagedError(Exception):
    """A save that does not load. `reason` is the kind of damage, `detail` the field; the text is a
    sentence."""

    def __init__(self, reason: DamageReason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(DAMAGE_SENTENCES[reason].format(detail=detail))


Reader = Callable[[Any, str], Any]
"""A function that checks a value and returns it. The text names the field, for a report."""
_MISSING = object()
"""The value of a field that is not there. Only `optional` and `nullable` accept it."""


def read_object(value: Any, where: str) -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise DamagedError("shape", where)
    return value


def text(value: Any, where: str) -> str:
    """Return a text of at most 500 printable characters."""
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise DamagedError("shape", where)
    return value


def number(low: int = 0, high: int = MAX_NUMBER) -> Reader:
    """Return a reader of a whole number in `low`..`high`. It refuses true and false."""

    def read(value: Any, where: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise DamagedError("shape", where)
        return value

    return read


def array(item: Reader, length: int = -1) -> Reader:
    """Return a reader of an array whose items `item` reads, of exactly `length` items (-1: any)."""

    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or length not in (-1, len(value)):
            raise DamagedError("shape", where)
        return tuple([item(each, where) for each in value])

    return read


def row(*items: Reader) -> Reader:
    """Return a reader of an array of fixed length, in which each item has its own reader."""
    whole = array(lambda value, _: value, len(items))

    def read(value: Any, where: str) -> tuple[Any, ...]:
        values = whole(value, where)
        return tuple([item(each, where) for item, each in zip(items, values, strict=True)])

    return read


def table(value_reader: Reader, key_reader: Reader = text) -> Reader:
    """Return a reader of an object with any keys, all read by `key_reader`, the values by
    `value_reader`."""

    def read(value: Any, where: str) -> dict[Any, Any]:
        return {
            key_reader(key, where): value_reader(each, where)
            for key, each in read_object(value, where).items()
        }

    return read


def record(build: Callable[..., Any], **fields: Reader) -> Reader:
    """Return a reader of an object with these fields. `build` gets them by name."""

    def read(value: Any, where: str) -> Any:
        given = read_object(value, where)
        return build(
            **{name: check(given.get(name, _MISSING), name) for name, check in fields.items()}
        )

    return read


def optional(reader: Reader, default: Any) -> Reader:
    """Return a reader of a field that may be left out."""
    return lambda value, where: default if value is _MISSING else reader(value, where)


def nullable(reader: Reader) -> Reader:
    """Return a reader of a field that may be null or left out; its value is then None."""
    return lambda value, where: None if value in (None, _MISSING) else reader(value, where)


def reseed(value: Any, where: str) -> tuple[tuple[int, int], ...]:
    """Return the pairs of `reseed`: (decision, seed), in order."""
    pairs: tuple[tuple[int, int], ...] = array(row(number(), SEED))(value, where)
    if list(pairs) != sorted(pairs):
        raise DamagedError("shape", where)
    return pairs


def node_number(value: str, where: str) -> int:
    """Return the number of a node from a key of a JSON object."""
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and str(int(value)) == value):
        raise DamagedError("shape", where)
    return int(value)


SEED = number(0, 2**64 - 1)
TEXTS = array(text)
NUMBERS = table(number(-MAX_NUMBER))
