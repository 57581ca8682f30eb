"""Asking a mapping for a field of a known shape. What is missing, or was unsound and left out by `conform`, reads as nothing."""

from pmsim.lang.nodes import Entry, Mapping, Node, Place, Scalar, Sequence

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
    return int(value.text) if isinstance(value, Scalar) and _is_number(value) else default


def yes(node: Mapping, key: str, default: bool = False) -> bool:
    """Whether it is `true`."""
    value = node.get(key)
    return value.text == "true" if isinstance(value, Scalar) else default


def words(node: Mapping, key: str) -> list[Scalar]:
    """The scalars of a list."""
    return _scalars(node.get(key))


def lists(node: Mapping, key: str) -> list[tuple[Scalar, list[Scalar]]]:
    """The entries that are lists: name, scalars."""
    return [(entry.key, _scalars(entry.value)) for entry in entries(node, key)]


def numbers(node: Mapping | None) -> dict[str, int]:
    """The entries that are numbers."""
    found = node.entries if node else ()
    return {entry.key.text: int(entry.value.text) for entry in found if isinstance(entry.value, Scalar) and _is_number(entry.value)}


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


def doubles(node: Mapping, key: str) -> list[tuple[Scalar, Mapping]]:
    """The entries that are mappings themselves, and whose name stands there a second time."""
    value = node.get(key)
    return [(entry.key, entry.value) for entry in value.doubles if isinstance(entry.value, Mapping)] if isinstance(value, Mapping) else []


def _is_number(scalar: Scalar) -> bool:
    return scalar.text.lstrip("+-").isdecimal() and len(scalar.text) < 20


def _scalars(value: Node | None) -> list[Scalar]:
    return [item for item in value.items if isinstance(item, Scalar)] if isinstance(value, Sequence) else []
