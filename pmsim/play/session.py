"""A session: a tree of decisions over one pack. Acting adds to it, going back moves in it, nothing is ever taken from it.

Everything here can be told again from (pack, start, seed, and each node's choice id); what is kept besides is for speed and for saves.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pmsim.core.chance import RecordedChance
from pmsim.core.events import Event, Offer, Turn
from pmsim.core.expr import evaluate
from pmsim.core.program import QUARTER, ROLE, Program
from pmsim.core.state import DEFAULT_START, StartOverride, State
from pmsim.core.step import NotOpenError, offered, step
from pmsim.core.step import start as core_start
from pmsim.lang.pack import Pack


class StateView(Mapping[str, int]):
    """Every stat, computed stat, person and skill of a state, by its name, as a condition reads it. Flags: see `flags`."""

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
        """The flags that are set, in the pack's order."""
        slots = zip(self._program.slots, self._state.slots, strict=True)
        return tuple(slot.id for slot, value in slots if slot.kind == "flag" and value)

    @property
    def quarter(self) -> int:
        """The quarter, from 1."""
        return self._state.slots[QUARTER]

    @property
    def role(self) -> str:
        """The role held."""
        return self._program.roles[self._state.slots[ROLE]].id


ActionError = NotOpenError
"""A choice id that is unknown or closed; `open` names those that are open."""


class DecisionNode(NamedTuple):
    """A point of the tree: what was chosen at `parent` to come here ('' and -1 at the root), and the turn that followed.
    `life`: the number of the life in which it was first lived. `unplayable`: lived in an older version of the pack and not to be played
    again in this one: it can be read, and no session stands there."""

    number: int
    parent: int
    action: str
    turn: Turn
    life: int
    unplayable: bool = False


class UnplayableError(ValueError):
    """A decision that can be read and not gone back to. `decision`: its number; `first_unplayable`: the first node on the way there that
    this pack does not lead to any more."""

    def __init__(self, decision: int, node: DecisionNode) -> None:
        self.decision, self.first_unplayable = decision, node
        what = f"{node.action}, at decision {node.turn.state.decisions}," if node.action else "the beginning"
        super().__init__(f"decision {decision} can be read, and not played again: {what} is no longer as it was")


class Life(NamedTuple):
    """One way through the tree. `first`: the node where it left another life (the root for the first); `tip`: its newest node."""

    number: int
    name: str
    first: int
    tip: int


class Origin(NamedTuple):
    """How a career began: the arguments of `Session`."""

    start: str
    seed: int
    quarters: int
    override: StartOverride
    reseed: tuple[tuple[int, int], ...]


class Session:
    """A career being played: one pack, one start, one seed, and every life led from there."""

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
        """Begin. `start` '' is the pack's first door; the rest as for `core.start`. Raises KeyError as that does.

        `recorded`: draws to hold to from here on, which no save keeps."""
        self.pack = pack
        self.program = pack.program
        self.start = start or next(iter(pack.starts))
        self.seed = seed
        self.quarters = quarters
        self.midway = midway
        self.reseed = reseed
        self.recorded = recorded
        turn = core_start(self.program, self.start, seed, quarters=quarters, override=midway, reseed=reseed, recorded=recorded)
        self.nodes: list[DecisionNode] = [DecisionNode(0, -1, "", turn, 0)]
        self.lives: list[Life] = [Life(0, pack.starts[self.start].title, 0, 0)]
        self.at = 0
        self.end_read = False
        """The end at which the session stands has been read: until then a front end goes on with it."""

    @classmethod
    def grown(
        cls, pack: Pack, origin: "Origin", nodes: Iterable[DecisionNode], lives: Iterable[Life], at: int, *, end_read: bool = False
    ) -> "Session":
        """A session with a tree that was lived before, as a save tells it. Nothing is played; the caller answers for the tree."""
        session = cls.__new__(cls)
        session.pack, session.program, session.recorded = pack, pack.program, None
        session.start, session.seed, session.quarters, session.midway, session.reseed = origin
        session.nodes, session.lives, session.at, session.end_read = list(nodes), list(lives), at, end_read
        return session

    @property
    def origin(self) -> "Origin":
        """How it began."""
        return Origin(self.start, self.seed, self.quarters, self.midway, self.reseed)

    @property
    def node(self) -> DecisionNode:
        """Where the session stands."""
        return self.nodes[self.at]

    @property
    def turn(self) -> Turn:
        """The turn that led here."""
        return self.node.turn

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened on the way here, since the last decision."""
        return self.turn.events

    @property
    def position(self) -> State:
        """The engine's state here."""
        return self.turn.state

    @property
    def state(self) -> StateView:
        """The state as conditions read it: `session.state["burnout"]`."""
        return StateView(self.program, self.position)

    @property
    def offered(self) -> tuple[Offer, ...]:
        """The choices as they stand here; () at the end."""
        return offered(self.program, self.position)

    @property
    def outcome(self) -> str | None:
        """The end's id, or None while the career goes on."""
        number = self.position.outcome
        return None if number < 0 else self.program.outcomes[number].id

    @property
    def decision(self) -> int:
        """The number of the decision being asked, from 1 (at the end: how many were made)."""
        count = self.position.decisions
        return count if self.position.outcome >= 0 else count + 1

    @property
    def choices(self) -> tuple[str, ...]:
        """The choice ids that led here."""
        return tuple(node.action for node in self.path()[1:])

    def act(self, action: str) -> Turn:
        """Take an open choice by its id. The same choice taken again from here leads to the same node. Raises ActionError."""
        for node in self.nodes:
            if node.parent == self.at and node.action == action and not node.unplayable:
                self.at = node.number
                return node.turn
        turn = step(self.program, self.position, action, self.recorded)
        self._add_node(action, turn)
        return turn

    def _add_node(self, action: str, turn: Turn) -> None:
        number = len(self.nodes)
        parent = self.node
        if self.lives[parent.life].tip == parent.number:
            life = parent.life
            self.lives[life] = self.lives[life]._replace(tip=number)
        else:
            life = len(self.lives)
            self.lives.append(Life(life, f"Life {life + 1}", number, number))
        self.nodes.append(DecisionNode(number, parent.number, action, turn, life))
        self.at = number

    def replay(self, actions: Iterable[str]) -> Turn:
        """Act one id after another; the last turn. Raises ActionError at the first that is not open."""
        for action in actions:
            self.act(action)
        return self.turn

    def back(self) -> bool:
        """Go back to the decision before; False at the beginning. Raises UnplayableError."""
        if self.node.parent < 0:
            return False
        self._move_to(self.nodes[self.node.parent])
        return True

    def rewind(self, decision: int, life: int = -1) -> None:
        """Go back to where decision `decision` (from 1) was asked on the way here, or in another life.

        Raises ValueError if it was not asked; UnplayableError if it can only be read."""
        path = self.path(self.at if life < 0 else self.lives[life].tip)
        if not 1 <= decision <= len(path):
            raise ValueError(f"decision {decision} was not asked; this life has come to {len(path)}")
        self._move_to(path[decision - 1])

    def _move_to(self, node: DecisionNode) -> None:
        first = self.lost_before(node.number)
        if first is not None:
            raise UnplayableError(node.turn.state.decisions + 1, first)
        self.at = node.number

    def lost_before(self, number: int) -> DecisionNode | None:
        """Return the node from which on a node can only be read, None if it can be played from."""
        first: DecisionNode | None = None
        while number >= 0 and self.nodes[number].unplayable:
            first = self.nodes[number]
            number = first.parent
        return first

    def go(self, life: int) -> None:
        """To the newest point of a life. Raises IndexError."""
        self.at = self.lives[life].tip

    def name(self, life: int, name: str) -> None:
        """Name a life."""
        self.lives[life] = self.lives[life]._replace(name=name)

    def mark(self) -> tuple[int, tuple[Life, ...], int, bool]:
        """Where the session is now, for `reset`."""
        return len(self.nodes), tuple(self.lives), self.at, self.end_read

    def reset(self, mark: tuple[int, tuple[Life, ...], int, bool]) -> None:
        """Take back everything since a `mark`: for a move that could not be saved and therefore did not happen."""
        count, lives, self.at, self.end_read = mark
        del self.nodes[count:]
        self.lives = list(lives)

    def path(self, number: int = -1) -> tuple[DecisionNode, ...]:
        """The nodes from the root to a node (here, if it is left out)."""
        nodes: list[DecisionNode] = []
        at = self.at if number < 0 else number
        while at >= 0:
            nodes.append(self.nodes[at])
            at = self.nodes[at].parent
        return tuple(reversed(nodes))
