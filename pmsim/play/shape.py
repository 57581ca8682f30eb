"""Reading what a stranger wrote: plain JSON values held to a shape, or refused with a named reason. PURE; believes nothing."""

from typing import Any, Literal

Reason = Literal["size", "json", "shape", "checksum", "format", "pack", "tree", "states", "system"]

SENTENCES: dict[Reason, str] = {
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
"""Why a save does not load, in one line each."""

MOST = 2**53
"""No number of a save but a seed is larger."""


class DamagedError(Exception):
    """A save that does not load. `reason` names why; the text is a sentence; `detail` says where, for a report."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(SENTENCES[reason].format(detail=detail))


def mapping(value: object, where: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise DamagedError("shape", where)
    return value


def items(value: object, where: str) -> list[Any]:
    """A JSON array."""
    if not isinstance(value, list):
        raise DamagedError("shape", where)
    return value


def text(value: object, where: str) -> str:
    """A text of at most 500 characters that can be printed."""
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise DamagedError("shape", where)
    return value


def texts(value: object, where: str) -> list[str]:
    """A list of texts."""
    return [text(item, where) for item in items(value, where)]


def number(value: object, where: str, low: int = 0, high: int = MOST) -> int:
    """A whole number, `low`..`high`; true and false are none."""
    if type(value) is not int or not low <= value <= high:
        raise DamagedError("shape", where)
    return value


def numbers(value: object, where: str, low: int = -MOST) -> dict[str, int]:
    """Names with whole numbers."""
    return {text(key, where): number(amount, f"{where}.{key}", low) for key, amount in mapping(value, where).items()}


def seed(value: object, where: str) -> int:
    """A seed, 0 .. 2**64 - 1."""
    return number(value, where, 0, 2**64 - 1)


def pairs(value: object, where: str) -> tuple[tuple[int, int], ...]:
    """`reseed`: pairs of a decision and a seed, in order."""
    found = []
    for pair in items(value, where):
        decision, new = items(pair, where) if isinstance(pair, list) and len(pair) == 2 else (None, None)
        found.append((number(decision, where), seed(new, where)))
    if found != sorted(found):
        raise DamagedError("shape", where)
    return tuple(found)


def three(value: object, where: str) -> list[Any]:
    """A list of three."""
    found = items(value, where)
    if len(found) != 3:
        raise DamagedError("shape", where)
    return found


def index(value: str, where: str) -> int:
    """A node's number, as a key of a JSON object."""
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and str(int(value)) == value):
        raise DamagedError("shape", where)
    return int(value)
