"""Digests: what a pack does, and what it says, each as a SHA-256. Mending a typo moves only the second."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def digest(*values: object) -> str:
    """SHA-256 over a canonical form: nodes by type and field, mappings by key, all in ASCII."""
    return hashlib.sha256(ascii([_plain(value) for value in values]).encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    """Mappings, and the fields of a program, in an order of their own; the rest has a canonical `repr` already."""
    if isinstance(value, Mapping):
        return sorted((key, _plain(inner)) for key, inner in value.items())
    if is_dataclass(value):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    return value
