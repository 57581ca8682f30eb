"""The career that a front end plays, which acts and saves, and the story that an author edits
meanwhile.

A front end may change a career only through the methods of PlayableCareer."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import NamedTuple, Protocol

from pmsim.core.events import Turn
from pmsim.lang.pack import Pack
from pmsim.play.replay import replay
from pmsim.play.session import Session


class PlayableCareer(Protocol):
    """A session that is on disk from its first choice on. Each method saves before it returns.

    A choice that could not be saved raises NotSavedError, whose text is a sentence for the
    player."""

    @property
    def is_saved(self) -> bool:
        """True if the career is on disk."""

    @property
    def session(self) -> Session:
        """The tree of decisions, for reading only."""

    def act(self, action: str) -> Turn:
        """Take an open choice. Raises ActionError if it is not open, NotSavedError if it could not
        be saved."""

    def back(self) -> bool:
        """Go one decision back; return False at the beginning. Raises UnplayableError where the
        previous decision can only be read."""

    def rewind(self, decision: int, life: int = -1) -> None:
        """Go back to a decision of this life or of another one.

        Raises UnplayableError if it can only be read, ValueError if the life has no such
        decision."""

    def switch_life(self, life: int) -> None:
        """Go to the newest point of a life. Raises IndexError."""

    def name_life(self, life: int, name: str) -> None:
        """Name a life; '' removes its name."""

    def outcomes_seen(self) -> frozenset[str]:
        """Return the outcomes that the player has reached in this pack, in any known life."""

    def mark_end_read(self) -> None:
        """Record that the end is on the screen. Until then the career counts as unfinished, so that
        the player does not miss its end."""


class InMemoryCareer:
    """A career that is kept in memory only, for a story that is being written and for tests."""

    is_saved: bool = False

    def __init__(self, session: Session) -> None:
        self.session = session

    def act(self, action: str) -> Turn:
        """Act as `Career.act`, without saving."""
        return self.session.act(action)

    def back(self) -> bool:
        """Go back as `Career.back`, without saving."""
        return self.session.back()

    def rewind(self, decision: int, life: int = -1) -> None:
        """Go back as `Career.rewind`, without saving."""
        self.session.rewind(decision, life)

    def switch_life(self, life: int) -> None:
        """Go to a life as `Career.switch_life`, without saving."""
        self.session.go(life)

    def name_life(self, life: int, name: str) -> None:
        """Name a life as `Career.name_life`, without saving."""
        self.session.name(life, name)

    def outcomes_seen(self) -> frozenset[str]:
        """Return the outcomes that the lives of this session have reached."""
        outcomes = (self.session.nodes[life.tip].turn.state.outcome for life in self.session.lives)
        return frozenset(
            self.session.program.outcomes[outcome].id for outcome in outcomes if outcome >= 0
        )

    def mark_end_read(self) -> None:
        """Record that the end has been read, as `Career.mark_end_read`."""
        self.session.end_read = True


class EditedPack(NamedTuple):
    """A pack read after a change. `pack`: None if it does not load; `report(columns)`: lines for
    the author, with quoted lines cut to that width.

    `watched` False: nothing will be read any more, and the report says why."""

    pack: Pack | None
    report: Callable[[int], list[str]] = lambda _: []
    watched: bool = True


class WatchedStory(NamedTuple):
    """A story that is being written. `name`: its name on the command line; `edits(stop)`: blocks,
    and yields after each change until `stop` is set.

    `watch_problem`: the reason why the system reports no changes, so that the files are polled; ''
    if it does."""

    name: str
    edits: Callable[[Event], Iterator[EditedPack]]
    watch_problem: str = ""

    @property
    def intro_sentence(self) -> str:
        """One or two sentences on how the story is watched."""
        if not self.watch_problem:
            return f"{self.name} is watched."
        return (
            f"The system does not tell of changes: {self.watch_problem} {self.name} is looked at"
            " every second instead."
        )


def continue_in(session: Session, pack: Pack) -> tuple[Session, str]:
    """Replay the session in a new version of its pack; return it with a sentence on where it is
    now."""
    replayed = replay(session, pack)
    if not replayed.lost_action:
        return replayed.session, "Read again, as the file has it now."
    return (
        replayed.session,
        (
            f"Read again. `{replayed.lost_action}` is not open any more; Decision"
            f" {replayed.session.decision} is the last that stands."
        ),
    )
