"""What a simulation plays: every seed with every player at every door. How it is cut into pieces depends on nothing else."""

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
    """`runs` >= 0 careers for each of `starts` and each of `policies` (ids): seeds `seed`, `seed` + 1, …, modulo 2**64, the same for all.

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
        return self.runs * len(self.starts) * len(self.policies)

    def pieces(self) -> Iterator[Piece]:
        """The plan cut by its own size alone, in order."""
        seeds = max(1, PIECE // max(1, len(self.starts) * len(self.policies)))
        for first in range(0, self.runs, seeds):
            yield Piece(first, min(seeds, self.runs - first))

    def seeds(self, piece: Piece) -> Iterator[int]:
        """The seeds of a piece, in order."""
        return ((self.seed + number) % _SEEDS for number in range(piece.first, piece.first + piece.runs))
