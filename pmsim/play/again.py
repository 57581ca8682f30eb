"""A session led again in an edited pack, choice by choice, by ids: what an author sees of a story that is being written. PURE.

Unlike a save that is opened in a newer pack (`migrate`), nothing is held to the draws of the past: what is written now is what happens.
"""

from typing import NamedTuple

from pmsim.core.program import QUARTER
from pmsim.lang.pack import Pack
from pmsim.play.migrate import GONE, asked, origin_now
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
            fresh.act(names.action(asked(session.program, session.nodes[node.parent]), node.action))
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
    began = session.origin
    start, seed, quarters, midway, reseed = origin_now(pack.program, began, names)
    longest = pack.program.slots[QUARTER].max
    try:
        return Session(pack, start, seed, quarters=min(quarters, longest), midway=midway, reseed=reseed), ""
    except KeyError as error:
        return Session(pack, "", seed), began.start if start == GONE else str(error.args[0])
