"""The listener: hears a career as it is played, by the engine's own events, and counts. It decides nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from pmsim.analysis.simulate.bench import Bench
from pmsim.analysis.simulate.tally import AT_THE_END, CHOSEN, LOCK, NEEDS, OPEN, RIVALLED, SCENERY, TAKEN, Career, Tally, blank
from pmsim.core.events import Entered, Event, Lost, QuarterBegan, Rolled, Scheduled, Skipped, Told
from pmsim.core.machine import Machine
from pmsim.core.offers import offers
from pmsim.core.program import QUARTER, ROLE, SEEN
from pmsim.core.program import TAKEN as TAKEN_SLOT
from pmsim.core.rules import Open
from pmsim.core.state import State
from pmsim.core.step import Policy, live, opened

_CLOSED = {"": OPEN, "needs": NEEDS, "lock": LOCK, "scenery": SCENERY}


class Listener(list[Event]):
    """A list of events that keeps none: each is counted when it is told. One listener hears many careers, one after the other."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.tally: Tally = blank()
        self.choices = [[0] * len(bench.program.choices) for _ in range(7)]
        self.lived: dict[int, list[tuple[int, ...]]] = {}
        self.seen: Counter[int] = Counter()
        self.took: Counter[int] = Counter()
        self.machine: Machine
        self.words = 0
        self.visited: set[int] = set()
        self.heard: dict[type[Any], Callable[[Any], None]] = {
            Told: self._told,
            Entered: self._entered,
            QuarterBegan: self._quarter,
            Rolled: self._rolled,
            Scheduled: self._scheduled,
            Lost: self._lost,
            Skipped: self._skipped,
        }

    def career(self, start: str, seed: int, policy: Policy, quarters: int = 0) -> State:
        """Play a career and count it. Its last state."""
        self.words, self.visited = 0, set()
        self.machine = opened(self.bench.program, start, seed, quarters, self)
        state = live(self.machine, start, self._watched(policy))
        self._ended(state)
        return state

    def row(self, start: str, policy: str, seed: int, state: State) -> Career:
        """The career just heard as a row."""
        program = self.bench.program
        outcome = program.outcomes[state.outcome].id
        variant = self.bench.variant(state)
        return Career(
            seed, start, policy, outcome, self.bench.pack.outcomes[outcome].variants[variant][0] if variant >= 0 else "",
            state.decisions, state.slots[QUARTER], program.roles[state.slots[ROLE]].id, self.words, self._numbers(state.slots),
        )  # fmt: skip

    def sums(self) -> Tally:
        """Everything counted so far."""
        tally = self.tally
        for what, counts in enumerate(self.choices):
            tally.offers.update({(choice, what): count for choice, count in enumerate(counts) if count})
        self.choices = [[0] * len(counts) for counts in self.choices]
        for quarter, rows in self.lived.items():
            for stat, values in enumerate(zip(*rows, strict=True)):
                tally.numbers.setdefault((quarter, stat), Counter()).update(values)
        self.lived = {}
        for sets, marked in ((self.seen, tally.seen), (self.took, tally.took)):
            for bits, times in sets.items():
                marked.update({bit: times for bit in range(bits.bit_length()) if bits >> bit & 1})
            sets.clear()
        return tally

    def append(self, event: Event, /) -> None:
        """An event, told by the engine."""
        heard = self.heard.get(type(event))
        if heard is not None:
            heard(event)

    def _watched(self, policy: Policy) -> Policy:
        """The policy, with what it is offered and what it takes counted."""
        wide_open = self.bench.wide_open
        taken, rivalled, chosen = (self.choices[what] for what in (TAKEN, RIVALLED, CHOSEN))

        def decide(m: Machine, among: list[Open]) -> int:
            if wide_open[m.scene]:
                self._offered_all(m, among)
            else:
                self._offered(m)
            took = policy(m, among)
            taken[among[took][0]] += 1
            if len(among) > 1:
                chosen[among[took][0]] += 1
                last = -1
                for choice, _ in among:
                    if choice != last:
                        rivalled[choice] += 1
                        last = choice
            return took

        return decide

    def _offered_all(self, m: Machine, among: list[Open]) -> None:
        """What is offered is what is open."""
        labels, opens = self.bench.labels, self.choices[OPEN]
        words = 0
        for choice, moment in among:
            label = labels[choice]
            words += label if isinstance(label, int) else label(m.freeze(), moment)
            opens[choice] += 1
        self.words += words

    def _offered(self, m: Machine) -> None:
        """What is offered, open or closed; choices made by one `each` stand together and count as one."""
        labels = self.bench.labels
        last, words = -1, 0
        for choice, _, moment, closed, _, _ in offers(m):
            label = labels[choice]
            words += label if isinstance(label, int) else label(m.freeze(), moment)
            if choice != last:
                self.choices[_CLOSED[closed]][choice] += 1
                last = choice
        self.words += words

    def _numbers(self, slots: Any) -> tuple[int, ...]:
        return tuple([read(slots) for read in self.bench.reads])

    def _ended(self, state: State) -> None:
        tally = self.tally
        variant = self.bench.variant(state)
        self.words += self.bench.end(state, variant)
        tally.decisions[state.decisions] += 1
        tally.words[self.words] += 1
        tally.quarters[state.slots[QUARTER]] += 1
        tally.roles[state.slots[ROLE]] += 1
        tally.ends[state.outcome, variant] += 1
        tally.played.update(self.visited)
        self.seen[state.slots[SEEN]] += 1
        self.took[state.slots[TAKEN_SLOT]] += 1
        numbers = self._numbers(state.slots)
        for quarter in (state.slots[QUARTER], AT_THE_END):
            self.lived.setdefault(quarter, []).append(numbers)

    def _told(self, event: Told) -> None:
        self.words += self.bench.told(event)

    def _entered(self, event: Entered) -> None:
        if event.arrival != "goto":
            scenario = self.bench.program.scenes[event.scene].scenario
            self.visited.add(scenario)
            self.tally.visits[scenario, self.machine.s[QUARTER]] += 1

    def _quarter(self, event: QuarterBegan) -> None:
        if event.quarter > 1:
            self.lived.setdefault(event.quarter - 1, []).append(self._numbers(self.machine.s))

    def _rolled(self, event: Rolled) -> None:
        self.tally.rolls[event.choice, event.key, event.odds, event.passed] += 1

    def _scheduled(self, event: Scheduled) -> None:
        self.tally.scheduled[event.scenario, event.scenes] += 1

    def _lost(self, event: Lost) -> None:
        cause = -1 if event.cause is None else event.cause[0]
        self.tally.losses[event.scenario, event.scenes, cause, event.reason] += 1

    def _skipped(self, event: Skipped) -> None:
        self.tally.skips[event.beat, event.reason] += 1
