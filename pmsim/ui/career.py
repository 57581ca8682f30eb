"""The story that an author edits while a front end plays it."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import NamedTuple

from pmsim.lang import Pack
from pmsim.play.migrate import replay
from pmsim.play.session import Session


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
