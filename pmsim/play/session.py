"""A session: a tree of decisions over one pack. Acting adds nodes, going back moves, no node is
removed.

Everything here follows from (pack, start, seed, and the choice id of each node). The session stores
more than that for speed and for saves.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pmsim.core.chance import RecordedChance
from pmsim.core.compile_expr import evaluate
from pmsim.core.compiled import OpenChoice
from pmsim.core.events import ChoiceTaken, Event, Offer, Turn
from pmsim.core.program import QUARTER, ROLE, Program
from pmsim.core.state import DEFAULT_START, StartOverride, State
from pmsim.core.step import NotOpenError, offered, step
from pmsim.core.step import start as core_start
from pmsim.lang import Pack


class StateView(Mapping[str, int]):
    """The numbers of a state by name, as conditions read them: stats, computed stats, people,
    skills. Flags are in `flags`."""

    def __init__(self, program: Program, state: State) -> None:
        self._program = program
        self._state = state

    def __getitem__(self, name: str) -> int:
        return int(evaluate(self._program.stats[name], self._state.slots))

    def __iter__(self) -> Iterator[str]:
        return iter(self._program.stats)

    def __len__(self) -> int:
        return len(self._program.stats)

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the flags that are set, in the pack's order."""
        slots = zip(self._program.slots, self._state.slots, strict=True)
        return tuple(slot.id for slot, value in slots if slot.kind == "flag" and value)

    @property
    def quarter(self) -> int:
        """Return the quarter, from 1."""
        return self._state.slots[QUARTER]

    @property
    def role(self) -> str:
        """Return the id of the role."""
        return self._program.roles[self._state.slots[ROLE]].id


ActionError = NotOpenError
"""An unknown or closed choice id; `open` lists the open ones."""


class DecisionNode(NamedTuple):
    """A node of the tree: the action taken at `parent` ('' and -1 at the root), and the turn that
    followed.

    `life`: the number of the life that created the node. `unplayable`: the node comes from an older
    version of the pack and cannot be played in this one. It can be read, but a session cannot move
    to it.
    """

    number: int
    parent: int
    action: str
    turn: Turn
    life: int
    unplayable: bool = False

    @property
    def state(self) -> State:
        """Return the state after the action."""
        return self.turn.state


class UnplayableError(ValueError):
    """A decision that can be read but not played again.

    `decision`: its number. `first_unplayable`: the first node on the path to it that this pack
    cannot play.
    """

    def __init__(self, decision: int, node: DecisionNode) -> None:
        self.decision, self.first_unplayable = decision, node
        what = "the beginning"
        if node.action:
            what = f"{node.action}, at decision {node.state.decisions},"
        super().__init__(
            f"decision {decision} can be read, and not played again: {what} is no longer as it was"
        )


class Life(NamedTuple):
    """One branch of the tree. `first`: the node where it leaves another life (the root for the
    first life). `tip`: its newest node."""

    number: int
    name: str
    first: int
    tip: int


class Origin(NamedTuple):
    """The beginning of a career: the arguments of `Session`."""

    start: str
    seed: int
    quarters: int
    override: StartOverride
    reseed: tuple[tuple[int, int], ...]

    def first_turn(self, program: Program, recorded: RecordedChance | None) -> Turn:
        """Return the turn that leads to the first decision. Raise KeyError for unknown ids."""
        return core_start(
            program,
            self.start,
            self.seed,
            quarters=self.quarters,
            override=self.override,
            reseed=self.reseed,
            recorded=recorded,
            with_states=True,
        )


class Session:
    """A career being played: one pack, one start, one seed, and every life that began there."""

    def __init__(
        self,
        pack: Pack,
        start: str = "",
        seed: int = 1,
        *,
        quarters: int = 0,
        midway: StartOverride = DEFAULT_START,
        reseed: tuple[tuple[int, int], ...] = (),
        recorded: RecordedChance | None = None,
    ) -> None:
        """Start a career. `start` '' is the pack's first start; the other arguments are those of
        `core.start`.

        `recorded`: rolls and draws to replay from now on; saves do not contain them. Raise KeyError
        for unknown ids.
        """
        self.pack = pack
        self.program = pack.program
        self.start = start or next(iter(pack.starts))
        self.seed = seed
        self.quarters = quarters
        self.midway = midway
        self.reseed = reseed
        self.recorded = recorded
        turn = self.origin.first_turn(self.program, recorded)
        self.nodes: list[DecisionNode] = [DecisionNode(0, -1, "", turn, 0)]
        self.lives: list[Life] = [Life(0, pack.starts[self.start].title, 0, 0)]
        self.at = 0
        self.end_read = False
        """True if the player has read the page of the outcome at which the session stands. Until
        then a front end offers to continue."""

    @classmethod
    def grown(
        cls,
        pack: Pack,
        origin: Origin,
        nodes: Iterable[DecisionNode],
        lives: Iterable[Life],
        at: int,
        *,
        end_read: bool = False,
    ) -> "Session":
        """Return a session with the given tree, as a save holds it. Nothing is played or
        checked."""
        session = cls.__new__(cls)
        session.pack, session.program, session.recorded = pack, pack.program, None
        session.start, session.seed, session.quarters, session.midway, session.reseed = origin
        session.nodes, session.lives = list(nodes), list(lives)
        session.at, session.end_read = at, end_read
        return session

    @property
    def origin(self) -> Origin:
        """Return the arguments that the career began with."""
        return Origin(self.start, self.seed, self.quarters, self.midway, self.reseed)

    @property
    def node(self) -> DecisionNode:
        """Return the current node."""
        return self.nodes[self.at]

    @property
    def turn(self) -> Turn:
        """Return the turn that led to the current node."""
        return self.node.turn

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events since the last decision."""
        return self.turn.events

    @property
    def position(self) -> State:
        """Return the engine's state at the current node."""
        return self.node.state

    @property
    def state(self) -> StateView:
        """Return the state as conditions read it: `session.state["burnout"]`."""
        return StateView(self.program, self.position)

    @property
    def offered(self) -> tuple[Offer, ...]:
        """Return the offers at the current node; () at the end."""
        return offered(self.program, self.position)

    @property
    def outcome(self) -> str | None:
        """Return the id of the outcome, or None while the career goes on."""
        number = self.position.outcome
        return None if number < 0 else self.program.outcomes[number].id

    @property
    def decision(self) -> int:
        """Return the number of the current decision, from 1 (at the end: the number of decisions
        made)."""
        count = self.position.decisions
        return count if self.position.outcome >= 0 else count + 1

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the choice ids on the path to the current node."""
        return tuple(node.action for node in self.path()[1:])

    def act(self, action: str) -> Turn:
        """Take an open choice by its id and return its turn. Raise ActionError.

        The same choice taken again at the same node leads to the same node.
        """
        for node in self.nodes:
            if node.parent == self.at and node.action == action and not node.unplayable:
                self.at = node.number
                return node.turn
        turn = step(self.program, self.position, action, self.recorded, with_states=True)
        self._add_node(action, turn)
        return turn

    def _add_node(self, action: str, turn: Turn) -> None:
        number, life = len(self.nodes), self.node.life
        if self.lives[life].tip == self.at:
            self.lives[life] = self.lives[life]._replace(tip=number)
        else:
            life = len(self.lives)
            self.lives.append(Life(life, f"Life {life + 1}", number, number))
        self.nodes.append(DecisionNode(number, self.at, action, turn, life))
        self.at = number

    def replay(self, actions: Iterable[str]) -> Turn:
        """Take choices by their ids, one after another, and return the last turn.

        Raise ActionError at the first id that is not open.
        """
        for action in actions:
            self.act(action)
        return self.turn

    def back(self) -> bool:
        """Go back to the decision before. Return False at the beginning. Raise UnplayableError."""
        if self.node.parent < 0:
            return False
        self._move_to(self.nodes[self.node.parent])
        return True

    def rewind(self, decision: int, life: int = -1) -> None:
        """Go back to decision `decision` (from 1) of the current path, or of another life.

        Raise ValueError for a number that was not asked, UnplayableError for a decision that can
        only be read.
        """
        path = self.path(self.at if life < 0 else self.lives[life].tip)
        if not 1 <= decision <= len(path):
            raise ValueError(
                f"decision {decision} was not asked; this life has come to {len(path)}"
            )
        self._move_to(path[decision - 1])

    def _move_to(self, node: DecisionNode) -> None:
        first = self.lost_before(node.number)
        if first is not None:
            raise UnplayableError(node.state.decisions + 1, first)
        self.at = node.number

    def lost_before(self, number: int) -> DecisionNode | None:
        """Return the first unplayable node on the path to a node, or None if the node can be played
        from."""
        first: DecisionNode | None = None
        while number >= 0 and self.nodes[number].unplayable:
            first = self.nodes[number]
            number = first.parent
        return first

    def go(self, life: int) -> None:
        """Go to the newest node of a life. Raise IndexError."""
        self.at = self.lives[life].tip

    def name(self, life: int, name: str) -> None:
        """Give a life a name."""
        self.lives[life] = self.lives[life]._replace(name=name)

    def mark(self) -> tuple[int, tuple[Life, ...], int, bool]:
        """Return the present tree and position, for `reset`."""
        return len(self.nodes), tuple(self.lives), self.at, self.end_read

    def reset(self, mark: tuple[int, tuple[Life, ...], int, bool]) -> None:
        """Undo everything since a `mark`: for a move that could not be saved."""
        count, lives, self.at, self.end_read = mark
        del self.nodes[count:]
        self.lives = list(lives)

    def path(self, number: int = -1) -> tuple[DecisionNode, ...]:
        """Return the nodes from the root to a node (by default the current one)."""
        nodes: list[DecisionNode] = []
        at = self.at if number < 0 else number
        while at >= 0:
            nodes.append(self.nodes[at])
            at = self.nodes[at].parent
        return tuple(reversed(nodes))


def state_before(session: Session, node: DecisionNode) -> State:
    """Return the state in which the action of a node was taken; at the root, its own."""
    return session.nodes[max(node.parent, 0)].state


def choice_before(session: Session, node: DecisionNode) -> OpenChoice | None:
    """Return the choice that led to a node, with its moment; None if the pack does not have it any
    more."""
    taken: ChoiceTaken | Offer | None = next(
        (event for event in node.turn.events[:1] if isinstance(event, ChoiceTaken)), None
    )
    if taken is None and node.parent >= 0:
        # a save may know the action alone
        offers = offered(session.program, state_before(session, node))
        taken = next((offer for offer in offers if offer.id == node.action), None)
    return taken and (taken.choice, taken.moment)
