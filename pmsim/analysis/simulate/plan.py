"""What a simulation plays: every seed with every player, the doors in turn. How it is cut into pieces depends on nothing else."""

from collections.abc import Iterator
from typing import NamedTuple

PIECE = 128
"""Careers in a piece, about: few enough that nobody waits long for the next, many enough to be worth sending to another process."""
_SEEDS = 1 << 64


class Piece(NamedTuple):
    """Some of a plan's seeds, from number `first` (counted from 0), `runs` >= 1 of them."""

    first: int
    runs: int


class Plan(NamedTuple):
    """`runs` >= 0 careers for each of `policies` (ids): seeds `seed`, `seed` + 1, …, modulo 2**64. The `starts` (ids) take turns: the first
    career begins at the first, the next at the next, so that the same seed begins at the same start for every player.

    `quarters`: how many each lasts, 0 the start's own. `rows`: keep each career as well as their sums."""

    seed: int
    runs: int
    starts: tuple[str, ...]
    policies: tuple[str, ...]
    quarters: int = 0
    rows: bool = False

    @property
    def careers(self) -> int:
        """How many careers that is in all."""
        return self.runs * len(self.policies)

    def pieces(self) -> Iterator[Piece]:
        """The plan cut by its own size alone, in order."""
        seeds = max(1, PIECE // max(1, len(self.policies)))
        for first in range(0, self.runs, seeds):
            yield Piece(first, min(seeds, self.runs - first))

    def begun(self, piece: Piece) -> Iterator[tuple[int, str]]:
        """The seeds of a piece, in order, each with the start it begins at."""
        numbers = range(piece.first, piece.first + piece.runs)
        return (((self.seed + number) % _SEEDS, self.starts[number % len(self.starts)]) for number in numbers)
