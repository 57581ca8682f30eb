"""A session led again in an edited pack, choice by choice, by ids: what an author sees of a story that is being written. PURE.

Unlike a save that is opened in a newer pack (`migrate`), nothing is held to the draws of the past: what is written now is what happens.
"""

from typing import NamedTuple

from pmsim.core.program import QUARTER
from pmsim.lang.pack import Pack
from pmsim.play.id_lookup import IdLookup
from pmsim.play.migrate import LOST_START, current_origin, scene_key_at
from pmsim.play.session import ActionError, Session


class Replayed(NamedTuple):
    """`session`: every life as far as its choices still stand, standing where it stood, else at the last decision that does. `decision`:
    the number of the decision that was being asked. `lost_action`: the first choice on the way there that is not open now, '' if all are;
    or, where even the beginning is gone, what began it."""

    session: Session
    decision: int
    lost_action: str


def replay(session: Session, pack: Pack) -> Replayed:
    """The session in `pack`: the same start, seed and choices."""
    ids = IdLookup(pack.program, pack.renamed)
    replayed, lost_start = _start_again(session, pack, ids)
    if lost_start:
        return Replayed(replayed, session.decision, lost_start)
    new_numbers = {0: 0}
    lost_actions: dict[int, str] = {}
    for node in session.nodes[1:]:
        if node.parent in lost_actions:
            lost_actions[node.number], new_numbers[node.number] = lost_actions[node.parent], new_numbers[node.parent]
            continue
        replayed.at = new_numbers[node.parent]
        try:
            replayed.act(ids.current_action(scene_key_at(session.program, session.nodes[node.parent]), node.action))
        except ActionError:
            lost_actions[node.number] = node.action
        new_numbers[node.number] = replayed.at
    replayed.at = new_numbers[session.at]
    for life in session.lives:
        life_number = replayed.nodes[new_numbers[life.tip]].life
        if life.name != f"Life {life.number + 1}":
            replayed.name(life_number, life.name)
    return Replayed(replayed, session.decision, lost_actions.get(session.at, ""))


def _start_again(session: Session, pack: Pack, ids: IdLookup) -> tuple[Session, str]:
    """A session that begins alike; at the pack's first door if it cannot, and what is gone."""
    origin = session.origin
    start, seed, quarters, midway, reseed = current_origin(pack.program, origin, ids)
    longest = pack.program.slots[QUARTER].max
    try:
        return Session(pack, start, seed, quarters=min(quarters, longest), midway=midway, reseed=reseed), ""
    except KeyError as error:
        return Session(pack, "", seed), origin.start if start == LOST_START else str(error.args[0])
