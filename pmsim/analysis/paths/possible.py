"""Possibility: all that can come about in any career from a start, without paths and without order
in time. Begin with the starts; add whatever a scene or choice that may be open can set, give or
bring, until nothing is added."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, assert_never

from pmsim.analysis.paths.knowledge import SET, UNSET, Knowledge
from pmsim.analysis.paths.world import World, entry_condition, present
from pmsim.analysis.solver import intervals
from pmsim.core.compiled import counter_slots
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
from pmsim.core.program import (
    QUARTER,
    ROLE,
    SEEN,
    TAKEN,
    Choice,
    Program,
    Scenario,
    Scene,
)
from pmsim.lang.compiler.termination import (
    closure,
    due_scenes,
    effects_of,
    may_draw,
    onward,
    onward_from,
    ways_on,
)
from pmsim.lang.expressions.ranges import (
    IntervalSet,
    Range,
    Ranges,
    SlotDomains,
    Variable,
)


class Event(NamedTuple):
    """A thing that may come about: `kind` scene, choice, draw (of a scenario) or beat, and its
    number."""

    kind: Literal["scene", "choice", "draw", "beat"]
    number: int


class Possible:
    """The possible events of a pack, and the values that flags, roles and visits can have.

    `guards`: the condition of each event that was asked and can never be met. `numbers`: the values
    of numbers, where they are fewer than their bounds allow.
    """

    def __init__(self, world: World) -> None:
        self.world, self.program, self.judge = world, world.program, world.judge
        self.domains = SlotDomains(self.program.slots, {**world.limits, **_nothing_yet(world)})
        self.events: set[Event] = set()
        self.guards: dict[Event, Expr] = {}
        self._changed: set[Variable] = set()
        self._todo: list[Event] = []
        self._begin()
        self._run()

    def _run(self) -> None:
        while self._todo or self._changed:
            while self._todo:
                self._follow(self._todo.pop())
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
            self._grow(Variable(flag), self.domains[Variable(QUARTER)])
        for role in self.world.open_roles:
            self._take_role(role)
        for start in program.starts:
            self._take_role(start.role)
            self._affect(start.effects)
            for scene in program.scenarios[start.scenario].starts if start.scenario >= 0 else ():
                self._await(Event("scene", scene))
        for number in range(len(program.beats)):
            self._await(Event("beat", number))

    def _await(self, event: Event) -> None:
        """Let an event happen as soon as its condition may hold."""
        if event in self.events or event in self.guards:
            return
        condition = condition_of(self.program, event)
        if condition is None or self._may_hold(condition):
            self._happen(event)
        else:
            self.guards[event] = condition

    def _may_hold(self, condition: Expr) -> bool:
        return self.judge.assume(Knowledge(self.domains), (condition, True)) is not None

    def _happen(self, event: Event) -> None:
        self.events.add(event)
        self._todo.append(event)

    def _grow(self, var: Variable, values: IntervalSet) -> None:
        grown = intervals.union(self.domains[var], values)
        if grown != self.domains[var]:
            self.domains[var] = grown
            self._changed.add(var)

    def _follow(self, event: Event) -> None:
        """Add what an event brings about."""
        part = part_of(self.program, event)
        if part is not None:
            self._grow(mark_of(event), SET)
            for effects in effects_of(part):
                self._affect(effects)
        for other in leads(self.program, event):
            self._await(other)

    def _affect(self, effects: Effects | None) -> None:
        """Add what effects can set and give."""
        program = self.program
        for effect in effects or ():
            match effect:
                case Change() | ChangeInterest() | ClearFlag():
                    pass
                case SetFlag(slot):
                    self._grow(Variable(slot), self.domains[Variable(QUARTER)])
                case Practice():
                    self._affect(program.on_disliked)
                    self._affect(program.on_loved)
                case TakeRole(role):
                    if not intervals.clipped(self.domains[Variable(ROLE)], role, role):
                        self._take_role(role)
                case _:
                    assert_never(effect)

    def _take_role(self, number: int) -> None:
        role = self.program.roles[number]
        self._grow(Variable(ROLE), ((number, number),))
        self._affect(role.enter)
        if (held := self.program.stages[role.stage].held) >= 0:
            self._grow(Variable(held), SET)
        self._affect(self.program.crossing and self.program.crossing.effects)

    def quarters_of(self, condition: Expr | None) -> int:
        """Return the number of quarters in which a condition may hold."""
        goals = [] if condition is None else [(condition, True)]
        known = self.judge.assume(Knowledge(self.domains), *goals)
        return 0 if known is None else intervals.size(known[Variable(QUARTER)])

    def limits(self) -> dict[Variable, IntervalSet]:
        """Return the values of flags, roles, stages, visits and numbers, where they are fewer than
        their slots allow."""
        whole = SlotDomains(self.program.slots)
        return {var: values for var, values in self.domains.items() if values != whole[var]}


def part_of(program: Program, event: Event) -> Scene | Choice | None:
    """Return the scene or choice of an event, None for another."""
    match event.kind:
        case "scene":
            return program.scenes[event.number]
        case "choice":
            return program.choices[event.number]
        case _:
            return None


def mark_of(event: Event) -> Variable:
    """Return what is set when a scene is entered or a choice is taken."""
    return Variable(SEEN if event.kind == "scene" else TAKEN, event.number)


def condition_of(program: Program, event: Event) -> Expr | None:
    """Return the condition of an event, None if it has none."""
    match part_of(program, event):
        case Scene() as scene:
            return entry_condition(scene, scene)
        case Choice() as choice:
            return None if choice.otherwise else choice.needs
        case None if event.kind == "draw":
            return draw_condition(program.scenarios[event.number])
        case None:
            return program.beats[event.number].when


def leads(program: Program, event: Event) -> Iterator[Event]:
    """Yield the events that an event may bring about."""
    scenes: Iterable[int] = ()
    part = part_of(program, event)
    if part is not None:
        ways = onward(part)
        scenes = (*ways.scenes, *due_scenes(program, ways.laters))
    elif event.kind == "draw":
        scenes = program.scenarios[event.number].starts
    else:
        beat = program.beats[event.number]
        scenes = program.scenarios[beat.scenario].starts if beat.scenario >= 0 else ()
        drawn = (one.index for one in program.scenarios if may_draw(beat, one))
        yield from (Event("draw", index) for index in drawn)
    yield from (Event("scene", index) for index in scenes)
    for index in part.choices if isinstance(part, Scene) else ():
        if not program.choices[index].scenery:
            yield Event("choice", index)


def draw_condition(scenario: Scenario) -> Expr | None:
    """Return the condition for drawing a scenario in any draw, None if it has none."""
    conditions = [*([scenario.when] if scenario.when is not None else []), *present(scenario)]
    if not isinstance(scenario.weight, Num) or scenario.weight.value <= 0:
        conditions.append(Compare(">", scenario.weight, Num(0)))
    return All(tuple(conditions)) if conditions else None


def _nothing_yet(world: World) -> dict[Variable, IntervalSet]:
    """Return the values of everything that must be made possible, before anything is."""
    program = world.program
    nothing = [
        Variable(number)
        for number, slot in enumerate(program.slots)
        if slot.kind in ("flag", "held")
    ]
    nothing += [Variable(SEEN, scene.index) for scene in program.scenes]
    nothing += [Variable(TAKEN, choice.index) for choice in program.choices]
    first = program.starts[0].role
    return {**dict.fromkeys(nothing, UNSET), Variable(ROLE): ((first, first),)}


MANY = 10_000
"""The count of what can come about an unlimited number of times."""
_COUNTED = ("stat", "person", "skill", "times", "times_seen", "times_took")
"""The kinds of slots whose reach follows from how often something moves them."""


class Counts(dict[Event, int]):
    """How often each scene and choice can come about in one career, at most."""

    def __init__(self, possible: Possible) -> None:
        super().__init__()
        self.program, self.events = possible.program, possible.events
        self.quarters = self.program.slots[QUARTER].max
        self.visits = self._begun(possible)
        self.entered = Counter(
            {
                scene: self.visits[one.index]
                for one in self.program.scenarios
                for scene in one.starts
            }
        )
        self.sent = Counter[int]()
        after = {
            scene.index: onward_from(self.program, scene.index, called=False).scenes
            for scene in self.program.scenes
        }
        self.circling = {
            index for index in after if index in closure(after[index], after.__getitem__)
        }
        self.todo = {index for index in self.entered if self.entered[index]}
        while self.todo:
            scene = self.program.scenes[self.todo.pop()]
            self._count(Event("scene", scene.index), scene, scene)
            for index in scene.choices:
                self._count(Event("choice", index), self.program.choices[index], scene)

    def _begun(self, possible: Possible) -> Counter[int]:
        """Return how often starts, beats and draws begin each scenario."""
        begun = Counter(start.scenario for start in self.program.starts)
        for number, beat in enumerate(self.program.beats):
            if Event("beat", number) in self.events:
                begun[beat.scenario] += possible.quarters_of(beat.when)
        for scenario in self.program.scenarios:
            if Event("draw", scenario.index) in self.events:
                draws = 1 + (self.quarters - 1) // scenario.repeat if scenario.repeat else 1
                begun[scenario.index] += min(draws, possible.quarters_of(scenario.when))
        return begun

    def _most(self, part: Scene | Choice, scene: Scene) -> int:
        circles, count = scene.index in self.circling, self.entered[scene.index]
        if isinstance(part, Scene):
            return MANY if circles else min(count, self.visits[scene.scenario])
        anew = part.again or part.each >= 0
        if circles:
            count = MANY if anew or part.way_out else self.visits[scene.scenario]
        else:
            count = self[Event("scene", scene.index)] * (max(1, scene.pick) if anew else 1)
        return 1 if part.once else min(count, MANY)

    def _count(self, event: Event, part: Scene | Choice, scene: Scene) -> None:
        """Count an event anew, and what it leads to."""
        if event not in self.events or not self.entered[scene.index]:
            return
        before, count = self.get(event, 0), self._most(part, scene)
        if count == before:
            return
        self[event] = count
        calls = [index for way in ways_on(part) for index in way.exit.calls]
        self._lead(onward(part, called=False).scenes, count - before, 0)
        self._lead(calls, count - before, count - before)
        for later in onward(part).laters:
            earlier = min(self.quarters, self.sent[later.place])
            self.sent[later.place] += count - before
            due = min(self.quarters, self.sent[later.place]) - earlier
            self._lead(due_scenes(self.program, [later]), due, due)

    def _lead(self, scenes: Sequence[int], times: int, visits: int) -> None:
        self.entered.update(dict.fromkeys(scenes, times))
        self.todo.update(scenes)
        for number in {self.program.scenes[index].scenario for index in scenes if visits}:
            self.visits[number] += visits
            self.todo.update(self.program.scenarios[number].scenes)


def _moves(
    program: Program, ranges: Ranges, effects: Effects | None
) -> Iterator[tuple[int, Range, bool]]:
    """Yield each number that effects may move, with the amount, and True if they set it."""
    for effect in effects or ():
        match effect:
            case Change(slot, amount, sets):
                yield slot, ranges.of(amount), sets
            case ChangeInterest(amount, sets):
                yield from ((each.interest, ranges.of(amount), sets) for each in program.skills)
            case Practice(act, number):
                skill = program.skills[number]
                for slot in (skill.level, (skill.done, skill.told, skill.taught)[act]):
                    yield slot, Range(0, 1), False
                for inner in (program.on_disliked, program.on_loved):
                    yield from _moves(program, ranges, inner)
            case TakeRole(role):
                yield from _moves(program, ranges, program.roles[role].enter)
            case SetFlag() | ClearFlag():
                pass
            case _:
                assert_never(effect)


def reach_of_numbers(program: Program, counts: Counts) -> dict[Variable, IntervalSet]:
    """Return the values that numbers can have, where they are fewer than their bounds allow. A
    number lies no further from the values that it begins with, or is set to, than all changes lead,
    each made as often as `counts` allows."""
    slots, ranges = program.slots, Ranges(SlotDomains(program.slots))
    feeds = {feed.source: [feed.target] for feed in program.feeds}
    base = {number: Range(slot.start, slot.start) for number, slot in enumerate(slots)}
    far = Counter[tuple[int, bool]]()  # by slot and direction

    def move(slot: int, amount: Range, sets: bool, times: int) -> None:
        low, high = amount
        if sets:
            base[slot] = Range(min(base[slot].low, low), max(base[slot].high, high))
            high = slots[slot].max - slots[slot].min
            low = -high
        targets = feeds.get(slot, [])
        for each in targets if sets else (slot, *targets):
            far[each, False] += max(0, -low) * times
            far[each, True] += max(0, high) * times

    runs = [(program.crossing and program.crossing.effects, len(program.stages))]
    for start in program.starts:
        runs += [(program.roles[start.role].enter, 1), (start.effects, 1)]
    for number, expr in program.each_quarter:
        move(number, ranges.of(expr), False, slots[QUARTER].max)
    for event, times in counts.items():
        part = part_of(program, event)
        assert part is not None
        runs += [(effects, times) for effects in effects_of(part)]
        counters = counter_slots(program, "times_seen", "times_took", key=part.key)
        tags = part.tags if isinstance(part, Choice) else ()
        for slot in (*counters, *(program.tags[tag].times for tag in tags)):
            move(slot, Range(1, 1), False, times)
    for effects, times in runs:
        for slot, amount, sets in _moves(program, ranges, effects):
            move(slot, amount, sets, times)
    found: dict[Variable, IntervalSet] = {}
    for number, row in enumerate(slots):
        low = max(row.min, base[number].low - far[number, False])
        high = min(row.max, base[number].high + far[number, True])
        if row.kind in _COUNTED and (low, high) != (row.min, row.max):
            found[Variable(number)] = ((low, high),)
    return found
