"""A career in a test: a session that begins at any scene, with fixed luck, and the text that a
player would have read."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pmsim.core.chance import RecordedChance
from pmsim.core.events import Drawn, Event, Turn
from pmsim.core.program import Program
from pmsim.core.state import DEFAULT_START, StartOverride
from pmsim.lang import Pack
from pmsim.play.session import Session

PASSING_ROLL, FAILING_ROLL = 1, 100
"""A roll that always passes and a roll that always fails, since odds lie within 5..95."""
_MAX_NAMES = 12


class FixedLuckError(Exception):
    """A roll or draw was fixed that is impossible or was never used; the text is for the author of
    the test."""


class FixedDraw(NamedTuple):
    """A fixed result of a beat's draw. `number`: its position among the fixed draws; `scenario`: a
    scenario's index, -1 for nothing; `quarter`: when, 0 for the next time that the beat draws in a
    career."""

    number: int
    beat: str
    scenario: int
    quarter: int


RollResults = tuple[tuple[int, int], ...]
"""(odds, roll) of a check, for each time that it was rolled."""


class FixedLuck:
    """The fixed luck of one test, with a record of the rolls and draws that were used."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rolls: dict[str, int] = {}
        self.rolled: list[str] = []
        self.drawn: list[tuple[int, str]] = []
        self.draws: list[FixedDraw] = []
        self.used: set[str | FixedDraw] = set()
        self.pending_draws: list[FixedDraw] = []
        """Fixed draws that were used in the turn being played."""

    def passes(self, check: str) -> None:
        """Make the check pass whenever it is rolled. `check`: `scenario.scene.choice`, or
        `scenario.scene` for a scene's own check."""
        self.roll(check, PASSING_ROLL)

    def fails(self, check: str) -> None:
        """Make the check fail whenever it is rolled."""
        self.roll(check, FAILING_ROLL)

    def roll(self, check: str, number: int) -> None:
        """Make the check roll this number, 1..100, whenever it is rolled. It passes if the number
        is at most the odds. Raises FixedLuckError."""
        check_keys = _check_keys(self.program)
        _require_luck(f"check called {check}", check, check_keys)
        if not 1 <= number <= 100:
            raise FixedLuckError(f"A roll is a number from 1 to 100, and not {number}.")
        self.rolls[check] = number

    def draw(self, beat: str, scenario: str | None, quarter: int = 0) -> None:
        """Make the beat draw this scenario (None: nothing) in a quarter.

        Without a quarter: the next time that it draws in a career. Several such draws are used in
        the order in which they were fixed. Raises FixedLuckError."""
        beats = [each.id for each in self.program.beats if each.scenario < 0]
        _require_luck(f"beat called {beat} that draws", beat, beats)
        scenarios = [each.id for each in self.program.scenarios]
        if scenario is not None:
            _require_luck(f"scenario called {scenario}", scenario, scenarios)
        index = -1 if scenario is None else scenarios.index(scenario)
        self.draws.append(FixedDraw(len(self.draws), beat, index, quarter))

    def recorded_draws(self) -> RecordedChance:
        """Return the fixed luck as the recorded chance of a new career."""
        return RecordedChance(_FixedRolls(self), _FixedDraws(self))

    def require_drawn(self, events: Sequence[Event]) -> None:
        """Raise FixedLuckError if a fixed draw used in a turn with these events had another result,
        because its scenario cannot begin."""
        waiting, self.pending_draws = self.pending_draws, []
        drawn = {(each.beat, each.scenario) for each in events if isinstance(each, Drawn)}
        for fixed in waiting:
            if (fixed.beat, fixed.scenario) not in drawn:
                name = self.program.scenarios[fixed.scenario].id
                raise FixedLuckError(
                    f"{fixed.beat} was to draw {name}, which cannot begin there: none of the scenes"
                    " at its start holds."
                )

    def unused(self) -> tuple[str, ...]:
        """Return a sentence for each roll or draw that was fixed and never used, with those that
        happened instead."""
        return (
            *(self._unrolled_sentence(check) for check in self.rolls if check not in self.used),
            *(self._undrawn_sentence(fixed) for fixed in self.draws if fixed not in self.used),
        )

    def _unrolled_sentence(self, check: str) -> str:
        rolled = list(dict.fromkeys(self.rolled))
        near = get_close_matches(check, rolled, 1, 0.5)
        rolled_sentence = (
            f"Rolled were: {_join_names(rolled)}." if rolled else "No check was rolled at all."
        )
        return f"The roll of {check} was fixed, and nobody rolled it. {rolled_sentence}" + (
            f" The nearest is {near[0]}." if near else ""
        )

    def _undrawn_sentence(self, fixed: FixedDraw) -> str:
        draws = [f"{beat} in quarter {quarter}" for quarter, beat in dict.fromkeys(self.drawn)]
        name = "nothing" if fixed.scenario < 0 else self.program.scenarios[fixed.scenario].id
        when = f" in quarter {fixed.quarter}" if fixed.quarter else ""
        drawn_sentence = (
            f"Drawn were: {_join_names(draws)}." if draws else "Nothing was drawn at all."
        )
        return f"{fixed.beat} was to draw {name}{when}, and never drew. {drawn_sentence}"


class _FixedRolls(dict[str, RollResults]):
    """Rolls as `RecordedChance` reads them: the fixed number, with the odds of the moment."""

    def __init__(self, draws: FixedLuck) -> None:
        super().__init__()
        self.draws = draws

    def get(self, key: str, default: RollResults = ((0, 0),)) -> RollResults:  # type: ignore[override]
        """Return the fixed roll. `default`: the odds and the roll without it."""
        self.draws.rolled.append(key)
        if key not in self.draws.rolls:
            return default
        self.draws.used.add(key)
        return ((default[0][0], self.draws.rolls[key]),)


class _FixedDraws(dict[tuple[int, str], int]):
    """Draws of one career as `RecordedChance` reads them. A draw without a quarter is used in the
    first quarter in which its beat draws."""

    def __init__(self, draws: FixedLuck) -> None:
        super().__init__()
        self.draws = draws
        self.assigned: dict[tuple[int, str], FixedDraw] = {}
        self.assigned_draws: set[FixedDraw] = set()

    def __contains__(self, key: object) -> bool:
        assert isinstance(key, tuple)
        self.draws.drawn.append(key)
        if key not in self.assigned:
            for fixed in self.draws.draws:
                if (
                    fixed.beat == key[1]
                    and fixed.quarter in (0, key[0])
                    and fixed not in self.assigned_draws
                ):
                    self.assigned[key] = fixed
                    self.assigned_draws.add(fixed)
                    break
        return key in self.assigned

    def __getitem__(self, key: tuple[int, str]) -> int:
        fixed = self.assigned[key]
        self.draws.used.add(fixed)
        self.draws.pending_draws.append(fixed)
        return fixed.scenario


def _check_keys(program: Program) -> list[str]:
    """Return the keys of all checks: those of choices, then those of scenes."""
    checks = (*(one.check for one in program.choices), *(one.check for one in program.scenes))
    return [check.key for check in checks if check is not None]


def _require_luck(what: str, name: str, known: Sequence[str]) -> None:
    """Raise FixedLuckError with the nearest name, one that ends with `name` or is spelled like it,
    and the known names, if `name` is not one of them."""
    if name not in known:
        nearest = _nearest_names(name, known)
        hint = f" Did you mean {nearest[0]}?" if nearest else ""
        are = "are" if len(known) != 1 else "is"
        raise FixedLuckError(
            f"There is no {what}.{hint} There {are}: {_join_names(known) or 'none'}."
        )


def _nearest_names(name: str, names: Sequence[str]) -> list[str]:
    """Return the names that end with `name`, else those that are spelled like it, nearest first."""
    return [each for each in names if each.endswith(f".{name}")] or get_close_matches(name, names)


def _join_names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return ", ".join(names[:_MAX_NAMES]) + more


class CareerSetupError(Exception):
    """A name or choice of the test does not exist or is not open; the text says what is there."""


class FixedLuckSession(Session):
    """A session with the fixed luck of a test."""

    def __init__(
        self,
        pack: Pack,
        draws: FixedLuck,
        start: str,
        seed: int,
        quarters: int = 0,
        midway: StartOverride = DEFAULT_START,
    ) -> None:
        self.luck = draws
        super().__init__(
            pack, start, seed, quarters=quarters, midway=midway, recorded=draws.recorded_draws()
        )
        draws.require_drawn(self.events)

    def act(self, action: str) -> Turn:
        """Act as `Session.act` does. Raises FixedLuckError if a fixed draw is impossible."""
        turn = super().act(action)
        self.luck.require_drawn(turn.events)
        return turn

    @property
    def text(self) -> str:
        """Everything that a player would have read up to here."""
        from pmsim.ui.headless import transcript

        return "\n".join(transcript(self))


def play_career(
    pack: Pack,
    draws: FixedLuck,
    start: str = "",
    seed: int = 1,
    *,
    at: str = "",
    quarter: int = 0,
    role: str = "",
    because: str = "",
    stats: Mapping[str, int] | None = None,
    flags: Iterable[str] = (),
    quarters: int = 0,
    choices: Iterable[str] = (),
    then: str = "stop",
) -> FixedLuckSession:
    """Play a career from a start (by default the first) or from the scene `at`, through `choices`,
    and then as `then` says: `stop`, `first`, `random` or a persona.

    `because`: the choice that led to `at`. The last part of either key is enough if it is unique.
    Raises CareerSetupError, which lists what there is; FixedLuckError."""
    from pmsim.ui.headless import play_choices, refusal_sentence

    program = pack.program
    _require_known("start", start, pack.starts)
    _require_known("role", role, pack.roles)
    at = _resolve_key("scene", at, [scene.key for scene in program.scenes])
    because = _resolve_key("choice", because, [choice.key for choice in program.choices])
    _require_known(
        "player", then, ("stop", "first", "random", *(persona.id for persona in program.personas))
    )
    settable = {slot.id: slot.kind for slot in program.slots if slot.kind != "fixed"}
    for name in stats or {}:
        _require_known(
            "stat that can be set",
            name,
            (name for name, kind in settable.items() if kind != "flag"),
        )
    set_flags = list(flags)
    for name in set_flags:
        _require_known("flag", name, (name for name, kind in settable.items() if kind == "flag"))
    changes = {**dict.fromkeys(set_flags, max(1, quarter)), **(stats or {})}
    session = FixedLuckSession(
        pack, draws, start, seed, quarters, StartOverride(at, quarter, role, because, changes)
    )
    refused = play_choices(session, choices, then)
    if refused is not None:
        raise CareerSetupError(refusal_sentence(refused))
    return session


def _resolve_key(what: str, name: str, keys: list[str]) -> str:
    """Return the key that ends with the name, if there is only one. Raises CareerSetupError."""
    ending = [key for key in keys if key.endswith(f".{name}")]
    if name and name not in keys and len(ending) == 1:
        return ending[0]
    _require_known(what, name, keys)
    return name


def _require_known(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name and name not in names:
        nearest = _nearest_names(name, names)
        raise CareerSetupError(
            f"There is no {what} called {name}."
            + (f" The nearest: {', '.join(nearest[:3])}." if nearest else "")
        )
