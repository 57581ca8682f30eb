"""Digests: what a pack does, and what it says, each as a SHA-256. Mending a typo moves only the second."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def digest(*values: object) -> str:
    """SHA-256 over a canonical form: types by name, mappings by key, text as ASCII."""
    return hashlib.sha256("\n".join(_canonical(value) for value in values).encode("ascii")).hexdigest()


def _canonical(value: object) -> str:
    match value:
        case Mapping():
            return "{" + ",".join(f"{key!a}:{_canonical(value[key])}" for key in sorted(value)) + "}"
        case tuple():
            return type(value).__name__ + "(" + ",".join(_canonical(item) for item in value) + ")"
        case int():
            return str(int(value))
        case str() | None:
            return ascii(value)
        case _ if is_dataclass(value):
            return "(" + ",".join(_canonical(getattr(value, each.name)) for each in fields(value)) + ")"
        case _:
            raise TypeError(type(value))
