"""What a front end is given: a career that acts and saves. The methods here are all that a screen may do to it."""

from typing import Protocol

from pmsim.core.events import Turn
from pmsim.play.session import Session


class Career(Protocol):
    """A session that is on disk from its first choice on. Each method has saved before it returns; a choice that could not be saved raises
    `NotSaved`, whose text is a sentence for the player."""

    @property
    def kept(self) -> bool:
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

    def go(self, life: int) -> None:
        """To the newest point of a life. Raises IndexError."""

    def name(self, life: int, name: str) -> None:
        """Name a life; '' takes its name back."""

    def ends_seen(self) -> frozenset[str]:
        """The outcomes that the player has come to in this pack, in any life that is known."""

    def finish(self) -> None:
        """The end is on the screen. Until this is called the career is gone on with, so that nobody misses how it ended."""


class Unkept:
    """A career that is kept in memory only: for playing what is being written, and for tests."""

    kept: bool = False

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

    def go(self, life: int) -> None:
        """As `Career.go`."""
        self.session.go(life)

    def name(self, life: int, name: str) -> None:
        """As `Career.name`."""
        self.session.name(life, name)

    def ends_seen(self) -> frozenset[str]:
        """As `Career.ends_seen`: in the lives of this session."""
        outcomes = (self.session.nodes[life.tip].turn.state.outcome for life in self.session.lives)
        return frozenset(self.session.program.outcomes[outcome].id for outcome in outcomes if outcome >= 0)

    def finish(self) -> None:
        """As `Career.finish`."""
        self.session.end_read = True
