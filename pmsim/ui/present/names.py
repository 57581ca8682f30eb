"""Names of lives: as the player named them; else the first by its start, any other by the scenario where it left another life."""

from pmsim.core.program import QUARTER
from pmsim.core.state import State
from pmsim.core.step import offered
from pmsim.play.session import DecisionNode, Life, Session
from pmsim.ui.present.text import Line
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording


def names(session: Session) -> tuple[str, ...]:
    """Return the name of every life, by number; no two are the same. No name changes while other lives begin or grow."""
    found: list[str] = []
    for life, name in zip(session.lives, _given_names(session), strict=True):
        called = shown(life.name) if _named(session, life) else name
        found.append(called if called not in found else f"{called} ({life.number + 1})")
    return tuple(found)


def _named(session: Session, life: Life) -> bool:
    """Return whether the player named a life: it is called neither by its number nor by the start."""
    return life.name not in ("", f"Life {life.number + 1}", *([session.pack.starts[session.start].title] if life.number == 0 else []))


def _given_names(session: Session) -> tuple[str, ...]:
    """Return the name of every life before the player named any: "Fumes", "from White Squares", "from White Squares, Q3"."""
    found = [shown(session.pack.starts[session.start].title)]
    for life in session.lives[1:]:
        first = session.nodes[life.first]
        place = place_of(session, first)
        name = f"from {place}"
        quarter = session.nodes[first.parent].turn.state.slots[QUARTER]
        numbered = f"Life {life.number + 1}"
        ways = (name, f"{name}, Q{quarter}", f"{name} ({life.number + 1})") if place else (numbered,)
        found.append(next(way for way in ways if way not in found or way == ways[-1]))
    return tuple(found)


def place_of(session: Session, node: DecisionNode) -> str:
    """Return the title of the scenario that asked the decision which led to a node, '' if the story has it no more."""
    scene = session.nodes[node.parent].turn.state.scene
    if scene < 0:
        return ""
    return shown(session.pack.scenarios[session.program.scenarios[session.program.scenes[scene].scenario].id].title)


def said_at(session: Session, node: DecisionNode) -> Line:
    """What was said to come to a node, as it read then; () if the story has no such choice any more."""
    asked: State = session.nodes[node.parent].turn.state
    for offer in offered(session.program, asked):
        if offer.id == node.action:
            return Wording(session.pack, asked, offer.moment).line(f"{session.program.choices[offer.choice].key}/label")
    return ()
