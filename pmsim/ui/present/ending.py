"""The end of a life: role, state then and at the beginning, turning points, and how many ends there
are."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.events import Changed, ChoiceTaken, Entered
from pmsim.core.expr import Expr
from pmsim.core.program import QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN, Program
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.lang.pack import FrameWords
from pmsim.lang.text import Text, When
from pmsim.play.session import DecisionNode, Session, state_before
from pmsim.ui.present.history import choice_label_at
from pmsim.ui.present.pack_texts import PackTexts, bits_read, role_title, slots_read
from pmsim.ui.present.status import Gauge, gauge_ids, gauge_of
from pmsim.ui.present.text import Line, to_plain
from pmsim.ui.present.words import capitalise, life_summary, number_word

HERE_IT_ENDS = "Here this life ends."
CAME_FROM = "What it came from"


class TurningPoint(NamedTuple):
    """One of the player's choices, and the quarter in which it was made."""

    quarter: int
    label: Line


class Ending(NamedTuple):
    """The end of a life. `role`: the player's role now; `former_role`: the role before that, '' if
    there was none; `gauges`: each with its state at the beginning in place of its trend;
    `has_epilogue`: the last part of the page is its epilogue; `end_count`: the number of ends in
    the pack; `ends_seen`: the number that the player has reached; `epithet`: what the career is
    called."""

    role: str
    former_role: str
    quarters: int
    decisions: int
    gauges: tuple[Gauge, ...]
    turning_points: tuple[TurningPoint, ...]
    has_epilogue: bool
    end_count: int
    ends_seen: int
    frame: FrameWords
    epithet: str = ""

    @property
    def summary(self) -> str:
        """Role and length of the life: "UX Researcher. Twelve quarters, seventy decisions." """
        return life_summary(self.role, self.quarters, self.decisions, self.frame)

    @property
    def opening(self) -> str:
        """That it ends, and what the career is called: "Here this life ends. The asker." """
        return f"{HERE_IT_ENDS} {capitalise(self.epithet)}." if self.epithet else HERE_IT_ENDS

    @property
    def ends_sentence(self) -> str:
        """Number of ends: "One end of thirty-two. You have seen two." """
        ends, seen = number_word(self.end_count), number_word(self.ends_seen)
        return f"One end of {ends}. You have seen {seen}."


def ending(session: Session, seen: Collection[str]) -> Ending:
    """Return the end of the current life. `seen`: the ids of all outcomes that the player has
    reached in this pack.

    Raises ValueError while the life goes on."""
    pack, state, outcome = session.pack, session.position, session.outcome
    if outcome is None:
        raise ValueError("this life has not ended")
    key = f"outcomes.{outcome}"
    words = PackTexts(pack, state)
    roles = [role_title(pack, node.state.role) for node in session.path()]
    role = words.plain(f"{key}/is") or roles[-1]
    quarters = [state_before(session, node).quarter for node in session.path()]
    came_from = (
        TurningPoint(state_before(session, node).quarter, choice_label_at(session, node))
        for node in origin_nodes(session)
    )
    outcomes_seen = {seen_id for seen_id in seen if seen_id in pack.outcomes} | {outcome}
    return Ending(
        role,
        next((former for former in reversed(roles) if former != role), ""),
        max(quarters),
        state.decisions,
        tuple(_gauge(session, name) for name in gauge_ids(pack)),
        tuple(turning for turning in came_from if turning.label),
        bool(words.paragraphs(f"{key}/epilogue")),
        len(pack.outcomes),
        len(outcomes_seen),
        pack.frame,
        to_plain(words.epithet()),
    )


def _gauge(session: Session, name: str) -> Gauge:
    """Return a stat at the end; its trend compares it with the beginning."""
    history = [gauge_of(session.pack, name, node.state, None) for node in session.path()]
    first, last = history[0].shown, history[-1].shown
    if first != last:
        return history[-1]._replace(trend=f"was {first}")
    steady = {earlier.shown for earlier in history} == {last}
    word = f"{last} {'all along' if steady else 'as at first'}"
    return history[-1]._replace(word=word, trend=word)


MAX_ORIGINS = 3
_UNTRACKED_SLOTS = frozenset({QUARTER, QUARTERS, ROLE_SINCE, SEEN, TAKEN})
"""Slots that change by themselves, and the bit sets, of which single bits are tracked instead."""
_DRIFTING_KINDS = frozenset({"stat", "person"})
"""Kinds of slots that also change when a quarter ends."""


def origin_nodes(session: Session) -> tuple[DecisionNode, ...]:
    """Return at most `MAX_ORIGINS` decisions that led to the end, oldest first, as the nodes after
    them; () while the life goes on.

    The order of preference: the choice that ended the life, if one did, else the last decisions
    that changed what the outcome's `when` reads, the rarest changes first; then the prerequisites
    of these (their cause, what the choice needed, what its scenario waited for); last the decisions
    that the outcome's text recalls."""
    path = session.path()
    program, state = session.program, session.position
    if state.outcome < 0:
        return ()
    outcome = program.outcomes[state.outcome]
    indexes: list[int] = []

    def add(places: Iterable[int]) -> None:
        for at in places:
            if at not in indexes and len(indexes) < MAX_ORIGINS:
                indexes.append(at)

    if outcome.by_choice:
        add([len(path) - 1])
    elif outcome.when is not None:
        add(last_movers(program, path, [outcome.when], len(path)))
    # `indexes` grows during this loop
    for at in indexes:
        add(prerequisites(program, path, at))
    add(last_movers(program, path, recalled_conditions(session.pack, outcome.id, state), len(path)))
    return tuple(path[at] for at in sorted(indexes))


def recalled_conditions(pack: Pack, outcome: str, state: State) -> list[Expr]:
    """Return the conditions in an outcome's text that hold for this life."""
    variants = (when for _, when, _ in pack.outcomes[outcome].variants if when is not None)
    return [
        test
        for field in ("text", "epilogue")
        for test in _holding_tests(pack.texts.get(f"outcomes.{outcome}/{field}", ()), state)
    ] + [when for when in variants if evaluate(when, state.slots)][:1]


def _holding_tests(text: Text, state: State) -> Iterator[Expr]:
    for block in text:
        if isinstance(block, When):
            holds = evaluate(block.test, state.slots)
            if holds:
                yield block.test
            yield from _holding_tests(block.then if holds else block.other, state)


def choice_taken(node: DecisionNode) -> int:
    """Return the choice that led to a node, -1 if its events are not known any more."""
    first = next(iter(node.turn.events), None)
    return first.choice if isinstance(first, ChoiceTaken) else -1


def prerequisites(program: Program, path: Sequence[DecisionNode], at: int) -> list[int]:
    """Return the indexes in the path of the decisions without which the decision at `at` was
    impossible, as far as they are known."""
    number, before = choice_taken(path[at]), path[at - 1].state
    if number < 0:
        return []
    choice, scene = program.choices[number], program.scenes[before.scene]
    conditions = (choice.needs, scene.when, program.scenarios[scene.scenario].when)
    needed = [when for when in conditions if when is not None]
    cause = before.cause[0] if before.cause else None
    caused = [earlier for earlier in range(at - 1, 0, -1) if choice_taken(path[earlier]) == cause]
    return [*caused[:1], *last_movers(program, path, needed, at)]


def last_movers(
    program: Program, path: Sequence[DecisionNode], conditions: Sequence[Expr], until: int
) -> Iterator[int]:
    """Yield, for each slot or bit that the conditions read, the index in the path (before `until`)
    of the last decision that changed it.

    Those that changed most rarely come first: they say most about this life. Of the roles held
    only the last counts."""
    bits = {bit for when in conditions for slot, bit in bits_read(when) if slot == TAKEN}
    slots = {slot for when in conditions for slot in slots_read(when)} - _UNTRACKED_SLOTS
    slots |= {feed.source for feed in program.feeds if feed.target in slots}
    decisions = range(1, until)
    moves = [[at for at in decisions if choice_taken(path[at]) == bit] for bit in sorted(bits)]
    for slot in sorted(slots):
        moved = [at for at in decisions if moved_slot(program, path[at], path[at - 1].state, slot)]
        moves.append(moved[-1:] if slot == ROLE else moved)
    rarest_first = sorted(filter(None, moves), key=lambda places: (len(places), -places[-1]))
    yield from (places[-1] for places in rarest_first)


def moved_slot(program: Program, node: DecisionNode, before: State, slot: int) -> bool:
    """Return True if a decision itself changed a slot, not the time that passed after it."""
    if choice_taken(node) < 0:
        return False
    if program.slots[slot].kind not in _DRIFTING_KINDS:
        return node.state.slots[slot] != before.slots[slot]
    for event in node.turn.events:
        if isinstance(event, Entered) and event.arrival != "goto":
            return False
        if isinstance(event, Changed) and event.slot == slot and event.source != "quarter":
            return True
    return False
