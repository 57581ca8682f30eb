"""A life that has ended, as a front end tells it: who one is, how it stood before, what it came from, how many ends there are."""

from collections.abc import Collection
from typing import NamedTuple

from pmsim.core.program import QUARTER, ROLE
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.ui.present.names import said_at
from pmsim.ui.present.origins import origins
from pmsim.ui.present.status import Gauge, gauge, gauge_ids
from pmsim.ui.present.text import Line, plain
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording
from pmsim.ui.present.words import capital, how_many, number_word

HERE_IT_ENDS = "Here this life ends."
CAME_FROM = "What it came from"


class Turning(NamedTuple):
    """One of the player's own choices, and the quarter it was made in."""

    quarter: int
    said: Line


class Ending(NamedTuple):
    """A life that has ended. `role`: who one is now; `was`: the role before that, '' if there was none; `gauges`: each with how it stood
    at the beginning in place of its trend; `afterwards`: the last part of the page is its epilogue; `ends`: how many the pack has;
    `seen`: how many of them the player has come to."""

    role: str
    was: str
    quarters: int
    decisions: int
    gauges: tuple[Gauge, ...]
    came_from: tuple[Turning, ...]
    afterwards: bool
    ends: int
    seen: int

    @property
    def lived(self) -> str:
        """ "UX Researcher. Twelve quarters, seventy decisions." """
        time = how_many(self.quarters, "quarter", "quarters")
        return f"{self.role}. {capital(time)}, {how_many(self.decisions, 'decision', 'decisions')}."

    @property
    def one_of(self) -> str:
        """ "One end of thirty-two. You have seen two." """
        return f"One end of {number_word(self.ends)}. You have seen {number_word(self.seen)}."


def ending(session: Session, seen: Collection[str]) -> Ending:
    """Return the end at which the session stands. `seen`: the ids of all outcomes the player has come to in this pack.

    Raises ValueError while the life goes on."""
    pack, state, outcome = session.pack, session.position, session.outcome
    if outcome is None:
        raise ValueError("this life has not ended")
    key = f"outcomes.{outcome}"
    words = Wording(pack, state)
    roles = [_title(pack, node.turn.state.slots[ROLE]) for node in session.path()]
    role = plain(words.line(f"{key}/is")) or roles[-1]
    quarters = [session.nodes[node.parent].turn.state.slots[QUARTER] for node in session.path()[1:]]
    came_from = (Turning(session.nodes[node.parent].turn.state.slots[QUARTER], said_at(session, node)) for node in origins(session))
    known = {found for found in seen if found in pack.outcomes} | {outcome}
    return Ending(
        role,
        next((held for held in reversed(roles) if held != role), ""),
        max(quarters, default=1),
        state.decisions,
        tuple(_gauge(session, name) for name in gauge_ids(pack)),
        tuple(turning for turning in came_from if turning.said),
        bool(words.paragraphs(f"{key}/epilogue")),
        len(pack.outcomes),
        len(known),
    )


def _title(pack: Pack, role: int) -> str:
    return shown(pack.roles[pack.program.roles[role].id].title)


def _gauge(session: Session, name: str) -> Gauge:
    """A stat at the end; its trend says how it stood at the beginning."""
    stood = [gauge(session.pack, name, node.turn.state, None) for node in session.path()]
    first, last = stood[0].word or str(stood[0].value), stood[-1].word or str(stood[-1].value)
    if first != last:
        return stood[-1]._replace(trend=f"was {first}")
    since = "all along" if all((one.word or str(one.value)) == last for one in stood) else "as at first"
    return stood[-1]._replace(word=f"{last} {since}", trend=f"{last} {since}")
