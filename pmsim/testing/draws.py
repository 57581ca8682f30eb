"""Luck fixed for a test: how a named check falls, what a beat of the calendar draws. Whatever is fixed must also be asked for.

draws = Draws(pack.program)
draws.passes("the_date.slide_eleven.what_for")
Session(pack, recorded=draws.of_a_career())
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pmsim.core.chance import RecordedChance
from pmsim.core.events import Entered, Event, Skipped
from pmsim.core.program import Program

BEST, WORST = 1, 100
"""Rolls that pass, and that fail, whatever the odds (which are kept within 5..95)."""
_MOST_NAMED = 12


class FixedError(Exception):
    """Something was fixed that cannot be, or that nobody asked for; the text is for the author of the test."""


class FixedDraw(NamedTuple):
    """What a beat is to draw: a scenario's index, -1 for nothing; in a quarter, or (0) the next time that it draws in a career. `number`:
    the how manieth that was fixed."""

    number: int
    beat: str
    scenario: int
    quarter: int


Fallen = tuple[tuple[int, int], ...]
"""(odds, roll) of a check, as often as it was rolled."""


class Draws:
    """The fixed luck of one test, and what was asked for in it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rolls: dict[str, int] = {}
        self.rolled: list[str] = []
        self.drawn: list[tuple[int, str]] = []
        self.draws: list[FixedDraw] = []
        self.used: set[str | FixedDraw] = set()
        self.waiting: list[FixedDraw] = []
        """Draws that were asked for in the turn being played."""

    def passes(self, check: str) -> None:
        """The check passes, whenever it is rolled. `check`: `scenario.scene.choice`, or `scenario.scene` of a scene's own."""
        self.roll(check, BEST)

    def fails(self, check: str) -> None:
        """The check fails, whenever it is rolled."""
        self.roll(check, WORST)

    def roll(self, check: str, number: int) -> None:
        """The check rolls this number, 1..100, whenever it is rolled: it passes if the odds are no less. Raises FixedError."""
        known = _checks(self.program)
        if check not in known:
            raise FixedError(f"There is no check called {check}.{_nearest(check, known)}")
        if not 1 <= number <= 100:
            raise FixedError(f"A roll is a number from 1 to 100, and not {number}.")
        self.rolls[check] = number

    def draw(self, beat: str, scenario: str | None, quarter: int = 0) -> None:
        """The beat draws this scenario (None: nothing) in a quarter; without one, the next time that it draws in a career: the first
        that was fixed the first time, the second the second. Raises FixedError."""
        beats = [each.id for each in self.program.beats if each.scenario < 0]
        if beat not in beats:
            raise FixedError(f"There is no beat called {beat} that draws.{_nearest(beat, beats)}")
        scenarios = [each.id for each in self.program.scenarios]
        if scenario is not None and scenario not in scenarios:
            raise FixedError(f"There is no scenario called {scenario}.{_nearest(scenario, scenarios)}")
        self.draws.append(FixedDraw(len(self.draws), beat, -1 if scenario is None else scenarios.index(scenario), quarter))

    def of_a_career(self) -> RecordedChance:
        """The draws that a new career holds to."""
        return RecordedChance(_Rolls(self), _Calendar(self))

    def kept(self, events: Sequence[Event]) -> None:
        """Raises FixedError if a draw that was asked for in a turn with these events did not fall as fixed: the scenario cannot begin."""
        waiting, self.waiting = self.waiting, []
        entered = {self.program.scenes[each.scene].scenario for each in events if isinstance(each, Entered) and each.arrival != "goto"}
        skipped = {each.beat for each in events if isinstance(each, Skipped)}
        for fixed in waiting:
            if fixed.scenario not in entered and not (fixed.scenario < 0 and fixed.beat in skipped):
                name = self.program.scenarios[fixed.scenario].id
                raise FixedError(f"{fixed.beat} was to draw {name}, which cannot begin there: none of the scenes at its start holds.")

    def unused(self) -> tuple[str, ...]:
        """What was fixed and never asked for, a sentence each, with what was asked for instead."""
        found = [self._unrolled(check) for check in self.rolls if check not in self.used]
        return (*found, *(self._undrawn(fixed) for fixed in self.draws if fixed not in self.used))

    def _unrolled(self, check: str) -> str:
        rolled = list(dict.fromkeys(self.rolled))
        near = get_close_matches(check, rolled, 1, 0.5)
        asked = f"Rolled were: {_listed(rolled)}." if rolled else "No check was rolled at all."
        return f"The roll of {check} was fixed, and nobody rolled it. {asked}" + (f" The nearest is {near[0]}." if near else "")

    def _undrawn(self, fixed: FixedDraw) -> str:
        drawn = [f"{beat} in quarter {quarter}" for quarter, beat in dict.fromkeys(self.drawn)]
        name = "nothing" if fixed.scenario < 0 else self.program.scenarios[fixed.scenario].id
        when = f" in quarter {fixed.quarter}" if fixed.quarter else ""
        asked = f"Drawn were: {_listed(drawn)}." if drawn else "Nothing was drawn at all."
        return f"{fixed.beat} was to draw {name}{when}, and never drew. {asked}"


class _Rolls(Mapping[str, Fallen]):
    """Rolls as `RecordedChance` wants them: the fixed number, at the odds that there are."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws

    def get(self, key: str, default: Fallen = ((0, 0),)) -> Fallen:  # type: ignore[override]
        """`default`: the odds and the roll as they would be."""
        self.draws.rolled.append(key)
        if key not in self.draws.rolls:
            return default
        self.draws.used.add(key)
        return ((default[0][0], self.draws.rolls[key]),)

    def __getitem__(self, key: str) -> Fallen:
        return ((0, self.draws.rolls[key]),)

    def __iter__(self) -> Iterator[str]:
        return iter(self.draws.rolls)

    def __len__(self) -> int:
        return len(self.draws.rolls)


class _Calendar(Mapping[tuple[int, str], int]):
    """Draws as `RecordedChance` wants them, for one career: whatever has no quarter falls in the first in which its beat draws."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.fallen: dict[tuple[int, str], FixedDraw] = {}
        self.bound: set[FixedDraw] = set()

    def __contains__(self, asked: object) -> bool:
        assert isinstance(asked, tuple)
        self.draws.drawn.append(asked)
        if asked not in self.fallen:
            for fixed in self.draws.draws:
                if fixed.beat == asked[1] and fixed.quarter in (0, asked[0]) and fixed not in self.bound:
                    self.fallen[asked] = fixed
                    self.bound.add(fixed)
                    break
        return asked in self.fallen

    def __getitem__(self, asked: tuple[int, str]) -> int:
        fixed = self.fallen[asked]
        self.draws.used.add(fixed)
        self.draws.waiting.append(fixed)
        return fixed.scenario

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return iter(self.fallen)

    def __len__(self) -> int:
        return len(self.fallen)


def _checks(program: Program) -> list[str]:
    """The names of all checks: those of choices, and scenes' own."""
    own = [scene.check.key for scene in program.scenes if scene.check is not None]
    return [*(choice.check.key for choice in program.choices if choice.check is not None), *own]


def _nearest(name: str, known: Iterable[str]) -> str:
    """What may have been meant: a name that ends so, or one that is spelt much like it; and what there is."""
    names = list(known)
    near = [each for each in names if each.endswith(f".{name}")] or get_close_matches(name, names, 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"{meant} There {'are' if len(names) != 1 else 'is'}: {_listed(names) or 'none'}."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
