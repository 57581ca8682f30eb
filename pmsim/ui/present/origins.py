"""What an end came from: the player's own decisions that last moved what its condition reads, and what those decisions rested on."""

from collections.abc import Iterable, Iterator, Sequence

from pmsim.core.events import Changed, ChoiceTaken, Entered
from pmsim.core.expr import Expr, evaluate
from pmsim.core.program import QUARTER, QUARTERS, ROLE_SINCE, SEEN, TAKEN, Program
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from pmsim.lang.text import Text, When
from pmsim.play.session import DecisionNode, Session
from pmsim.ui.present.reasons import bits_read, slots_read

MOST = 3
_TIME = frozenset({QUARTER, QUARTERS, ROLE_SINCE, SEEN, TAKEN})
"""Slots that move by themselves, and the sets of which single bits are read."""
_DRIFTS = frozenset({"stat", "person"})
"""Kinds of slots that also move when a quarter ends."""


def origins(session: Session, most: int = MOST) -> tuple[DecisionNode, ...]:
    """Return at most `most` decisions of the life that has ended, as the nodes that they led to, oldest first; () while it goes on.

    First the choice that ended it, if one did, else the last decisions that moved what the outcome's `when` reads, rarely moved things
    before others; then what each of these rested on: its cause, what the choice needed, what its scenario waited for; at last what the
    outcome's own text recalls."""
    path = session.path()
    program, state = session.program, session.position
    if state.outcome < 0:
        return ()
    outcome = program.outcomes[state.outcome]
    found: list[int] = []

    def add(places: Iterable[int]) -> None:
        for at in places:
            if at not in found and len(found) < most:
                found.append(at)

    if outcome.by_choice:
        add([len(path) - 1])
    elif outcome.when is not None:
        add(movers(program, path, [outcome.when], len(path)))
    # `found` grows while it is gone through
    for at in found:
        add(rests_on(program, path, at))
    add(movers(program, path, recalled(session.pack, outcome.id, state), len(path)))
    return tuple(path[at] for at in sorted(found))


def recalled(pack: Pack, outcome: str, state: State) -> list[Expr]:
    """Return the conditions that hold in an outcome's text: what it says of this life."""
    keys = [f"outcomes.{outcome}/text", f"outcomes.{outcome}/epilogue"]
    found = [test for key in keys for test in _held(pack.texts.get(key, ()), state)]
    return found + [when for _, when, _ in pack.outcomes[outcome].variants if when is not None and evaluate(when, state.slots)][:1]


def _held(text: Text, state: State) -> Iterator[Expr]:
    for block in text:
        if isinstance(block, When):
            holds = evaluate(block.test, state.slots)
            if holds:
                yield block.test
            yield from _held(block.then if holds else block.other, state)


def took(node: DecisionNode) -> int:
    """Return the choice that led to a node, -1 where its events are not known any more."""
    first = node.turn.events[0] if node.turn.events else None
    return first.choice if isinstance(first, ChoiceTaken) else -1


def rests_on(program: Program, path: Sequence[DecisionNode], at: int) -> list[int]:
    """Return the places in the path of the decisions without which the one at `at` could not have been made, as far as that is known."""
    number, asked = took(path[at]), path[at - 1].turn.state
    if number < 0:
        return []
    choice, scene = program.choices[number], program.scenes[asked.scene]
    needed = [when for when in (choice.needs, scene.when, program.scenarios[scene.scenario].when) if when is not None]
    caused = [before for before in range(at - 1, 0, -1) if asked.cause is not None and took(path[before]) == asked.cause[0]]
    return [*caused[:1], *movers(program, path, needed, at)]


def movers(program: Program, path: Sequence[DecisionNode], conditions: Sequence[Expr], until: int) -> Iterator[int]:
    """Yield, for each thing that the conditions read, the place in the path (before `until`) of the last decision that moved it.

    What moved least often comes first: it says most about this life."""
    bits = {bit for when in conditions for slot, bit in bits_read(when) if slot == TAKEN}
    slots = {slot for when in conditions for slot in slots_read(when)} - _TIME
    slots |= {feed.source for feed in program.feeds if feed.target in slots}
    moved = [[at for at in range(1, until) if took(path[at]) == bit] for bit in sorted(bits)]
    moved += [[at for at in range(1, until) if moves(program, path[at], path[at - 1].turn.state, slot)] for slot in sorted(slots)]
    for places in sorted((places for places in moved if places), key=lambda places: (len(places), -places[-1])):
        yield places[-1]


def moves(program: Program, node: DecisionNode, before: State, slot: int) -> bool:
    """Return whether a decision itself, not the time that passed after it, moved a slot."""
    if took(node) < 0:
        return False
    if program.slots[slot].kind not in _DRIFTS:
        return node.turn.state.slots[slot] != before.slots[slot]
    for event in node.turn.events:
        if isinstance(event, Entered) and event.arrival != "goto":
            return False
        if isinstance(event, Changed) and event.slot == slot and event.source != "quarter":
            return True
    return False
