"""Chance as docs/chance.md has it."""

from math import log

M64 = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
LOG = [round(-log((i + 0.5) / 4096) * 65536) for i in range(4096)]


def mix(z: int) -> int:
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & M64
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & M64
    return z ^ z >> 31


def fnv1a64(text: str) -> int:
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = ((h ^ byte) * 0x100000001B3) & M64
    return h


def u32(seed: int, kind: str, name: str, k: int) -> int:
    x = mix((seed + GOLDEN) & M64)
    x = mix(x ^ fnv1a64(f"{kind}:{name}"))
    x = mix((x + k * GOLDEN) & M64)
    return x >> 32


def below(count: int, seed: int, kind: str, name: str, k: int) -> int:
    return u32(seed, kind, name, k) * count >> 32


def roll(seed: int, key: str, quarter: int) -> int:
    return 1 + (u32(seed, "check", key, quarter) * 100 >> 32)


def clock(seed: int, scenario: str, beat: str, quarter: int, weight: int) -> int:
    return LOG[u32(seed, "draw", f"{scenario}@{beat}", quarter) >> 20] * 65536 // weight
