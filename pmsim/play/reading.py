"""A state as conditions read it: names to numbers."""

from collections.abc import Iterator, Mapping

from pmsim.core.expr import evaluate
from pmsim.core.program import QUARTER, ROLE, Program
from pmsim.core.state import State


class Reading(Mapping[str, int]):
    """Every stat, computed stat, person and skill of a state, by its name, as a condition reads it. Flags: see `flags`."""

    def __init__(self, program: Program, state: State) -> None:
        self._program = program
        self._state = state

    def __getitem__(self, name: str) -> int:
        return int(evaluate(self._program.stats[name], self._state.slots))

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.stats)

    def __len__(self) -> int:
        return len(self._program.stats)

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that are set, in the pack's order."""
        slots = zip(self._program.slots, self._state.slots, strict=True)
        return tuple(slot.id for slot, value in slots if slot.kind == "flag" and value)

    @property
    def quarter(self) -> int:
        """The quarter, from 1."""
        return self._state.slots[QUARTER]

    @property
    def role(self) -> str:
        """The role held."""
        return self._program.roles[self._state.slots[ROLE]].id
