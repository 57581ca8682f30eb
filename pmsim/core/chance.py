"""Chance. Nothing else in pmsim may produce a number that the scenario did not write.

A number belongs to a decision: it is a function of (seed, kind, id, k), so that reloading cannot re-roll it and new content does not
shift old rolls. The mixer is SplitMix64's finaliser (Steele, Lea and Flood, 2014); ids are hashed by 64-bit FNV-1a.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import log
from typing import NamedTuple

_M64 = 0xFFFFFFFFFFFFFFFF
_GOLDEN = 0x9E3779B97F4A7C15

NEGATIVE_LOG = tuple(round(-log((i + 0.5) / 4096) * 65536) for i in range(4096))
"""-ln(u) in sixteenths of a bit of 1/65536, for u in the middle of each of 4096 steps: exponential clocks in whole numbers. No entry
lies nearer than 0.00006 to a rounding edge, so every platform's `log` gives the same table; a test holds its sum."""


def mix(z: int) -> int:
    """SplitMix64's finaliser on 64 bits."""
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _M64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _M64
    return z ^ z >> 31


@lru_cache(maxsize=65536)
def name_hash(kind: str, name: str) -> int:
    """64-bit FNV-1a of `kind:name` in UTF-8."""
    h = 0xCBF29CE484222325
    for byte in f"{kind}:{name}".encode():
        h = ((h ^ byte) * 0x100000001B3) & _M64
    return h


@lru_cache(maxsize=1024)
def _seeded(seed: int) -> int:
    return mix((seed + _GOLDEN) & _M64)


@lru_cache(maxsize=8192)
def _stream(seed: int, kind: str, name: str) -> int:
    return mix(_seeded(seed) ^ name_hash(kind, name))


def u32(seed: int, kind: str, name: str, k: int) -> int:
    """The number of the draw `kind:name` at `k` (a quarter, or a decision) under `seed`: 0 .. 2**32 - 1."""
    z = (_stream(seed, kind, name) + k * _GOLDEN) & _M64
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _M64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _M64
    return (z ^ z >> 31) >> 32


def below(count: int, seed: int, kind: str, name: str, k: int) -> int:
    """A number 0 .. count - 1."""
    return u32(seed, kind, name, k) * count >> 32


def roll(seed: int, key: str, quarter: int) -> int:
    """The roll of a check, 1..100: a second try in the same quarter meets the same luck."""
    return 1 + (u32(seed, "check", key, quarter) * 100 >> 32)


def draw_clock(seed: int, draw: str, quarter: int, weight: int) -> int:
    """When a candidate of a calendar draw rings; the earliest wins. `weight` >= 1; the share won is proportional to it."""
    return NEGATIVE_LOG[u32(seed, "draw", draw, quarter) >> 20] * 65536 // weight


class RecordedChance(NamedTuple):
    """Draws as they fell when a decision was first made. A replay holds to them, whatever odds and weights have become since.

    `rolls`: the check's key -> (odds, roll) as often as it was rolled in one step, in order; the last holds from then on.
    `draws`: (quarter, the beat's id) -> the scenario's index, -1 for nothing."""

    rolls: Mapping[str, tuple[tuple[int, int], ...]]
    draws: Mapping[tuple[int, str], int]
