"""Playing a story that is being written: what a saved file makes of the session. Knows no file and no screen."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import NamedTuple

from pmsim.lang.pack import Pack
from pmsim.play.replay import replay
from pmsim.play.session import Session


class Edited(NamedTuple):
    """What was read after a change: the pack, or None and the `report`: lines for the author, what they quote cut to so many columns.

    `watched` False: the report says why nothing will be read any more."""

    pack: Pack | None
    report: Callable[[int], list[str]] = lambda _: []
    watched: bool = True


class Writing(NamedTuple):
    """What is being written. `name`: as the author named it; `edits(stop)`: blocks, and yields after each change until `stop` is set.

    `trouble`: why the system does not tell of changes, so that the files are looked at now and then; '' if it does."""

    name: str
    edits: Callable[[Event], Iterator[Edited]]
    trouble: str = ""

    @property
    def intro(self) -> str:
        """How it is watched, in sentences."""
        if not self.trouble:
            return f"{self.name} is watched."
        return f"The system does not tell of changes: {self.trouble} {self.name} is looked at every second instead."


def taken_up(session: Session, pack: Pack) -> tuple[Session, str]:
    """The session led again in the pack as it is now, and a sentence on where it stands."""
    found = replay(session, pack)
    if not found.lost_action:
        return found.session, "Read again, as the file has it now."
    return (
        found.session,
        f"Read again. `{found.lost_action}` is not open any more; Decision {found.session.decision} is the last that stands.",
    )
