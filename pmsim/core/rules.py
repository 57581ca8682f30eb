"""A program made ready to run: its expressions and mappings compiled once into closures, each scene and choice with all it needs at hand.

Nothing is decided here that the program does not say.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pmsim.core.effects import CompiledEffects
from pmsim.core.events import Offer
from pmsim.core.expr import Expr, Get, Read, compile_expr
from pmsim.core.program import Beat, Branch, Check, Choice, Effects, Exit, Later, Program, Scenario, Scene, kept_with_program

Open = tuple[int, int]
"""An open choice: (choice, moment); moment is the choice that an `each` stands for, else -1."""


class Candidate(NamedTuple):
    """Whom a draw may fall on; `name`: its number's name in this draw."""

    scenario: Scenario
    name: str
    topics: frozenset[int]


class Side:
    """One side of a check."""

    __slots__ = ("branch", "effects")

    def __init__(self, program: Program, branch: Branch) -> None:
        self.branch = branch
        self.effects = mapping(program, branch.effects)


class Roll:
    """A check, with its odds compiled and both sides at hand."""

    __slots__ = ("failure", "key", "odds", "success")

    def __init__(self, program: Program, check: Check) -> None:
        self.key = check.key
        self.odds = compile_expr(check.odds)
        self.success, self.failure = Side(program, check.success), Side(program, check.failure)


class Deed:
    """A choice, ready to be taken. `bit` is its place in the career's bit set, `mark` in the visit's; `needs` and `locks` as closures;
    `plain`: it has no check, moment or consequence, stands for no moment, and its scene is no `pick`. `straight`: the scene it leads to
    whatever the state, -1 if that depends. `move`: its effects, if they are changes and nothing else. `tagged`: some choice of its scene
    has a tag. `open_offer`: the offer, while it is open, if that never varies. `chooser`: who is remembered as having chosen a moment;
    the choice itself, where its `again` or its scene's `pick` asks for that, else -1."""

    __slots__ = (
        "bit", "choice", "chooser", "effects", "exit", "later", "locks", "mark", "move", "needs", "open_offer", "plain", "roll", "straight",
        "tagged", "times", "told",
    )  # fmt: skip

    def __init__(self, program: Program, choice: Choice) -> None:
        scene = program.scenes[choice.scene]
        self.choice = choice
        self.bit = 1 << choice.index
        self.chooser = choice.index if choice.again or scene.pick else -1
        self.mark = 1 << (choice.index - program.scenarios[scene.scenario].first_choice)
        self.needs = read(choice.needs)
        self.locks = [compile_expr(program.locks[lock].when) for lock in choice.locks]
        self.times = tuple(program.tags[tag].times for tag in choice.tags)
        self.effects = mapping(program, choice.effects)
        self.move = self.effects.only_changes if self.effects is not None else None
        self.open_offer = None if choice.check or choice.each >= 0 else Offer(choice.index, choice.id, -1, "", -1, -1)
        self.roll = Roll(program, choice.check) if choice.check else None
        self.exit: Exit = choice.exit
        self.later: tuple[Later, ...] = choice.later
        self.told = choice.told
        self.plain = not (choice.check or choice.moment or choice.each >= 0 or choice.later or scene.pick)
        self.straight = straight(program, choice.exit)
        self.tagged = any(program.choices[index].tags for index in scene.choices)


class Stop:
    """A scene, ready to be entered. `holds`: what its `when` and `with` ask, None for nothing. `quick`: (open choice, the mark that shuts
    it or 0, what must hold) for each choice, or None if it has an `each` or an `otherwise`. `gate`: it does nothing but lead on;
    `straight` as for a deed; `quiet`: entering it does nothing but ask; `marks`: all that shut a choice."""

    __slots__ = (
        "asks",
        "bit",
        "effects",
        "exit",
        "gate",
        "holds",
        "later",
        "marks",
        "pick",
        "quick",
        "quiet",
        "roll",
        "scene",
        "straight",
        "told",
    )

    def __init__(self, program: Program, scene: Scene, deeds: Sequence[Deed]) -> None:
        self.scene = scene
        self.bit = 1 << scene.index
        self.holds = together(read(scene.when), [compile_expr(Get(flag)) for flag in scene.away])
        self.effects = mapping(program, scene.effects)
        self.roll = Roll(program, scene.check) if scene.check else None
        self.asks, self.pick = bool(scene.choices), scene.pick
        self.exit, self.later, self.told = scene.exit, scene.later, scene.told
        self.quick = quick_rows([deeds[index] for index in scene.choices])
        self.marks = sum({mark for _, mark, _ in self.quick or ()})
        self.gate = not (scene.choices or scene.effects or scene.check or scene.later or scene.told)
        self.quiet = self.asks and not scene.pick and self.effects is None
        self.straight = straight(program, scene.exit)


class Rules:
    """Lists that run parallel to the program's tables."""

    def __init__(self, program: Program) -> None:
        self.deeds = [Deed(program, choice) for choice in program.choices]
        self.stops = [Stop(program, scene, self.deeds) for scene in program.scenes]
        self.blank = tuple(slot.start for slot in program.slots)
        self.passed: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
        """(choice taken, the other open ones) -> the `passed` slots that count; filled as they are met."""

        self.scenario_when = [
            together(read(scenario.when), [compile_expr(Get(flag)) for flag in scenario.away]) for scenario in program.scenarios
        ]
        self.scenario_lasting = [read(scenario.lasting) for scenario in program.scenarios]
        self.weight = [compile_expr(scenario.weight) for scenario in program.scenarios]
        self.topics = [frozenset(scenario.topics) for scenario in program.scenarios]
        self.urgent = [scenario for scenario in program.scenarios if scenario.urgent and scenario.drawable]
        self.sure_start = [self.stops[scenario.starts[0]].holds is None if scenario.starts else False for scenario in program.scenarios]
        """Its first start asks nothing."""
        self.candidates = [self._candidates(program, beat) for beat in program.beats]

        self.locks = [compile_expr(lock.when) for lock in program.locks]
        self.beat_when = [read(beat.when) for beat in program.beats]
        self.enter = [mapping(program, role.enter) for role in program.roles]
        self.start_effects = [mapping(program, start.effects) for start in program.starts]
        self.crossing = mapping(program, program.crossing.effects) if program.crossing else None
        self.disliked, self.loved = mapping(program, program.on_disliked), mapping(program, program.on_loved)
        self.each_quarter = [(slot, compile_expr(expr)) for slot, expr in program.each_quarter]
        self.outcome_when = [read(outcome.when) for outcome in program.outcomes]

    def _candidates(self, program: Program, beat: Beat) -> list[Candidate]:
        """Whom a draw may fall on; nobody for a beat that names a scenario."""
        if beat.scenario >= 0:
            return []
        drawable = [scenario for scenario in program.scenarios if scenario.drawable and not scenario.urgent]
        asked = frozenset(beat.topics)
        topics = self.topics
        return [Candidate(s, f"{s.id}@{beat.id}", topics[s.index]) for s in drawable if not asked or asked & topics[s.index]]


def read(expr: Expr | None) -> Read | None:
    """An expression compiled, or None where nothing is asked."""
    return None if expr is None else compile_expr(expr)


def mapping(program: Program, effects: Effects | None) -> CompiledEffects | None:
    """A mapping of effects compiled, or None."""
    return None if effects is None else CompiledEffects(program, effects)


def straight(program: Program, way: Exit) -> int:
    """The scene that an exit leads to whatever the state, -1 if that depends or there is none."""
    if not way.scenes:
        return -1
    ahead = program.scenes[way.scenes[0]]
    return ahead.index if ahead.when is None and not ahead.away else -1


def quick_rows(deeds: Sequence[Deed]) -> list[tuple[Open, int, Read | None]] | None:
    """The quick rows of a scene: see `Stop`."""
    if any(deed.choice.each >= 0 or deed.choice.otherwise for deed in deeds):
        return None
    rows: list[tuple[Open, int, Read | None]] = []
    for deed in deeds:
        if not deed.choice.scenery:
            mark = 0 if deed.choice.again or deed.choice.way_out else deed.mark
            rows.append(((deed.choice.index, -1), mark, together(deed.needs, deed.locks)))
    return rows


def together(needed: Read | None, barred: Sequence[Read]) -> Read | None:
    """What must hold: `needed`, and none of `barred`. None for nothing."""
    if not barred:
        return needed
    if needed is None and len(barred) == 1:
        bar = barred[0]
        return lambda s: not bar(s)
    return lambda s: (needed is None or bool(needed(s))) and not any(bar(s) for bar in barred)


@kept_with_program
def rules_of(program: Program) -> Rules:
    """The program's rules, compiled on first use."""
    return Rules(program)
