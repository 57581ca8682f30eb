"""A compiled pack as JSON and back, so that it can be kept on disk. Only the classes of a pack can
be built from it; texts are decoded when they are first read."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

from pmsim.core import effect_kinds, expr, program
from pmsim.lang import diagnostics, handbook, nodes, pack, text
from pmsim.lang.memo import pause_gc
from pmsim.lang.pack import Pack
from pmsim.lang.text import Text

_TUPLE, _EFFECTS, _ACT = "", "Effects", "Act"
_LAZY = ("texts", "phrases")
"""The fields of a pack with its prose: most of the file."""


def _records(*modules: ModuleType) -> Iterator[tuple[str, type]]:
    """Yield the named tuples and dataclasses of modules, by their names."""
    for module in modules:
        for name, found in vars(module).items():
            own = isinstance(found, type) and found.__module__ == module.__name__
            if own and (is_dataclass(found) or hasattr(found, "_fields")):
                yield name, found


_CLASSES = dict(_records(effect_kinds, expr, program, diagnostics, handbook, nodes, pack, text))
_MAKERS: Mapping[str, Callable[..., object]] = {
    **_CLASSES,
    _TUPLE: lambda *items: items,
    _EFFECTS: lambda *items: effect_kinds.Effects(items),
    _ACT: effect_kinds.Act,
}


class LazyTexts(Mapping[str, Text]):
    """Texts by their keys, each decoded when it is first read."""

    def __init__(self, encoded: Mapping[str, str]) -> None:
        self._encoded = encoded
        self._decoded: dict[str, Text] = {}

    def __getitem__(self, key: str) -> Text:
        found = self._decoded.get(key)
        if found is None:
            found = self._decoded[key] = _decode(json.loads(self._encoded[key]))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)


def encode_pack(compiled: Pack) -> str:
    """Return a pack as JSON, in ASCII. It computes both digests."""
    record = {each.name: getattr(compiled, each.name) for each in fields(Pack)}
    record["digests"] = (compiled.pack_digest, compiled.text_digest)
    for name in _LAZY:
        record[name] = {key: _dump(_encode(each)) for key, each in record[name].items()}
    return _dump({name: _encode(value) for name, value in record.items()})


@pause_gc
def decode_pack(encoded: str) -> Pack:
    """Return the pack of `encode_pack`. Raises ValueError for anything else."""
    try:
        record = {name: _decode(value) for name, value in json.loads(encoded).items()}
        digests = record["digests"]
        record["digests"] = lambda: digests
        for name in _LAZY:
            record[name] = LazyTexts(record[name])
        return Pack(**record)
    except (TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ValueError("this is no compiled pack") from error


def _dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _encode(value: Any) -> Any:
    """Return a value as JSON has it: a record as a list that begins with its class."""
    match value:
        case effect_kinds.Effects():
            return [_EFFECTS, *map(_encode, value)]
        case effect_kinds.Act():
            return [_ACT, int(value)]
        case tuple() if type(value) is not tuple:
            return [type(value).__name__, *map(_encode, value)]
        case tuple():
            return [_TUPLE, *map(_encode, value)]
        case Mapping():
            return {key: _encode(inner) for key, inner in value.items()}
        case _ if is_dataclass(value):
            return [
                type(value).__name__,
                *(_encode(getattr(value, each.name)) for each in fields(value)),
            ]
        case _:
            return value


def _decode(value: Any) -> Any:
    """Return what `_encode` was given."""
    if type(value) is list:
        return _MAKERS[value[0]](*map(_decode, value[1:]))
    if type(value) is dict:
        return {key: _decode(inner) for key, inner in value.items()}
    return value
