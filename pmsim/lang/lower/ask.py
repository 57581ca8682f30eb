"""Asking a mapping for a field of a known shape. What is missing, or was unsound and left out by `conform`, reads as nothing."""

from pmsim.lang.nodes import Entry, Mapping, Place, Scalar, Sequence

NOWHERE = Mapping((), Place("", 1, 1))
"""A mapping without fields."""


def word(node: Mapping, key: str) -> Scalar | None:
    """The scalar under `key`."""
    value = node.get(key)
    return value if isinstance(value, Scalar) else None


def text(node: Mapping, key: str, default: str = "") -> str:
    """Its text, in one line."""
    value = node.get(key)
    return " ".join(value.text.split()) if isinstance(value, Scalar) else default


def number(node: Mapping, key: str, default: int) -> int:
    """Its number."""
    value = node.get(key)
    return int(value.text) if isinstance(value, Scalar) and value.text.lstrip("+-").isdecimal() else default


def yes(node: Mapping, key: str, default: bool = False) -> bool:
    """Whether it is `true`."""
    value = node.get(key)
    return value.text == "true" if isinstance(value, Scalar) else default


def words(node: Mapping, key: str) -> list[Scalar]:
    """The scalars of a list."""
    value = node.get(key)
    return [item for item in value.items if isinstance(item, Scalar)] if isinstance(value, Sequence) else []


def record(node: Mapping, key: str) -> Mapping | None:
    """The mapping under `key`."""
    value = node.get(key)
    return value if isinstance(value, Mapping) else None


def records(node: Mapping, key: str) -> list[Mapping]:
    """The mappings of a list."""
    value = node.get(key)
    return [item for item in value.items if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def entries(node: Mapping, key: str) -> tuple[Entry, ...]:
    """The entries of a mapping."""
    value = node.get(key)
    return value.entries if isinstance(value, Mapping) else ()


def named(node: Mapping, key: str) -> list[tuple[Scalar, Mapping]]:
    """The entries that are mappings themselves: name, fields."""
    return [(entry.key, entry.value) for entry in entries(node, key) if isinstance(entry.value, Mapping)]
