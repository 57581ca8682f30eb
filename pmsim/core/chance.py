"""The only source of chance. No other module may produce a random number.

A number is a function of (seed, kind, id, k), where k is a quarter or a decision. Loading a save
therefore cannot change a roll, and new content does not shift old rolls. The mixer is SplitMix64's
finaliser (Steele, Lea and Flood, 2014); ids are hashed by 64-bit FNV-1a.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import log
from typing import NamedTuple

_M64 = 0xFFFFFFFFFFFFFFFF
_GOLDEN = 0x9E3779B97F4A7C15

NEGATIVE_LOG = tuple(round(-log((i + 0.5) / 4096) * 65536) for i in range(4096))
"""-ln(u) in units of 1/65536, for u in the middle of each of 4096 equal steps: exponential clocks
in whole numbers. No entry lies nearer than 0.00006 to a rounding edge, so `log` gives the same
table on every platform. A test checks the sum of the table."""


def mix(z: int) -> int:
    """Return SplitMix64's finaliser of a 64-bit number."""
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _M64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _M64
    return z ^ z >> 31


@lru_cache(maxsize=65536)
def name_hash(kind: str, name: str) -> int:
    """Return the 64-bit FNV-1a hash of `kind:name` in UTF-8."""
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
    """Return the number of the draw `kind:name` at `k` (a quarter or a decision) under `seed`: 0 ..
    2**32 - 1."""
    z = (_stream(seed, kind, name) + k * _GOLDEN) & _M64
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _M64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _M64
    return (z ^ z >> 31) >> 32


def below(count: int, seed: int, kind: str, name: str, k: int) -> int:
    """Return a number in 0 .. count - 1."""
    return u32(seed, kind, name, k) * count >> 32


def roll(seed: int, key: str, quarter: int) -> int:
    """Return the roll of a check, 1..100. A second try in the same quarter gives the same roll."""
    return 1 + (u32(seed, "check", key, quarter) * 100 >> 32)


def shuffled(count: int, seed: int, name: str, round_: int) -> tuple[int, ...]:
    """Return the order of a `shuffle` of `count` texts in one of its rounds (from 0).

    No text comes twice running: if the first was the last of the round before, the first two change
    places. Two texts therefore come by turns, in the order of the first round.
    """

    def sorted_in(turn: int) -> list[int]:
        first = turn * count
        return sorted(range(count), key=lambda text: u32(seed, "shuffle", name, first + text))

    order = sorted_in(0 if count == 2 else round_)
    if round_ and count > 2 and order[0] == sorted_in(round_ - 1)[-1]:
        order[:2] = order[1::-1]
    return tuple(order)


def draw_clock(seed: int, draw: str, quarter: int, weight: int) -> int:
    """Return the clock of a candidate in a draw; the candidate with the lowest clock wins.

    `weight` is at least 1. The chance to win is proportional to it.
    """
    return NEGATIVE_LOG[u32(seed, "draw", draw, quarter) >> 20] * 65536 // weight


def player_clock(seed: int, hashed: int, k: int, weight: int) -> int:
    """Return the clock of a choice for a player who takes the earliest. `seed` is well mixed;
    `hashed` is the `name_hash` of the choice; `weight` is at least 1."""
    z = ((seed ^ hashed) + k * _GOLDEN) & _M64
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _M64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _M64
    return NEGATIVE_LOG[(z ^ z >> 31) >> 52] * 65536 // weight


class RecordedChance(NamedTuple):
    """Recorded rolls and draws of a decision. A replay uses them, whatever odds and weights are
    now.

    `rolls`: the key of a check with (odds, roll) for each roll of one step, in order; the last one
    repeats. `draws`: (quarter, id of the beat) with the index of the scenario, -1 for an empty
    draw.
    """

    rolls: Mapping[str, tuple[tuple[int, int], ...]]
    draws: Mapping[tuple[int, str], int]
