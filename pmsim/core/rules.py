"""A program's expressions and mappings of effects, compiled once into closures. Nothing is decided here that the program does not say."""

from collections.abc import Sequence
from functools import lru_cache

from pmsim.core.effects import Mapping
from pmsim.core.expr import Expr, Read, compile_expr
from pmsim.core.program import Check, Effects, Program, Scene

Row = tuple[int, int, Read | None]
"""A choice as the quick way through a scene sees it: index, the mark that shuts it (0: none), and what must hold."""


class Rules:
    """Lists that run parallel to the program's tables. A pair of branches is (failure, success)."""

    def __init__(self, program: Program) -> None:
        def read(expr: Expr | None) -> Read | None:
            return None if expr is None else compile_expr(expr)

        def mapping(effects: Effects | None) -> Mapping | None:
            return None if effects is None else Mapping(program, effects)

        def branches(check: Check | None) -> tuple[Mapping | None, Mapping | None]:
            return (mapping(check.failure.effects), mapping(check.success.effects)) if check else (None, None)

        self.scenario_when = [read(scenario.when) for scenario in program.scenarios]
        self.scenario_lasting = [read(scenario.lasting) for scenario in program.scenarios]
        self.weight = [compile_expr(scenario.weight) for scenario in program.scenarios]
        self.topics = [frozenset(scenario.topics) for scenario in program.scenarios]
        self.urgent = [scenario for scenario in program.scenarios if scenario.urgent]
        self.drawable = [scenario for scenario in program.scenarios if scenario.drawable and not scenario.urgent]

        self.scene_when = [read(scene.when) for scene in program.scenes]
        self.scene_effects = [mapping(scene.effects) for scene in program.scenes]
        self.scene_odds = [read(scene.check.odds) if scene.check else None for scene in program.scenes]
        self.scene_branches = [branches(scene.check) for scene in program.scenes]

        self.needs = [read(choice.needs) for choice in program.choices]
        self.locks = [compile_expr(lock.when) for lock in program.locks]
        self.choice_effects = [mapping(choice.effects) for choice in program.choices]
        self.odds = [read(choice.check.odds) if choice.check else None for choice in program.choices]
        self.branches = [branches(choice.check) for choice in program.choices]
        self.rows = [self._rows(program, scene) for scene in program.scenes]
        self.passed: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
        """(choice taken, choices open) -> the `passed` slots that count; filled as they are met."""

        self.beat_when = [read(beat.when) for beat in program.beats]
        self.beat_topics = [frozenset(beat.topics) for beat in program.beats]
        self.enter = [mapping(role.enter) for role in program.roles]
        self.start_effects = [mapping(start.effects) for start in program.starts]
        self.crossing = mapping(program.crossing.effects) if program.crossing else None
        self.disliked, self.loved = mapping(program.on_disliked), mapping(program.on_loved)
        self.each_quarter = [(slot, compile_expr(expr)) for slot, expr in program.each_quarter]
        self.outcome_when = [read(outcome.when) for outcome in program.outcomes]

    def _rows(self, program: Program, scene: Scene) -> list[Row] | None:
        """The quick rows of a scene, or None if it has an `each` or an `otherwise`."""
        rows: list[Row] = []
        first = program.scenarios[scene.scenario].first_choice
        for index in scene.choices:
            choice = program.choices[index]
            if choice.each >= 0 or choice.otherwise:
                return None
            if choice.scenery:
                continue
            mark = 0 if choice.again or choice.way_out else 1 << (index - first)
            rows.append((index, mark, together(self.needs[index], [self.locks[lock] for lock in choice.locks])))
        return rows


def together(needs: Read | None, locks: Sequence[Read]) -> Read | None:
    """What must hold for a choice: its `needs`, and none of the locks on its tags."""
    if not locks:
        return needs
    if needs is None and len(locks) == 1:
        lock = locks[0]
        return lambda s: not lock(s)
    return lambda s: (needs is None or bool(needs(s))) and not any(lock(s) for lock in locks)


@lru_cache(maxsize=64)
def rules_of(program: Program) -> Rules:
    """The program's rules, compiled on first use."""
    return Rules(program)
