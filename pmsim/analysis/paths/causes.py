"""Causes of what can never come about: one for everything that waits for the same thing."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.analysis.paths.knowledge import UNSET, Knowledge
from pmsim.analysis.paths.possible import Event, Possible, leads, mark_of, part_of
from pmsim.core.effect_kinds import Effects, SetFlag, TakeRole
from pmsim.core.expr import Expr
from pmsim.core.program import ROLE
from pmsim.lang.compiler.termination import closure, effects_of
from pmsim.lang.expressions.ranges import SlotDomains, Variable


class Wait(NamedTuple):
    """An event that can never come about as long as a variable cannot change, and the impossible
    event that would change it."""

    event: Event
    var: Variable
    provider: Event
    blocked_by: frozenset[Event]


class Cause(NamedTuple):
    """The first of some impossible events. `ring`: the waits of events that wait for each other, in
    a circle; () for an event whose condition stays impossible whatever else were possible.
    `behind`: the impossible events that wait for it."""

    event: Event
    ring: tuple[Wait, ...]
    behind: tuple[Event, ...]


def find_causes(possible: Possible) -> list[Cause]:
    """Return the causes of everything that is impossible in a pack, except for conditions that are
    never true in any state."""
    if not possible.guards:
        return []
    blocked = _Blocked(possible)
    waits = {event: blocked.waits(event) for event in possible.guards}
    after = {
        event: frozenset(other for wait in waits[event] for other in wait.blocked_by)
        for event in waits
    }
    reached = {event: closure(after[event], after.__getitem__) for event in after}
    found: list[Cause] = []
    done: set[Event] = set()
    for event in sorted(after):
        ring = {other for other in reached[event] if event in reached[other]}
        if event in done or reached[event] - ring:
            continue
        done |= ring
        if not ring and possible.judge.solver.satisfiable(possible.guards[event]) is False:
            continue
        behind = [other for other in sorted(after) if event in reached[other] and other not in ring]
        found.append(Cause(event, _circle(event, waits) if ring else (), tuple(behind)))
    return found


def _circle(event: Event, waits: dict[Event, list[Wait]]) -> tuple[Wait, ...]:
    """Return a circle of waits, beginning at an event of the ring."""
    path: list[Wait] = []
    at = event
    while at not in [wait.event for wait in path]:
        wait = next(wait for wait in waits[at] if wait.blocked_by)
        path.append(wait)
        at = min(wait.blocked_by)
    first = [wait.event for wait in path].index(at)
    return tuple(path[first:])


class _Blocked:
    """An index of a pack: what leads to each event, and what changes each variable."""

    def __init__(self, possible: Possible) -> None:
        self.possible, self.program = possible, possible.program
        self.sources: dict[Event, list[Event]] = {}
        self.providers: dict[Variable, list[Event]] = {}
        whole = SlotDomains(self.program.slots)
        self.missing = {
            var: whole[var]
            for var, values in possible.domains.items()
            if values == UNSET or (var.slot == ROLE and values != whole[var])
        }
        for scene in self.program.scenes:
            self._add(Event("scene", scene.index))
            for index in scene.choices:
                self._add(Event("choice", index))
        for scenario in self.program.scenarios:
            self._add(Event("draw", scenario.index))
        for number in range(len(self.program.beats)):
            self._add(Event("beat", number))

    def _add(self, event: Event) -> None:
        for other in leads(self.program, event):
            self.sources.setdefault(other, []).append(event)
        part = part_of(self.program, event)
        if part is not None:
            self.providers.setdefault(mark_of(event), []).append(event)
            for effects in effects_of(part):
                self._provide(event, effects)

    def _provide(self, event: Event, effects: Effects | None) -> None:
        for effect in effects or ():
            if isinstance(effect, SetFlag):
                self.providers.setdefault(Variable(effect.slot), []).append(event)
            elif isinstance(effect, TakeRole):
                self.providers.setdefault(Variable(ROLE), []).append(event)
                self._provide(event, self.program.roles[effect.role].enter)

    def waits(self, event: Event) -> list[Wait]:
        """Return what an impossible event waits for, and the guards that shut it off."""
        condition = self.possible.guards[event]
        solver = self.possible.judge.solver
        read = sorted(
            self.missing.keys() & solver.dependencies(condition),
            key=lambda var: (var not in solver.variables(condition), var),
        )
        needed = [var for var in read if not self._may_hold(condition, set(read) - {var})] or read
        if not self._may_hold(condition, set(read)):
            return []
        return [
            Wait(event, var, provider, frozenset(blockers))
            for var in needed
            for provider in self.providers.get(var, ())
            if provider not in self.possible.events and (blockers := [*self._blockers(provider)])
        ]

    def _may_hold(self, condition: Expr, granted: set[Variable]) -> bool:
        known = Knowledge(self.possible.domains, {var: self.missing[var] for var in granted})
        return self.possible.judge.assume(known, (condition, True)) is not None

    def _blockers(self, event: Event) -> Iterator[Event]:
        """Yield the guards that keep an event from coming about."""
        seen: set[Event] = set()
        todo = [event]
        while todo:
            other = todo.pop()
            if other in seen or other in self.possible.events:
                continue
            seen.add(other)
            if other in self.possible.guards:
                yield other
            else:
                todo += self.sources.get(other, ())
