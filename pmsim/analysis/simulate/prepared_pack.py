"""A pack prepared for many careers: compiled readers of its numbers and of its texts' lengths."""

import copyreg
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from pmsim.analysis.word_counts import WordCounter
from pmsim.core.compile_expr import compile_expr
from pmsim.lang.pack import Pack


class PortablePack:
    """A pack for another process, or (`without_contents`) only its key. Two packs with equal
    digests are equal."""

    __slots__ = ("key", "pack")

    def __init__(self, pack: Pack | None, key: tuple[str, str, str]) -> None:
        self.pack, self.key = pack, key

    @classmethod
    def from_pack(cls, pack: Pack) -> "PortablePack":
        """Return a picklable copy of a pack, with everything needed to play it."""
        digests = partial(_fixed_digests, pack.pack_digest, pack.text_digest)
        program = replace(pack.program)  # without what was compiled of it, which is not picklable
        whole = replace(pack, program=program, warnings=(), digests=digests)
        return cls(whole, (pack.id, pack.pack_digest, pack.text_digest))

    @property
    def without_contents(self) -> "PortablePack":
        """Return the key alone, for a process that already has the pack."""
        return PortablePack(None, self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PortablePack) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _fixed_digests(of_pack: str, of_text: str) -> tuple[str, str]:
    return of_pack, of_text


def _dict_of(view: Mapping[Any, Any]) -> tuple[type[dict[Any, Any]], tuple[dict[Any, Any]]]:
    """Return how to make a dict of a read-only mapping, which cannot be pickled itself."""
    return dict, (dict(view),)


copyreg.pickle(MappingProxyType, _dict_of)  # type: ignore[arg-type]  # typeshed wants a dict back


@lru_cache(maxsize=2)
def prepare_pack(portable: PortablePack) -> "PreparedPack":
    """Return the prepared pack. Cache it, so that later calls need only the key.

    Raise LookupError for the key of a pack that this process never received."""
    if portable.pack is None:
        raise LookupError(portable.key[0])
    return PreparedPack(portable.pack)


class PreparedPack:
    """Tables for playing and counting one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.program = pack, pack.program
        self.counter = WordCounter(pack)
        self.stat_readers = [compile_expr(expr) for expr in pack.program.stats.values()]
        self.label_lengths = [
            self.counter.length(f"{choice.key}/label") for choice in pack.program.choices
        ]
        may_close = [
            bool(one.needs or one.locks or one.scenery or one.otherwise or one.each >= 0)
            for one in pack.program.choices
        ]
        self.never_closed = [
            not any(may_close[index] for index in scene.choices) for scene in pack.program.scenes
        ]
        """For each scene, True if its choices are either open or not shown at all."""
