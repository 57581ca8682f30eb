"""Checks of JSON values from untrusted files: each reader returns a value of the right shape or
raises DamagedError.

`where` names the field, for a report.
"""

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


def read_object(value: object, where: str) -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise DamagedError("shape", where)
    return value


def read_array(value: object, where: str) -> list[Any]:
    """Return a JSON array."""
    if not isinstance(value, list):
        raise DamagedError("shape", where)
    return value


def read_text(value: object, where: str) -> str:
    """Return a text of at most 500 printable characters."""
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise DamagedError("shape", where)
    return value


def read_texts(value: object, where: str) -> list[str]:
    """Return a list of texts."""
    return [read_text(item, where) for item in read_array(value, where)]


def read_number(value: object, where: str, low: int = 0, high: int = MAX_NUMBER) -> int:
    """Return a whole number in `low`..`high`. Refuse true and false."""
    if type(value) is not int or not low <= value <= high:
        raise DamagedError("shape", where)
    return value


def read_numbers(value: object, where: str, low: int = -MAX_NUMBER) -> dict[str, int]:
    """Return an object of whole numbers."""
    return {
        read_text(key, where): read_number(amount, f"{where}.{key}", low)
        for key, amount in read_object(value, where).items()
    }


def read_seed(value: object, where: str) -> int:
    """Return a seed, 0 .. 2**64 - 1."""
    return read_number(value, where, 0, 2**64 - 1)


def read_reseed(value: object, where: str) -> tuple[tuple[int, int], ...]:
    """Return the pairs of `reseed`: (decision, seed), in order."""
    pairs = []
    for pair in read_array(value, where):
        decision, seed = (
            read_array(pair, where) if isinstance(pair, list) and len(pair) == 2 else (None, None)
        )
        pairs.append((read_number(decision, where), read_seed(seed, where)))
    if pairs != sorted(pairs):
        raise DamagedError("shape", where)
    return tuple(pairs)


def read_triple(value: object, where: str) -> list[Any]:
    """Return an array of three values."""
    items = read_array(value, where)
    if len(items) != 3:
        raise DamagedError("shape", where)
    return items


def read_node_number(value: str, where: str) -> int:
    """Return the number of a node from a key of a JSON object."""
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and str(int(value)) == value):
        raise DamagedError("shape", where)
    return int(value)
