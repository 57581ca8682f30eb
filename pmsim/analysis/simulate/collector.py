"""A pack prepared for many careers, and the counter of events in a simulated career, which makes no
decisions."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from pmsim.analysis.simulate.tally import (
    AT_THE_END,
    CHOSEN,
    LOCK,
    NEEDS,
    OPEN,
    RIVALLED,
    SCENERY,
    TAKEN,
    CareerRow,
    Tally,
    empty_tally,
)
from pmsim.analysis.simulate.unread import TextWatcher, run_numbers, varying_texts
from pmsim.analysis.word_counts import WordCounter
from pmsim.core.calendar import advance
from pmsim.core.compile_expr import compile_expr
from pmsim.core.compiled import OpenChoice
from pmsim.core.events import (
    ConsequenceLost,
    Entered,
    Event,
    NotCalled,
    QuarterBegan,
    Rolled,
    Scheduled,
    Skipped,
    TextShown,
)
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import offers
from pmsim.core.program import QUARTER, ROLE, SEEN
from pmsim.core.program import TAKEN as TAKEN_SLOT
from pmsim.core.state import DEFAULT_START, StartOverride, State
from pmsim.core.step import Policy, begin_career, new_career, run_policy
from pmsim.lang import Pack, shown_variant


class PreparedPack:
    """Tables for playing and counting one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.program = pack, pack.program
        self.counter = WordCounter(pack)
        self.stat_readers = [compile_expr(expr) for expr in pack.program.stats.values()]
        self.label_lengths = [
            self.counter.fixed_words(f"{choice.key}/label") for choice in pack.program.choices
        ]
        may_close = [
            bool(one.needs or one.locks or one.scenery or one.otherwise or one.each >= 0)
            for one in pack.program.choices
        ]
        self.never_closed = [
            not any(may_close[index] for index in scene.choices) for scene in pack.program.scenes
        ]
        """For each scene, True if its choices are either open or not shown at all."""
        self.run_numbers = run_numbers(pack)
        self.varying = varying_texts(pack)
        """The texts that do not always read the same."""
        self.varying_choices = {
            choice.scene
            for choice in pack.program.choices
            if self.varying.keys() & {f"{choice.key}/label", f"{choice.key}/locked"}
        }
        """The scenes whose choices have such texts."""


_CATEGORY_OF_REASON = {"": OPEN, "needs": NEEDS, "lock": LOCK, "scenery": SCENERY}


class CareerCollector(list[Event]):
    """A list of events that counts each appended event and stores none. One collector counts many
    careers in turn. `watcher`: that of the batch, whose collectors share it. `counts_words`: count
    the words that a player reads, too."""

    def __init__(
        self, prepared: PreparedPack, watcher: TextWatcher, counts_words: bool = False
    ) -> None:
        super().__init__()
        self.watcher, self.counts_words = watcher, counts_words
        self.prepared = prepared
        self.tally: Tally = empty_tally()
        self.choice_counts = [[0] * len(prepared.program.choices) for _ in range(7)]
        self.stat_rows: dict[int, list[tuple[int, ...]]] = {}
        self.seen_sets: Counter[int] = Counter()
        self.taken_sets: Counter[int] = Counter()
        self.machine: MutableState
        self.words = 0
        self.visited_scenarios: set[int] = set()
        self.handlers: dict[type[Any], Callable[[Any], None]] = {
            Entered: self._count_entry,
            QuarterBegan: self._count_quarter,
            Rolled: self._count_roll,
            Scheduled: self._count_scheduled,
            NotCalled: self._count_not_called,
            ConsequenceLost: self._count_lost,
            Skipped: self._count_skipped,
            TextShown: self._count_text,
        }

    def play_and_count(
        self,
        start: str,
        seed: int,
        policy: Policy,
        quarters: int = 0,
        override: StartOverride = DEFAULT_START,
        begun: State | None = None,
    ) -> State:
        """Play a career, count it, and return its last state. `begun`: the state before its first
        beat, in place of the start's."""
        program = self.prepared.program
        self.words, self.visited_scenarios = 0, set()
        m = self.machine = (
            MutableState(program, begun)
            if begun is not None
            else new_career(program, start, seed, quarters, None, override)
        )
        m.events = self
        if begun is not None:
            advance(m)
        else:
            begin_career(m, start, override)
        run_policy(m, self._counting_policy(policy))
        state = m.freeze()
        self._count_ending(state)
        return state

    def career_row(self, start: str, policy: str, seed: int, state: State) -> CareerRow:
        """Return the row of the career that was just played."""
        program = self.prepared.program
        return CareerRow(
            seed,
            start,
            policy,
            program.outcomes[state.outcome].id,
            shown_variant(self.prepared.pack, state)[1],
            state.decisions,
            state.slots[QUARTER],
            program.roles[state.slots[ROLE]].id,
            self.words,
            self._stat_values(state.slots),
        )

    def finished_tally(self) -> Tally:
        """Return everything counted so far."""
        tally = self.tally
        for what, counts in enumerate(self.choice_counts):
            tally.offers.update(
                {(choice, what): count for choice, count in enumerate(counts) if count}
            )
        self.choice_counts = [[0] * len(counts) for counts in self.choice_counts]
        for quarter, rows in self.stat_rows.items():
            for stat, values in enumerate(zip(*rows, strict=True)):
                tally.numbers.setdefault((quarter, stat), Counter()).update(values)
        self.stat_rows = {}
        for sets, marked in ((self.seen_sets, tally.seen), (self.taken_sets, tally.took)):
            for bits, times in sets.items():
                marked.update({bit: times for bit in range(bits.bit_length()) if bits >> bit & 1})
            sets.clear()
        return tally

    def append(self, event: Event, /) -> None:
        """Count an event from the engine."""
        handler = self.handlers.get(type(event))
        if handler is not None:
            handler(event)

    def _counting_policy(self, policy: Policy) -> Policy:
        """Return the policy, extended to count its offered and taken choices."""
        wide_open = self.prepared.never_closed
        taken, rivalled, chosen = (self.choice_counts[what] for what in (TAKEN, RIVALLED, CHOSEN))
        varying = self.prepared.varying_choices

        def decide(m: MutableState, among: list[OpenChoice]) -> int:
            if m.scene in varying:
                self._show_choices(m)
            if wide_open[m.scene]:
                self._count_open_choices(m, among)
            else:
                self._count_offers(m)
            chosen_index = policy(m, among)
            taken[among[chosen_index][0]] += 1
            if len(among) > 1:
                chosen[among[chosen_index][0]] += 1
                last = -1
                for choice, _ in among:
                    if choice != last:
                        rivalled[choice] += 1
                        last = choice
            return chosen_index

        return decide

    def _count_open_choices(self, m: MutableState, among: list[OpenChoice]) -> None:
        """Count the offers of a scene in which every offered choice is open."""
        opens = self.choice_counts[OPEN]
        for choice, _ in among:
            opens[choice] += 1
        self._count_labels(m, among)

    def _count_offers(self, m: MutableState) -> None:
        """Count the offers, open or closed. Choices of one `each` are neighbours and count as
        one."""
        last, shown = -1, offers(m)
        for choice, _, _, closed, _, _ in shown:
            if choice != last:
                self.choice_counts[_CATEGORY_OF_REASON[closed]][choice] += 1
                last = choice
        self._count_labels(m, [(offer.choice, offer.moment) for offer in shown])

    def _count_labels(self, m: MutableState, shown: Sequence[OpenChoice]) -> None:
        labels = self.prepared.label_lengths
        for choice, moment in shown if self.counts_words else ():
            label = labels[choice]
            if label is None:
                key = f"{m.program.choices[choice].key}/label"
                label = self.prepared.counter.words_of_key(key, m.freeze(), moment)
            self.words += label

    def _show_choices(self, m: MutableState) -> None:
        state = m.freeze()
        for offer in offers(m):
            field = "locked" if offer.closed else "label"
            self.watcher.show(f"{m.program.choices[offer.choice].key}/{field}", state)

    def _count_text(self, event: TextShown) -> None:
        self.watcher.show(f"{event.key}/text", event.state)
        if self.counts_words:
            self.words += self.prepared.counter.words_of_text(event)

    def _stat_values(self, slots: Any) -> tuple[int, ...]:
        return tuple([read(slots) for read in self.prepared.stat_readers])

    def _count_ending(self, state: State) -> None:
        """Count the last state of a career, and the words of all of it."""
        tally = self.tally
        if self.counts_words:
            self.words += self.prepared.counter.words_of_ending(state)
            tally.words[self.words] += 1
        for key in self.prepared.counter.ending_keys(state):
            self.watcher.show(key, state)
        tally.decisions[state.decisions] += 1
        tally.quarters[state.slots[QUARTER]] += 1
        tally.roles[state.slots[ROLE]] += 1
        tally.ends[state.outcome, shown_variant(self.prepared.pack, state)[0]] += 1
        tally.played.update(self.visited_scenarios)
        self.seen_sets[state.slots[SEEN]] += 1
        self.taken_sets[state.slots[TAKEN_SLOT]] += 1
        numbers = self._stat_values(state.slots)
        for quarter in (state.slots[QUARTER], AT_THE_END):
            self.stat_rows.setdefault(quarter, []).append(numbers)

    def _count_entry(self, event: Entered) -> None:
        scenario = self.prepared.program.scenes[event.scene].scenario
        self.visited_scenarios.add(scenario)
        if event.arrival != "goto":
            self.tally.visits[scenario, self.machine.slots[QUARTER]] += 1

    def _count_quarter(self, event: QuarterBegan) -> None:
        if event.quarter > 1:
            self.stat_rows.setdefault(event.quarter - 1, []).append(
                self._stat_values(self.machine.slots)
            )

    def _count_roll(self, event: Rolled) -> None:
        self.tally.rolls[event.choice, event.key, event.odds, event.passed] += 1

    def _count_scheduled(self, event: Scheduled) -> None:
        self.tally.scheduled[event.scenario, event.scenes] += 1

    def _count_not_called(self, event: NotCalled) -> None:
        self.tally.not_called[event.key] += 1

    def _count_lost(self, event: ConsequenceLost) -> None:
        cause = -1 if event.cause is None else event.cause[0]
        self.tally.losses[event.scenario, event.scenes, cause, event.reason] += 1

    def _count_skipped(self, event: Skipped) -> None:
        self.tally.skips[event.beat, event.reason] += 1
