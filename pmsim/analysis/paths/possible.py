"""Possibility: all that can come about in any career from a start, without paths and without order
in time. Begin with the starts; add whatever a scene or choice that may be open can set, give or
bring, until nothing is added."""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, assert_never

from pmsim.analysis.paths.explore import entry_condition, present
from pmsim.analysis.paths.knowledge import SET, Knowledge
from pmsim.analysis.paths.world import World
from pmsim.analysis.solver import intervals
from pmsim.core.effect_kinds import (
    Change,
    ChangeInterest,
    ClearFlag,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import All, Compare, Expr, Num
from pmsim.core.program import QUARTER, ROLE, SEEN, TAKEN, Choice, Scenario, Scene
from pmsim.lang.compiler.termination import onward
from pmsim.lang.expressions.ranges import IntervalSet, SlotDomains, Variable


class Event(NamedTuple):
    """A thing that may come about: `kind` scene, choice, draw (of a scenario) or beat, and its
    number."""

    kind: Literal["scene", "choice", "draw", "beat"]
    number: int


class Possible:
    """The possible events of a pack, and the values that flags, roles and visits can have.

    `guards`: the condition of each event that was asked and can never be met.
    """

    def __init__(self, world: World) -> None:
        self.world, self.program, self.judge = world, world.program, world.judge
        self.domains = SlotDomains(self.program.slots, _nothing_yet(world))
        self.events: set[Event] = set()
        self.guards: dict[Event, Expr] = {}
        self._changed: set[Variable] = set()
        self._todo: list[Callable[[], None]] = []
        self._begin()
        self._run()

    def _run(self) -> None:
        while self._todo or self._changed:
            while self._todo:
                self._todo.pop()()
            changed, self._changed = self._changed, set()
            for event, condition in list(self.guards.items()):
                if self.judge.solver.dependencies(condition) & changed and self._may_hold(
                    condition
                ):
                    del self.guards[event]
                    self._happen(event)

    def _begin(self) -> None:
        program = self.program
        for flag in self.world.open_flags:
            self._grow(Variable(flag), program_quarters(self.world))
        for number in self.world.open_roles:
            self._take_role(number)
        for start in program.starts:
            self._grow(Variable(ROLE), ((start.role, start.role),))
            role = program.roles[start.role]
            self._hold_stage(role.stage)
            self._affect(role.enter)
            self._affect(start.effects)
            if start.scenario >= 0:
                self._enter(program.scenarios[start.scenario].starts)
        for number in range(len(program.beats)):
            self._await(Event("beat", number), program.beats[number].when)

    def _await(self, event: Event, condition: Expr | None) -> None:
        """Let an event happen as soon as its condition may hold."""
        if event in self.events or event in self.guards:
            return
        if condition is None or self._may_hold(condition):
            self._happen(event)
        else:
            self.guards[event] = condition

    def _may_hold(self, condition: Expr) -> bool:
        return self.judge.assume(Knowledge(self.domains), (condition, True)) is not None

    def _happen(self, event: Event) -> None:
        if event not in self.events:
            self.events.add(event)
            self._todo.append(lambda: self._follow(event))

    def _grow(self, var: Variable, values: IntervalSet) -> None:
        grown = intervals.union(self.domains[var], values)
        if grown != self.domains[var]:
            self.domains[var] = grown
            self._changed.add(var)

    def _enter(self, scenes: Iterable[int]) -> None:
        for index in scenes:
            scene = self.program.scenes[index]
            self._await(Event("scene", index), entry_condition(scene, scene))

    def _follow(self, event: Event) -> None:
        """Add what an event brings about."""
        program, index = self.program, event.number
        match event.kind:
            case "beat":
                beat = program.beats[index]
                if beat.scenario >= 0:
                    self._enter(program.scenarios[beat.scenario].starts)
                for scenario in program.scenarios:
                    if beat in self.world.draws_of(scenario):
                        self._await(Event("draw", scenario.index), draw_condition(scenario))
            case "draw":
                self._enter(program.scenarios[index].starts)
            case "scene":
                scene = program.scenes[index]
                self._grow(Variable(SEEN, index), SET)
                self._affect(scene.effects)
                self._go_on(scene)
                for choice in scene.choices:
                    row = program.choices[choice]
                    if not row.scenery:
                        needs = None if row.otherwise else row.needs
                        self._await(Event("choice", choice), needs)
            case "choice":
                self._grow(Variable(TAKEN, index), SET)
                self._affect(program.choices[index].effects)
                self._go_on(program.choices[index])

    def _go_on(self, part: Scene | Choice) -> None:
        for branch in (part.check.success, part.check.failure) if part.check else ():
            self._affect(branch.effects)
        ways = onward(part)
        self._enter(ways.scenes)
        for later in ways.laters:
            self._enter(later.scenes or self.program.scenarios[later.scenario].starts)

    def _affect(self, effects: Effects | None) -> None:
        """Add what effects can set and give."""
        program = self.program
        for effect in effects or ():
            match effect:
                case SetFlag(slot):
                    self._grow(Variable(slot), program_quarters(self.world))
                case ClearFlag(slot):
                    self._grow(Variable(slot), ((0, 0),))
                case Practice():
                    self._affect(program.on_disliked)
                    self._affect(program.on_loved)
                case Change() | ChangeInterest():
                    pass
                case TakeRole(role):
                    if not intervals.clipped(self.domains[Variable(ROLE)], role, role):
                        self._take_role(role)
                case _:
                    assert_never(effect)

    def _take_role(self, role: int) -> None:
        self._grow(Variable(ROLE), ((role, role),))
        self._affect(self.program.roles[role].enter)
        self._hold_stage(self.program.roles[role].stage)
        self._affect(self.program.crossing and self.program.crossing.effects)

    def _hold_stage(self, stage: int) -> None:
        held = self.program.stages[stage].held
        if held >= 0:
            self._grow(Variable(held), SET)

    def limits(self) -> dict[Variable, IntervalSet]:
        """Return the values of flags, roles, stages and visits, where they are fewer than their
        slots allow."""
        whole = SlotDomains(self.program.slots)
        return {var: values for var, values in self.domains.items() if values != whole[var]}


def program_quarters(world: World) -> IntervalSet:
    """Return all quarters of a career."""
    slot = world.program.slots[QUARTER]
    return ((slot.min, slot.max),)


def draw_condition(scenario: Scenario) -> Expr | None:
    """Return the condition for drawing a scenario in any draw, None if it has none."""
    conditions = [*([scenario.when] if scenario.when is not None else []), *present(scenario)]
    if not isinstance(scenario.weight, Num) or scenario.weight.value <= 0:
        conditions.append(Compare(">", scenario.weight, Num(0)))
    return All(tuple(conditions)) if conditions else None


def _nothing_yet(world: World) -> dict[Variable, IntervalSet]:
    """Return the values of everything that must be made possible, before anything is."""
    program = world.program
    nothing: dict[Variable, IntervalSet] = {
        Variable(number): ((slot.start, slot.start),)
        for number, slot in enumerate(program.slots)
        if slot.kind in ("flag", "held")
    }
    nothing |= {Variable(SEEN, scene.index): ((0, 0),) for scene in program.scenes}
    nothing |= {Variable(TAKEN, choice.index): ((0, 0),) for choice in program.choices}
    first = program.starts[0].role
    return nothing | {Variable(ROLE): ((first, first),)}
