"""What a front end is given: a career that acts and saves. The methods here are all that a screen may do to it."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import NamedTuple, Protocol

from pmsim.core.events import Turn
from pmsim.lang.pack import Pack
from pmsim.play.replay import replay
from pmsim.play.session import Session


class PlayableCareer(Protocol):
    """A session that is on disk from its first choice on. Each method has saved before it returns; a choice that could not be saved raises
    `NotSaved`, whose text is a sentence for the player."""

    @property
    def is_saved(self) -> bool:
        """Whether anything is on disk at all."""

    @property
    def session(self) -> Session:
        """The tree of decisions. To be read, not moved."""

    def act(self, action: str) -> Turn:
        """Take an open choice. Raises ActionError for one that is not, NotSaved if it is not on disk."""

    def back(self) -> bool:
        """Go one decision back; False at the beginning. Raises UnplayableError where the decision before can only be read."""

    def rewind(self, decision: int, life: int = -1) -> None:
        """Go back to where a decision of this life, or of another, was asked. Raises UnplayableError where it can only be read,
        ValueError if it was not asked."""

    def switch_life(self, life: int) -> None:
        """To the newest point of a life. Raises IndexError."""

    def name_life(self, life: int, name: str) -> None:
        """Name a life; '' takes its name back."""

    def outcomes_seen(self) -> frozenset[str]:
        """The outcomes that the player has come to in this pack, in any life that is known."""

    def mark_end_read(self) -> None:
        """The end is on the screen. Until this is called the career is gone on with, so that nobody misses how it ended."""


class InMemoryCareer:
    """A career that is kept in memory only: for playing what is being written, and for tests."""

    is_saved: bool = False

    def __init__(self, session: Session) -> None:
        self.session = session

    def act(self, action: str) -> Turn:
        """As `Career.act`; nothing is saved."""
        return self.session.act(action)

    def back(self) -> bool:
        """As `Career.back`."""
        return self.session.back()

    def rewind(self, decision: int, life: int = -1) -> None:
        """As `Career.rewind`."""
        self.session.rewind(decision, life)

    def switch_life(self, life: int) -> None:
        """As `Career.go`."""
        self.session.go(life)

    def name_life(self, life: int, name: str) -> None:
        """As `Career.name`."""
        self.session.name(life, name)

    def outcomes_seen(self) -> frozenset[str]:
        """As `Career.ends_seen`: in the lives of this session."""
        outcomes = (self.session.nodes[life.tip].turn.state.outcome for life in self.session.lives)
        return frozenset(self.session.program.outcomes[outcome].id for outcome in outcomes if outcome >= 0)

    def mark_end_read(self) -> None:
        """As `Career.finish`."""
        self.session.end_read = True


class EditedPack(NamedTuple):
    """What was read after a change: the pack, or None and the `report`: lines for the author, what they quote cut to so many columns.

    `watched` False: the report says why nothing will be read any more."""

    pack: Pack | None
    report: Callable[[int], list[str]] = lambda _: []
    watched: bool = True


class WatchedStory(NamedTuple):
    """What is being written. `name`: as the author named it; `edits(stop)`: blocks, and yields after each change until `stop` is set.

    `watch_problem`: why the system does not tell of changes, so that the files are looked at now and then; '' if it does."""

    name: str
    edits: Callable[[Event], Iterator[EditedPack]]
    watch_problem: str = ""

    @property
    def intro_sentence(self) -> str:
        """How it is watched, in sentences."""
        if not self.watch_problem:
            return f"{self.name} is watched."
        return f"The system does not tell of changes: {self.watch_problem} {self.name} is looked at every second instead."


def continue_in(session: Session, pack: Pack) -> tuple[Session, str]:
    """The session led again in the pack as it is now, and a sentence on where it stands."""
    replayed = replay(session, pack)
    if not replayed.lost_action:
        return replayed.session, "Read again, as the file has it now."
    return (
        replayed.session,
        f"Read again. `{replayed.lost_action}` is not open any more; Decision {replayed.session.decision} is the last that stands.",
    )
