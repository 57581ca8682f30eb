"""The paths through scenarios that send for or call each other: what is known where something is
read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from pmsim.analysis.paths.effects import Carrier
from pmsim.analysis.paths.knowledge import SET, UNSET, Knowledge
from pmsim.analysis.paths.possible import draw_condition
from pmsim.analysis.paths.world import World, entry_condition, present
from pmsim.analysis.solver import intervals
from pmsim.analysis.solver.narrowing import Goal
from pmsim.core.compiled import counter_slots
from pmsim.core.expr import Expr
from pmsim.core.program import (
    QUARTER,
    QUARTERS,
    ROLE,
    ROLE_SINCE,
    SEEN,
    TAKEN,
    Branch,
    Choice,
    Exit,
    Later,
    Scenario,
    Scene,
    Start,
)
from pmsim.lang.compiler.termination import may_draw, ways_on
from pmsim.lang.expressions.ranges import Ranges, Variable

_Key = TypeVar("_Key", int, str)
MAX_JOINS = 4
"""Number of times that more ways into a scene are joined exactly; after that, whatever still
changes is unknown."""
MAX_SENDERS = 20
"""The same for the senders of a consequence."""


class Places:
    """The knowledge at the places of a group, in careers from a start. A place that cannot be
    reached is missing.

    `entered`: by scene, before its effects. `asked`: by scene, when its choices are offered.
    `taken`: by choice, when it is taken, before its effects. `told`: by the key of a text. `drawn`:
    by scenario, before its `when` is asked. `way_in`: by scene, before its own condition is asked,
    over all ways in, as if no list had an entry before it. `sent`: by the place of a `later`, when
    it is due. `ends`: by outcome.
    """

    def __init__(self) -> None:
        self.entered: dict[int, Knowledge] = {}
        self.asked: dict[int, Knowledge] = {}
        self.taken: dict[int, Knowledge] = {}
        self.told: dict[str, Knowledge] = {}
        self.drawn: dict[int, Knowledge] = {}
        self.way_in: dict[int, Knowledge] = {}
        self.sent: dict[int, Knowledge] = {}
        self.ends: dict[int, Knowledge] = {}


def _met(*conditions: Expr | None) -> list[Goal]:
    return [(condition, True) for condition in conditions if condition is not None]


class Explorer:
    """A walk through scenarios that send for or call each other. `tracked`: the variables that
    their conditions read."""

    def __init__(
        self, world: World, scenarios: Sequence[Scenario], tracked: frozenset[Variable]
    ) -> None:
        self.world, self.program, self.judge = world, world.program, world.judge
        self.scenarios, self.tracked = scenarios, tracked
        self.carrier = Carrier(world.judge, world.program, tracked)
        self.places = Places()
        scenes = [
            (scenario, self.program.scenes[index])
            for scenario in scenarios
            for index in scenario.scenes
        ]
        self.conditions = {scene.index: entry_condition(scene, scene) for _, scene in scenes}
        self.due_conditions = {
            scene.index: entry_condition(scene, scene if scene.own_with else scenario)
            for scenario, scene in scenes
        }
        self.joins, self.senders = Counter[int](), Counter[int]()
        self.waiting: set[int] = set()
        self.due: dict[int, Later] = {}

    def run(self) -> Places:
        for scenario in self.scenarios:
            self.begin(scenario)
        while self.waiting or self.due:
            if self.waiting:
                index = min(self.waiting)
                self.waiting.discard(index)
                self.visit(self.program.scenes[index])
            else:
                place, later = self.due.popitem()
                self.arrive(self.places.sent[place], later)
        return self.places

    def begin(self, scenario: Scenario) -> None:
        """Enter a scenario by every start, beat and draw."""
        here = present(scenario)
        nobody_away = _met(*here)
        for start in self.world.starts:
            if start.scenario == scenario.index:
                self.enter(self.judge.assume(self.at_start(start), *nobody_away), scenario.starts)
        for beat in self.world.beats:
            if beat.scenario == scenario.index:
                self.enter(self.begun(beat.when, *here), scenario.starts)
        drawn: Knowledge | None = None
        for beat in self.world.beats:
            if may_draw(beat, scenario):
                begun = self.begun(beat.when)
                drawn = self.judge.join(drawn, begun) if begun else drawn
        if drawn is None:
            return
        self.places.drawn[scenario.index] = drawn
        if Ranges(drawn).of(scenario.weight).high <= 0:
            return
        self.enter(self.judge.assume(drawn, *_met(draw_condition(scenario))), scenario.starts)

    def begun(self, *conditions: Expr | None) -> Knowledge | None:
        """Return what is known between visits while some conditions hold."""
        known = self.judge.assume(self.anywhere(), *_met(*conditions))
        return None if known is None else known.limited_to(self.tracked, self.judge.solver)

    def anywhere(self) -> Knowledge:
        """Return what is known between visits: nothing but that nobody is visiting."""
        return Knowledge(
            self.world.domains,
            {var: UNSET for var in map(Variable, self.world.visit_slots) if var in self.tracked},
        )

    def at_start(self, start: Start) -> Knowledge:
        """Return what is known when a start's effects have run."""
        program, known = self.program, self.anywhere()
        for var in self.tracked:
            row = program.slots[var.slot]
            if self.world.is_finished or row.kind not in ("stat", "person", "skill"):
                value = 0 if var.bit >= 0 else row.start
                known.put(var, ((value, value),))
        lengths = {start.quarters or program.quarters, program.short or program.quarters}
        role = program.roles[start.role]
        stage = program.stages[role.stage]
        for slot, value in ((QUARTER, 1), (ROLE, start.role), (ROLE_SINCE, 1), (stage.held, 1)):
            if slot >= 0:
                self.carrier.write(known, Variable(slot), ((value, value),))
        self.carrier.write(
            known, Variable(QUARTERS), intervals.union(intervals.set_of(sorted(lengths)))
        )
        return self.carrier.after(self.carrier.after(known, role.enter), start.effects)

    def enter(
        self,
        known: Knowledge | None,
        scenes: Sequence[int],
        conditions: Mapping[int, Expr | None] | None = None,
    ) -> None:
        """Enter the first open one of some scenes. `conditions`: the condition of each scene, if it
        is not entered in the plain way but by a consequence or a call."""
        coming = known
        for index in scenes:
            if known is None or coming is None:
                return
            known, coming = self.unseen(known, index), self.unseen(coming, index)
            condition = (conditions or self.conditions)[index]
            self.add(self.places.way_in, index, coming)
            if condition is None:
                self.flow_into(index, known)
                return
            inside = self.judge.assume(known, (condition, True))
            if inside is not None:
                self.flow_into(index, inside)
            known = self.judge.assume(known, (condition, False))

    def add(self, places: dict[_Key, Knowledge], key: _Key, known: Knowledge) -> None:
        """Join what is known with what was known of the same place."""
        places[key] = self.judge.join(places.get(key), known)

    def unseen(self, known: Knowledge, index: int) -> Knowledge:
        """Return what is known just before scene `index`: if no career enters it twice, neither it
        nor one of its choices was met yet."""
        if index in self.world.entered_once:
            known = known.copy()
            self.carrier.write(known, Variable(SEEN, index), UNSET)
            for choice in self.program.scenes[index].choices:
                self.carrier.write(known, Variable(TAKEN, choice), UNSET)
        return known

    def flow_into(self, index: int, known: Knowledge) -> None:
        """Join what is known with the other ways into a scene."""
        old = self.places.entered.get(index)
        new = self.joined(old, known, self.joins, index, MAX_JOINS)
        if new is not old:
            self.places.entered[index] = new
            self.waiting.add(index)

    def joined(
        self, old: Knowledge | None, more: Knowledge, counts: Counter[int], key: int, most: int
    ) -> Knowledge:
        """Return `old` if it covers `more`, else both joined. After `most` times, forget whatever
        still changes, so that circles come to an end."""
        new = self.judge.join(old, more)
        if old is None or new.equals(old):
            return old or new
        counts[key] += 1
        return self.widened(old, new) if counts[key] > most else new

    def widened(self, old: Knowledge, new: Knowledge) -> Knowledge:
        """Return only what is known in the same way in both."""
        return Knowledge(
            old.world,
            {var: values for var, values in new.items() if old.get(var) == values},
            {key: goal for key, goal in new.goals.items() if old.goals.get(key) == goal},
        )

    def visit(self, scene: Scene) -> None:
        """Go through a scene: its effects, and its choices or what follows it."""
        known = self.places.entered[scene.index].copy()
        self.carrier.write(known, Variable(SEEN, scene.index), SET)
        for slot in counter_slots(self.program, "times_seen", key=scene.key):
            self.carrier.add(known, slot, 1, 1)
        known = self.carrier.after(known, scene.effects)
        self.tell(scene.key, known)
        choices = [self.program.choices[index] for index in scene.choices]
        if not scene.choices:
            self.go_on(known, scene)
        elif scene.pick:
            self.pick(known, scene, choices)
        else:
            self.places.asked[scene.index] = known
            for choice in choices:
                taken = self.take(known, scene, choice)
                if taken is not None:
                    self.go_on(taken, choice)

    def tell(self, key: str, known: Knowledge, join: bool = False) -> None:
        if join:
            self.add(self.places.told, key, known)
        else:
            self.places.told[key] = known

    def go_on(
        self, known: Knowledge, part: Scene | Choice, picking: bool = False
    ) -> list[Knowledge]:
        """Follow what a scene without choices, or a choice, leads to. With `picking`, an exit that
        does not end the career returns to the scene's `pick`: return what is known after each such
        way."""
        ways = []
        for side in ways_on(part):
            after = known
            if isinstance(side, Branch):
                after = self.carrier.after(known, side.effects)
                self.tell(side.key, after, picking)
            self.send(after, side.later)
            if side.exit.calls:
                self.enter(after, side.exit.calls, self.due_conditions)
                # after the call, nothing is known of what it may have changed
                kept = self.lasting(after, 0)
                if kept is None:
                    continue
                after = kept
                for slot in self.world.visit_slots:
                    after.pop(Variable(slot), None)
            if not picking or side.exit.outcome >= 0:
                self.lead(after, side.exit)
            else:
                ways.append(after)
        return ways

    def pick(self, known: Knowledge, scene: Scene, choices: Sequence[Choice]) -> None:
        """Go through a scene with `pick`: choice after choice, until nothing new is known."""
        for _ in range(MAX_JOINS * 2):
            after = known
            for choice in choices:
                taken = self.take(known, scene, choice)
                for way in self.go_on(taken, choice, picking=True) if taken is not None else ():
                    after = self.judge.join(after, way)
            if after.equals(known):
                break
            known = self.widened(known, after)
        self.places.asked[scene.index] = known
        self.send(known, scene.later)
        self.lead(known, scene.exit)

    def take(self, asked: Knowledge, scene: Scene, choice: Choice) -> Knowledge | None:
        """Return what is known when a choice was taken and its effects have run; None if it is
        never open."""
        known = self.judge.assume(asked, *self.open_goals(choice)) if not choice.scenery else None
        if known is None:
            return None
        known = known.copy()
        self.carrier.write(known, Variable(TAKEN, choice.index), SET)
        self.forget_cause(known)
        for slot in counter_slots(self.program, "times_took", "took_now", key=choice.key):
            self.carrier.add(known, slot, 1, 1)
        tags = self.program.tags
        for tag in choice.tags:
            self.carrier.add(known, tags[tag].times, 1, 1)
        others = (other for other in scene.choices if other != choice.index or choice.each >= 0)
        for tag in {tag for other in others for tag in self.program.choices[other].tags}:
            self.carrier.add(known, tags[tag].passed, 0, 1)
        self.places.taken[choice.index] = known
        known = self.carrier.after(known, choice.effects)
        self.tell(choice.key, known, bool(scene.pick))
        return known

    def forget_cause(self, known: Knowledge) -> None:
        """Forget which choice the visit is about."""
        var = Variable(self.program.slot_index.get("@because", -1))
        if var in self.tracked:
            self.carrier.write(known, var, known.world[var])

    def open_goals(self, choice: Choice) -> list[Goal]:
        """Return what holds whenever a choice is open."""
        if choice.otherwise:
            return []
        locks = [(self.program.locks[lock].when, False) for lock in choice.locks]
        return [*_met(choice.needs), *locks]

    def lead(self, known: Knowledge, exit_: Exit) -> None:
        """Follow an exit."""
        if exit_.outcome >= 0:
            self.add(self.places.ends, exit_.outcome, known)
        self.enter(known, exit_.scenes)

    def send(self, known: Knowledge, laters: Iterable[Later]) -> None:
        """Schedule consequences: of what is known, keep only what cannot change until they are
        due."""
        for later in laters:
            kept = self.lasting(known, later.after)
            if kept is None:
                continue
            old = self.places.sent.get(later.place)
            new = self.joined(old, kept, self.senders, later.place, MAX_SENDERS)
            if new is not old:
                self.places.sent[later.place] = new
                self.due[later.place] = later

    def lasting(self, known: Knowledge, after: int) -> Knowledge | None:
        """Return what still holds `after` quarters later; None if the career is over by then."""
        kept = self.anywhere()
        self.forget_cause(kept)
        quarter = Variable(QUARTER)
        due = tuple((low + after, high + after) for low, high in known[quarter])
        left = intervals.intersection(due, kept[quarter])
        if not left:
            return None
        kept.put(quarter, left)
        for var, values in known.items():
            lowest = values[0][0]
            if var.slot == QUARTERS or (var.bit >= 0 and values == SET):
                kept[var] = values
            elif lowest > 0 and var.slot in self.world.lasting:
                kept.put(var, intervals.clipped(kept[var], lowest, kept[var][-1][1]))
        return kept

    def arrive(self, known: Knowledge, later: Later) -> None:
        """Enter a scenario by a consequence that is due."""
        scenario = self.program.scenarios[later.scenario]
        came = self.judge.assume(known, *_met(scenario.lasting))
        self.enter(came, later.scenes or scenario.starts, self.due_conditions)
