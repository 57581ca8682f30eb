"""What lives are called: as the player named them; else the longest by its door, any other by what was said where it parted from that."""

from pmsim.core.state import State
from pmsim.core.step import offered
from pmsim.play.session import Life, Node, Session
from pmsim.ui.present.text import Line, plain, without_stop
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording

LONGEST = 28
"""Characters of a name made from what was said."""


def names(session: Session) -> tuple[str, ...]:
    """The name of every life, by number; no two are the same."""
    door = session.pack.starts[session.start].title
    main = max(session.lives, key=lambda life: (_decisions(session, life), -life.number)).number
    found: list[str] = []
    for life in session.lives:
        if _named(life, door):
            name = shown(life.name)
        elif life.number == main:
            name = shown(door)
        else:
            name = _parted(session, life.number, main) or f"Life {life.number + 1}"
        found.append(name if name not in found else f"{name} ({life.number + 1})")
    return tuple(found)


def _named(life: Life, door: str) -> bool:
    """The player named it: it is called neither by its number nor by the door."""
    return life.name not in ("", f"Life {life.number + 1}", *([door] if life.number == 0 else []))


def _decisions(session: Session, life: Life) -> int:
    return session.nodes[life.tip].turn.state.decisions


def _parted(session: Session, number: int, main: int) -> str:
    """What was said in a life where it parted from another, short; '' if that cannot be told any more."""
    shared = {node.number for node in session.path(session.lives[main].tip)}
    node = next((node for node in session.path(session.lives[number].tip) if node.number not in shared), None)
    if node is None:
        return ""
    return _short(plain(without_stop(said_at(session, node))))


def _short(text: str) -> str:
    """Its first words; a quotation that is cut is closed."""
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1].rpartition(" ")[0].rstrip(" ,.;:–—") or text[: LONGEST - 1]
    return f"{cut}…{'”' if cut.count('“') > cut.count('”') else ''}"


def said_at(session: Session, node: Node) -> Line:
    """What was said to come to a node, as it read then; () if the story has no such choice any more."""
    asked: State = session.nodes[node.parent].turn.state
    for offer in offered(session.program, asked):
        if offer.id == node.action:
            return Wording(session.pack, asked, offer.moment).line(f"{session.program.choices[offer.choice].key}/label")
    return ()
