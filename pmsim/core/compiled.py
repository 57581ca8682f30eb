"""A program ready to run: expressions and effects compiled once into closures, and the mutable
state of a step.

No decisions of its own: everything here follows from the program.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pmsim.core.compile_expr import CompiledExpr, compile_expr
from pmsim.core.effect_kinds import Effects
from pmsim.core.effects import CompiledEffects, compile_tellings
from pmsim.core.events import Offer
from pmsim.core.expr import Bit, Expr, Get, IsSet, Some
from pmsim.core.program import (
    TAKEN,
    Beat,
    Branch,
    Check,
    Choice,
    Exit,
    Later,
    Program,
    Scenario,
    Scene,
    SlotKind,
    cached_on_program,
)

OpenChoice = tuple[int, int]
"""An open choice: (choice, moment). `moment` is the choice of the moment that an `each` choice
stands for, else -1."""


class DrawCandidate(NamedTuple):
    """A scenario that a draw may choose. `draw_name` names its random number in this draw."""

    scenario: Scenario
    draw_name: str
    topics: frozenset[int]


class CompiledBranch:
    """One side of a check, with its effects compiled."""

    __slots__ = ("branch", "effects", "tellings")

    def __init__(self, program: Program, branch: Branch) -> None:
        self.branch = branch
        self.tellings = compile_tellings(program, branch.key)
        self.effects = compile_effects(program, branch.effects)


class CompiledCheck:
    """A check, with its odds and both branches compiled."""

    __slots__ = ("failure", "key", "odds", "success")

    def __init__(self, program: Program, check: Check) -> None:
        self.key = check.key
        self.odds = compile_expr(check.odds)
        self.success, self.failure = (
            CompiledBranch(program, check.success),
            CompiledBranch(program, check.failure),
        )


class CompiledChoice:
    """A choice ready to be taken.

    `taken_bit`: its bit in the career's bit set. `visit_bit`: its bit in the visit's bit set.
    `is_plain`: it has no check, moment, `each`, consequence, call or tellings, and its scene
    has no `pick`. `fixed_target`: the scene it always leads to, -1 if that depends on the state.
    `apply_changes`: its effects, if they are changes only. `scene_has_tags`: a choice of its scene
    has a tag. `constant_offer`: the offer while the choice is open, if it never varies. `counters`:
    the slots that go up when it is taken. `chooser`: the first part of an entry in
    `State.chosen_moments`: the choice itself if it has `again` or its scene has a `pick`, else -1.
    """

    __slots__ = (
        "apply_changes",
        "check",
        "choice",
        "chooser",
        "constant_offer",
        "counters",
        "effects",
        "exit",
        "fixed_target",
        "has_text",
        "is_plain",
        "later",
        "locks",
        "needs",
        "scene_has_tags",
        "tag_counters",
        "taken_bit",
        "tellings",
        "visit_bit",
    )

    def __init__(self, program: Program, choice: Choice) -> None:
        scene = program.scenes[choice.scene]
        self.choice = choice
        self.taken_bit = 1 << choice.index
        self.chooser = choice.index if choice.again or scene.pick else -1
        self.visit_bit = 1 << (choice.index - program.scenarios[scene.scenario].first_choice)
        self.needs = compile_optional(choice.needs)
        self.locks = [compile_expr(program.locks[lock].when) for lock in choice.locks]
        self.tag_counters = tuple(program.tags[tag].times for tag in choice.tags)
        self.effects = compile_effects(program, choice.effects)
        self.apply_changes = self.effects.apply_only if self.effects is not None else None
        self.constant_offer = (
            None
            if choice.check or choice.each >= 0
            else Offer(choice.index, choice.id, -1, "", -1, -1)
        )
        self.check = CompiledCheck(program, choice.check) if choice.check else None
        self.exit: Exit = choice.exit
        self.later: tuple[Later, ...] = choice.later
        self.has_text = choice.told
        self.tellings = compile_tellings(program, choice.key)
        self.is_plain = not (
            choice.check
            or choice.moment
            or choice.each >= 0
            or choice.later
            or choice.exit.calls
            or scene.pick
            or self.tellings
        )
        self.fixed_target = find_fixed_target(program, choice.exit)
        self.scene_has_tags = any(program.choices[index].tags for index in scene.choices)
        self.counters = counter_slots(program, "times_took", "took_now", key=choice.key)


class CompiledScene:
    """A scene ready to be entered.

    `condition`: its `when` and `with` as one closure, None if it has neither. `fast_choices`: a row
    for each choice, (open choice, the visit bit that closes it or 0, the condition), or None if the
    scene has an `each` or an `otherwise`. `passes_through`: it has only an exit. `fixed_target`: as
    for `CompiledChoice`. `only_asks`: it has choices, no effects, no tellings and no `pick`.
    `visit_bits`: all bits that close one of its choices. `counters`: the slots that go up when it
    is entered. `tellings`: those that go up when its text is told. `away_when_due`: the conditions
    under which it cannot come back or be called, because somebody is away.
    """

    __slots__ = (
        "away_when_due",
        "check",
        "condition",
        "counters",
        "effects",
        "exit",
        "fast_choices",
        "fixed_target",
        "has_choices",
        "has_text",
        "later",
        "only_asks",
        "passes_through",
        "pick",
        "scene",
        "seen_bit",
        "tellings",
        "visit_bits",
        "when",
    )

    def __init__(self, program: Program, scene: Scene, choices: Sequence[CompiledChoice]) -> None:
        self.scene = scene
        self.seen_bit = 1 << scene.index
        self.when = compile_optional(scene.when)
        self.condition = combine_conditions(self.when, compile_away(scene))
        self.away_when_due = compile_away(
            scene if scene.own_with else program.scenarios[scene.scenario]
        )
        self.effects = compile_effects(program, scene.effects)
        self.check = CompiledCheck(program, scene.check) if scene.check else None
        self.has_choices, self.pick = bool(scene.choices), scene.pick
        self.exit, self.later, self.has_text = scene.exit, scene.later, scene.told
        self.fast_choices = fast_choice_rows([choices[index] for index in scene.choices])
        self.visit_bits = sum({mark for _, mark, _ in self.fast_choices or ()})
        self.passes_through = not (
            scene.choices
            or scene.effects
            or scene.check
            or scene.later
            or scene.exit.calls
            or scene.told
        )
        self.tellings = compile_tellings(program, scene.key)
        self.only_asks = self.has_choices and not (scene.pick or self.effects or self.tellings)
        self.fixed_target = find_fixed_target(program, scene.exit)
        self.counters = counter_slots(program, "times_seen", key=scene.key)


class CompiledProgram:
    """Compiled lists, each parallel to a table of the program."""

    def __init__(self, program: Program) -> None:
        self.choices = [CompiledChoice(program, choice) for choice in program.choices]
        self.scenes = [CompiledScene(program, scene, self.choices) for scene in program.scenes]
        self.initial_slots = tuple(slot.start for slot in program.slots)
        self.because = program.slot_index.get("@because", -1)
        self.visit_slots = [
            index for index, slot in enumerate(program.slots) if slot.kind == "took_now"
        ]
        """The slots of a visit, all 0 between two."""
        self.visit_slots += [self.because] if self.because >= 0 else []
        self.passed_slots: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
        """A cache: (choice taken, other open choices) -> the tag counters to raise."""

        self.scenario_when = [
            combine_conditions(compile_optional(scenario.when), compile_away(scenario))
            for scenario in program.scenarios
        ]
        self.scenario_away = [
            compile_expr(Some((*map(IsSet, scenario.away), *scenario.absences)))
            if scenario.away or scenario.absences
            else None
            for scenario in program.scenarios
        ]
        self.scenario_while = [compile_optional(scenario.lasting) for scenario in program.scenarios]
        self.weights = [compile_expr(scenario.weight) for scenario in program.scenarios]
        self.topics = [frozenset(scenario.topics) for scenario in program.scenarios]
        self.urgent = [
            scenario for scenario in program.scenarios if scenario.urgent and scenario.drawable
        ]
        self.always_starts = [
            self.scenes[scenario.starts[0]].condition is None if scenario.starts else False
            for scenario in program.scenarios
        ]
        """True for a scenario whose first start has no condition: half of all calls of
        `first_open_scene` are saved."""
        self.candidates = [self._candidates(program, beat) for beat in program.beats]

        self.locks = [compile_expr(lock.when) for lock in program.locks]
        self.beat_when = [compile_optional(beat.when) for beat in program.beats]
        self.role_effects = [compile_effects(program, role.enter) for role in program.roles]
        self.start_effects = [compile_effects(program, start.effects) for start in program.starts]
        self.crossing_effects = (
            compile_effects(program, program.crossing.effects) if program.crossing else None
        )
        self.disliked_effects, self.loved_effects = (
            compile_effects(program, program.on_disliked),
            compile_effects(program, program.on_loved),
        )
        self.each_quarter = [(slot, compile_expr(expr)) for slot, expr in program.each_quarter]
        self.outcome_when = [compile_optional(outcome.when) for outcome in program.outcomes]

    def _candidates(self, program: Program, beat: Beat) -> list[DrawCandidate]:
        """Return the scenarios that a draw may choose; none for a beat that names a scenario."""
        if beat.scenario >= 0:
            return []
        drawable = [
            scenario for scenario in program.scenarios if scenario.drawable and not scenario.urgent
        ]
        beat_topics = frozenset(beat.topics)
        topics = self.topics
        return [
            DrawCandidate(s, f"{s.id}@{beat.id}", topics[s.index])
            for s in drawable
            if not beat_topics or beat_topics & topics[s.index]
        ]


def compile_optional(expr: Expr | None) -> CompiledExpr | None:
    """Return an expression as a closure, or None for None."""
    return None if expr is None else compile_expr(expr)


def compile_away(part: Scene | Scenario) -> list[CompiledExpr]:
    """Return the conditions under which somebody of `with` is away."""
    return [compile_expr(expr) for expr in (*map(Get, part.away), *part.absences)]


def compile_effects(program: Program, effects: Effects | None) -> CompiledEffects | None:
    """Return a mapping of effects compiled, or None for None."""
    return None if effects is None else CompiledEffects(program, effects)


def counter_slots(program: Program, *kinds: SlotKind, key: str) -> tuple[int, ...]:
    """Return the slots of these kinds that a program has for a scene or choice."""
    ids = [f"{kind}.{key}" for kind in kinds]
    return tuple(program.slot_index[id_] for id_ in ids if id_ in program.slot_index)


def find_fixed_target(program: Program, exit_: Exit) -> int:
    """Return the scene that an exit always leads to, or -1 if that depends on the state."""
    if not exit_.scenes:
        return -1
    target = program.scenes[exit_.scenes[0]]
    closes = target.when is not None or target.away or target.absences
    return -1 if closes else target.index


def fast_choice_rows(
    choices: Sequence[CompiledChoice],
) -> list[tuple[OpenChoice, int, CompiledExpr | None]] | None:
    """Return the rows for `CompiledScene.fast_choices`."""
    if any(choice.choice.each >= 0 or choice.choice.otherwise for choice in choices):
        return None
    rows: list[tuple[OpenChoice, int, CompiledExpr | None]] = []
    for choice in choices:
        if not choice.choice.scenery:
            mark = 0 if choice.choice.again or choice.choice.way_out else choice.visit_bit
            spent = [compile_expr(Bit(TAKEN, choice.choice.index))] if choice.choice.once else []
            rows.append(
                (
                    (choice.choice.index, -1),
                    mark,
                    combine_conditions(choice.needs, [*spent, *choice.locks]),
                )
            )
    return rows


def combine_conditions(
    required: CompiledExpr | None, forbidden: Sequence[CompiledExpr]
) -> CompiledExpr | None:
    """Return one condition: `required` is true and none of `forbidden` is. None for no condition at
    all."""
    if not forbidden:
        return required
    if required is None and len(forbidden) == 1:
        forbids = forbidden[0]
        return lambda s: not forbids(s)
    return lambda s: (
        (required is None or bool(required(s))) and not any(forbids(s) for forbids in forbidden)
    )


@cached_on_program
def compiled_program(program: Program) -> CompiledProgram:
    """Return the compiled program; it is compiled on first use."""
    return CompiledProgram(program)
