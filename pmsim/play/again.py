"""A session led again in an edited pack, choice by choice, by ids: what an author sees of a story that is being written. PURE.

Unlike a save that is opened in a newer pack (`migrate`), nothing is held to the draws of the past: what is written now is what happens.
"""

from typing import NamedTuple

from pmsim.core.state import AT_THE_DOOR
from pmsim.lang.pack import Pack
from pmsim.play.names import Names
from pmsim.play.session import ActionError, Session


class Again(NamedTuple):
    """`session`: every life as far as its choices still stand, standing where it stood, else at the last decision that does.
    `asked`: the number of the decision that was being asked. `missing`: the first choice on the way there that is not open now, '' if
    all are; or, where even the beginning is gone, what began it."""

    session: Session
    asked: int
    missing: str


def again(session: Session, pack: Pack) -> Again:
    """The session in `pack`: the same start, seed and choices."""
    names = Names(pack.program, pack.renamed)
    fresh, gone = _begun(session, pack, names)
    if gone:
        return Again(fresh, session.decision, gone)
    places = {0: 0}
    missing: dict[int, str] = {}
    for node in session.nodes[1:]:
        if node.parent in missing:
            missing[node.number], places[node.number] = missing[node.parent], places[node.parent]
            continue
        fresh.at = places[node.parent]
        try:
            fresh.act(_called_now(session, node.parent, node.action, names))
        except ActionError:
            missing[node.number] = node.action
        places[node.number] = fresh.at
    fresh.at = places[session.at]
    for life in session.lives:
        kept = fresh.nodes[places[life.tip]].life
        if life.name != f"Life {life.number + 1}":
            fresh.name(kept, life.name)
    return Again(fresh, session.decision, missing.get(session.at, ""))


def _begun(session: Session, pack: Pack, names: Names) -> tuple[Session, str]:
    """A session that begins alike; at the pack's first door if it cannot, and what is gone."""
    origin = session.origin
    door, midway = names.find("start", origin.start), origin.midway
    scene, role, choice = (
        names.find(table, path) for table, path in (("scene", midway.at), ("role", midway.role), ("choice", midway.because))
    )
    wanted = ((door, origin.start), (scene, midway.at), (role, midway.role), (choice, midway.because))
    gone = next((path for number, path in wanted if path and number < 0), "")
    if gone:
        return Session(pack, "", origin.seed), gone
    program = pack.program
    known = {name: value for name, value in midway.changes.items() if name in program.slot_index}
    now = midway._replace(
        at=program.scenes[scene].key if midway.at else "",
        role=program.roles[role].id if midway.role else "",
        because=program.choices[choice].key if midway.because else "",
        changes=known,
    )
    quarters = min(origin.quarters, program.slots[program.slot_index["quarter"]].max)
    begins = now if midway != AT_THE_DOOR else midway
    return Session(pack, program.starts[door].id, origin.seed, quarters=quarters, midway=begins, reseed=origin.reseed), ""


def _called_now(session: Session, number: int, action: str, names: Names) -> str:
    """A choice's id as the pack has it now; behind the dot of one made by `each`, its moment's."""
    scene = session.program.scenes[session.nodes[number].turn.state.scene].key
    choice, dot, moment = action.partition(".")
    return f"{names.now(f'{scene}.{choice}').rpartition('.')[2]}{dot}{names.now(moment) if moment else ''}"
