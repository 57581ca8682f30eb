"""A session as a front end shows it: the pages of the last step, the log of a life, the lives beside one another, the doors."""

from collections.abc import Sequence
from typing import NamedTuple

from pmsim.core.program import QUARTER
from pmsim.core.state import State
from pmsim.core.step import offered, start
from pmsim.lang.pack import Pack
from pmsim.play.session import DecisionNode, Life, Session, UnplayableError
from pmsim.ui.present.names import names, place_of, said_at
from pmsim.ui.present.notes import cannot_go_back
from pmsim.ui.present.pages import pages
from pmsim.ui.present.parts import Page
from pmsim.ui.present.status import Gauge, gauge, gauge_ids
from pmsim.ui.present.text import Line, Paragraph
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording
from pmsim.ui.present.words import capital, how_many


class Dot(NamedTuple):
    """One decision of a life: its number from 1, the node it led to, the quarter it was made in, the page's title, what was said.
    `why_lost`: why it can only be read, '' for one that can be played again."""

    decision: int
    node: int
    quarter: int
    title: str
    said: Line
    why_lost: str


class LifeLine(NamedTuple):
    """One life. `left`: the life it left and at which decision, (-1, 0) for the first; `dots`: its own decisions, from there on;
    `quarter`: how far it came; `ended`: the end's title, '' while it goes on; `here`: it is the one being lived."""

    number: int
    name: str
    left: tuple[int, int]
    dots: tuple[Dot, ...]
    quarter: int
    ended: str
    here: bool


class Spoken(NamedTuple):
    """A choice at one decision. `by`: the names of the lives that took it, () for none; `closed`: it was closed then."""

    label: Line
    by: tuple[str, ...]
    closed: bool


class Door(NamedTuple):
    """A start as shown. `quarters` as played; `gauge`: the first stat behind it, None for a pack without."""

    id: str
    title: str
    role: str
    text: tuple[Paragraph, ...]
    quarters: int
    gauge: Gauge | None


def since(session: Session, node: DecisionNode) -> State | None:
    """The state when the quarter of `node` began: the newest before it in an earlier quarter; None in the first."""
    now = node.turn.state.slots[QUARTER]
    at = node.parent
    while at >= 0:
        earlier = session.nodes[at]
        if earlier.turn.state.slots[QUARTER] < now:
            return earlier.turn.state
        at = earlier.parent
    return None


def chapter(session: Session, number: int = -1) -> tuple[Page, ...]:
    """The pages of the step that led to a node (here, if it is left out). The last one asks a decision or is the end."""
    return _pages(session, session.nodes[number] if number >= 0 else session.node)


def _pages(session: Session, node: DecisionNode, *, alone: bool = False) -> tuple[Page, ...]:
    state = node.turn.state
    before = session.nodes[node.parent].turn.state if node.parent >= 0 else state
    offers = offered(session.program, state)
    return pages(session.pack, before, node.turn.events, state, offers, since(session, node), alone=alone)


def current(session: Session) -> Page:
    """The page where the session stands, to be read by itself."""
    return _pages(session, session.node, alone=True)[-1]


def log(session: Session) -> tuple[Page, ...]:
    """Every page of the life being lived, oldest first."""
    return tuple(page for node in session.path() for page in chapter(session, node.number))


def lives(session: Session) -> tuple[LifeLine, ...]:
    """Every life of the session, oldest first."""
    called = names(session)
    return tuple(_life(session, life, called[life.number]) for life in session.lives)


def _life(session: Session, life: Life, name: str) -> LifeLine:
    first, tip = session.nodes[life.first], session.nodes[life.tip]
    own = [node for node in session.path(life.tip) if node.life == life.number and node.parent >= 0]
    parent = session.nodes[first.parent] if first.parent >= 0 else None
    left = (-1, 0) if parent is None else (parent.life, first.turn.state.decisions)
    outcome = tip.turn.state.outcome
    ended = shown(session.pack.outcomes[session.program.outcomes[outcome].id].title) if outcome >= 0 else ""
    here = session.node.life == life.number
    dots = tuple(_dot(session, node) for node in own)
    return LifeLine(life.number, name, left, dots, tip.turn.state.slots[QUARTER], ended, here)


def _dot(session: Session, node: DecisionNode) -> Dot:
    asked = session.nodes[node.parent].turn.state
    title = place_of(session, node) or "A scene that is no longer in the story"
    lost = session.lost_before(node.parent)
    decision = node.turn.state.decisions
    why_lost = cannot_go_back(session, UnplayableError(decision, lost)) if lost is not None else ""
    return Dot(decision, node.number, asked.slots[QUARTER], title, said_at(session, node), why_lost)


def spoken(session: Session, node: int) -> tuple[Spoken, ...]:
    """What could be said where `node` was decided, and which lives said it; of a decision that can only be read, what was said."""
    parent = session.nodes[node].parent
    asked = session.nodes[parent].turn.state
    called = names(session)
    taken: dict[str, list[str]] = {}
    for other in session.nodes:
        if other.parent == parent:
            taken.setdefault(other.action, []).append(called[other.life])
    found = []
    for offer in offered(session.program, asked):
        if session.nodes[parent].unplayable and offer.id not in taken:
            continue
        label = Wording(session.pack, asked, offer.moment).line(f"{session.program.choices[offer.choice].key}/label")
        found.append(Spoken(label, tuple(taken.get(offer.id, ())), bool(offer.closed)))
    return tuple(found)


def doors(pack: Pack) -> tuple[Door, ...]:
    """The pack's starts, in its order."""
    return tuple(_door(pack, name) for name in pack.starts)


def choice_of(found: Sequence[Door]) -> str:
    """Return what there is to choose from: "Two people. You will be one of them for three years." """
    quarters = max((door.quarters for door in found), default=0)
    years = how_many(quarters // 4, "year", "years") if quarters % 4 == 0 else how_many(quarters, "quarter", "quarters")
    people = how_many(len(found), "person", "people")
    return f"{capital(people)}. You will be {'one of them' if len(found) > 1 else 'this one'} for {years}."


def _door(pack: Pack, name: str) -> Door:
    door = pack.starts[name]
    state = start(pack.program, name).state
    words = Wording(pack, state)
    first = gauge_ids(pack)[:1]
    role = pack.roles.get(door.role)
    return Door(
        name,
        shown(door.title),
        shown(role.title) if role else "",
        words.paragraphs(f"starts.{name}/text"),
        door.quarters,
        gauge(pack, first[0], state, None) if first else None,
    )
